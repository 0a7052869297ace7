/**
 * The words of the page in the language of whoever holds the phone, and numbers and days as they are written in it.
 * A sentence is named by its English wording, as in the rest of the site; the shell carries the Indonesian of each.
 */

const INDONESIAN = JSON.parse(document.getElementById("words").textContent);
const KEPT = "field-language";
let language = "id";

/** "id" or "en". */
export const languageNow = () => language;

/** The language that was chosen on this phone; "" where none was. It is no secret, and needs to be known before a PIN. */
export function chosenLanguage() {
  try {
    return localStorage.getItem(KEPT) || "";
  } catch {
    return "";
  }
}

/** Speak ``wanted`` from now on; ``keep``: on this phone also the next time. */
export function setLanguage(wanted, keep = false) {
  language = wanted === "en" ? "en" : "id";
  document.documentElement.lang = language;
  if (!keep) return;
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // A phone that keeps nothing asks again.
  }
}

/** The sentence, with each {name} replaced by ``values.name``. */
export function t(sentence, values = {}) {
  const said = language === "en" ? sentence : INDONESIAN[sentence] || sentence;
  return said.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** ``one`` for 1, otherwise ``many``; {n} is the number. Indonesian has the same for both. */
export function tn(one, many, count, values = {}) {
  return t(count === 1 ? one : many, { n: number(count), ...values });
}

const locale = () => (language === "en" ? "en-GB" : "id-ID");

/** 2.798 in Indonesian, 2,798 in English. */
export const number = (value) => new Intl.NumberFormat(locale()).format(value);

/** "Rabu, 27 November" of "2024-11-27": days have no zone of their own. */
export function weekDay(iso) {
  const options = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" };
  return new Intl.DateTimeFormat(locale(), options).format(new Date(`${iso}T00:00:00Z`));
}

/** "27 November 2024" of "2024-11-27". */
export function shortDay(iso) {
  const options = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(locale(), options).format(new Date(`${iso}T00:00:00Z`));
}

/** "27 November" of "2024-11-27". */
export function dayOfYear(iso) {
  const options = { day: "numeric", month: "long", timeZone: "UTC" };
  return new Intl.DateTimeFormat(locale(), options).format(new Date(`${iso}T00:00:00Z`));
}

/** "Rabu, 27 November 14.30" of epoch milliseconds, by the phone's own clock. */
export function moment(milliseconds) {
  const options = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(locale(), options).format(new Date(milliseconds));
}

/** "14.30" of epoch milliseconds. */
export function clock(milliseconds) {
  return new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit" }).format(new Date(milliseconds));
}

/** "08.00–14.00" of "08:00" and "14:00". */
export function hours(starts, ends) {
  const point = language === "en" ? ":" : ".";
  return `${starts.slice(0, 5).replace(":", point)}–${ends.slice(0, 5).replace(":", point)}`;
}

/** What became of somebody, in a word. */
export function outcomeWord(outcome) {
  return (
    {
      recorded: t("recorded"),
      failed: t("failed"),
      absent: t("absent"),
      refused: t("refused"),
      under_16: t("under 16"),
      already_recorded: t("already recorded"),
      away: t("away"),
    }[outcome] || outcome
  );
}
