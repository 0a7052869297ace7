// Keeps empty fields out of the address of a list. Without this script they are there, and mean the same.
"use strict";
for (const form of document.querySelectorAll("[data-list-form]")) {
  form.addEventListener("submit", () => {
    for (const field of form.elements) {
      if (field.name && field.value === "") field.disabled = true;
    }
    // Whoever comes back with the browser's arrow finds the fields alive.
    setTimeout(() => { for (const field of form.elements) field.disabled = false; }, 0);
  });
}
