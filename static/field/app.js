/** The field page: which screen stands where, what is open, and what the screens share. */

import { drawBanners } from "./ui/banners.js";
import { button, h, notice, say } from "./ui/dom.js";
import { startScreen, unsupportedScreen } from "./ui/start.js";
import { chosenLanguage, languageNow, number, setLanguage, t } from "./ui/words.js";
import { openField } from "./field.js";
import { fact } from "./store.js";

const REDRAW = 30_000;
/** Under this name the store keeps by how much the phone's clock is behind the server's, in milliseconds. */
const OFFSET = "offset";

const app = {
  addresses: JSON.parse(document.getElementById("addresses").textContent),
  field: null,
  /** Visits opened with their PIN since the page was loaded: lease → place. */
  places: new Map(),
  /** The place on the screen, or null. */
  place: null,
  /** Banners that were read and put away, and whose screen it was when it was drawn. */
  putAway: new Set(),
  toldOf: undefined,
  /** A sentence for the next screen, and a name looked for in vain. */
  told: "",
  newcomerName: "",
  installer: null,
  /** Milliseconds by which the phone's clock is off, as the server told last. */
  clockOff: 0,
};

/** Goes to an address of the page without loading it anew, so that what is open stays open. */
app.go = (address) => {
  history.pushState(null, "", address);
  return app.render();
};

/**
 * The visit is open from now on. Its place is what the page keeps of it: session, state, parts as they stand, and what was
 * done last with its undo, or what failed.
 */
app.open = (lease, session) =>
  app.places.set(lease.lease, {
    app,
    session,
    state: session.state(),
    parts: {},
    notes: new Map(),
    undo: null,
    failure: null,
    waiting: 0,
    refused: 0,
  });

app.lock = (place) => {
  place.session.lock();
  app.forget(place.session.lease.lease);
  history.replaceState(null, "", location.pathname);
  return app.render();
};

app.forget = (lease) => app.places.delete(lease);

app.forgetAll = () => {
  for (const place of app.places.values()) place.session.lock();
  app.places.clear();
};

/** The parts are made anew when they are shown next, in another language, say; a form with something typed in it stays. */
app.forgetParts = () => {
  for (const place of app.places.values()) {
    const form = place.parts.new;
    place.parts = form?.isTouched() ? { new: form } : {};
  }
};

/** Where to sign in, and back to here. */
app.signInAddress = () => `${app.addresses.signIn}?next=${encodeURIComponent(location.pathname)}`;

/** What an error means to whoever holds the phone, and what to do. */
app.sentenceOf = (error) =>
  ({
    offline: t("There is no network, or the office does not answer. Try again where there is one."),
    signed_out: t("You are signed out. Sign in, then try again."),
    refused: error.sentence,
    storage_full: t("The storage of this phone is full. Free some of it, photos or videos, then enter it again."),
    lease_over: t("The time of this list is over. Take the visit along again, or enter it in the office."),
    still_waiting:
      error.sentence ||
      t("{n} acts are still on this phone and not in the office. Send them first, or take them out as a file.", {
        n: number((error.waiting || 0) + (error.refused || 0)),
      }),
    already_here: t("This visit is on this phone already."),
    bad_pin: t("A PIN has 6 to 12 digits, and nothing else."),
    not_here: t("This is not on this phone any more, or not yours."),
  })[error.code] ||
  error.sentence ||
  t("Something went wrong: {what}. Load the page again; if it stays, tell the admin.", {
    what: error.message || error,
  });

/** The number of the visit in the address; 0 where there is none. */
const visitInAddress = () => Number(location.pathname.slice(app.addresses.field.length).match(/^(\d+)\/$/)?.[1] || 0);

/** Screens that nobody sees first: fetched after the first one stands, so that it stands sooner on a slow network. */
const later = {
  take: () => import("./ui/take.js"),
  unlock: () => import("./ui/unlock.js"),
  visit: () => import("./ui/visit.js"),
  leaving: () => import("./ui/leaving.js"),
};

/** Forgets visits that were locked elsewhere; whether the one in the address left the phone while it was open. */
function gone(id) {
  for (const [key, place] of app.places) {
    const { session } = place;
    if (!session.locked) continue;
    app.forget(key);
    if (session.lease.visit.id !== id || session.owner !== app.field.user?.id) continue;
    app.told = t(
      "The time of this list is over and everything has arrived at the office. The list is gone from this phone.",
    );
    history.replaceState(null, "", app.addresses.field);
    return true;
  }
  return false;
}

