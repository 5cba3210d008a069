// Keeps the site on a device, once a reader has asked for it on the page "save/". Until then it is
// not even loaded. Pages come from the network while there is one; else from what was kept.
"use strict";
const HOME = registration.scope;
const KEPT = `commonbook ${HOME}`;
const NOTE = `${HOME}save/kept.json`;
const AT_ONCE = 6;
const STEP = 60;
const PATIENCE = 3000;
const AGAIN = 600000;

let slowUntil = 0;
let asked = 0;
let removed = false;
let work = Promise.resolve();

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

const noted = async (store) => {
  const note = await store.match(NOTE);
  return note ? note.json() : {};
};

// One step: fetch some of what is missing or has changed, take away what is gone. Small, so that
// a browser that ends a worker in between loses nothing; what is done is noted in the store itself.
const step = async () => {
  if (removed) throw new Error("removed");
  const answer = await fetch(`${HOME}save/files.json`, { cache: "no-cache" });
  if (!answer.ok) throw new Error(answer.statusText);
  const store = await caches.open(KEPT);
  await store.put(`${HOME}save/files.json`, answer.clone());
  const wanted = await answer.json();
  const have = await noted(store);
  const missing = Object.keys(wanted).filter((path) => have[path] !== wanted[path]);
  const now = missing.slice(0, STEP);
  const lost = [];
  const fetchNext = async () => {
    for (let path = now.pop(); path !== undefined; path = now.pop()) {
      const found = await fetch(HOME + path.split("/").map(encodeURIComponent).join("/"), { cache: "no-cache" });
      if (found.ok) await store.put(found.redirected ? HOME + path : found.url, found);
      else lost.push(path);
      have[path] = wanted[path];
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));
    if (missing.length <= STEP) {
      for (const path of Object.keys(have)) {
        if (path in wanted) continue;
        await store.delete(HOME + path.split("/").map(encodeURIComponent).join("/"));
        delete have[path];
      }
    }
  } finally {
    for (const path of lost) delete have[path];
    await store.put(NOTE, new Response(JSON.stringify(have)));
  }
  if (lost.length) throw new Error(lost[0]);
  const all = Object.keys(wanted).length;
  return { done: all - Math.max(0, missing.length - STEP), all };
};
const inTurn = (action) => (work = work.then(action, action));

const remove = async () => {
  removed = true;
  await caches.delete(KEPT);
  return {};
};

addEventListener("message", (event) => {
  const reply = (answer) => event.ports[0].postMessage(answer);
  event.waitUntil(inTurn(event.data === "remove" ? remove : step).then(
    reply, (error) => reply({ failed: error.name === "QuotaExceededError" ? "full" : "failed" })));
});

// A newer site is fetched piece by piece while pages of it are read.
const renew = async () => {
  if (Date.now() - asked < AGAIN) return;
  asked = Date.now();
  for (let state = { done: 0, all: 1 }; state.done < state.all;) state = await inTurn(step);
};

const kept = async (request) => {
  const find = (address) => caches.match(address, { cacheName: KEPT, ignoreVary: true });
  const address = request.url.split(/[?#]/)[0].replace(/\/index\.html$/, "/");
  const found = await find(address);
  if (found || request.mode !== "navigate") return found;
  return await find(`${address}/`) && Response.redirect(`${address}/`);
};
const inTime = (promise) => new Promise((resolve, reject) => {
  promise.then(resolve, reject);
  setTimeout(reject, PATIENCE);
});

const answer = async (event, asking) => {
  if (Date.now() < slowUntil) return await kept(event.request) || asking;
  try {
    return await inTime(asking);
  } catch {
    const found = await kept(event.request);
    if (!found) return asking;
    slowUntil = Date.now() + PATIENCE;
    return found;
  }
};
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(HOME)) return;
  const asking = fetch(request);
  asking.catch(() => {});
  event.respondWith(answer(event, asking));
  if (request.mode === "navigate") {
    event.waitUntil(asking.then((found) => found.ok && caches.has(KEPT).then((is) => is && renew())).catch(() => {}));
  }
});
