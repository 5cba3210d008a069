"""Searching in Chromium, with the index and where it cannot run; a pathway's place kept and lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from samples import read, render

from commonbook import pagefind

pytestmark = pytest.mark.browser

SETTINGS = """name: Test
summary: A network for a test.
languages: [en, es]
topics: {food: Food, land: Land}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bakers, two words and a pathway, built."""
    root = tmp_path_factory.mktemp("search")
    files = {"network.yml": SETTINGS, **{
        f"groups/g{n}.yml": f"name: Bakers {n}\ntype: assembly\nsummary: Bread for street {n}.\n"
                            f"topics: [{'food' if n % 3 else 'land'}]\n" for n in range(12)},
        "groups/evil.yml": "name: <b>Evil</b> bakery\ntype: assembly\nsummary: <img src=x> bread.\n",
        "groups/pan.yml": "name: Panadería\ntype: assembly\nsummary: Pan para todas.\nlanguage: es\n",
        "groups/kyoto.yml": "name: 京都大学エネルギー研究所\ntype: other\nsummary: 研究。\nlanguage: ja\n",
        "groups/bangkok.yml": "name: ครัวชุมชนกรุงเทพ\ntype: other\nsummary: A kitchen.\nlanguage: th\n",
        "groups/seoul.yml": "name: 서울주민협의회\ntype: other\nsummary: A council.\n",
        "groups/aleppo.yml": "name: مطبخ حَلَب\ntype: other\nsummary: A kitchen.\nlanguage: ar\n",
        "glossary/komin.yml": "name: komîn\ndefinition: A commune that bakes bread.\n",
        "pathways/way.yml": "name: Way\nsummary: A way.\nfor_whom: All.\nsteps:\n"
                            "  - entry: group/g1\n  - entry: term/komin\n"}
    for path, text in files.items():
        target = root / "network" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    render(read(root))
    return root / "site"


@pytest.fixture(scope="module")
def address(site: Path, served: Callable[[Path], str]) -> str:
    """The site on a server of its own."""
    return served(site)


def said(page: Page) -> object:
    """What the page says of its finds."""
    return page.locator(".cb-search [role=status]")


def test_words_are_found_in_everything_by_kind(visit: Callable[..., Page], address: str) -> None:
    """Grouped, counted, more when asked, kept in the address, under the strict policy."""
    page = visit(f"{address}search/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Words").fill("bread")
    expect(said(page)).to_have_text("14 found")
    assert page.evaluate("location.hash") == "#q=bread"
    expect(page.locator("[data-finds] .cb-card")).to_have_count(8)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator("[data-finds] .cb-card")).to_have_count(14)
    assert set(page.locator("[data-finds] h2").all_inner_texts()) == {"Groups", "Glossary"}
    assert page.locator("[data-finds] img, [data-finds] b").count() == 0
    expect(page.locator("[data-finds]")).to_contain_text("<b>Evil</b> bakery")
    assert [url for url in asked if url.endswith(".pf_index")]
    assert not [url for url in asked if not url.startswith(address) and not url.startswith("blob:")]
    page.get_by_role("link", name="komîn").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("komîn")
    page.go_back()
    expect(said(page)).to_have_text("14 found")


def test_filters_have_counts_and_narrow(visit: Callable[..., Page], address: str) -> None:
    """They are loaded when they are opened."""
    page = visit(f"{address}search/#q=bread")
    page.get_by_text("Filters").click()
    page.get_by_role("button", name="Food 8").click()
    expect(said(page)).to_have_text("8 found")
    assert page.evaluate("location.hash") == "#q=bread&topic=Food"
    page.get_by_role("button", name="Food 8").click()
    expect(said(page)).to_have_text("14 found")


def test_another_spelling_is_offered(visit: Callable[..., Page], address: str) -> None:
    """From names and the glossary; accents need no mending."""
    page = visit(f"{address}search/#q=komin")
    expect(said(page)).to_have_text("1 found")
    page.get_by_label("Words").fill("bakesr")
    page.get_by_role("button", name="bakers").click()
    expect(said(page)).to_contain_text("found")
    expect(page.locator("[data-finds]")).to_contain_text("Bakers 1")


def test_each_language_has_an_index_of_its_own(visit: Callable[..., Page], address: str) -> None:
    """The reader's comes first, the others can be chosen."""
    page = visit(f"{address}search/#q=panaderia")
    expect(said(page)).to_contain_text("ound")
    expect(page.locator("[data-finds]")).not_to_contain_text("Panadería")
    page.get_by_label("Language").select_option(label="Spanish")
    expect(said(page)).to_have_text("1 found")
    expect(page.get_by_role("link", name="Panadería").first).to_have_attribute("lang", "es")


