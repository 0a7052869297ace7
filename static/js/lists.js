// A list that replaces only what changes (htmx), and keeps what says nothing out of its address: empty fields, and those
// that hold what holds anyway (data-usual). Without this script they are there, and mean the same.
"use strict";
(() => {
  const list = document.getElementById("list");
  const fault = document.getElementById("list-fault");
  if (!list) return;

  /* --- The address */
  const silent = (form) => {
    const usual = [...form.querySelectorAll("[name=columns]")].every((box) => box.checked === box.hasAttribute("data-usual"));
    return [...form.elements].filter((field) => field.name
      && (field.name === "columns" ? usual : field.value === "" || field.value === field.dataset.usual));
  };
  list.addEventListener("htmx:configRequest", (event) => {
    if (event.target.id !== "list-form") return;
    for (const field of silent(event.target)) delete event.detail.parameters[field.name];
  });

  /* --- Answers: only what says that it is a part of a list comes in; of all else there is a sentence. */
  const failed = (event) => {
    fault.hidden = false;
    fault.querySelector("a").href = event.detail.pathInfo.finalRequestPath || location.href;
  };
  list.addEventListener("htmx:beforeSwap", (event) => {
    const part = event.detail.xhr.getResponseHeader("List-Part") !== null;
    event.detail.shouldSwap = part;
    event.detail.isError = !part;
    if (part) fault.hidden = true; else failed(event);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) list.addEventListener(name, failed);

  /* --- Ticking all rows of a page; "all that match" and single rows exclude each other. */
  const boxes = () => [...list.querySelectorAll("input[name=ids]")];
  const offer = () => { for (const one of list.querySelectorAll("[data-tick-page]")) one.hidden = false; };
  offer();
  list.addEventListener("change", (event) => {
    const box = event.target;
    const whole = list.querySelector("#bulk-form [name=all]");
    const page = list.querySelector("[data-tick-page] input");
    if (!whole || box.form?.id !== "bulk-form") return;
    if (box === page) for (const one of boxes()) one.checked = box.checked;
    if (box === whole && box.checked) for (const one of [page, ...boxes()]) one.checked = false;
    if (box !== whole && box.checked) whole.checked = false;
    if (box.name === "ids") page.checked = boxes().every((one) => one.checked);
  });

  /* --- The form comes anew as well. What somebody is typing in stays under their hands, and what is open stays open. */
  let typing = "";
  list.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    if (target.id !== "list-form") return;
    for (const fold of target.querySelectorAll("details[id]")) {
      if (fold.open) fragment.querySelector(`#${fold.id}`)?.setAttribute("open", "");
    }
    const active = document.activeElement;
    const fresh = target.contains(active) && active.id ? fragment.querySelector(`#${active.id}`) : null;
    typing = fresh ? active.id : "";
    if (!fresh || !active.matches("input:not([type=checkbox])")) return;
    for (const name of ["aria-invalid", "aria-describedby"]) {
      if (fresh.hasAttribute(name)) active.setAttribute(name, fresh.getAttribute(name)); else active.removeAttribute(name);
    }
    fresh.setAttribute("hx-preserve", "");
  });
  /* The focus is never lost: it goes back to where it was, otherwise to the head of the list. */
  list.addEventListener("htmx:afterSettle", () => {
    offer();
    if (document.activeElement && document.activeElement !== document.body) return;
    const to = document.getElementById(typing) || document.getElementById("list-count") || document.getElementById("list-errors");
    to?.focus({ preventScroll: true });
  });
})();
