"""The straight line: load, validate, link, check, render, write."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ValidationError

from . import exports, rules
from .cards import Cards
from .checks import Context, check, check_entry
from .diagnostics import Diagnostic, Location, Report
from .entry import Entry
from .facets import Directories
from .files import IGNORED, find_entries, find_guides
from .frames import Frames, Stub
from .images import Picture, picture
from .kinds import Kinds, discover
from .link import Network, explain, link, relink
from .load import Source, Unreadable, load_file
from .pages import Edition, Page, entry_page
from .parallel import Progress, in_shares, silent, uncollected
from .privacy import privacy
from .project import Project
from .render import Renderer, digest, digest_of_files
from .sections import all_pages
from .settings import Removed, Settings, Tombstone
from .validate import explain as explain_fields
from .validate import validate
from .words import Words
from .write import Artifact, File

Read = tuple[Source | Unreadable, Entry | None, tuple[Diagnostic, ...]]
"""A file, the entry it holds if it is fit to be one, and what is wrong with it."""

RENDERED_BY = ("comrak", "nh3", "jinja2", "babel", "pydantic")


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


@dataclass
class Handbook:
    """One network, read and checked; ready to be rendered into a host's frames.

    ``today`` decides what is stale: the environment's ``SOURCE_DATE_EPOCH``, else the clock.
    ``drafts`` shows unpublished entries too, for looking at them. ``progress`` is told how many
    files have been read.
    """

    project: Project
    today: date = field(default_factory=_today)
    drafts: bool = False
    progress: Progress = silent
    report: Report = field(init=False)
    settings: Settings = field(init=False)
    removed: tuple[Tombstone, ...] = field(init=False, default=())
    kinds: Kinds = field(init=False)
    network: Network = field(init=False)
    sources: dict[str, Source | Unreadable] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.report = Report()
        self.settings = self._read_settings()
        self.report.severities = self.settings.rules
        self.kinds = discover(self.project.root, self.settings.kinds)
        with uncollected():
            self.network, unresolved = link(self._entries(), drafts=self.drafts)
            self.report.add(explain(
                unresolved, self.network, kinds=self.kinds, invalid=self._invalid(),
                removed=(stone.id for stone in self.removed)))
            self.report.add(check(self.context))

    # -- load, validate, link, check --------------------------------------------------------

    def _read_settings(self) -> Settings:
        found = self._read_model("network/network.yml", Settings)
        removed = self._read_model("network/removed.yml", Removed)
        if isinstance(removed, Removed):
            self.removed = removed.removed
        if isinstance(found, Settings):
            return found
        own = self.sources.get("network/network.yml")
        return _what_is_right(own.tree if isinstance(own, Source) else {})

    def _read_model(self, path: str, model: type[BaseModel]) -> BaseModel | None:
        if not (self.project.root / path).is_file():
            return None
        source = self.sources[path] = load_file(
            self.project.root, path, "network", Path(path).stem)
        if isinstance(source, Unreadable):
            self.report.add(source.diagnostics)
            return None
        try:
            return model.model_validate(source.tree)
        except ValidationError as error:
            self.report.add(explain_fields(source, model, error))
            return None

    def _entries(self) -> Iterator[Entry]:
        """Every file of every kind, read and validated; what is wrong goes into the report."""
        self._report_strange_folders()
        for share in in_shares(self._read_share, list(self._find())):
            for source, entry, problems in share:
                self.sources[source.path] = source
                self.report.add(problems)
                if entry:
                    yield entry

    def _find(self) -> Iterator[tuple[str, str, str]]:
        """Path, kind and slug of every file that should be an entry."""
        for kind, model in self.kinds.items():
            for found in (find_guides(self.project.root, "content") if kind == "guide"
                          else find_entries(self.project.root, f"network/{model.folder}")):
                if isinstance(found, Diagnostic):
                    self.report.add([found])
                else:
                    yield found[0], kind, found[1]

    def _read_share(self, files: Sequence[tuple[str, str, str]]) -> list[Read]:
        """Load and validate some files; may run in another process."""
        made: list[Read] = []
        for number, (path, kind, slug) in enumerate(files):
            self.progress(number, len(files))
            source = load_file(self.project.root, path, kind, slug)
            if isinstance(source, Unreadable):
                made.append((source, None, source.diagnostics))
            else:
                entry, problems = validate(source, self.kinds[kind])
                made.append((source, entry, (*problems, *(privacy(entry) if entry else ()))))
        return made

    def _report_strange_folders(self) -> None:
        """Folders that are no kind's are reported, so that nothing in them is missed."""
        known = {model.folder for model in self.kinds.values() if model.kind != "guide"}
        known.add("images")
        files = {"network.yml", "removed.yml"}
        for item in sorted(os.scandir(self.project.network), key=lambda found: found.name):
            if IGNORED.match(item.name) or item.name in files:
                continue
            path = f"network/{item.name}"
            if not item.is_dir(follow_symlinks=False):
                self.report.add([rules.UNEXPECTED_FILE.at(
                    Location(path), "This file is not read.",
                    hint="Entries lie in the folder of their kind.")])
            elif item.name not in known:
                self.report.add([rules.UNKNOWN_KIND.at(
                    Location(path), f"There is no kind with the folder “{item.name}”.",
                    hint="Folders are: " + ", ".join(sorted(known)) + ".")])

    def _invalid(self) -> Iterable[str]:
        """Ids of files that exist but became no entry: references to them are not errors."""
        return (source.id for source in self.sources.values()
                if source.id not in self.network and source.id not in self.network.drafts)

    @property
    def context(self) -> Context:
        """What checks may look at."""
        return Context(self.project, self.network, self.settings, self.today, self.kinds)

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
        own = self.sources.get("network/network.yml")
        settings = own.digest if isinstance(own, Source) else ""
        kinds = digest_of_files(self.project.root / path for path in self.settings.kinds)
        versions = [f"{name}={version(name)}" for name in RENDERED_BY]
        return digest((code, templates, settings, kinds, *versions))

    @cached_property
    def pictures(self) -> Mapping[str, Picture]:
        """The pictures of all entries, made safe, by the entry's id."""
        made = {entry.id: picture(self.project, entry.image)
                for entry in self.network if entry.image}
        return MappingProxyType({key: found for key, found in made.items() if found})

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
            bytecode=self.project.cache / "templates")

    @cached_property
    def edition(self) -> Edition:
        """Everything that pages are made from."""
        cards = Cards(self.network.entries, self.settings, self.words, self.today)
        directories = Directories(self.network, self.kinds, cards, self.settings, self.words)
        return Edition(
            self.network, self.settings, self.kinds, self.words, cards, self.renderer, self.salt,
            self.today, directories, self.removed, self.pictures, self.assets,
            self.project.cache)

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Every page of the site by its address."""
        with uncollected():
            return MappingProxyType({page.path: page for page in all_pages(self.edition)})

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
        made.extend(artifact.file for artifact in self._artifacts(site))
        return made

    def _artifacts(self, site: Site) -> Iterator[Artifact]:
        """Everything that is not a page: the host's files, pictures, exports."""
        for file in sorted(site.folder.rglob("*")):
            if file.is_file():
                yield Artifact(file.relative_to(site.folder).as_posix(), file.read_bytes())
        for made in {found.name: found for found in self.pictures.values()}.values():
            yield Artifact(f"assets/images/{made.name}", made.data)
        yield from self.exports()

    def exports(self) -> Iterator[Artifact]:
        """What the site offers besides pages."""
        pages = [self.pages[path] for path in sorted(self.pages)]
        for export in exports.discover():
            yield from export(self.edition, pages)

    @cached_property
    def exported(self) -> Mapping[str, Artifact]:
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
        self.network = relink(self.network, entry)
        for name in ("edition", "pages", "exported"):
            self.__dict__.pop(name, None)
        return (*problems, *privacy(entry), *check_entry(entry, self.context))

    def page(self, path: str) -> Page | None:
        """One page by its address, without making the others if it is an entry's."""
        if "pages" not in self.__dict__:
            for entry_id in self._ids_at(path):
                return entry_page(self.edition, self.network.entries[entry_id])
        return self.pages.get(path)

    def _ids_at(self, path: str) -> Iterator[str]:
        folder, _, slug = path.rstrip("/").partition("/")
        kind = next((model.kind for model in self.kinds.values() if model.folder == folder), "")
        for entry_id in (f"{kind}/{slug}", f"guide/{path.rstrip('/')}"):
            if entry_id in self.network.entries:
                yield entry_id


def _what_is_right(tree: Mapping[str, Any]) -> Settings:
    """Settings without what is wrong in them, which has been reported.

    Entries are checked all the same: one mistake here must not become one in every entry.
    """
    usual = {"name": "Handbook", "summary": "Handbook", "languages": ["en"]}
    try:
        return Settings.model_validate({**usual, **tree})
    except ValidationError as error:
        wrong = {finding["loc"][0] for finding in error.errors()}
        right = {name: value for name, value in tree.items() if name not in wrong}
        return Settings.model_validate({**usual, **right})


def _stamped(page: Page, frames: Frames) -> File:
    frame = frames.find(page.path, page.section)
    return File(page.file, f"{page.given}{frame.digest}", lambda: frame.stamp(page.slots()))
