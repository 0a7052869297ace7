/** Somebody came who is not on the phone's list: who they are, rule 8's answer, what became of them. */

import { act, personDone, totalsLine } from "./acts.js";
import { button, choices, chosenIn, h, labelled, notice, wrongAt } from "./dom.js";
import { personSheet } from "./person.js";
import { outcomeWord, shortDay, t } from "./words.js";
import { flowsIn, isDay, obligedFrom, searchIndex, searchTerms } from "../facts.js";

const OUTCOMES = ["recorded", "failed", "refused", "under_16"];
const LONGEST_REASON = 200;
/** Nobody alive is older; who types 1 for the year is told so. */
const EARLIEST = "1900-01-01";

/** The part "new": one form, which keeps what was typed while the page lives; asked before the page is left with it. */
export function newcomerView(app, place) {
  const view = { app, place, otherwise: false };
  view.totals = h("div.pinned");
  view.form = h("form.form", { novalidate: true, oninput: () => told(view) });
  view.form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(view);
  });
  fill(view);
  window.addEventListener("beforeunload", (event) => isTouched(view) && event.preventDefault());
  view.node = h(
    "div",
    {},
    view.totals,
    h("h2", {}, t("Somebody who is not on the list")),
    h("p.soft", {}, t("Look for them among the people first: so nobody is listed or counted twice.")),
    view.form,
  );
  const refresh = () => view.totals.replaceChildren(totalsLine(place));
  const shown = () => {
    if (!app.newcomerName) return;
    view.fields.name.value = app.newcomerName;
    app.newcomerName = "";
    told(view);
    view.fields.name.focus();
  };
  return { node: view.node, refresh, shown };
}

const digits = (maxlength, more = {}) =>
  h("input", { type: "text", inputmode: "numeric", maxlength, autocomplete: "off", ...more });

/** The empty form; the village stays as it was chosen last, as people come in turn from one. */
function fill(view) {
  const { data } = view.place.session;
  const served = data.desa.filter((one) => one.served);
  const desa = h(
    "select",
    {},
    [...served, ...data.desa.filter((one) => !one.served)].map((one) => h("option", { value: one.code }, one.name)),
  );
  if (view.fields) desa.value = view.fields.desa.value;
  view.fields = {
    name: h("input", { type: "text", maxlength: "120", autocomplete: "off", autocapitalize: "words" }),
    day: digits("2", { "aria-label": t("Day of birth") }),
    month: digits("2", { "aria-label": t("Month of birth, as a number") }),
    year: digits("4", { "aria-label": t("Year of birth") }),
    desa,
    rt: digits("3"),
    rw: digits("3"),
    nik: digits("16"),
    married: h("input", { type: "checkbox" }),
    why: h("input", { type: "text", maxlength: String(LONGEST_REASON), autocomplete: "off" }),
  };
  view.otherwise = false;
  view.rule = h("div", { "data-rule": true });
  view.alike = h("div", { "data-alike": true });
  view.form.replaceChildren(...parts(view));
  told(view);
}

function parts(view) {
  const { fields } = view;
  return [
    labelled("name", t("Name"), fields.name),
    view.alike,
    choices(
      "sex",
      t("Sex"),
      [
        ["male", t("male")],
        ["female", t("female")],
      ],
      "",
    ),
    born(fields),
    h("label.tick", {}, fields.married, h("span", {}, t("Is or was married"))),
    labelled("desa", t("Desa/kelurahan"), fields.desa),
    h("div.two", {}, labelled("rt", "RT", fields.rt), labelled("rw", "RW", fields.rw)),
    labelled(
      "nik",
      t("NIK, where it is known"),
      fields.nik,
      t("16 digits, from the family card. It is sealed on this phone."),
    ),
    view.rule,
    choices(
      "outcome",
      t("What became of them?"),
      OUTCOMES.map((one) => [one, outcomeWord(one)]),
      "recorded",
    ),
    h(
      "div.actions",
      {},
      h("button.button.primary.grow", { type: "submit" }, t("Save")),
      button("quiet", t("Empty the form"), () => fill(view)),
    ),
  ];
}

function born(fields) {
  return h(
    "fieldset.field",
    { "data-field": "born" },
    h("legend", {}, t("Date of birth")),
    h("p.hint", {}, t("Day, month, year as numbers: 17 8 2007. Leave it empty where nobody knows it.")),
    h("div.date", {}, fields.day, fields.month, fields.year),
    h("p.wrong", { "data-wrong": true, hidden: true }),
  );
}

const isTouched = (view) => view.node?.isConnected && Boolean(view.fields.name.value.trim() || view.fields.nik.value);

/** The birth date typed: "" where none is, null where it is none that can be. */
function bornTyped(view) {
  const { day, month, year } = view.fields;
  const typed = [year, month, day].map((one) => one.value.trim());
  if (!typed.some(Boolean)) return "";
  const iso = typed.map((one, at) => one.padStart(at ? 2 : 4, "0")).join("-");
  return isDay(iso) && iso >= EARLIEST && iso <= view.place.session.data.visit.day ? iso : null;
}

