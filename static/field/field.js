// The field page's way to everything that is kept, reckoned and sent. The pages of the field day use this module only.
import { FieldError, Refused, StillWaiting } from "./errors.js";
import { leasesOf, returnLease } from "./giving.js";
import { LOCK, sendAll } from "./send.js";
import { Sending } from "./sending.js";
import { Session } from "./session.js";
import { signOut } from "./signout.js";
import * as store from "./store.js";
import { checkPin, keysOf, take } from "./taking.js";
import { Talk } from "./talk.js";
import { eventKey, signature } from "./vault.js";
import { Update } from "./update.js";

export * from "./errors.js";
export { eventKey, signature };

const LOOK_AT_LEASES = 30_000;
const SAME_MOMENT = 50;
const LONGEST_LOOK = 3_000;

/** What the browser can do: {ok, reason}; "insecure": not over trusted HTTPS; "old": it lacks a part. */
export function support() {
  if (!globalThis.isSecureContext) return { ok: false, reason: "insecure" };
  const parts = [
    globalThis.indexedDB, globalThis.crypto?.subtle, globalThis.crypto?.randomUUID, navigator.serviceWorker, navigator.locks,
    globalThis.BroadcastChannel, globalThis.AbortSignal?.timeout,
  ];
  return parts.every(Boolean) ? { ok: true, reason: "" } : { ok: false, reason: "old" };
}

/** Opens the field page's store and begins to send; never throws where the browser is too old: look at `supported`. */
export async function openField() {
  const field = new Field();
  if (field.supported.ok) await field.open();
  return field;
}

/** The facade; made by `openField`. */
export class Field {
  #listeners = new Set();
  #sessions = new Map();
  #sending = new Sending(() => this.#changed());
  #telling = 0;

  constructor() {
    this.supported = support();
    /** Who was signed in last, {id, name, language}, or null. */
    this.user = null;
    /** A newer version of the page: {ready, apply()}; apply throws StillWaiting while something is unsent. */
    this.update = new Update(() => this.#changed());
    /** What other people have on this phone: {leases, waiting}. Nothing else of it is told. */
    this.ofOthers = { leases: 0, waiting: 0 };
  }

  /** What sending is at: {sending, online, signedOut, problem, sentence, nextTry, lastContact}. */
  get status() {
    return this.#sending.status;
  }

  async open() {
    store.listen(() => this.#changed());
    await store.endDue();
    await this.#look();
    setInterval(() => store.endDue().then((ended) => ended.length && this.#changed()), LOOK_AT_LEASES);
    const first = this.#sending.start().catch(() => {});
    // Opened for the first time: who it is is known a moment later, where there is a network.
    if (!this.user && navigator.onLine) {
      await Promise.race([first, new Promise((done) => setTimeout(done, LONGEST_LOOK))]);
      await this.#look();
    }
    this.update.start();
  }

  /** Calls `told()` after whatever may have changed something that is shown. → a function that ends it. */
  onChange(told) {
    this.#listeners.add(told);
    return () => this.#listeners.delete(told);
  }

  /** Several changes of one moment are told once. */
  #changed() {
    this.#telling ||= setTimeout(async () => {
      this.#telling = 0;
      await this.#look().catch(() => {});
      for (const told of this.#listeners) told();
    }, SAME_MOMENT);
  }

  async #look() {
    this.user = (await store.fact("user")) ?? null;
    const others = (await store.allLeases()).filter((one) => one.owner !== this.user?.id);
    const tallies = await Promise.all(others.map((one) => store.tallyOf(one.lease)));
    this.ofOthers = { leases: others.length, waiting: tallies.reduce((sum, one) => sum + one.waiting + one.refused, 0) };
    for (const [lease, session] of this.#sessions) {
      if (session.owner !== this.user?.id) session.lock();
      else await session.refresh();
      if (session.locked) this.#sessions.delete(lease);
    }
  }

  /** The leases on this phone. Of those of others (`mine` false) nothing is told but how much of them is unsent. */
  async leases() {
    const now = await store.serverNow();
    return Promise.all((await store.allLeases()).map(async (record) => {
      if (record.owner === this.user?.id) return this.#summary(record, now);
      const { waiting, refused } = await store.tallyOf(record.lease);
      return { mine: false, waiting, refused };
    }));
  }

  async #summary(record, now) {
    const { lease, visit, until, code, made, persisted, lastContact, label, count } = record;
    return {
      lease, visit, until, code, made, persisted, lastContact, label, people: count, mine: true,
      ended: record.state !== "out" || until <= now, hasList: Boolean(record.people), ...(await store.tallyOf(lease)),
    };
  }

