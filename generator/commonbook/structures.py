"""A body and its ties in, how it is built out: levels from the ground up, and what is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from .entry import Entry
from .kinds.case_study import CaseStudy
from .kinds.group import Group
from .link import Edge, Network
from .parts import Seat
from .settings import Settings

UPWARDS = frozenset({"part_of", "sends_delegates_to", "seats"})
"""Fields with which a body names one above it."""
DEEPEST = 12
"""Levels that are followed, up and down: more are a mistake, or an attack."""
SHOWN = 200
"""Bodies named on one page; the others are counted."""
OFFICES = 8
"""Different seats described for one level."""


@dataclass(frozen=True, slots=True)
class Office:
    """A seat as all bodies of a level have it.

    ``people`` is how many hold it in all these bodies, as far as that is known; 0 if it is not.
    ``language`` is that of its words, "" for the network's first.
    """

    seat: Seat
    bodies: int
    people: int
    language: str


@dataclass(frozen=True, slots=True)
class Branch:
    """Bodies of one level that belong to, or send to, the same body above; ``more`` are not named."""

    above: str
    bodies: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """Bodies of the same rank.

    ``named`` says what ``label`` is: a word of the network's ``ladder``, a ``type`` that all its
    bodies share, or what a seat ``represents``; "" if nothing names it. ``sending`` counts bodies
    that are known to send delegates up; ``mute`` are those named here that are not. ``offices`` are
    all seats, ``carriers`` those that go up.
    """

    label: str
    named: str
    bodies: int
    branches: tuple[Branch, ...] = ()
    unnamed: int = 0
    people: int = 0
    uncounted: int = 0
    sending: int = 0
    mute: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    carriers: tuple[Office, ...] = ()

    @property
    def silent(self) -> int:
        """Bodies of which nobody says that they send somebody up."""
        return 0 if self.carriers else self.bodies - self.sending


@dataclass(frozen=True, slots=True)
class Step:
    """Where a proposal is on its way, and who takes it further.

    ``body`` is an id, or "" for bodies that are not listed; then ``label`` says what is known of
    them. ``onward`` is the body it goes to next, ``tie`` how: "sends" if delegates are known,
    "part" if only that one is part of the other.
    """

    body: str
    label: str = ""
    onward: str = ""
    tie: str = ""
    carriers: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True)
class Structure:
    """A body, everything below it, and the way up from it."""

    levels: tuple[Level, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]
    former: tuple[tuple[str, str, str], ...]
    steps: tuple[Step, ...]
    gaps: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def people(self) -> int:
        """Seats of all levels whose number is known."""
        return sum(level.people for level in self.levels)

    @property
    def unlisted(self) -> int:
        """Bodies that are counted, and not named."""
        return sum(level.unnamed + sum(branch.more for branch in level.branches)
                   for level in self.levels)

    @property
    def shown(self) -> Iterator[str]:
        """Ids of every body that the page names."""
        for level in self.levels:
            for branch in level.branches:
                yield from branch.bodies
                if branch.above:
                    yield branch.above
        yield from self.above
        yield from (body for body, _, _ in self.former)
        yield from (step.body for step in self.steps if step.body)


def organised(entry: Entry, network: Network) -> bool:
    """Whether an entry has a structure to show: parts, delegates, seats, or levels of a case."""
    if isinstance(entry, CaseStudy):
        return bool(entry.structure)
    if not isinstance(entry, Group):
        return False
    return bool(entry.seats or entry.sends_delegates_to) or any(
        edge.field in UPWARDS for edge in network.incoming.get(entry.id, ()))


def topmost(group: Group, network: Network, today: date) -> bool:
    """Whether nothing listed stands above a body, so that it is not part of another's structure."""
    return not _up(network, group.id, today.isoformat())


def structure(group: Group, network: Network, settings: Settings, today: date) -> Structure:
    """How a body is built, from what it and the bodies around it say of themselves.

    Ties that have ended are no part of it; they are told apart. A body that is tied to several
    stands where it is met first, from the top down, and is counted once. Takes time in proportion
    to the bodies below.
    """
    day = today.isoformat()
    ladder = settings.ladders.get(group.ladder or "", ())
    parents = _parents(network, group.id, day)
    levels = _levels(_Ranks(group, network, ladder, parents))
    levels = _with_those_unlisted(group, levels)
    former = tuple(
        (edge.start, edge.since, edge.until) for edge in network.incoming.get(group.id, ())
        if edge.field == "part_of" and _ended(edge, day))
    return Structure(
        levels, tuple(_up(network, group.id, day)), tuple(parents)[1:], former[:SHOWN],
        tuple(_steps(network, parents, levels, day)), tuple(_gaps(group)))


# -- who stands where ------------------------------------------------------------------------


def _ended(edge: Edge, day: str) -> bool:
    """Whether a tie had ended by a day, as exactly as its date is known."""
    until = edge.until.removeprefix("about ")
    return bool(until) and until < day[: len(until)]


