// Maps: two buttons that bring the land nearer, and dragging what is near. Without it, there are
// maps of each continent.
(() => {
  "use strict";
  // The part of the map that is shown, around a point and never beyond its edges.
  const view = (width, height, zoom, x, y) => {
    const [w, h] = [width / zoom, height / zoom];
    const within = (middle, size, all) => Math.min(Math.max(middle - size / 2, 0), all - size);
    return [within(x, w, width), within(y, h, height), w, h];
  };
  globalThis.commonbookMap = { view };
  const figure = globalThis.document && document.querySelector("[data-map]");
  if (!figure) return;
  const map = figure.querySelector("svg");
  const [, , width, height] = map.getAttribute("viewBox").split(" ").map(Number);
  // Where most groups are is looked at first.
  const most = [...map.querySelectorAll(".cb-pin")].reduce((one, other) =>
    +other.dataset.count > +one.dataset.count ? other : one).querySelector("circle");
  let zoom = 1, x = +most.getAttribute("cx"), y = +most.getAttribute("cy");
  const buttons = {};
  const show = () => {
    const part = view(width, height, zoom, x, y);
    map.setAttribute("viewBox", part.join(" "));
    x = part[0] + part[2] / 2;
    y = part[1] + part[3] / 2;
    if (zoom > 1) map.dataset.zoom = zoom;
    else delete map.dataset.zoom;
    buttons.in.disabled = zoom === 4;
    buttons.out.disabled = zoom === 1;
  };
  const row = document.createElement("p");
  row.className = "cb-zoom";
  for (const [name, times] of [["in", 2], ["out", .5]]) {
    const button = buttons[name] = document.createElement("button");
    Object.assign(button, { type: "button", textContent: figure.dataset[name], onclick: () => { zoom *= times; show(); } });
    row.append(button);
  }
  map.after(row);
  const unit = () => width / zoom / map.clientWidth;
  let from = null;
  map.addEventListener("pointerdown", (event) => { if (zoom > 1) from = event; });
  addEventListener("pointermove", (event) => {
    if (!from) return;
    x -= (event.clientX - from.clientX) * unit();
    y -= (event.clientY - from.clientY) * unit();
    from = event;
    show();
  });
  addEventListener("pointerup", () => { from = null; });
  // What has the keyboard's attention comes into view.
  map.addEventListener("focusin", (event) => {
    const circle = zoom > 1 && event.target.querySelector("circle");
    if (!circle || !event.target.matches(":focus-visible")) return;
    x = +circle.getAttribute("cx");
    y = +circle.getAttribute("cy");
    show();
  });
  buttons.out.disabled = true;
})();
