// Shows, while a share is typed, what is left of the kecamatan's baseline. Without this script the server says it.
"use strict";
for (const facts of document.querySelectorAll("[data-shares]")) {
  const input = document.querySelector("[data-share]");
  const left = facts.querySelector("[data-left]");
  const tooMuch = facts.querySelector("[data-too-much]");
  const free = Number(facts.dataset.baseline) - Number(facts.dataset.others);
  const write = new Intl.NumberFormat(facts.dataset.language);
  input?.addEventListener("input", () => {
    const typed = input.value.trim();
    if (!/^[0-9]{0,8}$/.test(typed)) { left.textContent = "–"; tooMuch.hidden = true; return; }
    const rest = free - Number(typed);
    left.textContent = write.format(rest).replace("-", "−");
    tooMuch.hidden = rest >= 0;
  });
}