def _down(network: Network, body: str, day: str) -> Iterator[str]:
    """Bodies that name this one as standing above them."""
    for edge in network.incoming.get(body, ()):
        if (edge.field in UPWARDS and not _ended(edge, day)
                and isinstance(network.entries[edge.start], Group)):
            yield edge.start


def _up(network: Network, body: str, day: str) -> list[str]:
    """Bodies above one: first those it sends somebody to."""
    edges = [edge for edge in network.outgoing.get(body, ())
             if edge.field in UPWARDS and not _ended(edge, day)
             and isinstance(network.entries[edge.end], Group)]
    edges.sort(key=lambda edge: edge.field == "part_of")
    return list(dict.fromkeys(edge.end for edge in edges))


def _parents(network: Network, top: str, day: str) -> dict[str, str]:
    """Every body in the structure with the one it was met under, from the top down."""
    found = {top: ""}
    layer = [top]
    for _ in range(DEEPEST):
        below = []
        for above in layer:
            for body in _down(network, above, day):
                if body not in found:
                    found[body] = above
                    below.append(body)
        layer = below
    return found


@dataclass
class _Ranks:
    """Who stands on which level; on the network's ladder if all bodies say so."""

    group: Group
    network: Network
    ladder: Sequence[str]
    parents: dict[str, str]
    rows: list[list[str]] = field(init=False)
    """Bodies of each level, the ground first."""
    labels: list[tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        ranks = self._on_ladder()
        if ranks is None:
            depths: dict[str, int] = {}
            for body, above in self.parents.items():
                depths[body] = depths[above] + 1 if above else 0
            deepest = max(depths.values())
            ranks = {body: deepest - depth for body, depth in depths.items()}
            self.rows = [[] for _ in range(deepest + 1)]
        else:
            self.rows = [[] for _ in range(ranks[self.group.id] + 1)]
            self._under_the_nearest(ranks)
        for body, rank in ranks.items():
            self.rows[rank].append(body)
        self.labels = ([(word, "ladder") for word in self.ladder[: len(self.rows)]]
                       if self._climbs else [self._label(row) for row in self.rows])

    def bodies(self, row: Iterable[str]) -> Iterator[Group]:
        """The groups with these ids."""
        for body in row:
            entry = self.network.entries[body]
            if isinstance(entry, Group):
                yield entry

    def _on_ladder(self) -> dict[str, int] | None:
        """The rank of each body, if all stand on one ladder and below the top."""
        places = {word: rank for rank, word in enumerate(self.ladder)}
        top = places.get(self.group.level or "")
        self._climbs = top is not None and all(
            body is self.group or (body.ladder == self.group.ladder
                                   and places.get(body.level or "", len(places)) < (top or 0))
            for body in self.bodies(self.parents))
        if not self._climbs:
            return None
        return {body.id: places[body.level or ""] for body in self.bodies(self.parents)}

    def _under_the_nearest(self, ranks: Mapping[str, int]) -> None:
        """A commune that belongs to its quarter and to the whole stands under the quarter."""
        for body in list(self.parents)[1:]:
            ties = [edge.end for edge in self.network.outgoing.get(body, ())
                    if edge.field in UPWARDS and ranks.get(edge.end, -1) > ranks[body]]
            if ties:
                self.parents[body] = min(ties, key=lambda end: (ranks[end], end))

    def _label(self, row: Sequence[str]) -> tuple[str, str]:
        """What all bodies of a level are called, if they agree."""
        words = {(body.ladder, body.level) for body in self.bodies(row)}
        types = {body.type for body in self.bodies(row)}
        if len(words) == 1 and (only := next(iter(words)))[1]:
            return only[1] or "", "ladder"
        return (next(iter(types)), "type") if len(types) == 1 else ("", "")


# -- levels and seats ------------------------------------------------------------------------


def _levels(ranks: _Ranks) -> tuple[Level, ...]:
    """The levels from the ground up, each with its seats; no more bodies by name than fit."""
    levels: list[Level] = []
    room = SHOWN
    named = {ranks.group.id}
    for (label, sort), row in reversed(list(zip(ranks.labels, ranks.rows, strict=True))):
        branches, unnamed = _branches(row, ranks.parents, named, room)
        for branch in branches:
            named.update(branch.bodies)
            room -= len(branch.bodies)
        levels.append(_with_seats(
            Level(label, sort, len(row), branches, unnamed), list(ranks.bodies(row)), ranks.parents))
    return tuple(reversed(levels))


def _branches(
    row: Sequence[str], parents: Mapping[str, str], named: set[str], room: int
) -> tuple[tuple[Branch, ...], int]:
    """Bodies under the one above them; each of these gets its share of the room there is."""
    by_parent: dict[str, list[str]] = {}
    for body in row:
        by_parent.setdefault(parents[body], []).append(body)
    shown = [above for above in by_parent if not above or above in named][: max(0, room)]
    share = len(row) if len(row) <= room else max(1, room // max(1, len(shown)))
    branches = tuple(
        Branch(above, tuple(by_parent[above][:share]), max(0, len(by_parent[above]) - share))
        for above in shown)
    return branches, len(row) - sum(len(by_parent[above]) for above in shown)


def _with_seats(level: Level, bodies: Sequence[Group], parents: Mapping[str, str]) -> Level:
    """A level with its seats added up over its bodies."""
    holders: Counter[tuple[Seat, str]] = Counter()
    carriers: Counter[tuple[Seat, str]] = Counter()
    sending = 0
    mute = {found for branch in level.branches for found in branch.bodies}
    for body in bodies:
        goes_up = {f"group/{relation.to}" for relation in body.sends_delegates_to} & parents.keys()
        for seat in body.seats:
            if seat.sends_to == body.slug:  # of those below, see received()
                continue
            kept = _anywhere(seat), body.language or ""
            holders[kept] += 1
            target = f"group/{seat.sends_to}" if seat.sends_to else ""
            if target in parents:
                goes_up.add(target)
                carriers[kept] += 1
            elif seat.role == "delegate" and not target and goes_up:
                carriers[kept] += 1
        if goes_up:
            sending += 1
            mute.discard(body.id)
    return replace(
        level, sending=sending, mute=tuple(sorted(mute)), offices=_offices(holders), carriers=_offices(carriers),
        people=sum((seat.count or 0) * times for (seat, _), times in holders.items()),
        uncounted=sum(times for (seat, _), times in holders.items() if not seat.count))


def _anywhere(seat: Seat) -> Seat:
    """A seat without where it goes, so that the same seat of many bodies can be added up."""
    return seat.model_copy(update={"sends_to": None}) if seat.sends_to else seat


def _offices(seats: Counter[tuple[Seat, str]]) -> tuple[Office, ...]:
    """Most frequent first; no more than a reader can take in."""
    return tuple(Office(seat, times, (seat.count or 0) * times, language)
                 for (seat, language), times in seats.most_common(OFFICES))


def received(group: Group) -> tuple[Seat, ...]:
    """Seats that a body describes itself although others send them: they are sent to it."""
    return tuple(seat for seat in group.seats if seat.sends_to == group.slug)


def _with_those_unlisted(group: Group, levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """A body that says who is sent to it has a level below, whether or not that is listed."""
    arriving = received(group)
    if not arriving:
        return levels
    carriers = _offices(Counter(
        (_anywhere(seat), group.language or "") for seat in arriving))
    if len(levels) == 1:
        label = next((seat.represents for seat in arriving if seat.represents), "")
        return (Level(label, "represents" if label else "", 0, carriers=carriers), *levels)
    below = levels[-2]
    if below.carriers:
        return levels
    return (*levels[:-2], replace(below, carriers=carriers), levels[-1])


# -- the way of a proposal, and what is not known --------------------------------------------


def _steps(
    network: Network, parents: Mapping[str, str], levels: Sequence[Level], day: str
) -> Iterator[Step]:
    """From a body on the ground up to the highest one known: one way of many, the first by name."""
    route = [next(branch.bodies[0] for level in levels for branch in level.branches
                  if branch.bodies)]
    while parents[route[-1]] and len(route) <= DEEPEST:
        route.append(parents[route[-1]])
    while len(route) <= 2 * DEEPEST:
        onward = next((body for body in _up(network, route[-1], day) if body not in route), "")
        if not onward:
            break
        route.append(onward)
    first = network.entries[route[0]]
    if isinstance(first, Group) and (arriving := received(first)):
        label = next((seat.represents for seat in arriving if seat.represents), "") or ""
        yield Step("", label, first.id, "sends", arriving)
    for here, onward in zip(route, (*route[1:], ""), strict=True):
        yield _step(network, here, onward, day)


def _step(network: Network, here: str, onward: str, day: str) -> Step:
    body, target = network.entries[here], network.entries.get(onward)
    if not isinstance(body, Group) or not isinstance(target, Group):
        return Step(here)
    sends = any(edge.end == onward and edge.field != "part_of" and not _ended(edge, day)
                for edge in network.outgoing.get(here, ()))
    carriers = tuple(
        seat for seat in body.seats
        if seat.sends_to == target.slug or (seat.role == "delegate" and not seat.sends_to and sends))
    carriers = carriers or received(target)
    return Step(here, "", onward, "sends" if sends or carriers else "part", carriers)


def _gaps(group: Group) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What nobody has written down: a key for the words, and what it is missing from."""
    for name in ("decides", "decision_method", "quorum", "seats"):
        if not getattr(group, name):
            yield name, ()
    for name in ("count", "chosen_by", "term_months", "recall"):
        without = tuple(seat.name for seat in group.seats if not getattr(seat, name))
        if without:
            yield name, without if len(without) < len(group.seats) else ()
    silent = tuple(seat.name for seat in group.seats
                   if seat.role == "delegate" and not seat.represents)
    if silent:
        yield "represents", silent


def gaps_of_case(case: CaseStudy) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the levels of a case study leave open."""
    rising = [level for level in case.structure if not level.beside]
    for name, levels in (("size", case.structure), ("sends", rising[:-1]), ("source", case.structure)):
        without = tuple(level.level for level in levels if not getattr(level, name))
        if without:
            yield f"case.{name}", without
    yield "case.rules", ()
