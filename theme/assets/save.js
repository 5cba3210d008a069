// Keeping the site on this device: only here, and only if somebody asks for it.
(() => {
  "use strict";
  const panel = document.querySelector("[data-save]");
  if (!panel || !("serviceWorker" in navigator) || !("caches" in window)) return;
  const words = panel.dataset;
  const said = panel.querySelector("[role=status]");
  const bar = panel.querySelector("progress");
  const actions = panel.querySelector(".cb-save__press");
  const worker = new URL(words.save, location.href);
  const home = new URL("./", worker).href;
  const store = `commonbook ${home}`;
  const number = new Intl.NumberFormat(words.language, { maximumFractionDigits: 1 });
  const size = number.format(Math.max(0.1, commonbookSize / 1e6));
  const say = (text, facts = {}) => {
    said.textContent = text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  };
  const offer = (...pairs) => actions.replaceChildren(...pairs.map(([text, action, look]) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: look, textContent: text.replace("{size}", size), onclick: action });
    return made;
  }));

  const ask = (active, what) => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => resolve(event.data);
    active.postMessage(what, [port2]);
  });
  const save = async () => {
    offer();
    bar.hidden = false;
    bar.removeAttribute("value");
    try {
      await navigator.serviceWorker.register(worker, { scope: home });
      const { active } = await navigator.serviceWorker.ready;
      for (;;) {
        const state = await ask(active, "step");
        if (state.failed) throw new Error(state.failed);
        Object.assign(bar, { max: state.all, value: state.done });
        say(words.working, { done: number.format(state.done), all: number.format(state.all) });
        if (state.done >= state.all) break;
      }
      await show();
    } catch (error) {
      await show();
      say(error.message === "full" ? words.full : words.failed);
    }
    bar.hidden = true;
    actions.querySelector("button").focus();
  };
  const remove = async () => {
    const registration = await navigator.serviceWorker.getRegistration(home);
    if (registration && registration.scope === home) {
      if (registration.active) await ask(registration.active, "remove");
      await registration.unregister();
    }
    await caches.delete(store);
    await show();
    say(words.removed);
    actions.querySelector("button").focus();
  };
  const show = async () => {
    const note = await caches.has(store) && await (await caches.open(store)).match(`${home}save/kept.json`);
    const away = [words.remove, remove, ""];
    if (!note) {
      say("");
      offer([words.ask, save, "cb-button"]);
      return;
    }
    const all = await fetch(`${home}save/files.json`).then((answer) => answer.json()).catch(() => null);
    const have = await note.json();
    const missing = all ? Object.keys(all).filter((path) => have[path] !== all[path]).length : 0;
    say(missing ? words.partly : words.saved, { count: number.format(missing) });
    offer(...(missing ? [[words.renew, save, "cb-button"]] : []), away);
  };
  show();
})();