async function screenNow() {
  app.place = null;
  app.toldOf = app.field.user?.id;
  const id = visitInAddress();
  if (!app.field.supported.ok) return unsupportedScreen(app, id);
  if (!id) return startScreen(app);
  const own = (await app.field.leases()).filter((one) => one.mine && one.visit.id === id);
  if (gone(id)) return startScreen(app);
  const open = own.find((one) => app.places.has(one.lease));
  if (open) {
    const { visitScreen } = await later.visit();
    return visitScreen(app, (app.place = app.places.get(open.lease)));
  }
  const lease = own.find((one) => one.hasList) || own.find((one) => one.waiting || one.refused);
  return lease ? (await later.unlock()).unlockScreen(app, lease) : (await later.take()).takeScreen(app, id);
}

let drawn = 0;

/** Draws the screen of the address. */
app.render = async () => {
  const mine = (drawn += 1);
  const screen = await screenNow().catch(lost);
  if (mine === drawn) app.show(screen);
};

/** Where a part of the page could not be fetched; another fault is none of this and goes on. */
function lost(error) {
  if (!(error instanceof TypeError) || !/import|module/i.test(error.message)) throw error;
  const words = t("This part could not be loaded. Try it again with a network.");
  const again = button("primary", t("Try again"), () => location.reload());
  return {
    title: t("Field day"),
    content: h("div", {}, h("h1", { tabindex: "-1" }, t("Field day")), notice("late", h("p", {}, words), again)),
  };
}

/**
 * Puts a screen up: {title, content, bar, shown, refresh}; ``refresh`` is called when something changed. Focus goes to its
 * heading, so that it is read out.
 */
app.show = ({ title, content, bar = null, shown = null, refresh = null }) => {
  app.refreshScreen = refresh;
  document.title = `${title} · ${t("e-KTP field day")}`;
  document.querySelector(".skip").textContent = t("Skip to the content");
  const screen = document.getElementById("screen");
  screen.replaceChildren(content);
  document.getElementById("bar").replaceChildren(...(bar ? [bar] : []));
  document.body.classList.toggle("with-bar", Boolean(bar));
  scrollTo(0, 0);
  screen.querySelector("h1")?.focus({ preventScroll: true });
  shown?.();
  app.drawBanners();
};

/** The banners as things stand now. */
app.drawBanners = async () => {
  if (!app.field.supported.ok) return;
  const own = (await app.field.leases()).filter((one) => one.mine);
  app.clockOff = (await fact(OFFSET)) || 0;
  drawBanners(
    app,
    app.place,
    own.reduce((sum, one) => sum + one.waiting, 0),
  );
};

/** Links between screens change the address without loading the page anew. */
function follow(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.metaKey || event.ctrlKey || event.button > 0) return;
  const to = new URL(link.href);
  if (to.origin !== location.origin || !/^(\d+\/)?$/.test(to.pathname.slice(app.addresses.field.length))) return;
  if (!to.pathname.startsWith(app.addresses.field) || (to.pathname === location.pathname && to.hash)) return;
  event.preventDefault();
  app.go(to.pathname + to.hash);
}

/** The newer version takes over. Nothing is lost by it: it refuses while something waits. */
app.takeUpdate = () => app.field.update.apply().catch((error) => say(app.sentenceOf(error), true));

function changed() {
  setLanguageOf(app.field.user);
  app.place?.refresh?.();
  app.refreshScreen?.();
  app.drawBanners();
  // Who it is may be known only by now, and then other visits are theirs. Nothing is typed on that screen.
  if (app.toldOf !== app.field.user?.id && !app.place && !visitInAddress()) app.render();
}

const setLanguageOf = (user) => setLanguage(chosenLanguage() || user?.language || languageNow());

async function begin() {
  setLanguage(chosenLanguage() || "id");
  app.field = await openField();
  setLanguageOf(app.field.user);
  await app.render();
  for (const fetched of Object.values(later)) fetched().catch(() => {});
  if (!app.field.supported.ok) return;
  app.field.onChange(changed);
  import("./carried.js").then(({ keepSending }) => keepSending()).catch(() => {});
  document.addEventListener("click", follow);
  addEventListener("popstate", () => app.render());
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    app.installer = event;
  });
  // A lease ends and a clock goes on while nobody touches the page.
  setInterval(app.drawBanners, REDRAW);
}

begin().catch((error) => {
  document.querySelector("[data-loading]")?.remove();
  document.getElementById("too-old")?.classList.add("now");
  say(String(error.message || error), true);
  throw error;
});
