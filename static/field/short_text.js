// Events of the phone as short text messages of at most 160 characters, without a name: the twin of
// outreach/field/short_text.py, whose docstring is the description of the format.

/** The signs of codes and checks (outreach/papers/short_codes.py). */
export const ALPHABET = "0123456789ACEFHJKMNPRTX";
/** The longest message that travels as one SMS (GSM-7). */
export const LONGEST = 160;
const CHECK_SIGNS = 6;
const KEYS = {
  "": "0", recorded: "1", failed: "2", absent: "3", refused: "4", under_16: "5", already_recorded: "6", away: "7",
};
const CODE = new RegExp(`^[${ALPHABET}]{5}$`);

/**
 * Messages for `events`, contents of one lease as the phone writes them ({n, k, …}); the numbers of those that no message
 * can tell are in `left`: a person without a short code.
 *
 * `told`: {lease, code, mac (base64url), made}. `codeOf(resident id)`: the short code or "". `newlyOf(event)`: how rule 8
 * was answered for an unlisted person, true, false, or null where the office decides.
 */
export async function messagesOf(events, told, codeOf, newlyOf = () => null) {
  const key = await keyOf(told.mac);
  const bodies = [];
  const left = [];
  const most = LONGEST - `EKTP.${told.code}.${told.made}..`.length - CHECK_SIGNS;
  let body = "";
  let following = -1;
  for (const one of [...events].sort((first, other) => first.n - other.n)) {
    const event = eventOf(one, codeOf, newlyOf);
    if (!event) {
      left.push(one.n);
      continue;
    }
    let piece = one.n === following ? event : `${body ? "-" : ""}${one.n}-${event}`;
    if (body && body.length + piece.length > most) {
      bodies.push(body);
      body = "";
      piece = `${one.n}-${event}`;
    }
    body += piece;
    following = one.n + 1;
  }
  if (body) bodies.push(body);
  const messages = bodies.map(async (one) => {
    const check = await checkOf(key, told, one);
    return `EKTP.${told.code}.${told.made}.${one}.${check}`;
  });
  return { messages: await Promise.all(messages), left };
}

/** One event as it stands in a message; "" where none can tell it. */
function eventOf(one, codeOf, newlyOf) {
  const outcome = KEYS[one.o ?? ""];
  switch (one.k) {
    case "outcome": {
      if (one.u) return `E${outcome}${one.u}X`;
      const code = codeOf(one.p) || "";
      return CODE.test(code) ? outcome + code : "";
    }
    case "unlisted": {
      const newly = one.a ?? newlyOf(one);
      return `A${outcome}${newly === null || newly === undefined ? 2 : Number(newly)}`;
    }
    case "count":
      return `C${(one.desa || "").replaceAll(".", "")}X${one.c}X${one.new || 0}X`;
    case "tally":
      return `${one.w === "cards" ? "K" : "M"}${one.c}X`;
    case "undo":
      return `T${one.of}X`;
    default:
      return one.k === "note" ? "N" : "";
  }
}

async function keyOf(mac) {
  const padded = mac.replaceAll("-", "+").replaceAll("_", "/");
  const raw = Uint8Array.from(atob(padded), (sign) => sign.charCodeAt(0));
  return crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/** The six signs that check a message: HMAC-SHA-256, its first eight bytes in signs of the alphabet, lowest first. */
async function checkOf(key, { lease, code, made }, body) {
  const said = `ektp-field-text-1|${lease.toLowerCase()}|${code}|${made}|${body}`;
  const signed = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(said));
  let number = new DataView(signed).getBigUint64(0);
  const base = BigInt(ALPHABET.length);
  let signs = "";
  for (let place = 0; place < CHECK_SIGNS; place += 1) {
    signs += ALPHABET[Number(number % base)];
    number /= base;
  }
  return signs;
}
