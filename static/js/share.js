/* Copies the address of a page of numbers, as of its day, to the clipboard. */
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.closest("li").hidden = false;
  const words = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = words; }, 3000);
  });
}
