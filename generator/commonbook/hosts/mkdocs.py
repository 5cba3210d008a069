"""MkDocs as a host: it renders a frame for each stub; we stamp every page into them.

Two ways lead here. ``commonbook build`` asks :func:`frames_for`, which runs MkDocs only when
something the frames depend on has changed. ``mkdocs build`` loads :class:`CommonbookPlugin`,
which reads the network, lets MkDocs render, and publishes in the same way.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateError
from markupsafe import escape
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from ..diagnostics import Diagnostic, Severity
from ..disk import replace_file
from ..errors import CommonbookError, HostError
from ..frames import Frame, Frames, Stub, marker
from ..handbook import Handbook, Site
from ..project import Project
from ..render import digest, digest_of_files
from ..words import direction
from ..write import bring_up_to_date, publish
from .recall import recall

log = logging.getLogger("mkdocs.plugins.commonbook")

FRAME = "around.html"
NOT_FOUND = "404.html"


def frames_for(handbook: Handbook) -> Site:
    """The frames of a handbook: remembered ones if nothing they depend on has changed.

    Raises:
        HostError: MkDocs cannot render the frames.
    """

    def make(folder: Path) -> Mapping[str, str]:
        plugin = _run(handbook, folder)
        if plugin.problems:
            handbook.report.add(plugin.problems)
            raise HostError(str(plugin.problems[0].message), hint=plugin.problems[0].hint)
        return plugin.rendered

    return recall(handbook.project.cache / "host", _key(handbook), make)


def _key(handbook: Handbook) -> str:
    """A digest of everything a frame can depend on."""
    project = handbook.project
    theme_files = (file for theme in project.themes for file in sorted(theme.rglob("*"))
                   if file.is_file() and file.parent.name not in {"entries", "indexes", "pages"})
    config = project.root / "mkdocs.yml"
    menu = config.read_text(encoding="utf-8") if config.is_file() else ""
    return digest((
        digest_of_files(theme_files), menu,
        *(guide.name for guide in handbook.network.of("guide") if guide.slug in menu),
        handbook.settings.model_dump_json(include={
            "name", "summary", "languages", "url", "repository", "licence"}),
        digest_of_files(sorted(Path(__file__).parents[1].rglob("*.py"))),
        *(f"{name}={version(name)}" for name in ("mkdocs", "mkdocs-material", "jinja2")),
        *(stub.key for stub in handbook.stubs()),
        *(f"{path}={title}" for title, path in default_menu(handbook)),
    ))


def _run(handbook: Handbook, site: Path) -> CommonbookPlugin:
    """Let MkDocs build, in this process, with our plugin taking the pages out."""
    config_file = handbook.project.root / "mkdocs.yml"
    if not config_file.is_file():
        config_file = _default_config(handbook)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's banner prints raw escapes
    quiet = logging.getLogger("mkdocs")
    level = quiet.level
    quiet.setLevel(logging.ERROR)
    try:
        config = load_config(str(config_file), **(
            {} if handbook.project.content.is_dir() else {"docs_dir": str(_nothing(handbook))}))
        plugin = config.plugins.get("commonbook")
        if not isinstance(plugin, CommonbookPlugin):
            msg = "mkdocs.yml does not use the plugin “commonbook”."
            raise HostError(msg, hint="Add it under “plugins:”.")
        plugin.lend(handbook, site)
        build(config)
    except (MkDocsException, Abort, TemplateError) as error:
        msg = f"MkDocs could not render the frame: {error}"
        raise HostError(msg, hint="Check mkdocs.yml and the templates in theme/.") from error
    finally:
        quiet.setLevel(level)
    return plugin


def _default_config(handbook: Handbook) -> Path:
    """The settings a network gets that has no ``mkdocs.yml`` of its own."""
    path = handbook.project.cache / "mkdocs.yml"
    values = {
        "site_name": handbook.settings.name, "docs_dir": str(_nothing(handbook)),
        "theme": {"name": "material", "font": False}, "plugins": ["commonbook"]}
    replace_file(path, json.dumps(values).encode())  # JSON is YAML
    return path


def _nothing(handbook: Handbook) -> Path:
    """An empty folder: MkDocs wants one for its pages, and a network need not have ``content/``."""
    empty = handbook.project.cache / "docs"
    empty.mkdir(parents=True, exist_ok=True)
    return empty


def default_menu(handbook: Handbook) -> Iterator[tuple[str, str]]:
    """The menu when ``mkdocs.yml`` has no ``nav``: words and Markdown files."""
    words, listed = handbook.words, set()
    for key, path in (
        ("start", "start-here.md"), ("find", "groups/index.md"),
        ("trainings", "trainings/index.md"), ("guides", "guides/index.md"),
        ("cases", "case-studies/index.md"), ("glossary", "glossary/index.md"),
        ("take-part", "contribute/add-your-group.md"), ("about", "about.md"),
    ):
        guide = f"guide/{path.removesuffix('.md')}"
        listed.add(path.partition("/")[0])
        if path.endswith("/index.md") or guide in handbook.network:
            yield words(f"menu.{key}"), path
    for kind, model in handbook.kinds.items():  # those of a network's own
        if not model.menu and model.folder not in listed and handbook.network.ids_of(kind):
            yield handbook.edition.plural(kind), f"{model.folder}/index.md"


class CommonbookPlugin(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Takes the pages out of MkDocs' hands: it renders frames, we stamp and publish."""

    def __init__(self) -> None:
        super().__init__()
        self.handbook: Handbook | None = None
        self.rendered: dict[str, str] = {}
        self.problems: list[Diagnostic] = []
        self._lent = False
        self._serving = False
        self._target: Path | None = None
        self._keys: dict[str, str] = {}

    def lend(self, handbook: Handbook, site: Path) -> None:
        """Use a handbook that is already read; render frames only, publish nothing."""
        self.handbook, self._lent, self._target = handbook, True, site

    def site(self, folder: Path) -> Site:
        """What MkDocs has made, for publishing."""
        return Site(folder, Frames({key: Frame.cut(text) for key, text in self.rendered.items()}))

    # -- events ---------------------------------------------------------------------------

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether MkDocs serves: then files are written in place."""
        del dirty
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check the network; give the host a folder of its own."""
        if not self._lent:
            self._open(config)
        handbook = self._ready()
        self.rendered, self.problems, self._keys = {}, [], {}
        if self._lent and self._target:
            config.site_dir = str(self._target)
        elif not self._lent:
            self._target = Path(config.site_dir)
            config.site_dir = str(handbook.project.cache / "host-mkdocs" / "site")
        config.theme.dirs[:0] = [str(theme) for theme in handbook.project.themes
                                 if str(theme) not in config.theme.dirs]
        config.theme["font"] = False
        config.site_name = config.site_name or handbook.settings.name
        config.site_url = config.site_url or _with_slash(handbook.settings.url)
        config.nav = list(self._menu(config, handbook))
        config.extra["commonbook"] = {
            "words": handbook.words, "settings": handbook.settings,
            "language": handbook.settings.language,
            "direction": direction(handbook.settings.language),
            "theme_digest": digest_of_files(
                file for theme in handbook.project.themes
                for file in sorted((theme / "assets").glob("*.*")))[:10]}
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """No page of the host's own: guides, entries and lists are all stamped."""
        for file in list(files):
            if file.src_dir == config.docs_dir or not _is_asset(file):
                files.remove(file)
        for stub in self._stubs(config):
            content = "\n".join((
                "---", f"title: {marker('title')}", f"description: {marker('summary')}",
                f"template: {FRAME}", "---", ""))
            inclusion = (InclusionLevel.INCLUDED if stub.path and self._in_menu(config, stub)
                         else InclusionLevel.NOT_IN_NAV)
            file = File.generated(config, _file(stub, config), content=content,
                                  inclusion=inclusion)
            files.append(file)
            self._keys[file.src_uri] = stub.key if stub.path or stub.depth else ""
        return files

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Each frame stands under its menu entry, so that the menu shows where one is."""
        del config
        menu = {page.url: page for page in nav.pages}
        for stub in self._ready().stubs():
            file = files.get_file_from_path(stub.file)
            parent = menu.get(stub.section) or next(
                (page for url, page in menu.items()
                 if stub.section and url.startswith(stub.section)), None)
            if file and file.page and parent:
                file.page.parent = parent  # type: ignore[assignment]
        return nav

    def on_env(
        self, env: Environment, /, *, config: MkDocsConfig, files: Files
    ) -> Environment:
        """Take the host's templates compiled, too, if they are kept."""
        del config, files
        env.bytecode_cache = self._ready().project.bytecode
        return env

    @event_priority(-100)
    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Take a rendered frame; an empty answer keeps MkDocs from writing it."""
        del config
        self.rendered[self._keys[page.file.src_uri]] = output
        return ""

    @event_priority(-100)
    def on_post_template(self, output: str, template_name: str, config: MkDocsConfig) -> str:
        """The page for what is not there is a frame too; the sitemap is ours."""
        del config
        if template_name == NOT_FOUND:
            self.rendered[NOT_FOUND] = output
        return ""

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Check the frames; publish, unless somebody else will."""
        told: set[frozenset[str]] = set()
        for key, text in self.rendered.items():
            frame = Frame.cut(text)
            if frame.slots not in told:  # frames of one template share its faults
                told.add(frame.slots)
                self.problems.extend(frame.problems(key or "the front page"))
        if self._lent:
            return
        handbook = self._ready()
        self._report(self.problems)
        site, target = self.site(Path(config.site_dir)), self._target or Path("site")
        try:
            if self._serving:
                bring_up_to_date(
                    handbook.files(site), target, handbook.project.cache / "serve.json")
            else:
                publish(handbook.files(site), target, handbook.project.cache)
        except CommonbookError as error:
            raise PluginError(f"{error} {error.hint}".strip()) from error

    def on_serve(self, server: Any, /, *, config: MkDocsConfig, builder: Any) -> Any:
        """Watch the data and the theme as well."""
        del config, builder
        project = self._ready().project
        for folder in (project.network, *project.themes):
            server.watch(str(folder))
        return server

    # -- what the events use ----------------------------------------------------------------

    def _open(self, config: MkDocsConfig) -> None:
        root = Path(config.config_file_path or "mkdocs.yml").parent
        try:
            self.handbook = Handbook(Project.find(root))
        except CommonbookError as error:
            raise PluginError(f"{error} {error.hint}".strip()) from error
        self._report(self.handbook.report)

    def _report(self, problems: Any) -> None:
        """Problems go to MkDocs' log, so that ``--strict`` counts them; errors end the build."""
        errors = 0
        for problem in problems:
            is_error = problem.severity is Severity.ERROR
            errors += is_error
            hint = f" {problem.hint}" if problem.hint else ""
            log.log(logging.ERROR if is_error else logging.WARNING, "%s: %s%s [%s]",
                    problem.location, problem.message, hint, problem.rule.code)
        if errors:
            msg = f"{errors} problems in the network; nothing was published."
            raise PluginError(msg)

    def _ready(self) -> Handbook:
        if self.handbook is None:
            msg = "The network has not been read."
            raise PluginError(msg)
        return self.handbook

    def _menu(self, config: MkDocsConfig, handbook: Handbook) -> Iterator[dict[str, Any]]:
        """The menu as given, every page with its words, since a frame's own title is a slot."""
        if config.nav is None:
            yield from ({title: path} for title, path in default_menu(handbook))
            return
        yield from (_titled(item, handbook) for item in config.nav)

    def _stubs(self, config: MkDocsConfig) -> Iterator[Stub]:
        """Frames of the handbook, and one for each page the menu leads to."""
        yield Stub("", 0, "")
        for path in _paths(config.nav):
            address = _address(path)
            if address:
                yield Stub(address, address.count("/"), address)
        yield from self._ready().stubs()

    def _in_menu(self, config: MkDocsConfig, stub: Stub) -> bool:
        return any(_address(path) == stub.path for path in _paths(config.nav))


