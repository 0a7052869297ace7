// What the phone keeps, in IndexedDB. Whatever names a person is encrypted before it comes here (vault.js).
//
// me:     user {id, name, language}, device, offset (server's clock less the phone's, ms), contact (ms of the phone),
//         pendingSignOut {user, at}, toReturn [{lease, visit, made, owner}] (wiped here, not yet said to the office),
//         "taking:<user>:<visit>" (key of a lease asked for and not stored yet)
// leases: {lease, owner, visit, until, code, pub, made, count, salt, rounds, peopleKey, outboxKey, people, kit, state, tries,
//         notBefore, persisted, lastContact, label}
// events: {lease, number, at, status: waiting|sent|refused, envelope, own: {iv, ct}, answer, sentence}
import { openDB } from "../vendor/idb-8.0.4/index.js";
import { StorageFull } from "./errors.js";

const NAME = "field";
const VERSION = 1;
/** In localStorage while anything is kept: so that other pages of the site need not open the database to know. */
export const FLAG = "field";
/** What is written is on the disk before the screen says so. */
const WRITE = { durability: "strict" };

let opened = null;

/** The database, opened once. Another tab with a newer version closes it; the next call opens it again. */
export function database() {
  opened ??= openDB(NAME, VERSION, {
    upgrade(db) {
      db.createObjectStore("me");
      db.createObjectStore("leases", { keyPath: "lease" });
      const events = db.createObjectStore("events", { keyPath: ["lease", "number"] });
      events.createIndex("status", ["lease", "status"]);
    },
    blocking(_now, _wanted, event) {
      event.target.close();
      opened = null;
    },
    terminated() { opened = null; },
  }).catch((fault) => {
    opened = null;
    throw asFull(fault);
  });
  return opened;
}

/** `fault` as StorageFull where it says that there is no room. */
function asFull(fault) {
  return fault?.name === "QuotaExceededError" ? new StorageFull() : fault;
}

/** Runs `work(transaction)` in one transaction of `stores`; resolves with its result after it is on the disk, or not at all. */
async function whole(stores, work) {
  const db = await database();
  let tx = null;
  try {
    tx = db.transaction(stores, "readwrite", WRITE);
    tx.done.catch(() => {});
    const result = await work(tx);
    await tx.done;
    return result;
  } catch (fault) {
    try { tx?.abort(); } catch { /* it is over already */ }
    throw asFull(tx?.error ?? fault);
  }
}

/** One fact of `me`; undefined where it is not known. */
export async function fact(name) {
  return (await database()).get("me", name);
}

/** Keeps one fact of `me`; undefined forgets it. */
export async function keepFact(name, value) {
  await whole("me", (tx) => (value === undefined ? tx.store.delete(name) : tx.store.put(value, name)));
}

/** Changes one fact of `me` in one transaction: `change(value)` gives what is kept, undefined for nothing more. */
export async function changeFact(name, change) {
  await whole("me", async (tx) => {
    const value = change(await tx.store.get(name));
    await (value === undefined ? tx.store.delete(name) : tx.store.put(value, name));
  });
}

/** The label of this browser for this person: a UUID made once. */
export async function device() {
  return whole("me", async (tx) => {
    const known = await tx.store.get("device");
    const id = known ?? crypto.randomUUID();
    if (!known) await tx.store.put(id, "device");
    return id;
  });
}

/** Now by the server's clock, as far as it is known; ms. */
export async function serverNow() {
  return Date.now() + ((await fact("offset")) ?? 0);
}

/** All leases of everybody on this phone. */
export async function allLeases() {
  return (await database()).getAll("leases");
}

/** One lease; undefined where there is none. */
export async function leaseOf(lease) {
  return (await database()).get("leases", lease);
}

/** Keeps a lease that was taken, and raises the flag. */
export async function keepLease(record) {
  await whole("leases", (tx) => tx.store.put(record));
  raiseFlag(true);
}

/** Changes some facts of a lease, in one transaction. `change(record)` returns them; resolves with the record, or undefined. */
export async function changeLease(lease, change) {
  return whole("leases", async (tx) => {
    const record = await tx.store.get(lease);
    if (!record) return undefined;
    Object.assign(record, change(record) ?? {});
    await tx.store.put(record);
    return record;
  });
}

/**
 * Stores one event with its number, and raises `made`, both or neither.
 *
 * The number was chosen, and the event sealed, beforehand: a transaction cannot wait for that. Where another tab was first,
 * nothing is stored and false comes back: seal again with the next number. Throws StorageFull.
 */
export async function addEvent(event) {
  return whole(["leases", "events"], async (tx) => {
    const leases = tx.objectStore("leases");
    const record = await leases.get(event.lease);
    if (!record || record.made !== event.number - 1) return false;
    record.made = event.number;
    await Promise.all([tx.objectStore("events").add(event), leases.put(record)]);
    return true;
  });
}

/** The events of a lease by number, those of one `status` only where it is named. */
export async function eventsOf(lease, status = null) {
  const db = await database();
  const found = status
    ? await db.getAllFromIndex("events", "status", [lease, status])
    : await db.getAll("events", IDBKeyRange.bound([lease, 0], [lease, Infinity]));
  return found.sort((one, other) => one.number - other.number);
}

