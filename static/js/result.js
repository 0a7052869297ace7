// The result of a visit by keyboard: a number chooses the outcome and goes on to the next person, arrows move between
// people. Everything works without this.
(() => {
  const form = document.querySelector("[data-result]");
  if (!form) return;
  const help = document.querySelector("[data-keys-help]");
  if (help) help.hidden = false;
  const rows = [...form.querySelectorAll(".result-row")];
  const radiosOf = (row) => [...row.querySelectorAll("input[type=radio]")];
  const said = form.querySelector("[data-changed]");
  const touched = () => rows.filter((row) => {
    const chosen = radiosOf(row).find((one) => one.checked);
    const was = row.querySelector("input[name^='w-']");
    return chosen && was && chosen.value !== was.value;
  }).length;
  let leaving = false;

  function tell() {
    if (said) said.textContent = touched() ? String(touched()) : "";
  }

  function go(row) {
    if (!row) {
      form.querySelector("button[type=submit]").focus();
      return;
    }
    const radios = radiosOf(row);
    const target = radios.find((one) => one.checked) || radios[0];
    if (!target) return;
    target.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  form.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.type !== "radio") return;
    const row = event.target.closest(".result-row");
    const at = rows.indexOf(row);
    if (/^[0-9]$/.test(event.key)) {
      const radio = radiosOf(row).find((one) => one.dataset.key === event.key);
      if (!radio) return;
      event.preventDefault();
      radio.checked = true;
      tell();
      go(rows[at + 1]);
    } else if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      go(rows[at + 1]);
    } else if (event.key === "ArrowUp") {
      event.preventDefault();
      if (at > 0) go(rows[at - 1]);
    }
  });
  form.addEventListener("change", tell);
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && touched()) event.preventDefault();
  });
  tell();
})();
