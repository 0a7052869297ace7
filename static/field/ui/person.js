/** One person: who it is, and what became of them in one touch. */

import { act, personDone } from "./acts.js";
import { button, h, sheet } from "./dom.js";
import { outcomeWord, shortDay, t } from "./words.js";
import { RECORDING_AGE, whomOf } from "../facts.js";

/** In the order of the tally, with the digit that means each; who came unlisted was neither absent nor away. */
export const OUTCOMES = ["recorded", "failed", "absent", "refused", "under_16", "already_recorded", "away"];
const NOT_HERE = new Set(["absent", "away"]);
export const LONGEST_NOTE = 300;

/** Opens the sheet of ``ref`` (a key of the state's people); ``after`` is called once it is closed. */
export function personSheet(app, place, ref, after) {
  const known = place.state.people.get(ref);
  const { person } = known;
  const note = h("textarea", { rows: "2", maxlength: String(LONGEST_NOTE), id: "note" });
  // A note that was typed and not kept, because somebody closed the sheet or the phone was full, is there again.
  note.value = place.notes.get(ref) ?? known.note ?? "";
  const choose = async (outcome, close) => {
    const text = note.value.trim();
    close();
    if (outcome === known.outcome && text === (known.note || "")) return;
    const content = contentOf(ref, outcome, text);
    if (await act(app, place, content, personDone(person.n, outcome), undoOf(ref, known))) place.notes.delete(ref);
    after();
  };
  const mistake = async (close) => {
    close();
    await act(app, place, { k: "undo", of: whomOf(ref).u }, t("{name} was taken out again.", { name: person.n }));
    after();
  };
  const make = (close) => [
    about(place, person, known),
    noteField(note, known, () => choose(known.outcome, close)),
    ref.startsWith("u") && button("quiet.wide", t("Entered by mistake: take out again"), () => mistake(close)),
    outcomeButtons(known, (outcome) => choose(outcome, close)),
  ];
  const title = person.y === null || person.y === undefined ? person.n : `${person.n}, ${person.y}`;
  const closed = () => {
    if (note.value !== (known.note || "")) place.notes.set(ref, note.value);
    after();
  };
  const dialog = sheet(title, make, { onclose: closed, look: "person-sheet" });
  dialog.addEventListener("keydown", (event) =>
    byDigit(event, known, (outcome) => choose(outcome, () => dialog.close())),
  );
  return dialog;
}

/** The act that says what became of ``ref``. */
function contentOf(ref, outcome, note) {
  return { k: "outcome", ...whomOf(ref), o: outcome, ...(note ? { t: note } : {}) };
}

/** What stood there before is what the undo says again. */
const undoOf = (ref, known) => contentOf(ref, known.outcome, known.note || "");

function about(place, person, known) {
  const desa = place.session.data.desa.find((one) => one.code === person.d)?.name ?? "";
  const young = person.y !== null && person.y !== undefined && person.y < RECORDING_AGE && !person.e;
  return h(
    "div.about",
    {},
    h("p", {}, factsOf(person, desa)),
    person.b ? h("p.soft", {}, t("born {day}", { day: shortDay(person.b) })) : null,
    flagsOf(person),
    young ? h("p.caution", {}, t("Under 16 on this day: the office cannot take a recording.")) : null,
    known.outcome ? h("p", {}, t("So far: {outcome}", { outcome: outcomeWord(known.outcome) })) : null,
  );
}

function noteField(note, known, save) {
  return h(
    "details.fold",
    { open: Boolean(note.value) },
    h("summary", {}, t("Note")),
    h("label.unseen", { for: "note" }, t("Note about this person")),
    note,
    h("p.hint", {}, t("Goes with the outcome that you touch.")),
    known.outcome ? button("quiet", t("Save the note"), save) : null,
  );
}

const fits = (known, outcome) => known.person.w !== "unlisted" || !NOT_HERE.has(outcome);

/** At a desk the digits 1 to 7 do what the buttons do, as on the office's page of the result. */
function byDigit(event, known, choose) {
  const outcome = OUTCOMES[Number(event.key) - 1];
  if (!outcome || !fits(known, outcome) || event.target.tagName === "TEXTAREA" || event.ctrlKey || event.altKey) return;
  event.preventDefault();
  choose(outcome);
}

function outcomeButtons(known, choose) {
  // The one that is told most often comes last: there the thumb is.
  const own = [...OUTCOMES.slice(1), OUTCOMES[0]].filter((one) => fits(known, one));
  const list = own.map((one) =>
    button(`outcome.o-${one}`, outcomeWord(one), () => choose(one), {
      "data-choose": one,
      "aria-pressed": String(known.outcome === one),
    }),
  );
  if (known.number !== null && known.outcome !== known.office && !known.ref.startsWith("u")) {
    list.splice(
      -1,
      0,
      button("quiet.wide", t("Take the outcome back"), () => choose(""), { "data-choose": "" }),
    );
  }
  return h("div.outcomes", { role: "group", "aria-label": t("What became of them?") }, list);
}

/** "3" of "003". */
export const plain = (digits) => (digits || "").replace(/^0+(?=\d)/, "");

/** "Lambur · RT 3/RW 1 · K7Q · 150702••••••••••" */
export function factsOf(person, desa = "") {
  const place = [person.rt && `RT ${plain(person.rt)}`, person.rw && `RW ${plain(person.rw)}`]
    .filter(Boolean)
    .join("/");
  return [desa, place, person.c, person.m].filter(Boolean).join(" · ");
}

/** What to know of somebody before they are called: first-time voter, home visit. */
export function flagsOf(person) {
  const flags = [person.f && t("first-time voter"), person.h && t("home visit: {why}", { why: person.h })].filter(
    Boolean,
  );
  return flags.length
    ? h(
        "span.flags",
        {},
        flags.map((one) => h("span.flag", {}, one)),
      )
    : null;
}
