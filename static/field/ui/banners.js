/** What somebody at the page must know just now, one line each, above everything else; most urgent first. */

import { button, h, say } from "./dom.js";
import { moment, number, t, tn } from "./words.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** So far may the phone's clock be off before it is said. */
const CLOCK_MINUTES = 5;
/** So long before its end a lease is said to end. */
const SOON = 24 * HOUR;

/**
 * Draws the banners into #banners. ``place``: the open visit or null; ``waiting``: unsent acts of whoever is signed in.
 * Nothing is touched where nothing changed, so that a screen reader hears each once.
 */
export function drawBanners(app, place, waiting) {
  const found = bannersOf(app, place, waiting);
  const box = document.getElementById("banners");
  const drawn = JSON.stringify(found.map(({ key, words }) => [key, words]));
  if (box.dataset.drawn === drawn) return;
  const before = new Set(JSON.parse(box.dataset.drawn || "[]").map(([key]) => key));
  box.dataset.drawn = drawn;
  box.replaceChildren(
    ...found.map(({ key, look, words, action }) =>
      h(`div.banner.${look}`, { "data-banner": key }, h("p", {}, words), action || null),
    ),
  );
  const fresh = found.filter(({ key }) => !before.has(key)).map(({ words }) => words);
  if (fresh.length) say(fresh.join(" "));
}

function bannersOf(app, place, waiting) {
  const all = [...ofLease(app, place), ...ofPhone(app), ...ofServer(app, place, waiting), ...ofUpdate(app, waiting)];
  return all.filter(({ key }) => !app.putAway.has(key));
}

function ofLease(app, place) {
  if (!place) return [];
  const { lease } = place.session;
  // By the clock of the office, as far as it is known: a phone's own may be days off.
  const left = lease.until - (Date.now() + app.clockOff);
  const found = [];
  if (left <= 0 || lease.ended || !place.session.data) {
    found.push({
      key: "over",
      look: "late",
      words: t("The time of this list is over. Nothing more can be entered; what is unsent is kept."),
    });
  } else if (left < SOON) {
    found.push({
      key: "soon",
      look: "warn",
      words: t("This list goes from the phone on {when}. Send before that.", { when: moment(lease.until) }),
    });
  }
  if (lease.persisted === false && place.session.data) {
    found.push({
      key: "persist",
      look: "warn",
      words: t("The browser does not promise to keep this. Send soon."),
      action: seen(app, "persist"),
    });
  }
  return found;
}

/** A button that puts a banner away until the page is loaded again. */
function seen(app, key) {
  const shut = () => {
    app.putAway.add(key);
    app.drawBanners();
  };
  return button("quiet.small", "OK", shut, { "aria-label": t("I have seen it") });
}

function ofPhone(app) {
  const minutes = Math.round(Math.abs(app.clockOff) / MINUTE);
  return minutes >= CLOCK_MINUTES
    ? [
        {
          key: "clock",
          look: "warn",
          words: t("The clock of this phone is off by {how}. Set it to the network's time.", { how: span(minutes) }),
        },
      ]
    : [];
}

function span(minutes) {
  const hours = Math.round(minutes / 60);
  if (minutes < 120) return tn("{n} minute", "{n} minutes", minutes);
  return hours < 48 ? tn("{n} hour", "{n} hours", hours) : tn("{n} day", "{n} days", Math.round(hours / 24));
}

function ofServer(app, place, waiting) {
  const { status } = app.field;
  const kept = waiting ? tn("{n} act waits on this phone.", "{n} acts wait on this phone.", waiting) : "";
  const line = (key, look, words, action = null) => [
    { key, look, words: [words, kept].filter(Boolean).join(" "), action },
  ];
  if (!status.online) return line("offline", "calm", t("No network. The page works on."));
  if (status.signedOut) {
    if (!place && !waiting) return [];
    const go = h("a.button.small", { href: app.signInAddress() }, t("Sign in"));
    return line("signedout", "warn", t("You are signed out. Sign in to send."), go);
  }
  if (status.sending && waiting)
    return [
      { key: "sending", look: "calm", words: tn("{n} act is being sent …", "{n} acts are being sent …", waiting) },
    ];
  if (status.problem === "storage_full" && waiting) return line("full", "late", fullWords());
  if (status.problem && waiting) {
    const again = button("quiet.small", t("Try now"), () => app.field.send("asked"));
    return line("away", "calm", t("The office does not answer; tried again by itself."), again);
  }
  return [];
}

/** What to do on a phone that cannot note what arrived. */
export const fullWords = () =>
  t("The storage of this phone is full, so it cannot note what has arrived. Free some of it, photos or videos.");

function ofUpdate(app, waiting) {
  if (!app.field.update.ready) return [];
  if (waiting)
    return [
      {
        key: "update-waits",
        look: "calm",
        words: t("A new version of the page waits until everything is sent ({n} left).", { n: number(waiting) }),
      },
    ];
  return [
    {
      key: "update",
      look: "calm",
      words: t("A new version of the page is ready."),
      action: button("quiet.small", t("Take it"), () => app.takeUpdate()),
    },
  ];
}
