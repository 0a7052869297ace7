/** Signing out on this phone: what will happen is said before it happens. */

import { busy, button, h, isBusy, notice, say, sheet } from "./dom.js";
import { t, tn } from "./words.js";

/** Asks, and signs out. ``after``: called once it is done. */
export async function askSignOut(app, after) {
  const own = (await app.field.leases()).filter((one) => one.mine);
  const waiting = own.reduce((sum, one) => sum + one.waiting + one.refused, 0);
  const failed = h("div");
  const go = async (event, close) => {
    const pressed = event.currentTarget;
    if (isBusy(pressed)) return;
    try {
      const how = await busy(pressed, t("Signing out …"), () => app.field.signOut());
      close();
      app.forgetAll();
      app.told =
        how === "kept"
          ? t("Signed out. What is unsent stays on this phone, sealed: sign in again with your PIN to send it.")
          : t("Signed out. Nothing of your visits is left on this phone.");
      after();
    } catch (error) {
      failed.replaceChildren(notice("late", h("p", {}, app.sentenceOf(error))));
      say(app.sentenceOf(error), true);
    }
  };
  sheet(t("Sign out on this phone?"), (close) => [
    h("p", {}, sentence(app, own.length, waiting)),
    failed,
    h(
      "div.actions",
      {},
      button("primary", t("Sign out"), (event) => go(event, close)),
      button("quiet", t("Stay signed in"), close),
    ),
  ]);
}

/** The rule in words, as things stand now. */
function sentence(app, visits, waiting) {
  if (!visits) return t("No visit is on this phone. Nothing is left on it.");
  if (!waiting) return t("Nothing waits. The lists of your visits are wiped from this phone.");
  if (app.field.status.online && !app.field.status.signedOut) {
    return tn(
      "{n} act is sent first, then everything is wiped.",
      "{n} acts are sent first, then everything is wiped.",
      waiting,
    );
  }
  return tn(
    "{n} act cannot be sent now. The lists are wiped; the act stays, sealed, until you sign in again here with your PIN.",
    "{n} acts cannot be sent now. The lists are wiped; the acts stay, sealed, until you sign in again here with your PIN.",
    waiting,
  );
}
