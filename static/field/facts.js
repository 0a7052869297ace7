// What the phone knows, reckoned from the list it took along and its own acts. Pure: no browser, no clock, no storage; the
// same rules as outreach/segments.py, rule_eight.py, attendance.py and field/reducer.py, held together by tests.
import { searchColumn, searchTerms } from "./names.js";

export { searchColumn, searchTerms };

/** Age from which everybody must hold the card, and from which the biometrics may be recorded. */
export const OBLIGED_AGE = 17;
export const RECORDING_AGE = 16;
/** They stood before the team. */
export const CAME = new Set(["recorded", "failed", "under_16", "already_recorded"]);
/** They still have to be recorded. */
export const LEFT = new Set(["failed", "absent", "refused", "away", "under_16"]);

// --- Days: ISO text, "2024-11-27" --------------------------------------------------------------------------------------

const isLeap = (year) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const yearOf = (day) => Number(day.slice(0, 4));

/** True for a day of the calendar, written as ISO. */
export function isDay(text) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!parts) return false;
  const [year, month, day] = parts.slice(1).map(Number);
  const lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return year > 0 && day >= 1 && day <= (lengths[month - 1] ?? 0);
}

/** The day on which somebody turns `years`: 1 March for 29 February in common years. */
export function birthday(born, years) {
  const year = yearOf(born) + years;
  const rest = born.slice(4) === "-02-29" && !isLeap(year) ? "-03-01" : born.slice(4);
  return String(year).padStart(4, "0") + rest;
}

/** Whole years of age on `day`; negative before birth. */
export function ageOn(born, day) {
  return yearOf(day) - yearOf(born) - (day.slice(5) >= born.slice(5) ? 0 : 1);
}

/** The day on which the duty to hold a card began; birth for the ever married, whose wedding day is not known. */
export function obligedFrom(born, married = false) {
  return married ? born : birthday(born, OBLIGED_AGE);
}

/**
 * Rule 8: did somebody who is on no list flow in? True where their duty began after `baseline` or has not begun; false where
 * they were among the unnamed; null where the birth date is not known.
 */
export function flowsIn(born, baseline, { married = false } = {}) {
  if (married) return false;
  return born ? obligedFrom(born) > baseline : null;
}

/** The segment on `day`: "obliged", "first_time", "sixteen", "too_young"; null where the birth date is not known. */
export function segmentOf(born, day, { polling = "", married = false } = {}) {
  if (married) return "obliged";
  if (!born) return null;
  const age = ageOn(born, day);
  if (age >= OBLIGED_AGE) return "obliged";
  if (polling && ageOn(born, polling) >= OBLIGED_AGE) return "first_time";
  return age >= RECORDING_AGE ? "sixteen" : "too_young";
}

/** A NIK beside a date of birth, as the office masks it on the list: `150702••••••••••`. */
export function maskedNik(nik) {
  return nik ? nik.slice(0, 6) + "•".repeat(10) : "";
}

// --- The state ---------------------------------------------------------------------------------------------------------

/** How the people of a state are named: "p12" for the resident 12, "u3" for whom the event 3 told of. */
export const refOf = (content) => (content.p === undefined ? `u${content.u ?? content.n}` : `p${content.p}`);

/** The part of an outcome's content that says whom it is about: {p: 12} or {u: 3}. */
export const whomOf = (ref) => ({ [ref[0]]: Number(ref.slice(1)) });

/**
 * What stands on the phone: {people, totals, counts, tallies, notes}.
 *
 * `data`: the lease's data, or null where the list is gone. `events`: [{content, status, sentence}], in any order and however
 * often each. `people`: Map of ref → {ref, person, outcome, note, number, status, sentence, office}; `outcome` is the phone's
 * own word, else the office's as of the day it was taken along. A refused word is shown, and left out of the totals.
 */
