/* Update counts, made quicker: a list of places that narrows while typing, what remains before and after, more rows,
   and the last entries of the place and day in view. Without it the page works with a plain list and the server's words. */
"use strict";
(() => {
  const form = document.getElementById("entry");
  const rows = document.getElementById("rows");
  const blank = document.getElementById("blank-row");
  const seen = document.getElementById("seen");
  const total = form.querySelector("input[name='row-TOTAL_FORMS']");
  const most = Number(form.querySelector("input[name='row-MAX_NUM_FORMS']").value);
  const places = JSON.parse(document.getElementById("place-data").textContent);
  const language = document.documentElement.lang === "en" ? "en" : "id";
  const number = (value) => value.toLocaleString(language);
  const text = (name, values = {}) => form.dataset[name].replace(/\{(\w)\}/g, (_all, key) => values[key]);
  const EFFECT = { added: 1, removed: -1, recorded_elsewhere: -1, recorded: -1 };

  /* The same evening out of names as the server's (kecamatan/place_names.py), short of its abbreviations. */
  const NUMERALS = { 1: "i", 2: "ii", 3: "iii", 4: "iv", 5: "v" };
  const words = (name) => (name.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().match(/[a-z]+|[0-9]+/g) || [])
    .map((word) => (word === "sei" ? "sungai" : NUMERALS[word] || word));
  places.forEach((place) => {
    place.words = words(place.label);
    place.squeezed = place.words.join("");
    place.initials = place.short.toLowerCase();
  });

  const rank = (place, typed, squeezed) => {
    if (place.initials === typed) return 0;
    if (place.squeezed.startsWith(squeezed)) return 1;
    if (place.words.some((word) => word.startsWith(squeezed))) return 2;
    if (place.squeezed.includes(squeezed)) return 3;
    return 9;
  };
  const matching = (raw) => {
    const typed = raw.trim().toLowerCase();
    const squeezed = words(raw).join("");
    if (!squeezed) return [];
    return places.map((place) => [rank(place, typed, squeezed), place]).filter(([r]) => r < 9)
      .sort((a, b) => a[0] - b[0] || a[1].squeezed.length - b[1].squeezed.length || a[1].label.localeCompare(b[1].label))
      .slice(0, 8).map(([, place]) => place);
  };
  const placeOf = (row) => {
    const value = row.querySelector("[name$='-place']").value.trim();
    return places.find((place) => place.label === value || place.code === value);
  };

  /* --- What remains, row by row, those who flow in first, as the server will count --- */
  const filled = () => [...rows.querySelectorAll("[data-row]")].map((row) => ({
    row,
    place: placeOf(row),
    kind: row.querySelector("[name$='-kind']").value,
    quantity: Number((row.querySelector("[name$='-quantity']").value.match(/^\s*[0-9][0-9.,]*\s*$/) || [""])[0].replace(/[.,\s]/g, "")),
  }));
  const showRemaining = () => {
    const level = {};
    const all = filled();
    all.sort((a, b) => (a.kind === "added" ? 0 : 1) - (b.kind === "added" ? 0 : 1)).forEach(({ row, place, kind, quantity }) => {
      const out = row.querySelector("[data-remains]");
      out.classList.remove("below");
      if (!place) {
        const typed = row.querySelector("[name$='-place']").value.trim();
        out.textContent = typed && !matching(typed).length ? text("textNone") : "";
        return;
      }
      const rest = place.rest_of ? "Rest" : "";
      const told = (name, values) => text(`text${name}${rest}`, { k: place.rest_of, ...values });
      const before = level[place.pool] ?? place.remaining;
      const after = before + EFFECT[kind] * quantity;
      out.textContent = quantity ? told("After", { n: number(before), m: number(after) }) : told("Before", { n: number(before) });
      if (after < 0) { out.textContent = told("Below", { n: number(before) }); out.classList.add("below"); } else { level[place.pool] = after; }
    });
  };

  /* --- The last entries of the place and day --- */
  let asked = "";
  const showEntries = async (row) => {
    const place = placeOf(row);
    const day = row.querySelector("[name$='-date']").value;
    if (!place || `${place.code} ${day}` === asked) return;
    asked = `${place.code} ${day}`;
    const query = new URLSearchParams({ place: place.code, date: day });
    try {
      const answer = await fetch(`${form.dataset.recent}?${query}`, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) seen.innerHTML = await answer.text();
    } catch { asked = ""; }
  };

  /* --- The list of places (WAI-ARIA combobox) --- */
  let serial = 0;
  const combo = (input) => {
    const frame = document.createElement("div");
    frame.className = "combo";
    input.replaceWith(frame);
    const list = document.createElement("ul");
    list.className = "combo-list";
    list.id = `places-of-${(serial += 1)}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels?.[0]?.textContent || "");
    list.hidden = true;
    frame.append(input, list);
    input.removeAttribute("list");
    const set = (name, value) => input.setAttribute(name, value);
    set("role", "combobox"); set("aria-expanded", "false"); set("aria-controls", list.id); set("aria-autocomplete", "list");
    let offered = [];
    let active = -1;
    const close = () => { list.hidden = true; active = -1; set("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
    const mark = (index) => {
      active = index;
      [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
      if (index >= 0) { set("aria-activedescendant", list.children[index].id); list.children[index].scrollIntoView({ block: "nearest" }); }
    };
    const take = (place) => { input.value = place.label; close(); input.dispatchEvent(new Event("change", { bubbles: true })); };
    const open = () => {
      offered = matching(input.value);
      if (!offered.length) { close(); return; }
      list.replaceChildren(...offered.map((place, i) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${i}`;
        item.setAttribute("role", "option");
        const name = document.createElement("span");
        name.textContent = place.label;
        const left = document.createElement("span");
        left.className = "left";
        left.textContent = place.rest_of ? "–" : number(place.remaining);
        item.append(name, left);
        item.addEventListener("mousedown", (event) => { event.preventDefault(); take(place); });
        return item;
      }));
      list.hidden = false;
      set("aria-expanded", "true");
      mark(0);
    };
    input.addEventListener("input", open);
    input.addEventListener("blur", () => setTimeout(close, 120));
    input.addEventListener("keydown", (event) => {
      if (list.hidden) { if (event.key === "ArrowDown") { open(); event.preventDefault(); } return; }
      if (event.key === "ArrowDown") { mark((active + 1) % offered.length); event.preventDefault(); }
      else if (event.key === "ArrowUp") { mark((active - 1 + offered.length) % offered.length); event.preventDefault(); }
      else if (event.key === "Enter") { take(offered[active]); event.preventDefault(); }
      else if (event.key === "Tab") { take(offered[active]); }
      else if (event.key === "Escape") { close(); event.preventDefault(); }
    });
  };

  /* --- Rows --- */
  const newKey = () => { /* crypto.randomUUID is only there over HTTPS */
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
  const isBlank = (row) => ["place", "quantity", "note"].every((name) => !row.querySelector(`[name$='-${name}']`).value.trim());
  const addRow = () => {
    const waiting = rows.querySelector("[data-row][hidden]");
    if (waiting) { waiting.hidden = false; return waiting; }
    const index = Number(total.value);
    if (index >= most) return null;
    const last = rows.lastElementChild;
    const holder = document.createElement("div");
    holder.innerHTML = blank.innerHTML.replaceAll("__prefix__", String(index)).replaceAll("__nr__", String(index + 1));
    const row = holder.firstElementChild;
    row.querySelector("[name$='-key']").value = newKey();
    if (last) row.querySelector("[name$='-date']").value = last.querySelector("[name$='-date']").value;
    rows.append(row);
    total.value = String(index + 1);
    combo(row.querySelector("[name$='-place']"));
    return row;
  };
  rows.querySelectorAll("[name$='-place']").forEach(combo);
  form.addEventListener("input", showRemaining);
  form.addEventListener("change", (event) => {
    showRemaining();
    const row = event.target.closest("[data-row]");
    if (row) showEntries(row);
  });
  /* Leaving the last field of the last row that was filled in makes the next row, before the focus moves on. */
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.shiftKey || !event.target.name?.endsWith("-note")) return;
    const row = event.target.closest("[data-row]");
    const shown = rows.querySelectorAll("[data-row]:not([hidden])");
    if (row === shown[shown.length - 1] && !isBlank(row)) addRow();
  });
  const add = document.getElementById("add-row");
  add.hidden = false;
  document.getElementById("keys-hint").hidden = false;
  add.addEventListener("click", () => addRow()?.querySelector("[name$='-place']").focus());

  /* A double click sends once; coming back with the Back button may send again (the keys count it once). */
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    document.getElementById("save").setAttribute("aria-disabled", "true");
  });
  window.addEventListener("pageshow", () => { delete form.dataset.sent; document.getElementById("save").removeAttribute("aria-disabled"); });

  /* On a phone one row at a time; the others come when they are needed. */
  if (matchMedia("(max-width: 61.99rem)").matches) {
    [...rows.querySelectorAll("[data-row]")].slice(1).filter(isBlank).forEach((row) => { row.hidden = true; });
  }

  const wrong = form.querySelector("[aria-invalid='true']");
  const open = [...rows.querySelectorAll("[data-row]")];
  const begun = open.find((row) => placeOf(row) && !row.querySelector("[name$='-quantity']").value);
  const next = begun?.querySelector("[name$='-quantity']") || open.find(isBlank)?.querySelector("[name$='-place']");
  (wrong || next)?.focus({ preventScroll: !wrong });
  showRemaining();
})();
