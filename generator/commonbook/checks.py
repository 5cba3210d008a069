"""A network in, diagnostics out: the rules that need more than one field or one file.

Each check is a generator; ``CHECKS`` lists those that look at one entry, ``NETWORK_CHECKS``
those that look at all of them. To add one, write it and put it in its list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, partial
from types import MappingProxyType

from . import forms, rules
from .dates import first_planned, stray
from .diagnostics import Diagnostic, Location, Related, Severity, quoted
from .editorial import editorial, months_since
from .entry import Entry, Path, marks
from .fields import Vocabulary
from .files import read_bytes
from .images import image_problems
from .kinds.activity import Activity
from .kinds.case_study import CaseStudy
from .kinds.event import Event
from .kinds.group import Group
from .kinds.guide import Guide
from .kinds.source import Source
from .kinds.training import Training
from .link import Network
from .load import ENTRY_LIMIT
from .parallel import in_shares
from .parts import Material
from .privacy import sensitive_event, venue_of_others, venue_without_consent
from .project import Project
from .schedule import longest_stretch, schedule, usual_start
from .sessions import has_circle
from .settings import Settings
from .unlinked_terms import unlinked_terms
from .web import HOST

BREAK_AFTER = 90
SOURCES_NEEDED = 2
OF_NOBODY = (
    "assets", "due", "map", "network", "practices", "save", "search", "structures", "take-away",
    "topics")
"""Where pages lie that are neither an entry's nor a list's; a test compares them with a site."""
PRINTED_AS_HANDOUT = frozenset({"guide", "case-study", "term", "activity"})
_HANDOUT = re.compile(r"\bhand-?outs?\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"([1-9][0-9]{0,2})(?: ?[x×] ?|(?= ) )"
    r"(?!(?:mm|cm|m|km|in|inch(?:es)?|ft|feet|g|kg|ml|cl|l|lit(?:re|er)s?|min|minutes?|hours?|%)\b)"
    r"(\S.*)\Z", re.IGNORECASE)
_EACH = re.compile(
    r"\b(?:per|for each|for every|each) (person|participant|pair|small group|group|table)\b",
    re.IGNORECASE)
_EACH_UNIT = MappingProxyType({
    "person": "person", "participant": "person", "pair": "pair", "small-group": "small-group",
    "group": "small-group", "table": "small-group"})


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
    for found in in_shares(partial(_check_share, context), list(context.network)):
        yield from found
    for of_network in NETWORK_CHECKS:
        yield from of_network(context)


def _check_share(context: Context, entries: Sequence[Entry]) -> list[Diagnostic]:
    """What can be said of some entries; may run in another process."""
    return [*(found for entry in entries for found in check_entry(entry, context)),
            *unlinked_terms(entries, context.network, context.settings)]


def check_entry(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """Everything that can be said of one entry and those it names."""
    for of_entry in CHECKS:
        yield from of_entry(entry, context)


# -- one entry ----------------------------------------------------------------------------


def venue(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """An exact place needs consent; an event of a sensitive host names a region."""
    if isinstance(entry, Event):
        host = context.network.entries.get(f"group/{entry.host}")
        if isinstance(host, Group):
            yield from venue_without_consent(entry, host)
            yield from sensitive_event(entry, host)
    elif not isinstance(entry, Group):
        yield from venue_of_others(entry, context.network)


def vocabulary(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """Topics, practices and levels must be in the network's lists."""
    for name, listed in _from_lists(type(entry)):
        words = getattr(context.settings, listed)
        for number, word in enumerate(getattr(entry, name)):
            if word not in words:
                yield rules.NOT_IN_VOCABULARY.at(
                    entry.source.locate(name, number),
                    f"{quoted(word)} is not in the network's list of {listed}.",
                    hint=f"Use one of: {', '.join(words)}." if words
                    else f"Add “{listed}:” to network/network.yml first.")
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


@cache
def _from_lists(model: type[Entry]) -> tuple[tuple[str, str], ...]:
    """The fields of a kind whose words come from the network's lists, each with its list."""
    return tuple((name, mark.name) for name, field in model.model_fields.items()
                 if (mark := marks(field, Vocabulary)))


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
    start = usual_start(blocks, context.settings.session_starts)
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
    shorter = sorted(n for n in context.settings.session_lengths if n < entry.minutes)
    cut = [schedule(blocks, start=start, available=length) for length in shorter]
    if cut and not any(version.fits for version in cut):
        yield rules.VARIANT_LOSES_MUST.at(
            entry.source.locate("blocks", key=True),
            f"This cannot be cut to {shorter[-1]} minutes, nor to any shorter length: what must "
            f"stay takes {cut[-1].over} minutes more.",
            hint="Give “min” to blocks that must stay, or mark some “should” or “could”.")


