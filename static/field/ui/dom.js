/** Elements, what a screen reader hears, and the dialog: the little that every screen needs. */

import { t } from "./words.js";

/**
 * An element: ``h("button.primary", { type: "button", onclick: act }, "Save")``. A value of null, undefined or false leaves
 * an attribute off; children that are null or false are left out; text is only ever text.
 */
export function h(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(2).filter((one) => one !== null && one !== undefined && one !== false));
  return element;
}

/** A button that acts; ``look``: "primary", "quiet", "danger" or several with dots between. */
export const button = (look, words, act, more = {}) =>
  h(look ? `button.button.${look}` : "button.button", { type: "button", onclick: act, ...more }, words);

/** Has a screen reader say it, without moving anything; ``loud`` interrupts what it is saying. */
export function say(words, loud = false) {
  const place = document.getElementById(loud ? "warned" : "said");
  // The same words twice are said twice only if the place was empty in between.
  place.textContent = "";
  setTimeout(() => (place.textContent = words), 60);
}

let numbers = 0;

/**
 * A field with its label, its hint and a place for what is wrong with it.
 * ``control``: an input, select or textarea; ``name`` names it for ``wrongAt``.
 */
export function labelled(name, label, control, hint = "") {
  const id = `f${(numbers += 1)}-${name}`;
  control.id = id;
  control.name = name;
  const told = [hint ? `${id}-hint` : "", `${id}-wrong`].filter(Boolean).join(" ");
  control.setAttribute("aria-describedby", told);
  return h(
    "div.field",
    { "data-field": name },
    h("label", { for: id }, label),
    hint ? h("p.hint", { id: `${id}-hint` }, hint) : null,
    control,
    h("p.wrong", { id: `${id}-wrong`, "data-wrong": true, hidden: true }),
  );
}

/** Radio buttons as large targets: ``choices``: [[value, words]…]; ``chosen``: the value that is on. */
export function choices(name, legend, all, chosen, onchange = null) {
  const id = `f${(numbers += 1)}-${name}`;
  const group = `${name}-${numbers}`;
  return h(
    "fieldset.field",
    { "data-field": name, "aria-describedby": `${id}-wrong` },
    h("legend", {}, legend),
    h(
      "div.choices",
      {},
      all.map(([value, words]) =>
        h(
          "label.choice",
          {},
          h("input", { type: "radio", name: group, value, checked: value === chosen, "data-name": name, onchange }),
          h("span", {}, words),
        ),
      ),
    ),
    h("p.wrong", { id: `${id}-wrong`, "data-wrong": true, hidden: true }),
  );
}

/** The value that is chosen among radio buttons of ``name`` in ``form``; "" where none is. */
export const chosenIn = (form, name) => form.querySelector(`[data-name="${name}"]:checked`)?.value ?? "";

/**
 * Says at each field what is wrong with it, and goes to the first. ``faults``: name → sentence. True where there is none.
 */
export function wrongAt(form, faults) {
  for (const field of form.querySelectorAll("[data-field]")) {
    const sentence = faults[field.dataset.field] || "";
    const place = field.querySelector("[data-wrong]");
    place.textContent = sentence;
    place.hidden = !sentence;
    for (const control of field.querySelectorAll("input, select, textarea")) {
      if (sentence) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }
  const first = form.querySelector("[aria-invalid]");
  first?.focus();
  first?.scrollIntoView({ block: "center" });
  if (first) say(Object.values(faults)[0], true);
  return !first;
}

/**
 * A sheet that comes up from below. ``make(close)`` gives its content; focus goes back to where it was on closing.
 * Closed by Escape, by its button, by a touch beside it.
 */
export function sheet(title, make, { onclose = null, look = "" } = {}) {
  const back = document.activeElement;
  const heading = h("h2", { id: "sheet-title", tabindex: "-1" }, title);
  const dialog = h(look ? `dialog.sheet.${look}` : "dialog.sheet", { "aria-labelledby": "sheet-title" });
  const close = () => dialog.close();
  const shut = h("button.shut", { type: "button", onclick: close, "aria-label": t("Close") }, "×");
  dialog.append(h("div.sheet-head", {}, heading, shut), ...[make(close)].flat().filter(Boolean));
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    onclose?.();
    if (back?.isConnected) back.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
  heading.focus();
  return dialog;
}

/** While ``work`` runs the button says so and takes no second touch. Gives what it gives; what it throws goes on. */
export async function busy(control, words, work) {
  const before = control.textContent;
  control.setAttribute("aria-disabled", "true");
  control.textContent = words;
  try {
    return await work();
  } finally {
    control.removeAttribute("aria-disabled");
    control.textContent = before;
  }
}

/** Is a button under way, by ``busy``? */
export const isBusy = (control) => control.getAttribute("aria-disabled") === "true";

/** A notice: ``look`` "", "good", "late" or "warn". */
export const notice = (look, ...children) => h(look ? `div.notice.${look}` : "div.notice", {}, ...children);
