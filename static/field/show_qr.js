// A series of QR codes on the screen: one after the other by itself, or by hand.
import { button, h, say } from "./ui/dom.js";
import { number, t } from "./ui/words.js";
import encodeQR from "../vendor/qr-0.7.0/index.js";

/** Milliseconds that a code is shown: long enough for a phone that decodes slowly to read it once. */
const SHOWN = 1800;
/** White squares around a code, as its standard asks. */
const BORDER = 4;

/** Draws the series `parts` into `container`. Gives {stop}. */
export function showSeries(container, parts) {
  const view = { parts, at: 0, timer: 0, awake: null };
  view.canvas = h("canvas.qr", { role: "img" });
  view.where = h("p.big", { "data-part": true });
  view.run = button("primary", "", () => (view.timer ? pause(view) : run(view)));
  const by = (step) => () => {
    pause(view);
    show(view, view.at + step);
    say(partWords(view));
  };
  const controls = [
    button("quiet", t("Back"), by(-1), { "data-back": true }), view.run, button("quiet", t("Next"), by(1), { "data-next": true }),
  ];
  container.replaceChildren(
    h("div.qr-frame", {}, view.canvas),
    view.where,
    parts.length > 1 ? h("div.actions.qr-controls", {}, controls) : null,
    h("p.soft", {}, t("Turn the brightness up and hold the other phone still, a hand away. It goes round until all are read.")),
  );
  show(view, 0);
  if (parts.length > 1 && !matchMedia("(prefers-reduced-motion: reduce)").matches) run(view);
  else pause(view);
  stayAwake(view);
  return { stop: () => stop(view), show: (at) => show(view, at) };
}

const partWords = (view) => t("Part {n} of {of}", { n: number(view.at + 1), of: number(view.parts.length) });

function show(view, wanted) {
  const { parts } = view;
  view.at = (wanted + parts.length) % parts.length;
  drawCode(view.canvas, parts[view.at]);
  view.where.textContent = partWords(view);
  view.canvas.setAttribute("aria-label", t("QR code, {part}", { part: partWords(view) }));
}

/** Draws one code, each square the same whole number of the screen's own dots. */
export function drawCode(canvas, text) {
  const squares = encodeQR(text, "raw", { ecc: "medium", encoding: "alphanumeric", border: BORDER });
  const dots = globalThis.devicePixelRatio || 1;
  const room = Math.min(canvas.parentElement?.clientWidth || 320, 520) * dots;
  const scale = Math.max(2, Math.floor(room / squares.length));
  canvas.width = squares.length * scale;
  canvas.height = canvas.width;
  canvas.style.width = `${canvas.width / dots}px`;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.width);
  pen.fillStyle = "#000";
  squares.forEach((row, y) => row.forEach((dark, x) => dark && pen.fillRect(x * scale, y * scale, scale, scale)));
}

function run(view) {
  clearInterval(view.timer);
  view.timer = setInterval(() => {
    if (!view.canvas.isConnected) return stop(view);
    return show(view, view.at + 1);
  }, SHOWN);
  view.run.textContent = t("Pause");
}

function pause(view) {
  clearInterval(view.timer);
  view.timer = 0;
  view.run.textContent = t("Go on by itself");
}

async function stayAwake(view) {
  try {
    view.awake = await navigator.wakeLock?.request("screen");
  } catch {
    // The screen may go dark; nothing is lost by that.
  }
}

function stop(view) {
  clearInterval(view.timer);
  view.timer = 0;
  view.awake?.release().catch(() => {});
  view.awake = null;
}
