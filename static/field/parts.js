// Bytes as a series of QR codes, and the series put together again: the twin of outreach/field/parts.py, whose docstring
// is the description of the format.

const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
/** Bytes in one part: a code of 89 × 89 squares. */
export const PIECE = 500;
export const MOST_PARTS = 200;
const MOST_BYTES = 3_000_000;
const PART = /^EKTP([ZP])\/([0-9A-F]{10})\/(\d{1,3})\/(\d{1,3})\/([0-9A-Z $%*+\-./:]{1,1200})\/([0-9A-F]{8})$/;

/** More than MOST_PARTS codes would be needed. */
export class TooLarge extends Error {
  code = "too_large";
}

/** `whole` (Uint8Array) as the texts of QR codes, compressed where the browser can. Throws TooLarge. */
export async function partsOf(whole, { packed = "CompressionStream" in globalThis } = {}) {
  const data = packed ? await through(whole, new CompressionStream("deflate-raw")) : whole;
  const of = Math.max(1, Math.ceil(data.length / PIECE));
  if (of > MOST_PARTS || whole.length > MOST_BYTES) throw new TooLarge();
  const name = await nameOf(whole);
  return Array.from({ length: of }, (_none, at) => {
    const piece = toBase45(data.subarray(at * PIECE, (at + 1) * PIECE));
    return checked(`EKTP${packed ? "Z" : "P"}/${name}/${at + 1}/${of}/${piece}`);
  });
}

/** Takes in parts as they are read, of as many series as come. */
export class Collector {
  #series = new Map();

  /**
   * One read text: {what: "new" | "known" | "broken" | "other", name, number, of, missing}.
   * "other": it is no part of ours; "broken": it is one, read wrong.
   */
  add(text) {
    const found = PART.exec(text.trim());
    if (!found) return { what: "other" };
    const [, packing, name, number, of, piece] = found;
    const known = this.#series.get(name);
    const data = fromBase45(piece);
    const series = known ?? { of: Number(of), packed: packing === "Z", pieces: new Map(), texts: new Map() };
    const fits = Number(number) >= 1 && Number(number) <= series.of && series.of <= MOST_PARTS
      && Number(of) === series.of && (packing === "Z") === series.packed;
    if (!data || !fits || checked(text.trim().slice(0, -9)) !== text.trim()) return { what: "broken" };
    const what = series.pieces.has(Number(number)) ? "known" : "new";
    this.#series.set(name, series);
    series.pieces.set(Number(number), data);
    series.texts.set(Number(number), text.trim());
    return { what, name, number: Number(number), of: series.of, missing: this.missing(name) };
  }

  /** The numbers of a series that are not there yet. */
  missing(name) {
    const { of, pieces } = this.#series.get(name);
    return Array.from({ length: of }, (_none, at) => at + 1).filter((number) => !pieces.has(number));
  }

  /** The parts of a series as they were read. */
  texts(name) {
    return [...this.#series.get(name).texts].sort(([one], [other]) => one - other).map(([, text]) => text);
  }

  /** The whole of a complete series (Uint8Array); null where its parts do not give what they promise. */
  async whole(name) {
    const { packed, pieces } = this.#series.get(name);
    const sorted = [...pieces].sort(([one], [other]) => one - other).map(([, data]) => data);
    const data = new Uint8Array(await new Blob(sorted).arrayBuffer());
    try {
      const whole = packed ? await through(data, new DecompressionStream("deflate-raw")) : data;
      return (await nameOf(whole)) === name ? whole : null;
    } catch {
      return null;
    }
  }

  /** Forgets a series, to read it anew. */
  forget(name) {
    this.#series.delete(name);
  }
}

/** What comes out of `stream` for `bytes`; throws where it is more than a file may hold. */
async function through(bytes, stream) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const chunks = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      throw new TooLarge();
    }
    chunks.push(next.value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

async function nameOf(whole) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", whole)).subarray(0, 5);
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("").toUpperCase();
}

const checked = (text) => `${text}/${crc32(text).toString(16).toUpperCase().padStart(8, "0")}`;

const TABLE = Uint32Array.from({ length: 256 }, (_none, number) => {
  let value = number;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(text) {
  let value = 0xffffffff;
  for (let at = 0; at < text.length; at += 1) value = (value >>> 8) ^ TABLE[(value ^ text.charCodeAt(at)) & 0xff];
  return (value ^ 0xffffffff) >>> 0;
}

/** RFC 9285: two bytes as three signs, a last one as two. */
export function toBase45(data) {
  let signs = "";
  for (let start = 0; start < data.length; start += 2) {
    const pair = data.subarray(start, start + 2);
    let number = pair.length === 2 ? pair[0] * 256 + pair[1] : pair[0];
    for (let place = 0; place <= pair.length; place += 1) {
      signs += BASE45[number % 45];
      number = Math.floor(number / 45);
    }
  }
  return signs;
}

/** The bytes, or null where `text` is no base45. */
export function fromBase45(text) {
  const data = [];
  for (let start = 0; start < text.length; start += 3) {
    const group = text.slice(start, start + 3);
    const number = [...group].reduce((sum, sign, place) => sum + BASE45.indexOf(sign) * 45 ** place, 0);
    if (group.length === 1 || number >= 256 ** (group.length - 1)) return null;
    if (group.length === 3) data.push(number >> 8);
    data.push(number & 0xff);
  }
  return Uint8Array.from(data);
}
