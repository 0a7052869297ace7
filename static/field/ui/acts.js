/** An act in the field: onto the phone first, then onto the screen, with its undo; and the totals that it moves. */

import { button, h, say } from "./dom.js";
import { number, outcomeWord, t } from "./words.js";

/** Everything on the screen as the phone knows it now. */
export async function placeRefresh(place) {
  place.state = place.session.state();
  // The list went while it was on the screen, or all of it: its time is over.
  if (place.session.locked || (!place.session.data && place.part !== "send")) {
    await place.app.render();
    return;
  }
  place.parts[place.part].refresh?.();
  drawUndo(place);
  const { waiting, refused } = await place.app.field.waitingOf(place.session.lease.lease);
  place.waiting = waiting;
  place.refused = refused.length;
  const badge = document.querySelector("[data-waiting]");
  if (badge) badge.replaceChildren(...badgeOf(place));
}

/** The totals in a line: what was recorded against what is expected, and what else there is. Always in sight. */
export function totalsLine(place) {
  const { totals } = place.state;
  const parts = [
    [number(totals.recorded), t("recorded"), t("of {n} expected", { n: number(totals.expected) })],
    [number(totals.came), t("came")],
    [number(totals.open), t("still open")],
    [number(totals.unlisted), t("not on the list")],
    [number(totals.unnamed), t("no name")],
  ];
  return h(
    "p.totals",
    { "data-totals": true },
    parts.map(([count, words, of]) =>
      h(
        "span",
        {},
        h("b", {}, count, of && h("small", { "aria-hidden": "true" }, `/${number(totals.expected)}`)),
        ` ${words}`,
        of && h("span.unseen", {}, ` ${of}`),
        " ",
      ),
    ),
  );
}

/** The number that waits or was refused, for the bar. */
export function badgeOf(place) {
  if (place.refused)
    return [h("b.badge.late", {}, number(place.refused)), h("span.unseen", {}, t("refused by the office"))];
  if (place.waiting) return [h("b.badge", {}, number(place.waiting)), h("span.unseen", {}, t("waiting"))];
  return [];
}

/**
 * Puts one act on the phone and shows it once it stands there. ``done``: the sentence for it, ``undo``: content that
 * takes it back, or a function of its number that gives it; null where nothing does.
 * Gives the number, or 0 where it was not saved, which is said then.
 */
export async function act(app, place, content, done, undo = null) {
  let made = 0;
  try {
    made = await place.session.act(content);
    place.failure = null;
    place.undo = { words: done, content: typeof undo === "function" ? undo(made) : undo };
    say(done);
  } catch (error) {
    place.failure = app.sentenceOf(error);
    place.undo = null;
  }
  await placeRefresh(place);
  app.drawBanners();
  return made;
}

function drawUndo(place) {
  const box = document.querySelector("[data-undo]");
  if (!box) return;
  box.replaceChildren(...(place.failure ? [failureBar(place)] : place.undo ? [undoBar(place)] : []));
}

function failureBar(place) {
  const shut = () => {
    place.failure = null;
    drawUndo(place);
  };
  return h(
    "div.undo.failed",
    { role: "alert" },
    h("p", {}, h("b", {}, t("This was NOT saved.")), ` ${place.failure}`),
    button("quiet", t("I have seen it"), shut),
  );
}

function undoBar(place) {
  const { words, content } = place.undo;
  const back = () => act(place.app, place, content, t("Undone: {what}", { what: words }));
  return h("div.undo", { "data-undo-bar": true }, h("p", {}, words), content ? button("quiet", t("Undo"), back) : null);
}

/** "Siti Aminah: recorded" */
export const personDone = (name, outcome) =>
  outcome ? `${name}: ${outcomeWord(outcome)}` : t("{name}: taken back, open again", { name });
