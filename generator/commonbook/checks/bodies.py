"""Groups as bodies: their level on a ladder, what they are part of, and their seats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .. import rules
from ..diagnostics import Diagnostic, quoted
from ..entry import Entry
from ..kinds.group import Group
from . import Context


def of_entry(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """What a group says of its place in a larger whole can be so."""
    if isinstance(entry, Group):
        yield from _level(entry, context.settings.ladders)
        yield from _rank(entry, context)
        yield from _seats(entry)


def _level(group: Group, ladders: Mapping[str, Sequence[str]]) -> Iterator[Diagnostic]:
    """Its ladder is one of the network's, and its level is on it."""
    if not group.ladder and not group.level:
        return
    ladder = ladders.get(group.ladder or "")
    if ladder is None:
        yield rules.NOT_IN_VOCABULARY.at(
            group.source.locate("ladder" if group.ladder else "level"),
            f"There is no ladder {quoted(group.ladder or '')} in network.yml.",
            hint="Ladders are: " + (", ".join(ladders) or "none yet") + ".")
    elif group.level and group.level not in ladder:
        yield rules.NOT_IN_VOCABULARY.at(
            group.source.locate("level"),
            f"{quoted(group.level)} is not a level of {quoted(group.ladder or '')}.",
            hint="Its levels are: " + ", ".join(ladder) + ".")


def _rank(group: Group, context: Context) -> Iterator[Diagnostic]:
    """A body may only be part of one that stands higher on the same ladder."""
    if not group.level:
        return
    ladder = context.settings.ladders.get(group.ladder or "", ())
    for number, relation in enumerate(group.part_of):
        whole = context.network.entries.get(f"group/{relation.to}")
        if (isinstance(whole, Group) and whole.ladder == group.ladder
                and whole.level in ladder and group.level in ladder
                and ladder.index(whole.level) <= ladder.index(group.level)):
            yield rules.RANK.at(
                group.source.locate("part_of", number),
                f"A {group.level} cannot be part of a {whole.level} on this ladder.",
                hint=f"From the ground up the levels are: {', '.join(ladder)}.")


def _seats(group: Group) -> Iterator[Diagnostic]:
    """Co-chairs come in pairs, and delegates are sent somewhere."""
    chairs = [(n, seat) for n, seat in enumerate(group.seats) if seat.role == "co-chair"]
    if chairs and sum(seat.count or 1 for _, seat in chairs) == 1:
        yield rules.UNPAIRED_CO_CHAIRS.at(
            group.source.locate("seats", chairs[0][0], "role"),
            "This is the only co-chair, but co-chairs share one office.",
            hint="Add “count: 2”, or the second seat.")
    for number, seat in enumerate(group.seats):
        if seat.role == "delegate" and not seat.sends_to and not group.sends_delegates_to:
            yield rules.SEAT_SENDS_NOWHERE.at(
                group.source.locate("seats", number, "role"),
                f"The seat {quoted(seat.name)} is a delegate's, but it is not said where to.",
                hint="Add “sends_to:” with the file name of a group.")