  /** The visits that may be taken along. Throws Offline, SignedOut. */
  async nearVisits() {
    const { visits } = await Talk.asked("/field/visits/");
    return visits;
  }

  /** Takes a visit along → the lease as in `leases`. Throws as taking.js says. */
  async take(visitId, pin, label = "") {
    try {
      const lease = await take(Number(visitId), pin, label);
      return await this.#summary(await store.leaseOf(lease), await store.serverNow());
    } finally {
      this.user = (await store.fact("user")) ?? null;
      store.announce();
      this.#changed();
    }
  }

  /** Opens a lease of one's own → Session. Throws WrongPin with `wait` in ms. */
  async unlock(lease, pin) {
    const { record, ...keys } = await keysOf(lease, pin, this.user?.id);
    const acted = () => { this.#sending.acted(); this.#changed(); };
    const told = await this.#summary(record, await store.serverNow());
    const session = await Session.open(record, keys, { lease: told, acted });
    this.#sessions.get(lease)?.lock();
    this.#sessions.set(lease, session);
    return session;
  }

  /** How a lease stands: {waiting, sent, refused: [{number, sentence}]}. */
  async waitingOf(lease) {
    const [{ waiting, sent }, refused] = await Promise.all([store.tallyOf(lease), store.eventsOf(lease, "refused")]);
    return { waiting, sent, refused: refused.map(({ number, sentence }) => ({ number, sentence })) };
  }

  /** Sends now; never throws: → {sent, left} or {problem}; see `status`. */
  send(why = "button") {
    return this.#sending.send(why);
  }

  /** A refused act waits again, and is sent. */
  async retry(lease, number) {
    await this.#own(lease);
    if (await store.waitAgain(lease, number)) await this.send("retry");
  }

  /** The envelopes that are unsent or were refused, by number: to leave the phone another way. */
  async envelopes(lease) {
    await this.#own(lease);
    const found = await Promise.all(["waiting", "refused"].map((status) => store.eventsOf(lease, status)));
    return found.flat().sort((one, other) => one.number - other.number).map((event) => event.envelope);
  }

  /** Sends, says to the office that the phone has nothing more of it, wipes. Throws StillWaiting, Offline, SignedOut. */
  async giveBack(lease) {
    await this.#own(lease);
    const talk = await Talk.begin();
    await navigator.locks.request(LOCK, () => sendAll(talk));
    const { waiting, refused } = await store.tallyOf(lease);
    if (waiting + refused) throw new StillWaiting(waiting, refused);
    try {
      await returnLease(talk, await this.#own(lease));
    } catch (fault) {
      throw fault instanceof Refused ? new StillWaiting(0, 0, fault.sentence) : fault;
    } finally {
      store.announce();
      this.#changed();
    }
  }

  /** Signs out by the rule of the page → "wiped", or "kept" where unsent work stays on the phone, encrypted. */
  async signOut() {
    for (const session of this.#sessions.values()) session.lock();
    this.#sessions.clear();
    const kept = await signOut();
    await this.#look();
    this.#sending.status.signedOut = true;
    this.#changed();
    return kept;
  }

  /**
   * Takes back a signing-out that the office has not heard of yet: whoever knows the PIN of a lease that stayed. → true.
   * Throws WrongPin, FieldError "not_here" where there is none.
   */
  async comeBack(pin) {
    checkPin(pin);
    const pending = await store.fact("pendingSignOut");
    const [first] = pending ? await leasesOf(pending.user) : [];
    if (!first) throw new FieldError("not_here");
    await keysOf(first.lease, pin, pending.user);
    await store.keepFact("user", { id: pending.user, name: pending.name ?? "", language: pending.language });
    await store.keepFact("pendingSignOut", undefined);
    await this.#look();
    this.#changed();
    return true;
  }

  async #own(lease) {
    const record = await store.leaseOf(lease);
    if (!record || record.owner !== this.user?.id) throw new FieldError("not_here");
    return record;
  }
}

