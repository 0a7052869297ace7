// One lease, opened with its PIN: the list, and the acts of the day. Its keys live in the memory of this page only.
import { FieldError, LeaseOver } from "./errors.js";
import { stateOf } from "./facts.js";
import { addEvent, announce, eventsOf, leaseOf, serverNow } from "./store.js";
import { lock, sealer, unlock } from "./vault.js";

const VERSION = 1;

/** An opened lease, made by `Session.open`; `acted()` is called after each act. */
export class Session {
  #outboxKey;
  #seal;
  #acted;
  #known = new Map();
  #state = null;
  #line = Promise.resolve();
  #looking = Promise.resolve();

  /** Opens `record` with keys that its PIN gave; `peopleKey` null where the list is gone. */
  static async open(record, { peopleKey, outboxKey }, listeners) {
    const [kit, data] = await Promise.all([
      unlock(outboxKey, record.kit),
      peopleKey && record.people ? unlock(peopleKey, record.people) : null,
    ]);
    const session = new Session(record, kit, data, listeners);
    session.#outboxKey = outboxKey;
    session.#seal = await sealer(record.lease, record.pub, kit.mac);
    await session.refresh();
    return session;
  }

  constructor(record, kit, data, { lease, acted }) {
    /** As in `field.leases()`, of when it was opened. */
    this.lease = lease;
    this.key = record.lease;
    this.owner = record.owner;
    /** Code and secret of the lease, for text messages. */
    this.code = record.code;
    this.mac = kit.mac;
    /** The lease's data as it was taken along; null where the list is gone and only the queue stays. */
    this.data = data;
    this.#acted = acted;
  }

  /** Was it locked? Then nothing is readable any more, and a PIN opens a new session. */
  get locked() {
    return this.#outboxKey === null;
  }

  /** What stands, by `facts.stateOf`; the same object until something changes. */
  state() {
    this.#state ??= stateOf(this.data, [...this.#known.values()]);
    return this.#state;
  }

  /** The acts of this lease by number: [{content, status, sentence, answer}]. */
  contents() {
    return [...this.#known.values()].sort((one, other) => one.content.n - other.content.n);
  }

  /**
   * Keeps one act: `content` as in the spec, without v, n and at. Resolves with its number after it is on the disk; what was
   * asked first comes first. Throws LeaseOver, StorageFull; then nothing was kept and the state is as it was.
   */
  act(content) {
    const done = this.#line.then(() => this.#act(content));
    this.#line = done.catch(() => {});
    return done;
  }

  async #act(content) {
    for (;;) {
      const record = await leaseOf(this.key);
      if (this.locked || !this.data || record?.state !== "out" || record.until <= (await serverNow())) throw new LeaseOver();
      const number = record.made + 1;
      const full = { ...content, v: VERSION, n: number, at: Date.now() };
      const [envelope, own] = await Promise.all([this.#seal(number, JSON.stringify(full)), lock(this.#outboxKey, full)]);
      const facts = { status: "waiting", answer: "", sentence: "" };
      // False where another tab was first with this number: the next one is sealed then.
      if (!(await addEvent({ lease: this.key, number, at: full.at, envelope, own, ...facts }))) continue;
      this.#known.set(number, { content: full, ...facts });
      this.#state = null;
      announce();
      this.#acted();
      return number;
    }
  }

  /** Looks what other tabs, the worker and the server changed. → whether anything was. */
  refresh() {
    const next = this.#looking.then(() => this.#look());
    this.#looking = next.catch(() => {});
    return next;
  }

  async #look() {
    if (this.locked) return false;
    const [record, events] = await Promise.all([leaseOf(this.key), eventsOf(this.key)]);
    if (!record) return this.lock();
    const fresh = new Map();
    for (const { number, own, status, answer, sentence } of events) {
      const content = this.#known.get(number)?.content ?? (await unlock(this.#outboxKey, own));
      fresh.set(number, { content, status, answer, sentence });
    }
    // What this tab stored while it was looking is not forgotten; what left the phone is.
    for (const [number, one] of this.#known) {
      if (!fresh.has(number) && number > record.made) fresh.set(number, one);
    }
    const told = JSON.stringify([...fresh].map(([number, one]) => [number, one.status, one.sentence, one.answer]));
    const before = JSON.stringify([...this.#known].map(([number, one]) => [number, one.status, one.sentence, one.answer]));
    const listGoes = this.data !== null && !record.people;
    if (listGoes) this.data = null;
    if (told === before && !listGoes) return false;
    this.#known = fresh;
    this.#state = null;
    return true;
  }

  /** Forgets keys, list and acts; what is kept stays encrypted. */
  lock() {
    this.#outboxKey = null;
    this.#seal = () => { throw new FieldError("locked"); };
    this.#known = new Map();
    this.data = null;
    this.mac = "";
    this.#state = null;
    return true;
  }
}