export function stateOf(data, events) {
  const own = [...new Map(events.map((one) => [one.content.n, one])).values()];
  own.sort((one, other) => one.content.n - other.content.n);
  const undone = new Set(own.filter(({ content }) => content.k === "undo").map(({ content }) => content.of));
  const people = listed(data);
  for (const one of own) {
    if (one.content.k === "unlisted" && !undone.has(one.content.n)) addUnlisted(people, data, one);
  }
  for (const one of own) {
    if (one.content.k === "outcome") hear(people, one);
  }
  const told = (kind) => own.filter(({ content }) => content.k === kind).map((one) => ({
    number: one.content.n, at: one.content.at, status: one.status, sentence: one.sentence ?? "",
    undone: undone.has(one.content.n), ...SAID[kind](one.content),
  }));
  const [counts, tallies, notes] = [told("count"), told("tally"), told("note")];
  return { people, totals: totalsOf(data, people, counts, tallies), counts, tallies, notes };
}

const SAID = {
  count: ({ desa, c, new: newly }) => ({ desa: desa ?? "", people: c, newly: newly ?? 0 }),
  tally: ({ w, c }) => ({ what: w, count: c }),
  note: ({ t }) => ({ text: t }),
};

function entry(ref, person, outcome) {
  return { ref, person, outcome, note: "", number: null, status: "", sentence: "", office: outcome, counted: outcome };
}

function listed(data) {
  return new Map((data?.people ?? []).map((person) => [`p${person.id}`, entry(`p${person.id}`, person, person.o || "")]));
}

function addUnlisted(people, data, { content, status, sentence }) {
  const { d, a, why } = content;
  const [day, polling, baseline] = [data?.visit.day ?? "", data?.visit.polling ?? "", data?.visit.baseline ?? ""];
  const born = d.born || "";
  const person = {
    id: null, n: d.name, s: d.sex ?? "", b: born, y: born && day ? ageOn(born, day) : null, d: d.desa, rt: d.rt ?? "",
    rw: d.rw ?? "", m: maskedNik(d.nik), c: "", h: "", o: "", e: Boolean(d.married), w: "unlisted",
    f: Boolean(day) && segmentOf(born, day, { polling, married: d.married }) === "first_time",
    added: a ?? (baseline ? flowsIn(born, baseline, { married: d.married }) : null), why: why ?? "",
  };
  const ref = `u${content.n}`;
  people.set(ref, { ...entry(ref, person, ""), ...word(content, status, sentence) });
  people.get(ref).counted = status === "refused" ? "" : content.o;
  people.get(ref).unlisted = status;
}

const word = ({ n, o, t }, status, sentence) => (
  { outcome: o, note: t ?? "", number: n, status, sentence: sentence ?? "" }
);

/** Takes one word in; they come in the order of their numbers, so the last one stands. */
function hear(people, { content, status, sentence }) {
  const ref = refOf(content);
  if (!people.has(ref)) {
    if (content.p === undefined) return;
    people.set(ref, entry(ref, { id: content.p, n: "", c: "", w: "expected" }, ""));
  }
  const known = people.get(ref);
  Object.assign(known, word(content, status, sentence));
  if (!content.o) known.outcome = known.office;
  if (status !== "refused") known.counted = known.outcome;
}

/**
 * The sums, as outreach/attendance.py reckons them: {expected, withOutcome, open, came, left, recorded, unlisted, unnamed,
 * newly, cards, ikd, own: {unnamed, cards, ikd}}. `recorded`: expected, unlisted and counted without a name. `unnamed`, `cards`
 * and `ikd` hold what the office knew when the visit was taken along and what this phone added (`own`).
 */