@pytest.mark.parametrize(("typed", "name"), [
    ("エネルギー", "京都大学エネルギー研究所"), ("ชุมชน", "ครัวชุมชนกรุงเทพ"), ("주민", "서울주민협의회"),
    ("حلب", "مطبخ حَلَب")])
@pytest.mark.parametrize("folder", [False, True])
def test_names_in_every_script_are_found(
    visit: Callable[..., Page], address: str, site: Path, typed: str, name: str,
    folder: bool,  # noqa: FBT001
) -> None:
    """In whatever language the reader searches, in the middle of what has no spaces, without marks."""
    page = visit(site / "search" / "index.html" if folder else f"{address}search/")
    page.get_by_label("Words").fill(typed)
    expect(said(page)).to_have_text("1 found")
    expect(page.locator("[data-finds] a")).to_have_text(name)


def test_without_the_program_names_are_searched_from_a_server_too(
    visit: Callable[..., Page], served: Callable[[Path], str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The site was made where its wheel is missing; grouped, with other spellings as well."""
    monkeypatch.setattr(pagefind, "PACKAGES", ("no_such_package",))
    for path, text in {
        "network.yml": SETTINGS,
        "groups/bread.yml": "name: Bread Union\ntype: assembly\nsummary: We bake.\n",
        "glossary/bread.yml": "name: bread\ndefinition: It is baked.\n"}.items():
        (tmp_path / "network" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "network" / path).write_text(text)
    render(read(tmp_path))
    page = visit(f"{served(tmp_path / 'site')}search/#q=bread")
    expect(said(page)).to_have_text("2 found")
    assert set(page.locator("[data-finds] h2").all_inner_texts()) == {"Groups", "Glossary"}
    page.get_by_label("Words").fill("unoin")
    page.get_by_role("button", name="union").click()
    expect(page.locator("[data-finds] a")).to_have_text("Bread Union")


def test_from_a_folder_names_are_searched(visit: Callable[..., Page], site: Path) -> None:
    """No index can run there; names and summaries are found all the same."""
    page = visit(site / "search" / "index.html")
    page.get_by_label("Words").fill("panaderia")
    expect(said(page)).to_have_text("1 found")
    page.get_by_label("Words").fill("street")
    expect(said(page)).to_have_text("12 found")


def test_without_scripts_there_is_the_list_by_name(visit: Callable[..., Page], site: Path) -> None:
    """And no box that does nothing."""
    page = visit(site / "search" / "index.html", java_script_enabled=False)
    expect(page.get_by_label("Words")).to_be_hidden()
    expect(page.get_by_role("link", name="komîn")).to_be_visible()


def test_a_place_on_a_route_is_kept_only_if_asked(visit: Callable[..., Page], address: str) -> None:
    """Nothing is stored before; one button forgets all of it."""
    page = visit(f"{address}pathways/way/")
    assert page.evaluate("localStorage.length") == 0
    assert page.get_by_role("checkbox").count() == 0
    page.get_by_role("button", name="Remember my place").click()
    page.get_by_role("checkbox", name="done: Bakers 1").check()
    expect(page.locator(".cb-progress [role=status]")).to_have_text("1 of 2 done. Next: komîn")
    page.reload()
    expect(page.get_by_role("checkbox", name="done: Bakers 1")).to_be_checked()
    page.get_by_role("checkbox", name="done: komîn").check()
    expect(page.locator(".cb-progress [role=status]")).to_contain_text("All done")
    page.get_by_role("button", name="Forget my place").click()
    assert page.evaluate("localStorage.length") == 0
    assert page.get_by_role("checkbox").count() == 0


def test_on_paper_a_route_has_boxes_to_tick(visit: Callable[..., Page], site: Path) -> None:
    """Without scripts as well; what is on the screen only is not printed."""
    page = visit(site / "pathways/way/index.html", java_script_enabled=False)
    expect(page.locator(".cb-tick").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".cb-tick").first).to_be_visible()
    expect(page.locator(".cb-progress")).to_be_hidden()
