/** The beginning: visits on this phone, visits to take along, what waits, how to put the page among the apps. */

import { busy, button, h, isBusy, labelled, notice, wrongAt } from "./dom.js";
import { carryFold } from "./out.js";
import { hours, weekDay, moment, setLanguage, languageNow, t, tn } from "./words.js";

/** The screen of /field/. */
export async function startScreen(app) {
  const all = await app.field.leases();
  const own = all.filter((one) => one.mine);
  const others = all.filter((one) => !one.mine);
  // What stands below it is out of sight until the visits are there, and so does not move under a finger.
  const near = h("div.awaited", { "data-near": true }, h("p.soft", {}, t("One moment …")));
  const content = h(
    "div",
    {},
    h("h1", { tabindex: "-1" }, t("Field day")),
    told(app),
    who(app),
    own.length
      ? section(
          t("On this phone"),
          own.map((one) => leaseCard(app, one)),
        )
      : null,
    section(t("Visits to take along"), near),
    others.length
      ? section(app.field.user ? t("Of colleagues on this phone") : t("Sealed on this phone"), colleagues(app, others))
      : null,
    carryFold(),
    install(app),
    foot(app),
  );
  const shown = () => {
    fillNear(app, near, own);
    if (location.hash === "#leave") leave(app);
  };
  return { title: t("Field day"), content, shown, refresh: () => tellLeases(app, content) };
}

/** What waits is sent while the screen stands. */
async function tellLeases(app, content) {
  for (const one of await app.field.leases()) {
    const words = content.querySelector(`[data-lease="${one.lease}"] [data-words]`);
    if (words && words.textContent !== leaseWords(one)) words.textContent = leaseWords(one);
  }
}

const section = (title, ...content) => h("section", {}, h("h2", {}, title), ...content);

/** A sentence left by the screen before: given back, signed out. */
function told(app) {
  const words = app.told;
  app.told = "";
  return words ? h("div.notice.good", { role: "status" }, h("p", {}, words)) : null;
}

function who(app) {
  const { user } = app.field;
  return user
    ? h("p.soft", {}, t("Signed in as {name}.", { name: user.name }))
    : h("p.soft", {}, t("Nobody is signed in on this phone."));
}

/** What there is to say of a lease in a line: people, what waits, until when. */
function leaseWords(one) {
  const parts = [];
  if (one.hasList) parts.push(tn("{n} person", "{n} people", one.people));
  if (one.waiting) parts.push(tn("{n} waits to be sent", "{n} wait to be sent", one.waiting));
  if (one.refused) parts.push(tn("{n} refused", "{n} refused", one.refused));
  if (!one.waiting && !one.refused && one.made) parts.push(t("everything has arrived"));
  return parts.join(" · ");
}

function leaseCard(app, one) {
  const { visit } = one;
  const end =
    one.ended || !one.hasList
      ? t("Its time is over: the list is gone, what is unsent is kept.")
      : t("On this phone until {when}.", { when: moment(one.until) });
  return h(
    "a.card.link",
    { href: `${app.addresses.field}${visit.id}/`, "data-lease": one.lease },
    h("b.big", {}, visit.place),
    when(visit),
    h("span.block", { "data-words": true }, leaseWords(one)),
    h("span.block.soft", {}, end),
  );
}

function colleagues(app, others) {
  const waiting = others.reduce((sum, one) => sum + one.waiting + one.refused, 0);
  return [
    h(
      "p",
      {},
      waiting
        ? tn("{n} act waits here for its owner, sealed.", "{n} acts wait here for their owner, sealed.", waiting)
        : t("A visit is on this phone for its owner, sealed."),
    ),
    h(
      "p.soft",
      {},
      t(
        "Only whoever took it along can open or send it, signed in here, with the PIN. Your own work is apart from it.",
      ),
    ),
    app.field.user ? null : comeBack(app),
  ];
}

/** Whoever signed out without a network, by mistake, say, goes on with the PIN: the office has not heard of it yet. */
function comeBack(app) {
  const pin = h("input.pin", { type: "password", inputmode: "numeric", maxlength: "12", autocomplete: "off" });
  const submit = h("button.button", { type: "submit" }, t("Go on"));
  const form = h("form.form", { novalidate: true }, labelled("pin", "PIN", pin), submit);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy(submit)) return;
    try {
      await busy(submit, t("Opening …"), () => app.field.comeBack(pin.value));
      app.go(app.addresses.field);
    } catch (error) {
      pin.value = "";
      wrongAt(form, { pin: error.code === "wrong_pin" ? t("Not this PIN. Try again.") : app.sentenceOf(error) });
    }
  });
  return h("details.fold", {}, h("summary", {}, t("Is it yours? You signed out here without a network.")), form);
}

