/** Where the ways out without a network open: fetched only when asked for; the worker keeps them with the rest. */

import { h, notice } from "./dom.js";
import { t } from "./words.js";

/** File and QR codes of a lease that is not open: both are sealed and need no PIN. */
export const outFold = (app, lease) =>
  fold(t("Without a network: file, QR, message"), async (place) => {
    const { default: renderOut } = await import("../out.js");
    await renderOut(place, app.field, lease, null);
  });

/** What this phone carries for colleagues, and taking more of it in. */
export const carryFold = () =>
  fold(
    t("Carry the day of a colleague's phone"),
    async (place) => {
      const { drawCarried } = await import("../out_carried.js");
      await drawCarried(place);
    },
    { "data-carry": true },
  );

function fold(words, draw, more = {}) {
  const place = h("div");
  const details = h("details.fold", more, h("summary", {}, words), place);
  details.addEventListener("toggle", async () => {
    if (!details.open || place.childElementCount) return;
    place.replaceChildren(h("p", {}, t("One moment …")));
    try {
      await draw(place);
    } catch {
      place.replaceChildren(
        notice("late", h("p", {}, t("This part could not be loaded. Try it again with a network."))),
      );
    }
  });
  return details;
}
