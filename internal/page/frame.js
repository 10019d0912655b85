"use strict";
// The core stands in this page, where it is read once; as part of the frame's own text it would be read twice. It comes
// in parts, each followed by a script that says so: while this page reads one, the frame unpacks and compiles those
// before it. The frame asks for them, and with the first is told what it cannot see: the address, and behind its # the
// profile, environment and date.
//
// A page that opened this one in a window, or has it in a frame, could be written to by whatever script came to run in
// the frame. So the first is forgotten, and in a frame there is no core.
{
  opener = null;
  let to = null; // the frame, once it has asked
  let parts = []; // what it has not got
  let decoded = 0; // ms

  addEventListener("message", (e) => {
    if (e.source !== frames[0] || e.data !== "core" || to || parent !== self) return;
    to = e.source;
    to.postMessage({ address: location.href.split("#")[0], choices: location.hash.slice(1) }, "*");
    send();
  });

  // qwacPart takes the part before the script that calls it.
  globalThis.qwacPart = () => {
    const start = performance.now();
    const place = document.currentScript.previousElementSibling;
    const core = decode(place.textContent, Number(place.dataset.size));
    place.remove();
    decoded += performance.now() - start;
    parts.push({ core, decoded, last: "last" in place.dataset });
    send();
  };

  addEventListener("DOMContentLoaded", () => {
    if (parent !== self) document.body.replaceChildren("Open this page by itself: it does not run in a frame.");
  });

  function send() {
    if (!to) return;
    for (const part of parts) to.postMessage(part, "*", [part.core.buffer]);
    parts = [];
  }

  // decode reads what encode of package page writes: 15 bits a letter.
  function decode(text, size) {
    const out = new Uint8Array(size);
    let held = 0, bits = 0, at = 0;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      held = (held << 15 | (c < 0xA000 ? c - 0x3400 : c - 0xAC00 + 0x6C00)) & 0x7FFFFF;
      for (bits += 15; bits >= 8; bits -= 8) out[at++] = held >> bits - 8;
    }
    return out; // what fills up the last letter falls off its end
  }
}
