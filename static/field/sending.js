// When the page sends: at once when asked, on coming online, soon after an act, and again and again with longer pauses.
import { allLeases, fact, waitingOn } from "./store.js";
import { flush, TAG } from "./send.js";

const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 5 * 60_000;
const AFTER_ACT = 1_500;
/** Where nothing waits the office hears of the phone now and then all the same. */
const SIGN_OF_LIFE = 15 * 60_000;

/** The pause before the try after `failures` failed ones, ms; `chance` from 0 to 1 spreads the phones of a team. */
export function pauseAfter(failures, chance = Math.random()) {
  const pause = Math.min(FIRST_PAUSE * 2 ** Math.max(failures - 1, 0), LONGEST_PAUSE);
  return Math.round(pause * (0.85 + 0.3 * chance));
}

/** Sends for one page. `changed()` is called whenever `status` or what is kept may be another. */
export class Sending {
  #changed;
  #timer = 0;
  #failures = 0;
  #under = null;

  constructor(changed) {
    this.#changed = changed;
    /** `problem`: "" or the code of what hinders; `signedOut`: sign in again; `nextTry`: ms of the phone's clock or null. */
    this.status = {
      sending: false, online: navigator.onLine, signedOut: false, problem: "", sentence: "", nextTry: null, lastContact: null,
    };
  }

  /** Begins to look after the queue; the first try is made at once. */
  async start() {
    globalThis.addEventListener("online", () => this.#network(true));
    globalThis.addEventListener("offline", () => this.#network(false));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && this.status.nextTry !== null) this.send("visible");
    });
    this.status.lastContact = (await fact("contact")) ?? null;
    await this.send("open");
  }

  #network(online) {
    this.status.online = online;
    if (online) {
      this.#failures = 0;
      this.send("online");
    } else this.#changed();
  }

  /** Something was stored: send it soon, together with what comes in the next moment; where it fails, the pauses go on. */
  acted() {
    if (this.#failures === 0) this.#after(AFTER_ACT);
    else if (this.status.nextTry === null) this.#after(pauseAfter(this.#failures));
    askWorker();
  }

  /** Tries now; → {sent, left} or {problem}. Never throws. One try at a time: who asks meanwhile gets that one's result. */
  send(_why = "button") {
    this.#under ??= this.#try().finally(() => { this.#under = null; });
    return this.#under;
  }

  async #try() {
    clearTimeout(this.#timer);
    Object.assign(this.status, { sending: true, nextTry: null });
    this.#changed();
    let told = {};
    try {
      told = await flush();
      this.#failures = 0;
      // Where another tab or the worker is at it, nothing hinders as far as is known.
      Object.assign(this.status, { problem: "", sentence: "" }, told.busy ? {} : { signedOut: Boolean(told.leftSite) });
    } catch (fault) {
      told = this.#failed(fault);
    }
    Object.assign(this.status, { sending: false, online: navigator.onLine, lastContact: (await fact("contact")) ?? null });
    await this.#plan(told);
    this.#changed();
    return told;
  }

  #failed(fault) {
    this.#failures += 1;
    const problem = fault.code ?? "unknown";
    Object.assign(this.status, { problem, sentence: fault.sentence ?? "", signedOut: problem === "signed_out" });
    if (!fault.code) console.warn("Sending failed", fault);
    return { problem, wait: fault.wait ?? 0 };
  }

  async #plan({ problem, wait = 0, busy, left }) {
    const owner = (await fact("user"))?.id;
    const waiting = owner === undefined ? 0 : await waitingOn(owner);
    const due = Boolean(await fact("pendingSignOut")) || Boolean(await fact("toReturn"));
    if (problem && (waiting || due)) {
      this.#after(Math.max(pauseAfter(this.#failures), wait));
      askWorker();
    } else if (busy && waiting) this.#after(FIRST_PAUSE);
    else if (left) this.#after(LONGEST_PAUSE);
    else if ((await allLeases()).length) this.#after(SIGN_OF_LIFE);
  }

  #after(pause) {
    clearTimeout(this.#timer);
    this.status.nextTry = Date.now() + pause;
    this.#timer = setTimeout(() => this.send("timer"), pause);
  }
}

/** Asks the browser to wake the worker when there is a network, also where the page is closed by then. */
async function askWorker() {
  try {
    const registration = await navigator.serviceWorker.getRegistration("/field/");
    await registration?.sync?.register(TAG);
  } catch { /* there is no Background Sync, or it is switched off: the page does it */ }
}

