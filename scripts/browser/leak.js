// Ways out of a page, tried by whatever script could come to run in it: ways.js has them. A listener counts what
// arrives. The same ways on a page without protection show that the listener would have counted.
"use strict";
const http = require("http"), net = require("net"), dgram = require("dgram"), fs = require("fs");
const { ways, never, alone, call } = require("./ways.js");

const together = 5; // pages that are open at a time
const wait = (ms) => new Promise((r) => setTimeout(r, ms));

module.exports = async (t) => {
  const listener = await listen(t), all = Object.keys(ways);
  const bare = await tryAll(t, listener, "bare.html", listener.url + "/page/bare.html");
  const lost = all.filter((w) => !bare.out.includes(w));
  t.say(`from a page without protection ${bare.out.length} of ${all.length} ways lead out` +
    (lost.length ? `; not ${lost.join(", ")}` : ""));
  t.check(lost.every((w) => never.includes(w)), "want these to be counted: " + lost.filter((w) => !never.includes(w)));
  // The page with the least core has the same rules, frame and scripts, and is soon open.
  const pages = [["empty.html", "file"], ...(t.full ? [["qwac.html", "file"], ["qwac.html", "http"]] : [])];
  for (const [name, how] of pages) {
    const url = how === "file" ? "file://" + t.file(name) : `${listener.url}/page/${name}`;
    const { out } = await tryAll(t, listener, name, url, 2 * bare.slowest);
    t.say(`from the page (${name}), opened by ${how}: ${out.length} of ${all.length}`);
    t.check(out.length === 0, "these lead out: " + out.join(", "));
  }
  await messages(t, listener);
  await kept(t, listener);
  await names(t, listener);
  await clipboard(t);
  listener.close();
};

// listen counts what arrives, in hits: names of ways.
async function listen(t) {
  const l = { hits: new Set(), others: [] };
  const heard = (q) => { const way = q.url.match(/^\/way\/([^/?]*)/); if (way) l.hits.add(decodeURIComponent(way[1])); };
  const server = http.createServer((q, r) => {
    const page = q.url.match(/^\/page\/(\w+\.html)/);
    r.setHeader("Connection", "close"); // a browser has six to a server, and pages are closed while they load
    if (page) return r.setHeader("Content-Type", "text/html").end(fs.readFileSync(t.file(page[1])));
    heard(q);
    r.setHeader("Content-Type", "text/javascript");
    r.end("0");
  });
  server.on("upgrade", (q, socket) => { heard(q); socket.destroy(); });
  await new Promise((r) => server.listen(0, "127.0.0.1", r));
  l.url = "http://127.0.0.1:" + server.address().port;
  // to is what a way is told to reach. Connections and datagrams have no address to tell one from another: they get
  // ports of their own.
  l.to = async (way) => {
    const u = `${l.url}/way/${encodeURIComponent(way)}`;
    if (ways[way].length < 2) return [u];
    const tcp = net.createServer((s) => { l.hits.add(way); s.on("error", () => {}); s.destroy(); });
    const udp = dgram.createSocket("udp4").on("message", () => l.hits.add(way));
    l.others.push(tcp, udp);
    await new Promise((r) => tcp.listen(0, "127.0.0.1", r));
    await new Promise((r) => udp.bind(0, "127.0.0.1", r));
    return [u, "http://127.0.0.1:" + tcp.address().port, udp.address().port];
  };
  l.close = () => { server.closeAllConnections(); server.close(); l.others.forEach((o) => o.close()); };
  return l;
}

// tryAll returns the ways that led out of a page, and how long the slowest took. Where none is to lead out, as long as
// hold is waited for it, but for three seconds at least.
async function tryAll(t, l, name, url, hold) {
  const all = Object.keys(ways);
  const groups = [all.filter((w) => !alone.includes(w)), ...alone.map((w) => [w])];
  let slowest = 0;
  l.hits.clear();
  for (let i = 0; i < groups.length; i += together) {
    const took = await Promise.all(groups.slice(i, i + together).map((some) => trySome(t, l, name, url, hold, some)));
    slowest = Math.max(slowest, ...took);
  }
  await wait(1000);
  return { out: all.filter((way) => l.hits.has(way)), slowest };
}

