/** What is counted without a name: people recorded, cards printed, IKD activated; and notes about the visit as a whole. */

import { act, totalsLine } from "./acts.js";
import { button, h, labelled, wrongAt } from "./dom.js";
import { clock, number, t, tn } from "./words.js";

const MOST_PEOPLE = 500;
const MOST_PIECES = 1000;
const LONGEST_NOTE = 500;

/** The part "count": four small forms, and below them what was entered, each with its undo. */
export function talliesView(app, place) {
  const view = { app, place };
  view.totals = h("div.pinned");
  view.entered = h("div", { "data-entered": true });
  view.node = h(
    "div",
    {},
    view.totals,
    peopleForm(view),
    piecesForm(view, "cards", t("Cards printed"), t("How many cards?")),
    piecesForm(view, "ikd", t("IKD activated"), t("How many activations?")),
    noteForm(view),
    view.entered,
  );
  return { node: view.node, refresh: () => refresh(view) };
}

/** A form that saves by ``save(fields)``, which gives faults or content with its sentence; emptied once it is saved. */
function small(view, title, fields, words, read) {
  const form = h(
    "form.card",
    { novalidate: true },
    h("h2", {}, title),
    Object.values(fields).map((one) => one.row),
    h("button.button.primary", { type: "submit" }, words),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { faults, content, done } = read();
    if (!wrongAt(form, faults) || form.dataset.saving) return;
    form.dataset.saving = "1";
    const typedIn = Object.values(fields).filter(({ control }) => control.tagName !== "SELECT");
    const before = typedIn.map(({ control }) => control.value);
    const made = await act(view.app, view.place, content, done, (of) => ({ k: "undo", of }));
    delete form.dataset.saving;
    // What was typed meanwhile stays.
    if (made) typedIn.forEach(({ control }, at) => control.value === before[at] && (control.value = ""));
  });
  return form;
}

const field = (name, label, control, hint = "") => ({ control, row: labelled(name, label, control, hint) });
const count = () => h("input", { type: "text", inputmode: "numeric", maxlength: "4", autocomplete: "off" });

/** The whole number typed; NaN where it is none. */
function typed({ control }) {
  const text = control.value.trim();
  return /^\d{1,4}$/.test(text) ? Number(text) : NaN;
}

function peopleForm(view) {
  const { data } = view.place.session;
  const whole = h("option", { value: "" }, t("{kecamatan} as a whole", { kecamatan: data.visit.kecamatan }));
  const served = data.desa.filter((one) => one.served);
  const desa = h(
    "select",
    {},
    served.map((one) => h("option", { value: one.code }, one.name)),
    whole,
  );
  const fields = {
    c: field("c", t("How many were recorded?"), count()),
    fresh: field(
      "fresh",
      t("Of them newly obliged"),
      count(),
      t("17 or moved in after the baseline date. Empty: none."),
    ),
    desa: field("desa", t("Of which desa"), desa),
  };
  const read = () => {
    const c = typed(fields.c);
    const fresh = fields.fresh.control.value.trim() ? typed(fields.fresh) : 0;
    const faults = {};
    if (!(c >= 1 && c <= MOST_PEOPLE))
      faults.c = t("Type a whole number from 1 to {most}.", { most: number(MOST_PEOPLE) });
    if (!(fresh >= 0 && fresh <= (c || MOST_PEOPLE))) faults.fresh = t("Not more than were recorded.");
    const content = { k: "count", desa: desa.value, c, new: fresh };
    return { faults, content, done: unnamed(c) };
  };
  return small(view, t("Recorded without a name"), fields, t("Add people"), read);
}

function piecesForm(view, what, title, label) {
  const fields = { c: field("c", label, count()) };
  const read = () => {
    const c = typed(fields.c);
    const faults =
      c >= 1 && c <= MOST_PIECES
        ? {}
        : { c: t("Type a whole number from 1 to {most}.", { most: number(MOST_PIECES) }) };
    return { faults, content: { k: "tally", w: what, c }, done: pieces(what, c) };
  };
  return small(view, title, fields, what === "cards" ? t("Add cards") : t("Add activations"), read);
}

const unnamed = (c) => tn("{n} person recorded without a name", "{n} people recorded without a name", c);
const pieces = (what, c) =>
  what === "cards" ? tn("{n} card printed", "{n} cards printed", c) : tn("{n} IKD activated", "{n} IKD activated", c);

function noteForm(view) {
  const control = h("textarea", { rows: "3", maxlength: String(LONGEST_NOTE) });
  const fields = {
    t: field("t", t("What should the office know?"), control, t("About the visit, not about a person.")),
  };
  const read = () => {
    const text = control.value.trim();
    return {
      faults: text ? {} : { t: t("Type the note first.") },
      content: { k: "note", t: text },
      done: t("Note kept"),
    };
  };
  return small(view, t("Note about the visit"), fields, t("Keep the note"), read);
}

/** What stands, newest first: [row of the state, words]. */
function rowsOf({ place }) {
  const { counts, tallies, notes } = place.state;
  const desa = new Map(place.session.data.desa.map((one) => [one.code, one.name]));
  const people = (one) => {
    const said = unnamed(one.people);
    const fresh = one.newly ? `, ${t("of them {n} newly obliged", { n: number(one.newly) })}` : "";
    return `${said}, ${desa.get(one.desa) || place.session.data.visit.kecamatan}${fresh}`;
  };
  return [
    ...counts.map((one) => [one, people(one)]),
    ...tallies.map((one) => [one, pieces(one.what, one.count)]),
    ...notes.map((one) => [one, one.text]),
  ]
    .filter(([one]) => !one.undone)
    .sort((a, b) => b[0].number - a[0].number);
}

const refusedWord = (one) => one.status === "refused" && h("b.late.block", {}, t("refused by the office"));

function refresh(view) {
  view.totals.replaceChildren(totalsLine(view.place));
  const { counted } = view.place.session.data;
  const rows = rowsOf(view);
  const back = (of, words) => act(view.app, view.place, { k: "undo", of }, t("Undone: {what}", { what: words }));
  view.entered.replaceChildren(
    h("h2", {}, t("Entered on this phone")),
    rows.length
      ? h(
          "ul.entered",
          {},
          rows.map(([one, words]) =>
            h(
              "li",
              {},
              h("span", {}, words, h("span.soft", {}, ` ${clock(one.at)}`), refusedWord(one)),
              button("quiet.small", t("Undo"), () => back(one.number, words), {
                "aria-label": t("Undo: {what}", { what: words }),
              }),
            ),
          ),
        )
      : h("p.soft", {}, t("Nothing yet.")),
    counted.people || counted.cards || counted.ikd
      ? h(
          "p.soft",
          {},
          t("The office had before: {people} people without a name, {cards} cards, {ikd} IKD.", {
            people: number(counted.people),
            cards: number(counted.cards),
            ikd: number(counted.ikd),
          }),
        )
      : "",
  );
}
