// What stands in a certificate, in the name of a file or in a profile that a page was made with is text, and never more.
"use strict";
const fs = require("fs"), path = require("path");

module.exports = async (t) => {
  const turned = path.join(t.work, "leaf\u202emep.exe.pem");
  fs.copyFileSync(t.file("leaf.pem"), turned);
  const states = [
    ["qwac.html", "hostile.pem"], ["qwac.html", "everywhere.pem"], ["qwac.html", "long.der"],
    ["qwac.html", "surrogates.der"], ["qwac.html", "<img src=x onerror=alert(1)>.pem"], ["qwac.html", "hostile.zip"],
    ["qwac.html", turned], ["odious.html", "leaf.pem"],
  ];
  for (const [name, file] of states) await shown(t, name, file);
  await address(t);
  t.say("markup, scripts, turned writing, halves of characters and a name of 1 MB are text");
};

// shown drops a file and wants no element, attribute or direction of writing to come of it.
async function shown(t, name, file) {
  const { frame, page, context, told } = await t.open(name);
  const what = `${name}, ${path.basename(file).slice(0, 20)}`;
  const [title, scripts] = await frame.evaluate(() => [document.title, document.scripts.length]);
  let dialogs = 0;
  page.on("dialog", (d) => { dialogs++; d.dismiss(); });
  await t.drop(frame, file);
  await new Promise((r) => setTimeout(r, 300));
  const now = await frame.evaluate(() => ({
    title: document.title, scripts: document.scripts.length, text: document.getElementById("report").textContent,
    made: [...document.querySelectorAll("img, b, i, iframe, object, embed, base, [srcdoc], a[href]:not([href^='#'])")]
      .map((e) => e.outerHTML.slice(0, 60)),
    handlers: [...document.querySelectorAll("*")].flatMap((e) => [...e.attributes].map((a) => a.name)).filter((a) => /^on/.test(a)),
    turned: (document.body.innerText.match(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/) || [""])[0],
    labels: [...document.querySelectorAll("[aria-label], [title], [alt]")].some((e) =>
      /[\u202a-\u202e\u2066-\u2069]/.test(e.ariaLabel + e.title)),
  }));
  t.check(now.title === title && now.scripts === scripts && dialogs === 0, what + ": a script ran");
  t.check(now.made.length === 0, what + ": markup is markup: " + now.made.slice(0, 3));
  t.check(now.handlers.length === 0, what + ": there are handlers: " + now.handlers.slice(0, 3));
  t.check(!now.turned && !now.labels, what + ": the direction of writing is turned: " + escape(now.turned));
  if (/hostile.pem|everywhere/.test(file)) t.check(/<script>|<img/.test(now.text), what + ": not shown as text");
  t.check(told.length === 0, what + ": " + told.slice(0, 2).join("; "));
  await context.close();
}

// address: what stands behind # chooses of what is offered, and is shown nowhere.
async function address(t) {
  const evil = encodeURIComponent("<img src=x onerror=alert(1)>");
  const { frame, context, told } = await t.open("qwac.html", { url: "file://" + t.file("qwac.html") +
    `#profile=${evil}&env=${evil}&at=${evil}&__proto__=${evil}&constructor=1` });
  const got = await frame.evaluate(() => ["profile", "env", "at"].map((id) => document.getElementById(id).value));
  t.check(!got.join().includes("<") && got[0] && got[1] === "production" && !got[2], "the address chooses " + got);
  t.check(await frame.evaluate(() => document.images.length) === 0 && told.length === 0, "the address is markup: " + told);
  await context.close();
}
