"use strict";
// The frame cannot see the address of the page. It is told what stands there behind #: profile, environment and date.
addEventListener("message", (e) => {
  const frame = document.querySelector("iframe").contentWindow;
  if (e.source === frame && e.data === "address") {
    frame.postMessage({ address: location.href.split("#")[0], choices: location.hash.slice(1) }, "*");
  }
});
