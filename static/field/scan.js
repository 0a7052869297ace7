// Reading QR codes with the camera or from pictures: the browser's own detector where there is one, otherwise a decoder that
// is loaded only then. What is read goes to a Collector (parts.js), which puts the series together.
import { button, h, notice, say } from "./ui/dom.js";
import { number, t, tn } from "./ui/words.js";
import { Collector } from "./parts.js";

const PAUSE = 120;
const LARGEST = 1600;

let detector = null;

/** A function (video, bitmap or canvas) → texts of the codes in it; made once. */
export function reader() {
  detector ??= ownDetector().then((own) => own ?? fallback());
  return detector;
}

async function ownDetector() {
  try {
    const formats = (await globalThis.BarcodeDetector?.getSupportedFormats()) ?? [];
    if (!formats.includes("qr_code")) return null;
    const own = new BarcodeDetector({ formats: ["qr_code"] });
    return async (source) => (await own.detect(source)).map((one) => one.rawValue);
  } catch {
    return null;
  }
}

async function fallback() {
  const { decodeQR } = await import("../vendor/qr-0.7.0/decode.js");
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (source, { patient = false } = {}) => {
    const [width, height] = [source.videoWidth || source.width, source.videoHeight || source.height];
    const scale = Math.min(1, LARGEST / Math.max(width, height));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    if (!canvas.width || !canvas.height) return [];
    pen.drawImage(source, 0, 0, canvas.width, canvas.height);
    const effort = patient ? { effort: Infinity, timeLimit: 3000 } : {};
    try {
      return [decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height), effort)];
    } catch {
      return [];
    }
  };
}

/** The texts of the codes in a picture (File or Blob); [] where there is none, or it is no picture. */
export async function readPicture(file) {
  try {
    const picture = await createImageBitmap(file);
    const texts = await (await reader())(picture, { patient: true });
    picture.close();
    return texts;
  } catch {
    return [];
  }
}

/**
 * Draws the scanner into `container`: camera, pictures, and how far the series are.
 *
 * `onWhole(bytes, texts)` is called with each complete series and may throw an error with a `sentence`; what it gives is
 * said. Gives {stop}, which lets go of the camera.
 */
export function scanner(container, onWhole) {
  const view = { collector: new Collector(), onWhole, stream: null, last: "", finished: new Set() };
  view.video = h("video.scan-video", { playsinline: true, muted: true, hidden: true, "aria-label": t("What the camera sees") });
  view.video.muted = true;
  view.told = h("div.scan-told", { "data-scan-told": true });
  view.start = button("primary", t("Scan with the camera"), () => (view.stream ? stop(view) : begin(view)));
  const picked = h("input", { type: "file", accept: "image/*", multiple: true, "data-scan-pictures": true });
  picked.addEventListener("change", () => fromPictures(view, picked));
  container.replaceChildren(
    h("div.actions", {}, view.start),
    view.video,
    h("div.field", {}, h("label", {}, t("Or choose pictures of the codes"), picked)),
    view.told,
  );
  return { stop: () => stop(view) };
}

async function begin(view) {
  if (!navigator.mediaDevices?.getUserMedia) return tell(view, "late", t("This browser gives no camera here. Choose pictures of the codes instead."));
  try {
    const wanted = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 1280 } };
    view.stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
  } catch {
    return tell(view, "late", t("The camera cannot be used: allow it in the browser, or choose pictures of the codes."));
  }
  view.video.srcObject = view.stream;
  view.video.hidden = false;
  view.start.textContent = t("Stop the camera");
  tell(view, "", t("Hold the phone so that the whole code is in the picture. The codes may come in any order."));
  await view.video.play();
  return look(view);
}

/** Looks again and again while the camera is on and the page is shown. */
async function look(view) {
  const read = await reader();
  while (view.stream && view.video.isConnected) {
    if (!document.hidden && view.video.readyState >= 2) {
      try {
        for (const text of await read(view.video)) await take(view, text);
      } catch {
        // A frame that cannot be read is followed by the next one.
      }
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  stop(view);
}

function stop(view) {
  view.stream?.getTracks().forEach((track) => track.stop());
  view.stream = null;
  view.video.srcObject = null;
  view.video.hidden = true;
  view.start.textContent = t("Scan with the camera");
}

async function fromPictures(view, picked) {
  const files = [...picked.files];
  let unread = 0;
  for (const file of files) {
    const texts = await readPicture(file);
    if (!texts.length) unread += 1;
    for (const text of texts) await take(view, text, true);
  }
  picked.value = "";
  if (!unread) return;
  const words = tn("{n} picture has no code that can be read. Take it again, straight and near.",
    "{n} pictures have no code that can be read. Take them again, straight and near.", unread);
  view.told.append(notice("late", h("p", {}, words)));
  say(words, true);
}

/** One text that was read. The same one again, frame after frame, is nothing new. */
async function take(view, text, patient = false) {
  if (text === view.last && !patient) return;
  view.last = text;
  const found = view.collector.add(text);
  if (found.what === "other") return tell(view, "late", t("This QR code is of something else."));
  if (found.what === "broken") return undefined;
  if (view.finished.has(found.name)) return tell(view, "", t("This series is complete already."));
  if (found.missing.length) return progress(view, found);
  return complete(view, found);
}

function progress(view, { of, missing, what }) {
  const there = of - missing.length;
  const few = missing.slice(0, 12).map((one) => number(one)).join(", ") + (missing.length > 12 ? ", …" : "");
  view.told.replaceChildren(
    h("p.big", {}, t("{there} of {of} read", { there: number(there), of: number(of) })),
    h("progress", { max: of, value: there, "aria-label": t("Codes read") }),
    h("p.soft", {}, t("Still missing: {numbers}", { numbers: few })),
  );
  if (what === "new") navigator.vibrate?.(40);
  if (what === "new" && (there === 1 || there % 5 === 0)) say(t("{there} of {of} read", { there: number(there), of: number(of) }));
}

async function complete(view, { name }) {
  const bytes = await view.collector.whole(name);
  if (!bytes) {
    view.collector.forget(name);
    return tell(view, "late", t("These codes do not fit together, or this browser is too old to unfold them. Read them again, or send the file."));
  }
  view.finished.add(name);
  navigator.vibrate?.([60, 60, 60]);
  try {
    return tell(view, "good", await view.onWhole(bytes, view.collector.texts(name)));
  } catch (fault) {
    view.finished.delete(name);
    return tell(view, "late", fault.sentence || t("It could not be kept on this phone. Try it again."));
  }
}

function tell(view, look, words) {
  view.told.replaceChildren(notice(look, h("p", {}, words)));
  say(words, look === "late");
}
