/** One visit, open on this phone, in its four parts. */

import { badgeOf, placeRefresh } from "./acts.js";
import { button, h } from "./dom.js";
import { newcomerView } from "./newcomer.js";
import { peopleView } from "./people.js";
import { talliesView } from "./tallies.js";
import { waitingView } from "./waiting.js";
import { dayOfYear, hours, t } from "./words.js";

/** Parts of the page of a visit: what follows # in the address → what makes it. */
const PARTS = { people: peopleView, new: newcomerView, count: talliesView, send: waitingView };

/** The screen of an open visit. ``place``: from ``app.open``; the part is named by the address. */
export function visitScreen(app, place) {
  const name = location.hash.slice(1) in PARTS && place.session.data ? location.hash.slice(1) : "";
  const part = name || (place.session.data ? "people" : "send");
  if (place.part !== part) place.undo = null;
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
        h("p.soft.small", {}, `${dayOfYear(visit.day)}, ${hours(visit.starts, visit.ends)}`),
      ),
      button("quiet.small", t("Lock"), () => app.lock(place)),
    ),
    place.parts[part].node,
  );
  place.refresh = () => placeRefresh(place);
  return {
    title: visit.place,
    content,
    bar: bar(place),
    shown: () => (placeRefresh(place), place.parts[part].shown?.()),
  };
}

/** The bar at the bottom: what was just done with its undo, and the way to the other parts. */
function bar(place) {
  const tabs = [
    ["people", t("The list")],
    ["new", t("Not listed")],
    ["count", t("Counts")],
    ["send", t("Send")],
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