function totalsOf(data, people, counts, tallies) {
  const all = [...people.values()].filter((one) => one.unlisted !== "refused");
  const expected = all.filter(({ person }) => person.w !== "unlisted");
  const number = (list, fits) => list.filter(fits).length;
  const stands = (list) => list.filter((one) => !one.undone && one.status !== "refused");
  const sum = (list, of) => list.reduce((total, one) => total + of(one), 0);
  const tallied = (what) => sum(stands(tallies), (one) => (one.what === what ? one.count : 0));
  const own = { unnamed: sum(stands(counts), (one) => one.people), cards: tallied("cards"), ikd: tallied("ikd") };
  const office = { people: 0, cards: 0, ikd: 0, ...data?.counted };
  const open = number(expected, (one) => !one.counted);
  return {
    expected: expected.length,
    withOutcome: expected.length - open,
    open,
    came: number(expected, (one) => CAME.has(one.counted)),
    left: open + number(expected, (one) => LEFT.has(one.counted)),
    recorded: number(all, (one) => one.counted === "recorded") + office.people + own.unnamed,
    unlisted: all.length - expected.length,
    unnamed: office.people + own.unnamed,
    newly: sum(stands(counts), (one) => one.newly),
    cards: office.cards + own.cards,
    ikd: office.ikd + own.ikd,
    own,
  };
}

// --- Search ------------------------------------------------------------------------------------------------------------

const LOOK_ALIKES = { O: "0", Q: "0", D: "0", I: "1", L: "1", Z: "2", S: "5", G: "6", B: "8" };
const LONGEST_CODE = 5;
const columns = new Map();

function columnOf(name) {
  if (!columns.has(name)) columns.set(name, searchColumn(name));
  return columns.get(name);
}

/** A tally code as it is printed, whatever was read for its signs: "o1-2a" → "012A". */
export function codeOf(typed) {
  return [...typed.toUpperCase().replace(/[\s.\-_/·–—]+/g, "")].map((sign) => LOOK_ALIKES[sign] ?? sign).join("");
}

/** RT and RW in what was typed ("rt 3", "RW02", "3/2"), and what is left of it: {rt, rw, rest}; -1 where there is none. */
function placesIn(typed) {
  const found = { rt: -1, rw: -1 };
  let rest = typed.replace(/\b(rt|rw)[\s.:/]*(\d{1,3})(?!\d)/gi, (_all, kind, digits) => {
    found[kind.toLowerCase()] = Number(digits);
    return " ";
  });
  rest = rest.replace(/(?<![\w])(\d{1,3})\s*\/\s*(\d{1,3})(?![\w])/, (_all, rt, rw) => {
    Object.assign(found, { rt: Number(rt), rw: Number(rw) });
    return " ";
  });
  return { ...found, rest: rest.trim() };
}

/**
 * `searchIndex(entries)` gives a function: what was typed → the entries it finds, in their order. Parts of a name in any
 * order and spelling, "RT 3" (and a bare number of up to three digits), "RT 3 RW 2", "3/2", the beginning of a tally code.
 * Nothing typed finds everybody. Build it once for a state; names that were seen before cost nothing.
 */
export function searchIndex(entries) {
  const rows = [...entries].map((one) => ({
    one, column: columnOf(one.person.n ?? ""), code: one.person.c ?? "", rt: Number(one.person.rt || -2), rw: Number(one.person.rw || -2),
  }));
  return (typed) => {
    const { rt, rw, rest } = placesIn(typed);
    const code = codeOf(rest);
    const isCode = code.length > 0 && code.length <= LONGEST_CODE && (/\d/.test(rest) || code.length === LONGEST_CODE);
    const bare = /^\d{1,3}$/.test(rest) ? Number(rest) : -1;
    const terms = searchTerms(rest);
    const named = (row) => (terms.length ? terms.every((term) => row.column.includes(term)) && !/\d/.test(rest) : !rest);
    return rows.filter((row) => (rt < 0 || row.rt === rt) && (rw < 0 || row.rw === rw)
      && (named(row) || (isCode && row.code.startsWith(code)) || (bare >= 0 && row.rt === bare))).map((row) => row.one);
  };
}
