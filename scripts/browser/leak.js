// Ways out of a page, tried by whatever script could come to run in it. A listener counts what arrives. The same ways
// on a page without protection show that the listener would have counted.
"use strict";
const http = require("http"), net = require("net"), dgram = require("dgram"), fs = require("fs");

// Each gets the address of the listener, that of one that counts connections, and the port of one for datagrams.
const ways = {
  fetch: (u) => { fetch(u + "/fetch", { mode: "no-cors" }).catch(() => {}); },
  xhr: (u) => { const x = new XMLHttpRequest(); x.open("GET", u + "/xhr"); x.send(); },
  websocket: (u) => { new WebSocket(u.replace("http", "ws") + "/websocket"); },
  eventsource: (u) => { new EventSource(u + "/eventsource"); },
  beacon: (u) => { navigator.sendBeacon(u + "/beacon", "x"); },
  image: (u) => { new Image().src = u + "/image"; },
  media: (u) => { const a = new Audio(u + "/media"); a.preload = "auto"; a.load(); },
  object: (u) => { document.body.append(Object.assign(document.createElement("object"), { data: u + "/object" })); },
  script: (u) => { document.body.append(Object.assign(document.createElement("script"), { src: u + "/script" })); },
  module: (u) => { import(u + "/module").catch(() => {}); },
  css: (u) => { document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: u + "/css" })); },
  cssom: (u) => { document.body.style.backgroundImage = `url(${u}/cssom)`; },
  font: (u) => { const f = new FontFace("x", `url(${u}/font)`); document.fonts.add(f); f.load().catch(() => {}); },
  form: (u) => {
    const f = Object.assign(document.createElement("form"), { method: "POST", action: u + "/form" });
    document.body.append(f);
    f.submit();
  },
  popup: (u) => { open(u + "/popup"); },
  navigation: (u) => { location.href = u + "/navigation"; },
  top: (u) => { top.location.href = u + "/top"; },
  refresh: (u) => {
    document.head.append(Object.assign(document.createElement("meta"), { httpEquiv: "refresh", content: `0;url=${u}/refresh` }));
  },
  anchor: (u) => { Object.assign(document.createElement("a"), { href: u + "/anchor", target: "_blank" }).click(); },
  ping: (u) => {
    const a = Object.assign(document.createElement("a"), { href: "#", ping: u + "/ping" });
    document.body.append(a);
    a.click();
  },
  download: (u) => {
    const a = Object.assign(document.createElement("a"), { href: u + "/download", download: "x" });
    document.body.append(a);
    a.click();
  },
  frame: (u) => { document.body.append(Object.assign(document.createElement("iframe"), { src: u + "/frame" })); },
  srcdoc: (u) => {
    document.body.append(Object.assign(document.createElement("iframe"), { srcdoc: `<img src="${u}/srcdoc">` }));
  },
  worker: (u) => {
    new Worker(URL.createObjectURL(new Blob([`fetch("${u}/worker", { mode: "no-cors" })`])));
  },
  serviceworker: (u) => { navigator.serviceWorker.register(u + "/serviceworker").catch(() => {}); },
  prefetch: (u) => { document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href: u + "/prefetch" })); },
  preload: (u) => {
    document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "image", href: u + "/preload" }));
  },
  manifest: (u) => { document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href: u + "/manifest" })); },
  speculation: (u) => {
    document.body.append(Object.assign(document.createElement("script"), { type: "speculationrules",
      textContent: JSON.stringify({ prefetch: [{ source: "list", urls: [u + "/speculation"], eagerness: "immediate" }] }) }));
  },
  preconnect: (u, tcp) => { document.head.append(Object.assign(document.createElement("link"), { rel: "preconnect", href: tcp })); },
  webtransport: (u, tcp, udp) => { new WebTransport(`https://127.0.0.1:${udp}/x`).ready.catch(() => {}); },
  webrtc: async (u, tcp, udp) => {
    const p = new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:" + udp }] });
    p.createDataChannel("x");
    await p.setLocalDescription(await p.createOffer());
  },
  "webrtc of a frame": async (u, tcp, udp) => {
    const f = document.createElement("iframe");
    document.body.append(f);
    const p = new f.contentWindow.RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:" + udp }] });
    p.createDataChannel("x");
    await p.setLocalDescription(await p.createOffer());
  },
};

