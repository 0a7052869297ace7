/** One visit, open on this phone: its totals and its four parts, what was just entered with its undo, and what failed. */

import { button, h, say } from "./dom.js";
import { peopleView } from "./people.js";
import { newcomerView } from "./newcomer.js";
import { talliesView } from "./tallies.js";
import { waitingView } from "./waiting.js";
import { hours, number, outcomeWord, shortDay, t, tn } from "./words.js";

/** Parts of the page of a visit: what follows # in the address → what makes it. */
const PARTS = { people: peopleView, new: newcomerView, count: talliesView, send: waitingView };

/** What the page keeps of an open visit: its session, its state, its parts as they stand, and the last act's undo. */
export function placeOf(session) {
  return { session, state: session.state(), parts: {}, undo: null, failure: null, waiting: 0, refused: 0 };
}

/** The screen of an open visit. ``place``: from ``placeOf``; the part is named by the address. */
export function visitScreen(app, place) {
  const name = location.hash.slice(1) in PARTS && place.session.data ? location.hash.slice(1) : "";
  const part = name || (place.session.data ? "people" : "send");
  place.parts[part] ??= PARTS[part](app, place);
  place.part = part;
  const visit = place.session.lease.visit;
  const content = h(
    "div.visit",
    { "data-part": part },
    h(
      "header.visit-head",
      {},
      h(
        "div.grow",
        {},
        h("h1", { tabindex: "-1" }, visit.place),
        h("p.soft", {}, `${shortDay(visit.day)}, ${hours(visit.starts, visit.ends)}`),
      ),
      button("quiet.small", t("Lock"), () => app.lock(place)),
    ),
    place.parts[part].node,
  );
  place.refresh = () => refresh(app, place);
  return { title: visit.place, content, bar: bar(place), shown: () => (refresh(app, place), place.parts[part].shown?.()) };
}

/** Everything on the screen as the phone knows it now. */
async function refresh(app, place) {
  place.state = place.session.state();
  place.parts[place.part].refresh?.();
  drawUndo(place);
  const { waiting, refused } = await app.field.waitingOf(place.session.lease.lease);
  place.waiting = waiting;
  place.refused = refused.length;
  const badge = document.querySelector("[data-waiting]");
  if (badge) badge.replaceChildren(...badgeOf(place));
}

/** The totals in a line: what was recorded against what is expected, and what else there is. Always in sight. */
export function totalsLine(place) {
  const { totals } = place.state;
  const parts = [
    [t("came {n}"), totals.came],
    [t("open {n}"), totals.open],
    [t("unlisted {n}"), totals.unlisted],
    [t("without name {n}"), totals.unnamed],
  ];
  return h(
    "p.totals",
    { "data-totals": true },
    h("b", {}, t("{n} recorded", { n: number(totals.recorded) })),
    ` ${tn("of {n} expected", "of {n} expected", totals.expected)} `,
    h("span", {}, parts.map(([words, count]) => words.replace("{n}", number(count))).join(" · ")),
  );
}

function badgeOf(place) {
  if (place.refused) return [h("b.badge.late", {}, number(place.refused)), h("span.unseen", {}, t("refused"))];
  if (place.waiting) return [h("b.badge", {}, number(place.waiting)), h("span.unseen", {}, t("waiting"))];
  return [];
}

/** The bar at the bottom: what was just done with its undo, and the way to the other parts. */
function bar(place) {
  const tabs = [
    ["people", t("People")],
    ["new", t("Not listed")],
    ["count", t("Counts")],
    ["send", t("Sending")],
  ].filter(([name]) => place.session.data || name === "send");
  return h(
    "div.bars",
    {},
    h("div", { "data-undo": true }),
    h(
      "nav.tabs",
      { "aria-label": t("Parts of the visit") },
      tabs.map(([name, words]) =>
        h(
          "a",
          { href: `#${name}`, "aria-current": place.part === name ? "page" : null },
          h(`i.icon.i-${name}`, { "aria-hidden": "true" }),
          h("span", {}, words),
          name === "send" ? h("span", { "data-waiting": true }, badgeOf(place)) : null,
        ),
      ),
    ),
  );
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
  await refresh(app, place);
  app.drawBanners();
  return made;
}

/** Takes back what the bar speaks of, by an act of its own. */
export async function takeBack(app, place, content, words) {
  const made = await act(app, place, content, words);
  return made;
}

function drawUndo(place) {
  const box = document.querySelector("[data-undo]");
  if (!box) return;
  const app = place.session.app;
  box.replaceChildren(...(place.failure ? [failureBar(place)] : place.undo ? [undoBar(app, place)] : []));
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

function undoBar(app, place) {
  const { words, content } = place.undo;
  const back = () => takeBack(app, place, content, t("Undone: {what}", { what: words }));
  return h("div.undo", { "data-undo-bar": true }, h("p", {}, words), content ? button("quiet", t("Undo"), back) : null);
}

/** "Siti Aminah: recorded" */
export const personDone = (name, outcome) =>
  outcome ? `${name}: ${outcomeWord(outcome)}` : t("{name}: taken back, open again", { name });