// trySome tries ways in one page, one after another, and returns how long it took until they were heard of.
async function trySome(t, l, name, url, hold, some) {
  const { frame, page, context } = await t.open(name, { url, ready: false });
  for (const way of some) { // refused, or gone elsewhere
    await Promise.race([wait(3000), frame.evaluate(call(ways[way]), await l.to(way)).catch(() => {})]);
    await wait(30); // for styles, which are looked at with the next picture
  }
  const start = Date.now();
  const due = () => some.some((way) => !l.hits.has(way) && !never.includes(way) && !/ at the end/.test(way));
  if (hold !== undefined) await wait(Math.min(Math.max(hold, 3000), 20_000));
  while (hold === undefined && due() && Date.now() - start < 20_000) await wait(50);
  const took = Date.now() - start;
  await page.goto("about:blank", { timeout: 5000 }).catch(() => {}); // the end of the page
  const end = some.find((way) => / at the end/.test(way));
  for (let i = 0; i < 50 && hold === undefined && end && !l.hits.has(end); i++) await wait(100);
  await wait(500);
  await Promise.race([wait(10_000), context.close().catch(() => {})]);
  return took;
}

// How another page can open this one, and how it can have it in a frame.
const openers = {
  open: (u) => { open(u); },
  "open by name": (u) => { open(u, "other"); },
  "link that names its opener": (u) => {
    const a = Object.assign(document.createElement("a"), { href: u, target: "_blank", rel: "opener", textContent: "x" });
    document.body.append(a);
    a.click();
  },
};
const framings = {
  iframe: (u) => `<iframe src="${u}"></iframe>`,
  "iframe in a sandbox": (u) => `<iframe sandbox="allow-scripts allow-same-origin" src="${u}"></iframe>`,
  object: (u) => `<object type="text/html" data="${u}"></object>`,
  embed: (u) => `<embed type="text/html" src="${u}">`,
  "frame in a frame": (u) => `<iframe srcdoc='<iframe src="${u}"></iframe>'></iframe>`,
};

// messages: a page that opened this one hears nothing of its frame, and one that has it in a frame gets no core.
async function messages(t, l) {
  const { page, context } = await t.open("bare.html", { url: l.url + "/page/bare.html" });
  const url = l.url + "/page/empty.html";
  await page.evaluate(() => { globalThis.heard = []; addEventListener("message", (e) => heard.push(String(e.data))); });
  for (const [how, opening] of Object.entries(openers)) {
    const [popup] = await Promise.all([context.waitForEvent("page"), page.evaluate(opening, url)]);
    await popup.waitForLoadState();
    await popup.frames()[1].waitForFunction(() => globalThis.qwacTiming, null, { timeout: t.patience });
    const known = await popup.frames()[1].evaluate(() => {
      for (const to of [top, parent, top.opener, opener]) to?.postMessage("secret", "*");
      return Boolean(top.opener || opener);
    });
    t.check(!known, `opened by ${how}, it knows by whom`);
    await popup.close();
  }
  for (const [how, framing] of Object.entries(framings)) {
    await page.evaluate((html) => { document.body.innerHTML = html; }, framing(url));
    const framed = await framedText(page, t);
    t.check(/by itself/.test(framed), `in ${how} of another page it runs: ${framed.slice(0, 60)}`);
  }
  await wait(500);
  const heard = await page.evaluate(() => heard);
  t.check(heard.length === 0, "another page hears: " + heard);
  t.say(`a page that opened it hears nothing (${Object.keys(openers).length} ways to open it), ` +
    `one that frames it gets nothing (${Object.keys(framings).length} ways)`);
  await context.close();
}

async function framedText(page, t) {
  for (const end = Date.now() + t.patience; Date.now() < end; await wait(100)) {
    const f = page.frames().find((o) => o !== page.mainFrame() && /\/page\/empty\.html$/.test(o.url()));
    const text = f && await f.evaluate(() => document.body?.textContent || "").catch(() => "");
    if (/by itself/.test(text) || f && f.childFrames().length === 0 && text.length > 0) return text;
  }
  return "";
}

