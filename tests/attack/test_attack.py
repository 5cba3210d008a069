"""Hostile files, by hand and by seeded mutation: nothing runs, nothing hangs, all is reported."""

from __future__ import annotations

import io
import json
import os
import random
import re
import time
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path
from typing import ClassVar
from unicodedata import normalize

import pytest
from attack.cases import (
    ADDRESSES,
    ANY,
    FIELDS,
    FRONT_MATTER,
    HONEST,
    MARKDOWN,
    MARKS,
    SLOW,
    START,
    YAML,
)
from PIL import Image
from samples import TESTS, read, render

from commonbook import parts, privacy, prose, reporters, schedule
from commonbook.images import picture
from commonbook.kinds import discover
from commonbook.kinds.training import Block
from commonbook.load import load_text
from commonbook.validate import validate

SECONDS = 2.0
"""What one text may take here; on an idle machine all take less than half a second."""

PROSE = (
    "a {{ 7*7 }} SLOT-body-SLOT `<iframe onload=alert(1)>` "
    "[x](https://evil.example/\"onmouseover=alert(1) \"t' onclick=alert(1) data-wikilink\") "
    "[[group/evil|\\<img src=x onerror=alert(1)>\"']] &lt;script>alert(1)&lt;/script> %s\n\n"
    "```html\n</code></pre><iframe src=javascript:alert(1)> SLOT-body-SLOT\n```\n\n"
    '| a | b |\n|-|-|\n| `</table><iframe onload=alert(1)>` | x |\n\n# h " onclick=alert(1)\n')


# -- single files -------------------------------------------------------------------------


def _named(name: str) -> str:
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """All hand-made files in one network, and what the check says of each."""
    root = tmp_path_factory.mktemp("attack")
    files: dict[str, str | bytes] = {
        "network/network.yml": "name: Test\nsummary: A test.\nlanguages: [en]\n",
        "network/groups/other.yml": "name: Other\nsummary: x\ntype: other\n"}
    files |= {f"network/groups/yaml-{_named(name)}.yml": text for name, (text, _) in YAML.items()}
    files |= {f"network/groups/field-{name}.yml": START.replace("Fine\n", f"{name}\n", 1)
              + text.replace("[case]", f"[field-{name}]") for name, (text, _) in FIELDS.items()}
    for number, address in enumerate(ADDRESSES):
        files[f"network/groups/site-{number}.yml"] = START + f'website: "{address}"\n'
        files[f"network/groups/web-{number}.yml"] = (
            START + f'contact:\n- way: web\n  value: "{address}"\n')
    for number, text in enumerate(MARKDOWN):
        files[f"network/groups/prose-{number}.yml"] = START + f"description: |\n  {text}\n"
    for number, text in enumerate(HONEST):
        body = text.replace("\n", "\n  ")
        files[f"network/groups/honest-{number}.yml"] = START + f"description: |\n  {body}\n"
    files |= {f"content/front/{_named(name)}.md": text for name, (text, _) in FRONT_MATTER.items()}
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
    (root / "network/images").mkdir()
    (root / "network/images/evil.svg").write_text("<svg/>", encoding="utf-8")
    (root / "network/images/link.png").symlink_to("/etc/hostname")
    handbook = read(root)
    rules = defaultdict(set)
    for problem in handbook.report:
        rules[problem.location.path].add(problem.rule.code)
    return handbook, rules, files


@pytest.mark.parametrize(("path", "rule"), [
    *((f"network/groups/yaml-{_named(name)}.yml", rule) for name, (_, rule) in YAML.items()),
    *((f"network/groups/field-{name}.yml", rule) for name, (_, rule) in FIELDS.items()),
    *((f"network/groups/{way}-{number}.yml", ANY)
      for way in ("site", "web") for number in range(len(ADDRESSES))),
    *((f"network/groups/prose-{number}.yml", rule)
      for number, rule in enumerate(MARKDOWN.values())),
    *((f"content/front/{_named(name)}.md", rule) for name, (_, rule) in FRONT_MATTER.items()),
])
def test_each_hostile_file_is_reported(found, path, rule):
    """For the reason that it has, and never as a fault of ours."""
    rules = found[1][path] - {"duplicate-entry"}
    assert rules
    assert "internal-error" not in rules
    assert rule in rules or rule == ANY