/** While somebody types: who looks alike, and how rule 8 answers. */
function told(view) {
  drawAlike(view);
  const date = bornTyped(view);
  const { baseline } = view.place.session.data.visit;
  const married = view.fields.married.checked;
  const answer = Boolean(flowsIn(date || "", baseline, { married }));
  const drawn = `${date}|${married}|${view.otherwise}`;
  if (view.drawn === drawn) return;
  view.drawn = drawn;
  view.answer = answer;
  const way = view.otherwise ? !answer : answer;
  view.rule.replaceChildren(
    notice(
      "rule",
      h(
        "p",
        {},
        h(
          "b",
          {},
          way ? t("Counts as newly obliged: added, then recorded.") : t("Was among those not named: only recorded."),
        ),
      ),
      h("p", {}, view.otherwise ? t("Not as the rule says.") : reason(date, baseline, married)),
      view.otherwise ? labelled("why", t("Why does the rule not fit?"), view.fields.why) : null,
      button("quiet.small", view.otherwise ? t("As the rule says") : t("Count otherwise"), () => turn(view), {
        "data-turn": true,
      }),
    ),
  );
}

function turn(view) {
  view.otherwise = !view.otherwise;
  told(view);
  if (view.otherwise) view.fields.why.focus();
  else view.rule.querySelector("[data-turn]").focus();
}

function reason(date, baseline, married) {
  const facts = { baseline: shortDay(baseline) };
  if (married) return t("Whoever was ever married was obliged on {baseline}, the baseline date, already.", facts);
  if (!date)
    return t("The birth date is unknown: nothing says that the duty began after {baseline}, the baseline date.", facts);
  const obliged = obligedFrom(date);
  facts.day = shortDay(obliged);
  return obliged > baseline
    ? t("17 on {day}, after the baseline date, {baseline}.", facts)
    : t("17 on {day}, so obliged on the baseline date, {baseline}, already.", facts);
}

/** People of the list whose names hold what was typed: most who "are not on the list" are. */
function drawAlike(view) {
  const typed = view.fields.name.value.trim();
  const asked = typed.length > 2 && !/\d/.test(typed) && searchTerms(typed).length;
  const found = asked ? searchIndex(view.place.state.people.values())(typed).slice(0, 3) : [];
  const drawn = found.map((one) => one.ref).join(" ");
  if (view.alike.dataset.drawn === drawn) return;
  view.alike.dataset.drawn = drawn;
  const open = (ref) => personSheet(view.app, view.place, ref, () => {});
  view.alike.replaceChildren(
    ...(found.length
      ? [
          notice(
            "warn",
            h("p", {}, h("b", {}, t("Is it one of these? Touch them instead."))),
            found.map(({ ref, person }) =>
              button("quiet.wide", [person.n, person.y].filter((one) => one || one === 0).join(", "), () => open(ref)),
            ),
          ),
        ]
      : []),
  );
}

/** What is wrong with the form: name of the field → sentence. */
function faultsOf(view, date) {
  const { fields } = view;
  const faults = {};
  if (!fields.name.value.trim()) faults.name = t("Who is it? Type the name.");
  if (date === null) faults.born = t("There is no such day. Type day, month and year as numbers: 17 8 2007.");
  for (const name of ["rt", "rw"]) {
    if (!/^\d{0,3}$/.test(fields[name].value.trim())) faults[name] = t("Up to three digits.");
  }
  if (!/^(\d{16})?$/.test(fields.nik.value.replace(/[\s.-]/g, ""))) {
    faults.nik = t("A NIK has 16 digits. Correct it, or leave it empty.");
  }
  if (view.otherwise && !fields.why.value.trim()) faults.why = t("Say why in a few words: moved in last month, say.");
  if (!chosenIn(view.form, "outcome")) faults.outcome = t("Choose what became of them.");
  return faults;
}

function contentOf(view, date) {
  const { fields } = view;
  const text = (name) => fields[name].value.trim();
  const d = {
    name: text("name").replace(/\s+/g, " "),
    sex: chosenIn(view.form, "sex"),
    born: date,
    desa: text("desa"),
    rt: text("rt"),
    rw: text("rw"),
    nik: text("nik").replace(/\D/g, ""),
    married: fields.married.checked,
  };
  const said = view.otherwise ? { a: !view.answer, why: text("why") } : {};
  return { k: "unlisted", d, ...said, o: chosenIn(view.form, "outcome") };
}

async function save(view) {
  const date = bornTyped(view);
  if (!wrongAt(view.form, faultsOf(view, date)) || view.saving) return;
  view.saving = true;
  const content = contentOf(view, date);
  const made = await act(view.app, view.place, content, personDone(content.d.name, content.o), (number) => ({
    k: "undo",
    of: number,
  }));
  view.saving = false;
  if (!made) return;
  fill(view);
  view.fields.name.focus();
}
