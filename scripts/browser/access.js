// axe-core finds nothing to mend, in light and dark, before and after a check; and the keyboard is enough.
"use strict";
const fs = require("fs"), path = require("path");

module.exports = async (t) => {
  const axe = fs.readFileSync(path.join(t.modules, "axe-core", "axe.min.js"), "utf8");
  for (const colorScheme of ["light", "dark"]) {
    for (const [when, files] of [
      ["before a check", []], ["accepted", ["leaf.pem", "intermediate.pem", "root.pem"]], ["refused", ["leaf.pem"]],
      ["a key", ["key.pem"]], ["many", ["chains.zip"]],
    ]) {
      const { frame, page, context } = await t.open("qwac.html", { colorScheme });
      await frame.evaluate(() => { document.getElementById("at").value = "2026-12-01"; });
      if (files.length) await t.drop(frame, ...files);
      const run = new Function("return " + axe.replace(/^/, "(() => {") + "; return axe.run(document); })()");
      const found = await frame.evaluate(run);
      const wrong = found.violations.map((v) => `${v.id} (${v.impact}): ${v.nodes.map((n) => n.target).slice(0, 3)}`);
      t.say(`${colorScheme}, ${when}: ${found.passes.length} passes, ${wrong.length} violations`);
      t.check(wrong.length === 0, wrong.join("; "));
      if (when === "refused") await narrow(t, page, frame);
      await context.close();
    }
  }
  await keyboard(t);
};

// narrow: at 400 % on a screen of 1280 points nothing has to be scrolled sideways (WCAG 2.2, 1.4.10).
async function narrow(t, page, frame) {
  await page.setViewportSize({ width: 320, height: 256 });
  const wide = await frame.evaluate(() => document.documentElement.scrollWidth);
  t.check(wide <= 320, `at 400 % the page is ${wide} points wide, want 320`);
}

async function keyboard(t) {
  const { frame, page, context } = await t.open("qwac.html");
  const seen = [];
  for (let i = 0; i < 22; i++) {
    await page.keyboard.press("Tab");
    seen.push(await frame.evaluate(() => document.activeElement.id || document.activeElement.value ||
      document.activeElement.textContent.slice(0, 20)));
  }
  for (const id of ["files", "paste", "profile", "env", "at", "PSP_AI", "link"]) {
    t.check(seen.includes(id), `Tab does not lead to ${id}: ${seen}`);
  }
  await frame.focus("#paste");
  await page.keyboard.press("Enter");
  t.check(await frame.isVisible("#text"), "Enter does not open the field for text");
  await page.keyboard.insertText(fs.readFileSync(t.file("leaf.pem"), "utf8"));
  await frame.waitForFunction(() => document.body.classList.contains("judged"));
  t.check(/refuse/.test(await frame.textContent("#status")), "pasted text has no verdict");
  t.say("the keyboard alone is enough");
  await context.close();
}
