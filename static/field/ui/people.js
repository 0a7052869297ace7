/** The people of a visit: search as one types, by desa and RT, one big row for each. */

import { totalsLine } from "./acts.js";
import { h } from "./dom.js";
import { factsOf, flagsOf, personSheet, plain } from "./person.js";
import { number, outcomeWord, t } from "./words.js";
import { searchIndex } from "../facts.js";

const FILTERS = ["open", "all", "done"];
/** So many rows come up in one frame: more than a screen holds. */
const AT_ONCE = 16;

/** The part "people" of a visit's page: {node, refresh, shown}. */
export function peopleView(app, place) {
  const view = {
    app,
    place,
    filter: place.state.totals.open ? "open" : "all",
    rows: new Map(),
    groups: new Map(),
    find: () => [],
    turn: 0,
  };
  view.search = h("input", {
    type: "search",
    id: "search",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    enterkeyhint: "search",
    placeholder: t("Name, RT or code"),
    oninput: () => (narrow(view), toFirst(view)),
    onkeydown: (event) => keyOfSearch(view, event),
  });
  view.totals = h("div");
  view.filters = h("div.filters", { role: "group", "aria-label": t("Who is shown") });
  view.list = h("div.people", { "data-people": true });
  view.none = h("div.none", { hidden: true });
  const label = h("label.unseen", { for: "search" }, t("Search by name, RT or tally code"));
  view.node = h(
    "div",
    {},
    h("div.pinned", {}, view.totals, h("div.search", {}, label, view.search), view.filters),
    view.list,
    view.none,
  );
  return { node: view.node, refresh: () => refresh(view), view };
}

/** Everybody in the order of the list: by desa, those served first, then RT, then name; who came unlisted at the end. */
function inOrder(view) {
  const desa = new Map(view.place.session.data.desa.map((one) => [one.code, one]));
  const sorted = new Intl.Collator("id", { numeric: true, sensitivity: "base" });
  return [...view.place.state.people]
    .map(([ref, known]) => {
      const place = desa.get(known.person.d);
      return {
        ref,
        known,
        desa: place?.name ?? "",
        served: place?.served ?? false,
        extra: known.person.w === "unlisted",
      };
    })
    .sort(
      (a, b) =>
        a.extra - b.extra ||
        b.served - a.served ||
        sorted.compare(a.desa, b.desa) ||
        sorted.compare(plain(a.known.person.rt), plain(b.known.person.rt)) ||
        sorted.compare(a.known.person.n, b.known.person.n),
    );
}

/** Rows are made once; afterwards only what changed is touched, so that 400 people cost nothing on a weak phone. */
function refresh(view) {
  const people = view.place.state.people;
  if (people.size !== view.rows.size || [...people.keys()].some((ref) => !view.rows.has(ref))) build(view);
  for (const [ref, known] of people) mark(view, view.rows.get(ref), known);
  view.totals.replaceChildren(totalsLine(view.place));
  drawFilters(view);
  narrow(view);
}

function build(view) {
  view.rows.clear();
  view.groups.clear();
  view.find = searchIndex(view.place.state.people.values());
  const sections = [];
  for (const one of inOrder(view)) {
    const rt = plain(one.known.person.rt);
    const title = one.extra ? t("Came unlisted") : rt ? `${one.desa}, RT ${rt}` : one.desa;
    if (!view.groups.has(title)) {
      const list = h("ul.rows");
      const section = h("section.group", {}, h("h2", {}, title), list);
      view.groups.set(title, { section, list, rows: [] });
      sections.push(section);
    }
    const group = view.groups.get(title);
    const row = rowOf(view, one);
    view.rows.set(one.ref, row);
    group.rows.push(row);
    group.list.append(row.node);
  }
  view.list.replaceChildren(...sections);
}

function rowOf(view, { ref, known, desa, extra }) {
  const { person } = known;
  const mark = h("span.mark");
  const line = h(
    "button.person",
    { type: "button", "data-ref": ref, onclick: () => openPerson(view, ref) },
    h(
      "span.who",
      {},
      h(
        "span.name",
        {},
        person.n,
        person.y === null || person.y === undefined ? "" : h("span.age", {}, `, ${person.y}`),
      ),
      h("span.facts", {}, extra ? factsOf({ ...person, m: "" }, desa) : inGroup(person)),
      flagsOf(person),
    ),
    mark,
  );
  return { node: h("li", {}, line), line, mark, ref, shown: null, outcome: null };
}

/** What the heading of the group does not say: "RW 1 · K7Q". The masked NIK, the same for all around, is on the sheet. */
const inGroup = (person) => factsOf({ ...person, rt: "", m: "" });

function mark(view, row, known) {
  const shown = `${known.outcome}|${known.status}|${known.note || ""}`;
  if (row.shown === shown) return;
  row.shown = shown;
  row.outcome = known.outcome;
  row.line.dataset.outcome = known.outcome || "open";
  const words = known.outcome ? outcomeWord(known.outcome) : "";
  row.mark.replaceChildren(
    ...[
      words && h("span.outcome", {}, words),
      known.note && h("span.soft", {}, known.note),
      known.status === "refused" && h("span.late", {}, t("refused by the office")),
    ].filter(Boolean),
  );
}

