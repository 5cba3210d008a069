"""The same network as a site for Hugo, so that both can be measured side by side.

One Markdown file an entry with YAML front matter, layouts around the frame that our own build
stamped, the same lists, topics, practices, letters, directory and backlinks. Everything that
would cost Hugo more than it must is prepared here: links in texts are ordinary Markdown links,
the line of facts of each entry and what names it stand in its front matter.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from commonbook.cards import initial, sort_key
from commonbook.entry import Entry
from commonbook.frames import Frame
from commonbook.handbook import Handbook
from commonbook.hosts.mkdocs import frames_for
from commonbook.sections.a_to_z import anchor

PER_PAGE = 250
_REFERENCE = re.compile(r"\[\[([a-z-]+/[a-z0-9/-]+)(?:\|([^\]]*))?\]\]")
_BODIES = {"group": "description", "case-study": "story", "term": "definition",
           "activity": "purpose", "training": "access_notes"}
_SLOTS = {"title": "{{ .Title }}", "path": "{{ .RelPermalink }}", "lang": "en", "dir": "ltr",
          "summary": "{{ .Params.summary }}", "robots": "index, follow", "head": ""}

CONFIG = """baseURL = "{url}"
title = "{name}"
disableKinds = ["RSS"]
enableGitInfo = false
[pagination]
pagerSize = {per_page}
disableAliases = true
[taxonomies]
topic = "topics"
practice = "practices"
letter = "search"
[outputs]
home = ["html", "json"]
[markup.goldmark.extensions]
typographer = false
"""

PARTIALS = {
    "card": (
        '<li class="cb-card"><a class="cb-card__link" href="{{ .root }}{{ .page.Params.address }}"'
        ' dir="auto">{{ .page.Title }}</a>\n{{ with .page.Params.line }}<p class="cb-card__line">'
        '{{ . }}</p>{{ end }}\n{{ with .page.Params.summary }}<p class="cb-card__summary" '
        'dir="auto">{{ . }}</p>{{ end }}</li>\n'),
    "link": (
        '{{ with site.GetPage (printf "/%s" .path) }}<a href="../../{{ .Params.address }}" '
        'dir="auto">{{ .Title }}</a>{{ end }}'),
    "mark": "{{ index hugo.Data.marks . | safeHTML }}",
}
# What each kind's page shows between its head and what all kinds share.
BODY = {
    "group": """<div class="cb-first">
<section id="part-about"><h2>What it does</h2>{{ .Content }}</section>
{{ with .Params.how_to_join }}<section id="part-join" class="cb-panel"><h2>How to join</h2>
{{ $.RenderString (dict "display" "block") . }}</section>{{ end }}</div>
<div class="cb-beside"><section id="part-contact"><h2>Contact</h2>
<p><a class="cb-button" href="{{ .Params.website }}" rel="noopener noreferrer">Website
<bdi>{{ .Params.website }}</bdi></a></p><ul class="cb-plain">{{ range .Params.contact }}
<li>{{ .way }}: {{ if eq .way "role-email" }}<a href="mailto:{{ .value }}"><bdi>{{ .value }}</bdi>
</a>{{ else }}<a href="{{ .value }}" rel="noopener noreferrer"><bdi>{{ .value }}</bdi></a>{{ end }}
</li>{{ end }}</ul></section>
<section id="part-place"><h2>Place</h2><p><span dir="auto">{{ .Params.placed }}</span>
<span class="cb-quiet">(rounded to about 11 km: <span dir="ltr">{{ .Params.place.latitude }},
{{ .Params.place.longitude }}</span>)</span></p></section>
<section id="part-practices"><h2>What it does</h2><ul class="cb-tags">{{ range .Params.practices }}
<li><a href="../../practices/{{ . }}/">{{ index hugo.Data.words . }}</a></li>{{ end }}</ul>
</section></div><div class="cb-then">
{{ with .Params.offers }}<section id="part-share"><h2>What it shares</h2><ul>{{ range . }}
<li dir="auto">{{ . }}</li>{{ end }}</ul></section>{{ end }}
<section id="part-structure"><h2>How it decides</h2><p>Level:</p><ol class="cb-ladder">
{{ range (slice "group" "federation") }}<li{{ if eq . $.Params.level }} aria-current="step"{{ end }}
>{{ . }}</li>{{ end }}</ol>{{ range .Params.part_of }}<div class="cb-wideonly">
<svg class="cb-drawing cb-drawing--bodies" role="img" aria-labelledby="bodies-title bodies-desc"
 width="100%" height="161"><title id="bodies-title">{{ $.Title }} and the bodies above and below it
