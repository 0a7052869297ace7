// The relay: this phone takes in the sealed events of another one, by QR codes or a file, and sends them for it.
import { busy, button, h, isBusy, notice, say } from "./ui/dom.js";
import { number, shortDay, t, tn } from "./ui/words.js";
import { carriedNow, carriedParcel, carry, forgetRefused, sendCarried } from "./carried.js";
import { parcelOf } from "./parcel.js";
import { partsOf } from "./parts.js";
import { scanner } from "./scan.js";
import { showSeries } from "./show_qr.js";

/** Draws what is carried, and the ways of taking more in. */
export async function drawCarried(section) {
  const view = { section, sums: h("div", { "data-carried": true }), told: h("div"), place: h("div.scan-place"), qr: h("div.qr-place") };
  const picked = h("input", { type: "file", multiple: true, accept: ".json,.txt,application/json,text/plain", "data-carry-file": true });
  picked.addEventListener("change", () => fromFiles(view, picked));
  section.replaceChildren(
    h("h3", {}, t("Carried for others")),
    h("p.soft", {}, t("This phone can take in what a colleague's phone cannot send, and send it when it has a network. Nobody can read it here.")),
    view.sums,
    view.told,
    h("div.actions", {}, button("", t("Take in QR codes"), () => openScanner(view), { "data-take-in": true })),
    view.place,
    h("div.field", {}, h("label", {}, t("Or take in the file of another phone"), picked)),
    view.qr,
  );
  await refresh(view);
  const again = () => (section.isConnected ? send(view, false) : globalThis.removeEventListener("online", again));
  globalThis.addEventListener("online", again);
  if (navigator.onLine) await send(view, false);
}

async function refresh(view) {
  const { events, leases, refused, visits } = await carriedNow();
  const words = tn("{n} act of other phones is carried here.", "{n} acts of other phones are carried here.", events);
  const from = tn("From {n} phone.", "From {n} phones.", leases);
  const known = visits.map(({ place, day }) => `${place}, ${shortDay(day)}`);
  view.sums.replaceChildren(
    ...(events ? [h("p.big", {}, words), h("p", {}, [from, ...known].join(" · "))] : [h("p", {}, t("Nothing is carried for others."))]),
    ...(refused.length ? [refusedBox(view, refused)] : []),
  );
  if (!events) return;
  const press = (work) => (event) => isBusy(event.currentTarget) || busy(event.currentTarget, t("One moment …"), work);
  view.sums.append(h(
    "div.actions",
    {},
    button("", t("Send it now"), press(() => send(view, true)), { "data-send-carried": true }),
    button("quiet", t("Show it on as QR codes"), press(() => showOn(view))),
  ));
}

function refusedBox(view, refused) {
  const rows = refused.slice(0, 20).map((one) => h("li", {}, t("No. {n}", { n: number(one.n) }), ": ", one.wrong));
  const forget = async () => {
    await forgetRefused();
    await refresh(view);
    say(t("Forgotten. The other phone still has it."));
  };
  const words = tn("{n} of them was refused by the office:", "{n} of them were refused by the office:", refused.length);
  return notice("late", h("p", {}, words), h("ul", {}, rows), h("div.actions", {}, button("quiet.small", t("Forget what was refused"), forget)));
}

function openScanner(view) {
  view.scanner?.stop();
  view.scanner = scanner(view.place, (bytes) => keep(view, bytes, "qr"));
}

/** Stores a whole; gives the sentence that says so, or throws an error with one. */
async function keep(view, bytes, way) {
  try {
    const { fresh, known } = await carry(bytes, way);
    await refresh(view);
    if (navigator.onLine) send(view, false);
    const words = tn("{n} act is on this phone now.", "{n} acts are on this phone now.", fresh);
    return known ? `${words} ${tn("{n} was here already.", "{n} were here already.", known)}` : words;
  } catch (fault) {
    fault.sentence = {
      not_ours: t("This is no file of a field page, or it was cut short on its way. Have it sent again."),
      too_much: t("This phone carries as much as it can. Send that first."),
    }[fault.code] || t("It could not be kept on this phone: is there no room left?");
    throw fault;
  }
}

async function fromFiles(view, picked) {
  for (const file of [...picked.files]) {
    try {
      tell(view, "good", await keep(view, new Uint8Array(await file.arrayBuffer()), "file"));
    } catch (fault) {
      tell(view, "late", `${file.name}: ${fault.sentence}`);
    }
  }
  picked.value = "";
}

async function send(view, asked) {
  const done = await sendCarried({ again: asked });
  await refresh(view);
  if (done.sent) tell(view, "good", tn("{n} act of another phone has arrived at the office.", "{n} acts of other phones have arrived at the office.", done.sent));
  if (!asked || !done.problem) return;
  const words = {
    signed_out: t("Sign in first; what is carried stays here until then."),
    server: t("The office does not take it just now. It stays here; try it again later."),
  };
  tell(view, "late", words[done.problem] || t("No network. It stays here and is sent once there is one."));
}

async function showOn(view) {
  const { leases, events } = await carriedParcel();
  view.series?.stop();
  try {
    view.series = showSeries(view.qr, await partsOf(parcelOf(leases, events)));
    view.qr.scrollIntoView({ block: "start" });
  } catch {
    tell(view, "late", t("This is too much for QR codes. Use the file."));
  }
}

function tell(view, look, words) {
  view.told.replaceChildren(notice(look, h("p", {}, words)));
  say(words, look === "late");
}
