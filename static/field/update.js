// A newer version of the page: it is fetched by the browser, waits, and takes over when somebody says so and nothing is unsent.
import { StillWaiting } from "./errors.js";
import { fact, waitingOn } from "./store.js";

const SCOPE = "/field/";

/** `ready`: a newer version waits on this phone. Made by field.js. */
export class Update {
  #registration = null;
  #changed;
  /** This browser does not keep the page: its workers take no modules, or fetching the page broke off. */
  failed = false;

  constructor(changed) {
    this.#changed = changed;
  }

  /** Registers the service worker; without it the page works as long as it stays open. */
  async start() {
    const options = { scope: SCOPE, type: "module", updateViaCache: "none" };
    try {
      this.#registration = await navigator.serviceWorker.register(`${SCOPE}sw.js`, options);
      this.#registration.addEventListener("updatefound", () => this.#watch(this.#registration.installing));
      this.#watch(this.#registration.installing);
    } catch {
      this.failed = true;
    }
    this.#changed();
  }

  #watch(worker) {
    worker?.addEventListener("statechange", () => {
      this.failed = worker.state === "redundant" && !this.kept;
      this.#changed();
    });
  }

  get ready() {
    return Boolean(this.#registration?.waiting && this.#registration.active);
  }

  /** Will the page open without a network? */
  get kept() {
    return Boolean(this.#registration?.active);
  }

  /** The newer version takes over, and the page is loaded anew. Throws StillWaiting while something of this person waits. */
  async apply() {
    const waiting = await waitingOn((await fact("user"))?.id ?? null);
    if (waiting) throw new StillWaiting(waiting);
    const worker = this.#registration?.waiting;
    if (!worker) return;
    await new Promise((done) => {
      navigator.serviceWorker.addEventListener("controllerchange", done, { once: true });
      worker.postMessage({ type: "take-over" });
    });
    location.reload();
  }
}
