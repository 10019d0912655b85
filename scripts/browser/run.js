// The tests of the page, each a file beside this one. The environment says where everything is: see main.go. It ends
// with 77 where no browser starts: that is for who called it to judge.
"use strict";
const path = require("path");
const { CHROMIUM, MODULES, WORK, SHOTS, ONLY, FULL, LIMIT } = process.env;

const patience = 180_000; // ms: a machine with other things to do is no fault of the page
const starting = 90_000; // ms for the browser to start
const oldest = 111; // the first Chromium of 2023 in which all is that the page needs
const noBrowser = 77;
const names = ["use", "access", "hostile", "leak", "times", "equal", "shots"];
const unasked = ["shots"]; // only where they are asked for, or all is

const t = {
  work: WORK, shots: SHOTS, modules: MODULES, full: Boolean(FULL), patience, failed: 0,
  // left says whether there is time for more: see LIMIT, in seconds.
  left: () => !LIMIT || performance.now() < Number(LIMIT) * 1000,
  launch: (args = []) => require(path.join(MODULES, "playwright-core")).chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", ...args], timeout: starting }),
  file: (name) => path.join(WORK, name),

  // open opens a page in a context of its own, and waits until the application in it is ready.
  async open(name, { browser = t.browser, ready = true, url, settle, ...options } = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    const told = [];
    page.on("pageerror", (e) => told.push(String(e)));
    page.on("console", (m) => { if (m.type() === "error") told.push(m.text()); });
    if (settle) await settle();
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

// start returns a browser; none: why.
async function start() {
  try {
    const browser = await t.launch();
    if (parseInt(browser.version(), 10) >= oldest) return { browser };
    await browser.close();
    return { why: `Chromium ${browser.version()} is older than ${oldest}` };
  } catch (e) {
    return { why: `${CHROMIUM} does not start: ${String(e.message || e).replace(/\s+/g, " ").slice(0, 200)}` };
  }
}

async function all() {
  for (const name of names) {
    if (ONLY ? !ONLY.split(",").includes(name) : unasked.includes(name) && !FULL) continue;
    if (!t.left()) {
      console.log(`${name}: not tried, the time is up (LIMIT)`);
      continue;
    }
    console.log(name);
    const began = performance.now();
    try {
      await require(path.join(__dirname, name + ".js"))(t);
    } catch (e) {
      t.check(false, e.stack);
    }
    t.say(`${Math.round((performance.now() - began) / 1000)} s`);
  }
}

(async () => {
  const { browser, why } = await start();
  if (!browser) {
    console.log(why);
    process.exit(noBrowser);
  }
  t.browser = browser;
  if (ONLY !== "none") await all();
  await Promise.race([browser.close(), new Promise((r) => setTimeout(r, 10_000))]);
  if (ONLY !== "none") console.log(t.failed ? t.failed + " failed" : "ok");
  process.exit(t.failed ? 1 : 0);
})();
