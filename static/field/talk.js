// Talking with the server: who is signed in, and questions that are answered in JSON.
import { FieldError, Offline, Refused, SignedOut, StorageFull } from "./errors.js";
import { fact, keepFact } from "./store.js";

const PATIENCE = 60_000;

/** The request is larger than the server takes. */
export class TooLarge extends FieldError {
  constructor(sentence = "") { super("too_large", sentence); }
}

/** The server did not take the token of the form. */
class BadToken extends FieldError {
  constructor(sentence = "") { super("forbidden", sentence); }
}

/** The server is there and can do nothing now; `wait`: milliseconds that it asks for, 0 where it says nothing. */
export class Busy extends Offline {
  constructor(sentence, wait) {
    super(sentence);
    this.wait = wait;
  }
}

/**
 * Fetches JSON. Throws Offline (no network, no JSON, 5xx), SignedOut (401), Refused with the sentence, TooLarge, BadToken.
 *
 * A page that asks to sign in to somebody's Wi-Fi answers 200 with HTML, or leads elsewhere: that is no network.
 */
async function ask(path, options = {}) {
  let response = null;
  try {
    response = await fetch(path, {
      credentials: "same-origin", cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE), ...options,
      headers: { Accept: "application/json", ...options.headers },
    });
  } catch {
    throw new Offline();
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer && typeof answer === "object") return answer;
  throw faultOf(response, answer?.sentence ?? "", answer !== null);
}

function faultOf(response, sentence, spoke) {
  if (response.status === 401) return new SignedOut();
  if (response.status === 403) return new BadToken(sentence);
  if (response.status === 413) return new TooLarge(sentence);
  if (response.status === 429 || response.status >= 500) {
    return new Busy(sentence, 1000 * (Number(response.headers.get("Retry-After")) || 0));
  }
  return response.status >= 400 && spoke ? new Refused(sentence) : new Offline(sentence);
}

/** Who is signed in, {user, csrf, now, app, language}; keeps the user, the difference of the clocks and the hour. */
async function askWho() {
  const before = Date.now();
  const who = await ask("/field/me/");
  const after = Date.now();
  if (!who.user?.id || !who.csrf) throw new Offline();
  // Who signed out without a network stays signed out here until the server knows of it.
  if ((await fact("pendingSignOut"))?.user !== who.user.id) await keepUser({ ...who.user, language: who.language });
  await note("offset", Math.round(who.now - (before + after) / 2));
  await note("contact", after);
  return who;
}

/** Somebody else's work is never theirs: where another user cannot be written down, nothing is sent. */
async function keepUser(user) {
  const known = await fact("user");
  if (["id", "name", "language"].some((one) => known?.[one] !== user[one])) await keepFact("user", user);
}

/** A phone that is full sends all the same: what is only good to know is left out. */
async function note(name, value) {
  try {
    await keepFact(name, value);
  } catch (fault) {
    if (!(fault instanceof StorageFull)) throw fault;
  }
}

/** A talk with the server on behalf of whoever is signed in. */
export class Talk {
  /** Asks first who that is. Throws Offline, SignedOut. */
  static async begin() {
    return new Talk(await askWho());
  }

  /** GET, and at the same time who is signed in: on a slow network each question costs its way. Throws as `begin` does. */
  static async asked(path) {
    const [answer] = await Promise.all([ask(path), askWho()]);
    return answer;
  }

  constructor(who) {
    this.who = who;
    this.user = who.user;
  }

  /** POST of JSON; a token that was not taken is fetched anew once. Throws as `ask` does, SignedOut where another one is in. */
  async post(path, body) {
    try {
      return await this.#posted(path, body);
    } catch (fault) {
      if (!(fault instanceof BadToken)) throw fault;
      const again = await askWho();
      if (again.user.id !== this.user.id) throw new SignedOut();
      this.who = again;
      return this.#posted(path, body);
    }
  }

  #posted(path, body) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.who.csrf };
    return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  /** Ends the sign-in on the server, as the button of the site does. Throws Offline where that did not come through. */
  async signOut() {
    const body = new URLSearchParams({ csrfmiddlewaretoken: this.who.csrf });
    const options = { method: "POST", credentials: "same-origin", redirect: "manual", body, signal: AbortSignal.timeout(PATIENCE) };
    const response = await fetch("/accounts/logout/", options).catch(() => null);
    if (!response || !(response.ok || response.type === "opaqueredirect")) throw new Offline();
  }
}
