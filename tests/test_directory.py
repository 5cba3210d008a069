"""Directories: facets from marks on fields, a page for each value, and the parts of the scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from py_mini_racer import MiniRacer
from reading import Page
from samples import REPOSITORY, SETTINGS, read, render

from commonbook.facets import address_of, plain_slug, rows_script
from commonbook.pages import PER_PAGE

ASSETS = REPOSITORY / "theme" / "assets"
VOCABULARIES = f"{SETTINGS}practices: {{bread: Bread}}\ntopics: {{food: Food}}\n"


def group(name: str, more: str = "", *, kind: str = "assembly") -> str:
    """A group's file."""
    return f"name: {name}\ntype: {kind}\nsummary: People of {name}.\nchecked_on: 2026-11-01\n{more}"


def place(region: str, country: str = "GB", more: str = "") -> str:
    """A place in a group's file."""
    return f"place: {{region: {region}, country: {country}{more}}}\n"


@pytest.fixture
def racer() -> MiniRacer:
    """The pure parts of the list's scripts in V8, without a page."""
    engine = MiniRacer()
    for name in ("directory.js", "long-list.js", "near.js"):
        engine.eval((ASSETS / name).read_text())
    return engine


def test_every_value_that_occurs_has_a_page(network: Callable[..., Path]) -> None:
    """Type, country, region, language, status and access; topics and practices keep theirs."""
    root = network({
        "network/groups/one.yml": group("One", place("Kent") + (
            "status: active\nlanguages: [en, ar]\npractices: [bread]\ntopics: [food]\n"
            "access: {step_free: yes, cost: no, childcare: ask}\n")),
        "network/groups/two.yml": group("Two", place("Victoria", "AU"), kind="campaign"),
    }, VOCABULARIES)
    render(read(root))
    site = root / "site"
    pages = {path.parent.relative_to(site / "groups" / "by").as_posix()
             for path in (site / "groups" / "by").rglob("index.html")}
    assert pages == {
        "type", "type/assembly", "type/campaign", "country", "country/gb", "country/au", "region",
        "region/gb-kent", "region/au-victoria", "status", "status/active", "language",
        "language/en", "language/ar", "access", "access/step-free", "access/costs-nothing"}
    assert "One" in Page.at(site / "groups/by/type/assembly/index.html").text
    assert "Two" not in Page.at(site / "groups/by/type/assembly/index.html").text
    assert "Costs nothing" in Page.at(site / "groups/by/access/index.html").text
    assert (site / "practices/bread/index.html").is_file()


def test_a_network_s_own_kind_has_filters_too(network: Callable[..., Path]) -> None:
    """A field with a Facet mark is all it takes."""
    kind = '''
from typing import Annotated
from pydantic import Field
from commonbook.entry import Entry
from commonbook.fields import Facet, Text
class Tool(Entry):
    """A tool."""
    kind = "tool"
    folder = "tools"
    singular = "Tool"
    plural = "Tools"
    about = "Things to borrow."
    material: Annotated[Text, Facet("material")] = Field(description="What it is made of.")
'''
    tools = {f"network/tools/t{n}.yml": f"name: Tool {n}\nsummary: A tool.\nmaterial: {m}\n"
             for n, m in enumerate(["wood", "iron"] * 6)}
    root = network({"kinds/tool.py": kind, **tools}, f"{SETTINGS}kinds: [kinds/tool.py]\n")
    render(read(root))
    page = Page.at(root / "site/tools/index.html")
    assert "Material" in page.text
    assert "by/material/iron/" in " ".join(page.links)
    assert "Tool 1" in Page.at(root / "site/tools/by/material/iron/index.html").text


def test_a_region_that_is_not_shown_is_no_facet(network: Callable[..., Path]) -> None:
    """Where only the country is shown, the region has no page and stands on none."""
    root = network({"network/groups/one.yml": group(
        "One", "place: {region: Secretshire, country: GB, precision: country}\n")})
    render(read(root))
    for path in (root / "site").rglob("*.html"):
        assert "Secretshire" not in path.read_text()


