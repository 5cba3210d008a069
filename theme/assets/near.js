// "Near a town": the position of a typed name, from the list's own places, else from a file of
// towns that is loaded only then. The browser is never asked where it is.
(() => {
  "use strict";
  const RADIUS = 6371; // kilometres, the mean radius of the earth (IUGG)
  const radians = (degrees) => degrees * Math.PI / 180;

  // Kilometres between two positions in degrees (the haversine formula).
  const distance = ([north, east], [north2, east2]) => {
    const half = (one, other) => Math.sin(radians(other - one) / 2) ** 2;
    return 2 * RADIUS * Math.asin(Math.sqrt(half(north, north2) + Math.cos(radians(north)) * Math.cos(radians(north2)) * half(east, east2)));
  };

  // Towns of a name. A line of the file is a country, or a town with tenths of degrees north and
  // east; towns of a country come largest first. With other names, a line for each line, those count.
  const towns = (file, name, plain, others) => {
    const found = [], names = others?.split("\n");
    let country = "", number = 0;
    for (const [index, line] of file.split("\n").entries()) {
      const [town, north, east] = line.split("\t");
      if (!north) { country = town; number = 0; continue; }
      number += 1;
      if (names ? names[index].split(",").includes(name) : plain(town) === name) found.push({ name: town, country, number, at: [north / 10, east / 10] });
    }
    return found.sort((one, other) => one.number - other.number);
  };

  // The middle of the list's own places with this name: one of the parts of their line, and no part
  // of somebody's name, such as that of a reading group.
  const bare = (text) => globalThis.commonbookDirectory.plain(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const own = (rows, name) => {
    const places = rows.filter((row) => row.at && row.line.split(/ · |, /).some((part) => bare(part) === name)).map((row) => row.at);
    if (!places.length) return null;
    const middle = places[0]; // places of one name lie near each other; a mean would fail at 180°
    return places.reduce((sum, at) => distance(at, middle) < 100 ? [sum[0] + at[0], sum[1] + at[1], sum[2] + 1] : sum, [0, 0, 0]);
  };

  let file = null, note = null;
  const others = {};
  const find = async (place, typed, rows, load) => {
    const { plain } = globalThis.commonbookDirectory;
    note = note || place.querySelector(".cb-nearnote");
    const [words, wish] = typed.split(/\s*,\s*/);
    const name = bare(words);
    const sum = own(rows, name);
    note.textContent = "";
    if (sum) return [sum[0] / sum[2], sum[1] / sum[2]];
    if (!file) {
      note.textContent = note.dataset.looking;
      globalThis.commonbookPlaces = (text) => { file = text; };
      await load(place.dataset.places);
    }
    const names = new Intl.DisplayNames([place.dataset.language], { type: "region", fallback: "code" });
    let found = towns(file, plain(words).trim(), plain);
    const renamed = !found.length && name.length > 1;
    if (renamed) {
      const letters = /^\p{Script=Latin}/u.test(name) ? "latin" : "other";
      globalThis.commonbookOtherNames = (text) => { others[letters] = text; };
      if (!others[letters]) await load(place.dataset[letters]);
      found = towns(file, plain(words).trim(), plain, others[letters]);
    }
    const full = (town) => `${town.name}, ${names.of(town.country)}`;
    const best = found.find((town) => wish && plain(full(town)).endsWith(plain(wish))) || found[0];
    note.textContent = `${best ? "" : `${note.dataset.unknown} `}${note.dataset.credit}`;
    if (!best) return null;
    const elsewhere = found.filter((town) => town !== best && town.country !== best.country).slice(0, 5);
    if (renamed || elsewhere.length) {
      note.textContent = `${note.dataset.as.replace("{place}", full(best))} `;
      if (elsewhere.length) note.append(`${note.dataset.or} `);
      for (const town of elsewhere) {
        const button = document.createElement("button");
        Object.assign(button, { type: "button", textContent: full(town), onclick: () => {
          const box = place.querySelector("[name=near]");
          box.value = full(town);
          box.dispatchEvent(new Event("change"));
        } });
        note.append(button, " ");
      }
      note.append(note.dataset.credit);
    }
    return best.at;
  };
  globalThis.commonbookNear = { distance, towns, own, find };
})();
