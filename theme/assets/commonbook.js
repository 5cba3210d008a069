// One small script. Everything works without it.
(() => {
  "use strict";
  // The A to Z: a box that filters the names on the page.
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
    index.before(box, none);
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const rows = [...index.querySelectorAll("li")].map((row) => [row, plain(row.textContent)]);
    box.addEventListener("input", () => {
      const words = plain(box.value).split(/\s+/).filter(Boolean);
      let found = 0;
      for (const [row, text] of rows) {
        row.hidden = !words.every((word) => text.includes(word));
        found += !row.hidden;
      }
      for (const part of index.querySelectorAll("section")) {
        part.hidden = !part.querySelector("li:not([hidden])");
      }
      none.hidden = found > 0;
    });
  }
})();