/** How many events of a lease stand where: {waiting, sent, refused}. */
export async function tallyOf(lease) {
  const db = await database();
  const counts = ["waiting", "sent", "refused"].map((status) => db.countFromIndex("events", "status", [lease, status]));
  const [waiting, sent, refused] = await Promise.all(counts);
  return { waiting, sent, refused };
}

/** How many events wait on this phone: of `owner`, or of everybody. */
export async function waitingOn(owner = null) {
  const leases = (await allLeases()).filter((one) => owner === null || one.owner === owner);
  const tallies = await Promise.all(leases.map((one) => tallyOf(one.lease)));
  return tallies.reduce((sum, one) => sum + one.waiting, 0);
}

/**
 * Writes the server's answers down, in one transaction: [{l, n, a, s}] → how many were understood.
 *
 * Only a receipt lets an event go; what a word is that nobody knows leaves it waiting. The envelope is kept until the lease is
 * given back: an office that was restored from yesterday's backup asks for it again.
 */
export async function applyAnswers(answers) {
  return whole("events", async (tx) => {
    let understood = 0;
    for (const { l, n, a, s } of answers) {
      const event = await tx.store.get([l, n]);
      if (!event || event.status === "sent") continue;
      if (a === "refused") Object.assign(event, { status: "refused", answer: a, sentence: s ?? "" });
      else if (["accepted", "known", "decide"].includes(a)) {
        Object.assign(event, { status: "sent", answer: a, sentence: s ?? "" });
      } else continue;
      await tx.store.put(event);
      understood += 1;
    }
    return understood;
  });
}

/** A refused event waits again; whether there was one. */
export async function waitAgain(lease, number) {
  return whole("events", async (tx) => {
    const event = await tx.store.get([lease, number]);
    if (event?.status !== "refused") return false;
    await tx.store.put({ ...event, status: "waiting" });
    return true;
  });
}

/**
 * What the office has not got, whatever it said before, waits again: `missing` are [first, last] of numbers, `spared` holds
 * numbers that are left as they are and takes those that wait again.
 */
export async function waitAgainWhere(lease, missing, spared) {
  await whole("events", async (tx) => {
    for (const [first, last] of missing) {
      for (const event of await tx.store.getAll(IDBKeyRange.bound([lease, first], [lease, last]))) {
        if (event.status !== "sent" || !event.envelope || spared.has(event.number)) continue;
        spared.add(event.number);
        await tx.store.put({ ...event, status: "waiting" });
      }
    }
  });
}

/** Takes the people off the phone: key and list of `lease` go, and what was sent; what is unsent stays, encrypted. */
export async function dropPeople(lease, state) {
  await whole(["leases", "events"], async (tx) => {
    const record = await tx.objectStore("leases").get(lease);
    if (!record) return;
    Object.assign(record, { people: null, peopleKey: null, state });
    await tx.objectStore("leases").put(record);
    await deleteEvents(tx, lease, (event) => event.status === "sent");
  });
}

/** Takes a lease off the phone with all its events. `onlyIfSent`: not where one is unsent; whether it went. */
export async function wipeLease(lease, { onlyIfSent = false } = {}) {
  const gone = await whole(["leases", "events"], async (tx) => {
    if (onlyIfSent) {
      const index = tx.objectStore("events").index("status");
      const unsent = await Promise.all(["waiting", "refused"].map((status) => index.count([lease, status])));
      if (unsent[0] + unsent[1]) return false;
    }
    await deleteEvents(tx, lease, () => true);
    await tx.objectStore("leases").delete(lease);
    return true;
  });
  await setFlag();
  return gone;
}

async function deleteEvents(tx, lease, goes) {
  let cursor = await tx.objectStore("events").openCursor(IDBKeyRange.bound([lease, 0], [lease, Infinity]));
  while (cursor) {
    if (goes(cursor.value)) await cursor.delete();
    cursor = await cursor.continue();
  }
}

/** Takes the people of every lease off the phone whose time is over by the server's clock; the keys of those leases. */
export async function endDue() {
  const now = await serverNow();
  const due = (await allLeases()).filter((one) => one.state === "out" && one.until <= now);
  for (const one of due) await dropPeople(one.lease, "ended");
  return due.map((one) => one.lease);
}

async function isNeeded() {
  const facts = await Promise.all(["pendingSignOut", "toReturn"].map(fact));
  return (await allLeases()).length > 0 || facts.some(Boolean);
}

/** Sets the flag as what is kept asks for. */
export async function setFlag() {
  raiseFlag(await isNeeded());
}

/** Sets or takes off the flag for other pages; the service worker has no localStorage and leaves it. */
function raiseFlag(up) {
  try {
    if (up) globalThis.localStorage?.setItem(FLAG, "1");
    else globalThis.localStorage?.removeItem(FLAG);
  } catch { /* storage is closed to scripts: leave.js then looks for the database */ }
}

// --- Tabs and the worker tell each other that something changed ------------------------------------------------------

let channel = null;

/** Calls `heard()` whenever another tab, or the worker, changed what is kept. */
export function listen(heard) {
  channel ??= new BroadcastChannel(NAME);
  channel.addEventListener("message", () => heard());
}

/** Tells the others that something changed. */
export function announce() {
  channel ??= new BroadcastChannel(NAME);
  channel.postMessage("changed");
}
