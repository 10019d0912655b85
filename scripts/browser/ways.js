// Ways out of a page, for whatever script came to run in it. Each gets the address of a listener, that of one that
// counts connections, and the port of one for datagrams. What is heard of a way is told by the address, so that many
// are tried at a time.
"use strict";

// add is what most of them need: an element in the page.
const add = (name, set = {}) => {
  const e = document.createElement(name);
  for (const [k, v] of Object.entries(set)) k in e && typeof e[k] !== "object" ? (e[k] = v) : e.setAttribute(k, v);
  (document.body || document.documentElement).append(e);
  return e;
};
const link = (rel, href, set = {}) => add("link", { rel, href, ...set });
const svg = (text) => add("div", { innerHTML: `<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50">${text}</svg>` });
const style = (text) => add("style", { textContent: text });

const ways = {
  // scripts that ask
  fetch: (u) => { fetch(u, { mode: "no-cors" }).catch(() => {}); },
  "fetch keepalive": (u) => { fetch(u, { mode: "no-cors", method: "POST", body: "x", keepalive: true }).catch(() => {}); },
  "fetch later": (u) => { fetchLater(u, { activateAfter: 0 }); },
  xhr: (u) => { const x = new XMLHttpRequest(); x.open("GET", u); x.send(); },
  websocket: (u) => { new WebSocket(u.replace("http", "ws")); },
  "websocket stream": (u) => { new WebSocketStream(u.replace("http", "ws")).opened.catch(() => {}); },
  eventsource: (u) => { new EventSource(u); },
  beacon: (u) => { navigator.sendBeacon(u, "x"); },
  "beacon at the end": (u) => { addEventListener("pagehide", () => navigator.sendBeacon(u, "x")); },
  webtransport: (u, tcp, udp) => { new WebTransport(`https://127.0.0.1:${udp}/x`).ready.catch(() => {}); },
  webrtc: async (u, tcp, udp) => {
    const p = new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:" + udp }] });
    p.createDataChannel("x");
    await p.setLocalDescription(await p.createOffer());
  },
  "webrtc of a frame": async (u, tcp, udp) => {
    const f = add("iframe");
    const p = new f.contentWindow.RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:" + udp }] });
    p.createDataChannel("x");
    await p.setLocalDescription(await p.createOffer());
  },

  // code that is loaded
  script: (u) => { add("script", { src: u }); },
  import: (u) => { import(u).catch(() => {}); },
  "import map": (u) => {
    add("script", { type: "importmap", textContent: JSON.stringify({ imports: { x: u } }) });
    import("x").catch(() => {});
  },
  modulepreload: (u) => { link("modulepreload", u); },
  worker: (u) => { new Worker(URL.createObjectURL(new Blob([`fetch("${u}", { mode: "no-cors" })`]))); },
  "shared worker": (u) => { new SharedWorker(URL.createObjectURL(new Blob([`fetch("${u}", { mode: "no-cors" })`]))); },
  "service worker": (u) => { navigator.serviceWorker.register(u).catch(() => {}); },
  worklet: (u) => { new OfflineAudioContext(1, 1, 8000).audioWorklet.addModule(u).catch(() => {}); },
  "paint worklet": (u) => { CSS.paintWorklet.addModule(u).catch(() => {}); },
  speculation: (u) => {
    add("script", { type: "speculationrules",
      textContent: JSON.stringify({ prefetch: [{ source: "list", urls: [u], eagerness: "immediate" }] }) });
  },
  prerender: (u) => {
    add("script", { type: "speculationrules",
      textContent: JSON.stringify({ prerender: [{ source: "list", urls: [u], eagerness: "immediate" }] }) });
  },

  // pictures, sounds and fonts
  image: (u) => { new Image().src = u; },
  "image by markup": (u) => { add("div", { innerHTML: `<img src="${u}">` }); },
  "image of a set": (u) => { add("img", { srcset: u + " 1x" }); },
  picture: (u) => { add("picture", { innerHTML: `<source srcset="${u}"><img>` }); },
  "image of a form": (u) => { add("input", { type: "image", src: u }); },
  "image with a source": (u) => { add("div", { innerHTML: `<img attributionsrc="${u}" src="data:,">` }); },
  background: (u) => { add("table", { background: u, innerHTML: "<td>x" }); },
  media: (u) => { const a = new Audio(u); a.preload = "auto"; a.load(); },
  source: (u) => { add("video", { innerHTML: `<source src="${u}">`, preload: "auto" }); },
  poster: (u) => { add("video", { poster: u }); },
  track: (u) => {
    const v = add("video", { crossOrigin: "anonymous", innerHTML: `<track default src="${u}">` });
    v.textTracks[0].mode = "showing";
  },
  artwork: (u) => { navigator.mediaSession.metadata = new MediaMetadata({ title: "x", artwork: [{ src: u }] }); },
  object: (u) => { add("object", { data: u }); },
  embed: (u) => { add("embed", { src: u }); },
  font: (u) => { const f = new FontFace("x", `url(${u})`); document.fonts.add(f); f.load().catch(() => {}); },
  icon: (u) => { link("icon", u); },

  // styles
  css: (u) => { link("stylesheet", u); },
  "css import": (u) => { style(`@import url("${u}");`); },
  "css rule": (u) => { style(`body { background: url("${u}"); }`); },
  "css attribute": (u) => { add("p", { innerHTML: `<b style='background: url("${u}")'>x</b>` }); },
  cssom: (u) => { document.body.style.backgroundImage = `url(${u})`; },
  "css image-set": (u) => { document.body.style.backgroundImage = `image-set("${u}" 1x)`; },
  "css cursor": (u) => { document.body.style.listStyleImage = `url(${u})`; add("li", { textContent: "x" }); },
  "css mask": (u) => { add("p", { textContent: "x" }).style.maskImage = `url(${u})`; },
  "css filter": (u) => { add("p", { textContent: "x" }).style.filter = `url(${u}#x)`; },
  "css content": (u) => { add("p", { textContent: "x" }).style.content = `url(${u})`; },
  "css of a sheet": (u) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`body { background: url("${u}"); } @font-face { font-family: y; src: url("${u}"); } p { font-family: y; }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    add("p", { textContent: "x" });
  },

  // SVG, XML
  "svg image": (u) => { svg(`<image href="${u}" width="9" height="9"/>`); },
  "svg use": (u) => { svg(`<use href="${u}#x"/>`); },
  "svg filter": (u) => { svg(`<filter id="q"><feImage href="${u}"/></filter><rect width="9" height="9" filter="url(#q)"/>`); },
  "svg script": (u) => {
    const s = document.createElementNS("http://www.w3.org/2000/svg", "script");
    s.setAttribute("href", u);
    svg("").firstChild.append(s);
  },
  xslt: (u) => {
    const parse = (t) => new DOMParser().parseFromString(t, "text/xml"), p = new XSLTProcessor();
    p.importStylesheet(parse('<x:stylesheet version="1.0" xmlns:x="http://www.w3.org/1999/XSL/Transform"><x:template match="/">' +
      `<img xmlns="http://www.w3.org/1999/xhtml" src="${u}"/><x:copy-of select="document('${u}')"/></x:template></x:stylesheet>`));
    document.body.append(p.transformToFragment(parse("<a/>"), document));
  },

  // going elsewhere
  form: (u) => { add("form", { method: "POST", action: u }).submit(); },
  "form in a window": (u) => { add("form", { method: "POST", action: u, target: "_blank" }).submit(); },
  "form by a button": (u) => { add("form", { innerHTML: `<button formaction="${u}">x` }).firstChild.click(); },
  popup: (u) => { open(u); },
  "popup without opener": (u) => { open(u, "_blank", "noopener"); },
  navigation: (u) => { location.href = u; },
  "navigation api": (u) => { navigation.navigate(u); },
  "navigation to text": (u) => { location.href = URL.createObjectURL(new Blob([`<img src="${u}">`], { type: "text/html" })); },
  "navigation to a script": (u) => { location.href = `javascript:'<img src="${u}">'`; },
  top: (u) => { top.location.href = u; },
  "parent by a link": (u) => { add("a", { href: u, target: "_top" }).click(); },
  refresh: (u) => {
    const m = document.createElement("meta");
    m.httpEquiv = "refresh";
    m.content = `0;url=${u}`;
    document.head.append(m);
  },
  anchor: (u) => { add("a", { href: u, target: "_blank" }).click(); },
  ping: (u) => { add("a", { href: "#", ping: u }).click(); },
  download: (u) => { add("a", { href: u, download: "x" }).click(); },
  base: (u) => {
    document.head.prepend(Object.assign(document.createElement("base"), { href: u + "/" }));
    new Image().src = "relative";
  },
  "another text": (u) => {
    document.open();
    document.write(`<img src="${u}">`);
    document.close();
  },

  // frames
  frame: (u) => { add("iframe", { src: u }); },
  srcdoc: (u) => { add("iframe", { srcdoc: `<img src="${u}">` }); },
  "frame of text": (u) => { add("iframe", { src: URL.createObjectURL(new Blob([`<img src="${u}">`], { type: "text/html" })) }); },
  "frame of data": (u) => { add("iframe", { src: `data:text/html,<img src="${u}">` }); },
  "frame written to": (u) => { add("iframe").contentDocument.body.innerHTML = `<img src="${u}">`; },
  "frame fetching": (u) => { add("iframe").contentWindow.fetch(u, { mode: "no-cors" }).catch(() => {}); },
  "frame of old": (u) => { add("div", { innerHTML: `<frameset><frame src="${u}"></frameset>` }); add("portal", { src: u }); },
  fenced: (u) => { add("fencedframe", { config: new FencedFrameConfig(u) }); },

  // what a browser does beforehand, or by the way
  prefetch: (u) => { link("prefetch", u); },
  preload: (u) => { link("preload", u, { as: "image" }); },
  "preload of data": (u) => { link("preload", u, { as: "fetch", crossorigin: "" }); },
  manifest: (u) => { link("manifest", u); },
  dictionary: (u) => { link("compression-dictionary", u); },
  preconnect: (u, tcp) => { link("preconnect", tcp); },
  report: (u) => {
    add("meta", { httpEquiv: "Content-Security-Policy", content: "img-src 'none'; report-uri " + u });
    new Image().src = "data:,";
  },
  payment: (u) => {
    new PaymentRequest([{ supportedMethods: u }], { total: { label: "x", amount: { currency: "EUR", value: "1" } } })
      .canMakePayment().catch(() => {});
  },
  credentials: (u) => {
    navigator.credentials.get({ identity: { providers: [{ configURL: u, clientId: "x" }] } }).catch(() => {});
  },
  "file of credentials": (u) => { navigator.credentials.store(new FederatedCredential({ id: "x", provider: u, iconURL: u })).catch(() => {}); },
  presentation: (u) => { new PresentationRequest([u]).getAvailability().catch(() => {}); },
  notification: (u) => { new Notification("x", { icon: u, image: u }); },
};

// Of a page without protection these need not arrive: a browser does them when a person has asked, not headless, or
// no more. They are tried all the same: one that does them must not from our page.
const never = ["preconnect", "image with a source", "artwork", "icon", "frame of old", "fenced", "manifest", "report",
  "file of credentials", "presentation", "notification", "fetch later", "svg use", "xslt", "navigation to a script",
  "dictionary", "payment", "credentials", "prerender", "paint worklet", "websocket stream", "css filter"];

// alone are those that leave the page, or change what others find. All others are tried in one page.
const alone = ["form", "form in a window", "form by a button", "navigation", "navigation api", "navigation to text",
  "navigation to a script", "top", "parent by a link", "refresh", "download", "base", "another text", "beacon at the end"];

// call is a way as evaluate wants it: a function of one argument. It is compiled here: the page refuses to.
const helpers = Object.entries({ add, link, svg, style }).map(([name, f]) => `const ${name} = ${f};`).join("\n");
const call = (go) => new Function("args", `${helpers}\nreturn (${go})(...args)`);

module.exports = { ways, never, alone, call };
