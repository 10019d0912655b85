// The tests of the page, each a file beside this one. The environment says where everything is: see main.go.
"use strict";
const fs = require("fs"), path = require("path");
const { CHROMIUM, MODULES, WORK, SHOTS, ONLY } = process.env;
const { chromium } = require(path.join(MODULES, "playwright-core"));

const patience = 180_000; // ms: a machine with other things to do is no fault of the page
const names = ["times", "equal", "leak", "access", "hostile", "use", "shots"];

const t = {
  work: WORK, shots: SHOTS, modules: MODULES, patience, failed: 0,
  launch: (args = []) => chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", ...args], timeout: patience }),
  file: (name) => path.join(WORK, name),

  // open opens a page in a context of its own, and waits until the application in it is ready.
  async open(name, { browser = t.browser, ready = true, url, ...options } = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    const told = [];
    page.on("pageerror", (e) => told.push(String(e)));
    page.on("console", (m) => { if (m.type() === "error") told.push(m.text()); });
    await page.goto(url || "file://" + path.join(WORK, name), { timeout: patience });
    const frame = page.frames()[1] || page.mainFrame();
    const loaded = ready ? () => document.documentElement.dataset.warm : () => globalThis.qwacTiming;
    if (name !== "bare.html") await frame.waitForFunction(loaded, null, { timeout: patience });
    return { context, page, frame, told };
  },

  // drop hands files to the page and waits for what it says.
  async drop(frame, ...files) {
    await frame.evaluate(() => { document.getElementById("status").textContent = ""; });
    await frame.setInputFiles("#files", files.map((f) => path.isAbsolute(f) ? f : path.join(WORK, f)));
    await frame.waitForFunction(() => document.getElementById("status").textContent.match(/\.$/) &&
      !/^One moment/.test(document.getElementById("status").textContent), null, { timeout: patience });
  },

  check(ok, text) {
    if (ok) return;
    t.failed++;
    console.log("    FAIL " + text);
  },
  say: (text) => console.log("    " + text),
};

(async () => {
  t.browser = await t.launch();
  for (const name of names) {
    if (ONLY && !ONLY.split(",").includes(name)) continue;
    console.log(name);
    try {
      await require(path.join(__dirname, name + ".js"))(t);
    } catch (e) {
      t.check(false, e.stack);
    }
  }
  await t.browser.close();
  console.log(t.failed ? t.failed + " failed" : "ok");
  process.exit(t.failed ? 1 : 0);
})();
