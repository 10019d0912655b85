"use strict";
// The core stands in this page, where it is read once; as part of the frame's own text it would be read twice. The frame
// asks for it, and with it is told what it cannot see: the address, and behind its # the profile, environment and date.
//
// A page that opened this one in a window, or has it in a frame, could be written to by whatever script came to run in
// the frame. So the first is forgotten, and in a frame there is no core.
{
  opener = null;
  const asked = new Promise((yes) => addEventListener("message", (e) => {
    if (e.source === frames[0] && e.data === "core") yes(e.source);
  }));

  addEventListener("DOMContentLoaded", async () => {
    if (parent !== self) return document.body.replaceChildren("Open this page by itself: it does not run in a frame.");
    const start = performance.now();
    const place = document.getElementById("core");
    const core = decode(place.textContent, Number(place.dataset.size)).buffer;
    place.remove();
    const decoded = performance.now() - start;
    const [address, choices] = [location.href.split("#")[0], location.hash.slice(1)];
    (await asked).postMessage({ core, decoded, address, choices }, "*", [core]);
  });

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
