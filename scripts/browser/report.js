// The HTML report in a browser: nothing is loaded, axe-core finds nothing to mend, it fits 320 points, can be read
// without its script and printed, and a thousand chains open soon. Alone, with the packages of npm in NODE_PATH:
//
//   node report.js DIR [SHOTS]
//
// DIR has pages that go test -run TestBrowser ./pkg/report/html has written.
"use strict";
const fs = require("fs"), path = require("path");
const patience = 180_000; // ms: a machine with other things to do is no fault of a page
const starting = 90_000; // ms for the browser to start
const noBrowser = 77; // the status where none does

// tryReports tries each page of a folder. t has browser, axe (its source), check, say, and shots: a folder, or none.
async function tryReports(t, dir) {
  for (const name of fs.readdirSync(dir).filter((f) => f.endsWith(".html")).sort()) {
    const file = path.join(dir, name);
    for (const colorScheme of ["light", "dark"]) await look(t, file, name, colorScheme);
    if (name === "thousand.html") continue;
    await withoutScript(t, file, name);
    await printed(t, file, name);
  }
  await searched(t, path.join(dir, "several.html"));
  await opened(t, path.join(dir, "many.html"));
}

// open opens a page and counts what it asks for.
async function open(t, file, options = {}) {
  const context = await t.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const told = [], asked = [];
  page.on("pageerror", (e) => told.push(String(e)));
  page.on("console", (m) => told.push(m.text()));
  page.on("request", (r) => asked.push(r.url()));
  await page.goto("file://" + file, { timeout: patience });
  return { context, page, told, asked };
}

async function look(t, file, name, colorScheme) {
  const { context, page, told, asked } = await open(t, file, { colorScheme, bypassCSP: true }); // for axe alone
  if (name === "thousand.html") await opening(t, page, file, asked);
  if (t.shots) await page.screenshot({ path: path.join(t.shots, `report-${path.parse(name).name}-${colorScheme}.png`) });
  if (name !== "thousand.html") {
    await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
    await page.evaluate(t.axe);
    const found = await page.evaluate(() => axe.run(document));
    const wrong = found.violations.map((v) => `${v.id} (${v.impact}): ${v.nodes.map((n) => n.target).slice(0, 3)}`);
    t.say(`${name}, ${colorScheme}: ${found.passes.length} passes, ${wrong.length} violations`);
    t.check(wrong.length === 0, name + ": " + wrong.join("; "));
  }
  // At 400 % on a screen of 1280 points nothing but tables has to be scrolled sideways (WCAG 2.2, 1.4.10).
  await page.setViewportSize({ width: 320, height: 256 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  t.check(wide <= 320, `${name}: at 400 % it is ${wide} points wide, want 320`);
  t.check(asked.length === 1, `${name}: it asked for ${asked.slice(1)}`);
  t.check(told.length === 0, `${name}: ${told.slice(0, 2).join("; ")}`);
  await context.close();
}

// opening tells how soon a page is open, and how long its thread worked for it, which others on the machine change less.
async function opening(t, page, file, asked) {
  const took = await page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventEnd);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.reload({ timeout: patience });
  asked.shift(); // it was asked for once more
  const { metrics } = await cdp.send("Performance.getMetrics");
  const of = (name) => Math.round(1000 * metrics.find((m) => m.name === name).value);
  const elements = await page.evaluate(() => document.querySelectorAll("*").length);
  t.say(`1,000 chains, ${fs.statSync(file).size} bytes, ${elements} elements: open after ${Math.round(took)} ms, want 2000; ` +
    `the thread worked ${of("TaskDuration")} ms, of which layout ${of("LayoutDuration")}, styles ${of("RecalcStyleDuration")}, ` +
    `scripts ${of("ScriptDuration")}`);
}

// withoutScript wants every finding on the page, and no field for searching, which needs the script.
async function withoutScript(t, file, name) {
  const { context, page } = await open(t, file, { javaScriptEnabled: false });
  const findings = page.locator(".q-finding"), all = await findings.count();
  for (let i = 0; i < await page.locator("details.q-chain").count(); i++) {
    await page.locator("details.q-chain > summary").nth(i).click();
    if (i > 2) break;
  }
  if (all > 0) t.check(await findings.first().isVisible() || name === "many.html", `${name}: without script no finding is seen`);
  t.check(await page.locator(".q-filter:visible").count() === 0, `${name}: without script there is a field to search`);
  await context.close();
}

// printed wants on paper what is closed on the screen.
async function printed(t, file, name) {
  const { context, page } = await open(t, file);
  await page.emulateMedia({ media: "print" });
  const hidden = await page.evaluate(() => [...document.querySelectorAll(".q-few .q-inner, .q-more p")]
    .filter((e) => !e.checkVisibility()).length);
  t.check(hidden === 0, `${name}: ${hidden} parts are not printed`);
  t.check(await page.locator(".q-filter:visible").count() === 0, `${name}: the field to search is printed`);
  await context.close();
}

// searched finds a word, leaves out a level, and brings all back; with the keyboard alone.
async function searched(t, file) {
  const { context, page } = await open(t, file);
  const left = () => page.evaluate(() => document.querySelectorAll("details.q-chain:not([hidden])").length);
  const shown = () => page.evaluate(() => document.querySelectorAll(".q-finding:not([hidden])").length);
  const [chains, findings] = [await left(), await shown()];
  for (let i = 0; i < 10; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.type === "search")) break;
  }
  await page.keyboard.type("reverse order");
  t.check(await left() === 1, `${await left()} chains in reverse order, want 1 of ${chains}`);
  t.check(/1 chain/.test(await page.textContent(".q-filter output")), "it is not told how many are left");
  await page.fill("input[type=search]", "");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  t.check(await shown() < findings, "a level that is left out is shown");
  await page.keyboard.press("Space");
  t.check(await left() === chains && await shown() === findings, "not all comes back");
  t.say("findings are searched and filtered by keyboard");
  await context.close();
}

// opened follows a link of the table to a chain that is closed.
async function opened(t, file) {
  const { context, page } = await open(t, file, { javaScriptEnabled: false });
  await page.locator(".q-index a").nth(1).click();
  t.check(await page.locator("#q-verdict-2").isVisible(), "the link of the table does not open its chain");
  await context.close();
}

// As one test of several: see run.js.
module.exports = async (t) => {
  const axe = fs.readFileSync(path.join(t.modules, "axe-core", "axe.min.js"), "utf8");
  await tryReports({ ...t, axe, check: t.check, say: t.say, browser: t.browser }, path.join(t.work, "reports"));
};

async function alone(dir, shots) {
  const { chromium } = require("playwright-core");
  const t = { failed: 0, shots, axe: fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"), say: console.log };
  t.check = (ok, text) => {
    if (ok) return;
    t.failed++;
    console.log("FAIL " + text);
  };
  try {
    t.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"], timeout: starting,
    });
  } catch (e) {
    console.log("no browser starts: " + String(e.message).split("\n")[0]);
    process.exit(noBrowser);
  }
  await tryReports(t, dir);
  await t.browser.close();
  console.log(t.failed ? t.failed + " failed" : "ok");
  process.exitCode = t.failed ? 1 : 0;
}

if (require.main === module) alone(process.argv[2], process.argv[3]);
