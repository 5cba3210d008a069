"""Whole sample networks: from nothing at all to one with kinds and templates of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from reading import Page, article
from samples import SETTINGS, read

from commonbook.write import Summary

Sample = Callable[[str], Path]
Build = Callable[[Path], Summary]


def test_an_empty_network_is_a_whole_site(sample: Sample, build: Build) -> None:
    """Before the first entry there are lists that say so, a front page and a menu."""
    root = sample("empty")
    build(root)
    assert "No group is listed yet" in Page.at(root / "site/groups/index.html").text
    assert "Empty" in Page.at(root / "site/index.html").text
    assert json.loads((root / "site/directory.json").read_text())["entries"] == []


def test_one_entry_makes_a_network(sample: Sample, build: Build) -> None:
    """A single file appears on its page, in its list, under its topic and in the A to Z."""
    root = sample("one-entry")
    build(root)
    for path in ("groups/soup-on-the-corner/", "groups/", "topics/food/", "search/"):
        assert "Soup on the Corner" in Page.at(root / "site" / path / "index.html").text, path


@pytest.fixture(scope="module")
def ribera(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another network's site."""
    import shutil  # noqa: PLC0415

    from samples import TESTS, render  # noqa: PLC0415

    root = tmp_path_factory.mktemp("ribera") / "another-network"
    shutil.copytree(TESTS / "networks" / "another-network", root)
    handbook = read(root)
    assert [str(found) for found in handbook.report] == []
    render(handbook)
    return root / "site"


def test_a_kind_of_ones_own_has_pages_and_backlinks(ribera: Path) -> None:
    """A Python file and a template are all a new kind needs."""
    html = (ribera / "assemblies/primavera/index.html").read_text()
    assert '<section class="asamblea"><p>El agua se reparte <strong>por turnos</strong>.' in html
    assert '<time datetime="2026-03-21">21 marzo 2026</time>' in html
    assert "Asamblea de primavera" in Page.at(ribera / "assemblies/index.html").text


def test_a_kind_without_a_template_lists_its_fields(ribera: Path) -> None:
    """The model alone is enough for a page."""
    text = Page.at(ribera / "swaps/harina-por-sal/index.html").text
    for words in ("Given", "Doce kilos de harina", "Received", "Un saco de sal", "Trueque"):
        assert words in text


def test_one_template_can_be_overridden(ribera: Path) -> None:
    """A file of the same name in the network's own theme wins; all others stay."""
    text = Page.at(ribera / "groups/molino-alto/index.html").text
    assert "Esta plantilla es nuestra." in text
    assert "Asambleas que convoca" in text, "the rest of the page comes from the shipped theme"


def test_one_interface_word_can_be_changed(ribera: Path) -> None:
    """A language file with one line changes that word and no other."""
    text = Page.at(ribera / "index.html").text
    assert "Grupos de la ribera" in text
    assert "Glossary" in text or "Glosario" in text


def test_the_site_is_in_the_networks_language(ribera: Path) -> None:
    """Pages say which language they are in."""
    page = Page.at(ribera / "groups/molino-alto/index.html")
    html_tag = next(named for tag, named in page.tags if tag == "html")
    assert html_tag["lang"] == "es"
    assert 'lang="es" dir="ltr"' in article(page.html)


def test_a_field_of_ones_own_takes_words_from_the_networks_list(
    network: Callable[..., Path], problems: Callable[[Path], list[tuple[str, str]]]
) -> None:
    """The mark counts, not the name of the field."""
    kind = """from typing import Annotated

from pydantic import Field

from commonbook.entry import Entry
from commonbook.fields import Slug, Vocabulary


class Tool(Entry):
    \"\"\"A tool.\"\"\"

    kind = "tool"
    folder = "tools"
    good_for: Annotated[tuple[Slug, ...], Vocabulary("topics")] = Field((), description="What for.")
"""
    root = network(
        {"kinds/tool.py": kind, "network/tools/saw.yml":
         "name: Saw\nsummary: A saw.\ntopics: [wood]\ngood_for: [wood, metal]\n"},
        f"{SETTINGS}topics: {{wood: Wood}}\nkinds: [kinds/tool.py]\n")
    assert problems(root) == [("network/tools/saw.yml:4:18", "not-in-vocabulary")]


SKILL = """from collections.abc import Iterator
from typing import Annotated

from commonbook.entry import Entry
from commonbook.fields import Link, Slug
from commonbook.words import Words
from pydantic import Field


class Skill(Entry):
    \"\"\"Something that a group can teach.\"\"\"

    kind = "skill"
    folder = "skills"
    singular = "Skill"
    plural = "Skills"
    shelf = "reading"
    place_in_books = 5

    taught_by: Annotated[Slug, Link("group", "Skills it teaches")] = Field(description="Who.")

    def facts(self, words: Words) -> Iterator[str]:
        yield "taught by hand"
"""


def test_a_kind_of_ones_own_says_all_that_is_special_about_it(
    network: Callable[..., Path], build: Callable[[Path], Summary]
) -> None:
    """The line on its cards, the heading under which others lead to it, and its place in the menu."""
    root = network({
        "kinds/skill.py": SKILL,
        "network/groups/mill.yml": "name: The Mill\nsummary: A mill.\ntype: other\nrelated: [skill/bread]\n",
        "network/skills/bread.yml": "name: Bread\nsummary: How to bake.\ntaught_by: mill\n",
    }, f"{SETTINGS}kinds: [kinds/skill.py]\n")
    build(root)
    group = Page.at(root / "site/groups/mill/index.html")
    assert "taught by hand" in Page.at(root / "site/skills/index.html").text
    near = group.html.partition('class="cb-onward')[2]
    assert "Read next" in near
    assert "skills/bread/" in near
    home = (root / "site/groups/index.html").read_text(encoding="utf-8")
    assert re.search(r'href="\.\./skills/"[^>]*>\s*Skills', home), "no menu of its own is needed"
