// Pathways: the place on a route, kept on this device only, and only if somebody asks for it.
(() => {
  "use strict";
  const panel = document.querySelector("[data-progress]");
  if (!panel) return;
  const key = `commonbook:${panel.dataset.progress}`;
  const [said, actions] = panel.children;
  const stops = [...document.querySelectorAll("[data-stop]")];
  const words = panel.dataset;
  const nameOf = (stop) => (stop.querySelector("a") || stop).textContent.trim();

  // What was kept: the ids of stops, so that a changed route keeps what is still on it.
  const recall = () => {
    try {
      const held = JSON.parse(localStorage.getItem(key));
      return Array.isArray(held) ? new Set(held) : null;
    } catch { return null; }
  };
  let done = recall();
  const button = (text, action) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", textContent: text, onclick: action });
    actions.replaceChildren(made);
    return made;
  };
  const keep = () => {
    try { localStorage.setItem(key, JSON.stringify([...done])); } catch { /* kept until the page is left */ }
  };
  const tell = () => {
    const left = stops.filter((stop) => !done.has(stop.dataset.stop));
    for (const stop of stops) stop.toggleAttribute("data-did", done.has(stop.dataset.stop));
    said.textContent = left.length ? `${words.count.replace("{done}", stops.length - left.length).replace("{all}", stops.length)} ${words.next.replace("{name}", nameOf(left[0]))}` : words.all;
  };
  const show = () => {
    for (const old of document.querySelectorAll(".cb-did")) old.remove();
    if (!done) {
      said.textContent = "";
      for (const stop of stops) stop.removeAttribute("data-did");
      return button(words.ask, () => { done = new Set(); keep(); show().focus(); });
    }
    for (const stop of stops) {
      const label = document.createElement("label"), box = document.createElement("input");
      label.className = "cb-did";
      box.type = "checkbox";
      box.checked = done.has(stop.dataset.stop);
      box.setAttribute("aria-label", `${words.done}: ${nameOf(stop)}`);
      box.addEventListener("change", () => {
        if (box.checked) done.add(stop.dataset.stop);
        else done.delete(stop.dataset.stop);
        keep();
        tell();
      });
      label.append(box, words.done);
      stop.append(label);
    }
    tell();
    return button(words.forget, () => {
      try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
      done = null;
      show().focus();
    });
  };
  panel.hidden = false;
  show();
})();
