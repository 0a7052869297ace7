/** What waits on this phone, what was refused and why, and every way in which it may leave the phone. */

import { personDone } from "./acts.js";
import { fullWords } from "./banners.js";
import { busy, button, h, isBusy, notice, say, sheet } from "./dom.js";
import { moment, number, t, tn } from "./words.js";
import { refOf } from "../facts.js";

/** The part "send" of a visit's page. */
export function waitingView(app, place) {
  const view = { app, place, told: h("div"), refused: h("div"), out: h("div", { "data-out": true }) };
  view.node = h(
    "div",
    {},
    h("h2", {}, t("What is on the way")),
    view.told,
    view.refused,
    ways(view),
    view.out,
    ending(view),
  );
  return { node: view.node, refresh: () => refresh(view) };
}

async function refresh(view) {
  const { lease } = view.place.session;
  const known = await view.app.field.waitingOf(lease.lease);
  const { status } = view.app.field;
  const rows = [
    [t("waiting"), known.waiting],
    [t("arrived"), known.sent],
    [t("refused by the office"), known.refused.length],
  ];
  view.told.replaceChildren(
    h(
      "dl.sums",
      {},
      rows.map(([words, count]) => h("div", {}, h("dt", {}, words), h("dd", {}, number(count)))),
    ),
    h("p", { "data-waiting-words": true }, sentence(known, status)),
    h(
      "p.soft",
      {},
      status.lastContact
        ? t("The office answered last on {when}.", { when: moment(status.lastContact) })
        : t("The office has not answered yet."),
    ),
  );
  drawRefused(view, known.refused);
  // What was offered to be carried out has arrived meanwhile.
  if (view.out.dataset.drawn && !known.waiting && !known.refused.length) drawOut(view);
}

function sentence(known, status) {
  if (!known.waiting && !known.refused.length) return t("Everything has arrived at the office.");
  if (!known.waiting) return t("Everything else has arrived at the office.");
  if (status.signedOut) return t("Sign in, and it is sent. Nothing is lost until then.");
  if (!status.online) return t("No network. It is kept on this phone and sent by itself as soon as there is one.");
  if (status.problem === "storage_full") return fullWords();
  if (status.problem && status.nextTry)
    return t("The office does not answer. Tried again by itself at {when}.", { when: moment(status.nextTry) });
  return t("It is being sent.");
}

function drawRefused(view, refused) {
  const drawn = JSON.stringify(refused);
  if (view.drawn === drawn) return;
  view.drawn = drawn;
  view.refused.replaceChildren(
    ...(refused.length
      ? [
          h("h3", {}, t("Refused by the office")),
          h(
            "ul.entered",
            {},
            refused.map((one) => refusedRow(view, one)),
          ),
        ]
      : []),
  );
}

function refusedRow(view, { number: made, sentence: why }) {
  const { lease } = view.place.session.lease;
  const again = async () => {
    await view.app.field.retry(lease, made);
    say(t("It waits to be sent again."));
    view.place.refresh();
  };
  const words = described(view.place, made);
  return h(
    "li.late-row",
    {},
    h("span", {}, h("b", {}, t("No. {n}", { n: number(made) }), words ? `: ${words}` : ""), h("span.block", {}, why)),
    button("quiet.small", t("Send again"), again, { "aria-label": t("Send no. {n} again", { n: number(made) }) }),
  );
}

/** What an act said, in words, so that it is known what was refused. */
function described({ session, state }, made) {
  const content = session.contents().find((one) => one.content.n === made)?.content;
  if (!content) return "";
  if (content.k === "outcome") {
    return personDone(state.people.get(refOf(content))?.person.n || t("somebody"), content.o);
  }
  if (content.k === "unlisted") return personDone(content.d.name, content.o);
  return {
    count: t("Recorded without a name"),
    tally: t("Cards or IKD"),
    note: t("Note about the visit"),
    undo: t("Undo"),
  }[content.k];
}

function ways(view) {
  const now = async (event) => {
    const pressed = event.currentTarget;
    if (isBusy(pressed)) return;
    await busy(pressed, t("Sending …"), () => view.app.field.send("asked"));
    await view.place.refresh();
    say(view.told.querySelector("[data-waiting-words]").textContent);
  };
  return h(
    "div.actions",
    {},
    button("primary", t("Send now"), now),
    button("quiet", t("Without a network: file, QR, message"), () => drawOut(view), { "data-load-out": true }),
  );
}

/** The ways out without a network are fetched only when asked for; the worker keeps them with the rest. */
async function drawOut(view) {
  view.out.dataset.drawn = view.place.waiting || view.place.refused ? "1" : "";
  view.out.replaceChildren(h("p", {}, t("One moment …")));
  try {
    const { default: renderOut } = await import("../out.js");
    view.out.replaceChildren();
    await renderOut(view.out, view.app.field, view.place.session.lease.lease, view.place.session);
  } catch {
    view.out.replaceChildren(
      notice("late", h("p", {}, t("This part could not be loaded. Try it again with a network."))),
    );
  }
}

function ending(view) {
  return h(
    "section.ending",
    {},
    h("h2", {}, t("When the day is done")),
    h("p.soft", {}, t("Given back, the list goes from this phone, and the office knows that nothing is missing.")),
    h(
      "div.actions",
      {},
      button("", t("Give the visit back"), () => askBack(view)),
      button("quiet", t("Sign out on this phone"), () => view.app.go(`${view.app.addresses.field}#leave`)),
    ),
  );
}

function askBack(view) {
  const { place } = view;
  const failed = h("div");
  sheet(t("Give the visit back?"), (close) => [
    before(place),
    failed,
    h(
      "div.actions",
      {},
      button("primary", t("Give it back"), (event) => giveBack(view, event.currentTarget, failed, close)),
      button("quiet", t("Keep it"), close),
    ),
  ]);
}

/** What giving back will do, as things stand. */
function before(place) {
  if (place.refused) {
    const words = tn(
      "{n} act was refused and is only on this phone. Send it again, or take it out as a file, before.",
      "{n} acts were refused and are only on this phone. Send them again, or take them out as a file, before.",
      place.refused,
    );
    return notice("late", h("p", {}, words));
  }
  if (!place.waiting) return h("p", {}, t("Everything has been sent. The list is wiped from this phone."));
  return h(
    "p",
    {},
    tn(
      "{n} act is sent first; then the list is wiped from this phone.",
      "{n} acts are sent first; then the list is wiped from this phone.",
      place.waiting,
    ),
  );
}

async function giveBack({ app, place }, pressed, failed, close) {
  if (isBusy(pressed)) return;
  const { lease, visit } = place.session.lease;
  try {
    await busy(pressed, t("Sending …"), () => app.field.giveBack(lease));
    close();
    app.forget(lease);
    app.told = t("{place} was given back. The list is gone from this phone.", { place: visit.place });
    app.go(app.addresses.field);
  } catch (error) {
    failed.replaceChildren(notice("late", h("p", {}, app.sentenceOf(error))));
    say(app.sentenceOf(error), true);
  }
}
