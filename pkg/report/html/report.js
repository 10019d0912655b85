"use strict";
// qwacReport lets findings be searched and filtered in an element that holds a report. Without it all is there too.
function qwacReport(root) {
  const form = root.querySelector(".q-filter");
  if (!form || form.dataset.ready) return;
  form.dataset.ready = "yes";
  form.hidden = false;
  const search = form.querySelector("input[type=search]");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const told = form.querySelector("output");
  const rows = new Map([...root.querySelectorAll("tr[data-chain]")].map((row) => [row.dataset.chain, row]));
  const elements = [...root.querySelectorAll(".q-chain")];
  let chains = null; // read when something is searched for: a report may have thousands

  function read() {
    return elements.map((element) => ({
      element, row: rows.get(element.dataset.chain), text: element.textContent.toLowerCase(),
      findings: [...element.querySelectorAll(".q-finding")].map((f) => ({
        element: f, level: f.dataset.level, text: f.textContent.toLowerCase(),
      })),
    }));
  }

  function filter() {
    chains = chains || read();
    const words = search.value.toLowerCase().split(/\s+/).filter((w) => w);
    const off = new Set(boxes.filter((b) => !b.checked).map((b) => b.value));
    const has = (text) => words.every((w) => text.includes(w));
    let shown = 0, all = 0, left = 0;
    for (const c of chains) {
      const found = words.length > 0 && c.findings.some((f) => has(f.text));
      for (const f of c.findings) {
        f.element.hidden = off.has(f.level) || found && !has(f.text);
        all++;
        if (!f.element.hidden) shown++;
      }
      const gone = words.length > 0 && !has(c.text);
      if (c.row) {
        c.row.hidden = c.element.hidden = gone;
        if (!gone) left++;
      }
    }
    told.textContent = shown + " of " + all + " findings" + (rows.size > 0 ? " in " + left + (left === 1 ? " chain" : " chains") : "");
  }

  search.addEventListener("input", filter);
  boxes.forEach((b) => b.addEventListener("change", filter));
  form.addEventListener("submit", (e) => e.preventDefault());
  form.addEventListener("click", (e) => {
    if (e.target.type !== "button") return;
    for (const element of elements) {
      if (rows.has(element.dataset.chain) && !element.hidden) element.open = e.target.value === "open";
    }
  });
}
document.querySelectorAll(".qwac-report").forEach(qwacReport);
