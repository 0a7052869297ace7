// Asks how far the work on an import is, and loads the page anew when it has ended. Without this script there is a link
// to do so.
"use strict";
for (const place of document.querySelectorAll("[data-progress]")) {
  const words = place.querySelector("[data-words]");
  const bar = place.querySelector("progress");
  let wait = 400;
  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
      if (answer.redirected) { location.reload(); return; }
      const seen = await answer.json();
      if (seen.ended || seen.stopped) { location.reload(); return; }
      if (words.textContent !== seen.words) words.textContent = seen.words;
      if (seen.share >= 0) bar.value = seen.share; else bar.removeAttribute("value");
      wait = Math.min(wait * 1.3, 2000);
    } catch {
      wait = 4000; // no signal just now: the work goes on without us
    }
    setTimeout(ask, wait);
  };
  setTimeout(ask, wait);
}