</title><desc id="bodies-desc">The lists on this page say the same in words.</desc><line x1="50%"
 y1="97" x2="50%" y2="63" class="cb-line"/><rect x="27%" y="1" width="46%" height="62" rx="3"
 class="cb-box"/><text x="50%" y="37" text-anchor="middle" class="cb-drawing__label">{{ .name }}
</text><rect x="27%" y="97" width="46%" height="62" rx="3" class="cb-box cb-box--own"/><text x="50%"
 y="133" text-anchor="middle" class="cb-drawing__label cb-drawing__label--own">{{ $.Title }}</text>
</svg></div>{{ end }}</section>
{{ range (slice (slice "part_of" "Part of") (slice "works_with" "Works with")
(slice "supports" "Supports")) }}{{ $words := index . 1 }}{{ with index $.Params (index . 0) }}
<section><h2>{{ $words }}</h2><ul class="cb-links">{{ range . }}<li>
{{ partial "link.html" (dict "path" (printf "groups/%s" .to)) }}{{ with .from }}
<span class="cb-quiet">since {{ . }}</span>{{ end }}</li>{{ end }}</ul></section>{{ end }}{{ end }}
{{ with .Params.hosts }}<section><h2>Trainings</h2><ul class="cb-cards">{{ range . }}
{{ with site.GetPage (printf "/trainings/%s" .) }}
{{ partial "card.html" (dict "page" . "root" "../../") }}{{ end }}{{ end }}</ul></section>{{ end }}
""",
    "training": """<div class="cb-then"><p>{{ .Params.audience }}</p><ul>{{ range .Params.outcomes }}
<li>{{ . }}</li>{{ end }}</ul><table class="cb-rows">{{ range .Params.blocks }}<tr>
<td>{{ .minutes }}</td><td>{{ .title }}</td><td>{{ .keep }}</td><td>{{ .type }}</td></tr>{{ end }}
</table>{{ range .Params.blocks }}<section><h3>{{ .title }}</h3>
{{ with .activity }}<p>{{ partial "link.html" (dict "path" (printf "activities/%s" .)) }}</p>{{ end }}
{{ with .facilitator }}{{ $.RenderString (dict "display" "block") . }}{{ end }}
{{ with .participants }}{{ $.RenderString (dict "display" "block") . }}{{ end }}</section>{{ end }}
{{ .Content }}""",
    "case-study": """<div class="cb-then"><section><h2>Story</h2>{{ .Content }}</section>
<section><h2>How it decides</h2>{{ .RenderString (dict "display" "block") .Params.how_it_decides }}
</section>{{ range (slice "worked" "difficulties" "lessons") }}<section><h2>{{ . }}</h2><ul>
{{ range index $.Params . }}<li>{{ if reflect.IsMap . }}{{ $.RenderString .what }} {{ .who }}{{ else }}{{ $.RenderString . }}{{ end }}</li>{{ end }}</ul></section>{{ end }}
<ul>{{ range .Params.timeline }}<li>{{ .date }} {{ $.RenderString .event }}</li>{{ end }}</ul>
<ul class="cb-links">{{ range .Params.groups }}<li>
{{ partial "link.html" (dict "path" (printf "groups/%s" .)) }}</li>{{ end }}</ul>""",
    "activity": """<div class="cb-then">{{ .Content }}<ol>{{ range .Params.steps }}
<li>{{ $.RenderString . }}</li>{{ end }}</ol>""",
    "source": """<div class="cb-then"><p>{{ .Params.why }}</p><p><a href="{{ .Params.url }}">
{{ .Params.url }}</a></p>""",
    "term": """<div class="cb-then">{{ .Content }}<ul class="cb-tags">{{ range .Params.see_also }}