def handouts(entry: Entry, _context: Context) -> Iterator[Diagnostic]:
    """What a session hands out can be printed."""
    if not isinstance(entry, Training):
        return
    for number, named in enumerate(entry.handouts):
        kind = named.partition("/")[0]
        if kind not in PRINTED_AS_HANDOUT:
            yield rules.MISSING_HANDOUT.at(
                entry.source.locate("handouts", number),
                f"{quoted(named)} cannot be printed as a handout.",
                hint="Use a guide, a case study, a term or an activity; others can stand under "
                "“related”.")
    if entry.handouts or any(block.participants for block in entry.blocks):
        return
    for path, material in _materials(entry):
        if _HANDOUT.search(material.item):
            yield rules.MISSING_HANDOUT.at(
                entry.source.locate(*path),
                f"{quoted(material.item)} is needed, but this session has no handout.",
                hint="Name what is printed under “handouts”, or write it under “participants” of "
                "a block.")


def material_units(entry: Entry, _context: Context) -> Iterator[Diagnostic]:
    """A thing that is needed does not count itself."""
    for path, material in _materials(entry):
        counted, each = _COUNTED.match(material.item), _EACH.search(material.item)
        per = _EACH_UNIT.get(each[1].casefold().replace(" ", "-"), "") if each else ""
        if counted and Decimal(counted[1]) != material.quantity:
            message = (f"{quoted(material.item)} has a number of its own, but “quantity” is "
                       f"{material.quantity}.")
            hint = f"Write “item: {counted[2]}” and “quantity: {counted[1]}”."
        elif per and per != material.per:
            message = f"{quoted(material.item)} says for whom it is, but “per” is {material.per}."
            hint = f"Write “per: {per}”, and only the thing itself under “item”."
        else:
            continue
        found = rules.UNKNOWN_MATERIAL_UNIT.at(entry.source.locate(*path), message, hint=hint)
        yield replace(found, severity=Severity.WARNING)


def _materials(entry: Entry) -> Iterator[tuple[Path, Material]]:
    """Every material of a training or an activity, with its place."""
    if isinstance(entry, (Training, Activity)):
        yield from ((("materials", n), material) for n, material in enumerate(entry.materials))
    if isinstance(entry, Training):
        for number, block in enumerate(entry.blocks):
            for n, material in enumerate(block.materials):
                yield ("blocks", number, "materials", n), material


def series(entry: Entry, _context: Context) -> Iterator[Diagnostic]:
    """The first date and those that are changed are dates of the series."""
    if not isinstance(entry, Event):
        return
    begin = first_planned(entry)
    if begin is None or begin.isoformat()[:10] != entry.starts[:10]:
        yield rules.DATE_OFF_SERIES.at(
            entry.source.locate("starts"), "The rule under “repeats” has no date on this day.",
            hint=f"The first that fits is {begin:%Y-%m-%d}." if begin
            else "None that fits comes before “until”.")
    for change in stray(entry):
        number = entry.changes.index(change)
        yield rules.DATE_OFF_SERIES.at(
            entry.source.locate("changes", number, "date"),
            "There is no date on this day that could be changed.",
            hint="Write the day on which it was planned.")


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
    addresses: list[tuple[Path, str | None]] = [(("website",), entry.website)]
    addresses += [(("contact", number, "value"), contact.value)
                  for number, contact in enumerate(entry.contact)]
    for place, address in addresses:
        host = _domain(address or "")
        for domain in asked:
            if _domain(domain) and f".{host}".endswith(f".{_domain(domain)}"):
                yield rules.OPTED_OUT.at(
                    entry.source.locate(*place), f"The group at {quoted(domain)} has asked not to "
                    "be listed.", hint="Delete this file.")


