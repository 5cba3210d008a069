"""Search: what is in the index, that it is the same each time, and the parts of its script."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from py_mini_racer import MiniRacer
from reading import Page
from samples import REPOSITORY, TESTS, Built, read, render

from commonbook import pagefind, pages
from commonbook.errors import SearchError
from commonbook.letters import initial
from commonbook.pagefind import MAGIC, Record, bundle, program
from commonbook.sections import a_to_z

GROUP = "name: Bread Union\ntype: assembly\nsummary: We bake.\nchecked_on: 2026-11-01\n"


@pytest.fixture
def racer() -> MiniRacer:
    """The pure parts of the script in V8, without a page."""
    engine = MiniRacer()
    engine.eval((REPOSITORY / "theme/assets/search.js").read_text())
    return engine


def found_words(folder: Path) -> str:
    """All texts in an index."""
    return "".join(gzip.decompress(file.read_bytes()).removeprefix(MAGIC).decode()
                   for file in sorted(folder.glob("fragment/*")))


def record(address: str, words: str, language: str = "en") -> Record:
    """A record for the index."""
    return Record(address, f"Title of {address}", language, words, {"kind": "group"},
                  {"kind": ["group"], "topic": [f"t{n}" for n in range(30)]})


def test_the_index_is_the_same_each_time(tmp_path: Path) -> None:
    """However Pagefind's hash tables fall: the same records, the same bytes under the same names."""
    assert program()
    records = [record(f"groups/g{n}/", f"bread and stones {n}", "en" if n % 2 else "es")
               for n in range(40)]
    made = [dict(bundle(records, tmp_path / name)) for name in ("one", "two", "three")]
    assert made[0] == made[1] == made[2]
    assert {path.partition(".")[0] for path in made[0] if path.endswith("pf_meta")} == {"pagefind"}
    assert not [path for path in made[0] if "ui" in path or "highlight" in path]


def test_the_index_is_made_again_only_when_a_record_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise Pagefind is not started."""
    records = [record("a/", "bread")]
    first = dict(bundle(records, tmp_path / "search"))
    runs = []
    real = pagefind._run
    monkeypatch.setattr(pagefind, "_run", lambda *given: runs.append(1) or real(*given))
    assert dict(bundle(records, tmp_path / "search")) == first
    assert not runs
    second = dict(bundle([record("a/", "stone")], tmp_path / "search"))
    assert len(runs) == 1
    assert len([path for path in second if path.startswith("fragment/")]) == 1


def test_an_index_half_made_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that fails is an error with a way out, and leaves nothing behind that counts."""
    broken = tmp_path / "program"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    real = program()
    assert real
    monkeypatch.setattr(pagefind, "program", lambda: (broken, real[1]))
    with pytest.raises(SearchError, match="ended before") as caught:
        dict(bundle([record("a/", "bread")], tmp_path / "search"))
    assert "uninstall" in caught.value.hint
    monkeypatch.setattr(pagefind, "program", lambda: real)
    assert "pagefind.js" in dict(bundle([record("a/", "bread")], tmp_path / "search"))


def test_an_index_can_be_left_out(tmp_path: Path, cli: Callable[..., Result]) -> None:
    """And is back when it is wanted; nothing of it stays behind in between."""
    root = Path(shutil.copytree(TESTS / "networks" / "commons", tmp_path / "commons"))
    index = root / "site/search/pagefind/pagefind.js"
    for options, there in (((), True), (("--no-search",), False), ((), True)):
        assert cli("build", *options, "-C", root).exit_code == 0
        assert index.exists() == there
        assert (root / ".commonbook" / "search" / "records").exists() == there
        assert ("data-engine" in (root / "site/search/index.html").read_text()) == there
        assert (root / "site/search/names.js").exists()