@pytest.mark.parametrize("number", range(len(HONEST)))
def test_honest_texts_pass(found, number):
    """What only looks hostile is left alone."""
    assert found[1][f"network/groups/honest-{number}.yml"] <= {"duplicate-entry"}


def test_every_place_lies_in_its_file(found):
    """Line and column of every problem can be gone to."""
    handbook, _, files = found
    for problem in handbook.report:
        place = problem.location
        data = files.get(place.path)
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        if text is None:
            continue
        lines = text.split("\n")
        assert 1 <= place.line <= len(lines) + 1, problem
        line = lines[place.line - 1] if place.line <= len(lines) else ""
        assert 1 <= place.column <= max(len(line), len(normalize("NFC", line))) + 2, problem


def test_every_problem_says_what_to_do(found):
    """A sentence on what is wrong, and one on how to mend it."""
    assert [problem for problem in found[0].report
            if not problem.message.strip() or not problem.hint.strip()] == []


def test_files_are_reported_in_bounds(found):
    """No file fills a page with problems."""
    count = defaultdict(int)
    for problem in found[0].report:
        count[problem.location.path] += 1
    assert max(count.values()) <= 64


@pytest.mark.parametrize("form", reporters.names())
def test_no_report_disturbs_a_terminal_or_a_log(found, form):
    """No control characters, no bidirectional overrides, no commands of somebody else's."""
    handbook = found[0]
    text = reporters.reporter(form, terminal=False)(handbook.report, handbook.sources, False)  # noqa: FBT003
    text.encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    commands = [line for line in text.splitlines() if line.startswith("::")]
    assert all(line.startswith(("::error file=", "::warning file=")) for line in commands)


# -- mutation ----------------------------------------------------------------------------------

SEEDS = 1200
PIECES = (
    "[", "]", "{", "}", ":", "- ", "\n", "\n  ", "\t", "&a ", "*a", "!x ", "<<: ", "|", ">", "'",
    '"', "\\", "\0", "\x1b[", "\u202e", "\u2028", "\ufeff", "é", "e\u0301", "٣", "{{", "{%", "%s",
    "<script>", "</script>", "javascript:", "[[", "]]", "](", "![", "SLOT-body-SLOT", "---\n",
    "...\n", "#", "`", "~", "null", "999999999999", "-1", "0x1", "2026-02-30", "nan", "../",
)


