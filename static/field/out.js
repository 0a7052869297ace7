// The ways out of a phone that has no network for days: a file, a series of QR codes, short text messages; and what this
// phone carries for others. File and codes are sealed and need no PIN; messages need the opened lease.
import { busy, button, h, isBusy, notice, say } from "./ui/dom.js";
import { number, t, tn } from "./ui/words.js";
import { drawCarried } from "./out_carried.js";
import { nameOfFile, parcelOf } from "./parcel.js";
import { partsOf } from "./parts.js";
import { messagesOf } from "./short_text.js";
import { showSeries } from "./show_qr.js";

/** Draws all of it into `container`. `lease`: its key, or what `field.leases()` gives; `session`: the opened one, or null. */
export default async function renderOut(container, field, lease, session = null) {
  const key = lease?.lease ?? lease;
  const known = (await field.leases()).find((one) => one.lease === key) ?? { lease: key, made: 0, visit: session?.data?.visit };
  const view = { field, lease: known, session, container };
  view.envelopes = await field.envelopes(key);
  const carried = h("section.out-carried");
  container.replaceChildren(...(view.envelopes.length ? own(view) : [nothing()]), carried);
  await drawCarried(carried, known.visit);
}

const nothing = () => notice("good", h("p", {}, t("Everything of this visit has arrived at the office; nothing needs to leave the phone another way.")));

function own(view) {
  const count = view.envelopes.length;
  const words = tn("{n} act has no receipt of the office yet.", "{n} acts have no receipt of the office yet.", count);
  const more = t("Each of these ways may be used, also several: whatever arrives twice counts once. It stays on this phone until the office has it.");
  return [h("p.big", {}, words), h("p", {}, more), fileSection(view), qrSection(view), textSection(view)];
}

const bytesOf = (view) => parcelOf([{ lease: view.lease.lease, made: madeOf(view) }], view.envelopes);

const madeOf = (view) => view.lease.made || Math.max(0, ...view.envelopes.map((one) => one.n));

const codeOf = (view) => view.session?.code ?? view.lease.code ?? "";

// --- The file ----------------------------------------------------------------------------------------------------------

function fileSection(view) {
  const told = h("div");
  const share = button("", t("Share the file"), () => shareFile(view, told), { "data-share": true });
  share.hidden = !shareable(view);
  return h(
    "section.out-file",
    {},
    h("h3", {}, t("As a file")),
    h("p.soft", {}, t("Send it to a colleague with a messaging app or a cable. It is sealed: only the office can open it.")),
    h("div.actions", {}, share, button("", t("Save the file"), () => saveFile(view, told), { "data-save": true })),
    told,
  );
}

/** The file that the browser agrees to share: some share no JSON, but all share text. */
function shareable(view) {
  if (!navigator.canShare) return null;
  const types = [["json", "application/json"], ["txt", "text/plain"]];
  const files = types.map(([ending, type]) => new File([bytesOf(view)], nameOfFile(view.lease.visit, codeOf(view), ending), { type }));
  return files.find((file) => navigator.canShare({ files: [file] })) ?? null;
}

async function shareFile(view, told) {
  try {
    await navigator.share({ files: [shareable(view)] });
    tell(told, "good", t("The file was handed over. It stays waiting here until the office has it."));
  } catch (fault) {
    if (fault.name !== "AbortError") tell(told, "late", t("It could not be shared. Save the file and send it by hand."));
  }
}

function saveFile(view, told) {
  const name = nameOfFile(view.lease.visit, codeOf(view));
  const address = URL.createObjectURL(new Blob([bytesOf(view)], { type: "application/json" }));
  const link = h("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  tell(told, "good", t("Saved among the downloads as {name}.", { name }));
}

// --- QR codes ----------------------------------------------------------------------------------------------------------

function qrSection(view) {
  const place = h("div.qr-place");
  const show = button("", t("Show QR codes"), async () => {
    if (isBusy(show)) return;
    try {
      const parts = await busy(show, t("One moment …"), () => partsOf(bytesOf(view)));
      view.series?.stop();
      view.series = showSeries(place, parts);
      show.textContent = t("Show them from the beginning");
      place.scrollIntoView({ block: "start" });
    } catch (fault) {
      const words = fault.code === "too_large"
        ? t("This is too much for QR codes. Use the file.")
        : t("The codes could not be drawn. Use the file.");
      tell(place, "late", words);
    }
  }, { "data-show-qr": true });
  return h(
    "section.out-qr",
    {},
    h("h3", {}, t("As QR codes")),
    h("p.soft", {}, t("A colleague's phone reads them from this screen, on its own field page, and carries them on.")),
    h("div.actions", {}, show),
    place,
  );
}

// --- Text messages -----------------------------------------------------------------------------------------------------

function textSection(view) {
  const place = h("div.out-messages");
  const section = h(
    "section.out-text",
    {},
    h("h3", {}, t("As text messages")),
    h("p.soft", {}, t("Codes and numbers without a name, for when only SMS works. The office pastes them into its page; names of people who came unlisted, and notes, follow another way.")),
  );
  if (!view.session?.mac) {
    section.append(notice("", h("p", {}, t("Open the visit with your PIN to see them."))));
    return section;
  }
  const show = button("", t("Show the messages"), async () => {
    try {
      const { messages, left } = await told(view);
      drawMessages(place, messages, left);
    } catch {
      tell(place, "late", t("The messages could not be written. Use the file or the QR codes."));
    }
  }, { "data-show-text": true });
  section.append(h("div.actions", {}, show), place);
  return section;
}

/** The messages of what has no receipt yet. */
async function told(view) {
  const waiting = new Set(view.envelopes.map((one) => one.n));
  const events = view.session.contents().map((one) => one.content).filter((one) => waiting.has(one.n));
  const { people } = view.session.state();
  const codeOfPerson = (id) => people.get(`p${id}`)?.person?.c ?? "";
  const newlyOf = (one) => people.get(`u${one.n}`)?.person?.added ?? null;
  const facts = { lease: view.lease.lease, code: codeOf(view), mac: view.session.mac, made: madeOf(view) };
  return messagesOf(events, facts, codeOfPerson, newlyOf);
}

function drawMessages(place, messages, left) {
  const rows = messages.map((message, at) => {
    const words = t("Message {n} of {of}", { n: number(at + 1), of: number(messages.length) });
    return h(
      "li",
      {},
      h("b", {}, words),
      h("code.message", { "data-message": true }, message),
      h(
        "div.actions",
        {},
        button("quiet.small", t("Copy"), () => copy(message, words), { "aria-label": t("Copy {what}", { what: words }) }),
        h("a.button.quiet.small", { href: `sms:?body=${encodeURIComponent(message)}`, "aria-label": t("Send {what} by SMS", { what: words }) }, t("Send by SMS")),
      ),
    );
  });
  place.replaceChildren(h("ol.messages", {}, rows));
  if (messages.length > 1) {
    place.append(h("div.actions", {}, button("", t("Copy all"), () => copy(messages.join("\n"), t("All messages")))));
  }
  if (left.length) {
    const numbers = left.map((one) => number(one)).join(", ");
    place.append(notice("warn", h("p", {}, t("No message can tell no. {numbers}: these people have no short code. Use the file or the QR codes for them.", { numbers }))));
  }
}

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    say(t("{what} copied.", { what }));
  } catch {
    say(t("It could not be copied. Press long on the message and copy it."), true);
  }
}

function tell(place, look, words) {
  place.replaceChildren(notice(look, h("p", {}, words)));
  say(words, look === "late");
}