// Of a page without protection these do not arrive either: the browser does not do them unasked, or not headless.
const never = ["manifest"];

module.exports = async (t) => {
  const listener = await listen(t);
  const bare = await tryAll(t, listener, "bare.html", listener.url + "/page/bare.html");
  const lost = Object.keys(ways).filter((w) => !bare.includes(w) && !never.includes(w));
  t.say(`from a page without protection ${bare.length} of ${Object.keys(ways).length} ways lead out` +
    (lost.length ? `; not ${lost.join(", ")}` : ""));
  t.check(bare.length >= 20, "want at least 20 ways that the listener counts");
  for (const url of ["file://" + t.file("qwac.html"), listener.url + "/page/qwac.html"]) {
    const out = await tryAll(t, listener, "qwac.html", url);
    t.say(`from the page, opened by ${url.split(":")[0]}: ${out.length} of ${Object.keys(ways).length}`);
    t.check(out.length === 0, "these lead out: " + out.join(", "));
  }
  await names(t, listener);
  await clipboard(t);
  listener.close();
};

// listen counts what arrives.
async function listen(t) {
  const l = { hits: 0 };
  const server = http.createServer((q, r) => {
    const page = q.url.match(/^\/page\/(\w+\.html)$/);
    r.setHeader("Connection", "close"); // a browser has six to a server, and pages are closed while they load
    if (page) return r.setHeader("Content-Type", "text/html").end(fs.readFileSync(t.file(page[1])));
    if (q.url !== "/favicon.ico") l.hits++;
    r.setHeader("Content-Type", "text/javascript");
    r.end("0");
  });
  server.on("upgrade", (q, socket) => { l.hits++; socket.destroy(); });
  const tcp = net.createServer((s) => { l.hits++; s.on("error", () => {}); s.destroy(); });
  const udp = dgram.createSocket("udp4");
  udp.on("message", () => { l.hits++; });
  await new Promise((r) => server.listen(0, "127.0.0.1", r));
  await new Promise((r) => tcp.listen(0, "127.0.0.1", r));
  await new Promise((r) => udp.bind(0, "127.0.0.1", r));
  l.url = "http://127.0.0.1:" + server.address().port;
  l.tcp = "http://127.0.0.1:" + tcp.address().port;
  l.udp = udp.address().port;
  l.close = () => { server.closeAllConnections(); server.close(); tcp.close(); udp.close(); };
  return l;
}

// tryAll returns the ways that led out of a page.
async function tryAll(t, l, name, url) {
  const out = [];
  for (const [way, go] of Object.entries(ways)) {
    const { frame, page, context } = await t.open(name, { url, ready: false });
    l.hits = 0;
    const hold = (ms) => new Promise((r) => setTimeout(r, ms));
    await Promise.race([frame.evaluate(call(go), [l.url, l.tcp, l.udp]), hold(3000)]).catch(() => {}); // refused
    for (let i = 0; i < 12 && !l.hits; i++) await hold(100);
    if (l.hits) out.push(way);
    await context.close().catch(() => {});
  }
  return out;
}

// call is a function of one argument, as evaluate wants it. It is compiled here: the page refuses to.
function call(go) { return new Function("args", `return (${go})(...args)`); }

// names: a name that is looked up tells a server of names. What the browser looks up stands in its log. Headless, some
// versions look up none, and connect to none beforehand, whatever the page: then this says so, and proves nothing.
async function names(t, l) {
  const found = {};
  for (const [name, url] of [["bare.html", l.url + "/page/bare.html"], ["qwac.html", "file://" + t.file("qwac.html")]]) {
    const log = t.file("net.json");
    const browser = await t.launch(["--log-net-log=" + log, "--net-log-capture-mode=Everything"]);
    const { frame, context } = await t.open(name, { browser, url, ready: false });
    await frame.evaluate(() => {
      document.head.append(Object.assign(document.createElement("link"), { rel: "dns-prefetch", href: "http://secret.qwac.example" }));
    });
    await new Promise((r) => setTimeout(r, 1500));
    await context.close();
    await browser.close();
    found[name] = fs.readFileSync(log, "utf8").includes("secret.qwac.example");
  }
  t.say(`a prefetched name is looked up: from a page without protection ${found["bare.html"]}, from the page ` +
    found["qwac.html"] + (found["bare.html"] ? "" : " (so this browser proves nothing here)"));
  t.check(!found["qwac.html"], "a name is looked up");
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