def _mutated(seed: int, texts: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    chance = random.Random(seed)
    kind, data = chance.choice(texts)
    made = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(5):
            case 0:
                made[at:at] = chance.choice(PIECES).encode()
            case 1:
                del made[at : at + chance.randint(1, 40)]
            case 2:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 3:
                piece = made[at : at + chance.randint(1, 200)]
                made[at:at] = piece * chance.randint(1, 3)
            case _:
                lines = bytes(made).split(b"\n")
                chance.shuffle(lines)
                made = bytearray(b"\n".join(lines))
    return kind, bytes(made)


@pytest.fixture(scope="module")
def honest_files() -> list[tuple[str, bytes]]:
    """Every entry and guide of the sample network."""
    root = TESTS / "networks" / "commons"
    kinds = {model.folder: kind for kind, model in discover().items()}
    found = [(kinds[file.parent.name], file.read_bytes())
             for file in sorted((root / "network").rglob("*.yml")) if file.parent.name in kinds]
    return found + [("guide", file.read_bytes()) for file in sorted((root / "content").rglob("*.md"))]


@pytest.mark.parametrize("start", range(0, SEEDS, 100))
def test_mutated_files_break_nothing(honest_files, start):
    """Each becomes an entry or is reported; none is a fault of ours, none takes long."""
    kinds = discover()
    for seed in range(start, start + 100):
        kind, data = _mutated(seed, honest_files)
        begun = time.perf_counter()
        source = load_text(data, "x.yml", kind, "x")
        if hasattr(source, "tree"):
            entry, problems = validate(source, kinds[kind])
            problems += tuple(privacy.privacy(entry)) if entry else ()
            assert entry or problems, seed
        else:
            problems = source.diagnostics
            assert problems, seed
        assert all(found.rule.code != "internal-error" for found in problems), (seed, problems)
        assert time.perf_counter() - begun < SECONDS, seed


# -- time ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SLOW)
def test_no_text_takes_long(name):
    """Rendering, checking and locating what is wrong with it, for the largest file allowed."""
    body = SLOW[name][: 255 * 1024]
    data = f"---\ntitle: x\nsummary: y\n---\n{body}\n".encode()
    begun = time.perf_counter()
    source = load_text(data, "content/x.md", "guide", "x")
    entry, problems = validate(source, discover()["guide"])
    shown = list(privacy.privacy(entry)) if entry else []
    assert time.perf_counter() - begun < SECONDS
    assert len(problems) + len(shown) <= 64


@pytest.mark.parametrize("labels", [("",), ("a", "b", "c")])
def test_no_agenda_takes_long(labels):
    """120 blocks of a day each, to be cut to an hour."""
    blocks = [Block.model_validate({
        "title": "x", "minutes": "1440", "min": "1", "keep": "must",
        **({"parallel": label} if (label := labels[number % len(labels)]) else {})})
        for number in range(120)]
    begun = time.perf_counter()
    assert not schedule.schedule(blocks, available=60).fits or len(labels) > 1
    assert time.perf_counter() - begun < SECONDS


def test_addresses_are_looked_for_in_linear_time():
    """Street words one after another do not multiply."""
    for text in ("1 " + "Rue " * 60_000, "1 " + "Via Aa Aa " * 25_000, "1 Aa " * 50_000):
        begun = time.perf_counter()
        list(privacy._ADDRESS.finditer(text))
        assert time.perf_counter() - begun < SECONDS


# -- files and folders ---------------------------------------------------------------------


def test_only_ordinary_files_are_read(network):
    """Links, pipes, sockets and strange names are said, never followed, never waited for."""
    root = network({"network/groups/fine.yml": START, "network/groups/other.yml": START})
    groups, content = root / "network/groups", root / "content"
    content.mkdir()
    names = [
        "a b.yml", "a%20b.yml", "a\\b.yml", "Á.yml", "UPPER.yml", "con.yml", "index.yml",
        "__proto__.yml", "a\nb.yml", "a\x1b[31mb.yml", "::error::x.yml", "a\u202eb.yml",
        "x" * 200 + ".yml", "SLOT-title-SLOT.yml", "{{7*7}}.yml", "٣.yml", "x.yaml", "x.YML",
        "x.yml~", "x.txt", os.fsdecode(b"bad\xff.yml")]
    for name in names:
        try:
            (groups / name).write_text(START, encoding="utf-8")
        except OSError:  # some file systems refuse some names
            continue
    os.mkfifo(groups / "pipe.yml")
    (groups / "link.yml").symlink_to("/etc/hostname")
    (groups / "loop").symlink_to(".")
    (groups / "folder.yml").mkdir()
    (groups / "hard.yml").write_text(START, encoding="utf-8")
    os.link(groups / "hard.yml", groups / "hard2.yml")
    (content / "up").symlink_to("..")
    for name in ("a.html", "a.js", "_headers", "CNAME", "learn.md"):
        (content / name).write_text("---\ntitle: x\nsummary: secret-word\n---\n", encoding="utf-8")
    (content / "learn").mkdir()
    (content / "learn/index.md").write_text("---\ntitle: y\nsummary: z\n---\n", encoding="utf-8")
    (root / "network/guides").mkdir()
    handbook = read(root)
    reported = {problem.location.path for problem in handbook.report}
    entries = {entry.source.path for entry in handbook.network}
    everything = {str(path.relative_to(root)) for folder in (groups, content)
                  for path in folder.iterdir()}
    assert everything - reported - entries <= {"content/learn", "network/groups/loop"}
    assert "content/learn/index.md" in reported
    assert "network/guides" in reported
    assert entries == {"network/groups/fine.yml", "network/groups/other.yml", "content/learn.md"}
    for form in reporters.names():
        reporters.reporter(form, terminal=False)(handbook.report, handbook.sources, False).encode()  # noqa: FBT003


@pytest.mark.parametrize("path", [
    "groups/page/2.md", "topics/food.md", "search/a.md", "groups.md", "network.md"])
def test_no_guide_takes_the_address_of_a_list(network, problems, path):
    """Lists are made, and would overwrite it."""
    root = network({f"content/{path}": "---\ntitle: x\nsummary: y\n---\n"})
    assert (f"content/{path}:1:1", "path-collision") in problems(root)


def test_broken_pictures_are_left_out_or_mended(tmp_path):
    """Nothing in a picture's bytes can stop a build, and nothing of its metadata stays."""
    chance = random.Random(3)
    (tmp_path / "images").mkdir()
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "description"
    samples = []
    for form, size in (("JPEG", (40, 30)), ("PNG", (9, 9)), ("PNG", (2, 20_000))):
        target = io.BytesIO()
        Image.new("RGB", size).save(target, form, exif=exif.tobytes())
        samples.append(target.getvalue())

    class Project:
        network = tmp_path

    asked = parts.Image(file="a.png", alt="x")
    for number in range(150):
        data = bytearray(samples[number % 3])
        for _ in range(chance.randint(0, 5) if number >= len(samples) else 0):
            data[chance.randrange(min(len(data), 200))] = chance.randrange(256)
        (tmp_path / "images/a.png").write_bytes(data)
        made = picture(Project, asked)
        if number < len(samples):
            assert made
        if made:
            again = Image.open(io.BytesIO(made.data))
            assert not again.getexif()
            assert max(again.size) <= 16_000


# -- the site ------------------------------------------------------------------------------


class _Page(HTMLParser):
    """Notes what could run or load in a page."""

    OUR_FORMS: ClassVar = (
        {"class": "cb-plan", "data-session": None, "hidden": None},
        {"class": "cb-form", "method": "dialog", "novalidate": None, "autocomplete": "off",
         "data-form": None})
    """They lead nowhere and send nothing."""
    ALLOWED_LINKS = ("http://", "https://", "mailto:", "tel:")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.bad: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """A tag and its attributes."""
        if tag in {"iframe", "object", "embed", "base", "form", "math", "style", "foreignobject"} \
                and dict(attributes) not in self.OUR_FORMS:
            self.bad.append(tag)
        for name, value in attributes:
            text = value or ""
            if name.startswith("on") or name in {"srcdoc", "style", "formaction"}:
                self.bad.append(f"{tag} {name}")
            if name in {"src", "srcset", "data", "poster"} and re.match(r"[a-z]+:|//", text):
                self.bad.append(f"{tag} {name}={text}")
            if (name in {"href", "xlink:href"} and not text.startswith(self.ALLOWED_LINKS)
                    and re.match(r"\s*([a-z][a-z0-9+.-]*:|//|\\)", text, re.IGNORECASE)):
                self.bad.append(f"{tag} {name}={text}")
        given = dict(attributes)
        if tag == "script" and given.get("type") != "application/json" and not re.fullmatch(
                r"[./]*assets/[a-z-]+\.js\?[0-9a-f]{10}|size\.js", given.get("src") or ""):
            self.bad.append("script")
        if tag == "a" and (given.get("href") or "").startswith("http") and (
                "noopener" not in (given.get("rel") or "")):
            self.bad.append(f"link without rel: {given.get('href')}")

    def handle_data(self, data: str) -> None:
        """Text as a reader sees it."""
        self.words.append(data)


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory):
    """A network with hostile words in every plain field, built."""
    root = tmp_path_factory.mktemp("hostile")
    words = MARKS[:230]
    site = "https://evil.example/'onmouseover=alert(1)//%22%3E%3Cscript%3E?SLOT-body-SLOT"
    common = {"name": words, "summary": words, "topics": ["food"]}
    entries = {
        "groups": {**common, "type": "other", "place": {"town": words, "region": words},
            "website": site, "meets": {"words": words}, "how_to_join": PROSE, "description": PROSE,
            "contact": [
                {"way": "web", "value": site, "note": words},
                {"way": "post-box", "value": "javascript://%0aalert(1)"},
                {"way": "in-person", "value": "data:text/html,<script>alert(1)</script>//://"},
                {"way": "social", "value": "//evil.example"},
                {"way": "social", "value": "javascript:alert(1)"}],
            "access": {"food": {"answer": "yes", "note": words}}, "offers": [words],
            "needs": [words], "decides": [words], "quorum": words,
            "decision_method": {"method": "consensus", "note": words},
            "seats": [{"name": words, "role": "other", "recall": words, "reserved_for": words,
                       "represents": words}],
            "also_called": [{"name": words, "language": "ar"}], "aliases": ["old"],
            "consent": {"given_on": "2026-01-01", "by_role": words},
            "sources": [{"title": words, "url": site}, "evil"]},
        "glossary": {"name": words, "definition": PROSE, "also_called": [words],
            "original": {"language": "ku", "text": words}, "translations": {"ar": words}},
        "sources": {"name": words, "authors": [words], "publisher": words, "url": site,
            "archived_url": site, "why": words},
        "activities": {**common, "purpose": PROSE, "steps": [PROSE], "care": PROSE,
            "materials": [{"item": words}], "remote": PROSE, "origin": PROSE},
        "trainings": {**common, "audience": words, "outcomes": [words], "evaluation": PROSE,
            "blocks": [{"title": words, "minutes": "20", "lead": words, "facilitator": PROSE,
                        "participants": PROSE, "remote": PROSE, "parallel": words,
                        "materials": [{"item": words}]}],
            "preparation": [PROSE], "field_notes": [{"note": words, "by": "evil"}]},
        "events": {**common, "starts": "2027-01-01 10:00", "timezone": "Europe/London",
            "host": "evil", "place": {"town": words}, "cost": words, "registration": site,
            "description": PROSE,
            "changes": [{"date": "2027-01-02", "cancelled": "yes", "note": words}]},
        "case-studies": {**common, "place": {"town": words}, "period": {"from": "2001"},
            "story": PROSE, "how_it_decides": PROSE, "worked": [PROSE], "lessons": [PROSE],
            "structure": [{"level": words, "size": words, "sends": words, "note": words}],
            "figures": [{"what": words, "value": words, "as_of": "2020", "source": "evil",
                         "note": words}],
            "timeline": [{"date": "2020", "event": PROSE}], "what_changed": PROSE,
            "names_over_time": [{"name": words, "note": words}],
            "difficulties": [{"what": PROSE, "who": words}], "questions": [words]},
        "pathways": {**common, "for_whom": words,
            "steps": [{"entry": "group/evil", "why": words}]},
    }
    files = {f"network/{folder}/evil.yml": json.dumps(entry)  # JSON is YAML
             for folder, entry in entries.items()}
    head = json.dumps({"title": words, "summary": words, "questions": [words]})
    for path in ("index", "start-here", "about", "learn/evil"):
        files[f"content/{path}.md"] = f"---\n{head}\n---\n{PROSE}\n- [ ] x\n\n> [!NOTE] <b\n> x\n"
    files["network/network.yml"] = (
        'name: "Evil & <b>"\nsummary: x\nlanguages: [en]\n'
        "topics:\n  food: {name: '<img src=x onerror=alert(1)>', description: '{{ 7*7 }}'}\n")
    files["mkdocs.yml"] = (
        "site_name: Evil\nsite_url: https://example.org/\ndocs_dir: content\n"
        "theme: {name: material, font: false}\nplugins: [commonbook]\n"
        "nav:\n- start-here.md\n- A: groups/index.md\n- More:\n  - about.md\n")
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    handbook = read(root)
    assert [(str(found.location), found.message) for found in handbook.report
            if found.severity == "error"] == []
    render(handbook)
    return root / "site", words


