/* A screen in the office: turns through its views, keeps its clock, and asks the server for new numbers every minute.
   While the server does not answer, the last numbers stay, with words that say how old they are; it tries on, less and
   less often, and never leaves this page for one of the browser's errors. */
const body = document.body;
const language = document.documentElement.lang;
const zone = body.dataset.zone;
const turnFor = Number(body.dataset.turn) * 1000;
const askEvery = Number(body.dataset.every) * 1000;
const LONGEST_WAIT = 5 * 60 * 1000;
const PATIENCE = 20 * 1000;

const clockFormat = new Intl.DateTimeFormat(language === "en" ? "en-GB" : "id-ID", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const dayFormat = new Intl.DateTimeFormat(language === "en" ? "en-GB" : "id-ID", { timeZone: zone, weekday: "long", day: "numeric", month: "long", year: "numeric" });
const lost = document.getElementById("lost");
const pause = document.getElementById("pause");
const views = [...document.querySelectorAll("[data-to]")].map((link) => link.dataset.to);

let ahead = Number(body.dataset.now) - Date.now();
let numbersOf = Date.now() + ahead;
let lostSince = null;
let fails = 0;
let held = false;
let turning = null;

const now = () => new Date(Date.now() + ahead);

function tick() {
  document.getElementById("clock").textContent = clockFormat.format(now());
  document.getElementById("today").textContent = dayFormat.format(now());
}

function show(view) {
  body.dataset.view = view;
  for (const link of document.querySelectorAll("[data-to]")) {
    if (link.dataset.to === view) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  clearTimeout(turning);
  if (!held) turning = setTimeout(() => turn(1), turnFor);
}

function turn(by) {
  show(views[(views.indexOf(body.dataset.view) + by + views.length) % views.length]);
}

function hold(yes) {
  held = yes;
  pause.setAttribute("aria-pressed", String(yes));
  show(body.dataset.view);
}

function tellLost() {
  if (lostSince === null) return;
  lost.textContent = body.dataset.lost
    .replace("{since}", clockFormat.format(lostSince))
    .replace("{of}", clockFormat.format(numbersOf));
  lost.hidden = false;
}

function take(page) {
  ahead = Number(page.body.dataset.now) - Date.now();
  numbersOf = now();
  lostSince = null;
  fails = 0;
  lost.hidden = true;
  const [fresh, here] = [page, document].map((one) => one.querySelector("script[src]").getAttribute("src"));
  if (fresh !== here) location.reload(); // a new version of the site, which has just answered
  const panels = document.getElementById("panels");
  const html = page.getElementById("panels").innerHTML;
  if (panels.innerHTML !== html) panels.innerHTML = html;
  tick();
}

async function ask() {
  let wait = askEvery;
  const patience = new AbortController(); // televisions have old browsers
  const enough = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(location.pathname, { cache: "no-store", credentials: "omit", signal: patience.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.body.hasAttribute("data-wall-ended")) {
      clearTimeout(turning);
      clearInterval(ticking);
      body.replaceWith(page.body);
      return;
    }
    if (!answer.ok || !page.body.hasAttribute("data-wall")) throw new Error("no numbers");
    take(page);
  } catch {
    fails += 1;
    lostSince = lostSince || now();
    tellLost();
    wait = Math.min(LONGEST_WAIT, (askEvery / 8) * 2 ** Math.min(fails, 10)) * (0.8 + 0.4 * Math.random());
  } finally {
    clearTimeout(enough);
  }
  setTimeout(ask, wait);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-to]");
  if (!link) return;
  event.preventDefault();
  show(link.dataset.to);
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target === pause && (event.key === " " || event.key === "Enter")) return; // the button does it itself
  if (event.key === " " || event.key === "p") {
    event.preventDefault();
    hold(!held);
  } else if (event.key === "ArrowRight") turn(1);
  else if (event.key === "ArrowLeft") turn(-1);
});
pause.hidden = false;
pause.addEventListener("click", () => hold(!held));
const ticking = setInterval(tick, 1000);
tick();
show(body.dataset.view);
setTimeout(ask, askEvery);
