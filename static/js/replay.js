// Plays a drive day by day. The page works without it: every day has an address of its own.
"use strict";

(() => {
  const root = document.getElementById("replay");
  if (!root) return;
  const data = JSON.parse(document.getElementById("replay-data").textContent);
  const find = (name) => root.querySelector(`[data-${name}]`);
  const toggle = find("toggle"), slider = find("slider"), speed = find("speed"), narration = find("narration");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const number = new Intl.NumberFormat(document.documentElement.lang || "id");
  const day = new Intl.DateTimeFormat(document.documentElement.lang || "id", {
    weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
  });
  const last = data.days.length - 1;
  const ways = [...root.querySelectorAll("[data-go]")];
  const places = data.kecamatan.map((one) => ({
    ...one,
    area: root.querySelector(`[data-area="${one.code}"]`),
    row: root.querySelector(`[data-row="${one.code}"]`),
  }));
  let frame = Number(root.dataset.frame), timer = 0, saying = 0;

  const dateOf = (index) => new Date(Date.parse(data.first) + data.days[index] * 86400000);
  const share = (value) => (value < 0 ? "–" : `${value}%`);
  const sentence = (index) => root.dataset.narrate.replace(/\{(\w+)\}/g, (_whole, name) => {
    if (name === "day") return data.texts[index];
    if (name === "share") return share(data.all.share[index]);
    return data.all[name].length ? number.format(data.all[name][index]) : "–";
  });

  function paint(place) {
    const text = share(place.share[frame]);
    if (place.area) {
      const step = place.step[frame];
      place.area.setAttribute("class", `area ${step === "-" ? "unknown" : `step-${step}`}`);
      place.area.querySelector(".value").textContent = text;
      const title = place.area.querySelector("title");
      title.textContent = `${title.textContent.slice(0, title.textContent.lastIndexOf(": "))}: ${text}`;
    }
    if (place.row) {
      place.row.querySelector("[data-recorded]").textContent = number.format(place.recorded[frame]);
      place.row.querySelector("[data-remaining]").textContent =
        place.remaining.length ? number.format(place.remaining[frame]) : "–";
      place.row.querySelector("[data-share]").textContent = text;
    }
  }

  // The frame of a day so far from the present one, or the nearest to it.
  function frameAway(days) {
    const wanted = data.days[frame] + days;
    const found = data.days.findIndex((one) => one >= wanted);
    return found < 0 ? last : found;
  }

  // Said once it rests on a day, never while it plays.
  function say() {
    clearTimeout(saying);
    saying = setTimeout(() => { narration.textContent = sentence(frame); }, 600);
  }

  function show(index, { quiet = false } = {}) {
    frame = Math.max(0, Math.min(last, index));
    const iso = dateOf(frame).toISOString().slice(0, 10);
    find("day").textContent = day.format(dateOf(frame));
    find("words").textContent = sentence(frame);
    find("of-the-day").hidden = true;
    slider.value = frame;
    slider.setAttribute("aria-valuetext", data.texts[frame]);
    root.querySelector("[name=day]").value = iso;
    places.forEach(paint);
    ways.forEach((way) => {
      const to = data.days[frame] + Number(way.dataset.go);
      const far = Math.abs(Number(way.dataset.go)) > 7;
      way.hidden = far ? frame === (to < 0 ? 0 : last) : to < 0 || to > data.days[last];
      way.href = `?day=${new Date(Date.parse(data.first) + Math.max(0, Math.min(data.days[last], to)) * 86400000).toISOString().slice(0, 10)}`;
    });
    for (const link of root.querySelectorAll(".share a")) link.href = link.href.replace(/day=[\d-]+/, `day=${iso}`);
    for (const button of root.querySelectorAll("[data-copy]")) {
      button.dataset.copy = button.dataset.copy.replace(/day=[\d-]+/, `day=${iso}`);
    }
    const ledger = find("ledger");
    ledger.href = ledger.href.replace(/date_to=[\d-]+/, `date_to=${iso}`);
    if (!quiet) say();
  }

  function pause() {
    if (timer) history.replaceState(null, "", `?day=${root.querySelector("[name=day]").value}`);
    clearInterval(timer);
    timer = 0;
    toggle.textContent = root.dataset.play;
    say();
  }

  // Who wants little motion sees a week at a time, slowly, without fading (see the style).
  function play() {
    if (frame >= last) show(0, { quiet: true });
    clearTimeout(saying);
    const stride = calm.matches ? 7 : 1;
    const wait = calm.matches ? Math.max(1000, Number(speed.value) * 4) : Number(speed.value);
    toggle.textContent = root.dataset.pause;
    timer = setInterval(() => {
      show(frame + stride, { quiet: true });
      if (frame >= last) pause();
    }, wait);
  }

  ways.forEach((way) => way.addEventListener("click", (event) => {
    event.preventDefault();
    if (timer) pause();
    show(frameAway(Number(way.dataset.go)));
  }));
  toggle.addEventListener("click", () => (timer ? pause() : play()));
  slider.addEventListener("input", () => { if (timer) pause(); show(Number(slider.value)); });
  speed.addEventListener("change", () => { if (timer) { clearInterval(timer); timer = 0; play(); } });
  document.addEventListener("visibilitychange", () => { if (document.hidden && timer) pause(); });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    const moves = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7 };
    if (event.key === " " && !event.target.closest("button, a, summary")) (timer ? pause : play)();
    else if (event.key in moves) { if (timer) pause(); show(frameAway(moves[event.key])); }
    else return;
    event.preventDefault();
  });
  find("controls").hidden = false;
  find("keys").hidden = false;
})();
