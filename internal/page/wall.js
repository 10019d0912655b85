"use strict";
// What no policy of a page forbids goes before anything else runs: WebRTC opens connections of its own, and a browser may
// have what is spoken or heard done by a server.
for (const name of Object.getOwnPropertyNames(globalThis)) {
  if (/^(webkit|moz)?(RTC|Speech)|^speechSynthesis|^WebTransport/.test(name)) delete globalThis[name];
}
