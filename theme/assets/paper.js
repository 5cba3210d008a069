// On the materials list: a column for any number of people. Rounds as materials.py does.
(() => {
  "use strict";
  const SIZE_OF = { person: 1, pair: 2, "small-group": 4 };
  const SHARE = 1000;
  const MOST = 1000;

  const sets = (per, people) => {
    if (!people) return 0;
    return per in SIZE_OF ? Math.ceil(people / SIZE_OF[per]) : 1;
  };
  const amount = (each, spare, people) => {
    let thousandths = 0;
    for (const [per, share] of Object.entries(each)) thousandths += sets(per, people) * share;
    return Math.ceil(thousandths / SHARE) + spare;
  };
  globalThis.commonbookMaterials = { amount };
  if (typeof document === "undefined") return;

  for (const table of document.querySelectorAll("[data-people]")) {
    const box = document.createElement("input");
    box.type = "number";
    box.min = 1;
    box.max = MOST;
    box.className = "cb-number-of-people";
    const label = document.createElement("label");
    label.append(table.dataset.people, " ", box);
    const line = document.createElement("p");
    line.className = "cb-own-number";
    line.append(label);
    table.before(line);
    const head = document.createElement("th");
    head.scope = "col";
    head.className = "cb-grid__number";
    head.hidden = true;
    table.tHead.rows[0].append(head);
    const rows = [...table.tBodies[0].rows].map((row) => {
      const cell = document.createElement("td");
      cell.className = "cb-grid__number";
      cell.hidden = true;
      row.append(cell);
      const each = {};
      for (const per of ["person", "pair", "small-group", "room"]) {
        const share = row.getAttribute(`data-${per}`);
        if (share) each[per] = Number(share);
      }
      return { cell, each, spare: Number(row.dataset.spare) };
    });
    box.addEventListener("input", () => {
      const people = Math.floor(Number(box.value));
      const known = people >= 1 && people <= MOST;
      head.hidden = !known;
      head.textContent = people;
      for (const { cell, each, spare } of rows) {
        cell.hidden = !known;
        cell.textContent = amount(each, spare, people);
      }
    });
  }
})();
