// Search: nothing is loaded before somebody types. The index is Pagefind's; where that cannot run
// (a page from a folder, no WebAssembly, not installed), names and summaries are searched.
(() => {
  "use strict";
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const parts = (text) => plain(text).match(/[\p{L}\p{N}]+/gu) || [];

  // Letters to add, take away, change or exchange (Damerau and Levenshtein), at most a limit.
  const apart = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let last = [], row = [...Array(other.length + 1).keys()];
    for (let i = 1; i <= one.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= other.length; j += 1) {
        const changed = one[i - 1] === other[j - 1] ? 0 : 1;
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + changed);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], last[j - 2] + 1);
      }
      [last, row] = [row, next];
    }
    return row[other.length];
  };

  // The same words with each unknown one spelt as the nearest known one; "" if nothing is near.
  const meant = (typed, known) => {
    const words = known.map((word) => [word, plain(word)]);
    let changed = false;
    const better = typed.split(/\s+/).filter(Boolean).map((word) => {
      const bare = parts(word).join("");
      if (bare.length < 3 || words.some(([, other]) => other === bare || (other.startsWith(bare) && bare.length > 3))) return word;
      const most = bare.length < 6 ? 1 : 2;
      let best = "", least = most + 1;
      for (const [shown, other] of words) {
        const distance = apart(bare, other, most);
        if (distance < least) [best, least] = [shown, distance];
      }
      if (best) changed = true;
      return best || word;
    });
    return changed ? better.join(" ") : "";
  };

  // Words around a find in a text.
  const around = (text, words) => {
    const all = text.split(" "), at = all.findIndex((one) => words.some((word) => plain(one).includes(word)));
    return at < 0 ? "" : `… ${all.slice(Math.max(0, at - 8), at + 16).join(" ")} …`;
  };

  // What has all words: first those with them in the name, last those with them in a text.
  const byName = (held, typed, kind) => {
    const words = parts(typed), column = (name) => (held[name] || "").split("\n");
    const [names, addresses, kinds, languages, summaries, lines, others, texts] = ["names", "addresses", "kinds", "languages", "summaries", "lines", "others", "texts"].map(column);
    const counts = {}, found = [];
    names.forEach((name, n) => {
      const short = plain(`${name} ${others[n]} ${summaries[n]} ${lines[n]}`), long = texts[n] || "";
      const text = `${short} ${plain(long)}`;
      if (!words.length || !words.every((word) => text.includes(word))) return;
      counts[kinds[n]] = (counts[kinds[n]] || 0) + 1;
      if (kind && kind !== kinds[n]) return;
      const title = plain(name), missing = words.filter((word) => !short.includes(word));
      found.push({ name, address: addresses[n], kind: kinds[n], language: languages[n], line: lines[n], excerpt: (missing.length && around(long, missing)) || summaries[n], score: words.filter((word) => title.includes(word)).length - missing.length });
    });
    return { counts, found: found.sort((one, other) => other.score - one.score) };
  };
  globalThis.commonbookSearch = { apart, meant, byName };
  const place = globalThis.document && document.querySelector("[data-search]");
  if (!place) return;

  const { root, language } = place.dataset;
  const one = (selector) => place.querySelector(selector);
  const box = one("[name=q]"), tongue = one("[name=language]"), said = one("[role=status]"), spelt = one("[data-meant]");
  const list = one("[data-finds]"), further = one("[data-further]"), filters = one("[data-filters]");
  const PART = 8, file = location.protocol === "file:" ? "index.html" : "";
  const chosen = { kind: "", topic: "", country: "" };
  let asked = 0, shown = PART, names = null, known = null, counted = false;
  const engines = {};

  const load = (address) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: address, onload: resolve, onerror: reject });
    document.head.append(script);
  });
  const engine = (code) => engines[code] = engines[code] || (async () => {
    if (!place.dataset.engine || file) return null;
    try {
      const pagefind = await import(new URL(place.dataset.engine, location.href));
      // An instance takes the language of the page at the moment it is made.
      const html = document.documentElement, own = html.lang;
      html.lang = code;
      const made = pagefind.createInstance({});
      html.lang = own;
      await made.init();
      return made;
    } catch {
      return null;
    }
  })();

  // A find in the engine's words, or by name: what is shown of it, and how many there are.
  const search = async (typed) => {
    const code = tongue ? tongue.value : language;
    const wish = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value));
    const answer = await engine(code).then((made) => made && made.search(typed, { filters: wish })).catch(() => null);
    // The index knows beginnings of words of one language. What is written in another script, or
    // without spaces, is looked for in the names of all languages if it knows nothing.
    if (answer && (answer.results.length || wish.topic || wish.country || !/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(typed))) {
      return {
        total: answer.results.length, counts: counted ? answer.filters : null,
        part: async (from, to) => (await Promise.all(answer.results.slice(from, to).map((find) => find.data()))).map((find) => ({
          name: find.meta.title, kind: find.meta.kind, line: find.meta.line, address: find.raw_url || find.url, language: code, marked: find.excerpt })) };
    }
    if (!names) {
      globalThis.commonbookNames = (held) => { names = held; };
      globalThis.commonbookTexts = (held) => { names.texts = held; };
      await load(place.dataset.names);
      if (place.dataset.texts) await load(place.dataset.texts);
    }
    const { counts, found } = byName(names, typed, chosen.kind);
    return { total: found.length, counts: { kind: counts }, part: (from, to) => found.slice(from, to) };
  };

  const make = (tag, className, text, parent) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text) node.textContent = text;
    if (parent) parent.append(node);
    return node;
  };
  const press = (words, action, parent, on) => {
    const button = make("button", "", words, parent);
    Object.assign(button, { type: "button", onclick: action });
    if (on !== undefined) button.setAttribute("aria-pressed", on);
  };
  // An excerpt comes with marks around what was found; all else in it is only text.
  const excerpt = (find, parent) => {
    const text = make("p", "cb-card__summary", find.excerpt, parent);
    text.dir = "auto";
    if (!find.marked) return;
    for (const node of new DOMParser().parseFromString(find.marked, "text/html").body.childNodes) {
      if (node.nodeName === "MARK") make("mark", "", node.textContent, text);
      else text.append(node.textContent);
    }
  };
  const word = (kind) => place.querySelector(`[data-kind="${CSS.escape(kind)}"]`)?.textContent || kind;
  const draw = (finds) => {
    list.replaceChildren();
    for (const kind of new Set(finds.map((find) => find.kind))) {
      const group = make("section", "cb-listgroup", "", list);
      make("h2", "", word(kind), group);
      const items = make("ul", "cb-cards", "", group);
      for (const find of finds.filter((other) => other.kind === kind)) {
        const item = make("li", "cb-card", "", items), link = make("a", "cb-card__link", find.name, item);
        link.href = root + find.address + file;
        link.dir = "auto";
        if (find.language !== language) link.lang = find.language;
        if (find.line) make("p", "cb-card__line", find.line, item);
        excerpt(find, item);
      }
    }
  };
  const drawFilters = (counts) => {
    const opened = filters.open;
    filters.hidden = false;
    for (const set of filters.querySelectorAll("[data-set]")) {
      const name = set.dataset.set, values = Object.entries((counts && counts[name]) || {}).filter(([value, count]) => count || value === chosen[name]);
      set.hidden = !values.length;
      const row = set.querySelector("ul");
      row.replaceChildren();
      for (const [value, count] of values.sort((one, other) => other[1] - one[1]).slice(0, 30)) {
        press(`${name === "kind" ? word(value) : value} ${count}`, () => { chosen[name] = chosen[name] === value ? "" : value; change(); }, make("li", "", "", row), chosen[name] === value);
      }
    }
    filters.open = opened;
  };

  const show = async () => {
    const typed = box.value.trim(), asking = ++asked;
    spelt.hidden = further.hidden = true;
    if (!typed) {
      said.textContent = "";
      list.replaceChildren();
      filters.hidden = true;
      return;
    }
    said.textContent = place.dataset.looking;
    try {
      const answer = await search(typed);
      const finds = await answer.part(0, shown);
      if (asking !== asked) return;
      draw(finds);
      said.textContent = answer.total ? place.dataset.found.replace("{count}", answer.total) : place.dataset.nothing;
      further.hidden = answer.total <= shown;
      if (answer.total || Object.values(chosen).some(Boolean)) drawFilters(answer.counts);
      else filters.hidden = true;
      const sure = finds.length && parts(typed).every((word) => finds.some((find) => parts(`${find.name} ${find.marked || find.excerpt}`).includes(word)));
      if (sure) return;
      if (!known) {
        globalThis.commonbookWords = (text) => { known = text.split(" "); };
        await load(place.dataset.words);
      }
      const better = asking === asked && meant(typed, known);
      if (!better) return;
      spelt.replaceChildren(`${spelt.dataset.meant} `);
      press(better, () => { box.value = better; change(); }, spelt);
      spelt.hidden = false;
    } catch {
      if (asking === asked) said.textContent = place.dataset.failed;
    }
  };
  const change = () => {
    const state = new URLSearchParams();
    if (box.value.trim()) state.set("q", box.value.trim());
    if (tongue && tongue.value !== language) state.set("language", tongue.value);
    for (const [name, value] of Object.entries(chosen)) if (value) state.set(name, value);
    const hash = state.toString();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    shown = PART;
    show();
  };
  const read = () => {
    const state = new URLSearchParams(location.hash.slice(1));
    box.value = state.get("q") || "";
    if (tongue) tongue.value = state.get("language") || language;
    for (const name of Object.keys(chosen)) chosen[name] = state.get(name) || "";
    show();
  };
  let waiting = 0;
  box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(change, 250); });
  if (tongue) tongue.addEventListener("change", change);
  filters.addEventListener("toggle", async () => {
    if (!filters.open || counted) return;
    counted = true;
    const made = await engine(tongue ? tongue.value : language);
    if (made) await made.filters();
    show();
  });
  press(further.dataset.further, () => { shown += PART; show(); }, further);
  addEventListener("hashchange", read);
  one("[data-box]").hidden = false;
  if (matchMedia("(hover: hover)").matches && !location.hash) box.focus({ preventScroll: true });
  read();
})();
