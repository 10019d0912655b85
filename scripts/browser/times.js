// How quick the page is. The figures are for people; the bounds are thirty times what is wanted of them, because
// a test must not depend on how fast a machine is.
"use strict";
const fs = require("fs");

module.exports = async (t) => {
  const size = fs.statSync(t.file("qwac.html")).size;
  t.say(`page: ${(size / 1e6).toFixed(2)} MB, want at most 4`);
  t.check(size <= 4e6, "the page has more than 4 MB");
  const rows = [];
  for (let i = 0; i < 3; i++) {
    const { frame, context } = await t.open("qwac.html");
    const timing = await frame.evaluate(() => qwacTiming);
    await frame.evaluate(() => { document.getElementById("at").value = "2026-12-01"; });
    await t.drop(frame, "leaf.pem", "intermediate.pem", "root.pem");
    const first = await frame.evaluate(() => qwacTiming.shown);
    const chain = await frame.evaluate(async () => {
      const one = async () => {
        document.getElementById("profile").dispatchEvent(new Event("change"));
        await new Promise((r) => setTimeout(r, 5));
        return qwacTiming.judge;
      };
      const all = [];
      for (let k = 0; k < 40; k++) all.push(await one());
      return all.sort((a, b) => a - b)[20];
    });
    rows.push({ ...timing, first, chain });
    await context.close();
  }
  const best = (name) => Math.min(...rows.map((r) => r[name]));
  t.say(`ready ${best("ready").toFixed(0)} ms (decode ${best("decode").toFixed(0)}, compile ` +
    `${best("compile").toFixed(0)}, start ${best("start").toFixed(0)}), want 1000; first check with its report ` +
    `${best("first").toFixed(0)} ms, want 500; a chain ${best("chain").toFixed(1)} ms, want 30`);
  t.check(best("ready") < 30_000, "ready after more than 30 s");
  t.check(best("first") < 15_000, "the first check took more than 15 s");
  t.check(best("chain") < 900, "a chain took more than 900 ms");
};
