// Dates that are over leave their lists by themselves: the site may not have been made again since.
(() => {
  "use strict";
  const now = Date.now();
  const find = (selector, inside = document) => [...inside.querySelectorAll(selector)];

  for (const row of find("[data-ends]")) {
    if (Date.parse(row.dataset.ends) <= now) row.remove();
  }
  for (const row of find("[data-since]")) row.hidden = Date.parse(row.dataset.since) > now;

  // Lists that show the next few only: those that follow take the places of those that are gone.
  for (const list of find("[data-show]")) {
    const rows = [...list.children];
    rows.forEach((row, number) => { row.hidden = number >= list.dataset.show; });
    const rest = list.nextElementSibling;
    if (rest && "rest" in rest.dataset) rest.hidden = rows.length <= list.dataset.show;
  }

  // A part without a date says so, or goes. Inner parts first.
  for (const part of find("[data-dates]").reverse()) {
    const left = part.querySelector("[data-ends], [data-since]:not([hidden])");
    const words = [...part.children].find((child) => "left" in child.dataset);
    if (words) words.hidden = Boolean(left);
    else if (!left) part.remove();
  }
})();
