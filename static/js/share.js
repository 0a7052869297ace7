/* Copies the address of a page of numbers, as of its day, to the clipboard. */
"use strict";
(() => {
  if (!navigator.clipboard) return;
  const offer = () => {
    for (const button of document.querySelectorAll("[data-copy]")) button.closest("li").hidden = false;
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
    const words = button.dataset.words ||= button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = words; }, 3000);
  });
  // What a page puts in later is offered as well.
  document.addEventListener("htmx:afterSettle", offer);
  offer();
})();
