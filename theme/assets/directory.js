// Lists: choose by words and filters, in the page and without asking anyone.
(() => {
  "use strict";
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // Filters of one facet widen the choice, those of different facets narrow it.
  const fits = (row, wanted) => wanted.words.every((word) => row.text.includes(word)) &&
    wanted.groups.every((group) => group.some((value) => row.values.includes(value)));

  // What is left of a choice without one of its parts: a word is "", a filter is its number.
  const without = ({ words, groups }, part) => part === "" ? { words: [], groups } : {
    words, groups: groups.map((group) => group.filter((value) => value !== part)).filter((group) => group.length) };

  // The rows a script has handed over for a list that is too long for one page.
  const unpack = (held) => {
    const [names, addresses, lines, languages] = ["names", "addresses", "lines", "languages"].map((column) => held[column].split("\n"));
    return names.map((name, n) => ({
      name, line: lines[n], language: languages[n], text: plain(`${name} ${lines[n]}`), values: held.values[n], day: held.days[n], at: held.places[n], over: held.over[n],
      address: addresses[n] || `${held.folder}/${plain(name).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")}/` }));
  };
  globalThis.commonbookDirectory = { plain, fits, without, unpack };
  const place = globalThis.document && document.querySelector("[data-directory]");
  const form = place && place.querySelector("[data-finder]");
  if (!form) return;

  const field = (name) => form.elements[name];
  const one = (selector) => place.querySelector(selector);
  const links = [...place.querySelectorAll("[data-key]")];
  const facet = (number) => links[number].closest("[data-facet]").dataset.facet;
  const label = (number) => links[number].firstElementChild.textContent;
  const list = one(".cb-index"), results = one("[data-results]"), found = one(".cb-found"), chips = one(".cb-chips");
  const nothing = one("[data-nothing]"), further = one("[data-further]");
  const PART = 100;
  const on = new Set();
  let rows = !place.dataset.rows && [...list.querySelectorAll("[data-v]")].map((node) => ({
    node, name: node.querySelector("a").textContent, text: plain(node.textContent), day: +node.dataset.day || 0,
    at: node.dataset.at && node.dataset.at.split(" ").map(Number), values: node.dataset.v.split(" ").filter(Boolean).map(Number) }));
  if (rows && rows.length) results.className = rows[0].node.parentElement.className;
  let shown = PART, asked = 0, town = null;

  const load = (address) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: address, onload: resolve, onerror: reject });
    document.head.append(script);
  });
  const ready = async () => {
    if (rows) return;
    globalThis.commonbookRows = (held) => { rows = unpack(held).filter((row) => !(Date.parse(row.over) <= Date.now())); };
    found.textContent = found.dataset.loading;
    await load(place.dataset.rows);
  };
  const card = (row) => {
    if (row.node) return row.node.cloneNode(true);
    const item = document.createElement("li"), link = document.createElement("a"), line = document.createElement("p");
    item.className = "cb-card";
    Object.assign(link, { className: "cb-card__link", href: place.dataset.root + row.address + (location.protocol === "file:" ? "index.html" : ""), textContent: row.name, dir: "auto" });
    if (row.language !== place.dataset.language) link.lang = row.language;
    Object.assign(line, { className: "cb-card__line", textContent: row.line });
    item.append(link, line);
    return item;
  };
  const button = (words, action, parent, title = "") => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", textContent: words, onclick: action });
    if (title) made.setAttribute("aria-label", title);
    parent.append(made);
  };

  // What is asked for stands in the form, in the filters that are on, and in the address.
  const wanted = () => {
    const groups = new Map();
    for (const value of on) groups.set(facet(value), [...(groups.get(facet(value)) || []), value]);
    return { words: plain(field("q").value).split(/\s+/).filter(Boolean), groups: [...groups.values()] };
  };
  const leave = (part) => {
    if (part === "") field("q").value = "";
    else if (part === "near") { field("near").value = ""; field("sort").value = ""; }
    else on.delete(part);
    change();
  };
  const ORDERS = {
    name: (one, other) => one.name.localeCompare(other.name, place.dataset.language),
    new: (one, other) => other.day - one.day,
    near: (one, other) => one.far - other.far,
  };
  const show = async () => {
    const asking = ++asked, now = wanted(), near = field("near") && field("near").value.trim();
    const active = now.words.length || on.size || field("sort").value || near;
    links.forEach((link, number) => link.setAttribute("aria-pressed", on.has(number)));
    try {
      if (active) await ready();
      if (near && !globalThis.commonbookNear) await load(place.dataset.near);
      town = near ? await globalThis.commonbookNear.find(place, near, rows, load) : null;
    } catch {
      found.textContent = found.dataset.failed;
      return;
    }
    if (asking !== asked) return;
    results.hidden = nothing.hidden = further.hidden = chips.hidden = true;
    list.hidden = !!active;
    found.textContent = "";
    if (!active) return;
    const hits = rows.filter((row) => fits(row, now));
    const order = ORDERS[field("sort").value];
    if (town) for (const row of hits) row.far = row.at ? globalThis.commonbookNear.distance(town, row.at) : Infinity;
    if (order && (town || field("sort").value !== "near")) hits.sort(order);
    found.textContent = found.dataset.found.replace("{found}", hits.length).replace("{total}", rows.length);
    results.replaceChildren(...hits.slice(0, shown).map(card));
    results.hidden = !hits.length;
    further.hidden = hits.length <= shown;

    const parts = [...(now.words.length ? [["", chips.dataset.words.replace("{words}", field("q").value.trim())]] : []),
      ...(near ? [["near", chips.dataset.near.replace("{place}", near)]] : []), ...[...on].map((value) => [value, label(value)])];
    chips.replaceChildren();
    for (const [part, words] of parts) {
      const item = document.createElement("li");
      button(words, () => { leave(part); field("q").focus(); }, item, chips.dataset.remove.replace("{name}", words));
      chips.append(item);
    }
    chips.hidden = !parts.length;
    if (hits.length) return;
    const ways = parts.filter(([part]) => part !== "near").map(([part, words]) => [rows.filter((row) => fits(row, without(now, part))).length, part, words]);
    const [best] = ways.sort((one, other) => other[0] - one[0]);
    const way = nothing.children[1];
    way.replaceChildren();
    if (best && best[0]) button(nothing.dataset.without.replace("{name}", best[2]).replace("{count}", best[0]), () => leave(best[1]), way);
    nothing.hidden = false;
  };
  const change = () => {
    const parts = new URLSearchParams();
    for (const box of form.elements) if (box.value.trim()) parts.set(box.name, box.value.trim());
    for (const value of on) parts.append(facet(value), links[value].dataset.key);
    const hash = parts.toString();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    shown = PART;
    show();
  };
  const read = () => {
    const parts = new URLSearchParams(location.hash.slice(1));
    for (const box of form.elements) box.value = parts.get(box.name) || "";
    field("sort").value = parts.get("sort") || (parts.get("near") ? "near" : "");
    if (field("sort").selectedIndex < 0) field("sort").selectedIndex = 0;
    on.clear();
    links.forEach((link, number) => { if (parts.getAll(facet(number)).includes(link.dataset.key)) on.add(number); });
    show();
  };

  for (const [number, link] of links.entries()) {
    link.setAttribute("role", "button");
    const press = (event) => {
      event.preventDefault();
      if (!on.delete(number)) on.add(number);
      change();
    };
    link.addEventListener("click", press);
    link.addEventListener("keydown", (event) => { if (event.key === " ") press(event); });
  }
  field("q").addEventListener("input", change);
  field("sort").addEventListener("change", change);
  if (field("near")) field("near").addEventListener("change", () => {
    field("sort").value = field("near").value.trim() ? "near" : "";
    change();
  });
  button(further.dataset.further, () => { shown += PART; show(); }, further);
  addEventListener("hashchange", read);
  form.hidden = false;
  read();
})();
