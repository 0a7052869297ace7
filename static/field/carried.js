// Events of other phones that this one carries to the office: sealed, so that nobody here can read them. They lie in a
// database of their own, whose only store is `carried`, and leave it on the office's receipt.
import { readParcel } from "./parcel.js";

const DATABASE = "field-carried";
const STORE = "carried";
const BATCH = 40;
const MOST = 5000;

/** More is carried than a phone should hold. */
export class TooMuch extends Error {
  code = "too_much";
}

/** What came with a file or a series cannot be read. */
export class NotOurs extends Error {
  code = "not_ours";
}

let opened = null;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: ["l", "n"] });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  }).catch((fault) => {
    opened = null;
    throw fault;
  });
  return opened;
}

/** Runs `work(store)` in one transaction; resolves with what its request gives, once it is on the disk. */
async function within(mode, work) {
  const db = await database();
  return new Promise((resolve, reject) => {
    const tx = db.transaction(STORE, mode, { durability: "strict" });
    const asked = work(tx.objectStore(STORE));
    tx.oncomplete = () => resolve(asked?.result);
    tx.onabort = () => reject(tx.error);
    tx.onerror = () => reject(tx.error);
  });
}

/**
 * Takes the bytes of a file or of a whole series in. Gives {fresh, known, leases}: events that were new here and those that
 * were here already, and the leases they are of. Throws NotOurs, TooMuch.
 */
export async function carry(bytes, way, place = null) {
  const parcel = readParcel(bytes);
  if (!parcel || !parcel.events.length) throw new NotOurs();
  const there = await all();
  const known = new Set(there.map(keyOf));
  const fresh = parcel.events.filter((one) => !known.has(keyOf(one)));
  if (there.length + fresh.length > MOST) throw new TooMuch();
  const made = new Map(parcel.leases.map((one) => [one.lease, one.made]));
  await within("readwrite", (store) => {
    for (const { l, n, e, i, c } of fresh) store.put({ l, n, e, i, c, made: made.get(l) ?? 0, way, place, at: Date.now(), wrong: "" });
  });
  const leases = new Set(parcel.events.map((one) => one.l));
  return { fresh: fresh.length, known: parcel.events.length - fresh.length, leases: leases.size };
}

const keyOf = (one) => `${one.l}|${one.n}`;

/** Everything that is carried. */
export const all = () => within("readonly", (store) => store.getAll());

/** What is carried, in numbers: {events, leases, refused: [{l, n, wrong}], places}; `places` are known only sometimes. */
export async function carriedNow() {
  const rows = await all();
  const places = [...new Set(rows.map((one) => one.place).filter(Boolean))];
  const refused = rows.filter((one) => one.wrong).map(({ l, n, wrong }) => ({ l, n, wrong }));
  return { events: rows.length, leases: new Set(rows.map((one) => one.l)).size, refused, places };
}

/** The carried events as a file, for whoever carries them further: {leases, events}. */
export async function carriedParcel() {
  const rows = await all();
  const made = new Map(rows.map((one) => [one.l, one.made]));
  const events = rows.map(({ l, n, e, i, c }) => ({ l, n, e, i, c }));
  return { leases: [...made].map(([lease, number]) => ({ lease, made: number })), events };
}

/** Forgets what the office refused. */
export async function forgetRefused() {
  const gone = (await all()).filter((one) => one.wrong);
  await within("readwrite", (store) => gone.forEach((one) => store.delete([one.l, one.n])));
}

/**
 * Sends what is carried, one tab at a time. Gives {sent, refused, left, problem}; problem: "" | "offline" | "signed_out" |
 * "server". `again`: also what was refused before.
 */
export async function sendCarried({ again = false, base = "/field/" } = {}) {
  const send = () => sendAll(again, base);
  return navigator.locks ? navigator.locks.request("field-carried", send) : send();
}

const EVERY = 5 * 60_000;

/** Sends what is carried now, whenever the network comes back, and every few minutes, as long as the page is open. */
export function keepSending() {
  const send = async () => {
    try {
      if (navigator.onLine && (await all()).some((one) => !one.wrong)) await sendCarried();
    } catch {
      // Nothing is lost: it is tried again.
    }
  };
  globalThis.addEventListener("online", send);
  setInterval(send, EVERY);
  return send();
}

async function sendAll(again, base) {
  const rows = (await all()).filter((one) => again || !one.wrong);
  const done = { sent: 0, refused: 0, left: rows.length, problem: "" };
  if (!rows.length) return done;
  try {
    const token = await tokenOf(base);
    const ways = Map.groupBy ? Map.groupBy(rows, (one) => one.way) : grouped(rows);
    for (const [way, list] of ways) {
      for (let start = 0; start < list.length; start += BATCH) {
        await sendBatch(list.slice(start, start + BATCH), way, token, base, done);
      }
    }
  } catch (fault) {
    done.problem = fault.problem ?? "offline";
  }
  return done;
}

function grouped(rows) {
  const ways = new Map();
  for (const one of rows) ways.set(one.way, [...(ways.get(one.way) ?? []), one]);
  return ways;
}

async function sendBatch(rows, way, token, base, done) {
  const made = new Map(rows.map((one) => [one.l, one.made]));
  const said = {
    ektp: "field", v: 1, way,
    leases: [...made].map(([lease, number]) => ({ lease, made: number })),
    events: rows.map(({ l, n, e, i, c }) => ({ l, n, e, i, c })),
  };
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const answer = await asked(`${base}take-in/`, { method: "POST", headers, body: JSON.stringify(said) });
  const receipts = new Map(answer.answers.map((one) => [keyOf(one), one]));
  await within("readwrite", (store) => {
    for (const row of rows) {
      const receipt = receipts.get(keyOf(row));
      if (["accepted", "known", "decide"].includes(receipt?.a)) {
        store.delete([row.l, row.n]);
        done.sent += 1;
        done.left -= 1;
      } else if (receipt?.a === "refused") {
        store.put({ ...row, wrong: receipt.s || "refused" });
        done.refused += 1;
      }
    }
  });
}

async function tokenOf(base) {
  return (await asked(`${base}me/`, {})).csrf;
}

/** JSON from the server, or an error whose `problem` says why not. */
async function asked(address, options) {
  const response = await fetch(address, { credentials: "same-origin", redirect: "manual", cache: "no-store", ...options });
  const fault = new Error("no answer");
  if (response.type === "opaqueredirect" || response.status === 401) fault.problem = "signed_out";
  else if (!response.ok) fault.problem = "server";
  else if (!(response.headers.get("Content-Type") || "").includes("json")) fault.problem = "offline";
  else return response.json();
  throw fault;
}
