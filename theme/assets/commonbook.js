// One small script. Everything works without it.
(() => {
  "use strict";
  const find = (selector, inside = document) => [...inside.querySelectorAll(selector)];

  // The menu closes with Escape, and when one taps beside it.
  const menu = document.querySelector(".cb-menu details");
  if (menu) {
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
    document.addEventListener("click", (event) => {
      if (menu.open && !menu.contains(event.target)) menu.open = false;
    });
  }

  // "On this page" stands open where there is room for it.
  if (matchMedia("(min-width: 60em)").matches) {
    for (const details of find("details[data-open-wide]")) details.open = true;
  }

  // On paper nothing is folded away.
  addEventListener("beforeprint", () => {
    for (const details of find(".cb-page details:not([open])")) {
      details.open = true;
      addEventListener("afterprint", () => { details.open = false; }, { once: true });
    }
  });
  for (const place of find("[data-print]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = place.dataset.print;
    button.addEventListener("click", () => print());
    place.append(button);
    place.hidden = false;
  }

  // Tables from Markdown get the words of their columns, so that narrow screens can stack them.
  for (const table of find(".table table")) {
    const columns = find("thead th", table).map((cell) => cell.textContent);
    for (const row of find("tbody tr", table)) {
      [...row.cells].forEach((cell, number) => { cell.dataset.label = columns[number] || ""; });
    }
    table.classList.add("cb-rows");
  }

  // Lists: a box that filters the names on the page.
  const index = document.querySelector("[data-filter]");
  if (index && index.querySelector("li")) {
    const box = document.createElement("input");
    box.type = "search";
    box.className = "cb-filter";
    box.placeholder = index.dataset.filter;
    box.setAttribute("aria-label", index.dataset.filter);
    const none = document.createElement("p");
    none.textContent = index.dataset.none;
    none.hidden = true;
    none.setAttribute("role", "status");
    (document.querySelector(".cb-head") || index).after(box, none);
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const rows = find("li", index).map((row) => [row, plain(row.textContent)]);
    box.addEventListener("input", () => {
      const words = plain(box.value).split(/\s+/).filter(Boolean);
      let found = 0;
      for (const [row, text] of rows) {
        row.hidden = !words.every((word) => text.includes(word));
        found += !row.hidden;
      }
      for (const part of find("section", index)) {
        part.hidden = !part.querySelector("li:not([hidden])");
      }
      none.hidden = found > 0;
    });
  }

  // Words of the glossary: a tap opens a note under the line, with a way on. The page of the word
  // is only asked for then; where that fails (no network, opened from a file), the link is a link.
  const article = document.querySelector(".cb-page");
  const words = document.querySelector("[data-more]");
  if (article && words && location.protocol !== "file:") {
    article.addEventListener("click", async (event) => {
      const link = event.target.closest("a.term");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      try {
        const answer = await fetch(link.href);
        if (!answer.ok) throw new Error(answer.statusText);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const meaning = page.querySelector(".cb-definition p");
        if (!meaning) throw new Error("no definition");
        open(link, meaning.textContent);
      } catch {
        location.assign(link.href);
      }
    });
  }
  const open = (link, meaning) => {
    for (const old of find(".cb-aside")) old.remove();
    const note = document.createElement("div");
    note.className = "cb-aside";
    note.tabIndex = -1;
    note.dir = "auto";
    const text = document.createElement("p");
    text.textContent = meaning;
    const more = document.createElement("a");
    more.href = link.href;
    more.textContent = words.dataset.more;
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = words.dataset.close;
    const away = () => { note.remove(); link.focus(); };
    close.addEventListener("click", away);
    note.addEventListener("keydown", (event) => { if (event.key === "Escape") away(); });
    note.append(text, more, close);
    const block = link.closest("p, li, dd, td, th, blockquote");
    if (block.tagName === "P") block.after(note);
    else block.append(note);
    note.focus();
  };
})();
