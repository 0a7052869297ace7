// Taking a visit along, and opening it again: what a PIN protects.
import { AlreadyHere, BadPin, FieldError, Offline, Refused, WrongPin } from "./errors.js";
import { leasesOf } from "./giving.js";
import { changeLease, device, fact, keepFact, keepLease, leaseOf } from "./store.js";
import { Talk } from "./talk.js";
import { keyOfPin, lock, newKey, openKey, random, ROUNDS } from "./vault.js";

const FREE_TRIES = 3;
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 15 * 60_000;

/** How long a PIN waits after so many wrong ones, ms: the first three are free, then 5 s, 10 s … a quarter of an hour. */
export function waitAfter(tries) {
  return tries < FREE_TRIES ? 0 : Math.min(FIRST_WAIT * 2 ** (tries - FREE_TRIES), LONGEST_WAIT);
}

/** Throws BadPin unless `pin` has 6 to 12 digits. */
export function checkPin(pin) {
  if (!/^\d{6,12}$/.test(pin)) throw new BadPin();
}

/** Asks the browser not to clear this site's storage by itself; whether it promises. */
async function persist() {
  try {
    return Boolean((await navigator.storage?.persisted?.()) || (await navigator.storage?.persist?.()));
  } catch {
    return false;
  }
}

/**
 * Takes a visit along: the server's list goes on this phone, encrypted. → the key of the lease.
 *
 * The phone makes the key and keeps it before it asks: where the answer is lost, the next try is about the same lease.
 * Throws BadPin, Offline, SignedOut, Refused, AlreadyHere, StorageFull.
 */
export async function take(visit, pin, label = "") {
  checkPin(pin);
  const talk = await Talk.begin();
  const owner = talk.user.id;
  const here = (await leasesOf(owner)).find((one) => one.visit.id === visit && one.state === "out" && one.people);
  if (here) throw new AlreadyHere(here.lease);
  const asked = `taking:${owner}:${visit}`;
  const lease = (await fact(asked)) ?? crypto.randomUUID();
  await keepFact(asked, lease);
  const persisted = await persist();
  try {
    const data = await talk.post(`/field/${visit}/take/`, { lease, device: await device(), label });
    if (data.lease !== lease || !Array.isArray(data.people)) throw new Offline();
    await keepLease({ ...(await sealed(data, pin)), owner, label, persisted, lastContact: Date.now() });
  } catch (fault) {
    if (fault instanceof Refused) await keepFact(asked, undefined);
    throw fault;
  }
  await keepFact(asked, undefined);
  return lease;
}

/** The record of a lease as it is stored: what is personal encrypted, its keys wrapped by the PIN. */
async function sealed(data, pin) {
  const salt = random(16);
  const pinKey = await keyOfPin(pin, salt);
  const [people, outbox] = await Promise.all([newKey(pinKey), newKey(pinKey)]);
  const { id, place, day, starts, ends, kecamatan } = data.visit;
  return {
    lease: data.lease, visit: { id, place, day, starts, ends, kecamatan }, until: data.until, code: data.code, pub: data.pub,
    made: data.made ?? 0, count: data.people.length, salt, rounds: ROUNDS, peopleKey: people.wrapped, outboxKey: outbox.wrapped,
    people: await lock(people.key, data), kit: await lock(outbox.key, { mac: data.mac }), state: "out", tries: 0, notBefore: 0,
  };
}

/**
 * The keys of a lease of `owner`: {record, peopleKey, outboxKey}; peopleKey is null where the list is gone.
 *
 * A try is counted before it is made, so that closing the page does not spare the wait. Throws WrongPin.
 */
export async function keysOf(lease, pin, owner) {
  const known = await leaseOf(lease);
  if (!known || known.owner !== owner) throw new FieldError("not_here");
  const left = Math.min(known.notBefore - Date.now(), LONGEST_WAIT);
  if (left > 0) throw new WrongPin(left);
  const counted = await changeLease(lease, ({ tries }) => (
    { tries: tries + 1, notBefore: Date.now() + waitAfter(tries + 1) }
  ));
  const pinKey = await keyOfPin(pin, known.salt, known.rounds);
  const outboxKey = await openKey(known.outboxKey, pinKey);
  if (!outboxKey) throw new WrongPin(waitAfter(counted.tries));
  const record = await changeLease(lease, () => ({ tries: 0, notBefore: 0 }));
  const peopleKey = record.peopleKey && (await openKey(record.peopleKey, pinKey));
  return { record, peopleKey, outboxKey };
}
