// What a person does with the page.
"use strict";
const fs = require("fs");

module.exports = async (t) => {
  await key(t);
  await store(t);
  await zip(t);
  await own(t);
  await saved(t);
};

// key: a private key is refused in red, and nothing of it stays, in whatever it is wrapped.
async function key(t) {
  const pem = fs.readFileSync(t.file("key.pem"));
  const lines = pem.toString().split("\n").filter((l) => l && !l.startsWith("---"));
  const der = Buffer.from(lines.join(""), "base64");
  fs.writeFileSync(t.file("key.der"), der);
  const sums = [pem, der].flatMap((b) => ["sha256", "sha1"].map((a) => require("crypto").createHash(a).update(b).digest("hex")));
  const forms = fs.readdirSync(t.work).filter((f) => /^key\./.test(f));
  const { frame, context } = await t.open("qwac.html");
  for (const file of ["", ...forms]) {
    await frame.evaluate(() => document.getElementById("anew").click());
    if (file) await t.drop(frame, "leaf.pem", file); else {
      await frame.click("#paste");
      await frame.fill("#text", pem.toString());
      await frame.waitForFunction(() => document.getElementById("alarm").textContent);
    }
    const what = file || "pasted";
    const alarm = await frame.textContent("#alarm");
    t.check(/A private key: /.test(alarm) && /forgotten/.test(alarm), `${what}: a key is not told of: ${alarm}`);
    const color = await frame.evaluate(() => getComputedStyle(document.getElementById("alarm")).borderColor);
    t.check(/rgb\((1[4-9]\d|2\d\d), \d\d?,/.test(color), `${what}: the alarm is not red: ${color}`);
    const all = await frame.evaluate(() => document.documentElement.outerHTML + document.getElementById("text").value +
      document.getElementById("list").textContent);
    const kept = lines.some((l) => all.includes(l)) || file && all.includes("Remove " + file);
    t.check(!kept && !all.includes(der.toString("hex").slice(0, 80)), `${what}: something of the key is kept`);
    t.check(!sums.some((s) => all.toLowerCase().replace(/[: ]/g, "").includes(s)), `${what}: the key was hashed`);
  }
  await context.close();
  t.say(`a private key is refused, dropped in ${forms.length} forms and pasted`);
}

// store: a PFX file asks for its password.
async function store(t) {
  const { frame, context } = await t.open("qwac.html");
  await frame.evaluate(() => { document.getElementById("at").value = "2026-12-01"; });
  await t.drop(frame, "store.pfx");
  t.check(await frame.isVisible("#password"), "a locked PFX does not ask for its password");
  await frame.fill("#password", "wrong");
  await frame.dispatchEvent("#password", "change");
  await frame.waitForFunction(() => /password does not open/.test(document.getElementById("alarm").textContent));
  await frame.fill("#password", "fixture");
  await frame.dispatchEvent("#password", "change");
  await frame.waitForFunction(() => document.body.classList.contains("judged"));
  t.check(/Fixture Payments|psd2\.fixture/.test(await frame.textContent("#report")), "the PFX was not opened");
  t.say("a PFX file opens with its password");
  await context.close();
}

// zip: each chain of an archive has a verdict and buttons of its own; links within the report stay in it.
async function zip(t) {
  const { frame, context } = await t.open("qwac.html");
  await frame.evaluate(() => { document.getElementById("at").value = "2026-12-01"; });
  await t.drop(frame, "chains.zip");
  const status = await frame.textContent("#status");
  t.check(status === "2 chains: 1 accepted, 1 refused.", status);
  t.check(await frame.locator(".take").count() === 2, "not every chain has its buttons");
  await frame.click(".q-index a >> nth=1");
  t.check(await frame.isVisible("details[data-chain='2'] .take"), "a link does not open its chain");
  t.say("a ZIP has a verdict for each chain");
  await context.close();
}

// own: a page has the choices that it was made with, and those of its address.
async function own(t) {
  const chosen = (frame) => frame.evaluate(() => [...document.querySelectorAll("#profile, #env, #at, #roles input:checked")]
    .map((e) => e.value).join(" "));
  let { frame, context } = await t.open("own.html");
  t.check(await chosen(frame) === "etsi sandbox  PSP_PI", "choices: " + await chosen(frame));
  await context.close();
  ({ frame, context } = await t.open("qwac.html", { url: "file://" + t.file("qwac.html") +
    "#profile=etsi&env=sandbox&at=2026-12-01" }));
  await frame.waitForFunction(() => document.getElementById("at").value);
  t.check(await chosen(frame) === "etsi sandbox 2026-12-01", "choices of the address: " + await chosen(frame));
  await context.close();
  t.say("choices come from the page and from its address");
}

// saved: the report that is saved is the one of the command line.
async function saved(t) {
  const { frame, page, context } = await t.open("qwac.html", { acceptDownloads: true });
  await t.drop(frame, "leaf.pem");
  const [download] = await Promise.all([page.waitForEvent("download"), frame.click("button[value=json]")]);
  const report = JSON.parse(fs.readFileSync(await download.path(), "utf8"));
  t.check(report.version === 2 && report.results.length === 1, "no report was saved");
  t.say("the report can be saved");
  await context.close();
}
