// Pictures of the states of the page, for people to look at.
"use strict";
const fs = require("fs"), path = require("path");

module.exports = async (t) => {
  fs.mkdirSync(t.shots, { recursive: true });
  const narrow = { viewport: { width: 320, height: 640 } };
  const states = [];
  for (const colorScheme of ["light", "dark"]) {
    for (const [name, ...files] of [
      ["1-empty"], ["2-accepted", "leaf.pem", "intermediate.pem", "root.pem"], ["3-refused", "leaf.pem", "intermediate.pem"],
      ["4-key", "leaf.pem", "key.pem"], ["5-many", "chains.zip"],
    ]) {
      states.push([`page-${name}-${colorScheme}`, files, { colorScheme }]);
      states.push([`page-${name}-${colorScheme}-narrow`, files, { colorScheme, ...narrow }]);
    }
  }
  states.push(["page-6-hostile-narrow", ["everywhere.pem"], narrow]);
  for (const [name, files, options] of states) {
    const { frame, page, context } = await t.open("qwac.html", options);
    await frame.evaluate(() => { document.getElementById("at").value = "2026-12-01"; });
    if (files.length) await t.drop(frame, ...files);
    await frame.evaluate(() => new Promise((yes) => requestAnimationFrame(() => requestAnimationFrame(yes))));
    await page.screenshot({ path: path.join(t.shots, name + ".png") });
    if (options.viewport) {
      await page.setViewportSize({ width: 320, height: 2400 });
      await page.waitForTimeout(300); // the frame is drawn by another process
      await page.screenshot({ path: path.join(t.shots, name + "-whole.png") });
    }
    await context.close();
  }
  t.say(`${states.length} screenshots in ${t.shots}`);
};
