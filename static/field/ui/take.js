/** Taking a visit along: what goes on the phone, and for how long, is said first; then the PIN; then whether it is kept. */

import { busy, h, isBusy, labelled, notice, say, wrongAt } from "./dom.js";
import { why } from "./start.js";
import { hours, weekDay, moment, t, tn } from "./words.js";

const LEASE_DAYS = 7;
/** What somebody who finds the phone tries first. */
const WEAK = /^(\d)\1+$/;
const SHORTEST_PIN = 6;

/** The screen of /field/<visit>/ where the visit is not on this phone. */
export async function takeScreen(app, id) {
  const box = h("div", {}, h("p.soft", {}, t("One moment …")));
  const back = h("p", {}, h("a.back", { href: app.addresses.field }, t("All visits")));
  const content = h("div", {}, back, h("h1", { tabindex: "-1" }, t("Take the visit along")), box);
  return { title: t("Take along"), content, shown: () => fill(app, box, id) };
}

async function fill(app, box, id) {
  try {
    const visit = (await app.field.nearVisits()).find((one) => one.id === id);
    box.replaceChildren(...(visit ? form(app, visit) : [none(app, id)]));
  } catch (error) {
    box.replaceChildren(why(app, error, () => fill(app, box, id)));
  }
}

function none(app, id) {
  return notice(
    "",
    h(
      "p",
      {},
      t("This visit cannot be taken along: it is closed or called off, too far from today, or not of your kecamatan."),
    ),
    h("p", {}, h("a.button.quiet", { href: `${app.addresses.visits}${id}/` }, t("To the visit"))),
  );
}

/** What exactly goes on the phone, and what becomes of it. */
function agreement(visit) {
  const until = moment(Date.now() + LEASE_DAYS * 86_400_000);
  return [
    h(
      "p",
      {},
      h("b.big", {}, visit.place),
      h("span.block", {}, `${weekDay(visit.day)}, ${hours(visit.starts, visit.ends)}`),
    ),
    h("h2", {}, t("What is put on this phone")),
    h(
      "ul",
      { "data-agreement": true },
      h(
        "li",
        {},
        tn(
          "{n} person who is expected at this visit, nobody else",
          "{n} people who are expected at this visit, nobody else",
          visit.expected,
        ),
      ),
      h(
        "li",
        {},
        t(
          "of each: name, sex, birth date, desa, RT and RW, masked NIK, tally code, whether married, whether they vote for the first time or need a visit at home",
        ),
      ),
      h("li", {}, t("until {when} at the latest, then the list goes by itself", { when: until })),
      h("li", {}, t("encrypted: nobody reads it without your PIN, and a lost PIN cannot be had back")),
      h(
        "li",
        {},
        t("on giving back or signing out the list is wiped; what is unsent is kept, sealed, until you send it"),
      ),
    ),
    h("p.soft", {}, t("That you took it is in the log, like an export.")),
  ];
}

function form(app, visit) {
  const pin = (autocomplete) =>
    h("input.pin", { type: "password", inputmode: "numeric", maxlength: "12", autocomplete });
  const more = { type: "text", maxlength: "40", autocomplete: "off", placeholder: t("Samsung of Rina, say") };
  const fields = { pin: pin("new-password"), again: pin("off"), label: h("input", more) };
  const failed = h("div", { "data-failed": true });
  const submit = h("button.button.primary.wide", { type: "submit" }, t("Take along"));
  const element = h(
    "form.form",
    { novalidate: true },
    labelled("pin", t("PIN for this visit"), fields.pin, t("6 to 12 digits. Asked each time the page is opened.")),
    labelled("again", t("The same PIN again"), fields.again),
    labelled("label", t("Name of this phone, for the office"), fields.label, t("Not needed.")),
    failed,
    submit,
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    const { pin: first, again } = fields;
    if (isBusy(submit) || !wrongAt(element, pinFaults(first.value, again.value))) return;
    take(app, visit, fields, submit).catch((error) => {
      const words = app.sentenceOf(error);
      failed.replaceChildren(error.code === "signed_out" ? why(app, error) : notice("late", h("p", {}, words)));
      say(words, true);
    });
  });
  return [...agreement(visit), element];
}

async function take(app, visit, { pin, label }, submit) {
  const asked = () => app.field.take(visit.id, pin.value, label.value.trim());
  const lease = await busy(submit, t("Being taken along …"), asked);
  await taken(app, lease, pin.value);
}

/** What is wrong with a PIN typed twice: name of the field → sentence. */
export function pinFaults(pin, again) {
  const runs = "01234567890123" + "98765432109876";
  if (!/^\d{6,12}$/.test(pin)) return { pin: t("A PIN has 6 to 12 digits, and nothing else.") };
  if (WEAK.test(pin) || runs.includes(pin.slice(0, SHORTEST_PIN))) {
    return { pin: t("This PIN is guessed at once. Take one without a run like 123456 or 111111.") };
  }
  if (pin !== again) return { again: t("The two PINs differ. Type the same one again.") };
  return {};
}

/** Does the page itself stand on the phone? It may still be coming in, and some browsers never keep it. */
function pageKept(app) {
  const place = h("div", { role: "status" });
  const paint = () => {
    const { kept, failed } = app.field.update;
    const said = kept
      ? notice("good", h("p", {}, t("From now on the page works without a network.")))
      : failed
        ? notice("warn", h("p", {}, t("This browser does not keep the page: without a network it will not open. Use Chrome, or take the paper sheet along.")))
        : notice("", h("p", {}, t("The page is still coming in. Stay here until it says that it works without a network.")));
    if (place.textContent !== said.textContent) place.replaceChildren(said);
  };
  paint();
  app.field.onChange(() => place.isConnected && paint());
  return place;
}

/** Afterwards: did the browser promise to keep it? Then on to the visit, opened already. */
async function taken(app, lease, pin) {
  app.open(lease, await app.field.unlock(lease.lease, pin));
  const kept = lease.persisted;
  const people = tn("{n} person is on this phone.", "{n} people are on this phone.", lease.people);
  const content = h(
    "div",
    {},
    h("h1", { tabindex: "-1" }, t("Taken along")),
    notice("good", h("p", {}, h("b", {}, people))),
    pageKept(app),
    kept
      ? notice("", h("p", {}, t("The browser promised to keep it.")))
      : notice(
          "warn",
          h("p", {}, h("b", {}, t("The browser did not promise to keep it."))),
          h(
            "p",
            {},
            t(
              "When the storage of the phone runs short it may throw it away. Put the page among the apps, keep some storage free, and send as soon as there is a network.",
            ),
          ),
        ),
    h(
      "p",
      {},
      h(
        "a.button.primary.wide",
        { href: `${app.addresses.field}${lease.visit.id}/`, "data-begin": true },
        t("To the people"),
      ),
    ),
  );
  app.show({ title: t("Taken along"), content });
}
