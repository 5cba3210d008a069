"""Exports: the network for other programs, no finer than the pages show it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

from samples import Built

from commonbook.privacy import is_sensitive

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_directory_json_has_a_row_for_each_entry(commons: Built) -> None:
    """Ids, names, addresses and links, all resolved; none of what needs care."""
    content = json.loads((commons.folder / "directory.json").read_text())
    rows = {row["id"]: row for row in content["entries"]}
    network = commons.handbook.network
    careful = {entry.id for entry in network if is_sensitive(entry, network)}
    assert careful == {"group/hidden-orchard", "event/orchard-evening"}
    assert rows.keys() == network.entries.keys() - careful
    for row in rows.values():
        assert (commons.folder / row["address"] / "index.html").is_file()
        assert all(link in rows for link in row.get("links", ()))
    assert content["name"] == "Linden Vale Commons"


def test_directory_json_gives_no_more_than_the_pages(commons: Built) -> None:
    """A region has no position; contacts are left out."""
    text = (commons.folder / "directory.json").read_text()
    rows = {row["id"]: row for row in json.loads(text)["entries"]}
    assert "position" not in rows["group/night-kitchen"]
    assert rows["group/linden-vale-pantry"]["position"] == [53.412, -0.387]
    assert rows["group/vale-assembly"]["position"] == [53.4, -0.4]
    assert "01632" not in text.replace(" ", "")


def test_the_sitemap_lists_every_page_for_search_engines(commons: Built) -> None:
    """All pages but hidden ones, under the address of the site."""
    root = ET.parse(commons.folder / "sitemap.xml").getroot()
    base = "https://handbook.linden-vale.example/"
    listed = {(loc.text or "").removeprefix(base) for loc in root.iter(f"{NAMESPACE}loc")}
    hidden = set()
    for path in commons.folder.rglob("index.html"):
        address = path.parent.relative_to(commons.folder).as_posix()
        address = "" if address == "." else f"{address}/"
        if '<meta name="robots" content="noindex' in path.read_text():
            hidden.add(address)
        else:
            assert address in listed
    assert not listed & hidden
    assert "groups/hidden-orchard/" in hidden


def test_the_sitemap_says_when_an_entry_was_checked(commons: Built) -> None:
    """The last change is the day of the last check."""
    text = (commons.folder / "sitemap.xml").read_text()
    assert "groups/linden-vale-pantry/</loc><lastmod>2026-11-03</lastmod>" in text


def test_nothing_made_for_other_programs_names_what_needs_care(commons: Built) -> None:
    """Data, calendars, positions, maps, the editors' list: only its own site's pages and lists do."""
    for path in sorted(commons.folder.rglob("*")):
        name = path.relative_to(commons.folder).as_posix()
        made_for_programs = path.suffix in {".json", ".ics", ".xml", ".svg"} or name.startswith(
            ("map/", "due/", "assets/", "calendar/"))
        if path.is_file() and made_for_programs:
            text = path.read_text(encoding="utf-8", errors="replace")
            for word in ("Hidden Orchard", "hidden-orchard", "orchard-evening", "Orchard evening"):
                assert word not in text, name
    due = (commons.folder / "due/index.html").read_text(encoding="utf-8")
    assert "One more entry needs care" in due


def test_a_route_can_be_taken_along_as_a_list(commons: Built) -> None:
    """Every stop in order with a box, why it comes, and an address that works elsewhere."""
    for pathway in commons.handbook.network.of("pathway"):
        folder = commons.folder / pathway.address
        text = (folder / "route.txt").read_text()
        assert text.count("[ ] ") == len(pathway.steps)  # type: ignore[attr-defined]
        assert 'href="route.txt"' in (folder / "index.html").read_text()
    text = (commons.folder / "pathways/first-month/route.txt").read_text()
    assert text.startswith("Your first month\n\nFour stops from the gate to the ledger.\n")
    assert "[ ] 1. " in text
    assert "    You will meet everyone at once\n" in text
    assert "(142 minutes)" in text
    assert "https://handbook.linden-vale.example/trainings/first-shift/" in text