def test_regions_of_two_countries_with_one_name_are_two(
    network: Callable[..., Path]
) -> None:
    """And say so. Spellings that differ in accents or capitals are one, in that of most."""
    root = network({f"network/groups/g{n}.yml": group(f"G {n}", place(*where)) for n, where in
                    enumerate([("Victoria", "AU"), ("Victoria", "CA"), ("Île", "FR"),
                               ("île", "FR"), ("Île", "FR")])})
    region = read(root).edition.directories["group"].choice("region")
    assert region
    assert [(value.key, value.full, len(value.cards)) for value in region.values] == [
        ("fr-ile", "Île", 3), ("au-victoria", "Victoria, Australia", 1),
        ("ca-victoria", "Victoria, Canada", 1)]


@pytest.mark.parametrize("text", ["北海道", "حلب", "../..", "a b", "É", "CON", " ", "x" * 300])
def test_a_value_in_any_script_makes_a_harmless_address(text: str) -> None:
    """Letters, digits and hyphens only, never empty, the same for the same text."""
    made = address_of(text)
    assert made
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert made == address_of(text)


def test_a_list_above_a_thousand_is_split_by_country(network: Callable[..., Path]) -> None:
    """The list leads to countries and large regions; nobody is lost."""
    files = {f"network/groups/g{n}.yml": group(f"Group {n}", place(
        "Kent" if n < 600 else "Hull") if n < 990 else "") for n in range(1001)}
    root = network(files)
    render(read(root))
    site = root / "site"
    page = Page.at(site / "groups/index.html")
    assert "Group 7" not in page.text
    assert {"../groups/by/country/gb/", "../groups/by/country/none/",
            "../groups/by/region/gb-kent/"} <= set(page.links)
    listed = set()
    for path in (site / "groups/by/country").rglob("index.html"):
        listed |= {link for link in Page.at(path).links if "/groups/g" in link}
    assert len({link.rpartition("groups/")[2] for link in listed}) == 1001
    assert (site / "groups/rows.js").is_file()


def test_groups_without_a_country_stand_behind_those_with_one(
    network: Callable[..., Path]
) -> None:
    """Not under E for “everywhere”, between two countries."""
    places = {"a": "", "b": "place: {country: FR}\n", "c": "place: {country: DE}\n"}
    root = network({f"network/groups/{name}.yml": f"name: {name}\ntype: assembly\nsummary: We.\n{place}"
                    for name, place in places.items()})
    listed = read(root).edition.directories["group"].listed
    assert [card.name for card in listed] == ["b", "c", "a"]


def test_a_list_of_one_page_has_no_file_of_rows(network: Callable[..., Path]) -> None:
    """What the filters need stands on the page."""
    root = network({f"network/groups/g{n}.yml": group(f"Group {n}") for n in range(PER_PAGE)})
    render(read(root))
    assert not (root / "site/groups/rows.js").exists()
    assert (root / "site/groups/index.html").read_text().count("data-v=") == PER_PAGE


def test_python_and_the_script_agree_on_rows(
    network: Callable[..., Path], racer: MiniRacer
) -> None:
    """Names in any script, addresses, values, days and places come out as they went in."""
    names = ["Ünïon Östlich", "食べ物", "</script><b>", "A -- B", "حلب", "Zo\u2028e"]
    root = network({f"network/groups/{slug}.yml": group(json.dumps(name), place(
        "Kent", "GB", f", town: T, latitude: {n}.1, longitude: -{n}.2")) for n, (slug, name) in
        enumerate(zip(["union-ostlich", "b", "c", "a-b", "e", "f"], names, strict=True))})
    handbook = read(root)
    directory = handbook.edition.directories["group"]
    script = rows_script(directory, handbook.edition.words)
    assert "</" not in script.replace("</script><b>", "")
    assert "\u2028" not in script
    racer.eval("globalThis.got = null; globalThis.commonbookRows = (held) => { got = held; }")
    racer.eval(script)
    rows = json.loads(racer.eval("JSON.stringify(commonbookDirectory.unpack(got).map("
                                 "(row) => ({...row, address: row.address})))"))
    assert [(row["name"], row["address"]) for row in rows] == [
        (card.name, card.address) for card in directory.listed]
    for row, card in zip(rows, directory.listed, strict=True):
        known = directory.rows[card.id]
        assert known.position
        assert (row["values"], row["day"], row["at"]) == (
            list(known.values), known.day, [float(part) for part in known.position])
    assert plain_slug("A -- B") == "a-b"