/** Visits that could be taken along, asked of the server; or why they cannot be told. */
async function fillNear(app, near, own) {
  try {
    const here = new Set(own.filter((one) => one.hasList).map((one) => one.visit.id));
    const found = todayFirst((await app.field.nearVisits()).filter((one) => !here.has(one.id)));
    near.replaceChildren(
      ...(found.length
        ? found.map((one) => nearCard(app, one))
        : [h("p.soft", {}, t("No other visit of yours from three days ago to two weeks ahead."))]),
    );
  } catch (error) {
    near.replaceChildren(why(app, error, () => fillNear(app, near, own)));
  }
  near.classList.remove("awaited");
}

/** Today's visits, then those to come, then those that are over; otherwise in the order of the office. */
function todayFirst(visits) {
  const day = today();
  const turn = (one) => (one.day === day ? 0 : one.day > day ? 1 : 2);
  return [...visits].sort((a, b) => turn(a) - turn(b));
}

function nearCard(app, one) {
  return h(
    "a.card.link",
    { href: `${app.addresses.field}${one.id}/`, "data-visit": one.id },
    h("span.line", {}, h("b.big.grow", {}, one.place), h("span.go", {}, t("Take along"))),
    when(one),
    h("span.block.soft", {}, `${one.kecamatan} · ${tn("{n} person expected", "{n} people expected", one.expected)}`),
  );
}

/** "Rabu, 27 November, 08.00–14.00", with a word where it is today by the phone's own day. */
function when(visit) {
  return h(
    "span.block",
    {},
    `${weekDay(visit.day)}, `,
    h("span.whole", {}, hours(visit.starts, visit.ends)),
    " ",
    visit.day === today() ? h("span.flag", {}, t("today")) : null,
  );
}

/** The phone's own day, as ISO. */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((one) => String(one).padStart(2, "0")).join("-");
}

/** Why the server was of no help, with the way on. */
export function why(app, error, again) {
  if (error.code === "signed_out") {
    return notice(
      "warn",
      h("p", {}, t("Sign in to see what you could take along.")),
      h("p", {}, h("a.button.primary", { href: app.signInAddress() }, t("Sign in"))),
    );
  }
  const words =
    error.code === "offline"
      ? t("No network just now. Visits are taken along where there is one, before leaving.")
      : app.sentenceOf(error);
  return notice("", h("p", {}, words), button("quiet", t("Try again"), again));
}

function install(app) {
  if (matchMedia("(display-mode: standalone)").matches) return null;
  const press = async () => {
    await app.installer.prompt();
    app.installer = null;
    app.render();
  };
  return h(
    "details.fold",
    {},
    h("summary", {}, t("Put this page among the apps")),
    app.installer ? button("", t("Install"), press) : null,
    h(
      "p",
      {},
      t("In Chrome: the menu with three dots, then “Add to Home screen”. It opens without a network, like this page."),
    ),
  );
}

function foot(app) {
  const other = languageNow() === "en" ? ["id", "Bahasa Indonesia"] : ["en", "English"];
  const turn = () => {
    setLanguage(other[0], true);
    app.forgetParts();
    app.render();
  };
  return h(
    "p.actions.foot",
    {},
    button("quiet", other[1], turn, { lang: other[0] }),
    h("a.button.quiet", { href: app.addresses.help }, t("How a field day goes")),
    h("a.button.quiet", { href: app.addresses.site }, t("To the office pages")),
    app.field.user ? button("quiet", t("Sign out on this phone"), () => leave(app)) : null,
  );
}

async function leave(app) {
  const { askSignOut } = await import("./leaving.js");
  history.replaceState(null, "", app.addresses.field);
  askSignOut(app, () => app.go(app.addresses.field));
}

/** The screen where the browser lacks what the page needs: in words, and what to do instead. */
export function unsupportedScreen(app, visit) {
  const insecure = app.field.supported.reason === "insecure";
  const words = insecure
    ? [
        t(
          "This page was opened without a trusted https:// address. Browsers then give it no storage that lasts, no encryption and no work without a network.",
        ),
        t("Open the address that begins with https://, or ask the admin for it."),
      ]
    : [
        t("This browser lacks what the page needs to keep people safely without a network."),
        t("Update Chrome, or open the page in another browser, and not in a private window."),
      ];
  const to = visit ? `${app.addresses.visits}${visit}/` : app.addresses.visits;
  const content = h(
    "div",
    {},
    h("h1", { tabindex: "-1" }, t("This phone cannot take visits along here")),
    notice(
      "late",
      words.map((one) => h("p", {}, one)),
    ),
    h("p", {}, t("The paper sheet works everywhere: print it from the visit's page, and enter the result afterwards.")),
    h(
      "p",
      {},
      h(
        "a.button.primary",
        { href: to },
        visit ? t("To the visit and its paper sheet") : t("To the visits and their paper sheets"),
      ),
    ),
  );
  return { title: t("Field day"), content };
}
