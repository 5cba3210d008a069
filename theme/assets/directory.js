// Lists: choose by words and filters, in the page and without asking anyone.
(() => {
  "use strict";
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  // Filters of one facet widen the choice, those of different facets narrow it.
  const fits = (row, { words, groups }) => words.every((word) => row.text.includes(word)) &&
    groups.every((group) => group.some((value) => row.values.includes(value)));
  globalThis.commonbookDirectory = { plain, fits };
  const place = globalThis.document?.querySelector("[data-directory]");
  const form = place?.querySelector("[data-finder]");
  if (!form) return;

  const one = (selector) => place.querySelector(selector);
  const { q, near, sort } = form.elements, boxes = [q, near, sort].filter(Boolean);
  const list = one(".cb-index"), results = one("[data-results]"), found = one(".cb-found"), chips = one(".cb-chips");
  const nothing = one("[data-nothing]"), further = one("[data-further]");
  const links = [...place.querySelectorAll("[data-key]")], on = new Set();
  const facet = (link) => link.closest("[data-facet]").dataset.facet;
  const { compare } = new Intl.Collator(place.dataset.language);
  const PART = 50;
  let shown = PART, asked = 0, rows = null, loading = null;
  if (!place.dataset.rows) {
    const nodes = [...list.querySelectorAll("[data-v]")];
    rows = nodes.map((node) => ({
      node: () => node.cloneNode(true), name: node.querySelector("a").textContent, text: plain(node.textContent), day: +node.dataset.day || 0,
      line: node.querySelector(".cb-card__line")?.textContent || "", at: node.dataset.at?.split(" ").map(Number),
      values: node.dataset.v.split(" ").filter(Boolean).map(Number) }));
    if (nodes.length) results.className = nodes[0].parentElement.className;
  }

  const load = (address) => new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement("script"), { src: address, onload: resolve, onerror: reject }));
  });
  // A list too long for one page has its rows in a script of their own.
  const ready = () => loading ||= rows ? Promise.resolve() : load(place.dataset.unpack).then(() => load(place.dataset.rows)).then(
    () => { rows = commonbookDirectory.rows; }, (error) => { loading = null; throw error; });
  const button = (words, parent, onclick) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: words, onclick });
    parent.append(made);
    return made;
  };

  // What is asked for, but for one part: a box, or a filter that is on.
  const wanted = (but) => {
    const groups = {};
    for (const link of on) if (link !== but) (groups[facet(link)] ||= []).push(links.indexOf(link));
    return { words: but === q ? [] : plain(q.value).split(/\s+/).filter(Boolean), groups: Object.values(groups) };
  };
  const label = (part) => part.form === undefined ? part.firstElementChild.textContent : chips.dataset[part.name].replace(/{\w+}/, part.value.trim());
  const leave = (part) => {
    if (!on.delete(part)) part.value = "";
    if (part === near) sort.value = "";
    change();
  };
  const show = async () => {
    const asking = ++asked, typed = [q, near].filter((box) => box?.value.trim());
    const anything = () => typed.length || on.size || sort.value;
    let active = anything(), town = null;
    for (const link of links) link.setAttribute("aria-pressed", on.has(link));
    try {
      if (active && !rows) {
        found.textContent = found.dataset.loading;
        await ready();
      }
      if (typed.includes(near)) {
        if (!globalThis.commonbookNear) await load(place.dataset.near);
        town = await commonbookNear.find(place, near.value, rows, load);
        if (!town && asking === asked) { // the note says so; nothing is said to be near it
          typed.splice(typed.indexOf(near), 1);
          if (sort.value === "near") sort.value = "";
          active = anything();
        }
      }
    } catch {
      found.textContent = found.dataset.failed;
      return;
    }
    if (asking !== asked) return;
    for (const part of [results, nothing, further, chips]) part.hidden = true;
    list.hidden = active;
    found.textContent = "";
    if (!active) return;
    const now = wanted(), hits = rows.filter((row) => fits(row, now));
    if (town) for (const row of hits) row.far = row.at ? commonbookNear.distance(town, row.at) : Infinity;
    const order = { name: (a, b) => compare(a.name, b.name), new: (a, b) => b.day - a.day, near: town && ((a, b) => a.far - b.far) }[sort.value];
    if (order) hits.sort(order);
    found.textContent = found.dataset.found.replace("{found}", hits.length).replace("{total}", rows.length);
    results.replaceChildren(...hits.slice(0, shown).map((row) => row.node()));
    results.hidden = !hits.length;
    further.hidden = hits.length <= shown;

    const parts = [...typed, ...on];
    chips.hidden = !parts.length;
    chips.replaceChildren(...parts.map((part) => {
      const item = document.createElement("li"), words = label(part);
      button(words, item, () => { leave(part); q.focus(); }).setAttribute("aria-label", chips.dataset.remove.replace("{name}", words));
      return item;
    }));
    if (hits.length) return;
    const [best] = parts.filter((part) => part !== near).map((part) => {
      const rest = wanted(part);
      return { part, count: rows.filter((row) => fits(row, rest)).length };
    }).sort((a, b) => b.count - a.count);
    nothing.children[1].replaceChildren();
    if (best?.count) button(nothing.dataset.without.replace("{name}", label(best.part)).replace("{count}", best.count), nothing.children[1], () => leave(best.part));
    nothing.hidden = false;
  };
  const change = () => {
    const parts = new URLSearchParams();
    for (const box of boxes) if (box.value.trim()) parts.set(box.name, box.value.trim());
    for (const link of on) parts.append(facet(link), link.dataset.key);
    history.replaceState(null, "", `${parts}` ? `#${parts}` : location.pathname + location.search);
    shown = PART;
    show();
  };
  const read = () => {
    const parts = new URLSearchParams(location.hash.slice(1));
    for (const box of boxes) box.value = parts.get(box.name) || "";
    if (near?.value && !sort.value) sort.value = "near";
    if (sort.selectedIndex < 0) sort.value = "";
    on.clear();
    for (const link of links) if (parts.getAll(facet(link)).includes(link.dataset.key)) on.add(link);
    show();
  };

  const link = (event) => event.target.closest("[data-key]");
  for (const each of links) each.setAttribute("role", "button");
  place.addEventListener("click", (event) => {
    if (!link(event)) return;
    event.preventDefault();
    if (!on.delete(link(event))) on.add(link(event));
    change();
  });
  place.addEventListener("keydown", (event) => {
    if (event.key !== " " || !link(event)) return;
    event.preventDefault();
    link(event).click();
  });
  // Whoever opens the filters or goes to a box has the rows by the time of an answer.
  for (const name of ["click", "focusin"]) one(".cb-choose").addEventListener(name, () => ready().catch(() => {}), { once: true });
  q.addEventListener("input", change);
  sort.addEventListener("change", change);
  near?.addEventListener("change", () => {
    sort.value = near.value.trim() ? "near" : "";
    change();
  });
  button(further.dataset.further, further, () => { shown += PART; show(); });
  addEventListener("hashchange", read);
  form.hidden = false;
  read();
})();