def test_without_pagefind_names_are_searched(
    network: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page says nothing of an engine; names, summaries and words are there."""
    monkeypatch.setattr(pagefind, "PACKAGES", ("no_such_package",))
    root = network({"network/groups/one.yml": GROUP})
    render(read(root))
    assert not (root / "site/search/pagefind").exists()
    assert "data-engine" not in (root / "site/search/index.html").read_text()
    held = json.loads((root / "site/search/names.js").read_text()[len("commonbookNames("):-3])
    assert (held["names"], held["addresses"]) == ("Bread Union", "groups/one/")


def test_everything_an_entry_says_is_found(commons: Built) -> None:
    """Every entry is in the index, with its prose and its facets."""
    folder = commons.folder / "search" / "pagefind"
    texts = found_words(folder)
    for entry in commons.handbook.network:
        if entry.id != "guide/index":
            assert json.dumps(entry.address)[1:-1] in texts
    entry_file = json.loads((folder / "pagefind-entry.json").read_text())
    assert sum(found["page_count"] for found in entry_file["languages"].values()) == len(
        commons.handbook.network) - ("guide/index" in commons.handbook.network)


def test_what_pages_do_not_show_is_not_found(network: Callable[..., Path]) -> None:
    """A town where only the country is shown, contacts, sources' addresses."""
    root = network({"network/groups/one.yml": GROUP + (
        "place: {town: Secret Town, region: Hidden Shire, country: GB, precision: country}\n"
        "contact: [{way: web, value: 'https://contact.example/a b'}]\n".replace(" b", "")
        + "sources: [{title: Some Paper Here, url: 'https://paper.example/'}]\n")})
    render(read(root))
    found = found_words(root / "site/search/pagefind")
    for name in ("names.js", "words.js"):
        found += (root / "site/search" / name).read_text()
    assert "Bread" in found
    for hidden in ("Secret", "Hidden", "contact.example", "paper.example"):
        assert hidden.lower() not in found.lower()


@pytest.mark.parametrize(("one", "other", "distance"), [
    ("bread", "bread", 0), ("bread", "braed", 1), ("bread", "bred", 1), ("bread", "breads", 1),
    ("bread", "broad", 1), ("bread", "stone", 3), ("", "ab", 2)])
def test_letters_apart_are_counted(racer: MiniRacer, one: str, other: str, distance: int) -> None:
    """One for each letter added, taken away, changed or exchanged; more than the limit is enough."""
    counted = racer.eval(f"commonbookSearch.apart({one!r}, {other!r}, 2)")
    assert min(counted, 3) == distance


@pytest.mark.parametrize(("typed", "meant"), [
    ("asembly", "assembly"), ("mutul aid", "mutual aid"), ("assembly", ""), ("assem", ""),
    ("komin", "komîn"), ("komîn", ""), ("zzzzzz", ""), ("ad", ""), ("", ""), ("confedration", "confederation")])
def test_unknown_words_are_spelt_as_the_nearest_known_one(
    racer: MiniRacer, typed: str, meant: str
) -> None:
    """Accents do not count as a mistake; beginnings of words are not mended."""
    known = ["assembly", "mutual", "aid", "komîn", "confederation"]
    if typed == "komin":  # the same word without its accent is known
        meant = ""
    assert racer.eval(f"commonbookSearch.meant({json.dumps(typed)}, {json.dumps(known)})") == meant


def test_names_are_found_whatever_their_accents(racer: MiniRacer) -> None:
    """Those with the words in their name come before those with them in their summary."""
    held = {"names": "Stone\nÉcole\nBread", "addresses": "a/\nb/\nc/", "kinds": "group\nterm\ngroup",
            "languages": "en\nfr\nen", "summaries": "A school, an ecole.\n\n", "lines": "\n\n",
            "others": "\n\nécole du pain"}
    answer = json.loads(racer.eval(
        f"JSON.stringify(commonbookSearch.byName({json.dumps(held)}, 'ecole', ''))"))
    assert [find["name"] for find in answer["found"]] == ["École", "Stone", "Bread"]
    assert answer["counts"] == {"group": 2, "term": 1}
    assert racer.eval(f"commonbookSearch.byName({json.dumps(held)}, '', '').found.length") == 0


def test_nothing_is_loaded_before_it_is_asked_for(commons: Built) -> None:
    """The page names one script; index, names and words are loaded by it."""
    page = Page.at(commons.folder / "search/index.html")
    assert not [load for load in page.loads if "pagefind" in load or "names.js" in load]
    assert len(gzip.compress((REPOSITORY / "theme/assets/search.js").read_bytes(), 9)) < 4608


@pytest.mark.parametrize(("name", "letter"), [
    ("Århus", "A"), ("Лес", "Л"), ("آب", "ا"), ("北京", "字"), ("カフェ", "か"), ("がっこう", "か"),
    ("김치", "ㄱ"), ("กรุงเทพ", "ก"), ("ভোপাল", "ভ"), ("“Bread”", "B"), ("3 ovens", "#"), ("—", "#")])
def test_a_name_stands_under_a_letter_of_its_script(name: str, letter: str) -> None:
    """Chinese characters share one heading, both scripts of Japanese theirs, accents do not count."""
    assert initial(name) == letter


def test_an_a_to_z_of_very_many_has_pages_for_each_letter(
    network: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Letters of one script stand together; a long letter is divided, and nobody is lost."""
    monkeypatch.setattr(a_to_z, "ON_ONE_PAGE", 5)
    monkeypatch.setattr(pages, "PER_PAGE", 4)
    names = [*(f"北{n}" for n in range(6)), "Ärmel", "Bread", "Лес"]
    root = network({f"network/groups/g{n}.yml": GROUP.replace("Bread Union", name)
                    for n, name in enumerate(names)})
    render(read(root))
    site = root / "site" / "search"
    links = [link for link in Page.at(site / "index.html").links if link.startswith("../search/")]
    assert [link for link in links if link != "../search/"] == [
        "../search/a/", "../search/b/", "../search/u041b/", "../search/u5b57/"]
    assert (site / "index.html").read_text().count('class="cb-letters"') == 3
    both = Page.at(site / "u5b57/index.html").text + Page.at(site / "u5b57/page/2/index.html").text
    assert all(f"北{n}" in both for n in range(6))
