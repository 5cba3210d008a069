"""The straight line: load, validate, link, check, render, write."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ValidationError

from . import exports, rules
from .checks import Context, check, check_entry
from .diagnostics import Diagnostic, Location, Report
from .entry import Entry
from .files import IGNORED, find_entries, find_guides
from .frames import Frames, Stub
from .images import Picture, picture
from .kinds import Kinds, discover
from .link import Network, explain, link, relink
from .load import Source, Unreadable, load_file
from .pages import Page, Pages
from .parallel import Progress, silent
from .project import Project
from .render import Renderer, digest, digest_of_files
from .settings import Removed, Settings, Tombstone
from .validate import explain as explain_fields
from .validate import validate
from .words import Words
from .write import Artifact, File

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
        entries = [entry for source in self._load() if (entry := self._validate(source))]
        self.network, unresolved = link(entries, drafts=self.drafts)
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
        # Broken settings have been reported; entries are checked all the same.
        return Settings(name="Handbook", summary="Handbook", languages=("en",))

    def _read_model(self, path: str, model: type[BaseModel]) -> BaseModel | None:
        if not (self.project.root / path).is_file():
            return None
        source = self._read(path, "network", Path(path).stem)
        if isinstance(source, Unreadable):
            return None
        try:
            return model.model_validate(source.tree)
        except ValidationError as error:
            self.report.add(explain_fields(source, model, error))
            return None

    def _load(self) -> Iterator[Source]:
        """Every readable file of every kind."""
        self._report_strange_folders()
        files: list[tuple[str, str, str]] = []
        for kind, model in self.kinds.items():
            for found in (find_guides(self.project.root, "content") if kind == "guide"
                          else find_entries(self.project.root, f"network/{model.folder}")):
                if isinstance(found, Diagnostic):
                    self.report.add([found])
                else:
                    files.append((found[0], kind, found[1]))
        for number, (path, kind, slug) in enumerate(files):
            self.progress(number, len(files))
            source = self._read(path, kind, slug)
            if isinstance(source, Source):
                yield source

    def _report_strange_folders(self) -> None:
        """Folders that are no kind's are reported, so that nothing in them is missed."""
        known = {model.folder for model in self.kinds.values()} | {"images"}
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

    def _read(self, path: str, kind: str, slug: str) -> Source | Unreadable:
        source = self.sources[path] = load_file(self.project.root, path, kind, slug)
        if isinstance(source, Unreadable):
            self.report.add(source.diagnostics)
        return source

    def _validate(self, source: Source) -> Entry | None:
        entry, problems = validate(source, self.kinds[source.kind])
        self.report.add(problems)
        return entry

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
    def renderer(self) -> Renderer:
        """Our templates with the site's constants."""
        return Renderer(
            self.project.themes, self.words,
            {"settings": self.settings, "kinds": self.kinds, "language": self.settings.language,
             "root_kinds": list(self.kinds)},
            bytecode=self.project.cache / "templates")

    @cached_property
    def maker(self) -> Pages:
        """Makes pages from the network."""
        return Pages(
            network=self.network, settings=self.settings, kinds=self.kinds, words=self.words,
            renderer=self.renderer, salt=self.salt, today=self.today, removed=self.removed,
            pictures=self.pictures)

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Every page of the site by its address."""
        return MappingProxyType({page.path: page for page in self.maker})

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
        for made in self.pictures.values():
            yield Artifact(f"assets/images/{made.name}", made.data)
        for export in exports.discover():
            yield from export(self.network, self.pages.values(), self.settings)

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
        for name in ("maker", "pages"):
            self.__dict__.pop(name, None)
        return (*problems, *check_entry(entry, self.context))

    def page(self, path: str) -> Page | None:
        """One page by its address, without making the others if it is an entry's."""
        if "pages" not in self.__dict__:
            for entry_id in self._ids_at(path):
                return self.maker.of_entry(self.network.entries[entry_id])
        return self.pages.get(path)

    def _ids_at(self, path: str) -> Iterator[str]:
        folder, _, slug = path.rstrip("/").partition("/")
        kind = next((model.kind for model in self.kinds.values() if model.folder == folder), "")
        for entry_id in (f"{kind}/{slug}", f"guide/{path.rstrip('/')}"):
            if entry_id in self.network.entries:
                yield entry_id


def _stamped(page: Page, frames: Frames) -> File:
    frame = frames.find(page.path, page.section)
    return File(page.file, f"{page.given}{frame.digest}", lambda: frame.stamp(page.slots()))