@pytest.mark.parametrize(("words", "groups", "fits"), [
    ("bread", [[1]], True), ("BRÉAD people", [], True), ("stone", [], False),
    ("", [[1, 2], [4]], False), ("", [[1, 2], [3]], True), ("", [], True)])
def test_filters_of_one_facet_widen_and_of_two_narrow(
    racer: MiniRacer, words: str, groups: list[list[int]], fits: bool  # noqa: FBT001
) -> None:
    """Within a facet any value will do; all facets and all words must fit."""
    code = f"""(() => {{ const {{plain, fits}} = commonbookDirectory;
        return fits({{text: plain("Bréad people"), values: [1, 3]}},
            {{words: plain({json.dumps(words)}).split(" ").filter(Boolean), groups: {groups}}});
        }})()"""
    assert racer.eval(code) is fits


def test_distances_are_those_of_the_sphere(racer: MiniRacer) -> None:
    """London to Paris, and across the line of the date."""
    assert round(racer.eval("commonbookNear.distance([51.5, -0.1], [48.9, 2.4])")) in range(335, 350)
    assert racer.eval("commonbookNear.distance([0, 179.9], [0, -179.9])") < 23


def test_a_word_in_a_name_is_no_town(racer: MiniRacer) -> None:
    """What a group is called does not say where it is; its line does."""
    rows = [{"name": "Reading Circle", "line": "Reading group · Hull, England, United Kingdom",
             "at": [53.7, -0.3]},
            {"name": "A", "line": "Assembly · 東京, Japan", "at": [35.7, 139.7]},
            {"name": "B", "line": "Assembly · Saint-Denis, France", "at": [48.9, 2.4]}]
    own = f"((name) => commonbookNear.own({json.dumps(rows)}, name))"
    assert racer.eval(f"{own}('reading')") is None
    for name in ("hull", "東京", "saint denis"):
        assert racer.eval(f"{own}({json.dumps(name)})[2]") == 1


def test_the_gazetteer_knows_large_towns_and_is_small(racer: MiniRacer) -> None:
    """Accents do not count; towns of one name come with the largest in its country first."""
    text = (ASSETS / "places.js").read_text()
    assert "GeoNames" in text
    assert "CC BY 4.0" in text
    racer.eval("globalThis.file = ''; globalThis.commonbookPlaces = (text) => { file = text; }")
    racer.eval(text)
    found = json.loads(racer.eval(
        "JSON.stringify(['sao paulo', 'lincoln', 'nowhere at all'].map("
        "(name) => commonbookNear.towns(file, name, commonbookDirectory.plain)))"))
    assert found[0][0]["country"] == "BR"
    assert found[0][0]["at"] == [-23.5, -46.6]
    assert {town["country"] for town in found[1]} >= {"US", "GB"}
    assert found[2] == []


@pytest.mark.parametrize(("letters", "name", "town"), [
    ("latin", "munchen", "Munich"), ("latin", "praha", "Prague"), ("latin", "al qahirah", "Cairo"),
    ("other", "москва", "Moscow"), ("other", "القاهرة", "Cairo"), ("other", "東京", "Tokyo"),
    ("other", "서울", "Seoul")])
def test_large_towns_are_known_by_what_their_people_call_them(
    racer: MiniRacer, letters: str, name: str, town: str
) -> None:
    """Names in Latin letters and all others are files of their own, loaded when one is missing."""
    racer.eval("globalThis.file = ''; globalThis.others = '';"
               "globalThis.commonbookPlaces = (text) => { file = text; };"
               "globalThis.commonbookOtherNames = (text) => { others = text; };")
    racer.eval((ASSETS / "places.js").read_text())
    racer.eval((ASSETS / f"places-{letters}.js").read_text())
    assert racer.eval("file.split('\\n').length === others.split('\\n').length")
    assert town in json.loads(racer.eval(
        f"JSON.stringify(commonbookNear.towns(file, commonbookDirectory.plain({json.dumps(name)}), "
        "commonbookDirectory.plain, others).map((town) => town.name))"))
    assert racer.eval(
        f"commonbookNear.towns(file, {json.dumps(name)}, commonbookDirectory.plain).length") == 0


