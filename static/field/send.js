// Sending what waits: by the page and by the service worker, by one of them at a time. Needs no PIN: envelopes are sealed.
import { FieldError, Offline, Refused, SignedOut, StorageFull } from "./errors.js";
import { finishSignOut, leasesOf, returnEnded, tellReturned } from "./giving.js";
import {
  announce, applyAnswers, changeLease, dropPeople, endDue, eventsOf, keepFact, leaseOf, setFlag, waitAgainWhere, waitingOn,
} from "./store.js";
import { Talk, TooLarge } from "./talk.js";

/** Name of the lock, and of the worker's `sync` event. */
export const LOCK = "field-send";
export const TAG = "field-send";
const MOST_EVENTS = 50;

/** The server answered, and not one of its answers was about what was sent. */
export class NoReceipt extends FieldError {
  constructor() { super("no_receipt"); }
}

/**
 * Sends what waits of whoever is signed in. → {busy: true} where another tab or the worker is at it, else {user, sent, left,
 * leftSite}: how many went and how many stay; `leftSite`: a signing-out from before was carried out.
 * Throws Offline, SignedOut, NoReceipt, StorageFull; what was answered until then is written down.
 */
export function flush() {
  return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? flushNow() : { busy: true }));
}

async function flushNow() {
  try {
    await endDue();
    const talk = await Talk.begin();
    await endDue();
    await tellReturned(talk);
    const sent = await sendAll(talk);
    await returnEnded(talk);
    const leftSite = await finishSignOut(talk);
    return { user: talk.user, sent, left: await waitingOn(talk.user.id), leftSite };
  } catch (fault) {
    // Where the sign-in is over, signing out is done; the queue waits for its owner.
    if (fault instanceof SignedOut) {
      await keepFact("pendingSignOut", undefined);
      await setFlag();
    }
    throw fault;
  } finally {
    announce();
  }
}

/** Sends all that waits of this user, batch by batch, and tells the office how far each lease got. → how many went. */
export async function sendAll(talk) {
  const leases = (await leasesOf(talk.user.id)).map((one) => one.lease);
  const passed = new Set();
  const again = new Map(leases.map((lease) => [lease, new Set()]));
  let [size, sent, told, full] = [MOST_EVENTS, 0, false, null];
  while (leases.length) {
    const batch = await nextBatch(leases, size, passed);
    if (!batch.length && told) break;
    try {
      const answer = await talk.post("/field/events/", await bodyOf(leases, batch));
      sent += await writtenDown(answer, batch);
      for (const one of answer.leases ?? []) await leaseTold(one, again.get(one.lease));
      told = true;
    } catch (fault) {
      // A phone that is full cannot note what arrived. The rest goes all the same; the receipts come again once there is room.
      if (fault instanceof StorageFull) {
        [told, full] = [true, fault];
        for (const event of batch) passed.add(keyOf(event));
        continue;
      }
      if (!(fault instanceof TooLarge || fault instanceof Refused) || !batch.length) throw fault;
      // One that the server cannot stomach does not hold up the others; it stays and waits.
      if (batch.length === 1) passed.add(keyOf(batch[0]));
      else size = Math.ceil(batch.length / 2);
    }
  }
  if (full) throw full;
  return sent;
}

const keyOf = ({ lease, number }) => `${lease}|${number}`;

async function nextBatch(leases, size, passed) {
  const batch = [];
  for (const lease of leases) {
    if (batch.length >= size) break;
    batch.push(...(await eventsOf(lease, "waiting")).filter((event) => !passed.has(keyOf(event))));
  }
  return batch.slice(0, size);
}

async function bodyOf(leases, batch) {
  const records = (await Promise.all(leases.map(leaseOf))).filter(Boolean);
  return {
    leases: records.map(({ lease, made, persisted }) => ({ lease, made, persisted: Boolean(persisted), clock: Date.now() })),
    events: batch.map((event) => event.envelope),
  };
}

async function writtenDown(answer, batch) {
  if (!Array.isArray(answer.answers)) throw new Offline();
  const asked = new Set(batch.map(keyOf));
  const receipts = answer.answers.filter(({ l, n }) => asked.has(keyOf({ lease: l, number: n })));
  const understood = await applyAnswers(receipts);
  if (batch.length && !understood) throw new NoReceipt();
  announce();
  return understood;
}

/** What the server says of a lease: until when, whether it is over, and which numbers it has not got; `again`: asked for before. */
async function leaseTold({ lease, state, until, missing }, again) {
  if (!again) return;
  const record = await changeLease(lease, () => ({ lastContact: Date.now(), ...(Number.isFinite(until) && { until }) }));
  if (Array.isArray(missing) && missing.length) await waitAgainWhere(lease, missing, again);
  if (record && record.state === "out" && ["ended", "returned"].includes(state)) await dropPeople(lease, "ended");
}
