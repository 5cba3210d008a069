// A plan's blocks in, a timed schedule out: the rules of generator/commonbook/schedule.py, line by
// line. A test compares the two on thousands of plans; change one and you change both.
// Also: how much of a material a number of people needs, as in generator/commonbook/materials.py.
(() => {
  "use strict";
  const PAUSES = ["break", "meal"];
  const SMALL_GROUP = 4;

  // A list cut wherever the key of two neighbours differs.
  const neighbours = (list, key) => {
    const groups = [];
    for (const found of list) {
      const last = groups.at(-1);
      if (last && key(last[0]) === key(found)) last.push(found);
      else groups.push([found]);
    }
    return groups;
  };
  const isTogether = ({ block }) => block.parallel !== null;

  // Rows one after another; neighbours with different labels side by side.
  const place = (fitted, day, now) => {
    const rows = [];
    for (const group of neighbours(fitted, isTogether)) {
      const begun = now;
      const ends = new Map();
      for (const { index, block, minutes } of group) {
        const start = isTogether({ block }) ? ends.get(block.parallel) ?? begun : now;
        rows.push({ index, day, start, minutes, planned: block.minutes, slack: 0 });
        ends.set(block.parallel, start + minutes);
        now = Math.max(now, start + minutes);
      }
    }
    return [rows, now];
  };

  // The free time after each row of a day: up to the next one, or to the end.
  const giveSlack = (rows, end) => {
    let latest = 0;
    rows.forEach((row, number) => {
      latest = Math.max(latest, row.start + row.minutes);
      const until = number + 1 < rows.length ? rows[number + 1].start : end;
      if (until !== null) row.slack = Math.max(0, until - latest);
    });
  };

  const length = (fitted) => place(fitted, 1, 0)[1];

  // Minutes from the end backwards, one each in turn, until it fits or nothing is left. Several
  // rounds at once where they cannot take too much.
  const shorten = (pieces, excess) => {
    const least = pieces.filter(({ block }) => block.min !== null).reverse();
    for (let over = excess(); over > 0; over = excess()) {
      const spare = least.filter(({ block, minutes }) => minutes > block.min);
      if (!spare.length) return;
      const rounds = Math.min(
        ...spare.map(({ block, minutes }) => minutes - block.min),
        Math.floor(over / spare.length), over);
      for (const piece of spare) piece.minutes -= Math.max(1, rounds);
      if (rounds || excess() > 0) continue;
      for (const piece of spare) piece.minutes += 1; // the last round ends where it fits
      for (const piece of spare) {
        piece.minutes -= 1;
        if (excess() <= 0) return;
      }
    }
  };

  const fit = (stretch, available, mayDrop) => {
    let kept = stretch.map(({ index, block }) => ({ index, block, minutes: block.minutes }));
    const dropped = [];
    const excess = () => (available === null ? 0 : length(kept) - available);
    if (excess() > 0) {
      shorten(kept.filter(({ block }) => block.keep !== "must"), excess);
      for (const keep of mayDrop ? ["could", "should"] : []) {
        const isPause = ({ block }) => PAUSES.includes(block.type);
        const order = kept.filter(({ block }) => block.keep === keep)
          .sort((one, two) => isPause(one) - isPause(two) || two.index - one.index);
        for (const piece of order) {
          if (excess() <= 0) break;
          dropped.push(piece.index);
          kept = kept.filter((other) => other !== piece);
        }
      }
      shorten(kept.filter(({ block }) => block.keep === "must"), excess);
    }
    return [kept, dropped, Math.max(0, excess())];
  };

  const lock = (stretch) => stretch[0].block.at;

  const stretchesOf = (day) => {
    const stretches = [];
    for (const piece of day) {
      if (piece.block.at !== null || !stretches.length) stretches.push([piece]);
      else stretches.at(-1).push(piece);
    }
    return stretches;
  };

  const beginning = (stretches) => {
    const [first, second] = stretches;
    if (lock(first) !== null || !second) return lock(first) ?? 0;
    const planned = first.map(({ index, block }) => ({ index, block, minutes: block.minutes }));
    return Math.max(0, lock(second) - length(planned));
  };

  // Times (`start`, a block's `at`) are minutes after midnight; what is not given is null.
  const schedule = (blocks, start = null, available = null) => {
    const rows = [];
    const dropped = [];
    let over = 0;
    let overrun = null;
    const numbered = blocks.map((block, index) => ({ index, block }));
    for (const ofDay of neighbours(numbered, ({ block }) => block.day)) {
      const { day } = ofDay[0].block;
      const stretches = stretchesOf(ofDay);
      const begin = start ?? beginning(stretches);
      const end = available === null ? null : begin + available;
      let now = begin;
      const placed = [];
      stretches.forEach((stretch, number) => {
        const at = lock(stretch);
        if (at !== null) {
          if (at < now) {
            over += now - at;
            overrun ??= stretch[0].index;
          }
          now = Math.max(now, at);
        }
        const following = number + 1 < stretches.length ? lock(stretches[number + 1]) : null;
        const limits = [following, end].filter((limit) => limit !== null);
        const room = limits.length ? Math.min(...limits) - now : null;
        const [fitted, gone, missing] = fit(stretch, room, available !== null);
        const [more, after] = place(fitted, day, now);
        now = after;
        placed.push(...more);
        dropped.push(...gone);
        if (following === null || (end !== null && end < following)) over += missing;
      });
      giveSlack(placed, end);
      rows.push(...placed);
    }
    dropped.sort((one, two) => one - two);
    return { rows, dropped, over, overrun };
  };

  // Whole things for a number of people, the spare ones with them.
  const needed = ({ quantity, per, spare }, people) => {
    const sizes = { person: 1, pair: 2, "small-group": SMALL_GROUP, room: Infinity };
    const times = Math.max(1, Math.ceil(people / sizes[per]));
    // Decimal fractions are not exact here; what is a billionth too much is not too much.
    return Math.ceil(quantity * times - 1e-9) + spare;
  };

  globalThis.Commonbook = { ...globalThis.Commonbook, schedule, needed };
})();