def test_events_are_chosen_by_their_coming_dates(network: Callable[..., Path]) -> None:
    """Filters count dates; an event without a place is where its host is; what is over is not."""
    when = "starts: 2026-12-01 18:00\ntimezone: Europe/London\nhost: one\n"
    files = {
        "network/groups/one.yml": group("One", place("Kent")),
        "network/events/weekly.yml": f"name: Weekly\n{when}mode: in-person\n"
        "repeats: {every: week, until: 2026-12-15}\n",
        "network/events/call.yml": f"name: Call\n{when}mode: online\nlanguages: [cy]\n",
        "network/events/old.yml": f"name: Old\n{when.replace('2026-12', '2026-01')}mode: hybrid\n",
    }
    root = network(files)
    handbook = read(root)
    directory = handbook.edition.directories["event"]
    mode, region = directory.choice("mode"), directory.choice("region")
    assert mode
    assert region
    assert {value.key: len(value.cards) for value in mode.values} == {"in-person": 3, "online": 1}
    assert [(value.key, len(value.cards)) for value in region.values] == [("gb-kent", 3)]
    render(handbook)
    page = Page.at(root / "site/events/by/mode/in-person/index.html")
    assert page.text.count("Weekly") == 3
    assert "Call" not in page.text
    assert any("dates.js" in address for address in page.loads)
    assert any(".ics" in link for link in page.links)
    assert not (root / "site/events/by/mode/hybrid").exists()


def test_nobody_can_look_for_what_is_near_a_group_that_needs_care(
    network: Callable[..., Path]
) -> None:
    """Neither it nor its events have a position in a list."""
    kent = place("Kent", more=", latitude: 51.2, longitude: 0.7")
    root = network({
        "network/groups/open.yml": group("Open", kent),
        "network/groups/careful.yml": group("Careful", f"sensitive: yes\n{kent}"),
        **{f"network/events/{host}.yml": f"name: At {host}\nstarts: 2026-12-01 18:00\n"
           f"timezone: Europe/London\nhost: {host}\n" for host in ("open", "careful")},
    })
    directories = read(root).edition.directories
    for kind in ("group", "event"):
        assert {entry: bool(row.position) for entry, row in directories[kind].rows.items()} == {
            f"{kind}/open": True, f"{kind}/careful": False}


def test_a_long_list_of_dates_hands_over_when_each_is_over(
    network: Callable[..., Path], racer: MiniRacer
) -> None:
    """A row a date, so that the script can leave out what has passed since."""
    files = {f"network/events/e{n}.yml": f"name: E {n}\nstarts: 2026-12-{n % 28 + 1:02} 18:00\n"
             "timezone: Europe/London\nhost: one\n" for n in range(PER_PAGE + 1)}
    root = network({"network/groups/one.yml": group("One"), **files})
    handbook = read(root)
    script = rows_script(handbook.edition.directories["event"], handbook.edition.words)
    racer.eval("globalThis.got = null; globalThis.commonbookRows = (held) => { got = held; }")
    racer.eval(script)
    rows = json.loads(racer.eval("JSON.stringify(commonbookDirectory.unpack(got))"))
    dates = handbook.edition.programme.soon(handbook.edition.programme.events)
    assert [(row["name"], row["over"]) for row in rows] == [
        (date.card.name, date.over) for date in dates]
    assert rows[0]["line"] == "Tuesday 1 December 2026, 18:00 · One"
    render(handbook)
    assert (root / "site/events/rows.js").is_file()


def test_a_very_long_value_still_makes_a_page(
    network: Callable[..., Path], build: Callable[..., object]
) -> None:
    """A region may be as long as any text; the name of its folder may not."""
    groups = {f"network/groups/{name}.yml": f"name: {name}\nsummary: S.\ntype: other\nworks_with: [a, b]\n"
              f"place: {{country: GB, region: {'Long Region ' * 40}{name}}}\n" for name in ("a", "b")}
    root = network(groups)
    build(root)
    folders = [path.name for path in (root / "site/groups/by/region").iterdir() if path.is_dir()]
    assert len(folders) == 2
    assert all(len(name) < 100 for name in folders)