function drawFilters(view) {
  const { totals } = view.place.state;
  const all = view.rows.size;
  const done = [...view.place.state.people.values()].filter((one) => one.outcome).length;
  const words = {
    open: t("open {n}", { n: number(all - done) }),
    all: t("all {n}", { n: number(all) }),
    done: t("done {n}", { n: number(done) }),
  };
  const drawn = `${all}|${done}|${view.filter}|${totals.open}`;
  if (view.drawn === drawn) return;
  view.drawn = drawn;
  const held = document.activeElement?.dataset?.filter;
  const choose = (name) => {
    view.filter = name;
    drawFilters(view);
    narrow(view);
  };
  view.filters.replaceChildren(
    ...FILTERS.map((name) =>
      h(
        "button",
        {
          type: "button",
          "data-filter": name,
          "aria-pressed": String(view.filter === name),
          onclick: () => choose(name),
        },
        words[name],
      ),
    ),
  );
  if (held) view.filters.querySelector(`[data-filter="${held}"]`)?.focus();
}

/**
 * Shows those who fit the search, or the filter where nothing is searched for. Who fits no more goes at once; of many who
 * come the first ones do, a screen and more, and the others frame by frame behind them: a weak phone answers each key.
 */
function narrow(view) {
  const typed = view.search.value.trim();
  const hits = typed && new Set(view.find(typed).map((one) => one.ref));
  const behind = [];
  let found = 0;
  for (const { section, rows } of view.groups.values()) {
    let seen = 0;
    for (const row of rows) {
      const fits = hits ? hits.has(row.ref) : fitsFilter(view.filter, row.outcome);
      found += fits;
      if (fits && row.node.hidden && found > AT_ONCE) behind.push([row, section]);
      else if (row.node.hidden === fits) row.node.hidden = !fits;
      seen += !row.node.hidden;
    }
    if (section.hidden !== (seen === 0)) section.hidden = seen === 0;
  }
  view.filters.classList.toggle("idle", Boolean(typed));
  view.none.hidden = found > 0;
  if (!found) view.none.replaceChildren(...nobody(view, Boolean(typed)));
  bringUp(view, behind, (view.turn += 1));
}

/** Who is found first stands right below the search, also where the list was scrolled on before. */
function toFirst(view) {
  const top = view.node.offsetTop;
  if (scrollY > top) scrollTo(0, top);
}

/** Shows the others, so many in each frame, unless somebody types on meanwhile. */
function bringUp(view, behind, turn) {
  if (!behind.length) return;
  requestAnimationFrame(() =>
    setTimeout(() => {
      if (turn !== view.turn) return;
      for (const [row, section] of behind.splice(0, AT_ONCE)) {
        row.node.hidden = false;
        section.hidden = false;
      }
      bringUp(view, behind, turn);
    }),
  );
}

const fitsFilter = (filter, outcome) => filter === "all" || (filter === "done") === Boolean(outcome);

function nobody(view, searched) {
  if (!searched && view.filter === "open" && view.rows.size) {
    return [h("p.big", {}, t("Everybody of the list has an outcome."))];
  }
  if (!searched)
    return [h("p", {}, view.rows.size ? t("Nobody has an outcome yet.") : t("Nobody is on the list of this visit."))];
  const go = () => {
    view.app.newcomerName = view.search.value.trim();
    view.search.value = "";
    narrow(view);
    location.hash = "new";
  };
  return [
    h("p", {}, t("Nobody of the list is found by that. Try part of the name.")),
    h("button.button", { type: "button", onclick: go }, t("They are on no list")),
  ];
}

/** Enter opens the only one found, or the first; arrow down goes to the list. */
function keyOfSearch(view, event) {
  const first = view.list.querySelector("li:not([hidden]) button");
  if (event.key === "ArrowDown" && first) {
    event.preventDefault();
    first.focus();
  } else if (event.key === "Enter" && first && view.search.value.trim()) {
    event.preventDefault();
    openPerson(view, first.dataset.ref);
  }
}

async function openPerson(view, ref) {
  const next = neighbour(view, ref);
  await personSheet(view.app, view.place, ref, () => {
    // Who was dealt with may have left the list of those still open: the next one is at hand then.
    const row = view.rows.get(ref);
    const target = row && !row.node.hidden && row.node.isConnected ? row.line : view.rows.get(next)?.line;
    (target ?? view.search).focus({ preventScroll: true });
    if (view.search.value) view.search.select();
  });
}

function neighbour(view, ref) {
  const seen = [...view.list.querySelectorAll("li:not([hidden]) button")];
  const at = seen.findIndex((one) => one.dataset.ref === ref);
  return (seen[at + 1] ?? seen[at - 1])?.dataset.ref;
}
