"""A network in, diagnostics out: the rules that need more than one field or one file.

Each check is a generator; ``CHECKS`` lists those that look at one entry, ``NETWORK_CHECKS``
those that look at all of them. To add one, write it and put it in its list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from urllib.parse import urlsplit

from . import rules
from .diagnostics import Diagnostic, Location, Related, quoted
from .entry import Entry, Path, marks
from .fields import Vocabulary
from .images import image_problems
from .kinds.case_study import CaseStudy
from .kinds.event import Event
from .kinds.group import Group
from .kinds.source import Source
from .kinds.training import Training
from .link import Network
from .privacy import venue_without_consent
from .project import Project
from .schedule import longest_stretch, schedule
from .settings import Settings

BREAK_AFTER = 90
SOURCES_NEEDED = 2


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may look at besides the entry itself."""

    project: Project
    network: Network
    settings: Settings
    today: date
    kinds: Mapping[str, type[Entry]] = field(default_factory=lambda: MappingProxyType({}))


Check = Callable[[Entry, Context], Iterator[Diagnostic]]
NetworkCheck = Callable[[Context], Iterator[Diagnostic]]


def check(context: Context) -> Iterator[Diagnostic]:
    """Everything that is wrong in a network whose files are right one by one."""
    for entry in context.network:
        yield from check_entry(entry, context)
    for of_network in NETWORK_CHECKS:
        yield from of_network(context)


