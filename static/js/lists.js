// Keeps what says nothing out of the address of a list: empty fields, and those that hold what holds anyway
// (data-usual). Without this script they are there, and mean the same.
"use strict";
for (const form of document.querySelectorAll("[data-list-form]")) {
  form.addEventListener("submit", () => {
    const boxes = [...form.querySelectorAll("[name=columns]")];
    const usual = boxes.every((box) => box.checked === box.hasAttribute("data-usual"));
    for (const field of form.elements) {
      const says = field.name === "columns" ? !usual : field.value !== "" && field.value !== field.dataset.usual;
      if (field.name && !says) field.disabled = true;
    }
    // Whoever comes back with the browser's arrow finds the fields alive.
    setTimeout(() => { for (const field of form.elements) field.disabled = false; }, 0);
  });
}
