/** The PIN, each time the page is opened anew: keys live only in the memory of an open page. */

import { busy, h, isBusy, labelled, notice, say, wrongAt } from "./dom.js";
import { outFold } from "./out.js";
import { hours, weekDay, number, t, tn } from "./words.js";

/** The screen of a visit that is on this phone and not open. */
export function unlockScreen(app, lease) {
  const pin = h("input.pin", {
    type: "password",
    inputmode: "numeric",
    maxlength: "12",
    autocomplete: "current-password",
  });
  const submit = h("button.button.primary.wide", { type: "submit" }, t("Open the visit"));
  const form = h("form.form", { novalidate: true }, labelled("pin", "PIN", pin), submit);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!isBusy(submit)) open(app, lease, form, pin, submit);
  });
  const { visit } = lease;
  const content = h(
    "div",
    {},
    h("p", {}, h("a.back", { href: app.addresses.field }, t("All visits"))),
    h("h1", { tabindex: "-1" }, visit.place),
    h("p", {}, `${weekDay(visit.day)}, ${hours(visit.starts, visit.ends)}`),
    lease.hasList
      ? null
      : notice(
          "",
          h(
            "p",
            {},
            t("The list of people is gone from this phone. What is unsent is here and can be opened with the PIN."),
          ),
        ),
    lease.waiting ? h("p", {}, tn("{n} waits to be sent", "{n} wait to be sent", lease.waiting)) : null,
    form,
    lease.waiting || lease.refused ? outFold(app, lease) : null,
    forgotten(),
  );
  return { title: visit.place, content, shown: () => pin.focus() };
}

async function open(app, lease, form, pin, submit) {
  try {
    const session = await busy(submit, t("Opening …"), () => app.field.unlock(lease.lease, pin.value));
    app.open(lease, session);
    app.render();
  } catch (error) {
    if (!["wrong_pin", "bad_pin"].includes(error.code)) {
      wrongAt(form, { pin: app.sentenceOf(error) });
      return;
    }
    const seconds = Math.ceil((error.wait || 0) / 1000);
    const words = seconds
      ? t("Not this PIN. Wait {n} seconds, then try again.", { n: number(seconds) })
      : t("Not this PIN. Try again.");
    pin.value = "";
    wrongAt(form, { pin: words });
    say(words, true);
  }
}

const forgotten = () =>
  h(
    "details.fold",
    {},
    h("summary", {}, t("PIN forgotten?")),
    h(
      "p",
      {},
      t(
        "Nobody can bring it back. What waits is sent without it, as soon as you are signed in and there is a network. Then take the visit along again.",
      ),
    ),
  );
