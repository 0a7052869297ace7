// The service worker of the field page: keeps its shell and its files, so that it opens without a network, and sends what waits
// when the browser wakes it. `GET /field/sw.js` calls `work` with the version and the addresses to keep; nothing with a person
// in it is ever kept here.
import { flush, TAG } from "./send.js";
import { fact, waitingOn } from "./store.js";

const PREFIX = "field-app-";
const MARK = { cache: "field-in-force", address: "/field/in-force" };
/** No file differs by who asks for it or how. */
const ANY = { ignoreVary: true };
/** The addresses that show the shell; others under /field/ are pages and answers of the server. */
const SHELL_ADDRESS = /^\/field\/(\d+\/)?$/;

/**
 * `version`: of all of it; `shell`: address of the page; `files`: addresses of what it needs; `folder`: where static files lie;
 * `hashed`: do files there never change under their address?
 */
export function work(worker, { version, shell, files, folder, hashed }) {
  const cacheName = PREFIX + version;

  async function keep() {
    const cache = await caches.open(cacheName);
    const kept = files.map((address) => new Request(address, { cache: hashed ? "default" : "no-cache" }));
    await cache.addAll([new Request(shell, { cache: "no-cache", credentials: "omit" }), ...kept]);
  }

  /**
   * The name of the cache that is shown. A newer worker may be at work already, because all tabs were closed: it goes on
   * showing the version under which the unsent work was done until nothing is unsent.
   */
  async function inForce() {
    const marks = await caches.open(MARK.cache);
    const marked = await (await marks.match(MARK.address))?.text();
    if (marked === cacheName) return marked;
    if (marked && (await caches.has(marked)) && (await isWaiting())) return marked;
    await marks.put(MARK.address, new Response(cacheName));
    const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== cacheName);
    // A newer version that waits has a cache already, and is not old.
    if (!worker.registration.waiting && !worker.registration.installing) await Promise.all(old.map((name) => caches.delete(name)));
    return cacheName;
  }

  async function kept(request) {
    const name = await inForce();
    const found = await (await caches.open(name)).match(request, ANY);
    // A page of another version may still be open.
    return found ?? (await caches.match(request, ANY)) ?? fetch(request);
  }

  worker.addEventListener("install", (event) => event.waitUntil(keep()));
  worker.addEventListener("activate", (event) => event.waitUntil(inForce().then(() => worker.clients.claim())));
  worker.addEventListener("message", (event) => {
    if (event.data?.type === "take-over") event.waitUntil(worker.skipWaiting());
  });
  worker.addEventListener("sync", (event) => {
    if (event.tag === TAG) event.waitUntil(sendInBackground());
  });
  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const address = new URL(request.url);
    if (request.method !== "GET" || address.origin !== worker.location.origin) return;
    if (request.mode === "navigate" && SHELL_ADDRESS.test(address.pathname)) event.respondWith(kept(shell));
    else if (files.includes(address.pathname) || address.pathname.startsWith(folder)) event.respondWith(kept(request));
  });
}

/** Is anything of whoever was signed in last unsent? Where nobody knows, of anybody. */
async function isWaiting() {
  return (await waitingOn((await fact("user"))?.id ?? null)) > 0;
}

/** Fails where something stays, so that the browser wakes the worker again. */
async function sendInBackground() {
  const { busy, left } = await flush();
  if (busy || left) throw new Error("Not all of it was sent.");
}