def check_entry(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """Everything that can be said of one entry and those it names."""
    for of_entry in CHECKS:
        yield from of_entry(entry, context)


# -- one entry ----------------------------------------------------------------------------


def venue(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """An event's exact place needs the consent of its host."""
    if isinstance(entry, Event):
        host = context.network.entries.get(f"group/{entry.host}")
        if isinstance(host, Group):
            yield from venue_without_consent(entry, host)


def vocabulary(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """Topics, practices and levels must be in the network's lists."""
    for name in ("topics", "practices"):
        described = type(entry).model_fields.get(name)
        if described is None or not marks(described, Vocabulary):
            continue
        words = getattr(context.settings, name)
        for number, word in enumerate(getattr(entry, name)):
            if word not in words:
                yield rules.NOT_IN_VOCABULARY.at(
                    entry.source.locate(name, number),
                    f"{quoted(word)} is not in the network's list of {name}.",
                    hint="Use one of: " + ", ".join(words) + "." if words
                    else f"Add “{name}:” to network/network.yml first.")
    if isinstance(entry, Group) and (entry.ladder or entry.level):
        ladder = context.settings.ladders.get(entry.ladder or "")
        if ladder is None:
            yield rules.NOT_IN_VOCABULARY.at(
                entry.source.locate("ladder" if entry.ladder else "level"),
                f"There is no ladder {quoted(entry.ladder or '')} in network.yml.",
                hint="Ladders are: " + (", ".join(context.settings.ladders) or "none yet") + ".")
        elif entry.level and entry.level not in ladder:
            yield rules.NOT_IN_VOCABULARY.at(
                entry.source.locate("level"),
                f"{quoted(entry.level)} is not a level of {quoted(entry.ladder or '')}.",
                hint="Its levels are: " + ", ".join(ladder) + ".")


def rank(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """A body may only be part of one that stands higher on the same ladder."""
    if not isinstance(entry, Group) or not entry.level:
        return
    ladder = context.settings.ladders.get(entry.ladder or "", ())
    for number, relation in enumerate(entry.part_of):
        whole = context.network.entries.get(f"group/{relation.to}")
        if (isinstance(whole, Group) and whole.ladder == entry.ladder
                and whole.level in ladder and entry.level in ladder
                and ladder.index(whole.level) <= ladder.index(entry.level)):
            yield rules.RANK.at(
                entry.source.locate("part_of", number),
                f"A {entry.level} cannot be part of a {whole.level} on this ladder.",
                hint=f"From the ground up the levels are: {', '.join(ladder)}.")


def seats(entry: Entry, _context: Context) -> Iterator[Diagnostic]:
    """Co-chairs come in pairs, and delegates are sent somewhere."""
    if not isinstance(entry, Group):
        return
    chairs = [(n, seat) for n, seat in enumerate(entry.seats) if seat.role == "co-chair"]
    if chairs and sum(seat.count or 1 for _, seat in chairs) == 1:
        yield rules.UNPAIRED_CO_CHAIRS.at(
            entry.source.locate("seats", chairs[0][0], "role"),
            "This is the only co-chair, but co-chairs share one office.",
            hint="Add “count: 2”, or the second seat.")
    for number, seat in enumerate(entry.seats):
        if seat.role == "delegate" and not seat.sends_to and not entry.sends_delegates_to:
            yield rules.SEAT_SENDS_NOWHERE.at(
                entry.source.locate("seats", number, "role"),
                f"The seat {quoted(seat.name)} is a delegate's, but it is not said where to.",
                hint="Add “sends_to:” with the file name of a group.")


def agenda(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """Locked times can be kept, and nobody sits for more than 90 minutes."""
    if not isinstance(entry, Training):
        return
    blocks = entry.blocks
    start = context.settings.session_starts[0] if context.settings.session_starts else None
    if any(block.at for block in blocks):
        planned = schedule(blocks)
        if planned.overrun is not None:
            block = blocks[planned.overrun]
            yield rules.AGENDA_OVERRUNS_LOCK.at(
                entry.source.locate("blocks", planned.overrun, "at"),
                f"The blocks before this one end {planned.over} minutes after "
                f"{block.at:%H:%M}, even at their shortest.",
                hint="Shorten or drop a block before it, or move the time.")
    minutes, first = longest_stretch(blocks)
    if minutes > BREAK_AFTER:
        yield rules.NO_BREAK.at(
            entry.source.locate("blocks", first),
            f"From here, {minutes} minutes pass without a break.",
            hint="Add a block of type break or meal.")
    shorter = [n for n in context.settings.session_lengths if n < entry.minutes]
    if shorter:
        length = max(shorter)
        fitted = schedule(blocks, start=start, available=length)
        if not fitted.fits:
            yield rules.VARIANT_LOSES_MUST.at(
                entry.source.locate("blocks", key=True),
                f"This cannot be cut to {length} minutes: what must stay takes "
                f"{fitted.over} minutes more.",
                hint="Give “min” to blocks that must stay, or mark some “should” or “could”.")


def case_sources(entry: Entry, _context: Context) -> Iterator[Diagnostic]:
    """A case study rests on two sources at least."""
    if isinstance(entry, CaseStudy) and len(entry.sources) < SOURCES_NEEDED:
        yield rules.NEEDS_SOURCES.at(
            entry.source.locate("sources", key=True),
            f"This case study has {len(entry.sources) or 'no'} source"
            f"{'' if len(entry.sources) == 1 else 's'} under “sources”.",
            hint="Add at least two; the page says “needs sources” until then.")


def stale(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """Entries that nobody has checked for longer than the network allows."""
    if entry.checked_on is None:
        return
    months = months_since(entry.checked_on, context.today)
    if months >= context.settings.confirm_every:
        yield rules.STALE_ENTRY.at(
            entry.source.locate("checked_on"),
            f"This was last checked {months} months ago.",
            hint="Check it again, then set checked_on to the day you did.")


def opted_out(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """Groups that asked not to be listed stay out."""
    asked = context.settings.opt_out
    if not asked or not isinstance(entry, Group):
        return
    if entry.id in asked:
        yield rules.OPTED_OUT.at(
            Location(entry.source.path), f"{quoted(entry.id)} has asked not to be listed.",
            hint="Delete this file.")
    addresses = [("website", entry.website)] + [
        ("contact", contact.value) for contact in entry.contact]
    for name, address in addresses:
        host = (urlsplit(address).hostname or "") if address and "://" in address else ""
        for domain in asked:
            if host and "/" not in domain and (host == domain or host.endswith(f".{domain}")):
                yield rules.OPTED_OUT.at(
                    entry.source.locate(name), f"The group at {quoted(domain)} has asked not to "
                    "be listed.", hint="Delete this file.")


def picture(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """Pictures can be used, and do not say where they were taken."""
    if entry.image:
        for rule, message, hint in image_problems(context.project, entry.image):
            yield rule.at(entry.source.locate("image", "file"), message, hint=hint)


CHECKS: tuple[Check, ...] = (
    venue, vocabulary, rank, seats, agenda, case_sources, stale, opted_out, picture,
)


# -- the whole network --------------------------------------------------------------------


def collisions(context: Context) -> Iterator[Diagnostic]:
    """Two pages cannot have one address."""
    taken: dict[str, str] = {}
    for kind in context.kinds.values():
        taken[f"{kind.folder}/"] = f"the list of {kind.plural.lower()}"
    for name in ("topics", "practices", "network", "search", "map", "assets"):
        taken[f"{name}/"] = f"the page “{name}”"
    kept = (*(f"{kind.folder}/{part}/" for kind in context.kinds.values()
              for part in ("page", "by")),
            "topics/", "practices/", "search/", "map/")
    for entry, address, path in (*_addresses(context.network), *_old_addresses(context.network)):
        first = taken.setdefault(address, entry.source.path)
        if first == entry.source.path and address.startswith(kept):
            first = "the lists"
        if first != entry.source.path or (path and address == entry.address):
            yield rules.PATH_COLLISION.at(
                entry.source.locate(*path) if path else Location(entry.source.path),
                f"The address /{address} is already used by {first}.",
                hint="Rename the file or change the alias.")


def _addresses(network: Network) -> Iterator[tuple[Entry, str, Path]]:
    yield from ((entry, entry.address, ()) for entry in network)


def _old_addresses(network: Network) -> Iterator[tuple[Entry, str, Path]]:
    """Aliases come after all addresses, so that they are at fault where both claim a place."""
    for entry in network:
        folder = entry.address.removesuffix(f"{entry.slug}/")
        for number, alias in enumerate(entry.aliases):
            yield entry, f"{folder}{alias}/", ("aliases", number)


def duplicates(context: Context) -> Iterator[Diagnostic]:
    """The same name in the same town, or the same web address, twice."""
    seen: dict[tuple[str, ...], Entry] = {}
    for entry in context.network:
        keys: list[tuple[tuple[str, ...], str]] = []
        if isinstance(entry, Group):
            place = entry.place  # Portland in Maine is not Portland in Oregon
            where = (place.town, place.region, place.country) if place else ()
            keys.append((("group", entry.name.casefold(),
                          *((part or "").casefold() for part in where)), "name"))
            if entry.website:
                keys.append((("website", _bare(entry.website)), "website"))
        elif isinstance(entry, Source):
            if entry.url:
                keys.append((("url", _bare(entry.url)), "url"))
        else:
            day = entry.starts[:10] if isinstance(entry, Event) else ""
            keys.append(((entry.kind, entry.name.casefold(), day), "name"))
        for key, name in keys:
            first = seen.setdefault(key, entry)
            if first is not entry:
                yield rules.DUPLICATE_ENTRY.at(
                    entry.source.locate(name if name in entry.source.tree else "title"),
                    f"{quoted(first.name)} in {first.source.path} has the same {name}.",
                    hint="Merge them, or make the difference clear.",
                    related=[Related(first.source.locate(name), "the other one")])


def _bare(address: str) -> str:
    return address.casefold().partition("://")[2].removeprefix("www.").rstrip("/")


def cycles(context: Context) -> Iterator[Diagnostic]:
    """Nothing may contain itself, or come before itself."""
    for name, words in (("part_of", "is part of"), ("prerequisites", "comes after")):
        ties = {
            entry_id: [edge.end for edge in edges if edge.field == name]
            for entry_id, edges in context.network.outgoing.items()}
        for entry in context.network:  # the network holds no edge from an entry to itself
            if any(getattr(held, "to", held) == entry.slug for held in getattr(entry, name, ())):
                ties[entry.id] = [entry.id, *ties.get(entry.id, [])]
        for circle in _circles({start: ends for start, ends in ties.items() if ends}):
            entry = context.network.entries[circle[0]]
            route = " → ".join(part.partition("/")[2] for part in (*circle, circle[0]))
            yield rules.CYCLE.at(
                entry.source.locate(name, key=True),
                f"{quoted(entry.name)} {words} itself: {route}.",
                hint=f"Take out one “{name}” in this circle.")


def _circles(ties: Mapping[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Each circle once. Walks without recursion: chains may be thousands long."""
    done: set[str] = set()
    for first in sorted(ties):
        if first in done:
            continue
        route: list[str] = []
        on_route: dict[str, int] = {}
        pending: list[tuple[str, bool]] = [(first, False)]
        while pending:
            node, leaving = pending.pop()
            if leaving:
                route.pop()
                del on_route[node]
                done.add(node)
            elif node in on_route:
                yield tuple(route[on_route[node]:])
            elif node not in done:
                on_route[node] = len(route)
                route.append(node)
                pending.append((node, True))
                pending.extend((end, False) for end in reversed(ties.get(node, [])))


def lonely(context: Context) -> Iterator[Diagnostic]:
    """Terms that nothing uses, and entries that stand alone."""
    for entry in context.network:
        if context.network.incoming.get(entry.id):
            continue
        if entry.kind == "term":
            yield rules.UNUSED_TERM.at(
                Location(entry.source.path), f"Nothing links to the term {quoted(entry.name)}.",
                hint=f"Link it where it is used, with [[{entry.id}]].")
        elif (not context.network.outgoing.get(entry.id) and not entry.topics
              and entry.kind not in {"guide", "pathway", "event"}):
            yield rules.ORPHAN_ENTRY.at(
                Location(entry.source.path),
                f"{quoted(entry.name)} is linked to nothing, and nothing to it.",
                hint="Give it a topic, or name it under “related” in another entry.")


NETWORK_CHECKS: tuple[NetworkCheck, ...] = (collisions, duplicates, cycles, lonely)


def months_since(day: date, today: date) -> int:
    """Whole months between two days; none if the first is in the future."""
    months = (today.year - day.year) * 12 + today.month - day.month
    return max(0, months - (today.day < day.day))
