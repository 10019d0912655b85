"use strict";
// What no policy of a page forbids goes before anything else runs: WebRTC opens connections of its own.
for (const name of Object.getOwnPropertyNames(globalThis)) {
  if (/^(webkit|moz)?RTC|^WebTransport/.test(name)) delete globalThis[name];
}
