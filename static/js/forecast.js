// What if: the range moves as soon as something is typed or ticked (htmx). Without this script the button does the same.
"use strict";
(() => {
  const form = document.getElementById("what-if");
  const fault = document.getElementById("forecast-fault");
  if (!form) return;

  // What says nothing stays out of the address.
  form.addEventListener("htmx:configRequest", (event) => {
    for (const field of form.elements) {
      if (field.name && field.value === "") delete event.detail.parameters[field.name];
    }
  });

  // Only this page's own answer comes in, also the one that says what was refused. (Said of what is replaced, not of the form.)
  document.addEventListener("htmx:beforeSwap", (event) => {
    const ours = event.detail.xhr.responseText.includes('id="forecast-answer"');
    event.detail.shouldSwap = ours;
    event.detail.isError = !ours;
    fault.hidden = ours;
  });
  form.addEventListener("htmx:sendError", () => { fault.hidden = false; });
})();
