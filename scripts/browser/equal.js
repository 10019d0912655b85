// The page answers what the command line does: verdict, findings, payload, byte for byte. In all cases, or in some: main.go
// chooses.
"use strict";
const fs = require("fs");

module.exports = async (t) => {
  const { frame, context } = await t.open("qwac.html");
  let judged = 0, unread = 0;
  for (const line of fs.readFileSync(t.file("cases.jsonl"), "utf8").split("\n")) {
    if (!line) continue;
    if (!t.left()) {
      t.say("the time is up (LIMIT)");
      break;
    }
    const c = JSON.parse(line);
    const got = JSON.parse(await frame.evaluate(([request, files]) => qwac(JSON.stringify(request), files.map((f) => ({
      name: f.name, kind: f.kind, data: Uint8Array.from(atob(f.data || ""), (x) => x.charCodeAt(0)),
    }))), [c.request, c.files]));
    if (c.status > 1) {
      unread++;
      t.check(got.error, c.name + ": the command line refuses to judge it, the page does not");
      continue;
    }
    judged++;
    t.check(got.report === c.report, c.name + ": another report: " + differ(c.report, got.report) + (got.error || ""));
    if (!c.many) t.check(got.results?.[0]?.payload === c.payload, c.name + ": another payload");
  }
  t.say(`${judged} chains judged like the command line, ${unread} that neither judges`);
  t.check(!t.full || judged > 300, "want at least 300");
  await context.close();
};

// differ shows where two texts part.
function differ(want, got) {
  let i = 0;
  while (i < want.length && want[i] === (got || "")[i]) i++;
  return JSON.stringify(want.slice(Math.max(0, i - 60), i + 60)) + ", page: " +
    JSON.stringify((got || "").slice(Math.max(0, i - 60), i + 60));
}