def test_nothing_in_a_hostile_site_can_run_or_load(hostile_site):
    """No scripts but ours, no handlers, no frames, no odd addresses, on any page."""
    site, _ = hostile_site
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        parser = _Page()
        parser.feed(page.read_text(encoding="utf-8"))
        parser.close()
        alone = page.stem == page.parent.name  # one file to send: its style is allowed by a hash
        assert parser.bad == (["style"] if alone else []), page


@pytest.mark.parametrize("folder", [
    "groups", "glossary", "sources", "activities", "trainings", "events", "case-studies",
    "pathways", "learn"])
def test_hostile_words_are_shown_as_they_are(hostile_site, folder):
    """Escaped once, never evaluated, and words like slots are never filled."""
    site, words = hostile_site
    text = (site / folder / "evil/index.html").read_text(encoding="utf-8")
    parser = _Page()
    parser.feed(text)
    shown = " ".join("".join(parser.words).split())
    assert " ".join(words.split()) in shown
    assert text.count("<!doctype html>") == 1
    assert text.count('id="content"') == 1
    if folder not in {"sources", "pathways"}:
        assert "SLOT-body-SLOT" in shown
        assert "{{ 7*7 }}" in shown


def test_the_menu_cannot_be_a_way_in(hostile_site):
    """A guide's title stands in the menu of every page."""
    site, _ = hostile_site
    text = (site / "about/index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in text
    assert text.count("&lt;script&gt;alert(1)") > 2


def test_exports_hold_hostile_words_safely(hostile_site):
    """JSON parses, XML parses, and nothing in them ends a script element."""
    site, words = hostile_site
    content = json.loads((site / "directory.json").read_text(encoding="utf-8"))
    assert any(row["name"] == words for row in content["entries"])
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "<script" not in sitemap
    assert sitemap.count("<url>") == sitemap.count("</url>")


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes()
            for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.mark.parametrize("damage", ["cut", "noise", "one bit", "swap", "empty", "extra"])
def test_a_damaged_cache_never_gives_a_wrong_byte(network, damage):
    """Whatever happens to remembered work, the next build says the same."""
    chance = random.Random(damage)
    root = network({f"network/groups/g{number}.yml": START.replace("other]", "g0]").replace(
        "Fine\n", f"Fine {number}\n", 1) for number in range(3)})
    render(read(root))
    right = _contents(root / "site")
    del right["save/files.json"]  # says what files are made from: an entry changes below
    for _ in range(4):
        kept = [file for file in sorted((root / ".commonbook").rglob("*"))
                if file.is_file() and file.stat().st_size and file.name != "lock"
                and (damage != "extra" or "twin" not in file.parts)]
        contents = [file.read_bytes() for file in kept]
        if damage == "swap":
            chance.shuffle(contents)
        for file, content in zip(kept, contents, strict=True):
            made = bytearray(content)
            match damage:
                case "cut":
                    del made[len(made) // 2 :]
                case "noise":
                    made = bytearray(chance.randbytes(len(made)))
                case "one bit":
                    made[chance.randrange(len(made))] ^= 1
                case "empty":
                    made.clear()
                case "extra":
                    file.with_name("extra.js").write_text("alert(1)", encoding="utf-8")
            file.write_bytes(made)
        entry = root / "network/groups/g1.yml"
        entry.write_text(entry.read_text(encoding="utf-8") + "# \n", encoding="utf-8")
        render(read(root))
        made = _contents(root / "site")
        assert made.pop("save/files.json")
        assert made == right


@pytest.mark.parametrize("text", HONEST)
def test_honest_texts_are_shown_exactly(text):
    """Their letters come out as they went in."""
    shown = prose.plain(prose.read(text))
    for word in ("script", "SLOT-title-SLOT", "{{ 7*7 }}", "می\u200cخواهم", "كومين"):
        assert (word in text) == (word in shown)


def test_paths_stay_in_the_project(found):
    """Whatever was read came from below the network's folders."""
    assert all(Path(path).parts[0] in {"network", "content"} for path in found[0].sources)
