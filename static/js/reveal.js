// Hides a whole number again after a while, and when the page is left. Without this script the page asks to be closed.
"use strict";
for (const shown of document.querySelectorAll("[data-hide-after]")) {
  const number = shown.querySelector("strong");
  const until = document.querySelector("[data-until]");
  const hidden = document.querySelector("[data-hidden]");
  const hide = () => {
    number.textContent = shown.dataset.masked;
    until.textContent = hidden.textContent;
  };
  setTimeout(hide, Number(shown.dataset.hideAfter) * 1000);
  addEventListener("pagehide", hide);
}
