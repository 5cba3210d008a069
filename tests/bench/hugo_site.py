"""The same network as a site for Hugo, so that both can be measured side by side.

Each page of ours has a file there and a layout that makes the same page. The layouts follow our
own templates: :mod:`recording` tells what of a page is written in its template, and what its
template was given. The first becomes a layout, with its loops and conditions; the second stands in
a data file, as JSON. So whatever is worked out (neighbours, drawings, schedules, what names an
entry, how lists are ordered) is ready, and what is the same on all pages of a layout is plain text
in it. An entry's own page is its file as its author wrote it: fields in YAML, texts in Markdown.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from recording import BODIES, Recorder, Schema, leaf, shape, written

from commonbook.entry import Entry
from commonbook.frames import TRUSTED, Frames
from commonbook.handbook import Handbook
from commonbook.hosts.mkdocs import frames_for
from commonbook.pages import Edition, Page
from commonbook.prose import Prose
from commonbook.render import View
from commonbook.sections import all_pages

CONFIG = """baseURL = "{url}"
title = "{name}"
disableKinds = ["RSS", "taxonomy", "term", "404"]
enableGitInfo = false
disableAliases = true
[outputs]
home = ["html", "json"]
[markup.goldmark.extensions]
typographer = false
"""
DIRECTORY = """[{{ range $number, $page := where site.RegularPages "Params.id" "ne" nil }}
{{ if $number }},{{ end }}{{ dict "id" .Params.id "name" .Title "summary" .Description "address"
.RelPermalink "topics" .Params.topics "checked_on" .Params.checked_on | jsonify }}{{ end }}]
"""
_SENT = re.compile(r'(?:<p class="cb-send">.*?</p>\n)?(?=<footer class="cb-wrong")')
"""Where a guide offers itself as one small file: put in when its page is there."""


@dataclass
class _Renderer:
    """Renders pages as recordings; knows whose page it is, and what the body of its file is."""

    recorder: Recorder
    view: View | None = None

    def render(self, view: View) -> str:
        self.view = view
        return self.recorder.render(view)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.recorder, name)


def write_hugo_site(handbook: Handbook, into: Path) -> None:
    """Write a whole site for Hugo. Its pages stand in our own frames."""
    frames = frames_for(handbook).frames
    renderer = _Renderer(Recorder(
        handbook.project.themes, handbook.words, vars(handbook.renderer.environment.globals["site"])))
    edition = replace(handbook.edition, renderer=renderer)  # type: ignore[arg-type]
    _put(into / "hugo.toml", CONFIG.format(
        url=handbook.settings.url or "https://handbook.example.org/", name=handbook.settings.name))
    _put(into / "layouts/home.json", DIRECTORY)
    drawn = {kind: str(renderer.environment.globals["drawings"].mark(kind))
             for kind in handbook.kinds}
    _put(into / "data/marks.json", json.dumps(drawn))
    marks = {drawing: kind for kind, drawing in drawn.items()}
    alike: dict[str, list[Page]] = defaultdict(list)
    for page in _pages(edition):
        alike[_layout(page, frames, edition)].append(page)
    for name, pages in alike.items():
        schema = Schema(marks)
        for page in pages:
            schema.learn(shape(_recorded(page, page.slots(), frames)))
        layout = schema.layout()
        top = "" if name == "home" else f"{name}/"
        for kind in ("home",) if name == "home" else ("page", "section"):
            _put(into / f"layouts/{top}{kind}.html", layout)
        for page in pages:
            slots = page.slots()
            values = schema.values(shape(_recorded(page, slots, frames)))
            _put(into / _file(page), _content(page, slots, name, renderer))
            _put(into / f"data/shown/{_name(page)}.json", json.dumps(values, ensure_ascii=False))
    for folder in (into / "content").iterdir():
        if folder.is_dir() and not (folder / "_index.md").exists():  # it has no page of its own
            _put(folder / "_index.md", "---\nbuild: {render: never}\n---\n")


def _pages(edition: Edition) -> Iterator[Page]:
    """Our pages that have folders of their own: not redirects, small files and the 404."""
    for page in all_pages(edition):
        if not page.path.endswith(".html"):
            yield page


def _layout(page: Page, frames: Frames, edition: Edition) -> str:
    """Pages share a layout if their template, their frame and their depth are the same."""
    if not page.path:
        return "home"
    if page.path in frames.frames:  # it has a frame of its own
        return f"own-{page.path.strip('/').replace('/', '-')}"
    page.slots()
    view = edition.renderer.view  # type: ignore[attr-defined]
    template = view.template.removesuffix(".html").replace("/", "-")
    section = page.section.strip("/").replace("/", "-")
    return f"{template}-{section}-{page.path.count('/')}" if section else (
        f"{template}-{page.path.count('/')}")


def _recorded(page: Page, slots: Mapping[str, str], frames: Frames) -> str:
    body = _SENT.sub(lambda found: leaf("m", "sent", found[0]), slots["body"])
    frame = frames.find(page.path, page.section)
    return "".join(
        part if number % 2 == 0 else body if part == "body"
        else leaf("m" if part in TRUSTED else "s", f"slot_{part}", slots.get(part, ""))
        for number, part in enumerate(frame.parts))


def _file(page: Page) -> Path:
    if page.path.count("/") < 2:
        return Path("content", page.path, "_index.md")
    return Path("content", f"{page.path.rstrip('/')}.md")


def _content(page: Page, slots: Mapping[str, str], layout: str, renderer: _Renderer) -> str:
    """A page's file: front matter in YAML; of an entry's own page, its fields as they are written."""
    front: dict[str, Any] = {"title": slots["title"], "description": slots["summary"]}
    if page.path:
        front["type"] = layout
    front["params"] = {"shown": _name(page)}
    entry = renderer.view.values.get("entry") if renderer.view else None
    body = ""
    if isinstance(entry, Entry) and entry.address == page.path:
        of_body = BODIES.get(entry.kind, "")
        front["params"] |= {"id": entry.id, **{
            name: held for name, held in entry.source.tree.items()
            if name not in {"name", "title", "summary", of_body}}}
        held = getattr(entry, of_body, None)
        body = written(held, renderer.view.links, page.path) if isinstance(held, Prose) else ""
    plain = yaml.dump(front, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    return f"---\n{plain}---\n{body}\n"


def _name(page: Page) -> str:
    """The name of the data file with what a page shows."""
    return page.path.strip("/").replace("/", "--") or "home"


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
