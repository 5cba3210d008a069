// The form: looks for what must not be public before anything leaves the page, and writes the file.
// First what needs no page (it is tested against Python), then what works on the page.
(() => {
  "use strict";

  const core = (about) => {
    const pattern = ([source, flags]) => new RegExp(source, flags);
    const whole = ([source, flags]) => new RegExp(`^(?:${source})`, flags.replace("g", ""));
    const all = (table, make) =>
      Object.fromEntries(Object.entries(table).map(([name, held]) => [name, make(held)]));
    const look = all(about.look, pattern);
    const shapes = all(about.shapes, whole);
    const refused = pattern(about.refused);
    const flag = pattern(about.flag);
    const spaces = pattern(about.spaces);
    const host = whole(about.host);
    const slugs = whole(about.slug);
    const found = (regex, text) => {
      regex.lastIndex = 0;
      return regex.exec(text);
    };
    const blank = (match) => match.replace(/[^]/gu, " ");
    const length = (text) => [...text].length;
    const encoded = (text) => encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd"));
    const bytes = (text) => encoded(text).replace(/%../g, "x").length;

    // -- YAML: every text in quotes as JSON has them, long texts as blocks, codes as they are -----

    const WORD = /^[A-Za-z0-9]+(?:[-/][A-Za-z0-9]+)*$/;
    const TRAP = /^(?:y|n|yes|no|true|false|on|off|null|nan|inf|[0-9].*)$/i;
    const TEXTS = ["text", "prose", "address"];
    const escape = (text) => text.replace(refused, (match) => [...match].map((sign) =>
      `\\U${sign.codePointAt(0).toString(16).padStart(8, "0")}`).join(""));
    const quoted = (text) => {
      // Flags are spelt with tag characters, which stand alone nowhere else.
      const flags = text.match(flag) || [];
      const parts = text.split(flag);
      return `"${parts.map((part, number) =>
        escape(JSON.stringify(part).slice(1, -1)) + (flags[number] || "")).join("")}"`;
    };
    const isBlock = (text) => (text.includes("\n") || text.length > 90)
      && text === text.trim() && !/\r|^[ \t]+$/m.test(text) && !found(refused, text.replace(flag, ""));
    const scalar = (text, question, pad) => {
      const shape = question ? question.shape : "";
      if (WORD.test(text) && !(question ? TEXTS.includes(shape) : TRAP.test(text))) return text;
      if (shape === "prose" && isBlock(text)) {
        return `|-\n${text.split("\n").map((line) => line && pad + line).join("\n")}`;
      }
      return quoted(text);
    };
    const isShort = (value, question) => question && question.short && value
      && typeof value === "object" && Object.keys(value).length === 1 && question.short in value;
    const lines = (tree, questions, pad) => {
      const known = questions.map((question) => question.name).filter((name) => name in tree);
      const others = Object.keys(tree).filter((name) => !known.includes(name));
      return [...known, ...others].flatMap((name) =>
        field(name, tree[name], questions.find((question) => question.name === name), pad));
    };
    const field = (name, value, question, pad) => {
      const key = WORD.test(name.replace(/_/g, "")) ? name : quoted(name);
      const inner = `${pad}  `;
      if (isShort(value, question)) {
        const short = question.questions.find((part) => part.name === question.short);
        return field(name, value[question.short], short, pad);
      }
      if (typeof value === "string") return [`${pad}${key}: ${scalar(value, question, inner)}`];
      if (!Array.isArray(value)) {
        return [`${pad}${key}:`, ...lines(value, (question && question.questions) || [], inner)];
      }
      const flow = `${pad}${key}: [${value.join(", ")}]`;
      const codes = value.every((point) => typeof point === "string" && WORD.test(point)
        && scalar(point, question, "") === point);
      if (codes && flow.length < 90) return [flow];
      return [`${pad}${key}:`, ...value.flatMap((point) => {
        // A point is written like a field, and its dash takes the place of two spaces.
        const written = typeof point === "string" || isShort(point, question)
          ? [`${inner}- ${field("x", point, question, inner)[0].slice(inner.length + 3)}`]
          : lines(point || {}, (question && question.questions) || [], `${inner}  `);
        written[0] = `${inner}- ${written[0].slice(inner.length + 2)}`;
        return written;
      })];
    };
    const normal = (value) => {
      if (typeof value === "string") return value.normalize("NFC");
      if (Array.isArray(value)) return value.map(normal);
      return all(value, normal);
    };
    const yaml = (tree) => `${lines(normal(tree), about.questions, "").join("\n")}\n`;

    // -- what must not be public: the rules of privacy.py -----------------------------------------

    const isPersonal = (address) => {
      const local = address.split("@")[0];
      if (found(look.role, local)) return false;
      look.two.lastIndex = 0;
      const two = look.two.exec(local);
      return Boolean(found(look.free, address) || (two && two.index === 0));
    };
    const inText = (text, way) => {
      // Digits of other scripts, wide signs, and the blanks of French printing, one for one.
      const plain = text
        .replace(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) => digit.charCodeAt(0) & 15)
        .replace(/[\u0966-\u096f]/g, (digit) => digit.charCodeAt(0) - 0x966)
        .replace(/\uff0b/g, "+").replace(/\uff20/g, "@").replace(/[\u00a0\u2009\u202f]/g, " ");
      const bare = plain.replace(look.url, blank).replace(look.target, blank);
      const looks = [["personal-email", look.email, bare], ["location-too-exact", look.exact, plain]];
      if (way !== "hotline") looks.push(["private-phone", look.chat, plain]);
      if (/[0-9]/.test(bare)) {
        if (way !== "hotline") looks.push(["private-phone", look.phone, bare]);
        looks.push(["private-address", look.address, bare]);
      }
      return looks.flatMap(([rule, pattern, searched]) => [...searched.matchAll(pattern)].flatMap((match) => {
        const part = match.slice(1).filter((group) => group !== undefined).pop();
        const start = match.index + (part === undefined ? 0 : match[0].lastIndexOf(part));
        const seen = text.slice(start, start + (part === undefined ? match[0] : part).length);
        const ofRole = rule === "personal-email" && ["role-email", "social"].includes(way) && !isPersonal(seen);
        return found(look.example, seen) || ofRole ? [] : [[rule, seen]];
      }));
    };
    const person = (text) => {
      const titled = found(look.titled, text);
      const after = found(look.after, text);
      const names = found(look.names, text);
      if (titled) return titled[0];
      if (after && !found(look.body, after[1])) return after[1];
      return names && names.index === 0 && !found(look.body, text) ? text : "";
    };
    const texts = (value, path) => {
      if (typeof value === "string") return [[path, value]];
      if (!value || typeof value !== "object") return [];
      return Object.entries(value).flatMap(([name, inner]) =>
        texts(inner, [...path, Array.isArray(value) ? Number(name) : name]));
    };
    const list = (value) => (Array.isArray(value) ? value : []);
    const hasLink = (contact) => !wrongAddress(contact.value || "")
      || ["role-email", "hotline"].includes(contact.way);
    const persons = (tree) => [
      ...list(tree.seats).flatMap((seat, number) => ["name", "represents"].map((name) =>
        [["seats", number, name], seat[name]])),
      ...list(tree.contact).flatMap((contact, number) => [
        [["contact", number, "note"], contact.note],
        ...(hasLink(contact) ? [] : [[["contact", number, "value"], contact.value]])]),
      [["consent", "by_role"], tree.consent && tree.consent.by_role],
    ].flatMap(([path, text]) => {
      const name = text && person(text);
      return name ? [{ path, rule: "person-named", say: "person", found: name }] : [];
    });
    const ofGroup = (tree) => {
      const place = tree.place || {};
      const sees = persons(tree);
      if (tree.sensitive === "yes") {
        if (list(tree.contact).length) {
          sees.push({ path: ["contact"], rule: "sensitive-too-open", say: "sensitive-contact" });
        }
        if (tree.meets) {
          sees.push({ path: ["meets"], rule: "sensitive-too-open", say: "sensitive-meets" });
        }
        if (place.town || ["town", "venue"].includes(place.precision || (tree.place && "town"))) {
          sees.push({
            path: ["place", place.town ? "town" : "precision"], rule: "sensitive-too-open",
            say: "sensitive-place" });
        }
      }
      if (place.precision === "venue" && !tree.consent) {
        sees.push({ path: ["place", "precision"], rule: "missing-consent", say: "venue" });
      }
      return sees;
    };
    const privacy = (tree) => [
      ...texts(tree, []).flatMap(([path, text]) => {
        const ofValue = path.length === 3 && path[0] === "contact" && path[2] === "value";
        const way = ofValue ? tree.contact[path[1]].way || "" : "";
        return inText(text, way).map(([rule, match]) => ({ path, rule, say: rule, found: match }));
      }),
      ...(about.name === "group" ? ofGroup(tree) : []),
    ];

    // -- what a field can hold: the rules of fields.py and parts.py ---------------------------------

    const realDay = (text) => {
      const [year, month = 1, day = 1] = text.split("-").map(Number);
      const made = new Date(Date.UTC(2000, 0, 1));
      made.setUTCFullYear(year, month - 1, day);
      return year > 0 && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
    };
    const SCRIPTS = ["Latin", "Cyrillic", "Greek", "Arabic", "Hebrew", "Armenian", "Georgian",
      "Devanagari", "Thai"].map((name) => new RegExp(`\\p{Script=${name}}`, "u"));
    const wrongAddress = (address) => {
      if (length(address) > 500) return "address-long";
      if (found(spaces, address)) return "address-space";
      if (!/^https?:\/\//i.test(address)) return "address-start";
      if (address.includes("\\")) return "address-odd";
      const name = address.replace(/^https?:\/\//i, "").split(/[/?#]/)[0];
      if (name.includes("@")) return "address-user";
      const [site, port = ""] = name.split(":");
      if (!/^[0-9]*$/.test(port) || Number(port) > 65535 || name.split(":").length > 2
        || !found(host, site) || !site.replace(/^\.+|\.+$/g, "").includes(".")) {
        return "address-odd";
      }
      const mixed = /[^\x00-\x7f]/.test(site) && site.split(".").some((label) =>
        SCRIPTS.filter((script) => script.test(label)).length > 1);
      return mixed ? "address-mixed" : "";
    };
    const ascii = (text) => /^[\x00-\x7f]*$/.test(text);
    const DAYS = { day: "day", "partial-day": "partial-day", "rough-day": "partial-day" };
    const wrongShape = (shape, text) => {
      const fits = (name, value = text) => ascii(value) && shapes[name].test(value);
      if (DAYS[shape]) {
        const day = shape === "rough-day" ? text.replace(/^about /, "") : text;
        return fits(shape, day) && realDay(day) ? "" : DAYS[shape];
      }
      if (shape === "moment") return fits("moment") && realDay(text.slice(0, 10))
        && fits("clock", text.slice(11)) ? "" : "moment";
      if (shape === "clock") return fits("clock") ? "" : "clock";
      if (shape === "number") return fits("number") ? "" : "number";
      if (shape === "decimal") return /^[0-9]{1,9}(\.[0-9]{1,6})?$/.test(text) ? "" : "number";
      if (shape === "slug") return slugs.test(text) ? "" : "slug";
      if (shape === "path") return text.split("/").every((part) => slugs.test(part)) ? "" : "slug";
      if (shape === "id") return new RegExp(`^(?:${about.shapes.id[0]})$`, "u").test(text) ? "" : "id";
      if (shape === "address") return wrongAddress(text);
      return "";
    };
    const wrongText = (text, question) => {
      const bad = found(refused, text.replace(flag, ""));
      if (bad) {
        const code = bad[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
        return { rule: "forbidden-character", say: "character", found: `U+${code}` };
      }
      if (question.shape !== "prose" && text.includes("\n")) return { say: "one-line" };
      if (!ascii(text) && /^[\p{C}\p{Z}\p{M}]*$/u.test(text)) return { say: "unseen" };
      const count = length(text.normalize("NFC"));
      if (question.limit && question.shape !== "address" && count > question.limit) {
        return { rule: "too-long", say: "long", count, limit: question.limit };
      }
      if (question.choices && !question.choices.some(([name]) => name === text)) {
        return { say: "choice" };
      }
      const say = wrongShape(question.shape, text);
      if (say) return say.startsWith("address") ? { rule: "unsafe-link", say } : { say };
      const number = Number(text);
      const least = Number(question.low) + (question.shape === "decimal" ? Number.MIN_VALUE : 0);
      if (question.low && number < least) return { say: "low", limit: question.low };
      if (question.high && number > Number(question.high)) {
        return { say: "high", limit: question.high };
      }
      return null;
    };
    const decimals = (text) => (text.split(".")[1] || "").replace(/0+$/, "").length;
    const inParts = {
      place: (part) => {
        const allowed = { town: 1, venue: 3 }[part.precision || "town"];
        const sees = ["latitude", "longitude"].filter((name) => part[name]).flatMap((name) => {
          const limit = name === "latitude" ? 90 : 180;
          if (!/^-?[0-9]{1,3}(\.[0-9]{1,15})?$/.test(part[name]) || Math.abs(part[name]) > limit) {
            return [{ path: [name], say: "degrees", limit }];
          }
          if (allowed === undefined || decimals(part[name]) > allowed) {
            return [{ path: [name], rule: "location-too-exact",
              say: allowed === undefined ? "no-position" : allowed === 1 ? "town-position" : "venue-position" }];
          }
          return [];
        });
        if (!part.latitude !== !part.longitude) {
          sees.push({ path: [part.latitude ? "longitude" : "latitude"], say: "both" });
        }
        return sees;
      },
      contact: ({ way, value = "" }) => {
        let say = "";
        if (["web", "form", "social"].includes(way) && value.includes("://")) say = wrongAddress(value);
        else if (["web", "form"].includes(way)) say = "address-start";
        else if (way === "role-email" && !/^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(value)) say = "email";
        else if (way === "hotline" && !/^\+?[0-9 ().-]{3,25}$/.test(value)) say = "telephone";
        return say && value ? [{ path: ["value"], say }] : [];
      },
      citation: (part) => (part.source || (part.title && part.url) ? [] : [{ path: ["title"], say: "citation" }]),
      size: (part) => (part.min && part.max && Number(part.min) > Number(part.max) ? [{ path: ["max"], say: "order" }] : []),
      repeat: (part) => {
        if (part.every === "month" && list(part.days).length && !part.which) return [{ path: ["which"], say: "which" }];
        return part.every === "week" && part.which ? [{ path: ["which"], say: "not-which" }] : [];
      },
      block: (part) => [
        ...(part.title || part.activity ? [] : [{ path: ["title"], rule: "missing-field", say: "title" }]),
        ...(part.min && Number(part.min) > Number(part.minutes) ? [{ path: ["min"], say: "order" }] : []),
        ...(part.max && Number(part.max) < Number(part.minutes) ? [{ path: ["max"], say: "order" }] : []),
      ],
      change: (part) => (Boolean(part.to) === (part.cancelled === "yes") ? [{ path: ["to"], say: "change" }] : []),
    };
    const inEntry = {
      group: (tree) => (tree.consent ? []
        : [{ path: ["consent"], rule: "missing-consent", severity: "warning", say: "no-consent" }]),
      event: (tree) => [
        ...(tree.ends && tree.starts && tree.ends.replace(" ", "T") <= tree.starts.replace(" ", "T")
          ? [{ path: ["ends"], say: "ends" }] : []),
        ...(tree.place && tree.place.precision === "venue"
          ? [{ path: ["place", "precision"], rule: "missing-consent", severity: "warning", say: "venue-host" }] : []),
      ],
      "case-study": (tree) => [
        ...((tree.depth || "full") === "full" ? ["worked", "lessons"] : []).filter((name) => !list(tree[name]).length)
          .map((name) => ({ path: [name], rule: "missing-field", say: "full" })),
        ...(list(tree.sources).length < 2
          ? [{ path: ["sources"], rule: "needs-sources", say: "sources" }] : []),
      ],
    };
    const limits = (tree, questions, path) => questions.flatMap((question) => {
      const here = [...path, question.name];
      const value = tree[question.name];
      if (question.shape === "kept") return [];
      if (value === undefined) {
        return question.required ? [{ path: here, rule: "missing-field", say: "missing" }] : [];
      }
      const many = question.many || question.shape === "words";
      const points = many ? list(value) : [value];
      const at = (number) => (many ? [...here, number] : here);
      const sees = points.flatMap((point, number) => {
        if (question.shape === "part") {
          const part = typeof point === "string" ? { [question.short]: point } : point || {};
          return [...limits(part, question.questions, at(number)),
            ...(inParts[question.model] ? inParts[question.model](part) : []).map((wrong) =>
              ({ ...wrong, path: [...at(number), ...wrong.path] }))];
        }
        const wrong = question.shape !== "words" && wrongText(point, question);
        return wrong ? [{ path: at(number), ...wrong }] : [];
      });
      if (many && question.most && points.length > question.most) {
        sees.push({ path: here, rule: "too-long", say: "most", limit: question.most });
      }
      return sees;
    });

    /** Everything that is wrong with an entry: where, which rule, how much it matters. */
    const problems = (tree) => {
      const whole = normal(tree);
      const size = bytes(yaml(tree)) > 256 * 1024
        ? [{ path: [], rule: "too-long", say: "file" }] : [];
      return [...limits(whole, about.questions, []), ...privacy(whole), ...size,
        ...(inEntry[about.name] ? inEntry[about.name](whole) : [])]
        .map((wrong) => ({ rule: "invalid-value", ...wrong }))
        .map((wrong) => ({ severity: about.severities[wrong.rule] || "error", ...wrong }))
        .filter((wrong) => wrong.severity !== "off");
    };

    // -- file names and addresses -------------------------------------------------------------------

    const asSlug = (name) => {
      const latin = [...name].map((sign) => about.letters[sign] || sign).join("").normalize("NFKD");
      return latin.replace(/[^\x00-\x7f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-")
        .replace(/^-+|-+$/g, "").slice(0, 60).replace(/-+$/, "");
    };
    const suggestSlug = (name) => {
      const slug = asSlug(name);
      return slug && !about.reserved.includes(slug) ? slug : `${slug || "entry"}-1`;
    };
    const isSlug = (slug) => slugs.test(slug) && !about.reserved.includes(slug);
    // CRC-32 (ISO 3309) of a name in plain letters: which of some files holds its values.
    const sum = (text) => {
      let bits = -1;
      for (const letter of text) {
        bits ^= letter.charCodeAt(0);
        for (let step = 0; step < 8; step += 1) bits = (bits >>> 1) ^ (bits & 1 ? 0xedb88320 : 0);
      }
      return (bits ^ -1) >>> 0;
    };
    const fill = (template, values) =>
      template.replace(/\{(\w+)\}/g, (_, name) => encoded(values[name] || ""));
    const message = (tree) => about.questions.filter((question) => tree[question.name])
      .map((question) => {
        const held = tree[question.name];
        const choice = (question.choices || []).find(([name]) => name === held);
        return `${question.label}:\n${choice ? choice[1] : held}\n`;
      }).join("\n");

    return { yaml, problems, privacy, person, inText, wrongShape, wrongText, wrongAddress, suggestSlug,
      asSlug, isSlug, sum, fill, bytes, message, quoted };
  };

  if (typeof document === "undefined") {
    globalThis.formCore = core;
    return;
  }
  // -- the page -------------------------------------------------------------------------------------

  const form = document.querySelector("[data-form]");
  if (!form) return;
  const about = JSON.parse(document.getElementById("form-about").textContent);
  const say = (key, values = {}) => Object.entries(values).reduce(
    (text, [name, value]) => text.replaceAll(`{${name}}`, value), about.words[key] || key);
  const find = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const one = (selector, inside = document) => inside.querySelector(selector);
  const show = (element, shown = true) => { if (element) element.hidden = !shown; };
  let rules;
  try {
    rules = core(about);
  } catch {
    show(one("[data-old]")); // a browser that does not know these patterns cannot keep anything back
    return;
  }
  const make = (tag, words, marks = {}) => {
    const made = Object.assign(document.createElement(tag), marks);
    made.textContent = words;
    return made;
  };
  for (const part of find("[data-scripted]")) show(part);

  // Questions nest: a question belongs to the nearest part or point of a list around it.
  const holder = (element) => element.parentElement.closest("[data-item], [data-q], [data-form]");
  const wrapper = (inside, name) =>
    find(`[data-q="${name}"]`, inside).find((found) => holder(found) === inside);
  const items = (list) => find("[data-item]", list).filter((item) => holder(item) === list);
  const control = (element) => one("input, select, textarea", element);
  const answered = new WeakMap();
  const ordered = new WeakMap(); // words of an entry stay in the order in which it has them

  // A page's address, or the name of an entry, stands for the file's name.
  const asReference = (text, question) => {
    const kind = question.link || "";
    if (!kind || !["slug", "path", "id"].includes(question.shape)) return text;
    const named = find(`#known-${kind} option`).find((option) => option.label === text);
    if (named) return named.value;
    const path = text.replace(/[?#].*$/, "").split("/").filter(Boolean);
    const folder = path.findLastIndex((part) => part in about.folders);
    if (!/^https?:\/\//.test(text) || folder < 0) return text;
    const slug = path.slice(folder + 1).join("/");
    return question.shape === "id" ? `${about.folders[path[folder]]}/${slug}` : slug;
  };
  const readOne = (element, question) => {
    if (question.shape === "part") {
      const agreed = one("[data-agree]", element);
      if (agreed && !agreed.checked) return undefined;
      const part = readAll(element, question.questions);
      return Object.keys(part).length || agreed ? part : undefined;
    }
    const text = control(element).value.replace(/\r\n?/g, "\n").trim();
    return text && text !== (question.default || "") ? asReference(text, question) : undefined;
  };
  const read = (element, question) => {
    if (question.shape === "words") {
      const chosen = find("input:checked", element).map((box) => box.value);
      const before = (ordered.get(element) || []).filter((word) => chosen.includes(word));
      return chosen.length ? [...new Set([...before, ...chosen])] : undefined;
    }
    if (!question.many) return readOne(element, question);
    const pairs = items(element).map((item) => [item, readOne(item, question)])
      .filter(([, value]) => value !== undefined);
    answered.set(element, pairs.map(([item]) => item));
    return pairs.length ? pairs.map(([, value]) => value) : undefined;
  };
  let kept = {};
  const readAll = (inside, questions) => Object.fromEntries(questions.map((question) => {
    if (question.shape === "kept") return [question.name, inside === form ? kept[question.name] : undefined];
    const element = wrapper(inside, question.name);
    return [question.name, element ? read(element, question) : undefined];
  }).filter(([, value]) => value !== undefined));
  const tree = () => readAll(form, about.questions);

  // More points of a list come from its template, with ids of their own.
  let copies = 0;
  const renumber = (item) => {
    copies += 1;
    const renamed = (id) => `${id}-${copies}`;
    for (const element of find("[id]", item)) {
      const { id } = element;
      for (const label of find(`[for="${id}"]`, item)) label.htmlFor = renamed(id);
      for (const other of find(`[aria-describedby~="${id}"]`, item)) {
        other.setAttribute("aria-describedby",
          other.getAttribute("aria-describedby").split(" ").map((part) => (part === id ? renamed(id) : part)).join(" "));
      }
      element.id = renamed(id);
    }
  };
  const add = (list) => {
    const item = one(":scope > template", list).content.firstElementChild.cloneNode(true);
    renumber(item);
    for (const part of find("[data-scripted]", item)) show(part);
    one(":scope > [data-items]", list).append(item);
    return item;
  };
  const put = (element, value, question) => {
    if (question.shape === "part") {
      const agreed = one("[data-agree]", element);
      if (agreed) agreed.checked = true;
      putAll(element, question.questions, typeof value === "string" ? { [question.short]: value } : value);
      return;
    }
    const field = control(element);
    if (field.tagName === "SELECT" && ![...field.options].some((option) => option.value === value)) {
      field.append(new Option(value, value));
    }
    field.value = question.shape === "moment" ? value.replace(" ", "T") : value;
  };
  const putAll = (inside, questions, values) => {
    for (const question of questions) {
      const value = values[question.name];
      const element = wrapper(inside, question.name);
      if (value === undefined || value === null || !element) continue;
      if (question.shape === "words") {
        ordered.set(element, [value].flat());
        for (const word of [value].flat()) {
          const box = find("input", element).find((input) => input.value === word);
          if (box) box.checked = true;
        }
      } else if (question.many) {
        [value].flat().forEach((point, number) =>
          put(items(element)[number] || add(element), point, question));
      } else {
        put(element, value, question);
      }
      for (const details of find("details", element)) details.open = true;
      for (let around = element; around; around = around.parentElement.closest("details")) {
        if (around.tagName === "DETAILS") around.open = true;
      }
    }
  };

  // What is wrong is said where it stands. What must not be public is said while one writes.
  const AT_ONCE = ["private-phone", "private-address", "personal-email", "person-named",
    "location-too-exact", "sensitive-too-open", "forbidden-character"];
  const at = (path) => path.reduce((inside, step) => {
    if (!inside) return inside;
    if (typeof step === "number") return (answered.get(inside) || [])[step] || inside;
    return wrapper(inside, step) || inside;
  }, form);
  const touched = new WeakSet();
  let tried = false;
  const words = (wrong) => say(`say.${wrong.say}`, wrong);
  const clean = () => {
    for (const note of find("[id^=wrong-]", form)) note.remove();
    for (const field of find("[aria-invalid]:not([data-slug])", form)) {
      field.removeAttribute("aria-invalid");
      field.setAttribute("aria-describedby", field.dataset.help || "");
    }
  };
  const mark = (wrong, number) => {
    const element = at(wrong.path);
    if (element === form) return;
    const note = make("p", words(wrong), { className: "cb-q__wrong", id: `wrong-${number}` });
    note.dataset.severity = wrong.severity;
    const field = element.matches("fieldset") ? null : control(element);
    if (!field) {
      one("legend", element).after(note);
      return;
    }
    field.before(note);
    field.dataset.help ||= field.getAttribute("aria-describedby") || "";
    field.setAttribute("aria-describedby", `${note.id} ${field.dataset.help}`.trim());
    if (wrong.severity === "error") field.setAttribute("aria-invalid", "true");
  };
  const unticked = () => find("[data-agree]", form).filter((box) => !box.checked)
    .map((box) => box.closest("[data-q]"))
    .filter((element) => find("input:not([data-agree])", element).some((field) => field.value))
    .map((element) => ({ path: [element.dataset.q], rule: "missing-consent", severity: "error", say: "agree" }));
  const look = () => {
    const values = tree();
    const wrongs = [...rules.problems(values), ...unticked()];
    clean();
    wrongs.filter((wrong) => tried || AT_ONCE.includes(wrong.rule)
      || (wrong.rule !== "missing-field" && touched.has(at(wrong.path)))).forEach(mark);
    preview(values);
    return [values, wrongs];
  };

  // The card as lists will show it, in the markup of the lists.
  const card = one("[data-preview]");
  const chosen = (name, inside = form) => {
    const select = wrapper(inside, name) && one("select", wrapper(inside, name));
    return select && select.value ? select.selectedOptions[0].textContent.trim() : "";
  };
  const placeWords = () => {
    const place = wrapper(form, "place");
    if (!place) return "";
    const value = (name) => control(wrapper(place, name)).value.trim();
    const precision = value("precision");
    return [["town", "venue"].includes(precision) && value("town"),
      precision !== "country" && value("region"), chosen("country", place)].filter(Boolean).join(", ");
  };
  const moment = (text) => {
    const date = new Date(text);
    return Number.isNaN(date.getTime()) ? "" : new Intl.DateTimeFormat(document.documentElement.lang || "en",
      { dateStyle: "full", timeStyle: "short", hourCycle: "h23" }).format(date);
  };
  const facts = {
    group: () => [chosen("type"), placeWords()],
    "case-study": ({ period = {} }) => [placeWords(), [period.from, period.to].filter(Boolean)
      .map((date) => date.slice(0, 4)).join("–")],
    event: ({ starts }) => [starts && moment(starts), placeWords()],
    training: ({ blocks = [] }) => {
      const minutes = blocks.reduce((sum, block) => sum + (Number(block.minutes) || 0), 0);
      return [minutes ? say("minutes", { count: minutes }) : ""];
    },
  };
  const sample = card && [".cb-card__link", ".cb-card__line", ".cb-card__summary"].map((selector) => {
    const element = one(selector, card);
    return [element, element.textContent];
  });
  const preview = (values) => {
    if (!card) return;
    const line = facts[about.name](values).filter(Boolean).join(" · ");
    [values.name, line, values.summary].forEach((text, number) => {
      const [element, before] = sample[number];
      element.textContent = text || before;
      element.classList.toggle("cb-form__sample", !text);
    });
  };
  if (card) card.addEventListener("click", (event) => event.preventDefault());

  // The draft stays in this browser only, and only once something was written.
  const own = () => location.hash.slice(1);
  const key = `commonbook-form ${about.network} ${about.name} ${own()}`;
  const store = (work) => { try { return work(localStorage); } catch { return null; } };
  const draft = one("[data-draft]");
  let clearing = false;
  const save = () => {
    if (clearing) return;
    const slug = slugField ? slugField.value : "";
    const done = store((local) => {
      local.setItem(key, JSON.stringify({ values: tree(), slug: slugField && slugField.dataset.own ? slug : "" }));
      return true;
    });
    show(draft, Boolean(done));
  };
  one("[data-clear]").addEventListener("click", () => {
    clearing = true;
    store((local) => local.removeItem(key));
    form.reset();
    location.reload();
  });

  // The finished text, and the ways on.
  const result = one("[data-result]");
  const summary = one("[data-summary]");
  const written = one("[data-written]");
  const slugField = one("[data-slug]");
  const bySlug = one("[data-slug-wrong]");
  const entry = () => (about.folder ? about.entry || "" : "");
  const path = () => `network/${about.folder}/${slugField.value}.yml`;
  const suggest = (values) => {
    if (!slugField || slugField.dataset.own || entry()) return;
    const named = rules.asSlug(values.name || "");
    const place = values.place || {};
    const kind = values.type || about.name;
    slugField.value = named.length > 1 ? rules.suggestSlug(values.name)
      : rules.suggestSlug([place.town, place.region, place.country, ""].map((part) => rules.asSlug(part || ""))
        .find((part) => part) ? `${[place.town, place.region, place.country].map((part) => rules.asSlug(part || "")).find((part) => part)} ${kind}` : kind);
    show(one("[data-slug-latin]"), named.length < 2);
  };
  const title = (values) => (about.folder
    ? say(entry() ? "title.change" : "title.new", { name: values.name || "", path: path() })
    : say("title.wrong", { name: values.page || "" }));
  const status = one("[data-status]");
  const tell = (text) => { status.textContent = ""; status.textContent = text; };
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch { // from a file, or where the browser asks first: the old way
      const range = document.createRange();
      range.selectNodeContents(written);
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      return document.execCommand("copy");
    }
  };
  const later = (template) => template.replace(/[?&](?:value|body|issue\[description\])=\{text\}/, "");
  const ways = (values, text) => {
    for (const way of find("[data-way]", result)) {
      const name = way.dataset.way;
      const template = name === "mail" ? about.ways.mail && "mailto:{mail}?subject={title}&body={text}"
        : about.ways[name === "forge" ? (entry() ? "edit" : "new") : name]
          || (name === "forge" && about.folder && about.ways.home);
      const link = one("a", way);
      if (!link) continue;
      show(way, Boolean(template) && (name !== "forge" || Boolean(about.folder)));
      if (!template) continue;
      const filled = { text, title: title(values), path: about.folder ? path() : "" };
      const address = (held) => rules.fill(held, filled).replace("%7Bmail%7D", about.ways.mail)
        .replaceAll("%2F", "/");
      const held = template.replace("{mail}", about.ways.mail || "");
      const full = address(held);
      const limit = name === "mail" ? about.limits.mail : about.limits.link;
      const whole = template.includes("{text}") && full.length <= limit;
      link.href = whole ? full : address(later(held));
      link.dataset.copy = whole ? "" : "first";
      show(one("[data-short]", way), whole);
      show(one("[data-long]", way), !whole);
    }
  };
  const present = (values, wrongs) => {
    const errors = wrongs.filter((wrong) => wrong.severity === "error");
    suggest(values);
    const slug = slugField ? slugField.value : "x";
    const taken = slugField && !entry() && find(`#known-${about.name} option`).some((option) => option.value === slug);
    const fine = rules.isSlug(slug) && !taken;
    if (bySlug) {
      bySlug.textContent = fine ? "" : say(taken ? "say.taken" : "say.slug");
      slugField.setAttribute("aria-invalid", String(!fine));
    }
    const text = about.folder ? rules.yaml(values) : rules.message(values);
    written.textContent = text;
    show(one("[data-ways]", result), !errors.length && fine);
    if (slugField) one("[data-path]", result).textContent = path();
    if (!errors.length && fine) ways(values, text);
    return [text, errors];
  };
  const list = (wrongs) => {
    // First what stops it, in the order of the page; what is only worth a second look comes after that.
    const errors = wrongs.filter((wrong) => wrong.severity === "error");
    const follows = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
    const shown = [...(errors.length ? errors : wrongs)]
      .sort((one, other) => (follows(at(one.path), at(other.path)) ? -1 : 1));
    const points = one("ul", summary);
    points.replaceChildren(...shown.map((wrong) => {
      const element = at(wrong.path);
      const label = element === form ? "" : (one("label, legend", element) || element).firstChild.textContent.trim();
      const button = make("button", label ? `${label}: ${words(wrong)}` : words(wrong), { type: "button" });
      button.addEventListener("click", () => {
        for (let around = element; around; around = around.parentElement.closest("details")) {
          if (around.tagName === "DETAILS") around.open = true;
        }
        (control(element) || element).focus();
      });
      const item = make("li", "");
      item.append(button);
      return item;
    }));
    one("[data-count]", summary).textContent = say(
      errors.length ? "summary.errors" : "summary.warnings", { count: shown.length });
    show(summary, shown.length > 0);
  };
  const finish = () => {
    tried = true;
    const [values, wrongs] = look();
    const [, errors] = present(values, wrongs);
    list(wrongs);
    show(result, !errors.length);
    const next = errors.length ? summary : result;
    next.focus();
    next.scrollIntoView({ block: "start" });
  };

  let waiting = 0;
  form.addEventListener("input", (event) => {
    if (event.target === slugField) slugField.dataset.own = "1";
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const [values, wrongs] = look();
      save();
      if (tried) {
        const [, errors] = present(values, wrongs);
        list(wrongs);
        if (errors.length) show(result, false);
      }
    }, 250);
  });
  form.addEventListener("change", (event) => {
    const element = event.target.closest("[data-item], [data-q]");
    if (element) touched.add(element);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches("[data-add]")) {
      const item = add(button.closest("[data-q]"));
      (control(item) || item).focus();
    }
    if (button.matches("[data-remove]")) {
      const item = button.closest("[data-item]");
      const owner = holder(item);
      item.remove();
      if (!items(owner).length) add(owner);
      one(":scope > p > [data-add]", owner).focus();
      form.dispatchEvent(new Event("input"));
    }
    if (button.matches("[data-finish]")) finish();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); finish(); });
  result.addEventListener("click", async (event) => {
    const element = event.target.closest("[data-do], a[data-copy]");
    if (!element) return;
    const text = written.textContent;
    if (element.dataset.copy === "first") {
      copy(text); // the page that opens is waited for by nobody
      tell(say("copied.then"));
    }
    if (element.dataset.do === "copy") tell(say(await copy(text) ? "copied" : "copied.not"));
    if (element.dataset.do === "download") {
      const link = make("a", "", {
        href: URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" })),
        download: slugField ? `${slugField.value}.yml` : "message.txt" });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      tell(say("downloaded"));
    }
    if (element.dataset.do === "print") print();
  });
  if (slugField) result.addEventListener("input", (event) => {
    if (event.target !== slugField) return;
    slugField.dataset.own = "1";
    present(...look());
    save();
  });

  const zones = one("#known-zones");
  if (zones && Intl.supportedValuesOf) {
    zones.append(...Intl.supportedValuesOf("timeZone").map((zone) => new Option(zone, zone)));
  }

  // "Change this entry": its values come as a small script of this site, so that it works from a file.
  const begin = (values = {}, slug = "") => {
    const before = store((local) => JSON.parse(local.getItem(key)));
    const today = wrapper(form, "checked_on");
    for (const question of about.questions) {
      if (question.shape === "kept" && values[question.name] !== undefined) kept[question.name] = values[question.name];
    }
    const held = before && before.values ? before.values : values;
    putAll(form, about.questions, held);
    if (today && !(before && before.values)) {
      const now = new Date();
      control(today).value = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
    }
    if (slugField && (slug || (before && before.slug))) {
      slugField.value = slug || before.slug;
      slugField.dataset.own = "1";
      slugField.readOnly = Boolean(slug);
    }
    show(draft, Boolean(before));
    look();
  };
  const asked = own();
  if (!about.folder && /^[a-z-]+\/[a-z0-9/-]+$/.test(asked)) {
    begin({ page: asked });
  } else if (about.folder && rules.isSlug(asked)) {
    const change = (values) => {
      about.entry = asked;
      one("[data-heading]").textContent = say("heading.change", { name: values.name || asked });
      for (const part of find("[data-new]")) show(part, false);
      for (const part of find("[data-change]")) show(part);
      begin(values, asked);
    };
    const load = ([folder, ...later]) => {
      const next = () => (later.length ? load(later) : begin());
      const script = make("script", "", { src: `${folder}${about.name}/${rules.sum(asked) % about.files}.js` });
      globalThis.commonbookEntries = (held) => {
        const found = Object.entries(held).find(([slug]) => slug === asked);
        if (found) change(found[1]); else next();
      };
      script.addEventListener("error", next);
      document.head.append(script);
    };
    load(["../values/", "../values/careful/"]);
  } else {
    begin();
  }
  addEventListener("hashchange", () => location.reload());
})();
