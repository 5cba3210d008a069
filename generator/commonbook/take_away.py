"""What readers take away: the handbook and each pathway, as a folder in a ZIP and as a book."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from .archive import archive
from .entry import Entry, shows_whole
from .epub import epub
from .files import latin
from .kinds import Kinds
from .kinds.guide import Guide
from .kinds.pathway import Pathway
from .link import Edge
from .offline import Selection, part
from .pages import TAKE_AWAY, Download, Edition

Whole = Mapping[str, Callable[[], bytes]]
"""The files of the folder with everything."""


def files(edition: Edition, whole: Whole, others: Whole) -> Iterator[tuple[Download, bytes]]:
    """Every file to take away. ``others`` are those of the whole folder that are not pages.

    Raises:
        ThemeError: a template fails.
    """
    name = latin(edition.settings.name) or "handbook"
    language = edition.settings.language
    main = f"{TAKE_AWAY}{name}-{language}"
    held = [(path, whole[path]()) for path in sorted(whole)]
    yield _download(f"{main}.zip", "", language, archive(_inside(f"{name}-{language}", held)))
    yield from _book(edition, _of_language(edition, f"{name}-{language}", "", _is_read))
    for code in edition.settings.languages[1:]:
        yield from _folder(
            edition, _of_language(edition, f"{name}-{code}", code, _has_page), others)
        yield from _book(edition, _of_language(edition, f"{name}-{code}", code, _is_read))
    for entry in edition.network.of("pathway"):
        if isinstance(entry, Pathway):
            selection = _of_pathway(edition, entry)
            yield from _folder(edition, selection, others)
            yield from _book(edition, selection)


def _folder(
    edition: Edition, selection: Selection, others: Whole
) -> Iterator[tuple[Download, bytes]]:
    if selection.shelves:
        held = sorted(part(edition, selection, others))
        yield _download(f"{TAKE_AWAY}{selection.name}.zip", selection.of, selection.language,
                        archive(_inside(selection.name, held)))


def _book(edition: Edition, selection: Selection) -> Iterator[tuple[Download, bytes]]:
    if selection.shelves:
        yield _download(f"{TAKE_AWAY}{selection.name}.epub", selection.of, selection.language,
                        epub(edition, selection))


def _inside(
    folder: str, held: list[tuple[str, bytes]]
) -> Iterator[tuple[str, bytes]]:
    """The same files in one folder, so that unpacking does not strew them about."""
    return ((f"{folder}/{path}", content) for path, content in held)


def _download(path: str, of: str, language: str, content: bytes) -> tuple[Download, bytes]:
    return Download(path, path.rpartition(".")[2], of, language, len(content)), content


def _of_language(
    edition: Edition, name: str, language: str, wanted: Callable[[Entry], bool]
) -> Selection:
    """Everything that is wanted, or what of it is in one language."""
    shelves = []
    for kind in _in_order(edition.kinds):
        entries = [entry for entry in edition.network.of(kind)
                   if wanted(entry) and _is_in(edition, entry, language)]
        if entries:
            entries.sort(key=lambda entry: _place(edition, entry))
            shelves.append((edition.plural(kind), tuple(entries)))
    words, settings = edition.words, edition.settings
    title = settings.name if not language else words(
        "take-away.in", name=settings.name, language=words.language_name(language))
    return Selection("", name, title, settings.summary, language or settings.language,
                     tuple(shelves))


def _in_order(kinds: Kinds) -> list[str]:
    """Kinds in the order of a book."""
    return sorted(kinds, key=lambda kind: kinds[kind].place_in_books)


def _has_page(entry: Entry) -> bool:
    """Whether an entry has a page of its own; the front page of all is not that of a part."""
    return bool(entry.address)


def _is_read(entry: Entry) -> bool:
    """Whether an entry stands in books."""
    if isinstance(entry, Guide) and entry.editorial:
        return False
    return _has_page(entry) and entry.is_read


def _is_in(edition: Edition, entry: Entry, language: str) -> bool:
    own = edition.cards[entry.id].language.partition("-")[0]
    return not language or own == language.partition("-")[0]


def _place(edition: Edition, entry: Entry) -> tuple[object, ...]:
    """Guides by their folder, those at the top first; else by name."""
    return (getattr(entry, "section", ""), edition.cards[entry.id].order)


def _of_pathway(edition: Edition, pathway: Pathway) -> Selection:
    """A pathway, its stops in order, and what they need."""
    network = edition.network
    stops = list(dict.fromkeys((pathway.id, *(
        step.target for step in pathway.steps
        if step.target in network and step.target != "guide/index"))))
    brought = {edge.end for stop in stops for edge in network.outgoing.get(stop, ())
               if _is_needed(edition, edge)} - set(stops) - {"guide/index"}
    shelves = [("", tuple(network.entries[stop] for stop in stops))]
    for kind in _in_order(edition.kinds):
        held = [network.entries[entry_id] for entry_id in brought
                if entry_id.partition("/")[0] == kind]
        if held:
            held.sort(key=lambda entry: _place(edition, entry))
            shelves.append((edition.plural(kind), tuple(held)))
    return Selection(
        pathway.id, pathway.slug, pathway.name, edition.cards[pathway.id].summary,
        edition.cards[pathway.id].language, tuple(shelves))


def _is_needed(edition: Edition, edge: Edge) -> bool:
    """Whether what an edge leads to is needed where its start is used."""
    if edge.end not in edition.network:
        return False
    return edition.kinds[edge.end.partition("/")[0]].comes_along or shows_whole(
        edition.kinds[edge.start.partition("/")[0]], edge.field)
