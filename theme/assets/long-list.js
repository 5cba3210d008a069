// The rows of a list that is too long for one page: columns from a script into what directory.js shows.
(() => {
  "use strict";
  const { plain } = globalThis.commonbookDirectory;
  const data = globalThis.document?.querySelector("[data-directory]").dataset;
  const make = (tag, className, values) => Object.assign(document.createElement(tag), { className }, values);

  // Folded text, addresses and nodes take long for ten thousand: each is made when it is asked for.
  class Row {
    get text() { return this.folded ??= plain(`${this.name} ${this.line}`); }
    get address() { return this.other || `${this.folder}/${plain(this.name).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")}/`; }
    node() {
      const item = make("li", "cb-card"), link = make("a", "cb-card__link", { href: data.root + this.address + (location.protocol === "file:" ? "index.html" : ""), textContent: this.name, dir: "auto" });
      if (this.language !== data.language) link.lang = this.language;
      item.append(link, make("p", "cb-card__line", { textContent: this.line }));
      return item;
    }
  }
  const unpack = (held) => {
    const [names, addresses, lines, languages] = ["names", "addresses", "lines", "languages"].map((column) => held[column].split("\n"));
    return names.map((name, n) => Object.assign(new Row(), {
      name, line: lines[n], language: languages[n], other: addresses[n], folder: held.folder,
      values: held.values[n], day: held.days[n], at: held.places[n], over: held.over[n] }));
  };
  globalThis.commonbookDirectory.unpack = unpack;
  globalThis.commonbookRows = (held) => {
    globalThis.commonbookDirectory.rows = unpack(held).filter((row) => !(Date.parse(row.over) <= Date.now()));
  };
})();
