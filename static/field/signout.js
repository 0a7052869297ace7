// Signing out, from the field page and from every other page of the site. Nothing waiting: all is wiped. Waiting and online:
// sent, then wiped. Waiting and offline: the people go, the queue stays, unreadable without its owner's PIN.
import { clearAll, leasesOf } from "./giving.js";
import { LOCK, sendAll } from "./send.js";
import { announce, fact, keepFact, setFlag, tallyOf } from "./store.js";
import { Talk } from "./talk.js";

const PATIENCE = 15_000;

/**
 * Makes the phone ready for signing out, and never refuses to. → {kept, talk}: how many acts stay, and the talk with the server,
 * null where it cannot be reached or something else went wrong. The sign-in itself is still as it was.
 */
export async function leave() {
  const talk = await begun();
  const user = await fact("user");
  const owner = talk ? talk.user.id : user?.id;
  const kept = owner === undefined ? 0 : await clearAll(talk, owner).catch(() => clearAll(null, owner));
  await keepFact("user", undefined);
  // Until the server has heard of it; the next contact does it where the sign-out of the site does not come through.
  if (owner !== undefined) await keepFact("pendingSignOut", { user: owner, name: user?.name, language: user?.language, at: Date.now() });
  await setFlag();
  announce();
  return { kept, talk };
}

/** A talk in which everything was sent as far as it goes; null where there is none. */
async function begun() {
  try {
    const talk = await Talk.begin();
    // Another tab that is sending is waited for, but not for ever.
    await navigator.locks.request(LOCK, { signal: AbortSignal.timeout(PATIENCE) }, () => sendAll(talk).catch(() => 0));
    return talk;
  } catch {
    return null;
  }
}

/** Signing out on the field page: → "wiped" or "kept". */
export async function signOut() {
  const { kept, talk } = await leave();
  try {
    await talk?.signOut();
    if (talk) await keepFact("pendingSignOut", undefined);
  } catch { /* the mark stays: it is done at the next contact */ }
  await setFlag();
  announce();
  return kept ? "kept" : "wiped";
}

/** How many acts of whoever is known to be signed in are unsent. */
export async function unsent() {
  const user = await fact("user");
  const tallies = user ? await Promise.all((await leasesOf(user.id)).map((one) => tallyOf(one.lease))) : [];
  return tallies.reduce((sum, { waiting, refused }) => sum + waiting + refused, 0);
}
