// A session while it runs: the time left, what comes next, how far behind, what could go.
// Where it is up to is kept in this tab's own storage and nowhere else; nothing is sent.
(() => {
  "use strict";
  const root = document.querySelector("[data-running]");
  if (!root || !Commonbook.session) return;
  const {
    form, plan, words: common, island, find, say, count, clock, title, read, update,
  } = Commonbook.session;
  const words = island("run-words");
  const part = (name) => root.querySelector(`[data-${name}]`);
  const MINUTE = 60_000;
  const DAY = 24 * 60 * MINUTE;
  const NEAR = 60;

  // -- what is kept: a reload or a locked phone does no harm ----------------------------------------
  const key = `commonbook-run:${location.pathname}`;
  let state = null;
  const keep = () => {
    try {
      if (state) sessionStorage.setItem(key, JSON.stringify(state));
      else sessionStorage.removeItem(key);
    } catch { /* no storage: the page runs all the same */ }
  };
  const recall = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(key));
      const known = kept && JSON.stringify(kept.blocks) === JSON.stringify(plan.blocks);
      return known && steps(kept.rows)[kept.step] ? kept : null; // another plan by now: begin anew
    } catch {
      return null;
    }
  };

  // -- the plan as it is now ---------------------------------------------------------------------------
  // Rows side by side are one step.
  const steps = (rows) => {
    const found = [];
    for (const row of rows) {
      const last = found.at(-1);
      const together = plan.blocks[row.index].parallel !== null;
      if (last && together && plan.blocks[last[0].index].parallel !== null) last.push(row);
      else found.push([row]);
    }
    return found;
  };
  const ending = (step) => Math.max(...step.map((row) => row.start + row.minutes));
  const lasting = (step) => ending(step) - Math.min(...step.map((row) => row.start));
  const name = (step) => step.map((row) => title(row.index)).join(" · ");
  const since = (moment) => state.start + (moment - state.base) / MINUTE;

  // Where things stand at a moment, all in minutes after midnight of the day it began.
  const standing = (moment) => {
    const all = steps(state.rows);
    const now = since(moment);
    const current = all[state.step];
    const left = since(state.times[state.step]) + lasting(current) - now;
    const free = now + Math.max(0, left);
    const coming = [];
    let then = free;
    for (const step of all.slice(state.step + 1)) {
      const { at } = plan.blocks[step[0].index];
      const begun = Math.max(then, at ?? then);
      then = begun + lasting(step);
      coming.push({ step, begun, ended: then });
    }
    const behind = Math.round(free - ending(current));
    return { all, now, current, left, free, coming, ends: then, behind };
  };

  // The same rules that made the plan say what could go, from what has not begun yet.
  const advice = ({ coming, free, ends }) => {
    if (Math.floor(ends) <= state.target || !coming.length) return null;
    const rows = coming.flatMap(({ step }) => step);
    const blocks = rows.map((row) => {
      const block = plan.blocks[row.index];
      return { ...block, minutes: row.minutes, min: block.min && Math.min(block.min, row.minutes) };
    });
    const start = Math.ceil(free - 0.1); // six seconds more or less are no minute
    const found = Commonbook.schedule(blocks, start, Math.max(0, state.target - start));
    const index = (number) => rows[number].index;
    const cut = found.rows.filter((row) => row.minutes < row.planned);
    if (!cut.length && !found.dropped.length) return null;
    const late = Math.max(...found.rows.map((row) => row.start + row.minutes), start) - state.target;
    return {
      late,
      gone: found.dropped.map(index),
      shorter: cut.map((row) => ({ ...row, index: index(row.index) })),
      rows: found.rows.map((row) => ({
        ...row, index: index(row.index), planned: plan.blocks[index(row.index)].minutes,
      })),
    };
  };
  const inWords = (found) => {
    const what = [];
    if (found.gone.length) what.push(say(words.drop, { titles: found.gone.map(title).join("; ") }));
    if (found.shorter.length) {
      const each = found.shorter.map((row) => `${title(row.index)} (${say(common.from, row)})`);
      what.push(say(words.shorten, { titles: each.join("; ") }));
    }
    const said = say(words["on-end"], { time: clock(state.target), what: what.join("; ") });
    return found.late > 0 ? `${said} ${count(words["still-late"], found.late)}` : said;
  };

  // -- showing it ------------------------------------------------------------------------------------------
  const write = (place, text) => { if (place.textContent !== text) place.textContent = text; };
  const running = () => state !== null && !state.ended;
  const spoken = part("spoken");
  let overtimeSaid = -1;

  const timer = (minutes) => {
    const seconds = Math.abs(Math.ceil(minutes * 60 - 1e-6));
    const two = (value) => String(value).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    const rest = `${Math.floor(seconds / 60) % 60}:${two(seconds % 60)}`;
    return hours ? `${hours}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}` : rest;
  };

  const showSteps = (told) => {
    const place = new Map();
    told.all.forEach((step, number) => {
      for (const row of step) place.set(row.index, number);
    });
    for (const item of find("[data-block]", root)) {
      const index = Number(item.dataset.block);
      const number = place.get(index);
      const row = state.rows.find((one) => one.index === index);
      const coming = told.coming[number - state.step - 1];
      const isCurrent = number === state.step && running();
      item.classList.toggle("cb-gone", number === undefined);
      item.classList.toggle("cb-done", number < state.step || Boolean(state.ended));
      if (isCurrent) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
      let when = common.gone;
      if (coming) {
        const offset = row.start - Math.min(...coming.step.map((one) => one.start));
        const begun = coming.begun + offset;
        when = `${clock(begun)}–${clock(begun + row.minutes)}`;
      } else if (number !== undefined) {
        const begun = state.times[number];
        const ended = state.times[number + 1] ?? state.ended;
        when = ended
          ? count(words.took, Math.max(1, Math.round((ended - begun) / MINUTE)),
            { time: clock(since(begun)) })
          : say(words.since, { time: clock(since(begun)) });
      }
      write(item.querySelector("[data-when]"), when);
      const length = item.querySelector("[data-minutes-words]");
      if (length) write(length, row ? count(common.minutes, row.minutes) : "");
    }
  };

  const showBar = (told) => {
    const over = told.left < 0;
    root.classList.toggle("cb-run--over", over);
    write(part("left"), timer(told.left));
    write(part("left-words"), over ? words.over : words.left);
    write(part("ends"), say(words.ends, { time: clock(told.ends) }));
    const { behind } = told;
    root.classList.toggle("cb-run--behind", behind > 0);
    write(part("behind"), behind > 0 ? count(words.behind, behind)
      : behind < 0 ? count(words.ahead, -behind) : words["on-time"]);
    write(part("do=\"next\""), told.coming.length ? words.next : words.last);
    part("do=\"back\"").disabled = state.step === 0;
    if (over && overtimeSaid !== state.step) {
      overtimeSaid = state.step;
      write(spoken, `${name(told.current)}: ${words.over}.`);
    }
    const found = advice(told);
    part("advice").hidden = !found;
    if (found) write(part("advice-words"), inWords(found));
    part("do=\"uncut\"").hidden = !state.before;
  };

  // In big text the size gives way until all of it is on the screen; the style keeps it larger
  // than ordinary text, and what is still too long is scrolled.
  const fit = () => {
    for (let size = 0; size < 6; size += 1) {
      root.dataset.size = size;
      if (document.documentElement.scrollHeight <= innerHeight) return;
    }
  };

  let ticking = 0;
  const show = () => {
    clearTimeout(ticking);
    const told = state && standing(Date.now());
    const on = running();
    document.documentElement.classList.toggle("cb-big", on && Boolean(state.big));
    root.classList.toggle("cb-run--on", state !== null);
    root.classList.toggle("cb-run--quiet", on && Boolean(state.quiet));
    form.hidden = state !== null;
    part("now").hidden = state === null;
    part("bar").hidden = !on;
    part("help").hidden = false;
    for (const item of find("[data-day]", root)) {
      item.hidden = Boolean(state && state.day !== null && Number(item.dataset.day) !== state.day);
    }
    if (!state) return;
    showSteps(told);
    part("again").hidden = on;
    if (!on) {
      write(part("state"), say(words.done, { time: clock(since(state.ended)) }));
      return;
    }
    for (const [tool, pressed, yes, no] of [
      ["notes", state.quiet, words["notes.show"], words.notes],
      ["big", state.big, words["big.leave"], words.big]]) {
      const button = part(`do="${tool}"`);
      write(button, pressed ? yes : no);
    }
    showBar(told);
    ticking = setTimeout(show, 1000 - ((Date.now() - state.times[state.step]) % 1000) + 5);
  };

  const openCurrent = () => {
    for (const item of find("[data-block]", root)) {
      item.querySelector("details").open = !state || item.hasAttribute("aria-current");
    }
    root.querySelector("[aria-current=\"step\"]")?.scrollIntoView({ block: "start" });
    if (running() && state.big) fit();
  };

  const announce = () => {
    const { current } = standing(Date.now());
    write(spoken, say(words.now, {
      title: name(current), minutes: count(common.minutes, lasting(current)),
    }));
  };

  const changed = () => {
    keep();
    show();
    openCurrent();
    if (running()) announce();
  };

  // -- the screen stays on -----------------------------------------------------------------------------------
  let lock = null;
  const stayAwake = async () => {
    if (!running() || document.visibilityState !== "visible" || lock) return;
    try {
      const found = await navigator.wakeLock.request("screen");
      if (!running() || lock) {
        await found.release();
        return;
      }
      lock = found;
      lock.addEventListener("release", () => { if (lock === found) lock = null; });
      write(part("state"), words.awake);
    } catch { // there is none, or the battery is low
      if (running()) write(part("state"), words.asleep);
    }
  };
  const mayRest = () => {
    lock?.release();
    lock = null;
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    show();
    stayAwake();
  });
  addEventListener("pagehide", mayRest);
  addEventListener("pageshow", stayAwake);

  // -- what one can do ------------------------------------------------------------------------------------------
  const begin = () => {
    const told = read();
    const now = Date.now();
    const midnight = new Date(now).setHours(0, 0, 0, 0);
    const start = told.start ?? Math.floor((now - midnight) / MINUTE);
    let base = midnight + start * MINUTE;
    if (base - now > DAY / 2) base -= DAY; // begun just after midnight
    if (now - base > DAY / 2) base += DAY;
    const day = told.day ?? plan.blocks[0].day;
    const found = Commonbook.schedule(plan.blocks, start, told.length);
    const rows = found.rows.filter((row) => row.day === day);
    if (!rows.length) return;
    state = {
      blocks: plan.blocks, day, start, base, rows, step: 0, times: [now],
      target: Math.max(...rows.map((row) => row.start + row.minutes)), before: null,
    };
    overtimeSaid = -1;
    changed();
    stayAwake();
    part("do=\"next\"").focus({ preventScroll: true });
  };
  const finish = () => {
    if (!running()) return;
    state.ended = Date.now();
    mayRest();
    changed();
    write(spoken, say(words.done, { time: clock(since(state.ended)) }));
    part("do=\"again\"").focus();
  };
  const doing = {
    next: () => {
      if (!running()) return;
      if (state.step + 1 >= steps(state.rows).length) {
        finish();
        return;
      }
      state.step += 1;
      state.times = [...state.times.slice(0, state.step), Date.now()];
      changed();
    },
    back: () => {
      if (!running() || state.step === 0) return;
      state.step -= 1;
      state.times = state.times.slice(0, state.step + 1);
      changed();
    },
    notes: () => { state.quiet = !state.quiet; keep(); show(); },
    big: () => { state.big = !state.big; changed(); },
    cut: () => {
      const told = standing(Date.now());
      const found = advice(told);
      if (!found) return;
      state.before ??= state.rows;
      const kept = told.all.slice(0, state.step).flat();
      // From here on one is behind by what is late even so.
      const late = Math.max(0, found.late);
      const moved = told.free - ending(told.current) - late;
      const current = told.current.map((row) => ({ ...row, start: row.start + moved }));
      const coming = found.rows.map((row) => ({ ...row, start: row.start - late }));
      state.rows = [...kept, ...current, ...coming];
      part("advice").open = false;
      keep();
      show();
      write(spoken, say(words.ends, { time: clock(standing(Date.now()).ends) }));
      part("do=\"next\"").focus({ preventScroll: true });
    },
    uncut: () => {
      const now = new Set(steps(state.rows).slice(0, state.step + 1).flat().map((row) => row.index));
      const last = Math.max(...now);
      const before = new Map(state.before.map((row) => [row.index, row]));
      const passed = steps(state.rows).slice(0, state.step).flat();
      const current = steps(state.rows)[state.step].map((row) => before.get(row.index) ?? row);
      state.rows = [...passed, ...current, ...state.before.filter((row) => row.index > last)];
      state.before = null;
      keep();
      show();
      part("do=\"next\"").focus({ preventScroll: true });
    },
    finish,
    resume: () => {
      delete state.ended;
      changed();
      stayAwake();
      part("do=\"next\"").focus({ preventScroll: true });
    },
    again: () => {
      state = null;
      keep();
      show();
      update();
      openCurrent();
      form.elements.start.focus();
    },
  };
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) doing[button.dataset.do]();
  });
  form.addEventListener("submit", begin);

  document.addEventListener("keydown", (event) => {
    if (!running() || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const busy = event.key === " " ? "a, button, summary, input, select" : "input, select";
    if (event.target.closest?.(busy)) return;
    const forward = getComputedStyle(root).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (event.key === "Escape" && state.big) doing.big();
    else if (event.key === " " || event.key === forward) doing.next();
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") doing.back();
    else return;
    event.preventDefault();
  });
  addEventListener("resize", () => { if (running() && state.big) fit(); });
  // On paper the whole plan is there, also what is folded away while it runs.
  addEventListener("afterprint", () => { if (state) openCurrent(); });

  // The start is the usual one if that is about now; otherwise the next five minutes.
  const now = new Date();
  const minutes = now.getHours() * 60 + now.getMinutes();
  const { start } = form.elements;
  const hash = new URLSearchParams(location.hash.slice(1));
  if (!hash.has("start") && !(Math.abs(minutes - (plan.start ?? Infinity)) <= NEAR)) {
    start.value = clock(Math.ceil(minutes / 5) * 5);
    update();
  }
  state = recall();
  show();
  if (running()) {
    openCurrent();
    stayAwake();
    write(spoken, say(words["back-on"], { title: name(standing(Date.now()).current) }));
  }
})();
