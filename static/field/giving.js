// Giving back: a lease whose work is with the office leaves the phone, and the office hears of it.
import { Refused } from "./errors.js";
import { allLeases, changeFact, dropPeople, fact, keepFact, setFlag, tallyOf, wipeLease } from "./store.js";

const pathOf = (visit) => `/field/${visit}/return/`;

/** The leases of `owner` on this phone. */
export async function leasesOf(owner) {
  return (await allLeases()).filter((one) => one.owner === owner);
}

/** Says to the office that the phone has wiped this lease, then wipes it. Throws Refused while the office misses something. */
export async function returnLease(talk, { lease, visit, made }) {
  await talk.post(pathOf(visit.id), { lease, made });
  await wipeLease(lease, { onlyIfSent: true });
}

/**
 * Takes everything of `owner` off the phone that may go. A lease with unsent work loses its people and keeps its queue.
 * `talk`: null where there is no network; the office then hears of it at the next contact. → how many acts stay.
 */
export async function clearAll(talk, owner) {
  let kept = 0;
  for (const record of await leasesOf(owner)) {
    const { waiting, refused } = await tallyOf(record.lease);
    kept += waiting + refused;
    if (waiting + refused) await dropPeople(record.lease, record.state === "out" ? "left" : record.state);
    else {
      const told = { lease: record.lease, visit: record.visit.id, made: record.made, owner };
      await changeFact("toReturn", (list = []) => [...list, told]);
      await wipeLease(record.lease);
    }
  }
  if (talk) await tellReturned(talk);
  return kept;
}

/** Says to the office which leases of this user were wiped while there was no network. */
export async function tellReturned(talk) {
  for (const { lease, visit, made, owner } of (await fact("toReturn")) ?? []) {
    if (owner !== talk.user.id) continue;
    try {
      await talk.post(pathOf(visit), { lease, made });
    } catch (fault) {
      // What the office misses is not here any more; it sees the gap and says so.
      if (!(fault instanceof Refused)) throw fault;
    }
    await changeFact("toReturn", (list = []) => {
      const rest = list.filter((one) => one.lease !== lease);
      return rest.length ? rest : undefined;
    });
  }
  await setFlag();
}

/** Leases that are over, or were signed out of, are given back by themselves once nothing of them is unsent. */
export async function returnEnded(talk) {
  for (const record of await leasesOf(talk.user.id)) {
    if (record.state === "out") continue;
    const { waiting, refused } = await tallyOf(record.lease);
    if (waiting + refused) continue;
    await returnLease(talk, record).catch((fault) => {
      if (!(fault instanceof Refused)) throw fault;
    });
  }
}

/**
 * Carries out a signing-out that was asked for without a network. → true where the sign-in ended now.
 *
 * The mark is void where somebody else is signed in meanwhile.
 */
export async function finishSignOut(talk) {
  const pending = await fact("pendingSignOut");
  if (!pending) return false;
  const isTheirs = pending.user === talk.user.id;
  if (isTheirs) {
    await clearAll(talk, talk.user.id);
    await talk.signOut();
    await keepFact("user", undefined);
  }
  await keepFact("pendingSignOut", undefined);
  await setFlag();
  return isTheirs;
}