// kept: nothing can be stored, and what is typed is gone when the page is read again.
async function kept(t, l) {
  const { frame, page, context } = await t.open("empty.html", { url: l.url + "/page/empty.html" });
  const other = await context.newPage();
  await other.goto(l.url + "/page/bare.html");
  await other.evaluate(() => { globalThis.heard = 0; new BroadcastChannel("x").onmessage = () => { heard++; }; });
  const places = {
    localStorage: () => { localStorage.setItem("x", "1"); },
    sessionStorage: () => { sessionStorage.setItem("x", "1"); },
    cookie: () => { document.cookie = "x=1"; if (!document.cookie) throw new Error("none"); },
    indexedDB: () => new Promise((yes, no) => { const r = indexedDB.open("x"); r.onsuccess = yes; r.onerror = no; }),
    caches: () => caches.open("x"),
    "files of its own": () => navigator.storage.getDirectory(),
    "cookie store": () => cookieStore.set("x", "1"),
    locks: () => navigator.locks.request("x", () => {}),
  };
  const stored = [];
  for (const [name, go] of Object.entries(places)) if (await frame.evaluate(go).then(() => true, () => false)) stored.push(name);
  await frame.evaluate(() => { new BroadcastChannel("x").postMessage("secret"); });
  await wait(500);
  t.check(stored.length === 0, "something can be stored in " + stored);
  t.check(await other.evaluate(() => heard) === 0, "another page of the same origin hears a broadcast");
  t.check((await context.storageState()).cookies.length === 0, "a cookie stays");
  await frame.click("#paste");
  await frame.fill("#text", "typed");
  await page.reload();
  await page.frames()[1].waitForFunction(() => document.documentElement.dataset.warm, null, { timeout: t.patience });
  const again = await page.frames()[1].evaluate(() => document.getElementById("text").value + document.getElementById("list").textContent);
  t.check(again === "", "after it is read again there is " + again);
  t.say(`none of ${Object.keys(places).length} places keeps anything, and no other page of the origin hears it`);
  await context.close();
}

// names: a name that is looked up tells a server of names. What the browser looks up stands in its log, also for ways
// that a listener on this machine cannot hear. Headless, some versions look up none, and connect to none beforehand,
// whatever the page: then this says so, and proves nothing.
async function names(t, l) {
  const found = {};
  for (const [name, url] of [["bare.html", l.url + "/page/bare.html"], ["empty.html", "file://" + t.file("empty.html")]]) {
    const log = t.file("net.json");
    const browser = await t.launch(["--log-net-log=" + log, "--net-log-capture-mode=Everything"]);
    const { frame, context } = await t.open(name, { browser, url, ready: false });
    const tries = { lookup: (u) => { link("dns-prefetch", u); }, reach: (u) => { link("preconnect", u); } };
    for (const way of never) if (!/navigation/.test(way)) tries[way] = ways[way];
    for (const [way, go] of Object.entries(tries)) {
      const u = `https://${way.replace(/ /g, "-")}.qwac.example/secret`;
      await Promise.race([frame.evaluate(call(go), [u, u, 9]).catch(() => {}), wait(2000)]);
    }
    await wait(1500);
    await context.close();
    await browser.close();
    const names = fs.readFileSync(log, "utf8").match(/[a-z-]+\.qwac\.example/g) || [];
    found[name] = [...new Set(names)].map((n) => n.split(".")[0]).sort();
  }
  t.say(`names that are looked up or asked: from a page without protection ${found["bare.html"].join(", ") || "none"}; ` +
    `from the page ${found["empty.html"].join(", ") || "none"}`);
  t.check(found["empty.html"].length === 0, "names are looked up");
}

// clipboard: nothing is put there without a click, and a click puts it there.
async function clipboard(t) {
  const { frame, page, context } = await t.open("qwac.html");
  await frame.evaluate(() => { // what is called from here counts as a click, for five seconds
    setTimeout(async () => {
      const text = document.createElement("textarea");
      document.body.append(text);
      text.value = "unasked";
      text.select();
      const done = document.execCommand("copy");
      text.remove();
      globalThis.unasked = done || await navigator.clipboard?.writeText("unasked").then(() => true, () => false) || false;
    }, 6000);
  });
  await new Promise((r) => setTimeout(r, 8000));
  const unasked = await frame.evaluate(async () => {
    while (globalThis.unasked === undefined) await new Promise((r) => setTimeout(r, 100));
    return globalThis.unasked;
  });
  t.check(!unasked, "something was put on the clipboard without a click");
  await frame.evaluate(() => { document.getElementById("at").value = "2026-12-01"; });
  await t.drop(frame, "leaf.pem", "intermediate.pem", "root.pem");
  await frame.click("button[value=payload]");
  t.check((await frame.textContent("#status")) === "The payload is copied.", "a click does not copy");
  t.say("the clipboard: by a click alone");
  await context.close();
}
