{
  const $ = (id) => document.getElementById(id);
  const baked = JSON.parse($("baked").textContent);
  const maxFile = 16 << 20; // bytes; a larger one is not read: the core refuses it all the same
  const typed = "pasted text";
  const timing = globalThis.qwacTiming = {}; // read by the tests of the page
  let files = []; // {name, data}
  let answer = null;

  const node = (name, text, set = {}) => Object.assign(document.createElement(name), { textContent: text }, set);
  // shown is a name of a file without what would turn the direction of writing, or be no sign at all.
  const shown = (name) => name.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, "\ufffd");
  const say = (text) => { $("status").textContent = text; };

  // The core.

  // start gets the program from the page around this frame. It is compiled while it is unpacked.
  async function start() {
    const t = [performance.now()];
    const go = new Go();
    const unpacked = new Response(packed().pipeThrough(new DecompressionStream("gzip")),
      { headers: { "Content-Type": "application/wasm" } });
    const { instance } = await WebAssembly.instantiateStreaming(unpacked, go.importObject);
    t.push(performance.now());
    globalThis.qwacBaked = $("baked").textContent;
    await new Promise((ready) => {
      globalThis.qwacReady = ready;
      go.run(instance);
    });
    t.push(performance.now());
    Object.assign(timing, { compile: t[1] - timing.given, start: t[2] - t[1], ready: t[2] });
  }

  // packed is the program as it comes, in parts: the page around this frame is still being read.
  function packed() {
    return new ReadableStream({
      start(to) {
        addEventListener("message", (e) => {
          if (e.source !== parent) return;
          const { core, decoded, last } = e.data;
          if (core) to.enqueue(core);
          else given(e.data);
          if (!last) return;
          to.close();
          Object.assign(timing, { decode: decoded, given: performance.now() });
        });
        parent.postMessage("core", "*");
      },
    });
  }

  // given tells what this frame cannot see.
  function given(e) {
    address = e.address;
    choose(Object.fromEntries(new URLSearchParams(e.choices)));
  }

  const idle = (f) => globalThis.requestIdleCallback ? requestIdleCallback(f, { timeout: 500 }) : setTimeout(f, 50);

  let address = ""; // of the page around this frame
  const started = start().then(() => {
    say("Ready.");
    document.documentElement.dataset.ready = "yes";
    idle(() => { // the first call is slower than those behind it: nobody waits for this one
      if (!answer && files.length === 0) qwac("{}", [{ name: "", data: new TextEncoder().encode(baked.sample || "-") }]);
      timing.warm = performance.now();
      document.documentElement.dataset.warm = "yes";
    });
  }, (e) => {
    alarm("This page cannot run here", String(e.message || e) + ". A newer browser may do it.");
  });

  // Files.

  async function add(list) {
    const refused = [];
    for (const f of list) {
      if (f.size > maxFile) {
        refused.push(shown(f.name) + " has more than " + (maxFile >> 20) + " MiB");
        continue;
      }
      try {
        put(f.name, new Uint8Array(await f.arrayBuffer()));
      } catch (e) {
        refused.push(shown(f.name) + " cannot be read; a folder can when it is packed as a ZIP");
      }
    }
    await judge();
    if (refused.length > 0) alarm("Not read", refused.join("; ") + ".");
  }

  function put(name, data) {
    files = files.filter((f) => f.name !== name);
    files.push({ name, data });
  }

  // forget overwrites what is known of a file, and lets it go.
  function forget(gone) {
    for (const f of files) {
      if (gone(f)) {
        f.data.fill(0);
        if (f.name === typed) $("text").value = "";
      }
    }
    files = files.filter((f) => !gone(f));
  }

  function list() {
    $("list").replaceChildren(...files.map((f) => {
      const item = node("li", "");
      const out = node("button", "×", { type: "button", ariaLabel: "Remove " + shown(f.name) });
      out.addEventListener("click", () => { forget((o) => o === f); judge(); $("files").focus(); });
      item.append(node("bdi", shown(f.name)), " ", out);
      return item;
    }));
  }

  // Judging.

  const chosen = () => ({
    profile: $("profile").value, env: $("env").value, at: $("at").value,
    roles: [...$("roles").querySelectorAll("input:checked")].map((b) => b.value), password: $("password").value,
  });

  async function judge() {
    $("alarm").replaceChildren();
    list();
    if (files.length === 0) return clean();
    if (!document.documentElement.dataset.ready) say("One moment: the page is getting ready.");
    await started;
    const t = performance.now();
    answer = JSON.parse(qwac(JSON.stringify(chosen()), files));
    timing.judge = performance.now() - t;
    const key = keys();
    $("lock").hidden = answer.locked.length === 0 && !$("password").value;
    if (answer.error) {
      const { error, locked } = answer, wrong = locked.length > 0 && $("password").value;
      clean();
      $("lock").hidden = !wrong;
      if (key) return; // that is said already, and matters more
      return wrong ? alarm("The password does not open " + locked.map(shown).join(", "), "Type the one that the file was exported with.") :
        alarm("Nothing was judged", error + ".");
    }
    show();
    timing.shown = performance.now() - t;
  }

  // keys lets go of each file in which a private key stands, and says so; false: there is none.
  function keys() {
    if (answer.keys.length === 0) return false;
    const holds = (f) => answer.keys.some((k) => k === f.name || k.startsWith(f.name + "/"));
    const names = answer.keys.map(shown).join(", ");
    forget(holds);
    list();
    alarm("A private key: " + names, "This page has forgotten the file. It kept nothing of the key, and showed and sent " +
      "nothing. No bank and no QTSP ever needs your key: send that file to nobody. If it may have been with others " +
      "already, have the certificate revoked and make a new key. Drop the certificates alone to go on.");
    return true;
  }

  function alarm(title, text) {
    $("alarm").replaceChildren(node("p", ""), node("p", text));
    $("alarm").firstChild.append(node("strong", title));
    reveal($("alarm"));
  }

  // reveal brings what is told into view where it stands beyond the ends of a small screen.
  function reveal(element) {
    const { top } = element.getBoundingClientRect();
    if (top < 0 || top > innerHeight - 160) element.scrollIntoView();
  }

  function clean() {
    answer = null;
    document.body.classList.remove("judged");
    $("answer").hidden = true;
    $("report").replaceChildren();
    say("Ready.");
  }

  function show() {
    const report = $("report");
    report.innerHTML = answer.html; // escaped in the core; and no script or handler in it would run
    report.querySelectorAll(".q-verdict").forEach((verdict, i) => verdict.after(take(answer.results[i])));
    qwacReport(report.firstElementChild);
    $("answer").hidden = false;
    const first = !document.body.classList.contains("judged");
    document.body.classList.add("judged");
    if (first) reveal($("alarm").firstChild ? $("alarm") : $("answer"));
    const r = answer.results;
    const refused = r.filter((o) => o.verdict !== "accept").length;
    say(r.length === 1 ? r[0].head + (r[0].cause ? ". Cause: " + r[0].cause : "") + "." :
      r.length + " chains: " + (r.length - refused) + " accepted, " + refused + " refused.");
  }

  // take has the buttons under a verdict.
  function take(outcome) {
    const out = $("take").content.firstElementChild.cloneNode(true);
    const [payload, ask] = out.querySelectorAll("button");
    const hints = [];
    if (!outcome.payload) {
      payload.disabled = true;
      hints.push("no payload: the bank would refuse it");
    }
    if (!outcome.ask) {
      ask.disabled = true;
      hints.push("nothing to ask the QTSP for");
    }
    const hint = out.querySelector("span");
    hint.textContent = hints.join("; ");
    out.addEventListener("click", (e) => {
      if (e.target.value === "payload") copy(outcome.payload, "The payload", hint);
      if (e.target.value === "ask") copy(outcome.ask, "The text for the QTSP", hint);
      if (e.target.value === "json") save("qwac-report.json", answer.report);
    });
    return out;
  }

  // copy works on a click alone: without one a browser refuses the command.
  function copy(text, what, hint) {
    const back = document.activeElement;
    const box = node("textarea", "", { value: text, ariaHidden: "true", className: "unseen" });
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    if (back) back.focus();
    const told = done ? what + " is copied." : "The browser did not let it be copied.";
    if (hint) hint.textContent = told;
    say(told);
  }

  function save(name, text) {
    const a = node("a", "", { download: name, href: URL.createObjectURL(new Blob([text], { type: "application/json" })) });
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 10000);
  }

  // The form.

  function choices() {
    for (const b of baked.offered) {
      $("profile").append(node("option", b.title || b.name + " (no bank)", { value: b.name }));
    }
    for (const role of ["PSP_AI", "PSP_PI", "PSP_AS", "PSP_IC"]) {
      const label = node("label", "");
      label.append(node("input", "", { type: "checkbox", value: role, checked: (baked.roles || []).includes(role) }),
        " " + role);
      $("roles").append(label);
    }
    choose({ profile: baked.profile, env: baked.env });
    const made = ["qwac " + baked.version];
    if (baked.listed) {
      made.push(baked.listed.lists + " EU trusted lists" +
        (baked.listed.next_update ? ", the first of them due for renewal on " + baked.listed.next_update : ""));
    } else {
      made.push("without EU trusted lists");
    }
    if (baked.trust) made.push(baked.trust.length + " certificates that the bank trusts");
    $("made").textContent = "Made by " + made.join("; ") + ".";
  }

  function choose(c) {
    for (const id of ["profile", "env", "at"]) {
      const field = $(id), old = field.value;
      if (c[id]) field.value = c[id];
      if (field.value === "" && id !== "at") field.value = old;
    }
  }

  // link copies the address of the page with the choices, and nothing of what is judged.
  function link() {
    const c = chosen();
    const words = new URLSearchParams({ profile: c.profile, env: c.env });
    if (c.at) words.set("at", c.at);
    copy(address + "#" + words, "The link", null);
  }

  function listen() {
    $("files").addEventListener("change", () => { add([...$("files").files]); $("files").value = ""; });
    $("paste").addEventListener("click", () => {
      const open = $("pasted").hidden;
      $("pasted").hidden = !open;
      $("paste").ariaExpanded = String(open);
      if (open) $("text").focus();
    });
    let wait;
    $("text").addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(() => {
        const text = $("text").value;
        if (text.trim()) put(typed, new TextEncoder().encode(text)); else forget((f) => f.name === typed);
        judge();
      }, 250);
    });
    for (const id of ["profile", "env", "at", "roles", "password"]) $(id).addEventListener("change", () => judge());
    $("form").addEventListener("submit", (e) => { e.preventDefault(); judge(); });
    $("anew").addEventListener("click", () => {
      forget(() => true);
      $("password").value = $("text").value = "";
      $("lock").hidden = true;
      judge();
      $("files").focus();
    });
    $("link").addEventListener("click", link);
    addEventListener("dragover", (e) => { e.preventDefault(); document.body.classList.add("over"); });
    addEventListener("dragleave", (e) => { if (!e.relatedTarget) document.body.classList.remove("over"); });
    addEventListener("drop", (e) => {
      e.preventDefault();
      document.body.classList.remove("over");
      add([...e.dataTransfer.files]);
    });
    addEventListener("paste", (e) => { // anywhere but in a field
      if (e.target.matches("input, textarea")) return;
      const text = e.clipboardData.getData("text");
      if (e.clipboardData.files.length > 0) add([...e.clipboardData.files]);
      else if (text.trim()) { put(typed, new TextEncoder().encode(text)); judge(); }
    });
    addEventListener("click", (e) => { // a link in a frame like this one would lead out of it
      const a = e.target.closest("a[href^='#']");
      if (!a) return;
      e.preventDefault();
      const to = $(a.getAttribute("href").slice(1));
      if (!to) return;
      const chain = to.closest("details");
      if (chain) chain.open = true;
      to.tabIndex = -1;
      to.scrollIntoView();
      to.focus();
    });
  }

  choices();
  listen();
}
