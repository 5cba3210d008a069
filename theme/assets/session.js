// A plan for another start, another length, another number of people: times, what is shortened or
// left out, and materials, worked out on the page. The words come with the page.
(() => {
  "use strict";
  const form = document.querySelector("[data-session]");
  if (!form) return;
  const { schedule, needed } = Commonbook;
  const island = (id) => JSON.parse(document.getElementById(id).textContent);
  const find = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const { plan, language, words } = island("session-data");
  const plurals = new Intl.PluralRules(language);

  const say = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const count = (forms, number, values) =>
    say(forms[plurals.select(number)] ?? forms.other, { count: number, ...values });
  const clock = (minutes) =>
    [Math.floor(minutes / 60) % 24, Math.floor(minutes) % 60]
      .map((part) => String(part).padStart(2, "0")).join(":");
  const apart = (text) => `\u2068${text}\u2069`; // names keep their own direction inside a sentence
  const title = (index) =>
    apart(document.querySelector(`[data-block="${index}"] [data-title]`).textContent.trim());

  const { start, minutes: length, people, day } = form.elements;
  if (plan.start !== null) start.defaultValue = clock(plan.start);
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    const field = ["start", "minutes", "people"].includes(name) && form.elements[name];
    if (!field) continue;
    field.value = value;
    if (!field.checkValidity() || !field.value) field.value = field.defaultValue;
  }

  // What the form says; null where it says nothing. The plan's own length is no limit: a fixed
  // time may move its end.
  const number = (field) =>
    (field && field.value && field.checkValidity() ? Number(field.value) : null);
  const read = () => {
    const [hours, minutes] = start.value.split(":").map(Number);
    const own = plan.length === null && length.value === length.defaultValue;
    return {
      start: start.value ? hours * 60 + minutes : null,
      length: own ? null : number(length),
      people: number(people),
      day: day ? Number(day.value) : null,
    };
  };

  // What a schedule leaves out and shortens, and whether it fits, in words.
  const changes = ({ rows, dropped, over, overrun }) => {
    const said = [];
    const shorter = rows.filter((row) => row.minutes < row.planned);
    if (dropped.length) said.push(`${words.dropped} ${dropped.map(title).join("; ")}`);
    if (shorter.length) {
      const each = shorter.map((row) => `${title(row.index)} (${say(words.from, row)})`);
      said.push(`${words.shortened} ${each.join("; ")}`);
    }
    if (overrun !== null) said.push(say(words.late, { title: title(overrun) }));
    if (over) said.push(count(words.over, over));
    return said;
  };

  const show = (found) => {
    const rows = new Map(found.rows.map((row) => [row.index, row]));
    for (const part of find("[data-block]")) {
      const row = rows.get(Number(part.dataset.block));
      part.classList.toggle("cb-gone", !row);
      const texts = row
        ? { when: `${clock(row.start)}–${clock(row.start + row.minutes)}`, minutes: row.minutes,
            "minutes-words": count(words.minutes, row.minutes) }
        : { when: words.gone, minutes: 0, "minutes-words": "" };
      for (const [name, text] of Object.entries(texts)) {
        for (const place of find(`[data-${name}]`, part)) place.textContent = text;
      }
    }
  };

  const showMaterials = (many) => {
    for (const part of find("[data-need]")) {
      const [quantity, per, spare] = part.dataset.need.split(" ");
      part.querySelector(".cb-need")?.remove();
      if (!many) continue;
      const sum = document.createElement("strong");
      sum.className = "cb-need";
      const amount = needed({ quantity: Number(quantity), per, spare: Number(spare) }, many);
      sum.textContent = say(words.need, { amount, people: many });
      part.append(" ", sum);
    }
  };

  const result = form.querySelector("[data-result]");
  const update = () => {
    const told = read();
    const found = schedule(plan.blocks, told.start, told.length);
    show(found);
    showMaterials(told.people);
    const own = told.start === plan.start && told.length === plan.length;
    for (const part of find("[data-planned]")) part.hidden = !own;
    const ends = Math.max(...found.rows.map((row) => row.start + row.minutes));
    const said = changes(found);
    if (!said.length) said.push(words.same);
    if (found.rows.every((row) => row.day === found.rows[0].day) && told.start !== null) {
      said.unshift(say(words.between, { start: clock(told.start), end: clock(ends) }));
    }
    result.replaceChildren(...(own ? [] : said).map((text) => {
      const line = document.createElement("p");
      line.textContent = text;
      return line;
    }));
    for (const link of find("[data-run]")) {
      const kept = ["start", "minutes", "people"].map((name) => form.elements[name])
        .filter((field) => field && field.value && field.value !== field.defaultValue);
      link.hash = new URLSearchParams(kept.map((field) => [field.name, field.value]))
        .toString().replaceAll("%3A", ":");
    }
  };
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  update();

  Commonbook.session = {
    form, plan, words, island, find, say, count, clock, title, read, changes, update,
  };
})();