@lru_cache(maxsize=10_000)
def _domain(written: str) -> str:
    """The domain of an address, however it is written; "" if it is an id or only words."""
    host = written.casefold().partition("://")[2].partition("/")[0] or written.casefold()
    host = host.partition(":")[0].rstrip(".").removeprefix("www.")
    if "." not in host or not HOST.match(host):
        return ""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def picture(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """Pictures can be used, and do not say where they were taken."""
    if entry.image:
        for rule, message, hint in image_problems(context.project, entry.image):
            yield rule.at(entry.source.locate("image", "file"), message, hint=hint)


def questions(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """What an editor would ask about the words."""
    yield from editorial(entry, context.network, context.settings, context.today)


CHECKS: tuple[Check, ...] = (
    venue, vocabulary, rank, seats, agenda, handouts, material_units, series, case_sources, stale,
    opted_out, picture, questions,
)


# -- the whole network --------------------------------------------------------------------


def collisions(context: Context) -> Iterator[Diagnostic]:
    """Two pages cannot have one address."""
    taken: dict[str, str] = {}
    for kind in context.kinds.values():
        taken[f"{kind.folder}/"] = f"the list of {kind.plural.lower()}"
    for name in OF_NOBODY:
        taken[f"{name}/"] = f"the page “{name}”"
    for training in context.network.of("training"):
        taken[f"{training.address}paper/"] = f"the sheets of {training.source.path}"
    for name in (*forms.KINDS, "wrong"):
        for address in (f"contribute/{name}/", f"contribute/{name}/paper/"):
            taken[address] = "a form"
    kept = (*(f"{kind.folder}/{part}/" for kind in context.kinds.values()
              for part in ("page", "by")),
            "topics/", "practices/", "search/", "map/", "events/by-place/", "events/by-host/",
            "events/by-training/", "events/past/")
    sessions = {
        f"{entry.address}{'run' if isinstance(entry, Training) else 'session'}/":
        f"the session of {entry.source.path}"
        for entry in context.network if isinstance(entry, Training) or has_circle(entry)}
    for entry, address, path in (*_addresses(context.network), *_old_addresses(context.network)):
        first = taken.setdefault(address, entry.source.path)
        if first == entry.source.path:
            first = next((sessions[above] for above in _above(address) if above in sessions), first)
        if first == entry.source.path and address.startswith(kept):
            first = "the lists"
        if first != entry.source.path or (path and address == entry.address):
            yield rules.PATH_COLLISION.at(
                entry.source.locate(*path) if path else Location(entry.source.path),
                f"The address /{address} is already used by {first}.",
                hint="Rename the file or change the alias.")


def _above(address: str) -> Iterator[str]:
    """Every address that this one lies below, and itself."""
    parts = address.split("/")
    return ("/".join(parts[:number]) + "/" for number in range(1, len(parts)))


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
    menu = _menu(context.project)
    for entry in context.network:
        if context.network.incoming.get(entry.id):
            continue
        if entry.kind == "term":
            yield rules.UNUSED_TERM.at(
                Location(entry.source.path), f"Nothing links to the term {quoted(entry.name)}.",
                hint=f"Link it where it is used, with [[{entry.id}]].")
        elif isinstance(entry, Guide) and entry.source.path.removeprefix("content/") in menu:
            continue
        elif isinstance(entry, Guide) and entry.editorial:
            yield rules.ORPHAN_ENTRY.at(
                Location(entry.source.path),
                f"{quoted(entry.name)} stands in no list, and no page and no menu leads to it.",
                hint=f"Link it from another page with [[{entry.id}]], or put it into the menu.")
        elif not context.network.outgoing.get(entry.id) and not entry.topics:
            yield rules.ORPHAN_ENTRY.at(
                Location(entry.source.path),
                f"{quoted(entry.name)} is linked to nothing, and nothing to it.",
                hint="Give it a topic, or name it under “related” in another entry.")


def _menu(project: Project) -> frozenset[str]:
    """Guides that are found without a link: the front page and those the menu names.

    The menu is the host's, so its file is not read as settings; a guide's path in it is enough.
    """
    read = read_bytes(project.root / "mkdocs.yml", ENTRY_LIMIT)
    named = re.findall(r"[\w/-]{1,200}\.md\b", read.decode(errors="replace")) \
        if isinstance(read, bytes) else ()
    return frozenset((
        "index.md", *(named or ("start-here.md", "contribute/add-your-group.md", "about.md"))))


NETWORK_CHECKS: tuple[NetworkCheck, ...] = (collisions, duplicates, cycles, lonely)