<li>{{ partial "link.html" (dict "path" (printf "glossary/%s" .)) }}</li>{{ end }}</ul>""",
    "guide": """<div class="cb-then">{{ .Content }}""",
}
HEAD = """<header class="cb-head"><p class="cb-kindline"><a href="../../{{ .Section }}/">
{{ partialCached "mark.html" .Params.kind .Params.kind }}{{ .Params.kind }}</a></p><h1 dir="auto">{{ .Title }}</h1>
<p class="cb-lead" dir="auto">{{ .Params.summary }}</p><p class="cb-facts"><span>{{ .Params.line }}
</span><span>checked {{ .Params.checked_on }}</span></p></header><div class="cb-body">
"""
TAIL = """{{ with .Params.sources }}<section class="cb-sources" id="part-sources"><h2>Sources</h2>
<ul>{{ range . }}<li>{{ partial "link.html" (dict "path" (printf "sources/%s" .)) }}</li>{{ end }}
</ul></section>{{ end }}
{{ with .Params.named_by }}<section class="cb-backlinks" id="part-backlinks">
<h2>What points here</h2>{{ range . }}<h3>{{ .words }}</h3><ul class="cb-links">
{{ range .by }}{{ with site.GetPage (printf "/%s" .) }}<li><a href="../../{{ .Params.address }}"
 dir="auto">{{ .Title }}</a> <span class="cb-kind">{{ partialCached "mark.html" .Params.kind .Params.kind }}
{{ .Params.kind }}</span></li>{{ end }}{{ end }}</ul>{{ end }}</section>{{ end }}
{{ with .Params.topics }}<section class="cb-topics"><h2>Topics</h2><ul class="cb-tags">
{{ range . }}<li><a href="../../topics/{{ . }}/">{{ index hugo.Data.words . }}</a></li>{{ end }}
</ul></section>{{ end }}<footer class="cb-wrong"><p>Is something wrong or out of date?
<a href="../../network/">How to suggest a change</a></p></footer></div></div>
"""
PAGER = """{{ if gt $p.TotalPages 1 }}<nav class="cb-pager"><ul>{{ range $p.Pagers }}
{{ if or (eq .PageNumber 1) (eq .PageNumber $p.TotalPages) (and (gt .PageNumber
(sub $p.PageNumber 4)) (lt .PageNumber (add $p.PageNumber 4))) }}<li><a href="{{ .URL }}">
{{ .PageNumber }}</a></li>{{ end }}{{ end }}</ul></nav>{{ end }}
"""
GROUPED = """<header class="cb-head"><h1>{{{{ .Title }}}}</h1></header>
{{{{ $p := .Paginate .RegularPages }}}}{{{{ range $p.Pages.{grouped} }}}}
<section class="cb-listgroup"><h2>{{{{ .Key }}}}</h2><ul class="cb-cards">{{{{ range .Pages }}}}
{{{{ partial "card.html" (dict "page" . "root" "/") }}}}{{{{ end }}}}</ul></section>{{{{ end }}}}
"""
LETTERS = """<header class="cb-head"><h1>A to Z: {{ .Title }}</h1></header><ul class="cb-links">
{{ range .Pages.ByTitle }}<li><a href="/{{ .Params.address }}" dir="auto">{{ .Title }}</a>
<span class="cb-kind">{{ .Params.kind }}</span></li>{{ end }}</ul>
"""
TERMS = """<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}
</a> {{ len .Pages }}</li>{{ end }}</ul>
"""
DIRECTORY = """[{{ range $number, $page := site.RegularPages }}{{ if $number }},{{ end }}
{{ dict "id" .Params.id "name" .Title "summary" .Params.summary "address" .Params.address
"topics" .Params.topics "checked_on" .Params.checked_on | jsonify }}{{ end }}]
"""


def write_hugo_site(handbook: Handbook, into: Path) -> None:
    """Write a whole site for Hugo. Its pages stand in our own frames."""
    folders = {kind: model.folder for kind, model in handbook.kinds.items()}
    _put(into / "hugo.toml", CONFIG.format(
        url=handbook.settings.url or "https://handbook.example.org/", per_page=PER_PAGE,
        name=handbook.settings.name))
    words = {slug: word.name for table in (handbook.settings.topics, handbook.settings.practices)
             for slug, word in table.items()}
    _put(into / "data/words.json", json.dumps(words))
    _put(into / "data/marks.json", json.dumps(
        {kind: str(handbook.renderer.environment.globals["drawings"].mark(kind))
         for kind in folders}))
    for name, text in PARTIALS.items():
        _put(into / f"layouts/_partials/{name}.html", text)
    frames = frames_for(handbook).frames.frames
    _layouts(into, frames, folders)
    cards = handbook.edition.cards  # numbered in the order of our lists, to be sorted quickly
    ordered = sorted(handbook.network, key=lambda entry: (
        entry.kind, sort_key(cards[entry.id].group), cards[entry.id].order))
    for number, entry in enumerate(ordered, start=1):
        _put(_file(entry, folders, into), _entry(handbook, entry, folders, number))


def _layouts(into: Path, frames: Mapping[str, Frame], folders: Mapping[str, str]) -> None:
    plain = frames.get(":1") or frames["groups/:1"]
    for kind, body in BODY.items():
        frame = frames.get(f"{folders[kind]}/:2", frames["groups/:2"])
        _put(into / f"layouts/{folders[kind]}/page.html", _framed(frame, HEAD + body + TAIL))
    section = GROUPED.format(grouped='GroupByParam "country"')
    everything = GROUPED.format(grouped='GroupBy "Section"')
    _put(into / "layouts/section.html", _framed(plain, section + PAGER))
    _put(into / "layouts/term.html", _framed(plain, everything + PAGER))
    _put(into / "layouts/search/term.html", _framed(plain, LETTERS))
    _put(into / "layouts/taxonomy.html", _framed(plain, TERMS))
    _put(into / "layouts/home.html", _framed(plain, "<h1>{{ .Title }}</h1>"))
    _put(into / "layouts/home.json", DIRECTORY)


def _framed(frame: Frame, body: str) -> str:
    values = {**_SLOTS, "body": body}
    return "".join(values.get(part, "") if number % 2 else part
                   for number, part in enumerate(frame.parts))


def _file(entry: Entry, folders: Mapping[str, str], into: Path) -> Path:
    return into / "content" / folders[entry.kind] / f"{entry.slug.replace('/', '-')}.md"


def _path(entry: Entry, folders: Mapping[str, str]) -> str:
    return f"{folders[entry.kind]}/{entry.slug.replace('/', '-')}"


def _entry(
    handbook: Handbook, entry: Entry, folders: Mapping[str, str], number: int
) -> str:
    network, cards = handbook.network, handbook.edition.cards
    address = f"{_path(entry, folders)}/"

    def link(match: re.Match[str]) -> str:
        other = network.entries[match[1]]
        return f"[{match[2] or other.name}](../../{_path(other, folders)}/)"

    def plain(value: Any) -> Any:
        if isinstance(value, str):
            return _REFERENCE.sub(link, value)
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        return [plain(inner) for inner in value] if isinstance(value, list) else value

    front = plain({key: value for key, value in entry.source.tree.items() if key != "name"})
    body = front.pop(_BODIES.get(entry.kind, ""), "") or _REFERENCE.sub(link, entry.source.body)
    for name in ("part_of", "works_with", "supports"):
        if name in front:
            ties = [tie if isinstance(tie, dict) else {"to": tie} for tie in front[name]]
            front[name] = [{**tie, "name": network.entries[f"group/{tie['to']}"].name}
                           for tie in ties]
    back: dict[str, list[str]] = {}
    for edge in network.incoming.get(entry.id, ()):
        named = back.setdefault("Mentioned by" if edge.mention else edge.back, [])
        start = _path(network.entries[edge.start], folders)
        if start not in named:
            named.append(start)
    top = {name: front.pop(name) for name in ("topics", "practices") if name in front}
    top |= {"title": entry.name, "weight": number, "search": [anchor(initial(entry.name))]}
    front |= {
        "id": entry.id, "kind": entry.kind, "address": address,
        "summary": cards[entry.id].summary, "line": cards[entry.id].line,
        "placed": handbook.edition.cards.place(getattr(entry, "place", None)),
        "country": cards[entry.id].group,
        "named_by": [{"words": words, "by": named} for words, named in back.items()]}
    dumped = yaml.dump({**top, "params": front}, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    return f"---\n{dumped}---\n{body}\n"


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
