// Keys and sealing, with Web Crypto only. Two things are kept apart: what lies on this phone is encrypted with keys that a PIN
// opens; what travels is sealed for the office, and whoever carries it cannot read it.

const { subtle } = globalThis.crypto ?? {};
/** Rounds of PBKDF2 that a PIN costs; kept with each lease, so that a later version may ask for more. */
export const ROUNDS = 310_000;
const IV_BYTES = 12;
const text = new TextEncoder();

/** Bytes as base64url without padding. */
export function toBase64(bytes) {
  const view = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  let binary = "";
  for (const byte of view) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The bytes of base64url, with or without padding. */
export function fromBase64(encoded) {
  const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
}

/** So many random bytes. */
export function random(count) {
  return crypto.getRandomValues(new Uint8Array(count));
}

/** The key that a PIN gives with this salt; takes a noticeable part of a second, as it must. */
export async function keyOfPin(pin, salt, rounds = ROUNDS) {
  const base = await subtle.importKey("raw", text.encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

/** A new key for what lies on the phone, wrapped with the PIN's: {key, wrapped: {iv, ct}}. The key itself cannot be read out. */
export async function newKey(pinKey) {
  const made = await subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  const iv = random(IV_BYTES);
  const wrapped = { iv, ct: new Uint8Array(await subtle.wrapKey("raw", made, pinKey, { name: "AES-GCM", iv })) };
  return { key: await openKey(wrapped, pinKey), wrapped };
}

/** The key in `wrapped`; null where the PIN is another one. */
export async function openKey(wrapped, pinKey) {
  try {
    const how = { name: "AES-GCM", iv: wrapped.iv };
    return await subtle.unwrapKey("raw", wrapped.ct, pinKey, how, { name: "AES-GCM" }, false, ["encrypt", "decrypt"]);
  } catch (fault) {
    if (fault.name === "OperationError") return null;
    throw fault;
  }
}

/** `value` as JSON, encrypted: {iv, ct}. */
export async function lock(key, value) {
  const iv = random(IV_BYTES);
  const ct = await subtle.encrypt({ name: "AES-GCM", iv }, key, text.encode(JSON.stringify(value)));
  return { iv, ct: new Uint8Array(ct) };
}

/** What `lock` encrypted. Throws OperationError where it was altered or the key is another one. */
export async function unlock(key, { iv, ct }) {
  return JSON.parse(new TextDecoder().decode(await subtle.decrypt({ name: "AES-GCM", iv }, key, ct)));
}

/**
 * What seals the events of one lease for the office, during one visit to the page: `await sealer(...)` gives a function
 * (number, json) → envelope {l, n, e, i, c}.
 *
 * `pub` and `mac` are the lease's, base64url. The private half of the pair made here exists nowhere else and goes with the
 * page: even this phone cannot open its envelopes again.
 */
export async function sealer(lease, pub, mac) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const [office, own, signing] = await Promise.all([
    subtle.importKey("raw", fromBase64(pub), curve, false, []),
    subtle.generateKey(curve, false, ["deriveBits"]),
    subtle.importKey("raw", fromBase64(mac), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]),
  ]);
  const shared = await subtle.deriveBits({ name: "ECDH", public: office }, own.privateKey, 256);
  const base = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: text.encode(`ektp-field-1|${lease}`) };
  const key = await subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const e = toBase64(await subtle.exportKey("raw", own.publicKey));
  return async (number, json) => {
    const bytes = text.encode(json);
    const signed = new Uint8Array(32 + bytes.length);
    signed.set(new Uint8Array(await subtle.sign("HMAC", signing, bytes)));
    signed.set(bytes, 32);
    const iv = random(IV_BYTES);
    const bound = { name: "AES-GCM", iv, additionalData: text.encode(`${lease}|${number}`) };
    return { l: lease, n: number, e, i: toBase64(iv), c: toBase64(await subtle.encrypt(bound, key, signed)) };
  };
}

/** HMAC-SHA-256 of `words` with a lease's `mac` (base64url): 32 bytes, for the check digits of text messages. */
export async function signature(mac, words) {
  const key = await subtle.importKey("raw", fromBase64(mac), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", key, text.encode(words)));
}

/** The key of an event: the same UUID on the phone, in a file, in a QR code, in a text message and in the office. */
export async function eventKey(lease, number) {
  const hash = new Uint8Array(
    await subtle.digest("SHA-256", text.encode(`ektp-field-event|${lease.toLowerCase()}|${number}`)),
  );
  const hex = [...hash.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