def _titled(item: Any, handbook: Handbook) -> dict[str, Any]:
    """A menu entry with its words, and those inside it.

    A guide's title comes from a contribution: it is escaped, since themes write titles as they
    are, and must not make a slot.
    """
    if isinstance(item, str):
        address = _address(item).rstrip("/")
        guide = handbook.network.entries.get(f"guide/{address or 'index'}")
        words = guide.name if guide else item.partition("/")[0].capitalize()
        return {escape(words.replace("SLOT-", "SLOT\u2060-")): item}
    return {words: [_titled(inner, handbook) for inner in held] if isinstance(held, list) else held
            for words, held in item.items()}


def _paths(nav: Any) -> Iterator[str]:
    """Every Markdown file a menu names, at any depth."""
    if isinstance(nav, str):
        if nav.endswith(".md"):
            yield nav
    elif isinstance(nav, dict):
        for value in nav.values():
            yield from _paths(value)
    elif isinstance(nav, (list, tuple)):
        for value in nav:
            yield from _paths(value)


def _address(path: str) -> str:
    """``groups/index.md`` and ``groups.md`` both lie at ``groups/``."""
    bare = path.removesuffix(".md")
    bare = bare.removesuffix("/index") if bare.endswith("/index") else bare
    return "" if bare == "index" else f"{bare}/"


def _file(stub: Stub, config: MkDocsConfig) -> str:
    """The file name for a stub: as the menu has it, if it is in the menu."""
    if not stub.path and not stub.depth:
        return "index.md"
    for path in _paths(config.nav):
        if stub.path and _address(path) == stub.path:
            return path
    return stub.file


def _is_asset(file: File) -> bool:
    """Of the theme, only what lies in assets/; of Material's scripts and styles, none."""
    return (file.src_uri.startswith("assets/") and not file.src_uri.endswith(".map")
            and not file.src_uri.startswith(("assets/javascripts/", "assets/stylesheets/")))


def _with_slash(url: str | None) -> str | None:
    return f"{url.rstrip('/')}/" if url else None
