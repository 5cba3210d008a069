"""The straight line: load, validate, link, check, render, write."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

from .artifacts import File
from .cards import Cards
from .checks import Context, check, check_entry
from .diagnostics import Diagnostic, Report
from .entry import Entry
from .errors import PublishError
from .exports import (
    all_artifacts,
    entry_artifacts,
    shared_artifacts,
    tallies,
    text_artifacts,
)
from .facets import Directories
from .frames import Frames, Stub
from .images import Picture, picture
from .intake import Intake
from .kinds import Kinds, discover
from .link import Network, explain, link, relink
from .load import Source, Unreadable, load_file
from .memory import (
    NOTHING_NOTED,
    Known,
    Look,
    Notes,
    digest_of,
    keep,
    keep_edited,
    note,
    outline,
    recall,
)
from .offline import copied, of_folder, readme
from .pagefind import program
from .pages import TAKE_AWAY, Download, Edition, Page
from .parallel import Progress, silent, uncollected
from .privacy import is_sensitive, privacy
from .programme import Programme
from .project import Project
from .remembered import Remembered, remembered
from .render import Renderer, digest, digest_of_files
from .sections import all_pages, entry_pages, text_pages
from .settings import SETTINGS, Settings, Tombstone
from .validate import validate
from .words import Words

NOT_FOUND = "404.html"
RENDERED_BY = ("comrak", "nh3", "jinja2", "babel", "pydantic", "python-dateutil", "tzdata")


def _today() -> date:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Site:
    """What a host hands back: its static files, and a frame for each stub."""

    folder: Path
    frames: Frames
    key: str = ""
    """Names these very frames, so that a later build can ask for them."""


@dataclass
class Handbook:
    """One network, read and checked; ready to be rendered into a host's frames.

    ``today`` decides what is stale: the environment's ``SOURCE_DATE_EPOCH``, else the clock.
    ``drafts`` shows unpublished entries too, for looking at them. ``progress`` is told how many
    files have been read. Unless ``indexed``, search goes by names.
    """

    project: Project
    today: date = field(default_factory=_today)
    drafts: bool = False
    progress: Progress = silent
    indexed: bool = True
    report: Report = field(init=False)
    settings: Settings = field(init=False)
    removed: tuple[Tombstone, ...] = field(init=False, default=())
    kinds: Kinds = field(init=False)
    network: Network = field(init=False)
    recall_from: tuple[str, ...] = ()
    """Memories to begin with, if one still holds: ``built``, ``checked``."""
    begun: Remembered | None = field(init=False, default=None)
    """The memory that this began with, and what was edited since; None if all has been read."""
    sources: dict[str, Source | Unreadable] = field(init=False, default_factory=dict)

    _taken: tuple[tuple[Download, bytes], ...] = field(init=False, default=())
    """What readers take away, if it has been made."""

    def __post_init__(self) -> None:
        self.report = Report()
        self._intake = Intake(self.project, self.report, self.sources, self.progress)
        self.settings = self._intake.settings()
        self.removed = self._intake.removed()
        self.report.severities = self.settings.rules
        self.kinds = discover(self.project.root, self.settings.kinds)
        self._look = Look.at(self.project.root)
        if len(self.report) or not any(self._recall(name) for name in self.recall_from):
            self._read_all()

    def _read_all(self) -> None:
        with uncollected():
            self.network, unresolved = link(self._intake.entries(self.kinds), drafts=self.drafts)
            self.report.add(explain(
                unresolved, self.network, kinds=self.kinds, invalid=self._invalid(),
                removed=(stone.id for stone in self.removed)))
            self.report.add(check(self.context))

    def _invalid(self) -> Iterable[str]:
        """Ids of files that exist but became no entry: references to them are not errors."""
        return (source.id for source in self.sources.values()
                if source.id not in self.network and source.id not in self.network.drafts)

    @property
    def _has_index(self) -> bool:
        return self.indexed and program() is not None

    @property
    def context(self) -> Context:
        """What checks may look at."""
        return Context(
            self.project, self.network, self.settings, self.today, self.kinds, self.removed,
            isinstance(self.sources.get(SETTINGS), Source))

    # -- beginning with a memory ------------------------------------------------------------

    @cached_property
    def _key(self) -> str:
        """Changes with everything but the network's files that a build depends on."""
        theme = (file for folder in self.project.themes for file in sorted(folder.rglob("*"))
                 if file.is_file())
        host = self.project.root / "mkdocs.yml"
        menu = host.read_text(encoding="utf-8") if host.is_file() else ""
        return digest((self.salt, digest_of_files(theme), menu, self.today.isoformat(),
                       str(self.drafts), str(self._has_index), sys.version, self._place))

    @property
    def _place(self) -> str:
        """The cache's own number: a memory that came with a checkout or a copy is somebody else's."""
        with contextlib.suppress(OSError):
            self.project.cache.mkdir(exist_ok=True)
            return str(self.project.cache.stat().st_ino)
        return ""

    def _recall(self, name: str) -> bool:
        """Begin with what the last build knew, if only texts of a few entries have changed."""
        memory = recall(self.project.cache, name, self._key)
        context = Context(self.project, Network(), self.settings, self.today, self.kinds)
        begun = remembered(memory, self._look, self.words, context) if memory else None
        if begun is None:
            return False
        self.begun, self.network = begun, begun.network
        begun.sources.update(self.sources)
        self.sources = begun.sources
        self.report.diagnostics.extend(begun.memory.problems)
        return True

    def note(self, name: str) -> Notes:
        """Keep what is known of each entry, for builds that begin with it.

        Takes a while, and needs nothing of a host: another process can do it beside the pages.
        """
        return note(self.project.cache, name, list(self.network), self._known, self.edition.careful)

    def keep(self, name: str, notes: Notes = NOTHING_NOTED, frames: str = "") -> str:
        """Keep for the next time what is known now; returns the sum of what was kept.

        ``frames`` is the key of the host's frames, if pages are made too; without these and
        ``notes`` only what a check needs is kept.
        """
        if frames:  # a check knew no more, and may still know what has been taken out
            (self.project.cache / "checked.json").unlink(missing_ok=True)
        return keep(self.project.cache, name, self._key, self._look, digests=self._digests(),
                    problems=self.report.diagnostics, notes=notes, frames=frames)

    def keep_edited(self, name: str) -> str:
        """Keep that the edited texts have been taken in; returns the new sum of the memory."""
        if self.begun is None or not self.begun.edited:
            return self.begun.memory.sum if self.begun else ""
        return keep_edited(self.project.cache, name, self.begun.memory, self._look, self._digests())

    def _digests(self) -> dict[str, str]:
        """Of the files that were read, and of those that may change again under the same time."""
        digests = {source.path: source.digest for source in self.sources.values()
                   if isinstance(source, Source)}
        for path, facts in self._look.files.items():
            if facts is None and path not in digests:
                with contextlib.suppress(OSError):
                    digests[path] = digest_of(self.project.root / path)
        return digests

    def _known(self, entry: Entry) -> Known:
        return Known(
            self.edition.cards[entry.id], self.network.outgoing.get(entry.id, ()),
            self.network.incoming.get(entry.id, ()), self.edition.neighbours.near(entry))

    # -- render and write -------------------------------------------------------------------

    @cached_property
    def words(self) -> Words:
        """Interface words in the network's language."""
        return Words.load(self.project.themes, self.settings.language)

    @cached_property
    def salt(self) -> str:
        """Changes whenever anything changes that every page depends on."""
        package = Path(__file__).parent
        code = digest_of_files(sorted(package.rglob("*.py")))
        templates = digest_of_files(
            file for theme in self.project.themes
            for folder in ("entries", "indexes", "pages", "languages")
            for file in sorted((theme / folder).rglob("*.*")))
        own = self.sources.get(SETTINGS)
        settings = own.digest if isinstance(own, Source) else ""
        kinds = digest_of_files(self.project.root / path for path in self.settings.kinds)
        versions = [f"{name}={version(name)}" for name in RENDERED_BY]
        return digest((code, templates, settings, kinds, *versions))

    @cached_property
    def pictures(self) -> Mapping[str, Picture]:
        """The pictures of all entries, made safe, by the entry's id."""
        entries = self.begun.shown(self.kinds) if self.begun else self.network
        images = {entry.id: entry.image for entry in entries if entry.image}
        made: dict[str, Picture | None] = {}  # several entries may show one file
        for image in images.values():
            if image.file not in made:
                made[image.file] = picture(self.project, image)
        found = {entry_id: made[image.file] for entry_id, image in images.items()}
        return MappingProxyType({entry_id: one for entry_id, one in found.items() if one})

    @cached_property
    def assets(self) -> Mapping[str, str]:
        """The digest of every file of the theme; a network's own counts before the shipped one."""
        return MappingProxyType({
            file.name: digest_of_files([file])[:10] for theme in reversed(self.project.themes)
            for file in sorted((theme / "assets").glob("*.*"))})

    @cached_property
    def renderer(self) -> Renderer:
        """Our templates with the site's constants."""
        return Renderer(
            self.project.themes, self.words,
            {"settings": self.settings, "kinds": self.kinds, "language": self.settings.language,
             "root_kinds": list(self.kinds)},
            self.project.bytecode)

    @cached_property
    def edition(self) -> Edition:
        """Everything that pages are made from."""
        memory = self.begun.memory if self.begun else None
        cards = Cards(self.network.entries, self.settings, self.words, self.today,
                      (lambda entry_id: memory.known(entry_id).card) if memory else None)
        programme = Programme(self.network, cards, self.words, self.today)
        careful = memory.careful if memory else frozenset(
            entry.id for entry in self.network if is_sensitive(entry, self.network))
        return Edition(
            network=self.network, settings=self.settings, kinds=self.kinds, words=self.words,
            cards=cards, renderer=self.renderer, salt=self.salt, today=self.today,
            programme=programme, directories=Directories(
                self.network, self.kinds, cards, programme, self.settings, self.words),
            careful=careful, removed=self.removed, pictures=self.pictures, assets=self.assets,
            cache=self.project.cache, indexed=self._has_index,
            remembered=(lambda entry_id: memory.known(entry_id).near) if memory else None)

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Every page of the site by its address.

        Raises:
            PublishError: two pages have one address, which the check has not noticed.
        """
        found: dict[str, Page] = {}
        with uncollected():
            for page in all_pages(self.edition):
                if found.setdefault(page.path, page) is not page:
                    msg = f"Two pages have the address /{page.path}."
                    raise PublishError(msg, hint="Rename the entry, or the folder of the kind.")
        return MappingProxyType(found)

    def stubs(self) -> Iterator[Stub]:
        """The pages a host must put through its theme: one a menu entry and depth."""
        needed = {(page.section, page.path.count("/")) for page in self.pages.values()
                  if page.path not in {"", "404.html"}}
        for section, depth in sorted(needed):
            yield Stub(section, depth)

    def files(self, site: Site) -> list[File]:
        """Every file of the site: pages stamped into the host's frames, and all the rest.

        Nothing is rendered yet: each file knows what it would be made from.
        """
        made = [_stamped(page, site.frames) for page in self.pages.values()]
        made.extend(self._artifacts(site, self.edition, self.pages))
        made.extend(File.holding(one.path, content) for one, content in self._taken)
        return made

    def files_of_folder(self, site: Site) -> list[File]:
        """Every file of a copy that is opened from a folder, without a server or a network."""
        edition, pages = self._folder
        made = [copied(page, site.frames.find(page.path, page.section)) for page in pages.values()]
        made.extend(file for file in self._artifacts(site, edition, pages)
                    if file.path != NOT_FOUND)
        return [*made, readme(edition)]

    @cached_property
    def _folder(self) -> tuple[Edition, Mapping[str, Page]]:
        """What the pages of that copy are made from, and the pages by their addresses."""
        edition = of_folder(self.edition)
        return edition, {page.path: page for page in all_pages(edition) if page.path != NOT_FOUND}

    def take_away(self, folder: Path, copy: Iterable[File]) -> None:
        """Make what readers take away, from a written copy; from now on pages offer it."""
        from .take_away import files as downloads  # noqa: PLC0415 - books are rarely made

        edition, found = self._folder
        pages = {page.file for page in found.values()}
        whole = {file.path: (folder / file.path).read_bytes for file in copy}
        others = {path: read for path, read in whole.items() if path not in pages}
        self._taken = tuple(downloads(edition, whole, others))
        offer = tuple(download for download, _ in self._taken)
        self.__dict__.pop("pages", None)
        self.edition = replace(self.edition, downloads=offer, salt=digest((self.salt, TAKE_AWAY)))

    def files_of_edited(self, begun: Remembered, site: Site) -> list[File]:
        """With a memory: the files of pages that show texts of an edited entry.

        Files of many texts (``exports.text_folders``) are there too, all of them.
        """
        made: list[File] = []
        shown = begun.shown(self.kinds)
        for entry in shown:
            made.extend(_stamped(page, site.frames) for page in text_pages(self.edition, entry))
            made.extend(entry_artifacts(self.edition, entry))
        made.extend(shared_artifacts(self.edition, shown))
        edited = [self.network.entries[entry_id] for entry_id in begun.edited]
        made.extend(text_artifacts(self.edition, edited))
        made.extend(tallies(self.edition))
        return made

    def _artifacts(
        self, site: Site, edition: Edition, pages: Mapping[str, Page]
    ) -> Iterator[File]:
        """Everything that is not a page: the host's files, pictures, exports."""
        for file in sorted(site.folder.rglob("*")):
            if file.is_file():
                yield File.holding(file.relative_to(site.folder).as_posix(), file.read_bytes())
        for made in {found.name: found for found in self.pictures.values()}.values():
            yield File.holding(f"assets/images/{made.name}", made.data)
        yield from all_artifacts(edition, [pages[path] for path in sorted(pages)])

    def exports(self) -> Iterator[File]:
        """What the site offers besides pages."""
        yield from all_artifacts(self.edition, [self.pages[path] for path in sorted(self.pages)])

    @cached_property
    def exported(self) -> Mapping[str, File]:
        """The same by path, for a server that is asked for one after the other."""
        return MappingProxyType({artifact.path: artifact for artifact in self.exports()})

    # -- one edit ---------------------------------------------------------------------------

    def reread(self, path: str) -> tuple[Diagnostic, ...] | None:
        """Take in one changed file without reading the others again.

        Returns its problems, or None if the change reaches further than one entry and the whole
        network has to be read again.
        """
        old = self.sources.get(path)
        if not isinstance(old, Source) or old.id not in self.network or not (
            self.project.root / path
        ).is_file():
            return None
        source = load_file(self.project.root, path, old.kind, old.slug)
        if isinstance(source, Unreadable):
            return source.diagnostics
        entry, problems = validate(source, self.kinds[source.kind])
        if entry is None:
            return problems
        before = self.network.entries[entry.id]
        if entry.draft or entry.aliases != before.aliases or entry.image != before.image:
            return None
        self.sources[path] = source
        edition, shown = self.edition, self._outline(before)
        self.network = relink(self.network, entry)
        for name in ("edition", "pages", "exported"):
            self.__dict__.pop(name, None)
        if self._outline(entry) == shown:  # then pages of others, and all lists, are as they were
            self.edition = replace(edition, network=self.network, remembered=edition.remembered or (
                lambda entry_id: edition.neighbours.near(edition.network.entries[entry_id])))
        found = (*problems, *privacy(entry), *check_entry(entry, self.context))
        return tuple(sorted(found, key=lambda problem: problem.sort_key))

    def _outline(self, entry: Entry) -> str:
        """What pages of others can show of an entry of this network."""
        card = Cards({entry.id: entry}, self.settings, self.words, self.today)[entry.id]
        return outline(entry, card, self.network.outgoing.get(entry.id, ()))

    def page(self, path: str) -> Page | None:
        """One page by its address, without making the others if it is an entry's."""
        if "pages" not in self.__dict__:
            for entry_id in self._ids_at(path):
                for page in entry_pages(self.edition, self.network.entries[entry_id]):
                    if page.path == path:
                        return page
        return self.pages.get(path)

    def _ids_at(self, path: str) -> Iterator[str]:
        """Entries whose address is this one, or the beginning of it."""
        folders = {model.folder: model.kind for model in self.kinds.values()}
        parts = path.rstrip("/").split("/")
        for end in range(len(parts), 0, -1):
            kind = folders.get(parts[0], "")
            for entry_id in (f"{kind}/{'/'.join(parts[1:end])}", f"guide/{'/'.join(parts[:end])}"):
                if entry_id in self.network.entries:
                    yield entry_id


def _stamped(page: Page, frames: Frames) -> File:
    frame = frames.find(page.path, page.section)
    return File(page.file, lambda: f"{page.given}{frame.digest}", lambda: frame.stamp(page.slots()))
