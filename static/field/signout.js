// Signing out, from the field page and from every other page of the site. Nothing waiting: all is wiped. Waiting and online:
// sent, then wiped. Waiting and offline: the people go, the queue stays, unreadable without its owner's PIN.
import { clearAll } from "./giving.js";
import { flush, LOCK, sendAll } from "./send.js";
import { announce, fact, keepFact, setFlag } from "./store.js";
import { Talk } from "./talk.js";

export { flush };

const PATIENCE = 15_000;

/**
 * Makes the phone ready for signing out, and never refuses to. → {kept, talk, over}: how many acts stay; the talk with the
 * server, null where it cannot be reached; whether the sign-in is over already. The sign-in itself is as it was: where there
 * is no talk, a mark has the next contact end it.
 */
export async function leave() {
  const { talk, over } = await begun();
  const user = await fact("user");
  const owner = talk ? talk.user.id : user?.id;
  const kept = owner === undefined ? 0 : await clearAll(talk, owner).catch(() => clearAll(null, owner));
  await keepFact("user", undefined);
  if (!talk && !over && owner !== undefined) await mark(user);
  await setFlag();
  announce();
  return { kept, talk, over };
}

const mark = ({ id, name, language }) => keepFact("pendingSignOut", { user: id, name, language, at: Date.now() });

/** {talk, over}: a talk in which everything was sent as far as it goes; `over`: the sign-in has ended already. */
async function begun() {
  try {
    const talk = await Talk.begin();
    // Another tab that is sending is waited for, but not for ever.
    await navigator.locks
      .request(LOCK, { signal: AbortSignal.timeout(PATIENCE) }, () => sendAll(talk))
      .catch(() => 0);
    return { talk, over: false };
  } catch (fault) {
    return { talk: null, over: fault.code === "signed_out" };
  }
}

/** Signing out on the field page: → "wiped" or "kept". */
export async function signOut() {
  const { kept, talk } = await leave();
  await talk?.signOut().catch(() => mark(talk.user));
  await setFlag();
  announce();
  return kept ? "kept" : "wiped";
}

/** Was signing out asked for without a network, and the server does not know yet? */
export async function pending() {
  return Boolean(await fact("pendingSignOut"));
}
