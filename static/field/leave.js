// On every page of the site: signing out also clears this phone of what was taken along to the field, and says where unsent
// work stays. Nothing is loaded, and nothing changes, where nothing was ever taken along in this browser.
(() => {
  const PATIENCE = 15_000;
  const words = document.querySelector("template[data-leave]");
  const forms = [...document.querySelectorAll("form[action$='/logout/']")];

  function isNeeded() {
    try {
      return localStorage.getItem("field") !== null;
    } catch {
      return false;
    }
  }

  /** The sentence for so many unsent acts, above the page, with a button that signs out all the same. */
  function tell(form, kept) {
    document.querySelector("[data-left]")?.remove();
    const notice = words.content.firstElementChild.cloneNode(true);
    const said = notice.querySelector(kept ? "[data-kept]" : "[data-failed]");
    said.hidden = false;
    if (kept) said.textContent = said.textContent.replace("{n}", String(kept));
    notice.querySelector("button").addEventListener("click", () => form.submit());
    (document.querySelector("main") ?? document.body).prepend(notice);
    notice.focus();
    notice.scrollIntoView({ block: "start" });
  }

  async function out(form) {
    try {
      const { leave } = await import("./signout.js");
      // Nobody waits for a bad network to sign out: what is under way goes on meanwhile.
      const late = new Promise((_done, fail) => setTimeout(fail, PATIENCE));
      const { kept, talk, over } = await Promise.race([leave(), late]);
      if ((talk || over) && !kept) form.submit();
      else tell(form, kept);
    } catch {
      tell(form, 0);
    }
  }

  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      if (!words || !isNeeded()) return;
      event.preventDefault();
      if (form.dataset.leaving) return;
      form.dataset.leaving = "1";
      out(form).finally(() => delete form.dataset.leaving);
    });
  }

  /** Signed out without a network some time ago: now the server hears of it, before anything else is done here. */
  async function finish() {
    const { pending, flush } = await import("./signout.js");
    if ((await pending()) && (await flush()).leftSite) location.reload();
  }
  if (isNeeded()) finish().catch(() => {});
})();
