// Names as Indonesians spell them, evened out for search: the manner of outreach/person_names.py, so that a name that the
// office finds is found on the phone as well. Titles and degrees stay in what is searched: they only find more. Pure.

const LONGEST = 200;
const MUHAMMAD = "muhamad";
const APOSTROPHES = /['’‘`´ʼʿʾ′"]/g;
const BETWEEN = new Set(["bin", "binti", "bint", "bte", "bt", "alias", "als", "alm", "almh", "almarhum", "almarhumah"]);
const TITLES = new Set([
  "h", "hj", "hjh", "haji", "hajah", "hajjah", "kh", "kyai", "kiai", "ust", "ustad", "ustadz", "ustadzah", "tgk", "dr", "drg",
  "drs", "dra", "ir", "prof", "bapak", "bpk", "ibu", "sdr", "sdri", "tn", "ny", "nn", "alm", "almh",
]);
const SHORT_FORMS = new Map([
  ...["m", "md", "mhd", "muh", "muhd", "moch", "moh", "mohd"].map((short) => [short, MUHAMMAD]),
  ...["abd", "abdl", "abdur", "abdus", "abdun", "abdut"].map((short) => [short, "abdul"]),
  ["st", "siti"], ["sitti", "siti"], ["nrl", "nurul"],
]);
const OLD_J = new Map([
  ["jusuf", "yusuf"], ["jusup", "yusup"], ["jahja", "yahya"], ["jahya", "yahya"], ["junus", "yunus"], ["wahju", "wahyu"],
]);
const OLD_LETTERS = /oe|dj|tj|sj|^nj/;
const OLD_SIGNS = [["dj", "J"], ["tj", "C"], ["sj", "sy"], ["nj", "ny"], ["oe", "u"], ["j", "y"]];
const SAME_LETTERS = [
  ["chr", "kr"], ["dz", "z"], ["sh", "s"], ["kh", "h"], ["ch", "h"], ["ph", "p"], ["dh", "d"], ["th", "t"], ["bh", "b"],
  ["gh", "g"], ["f", "p"], ["v", "p"], ["q", "k"], ["z", "s"], ["x", "ks"], ["ie", "i"], ["y", "i"], ["ae", "ai"], ["uw", "u"],
];
const COMPOUND = /^abdu(?:l(?!ah?$|oh?$)(?=[a-z]{2})|(?=[rs][a-z]))([a-z]+)$/;

const once = (word) => word.replace(/(.)\1+/g, "$1");

function modern(word) {
  if (OLD_J.has(word)) return OLD_J.get(word);
  if (!OLD_LETTERS.test(word)) return word;
  return OLD_SIGNS.reduce((now, [old, fresh]) => now.replaceAll(old, fresh), word).toLowerCase();
}

/** One lower-case ASCII word with spellings evened out: "achmad", "akhmad" and "ahmad" give the same. */
export function squeezeWord(raw) {
  let word = modern(once(raw)).replace(/^m[ou](?:ch|kh|h)/, "muh").replace(/sy(?=[aeiou])/g, "s");
  for (const [written, same] of SAME_LETTERS) word = word.replaceAll(written, same);
  word = once(word).replace(/([aeiou])h$/, "$1").replace(/^muham[aei]?[dt]$/, MUHAMMAD);
  return word.length > 1 ? SHORT_FORMS.get(word) ?? word : word;
}

const squeezedBefore = new Map();

/** One word, or the two of "Abdurrahman", so that it meets "Abdul Rahman". */
function squeezed(raw) {
  const known = squeezedBefore.get(raw);
  if (known) return known;
  const word = SHORT_FORMS.get(raw) ?? squeezeWord(raw);
  const compound = COMPOUND.exec(word);
  const words = compound ? ["abdul", compound[1]] : [word];
  squeezedBefore.set(raw, words);
  return words;
}

function rawWords(text) {
  const plain = text.slice(0, LONGEST).replace(APOSTROPHES, "").normalize("NFKD").replace(/[^\0-\x7f]/g, "").toLowerCase();
  const all = plain.match(/[a-z]+/g) ?? [];
  const words = all.filter((word) => !BETWEEN.has(word));
  return words.length ? words : all;
}

/** `name` as it is searched in: each word after a space, then all of them in one piece; without its titles in that piece. */
export function searchColumn(name) {
  const raw = rawWords(name);
  const words = raw.flatMap(squeezed);
  if (!words.length) return "";
  let first = 0;
  while (first < raw.length - 1 && TITLES.has(raw[first])) first += 1;
  return ` ${words.join(" ")} ${raw.slice(first).flatMap(squeezed).join("")}`;
}

/** What every found column contains: short words at the start of a word, longer ones anywhere; in any order. */
export function searchTerms(typed) {
  const words = rawWords(typed).flatMap((raw) => (raw.length === 1 ? [squeezeWord(raw)] : squeezed(raw)));
  return [...new Set(words.map((word) => (word.length <= 3 ? ` ${word}` : word)))];
}
