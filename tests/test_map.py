"""Maps: land and rounded places only, clusters that lead to lists, nobody shown who must not be."""

from __future__ import annotations

import gzip
import math
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import Page
from samples import SETTINGS, read, render

from commonbook.drawings.atlas import (
    APART,
    WIDTH,
    WORLD,
    box_around,
    box_of_most,
    clusters,
    continent,
    field_map,
    field_name,
    land,
    middle,
)

DEGREES = st.tuples(st.integers(-900, 900), st.integers(-1800, 1800)).map(
    lambda pair: (pair[0] / 10, pair[1] / 10))


def group(name: str, where: str, more: str = "") -> str:
    """A group's file, checked lately unless it says otherwise."""
    checked = "" if "checked_on" in more else "checked_on: 2026-11-01\n"
    return f"name: {name}\ntype: assembly\nsummary: People.\n{checked}place: {{{where}}}\n{more}"


LEEDS = "town: Leeds, region: England, country: GB, latitude: 53.8, longitude: -1.5"
SYDNEY = "town: Sydney, country: AU, latitude: -33.9, longitude: 151.2"


def site(root: Path) -> Path:
    """The network's site, built."""
    render(read(root))
    return root / "site"


@given(st.lists(DEGREES, min_size=1, max_size=40))
def test_clusters_hold_everything_once_and_do_not_touch(positions: list[tuple[float, float]]) -> None:
    """A finger finds each of them."""
    box = box_around(positions)
    found = clusters(positions, box)
    numbers = sorted(member for cluster in found for member in cluster.members)
    assert numbers == list(range(len(positions)))
    for number, one in enumerate(found):
        assert 12 <= one.at[0] <= WIDTH - 12
        assert 12 <= one.at[1] <= box.height - 12
        assert all(math.dist(one.at, other.at) >= APART for other in found[:number])


@given(st.lists(DEGREES, min_size=1, max_size=8))
def test_a_map_shows_all_of_its_places(positions: list[tuple[float, float]]) -> None:
    """In every part of the world, at the poles and across the line of the date."""
    box = box_around(positions)
    assert box is WORLD or (box.south >= -90 and box.north <= 90)
    assert box.height <= WIDTH
    for position in positions if box is not WORLD else ():
        across, down = box.place(position)
        assert 0 <= across <= WIDTH
        assert -0.001 <= down <= box.height + 0.001


@given(st.lists(DEGREES, min_size=1, max_size=60))
def test_a_map_of_most_leaves_out_few(positions: list[tuple[float, float]]) -> None:
    """Nine of ten at least lie on it, and whoever is not stands at its edge."""
    box = box_of_most(positions)
    if box is not WORLD:
        assert sum(box.holds(position) for position in positions) >= len(positions) * .9
    for cluster in clusters(positions, box):
        assert 12 <= cluster.at[0] <= WIDTH - 12


def test_a_few_far_away_do_not_make_a_map_useless() -> None:
    """Europe with one group in Chukotka is Europe; half of them there, and it is not."""
    europe = [(50 + n / 10, n / 2) for n in range(40)]
    near = box_of_most([*europe, CHUKOTKA])
    assert near.east - near.west < 40
    assert not near.holds(CHUKOTKA)
    assert box_of_most([*europe[:2], CHUKOTKA]) == box_around([*europe[:2], CHUKOTKA])


FIJI, SAMOA, CHATHAM, CHUKOTKA = (-18.1, 178.4), (-13.8, -171.8), (-44.0, -176.5), (65.6, -171.0)


def test_what_lies_on_both_sides_of_the_line_of_the_date_is_near() -> None:
    """Fiji and Samoa are neighbours, and have land around them."""
    box = box_around([FIJI, SAMOA])
    assert box.east - box.west < 20
    assert box.place(FIJI)[0] < box.place(SAMOA)[0]
    assert box == box_around([SAMOA, FIJI])
    assert land(box, .6)
    near = box_around([CHUKOTKA, (64.7, 177.5)])
    assert near.east - near.west < 40
    islands = box_around([CHATHAM, (-36.8, 174.8)])
    assert land(islands, .6)
    assert len(clusters([FIJI, (-16.8, -179.9)], box_around([FIJI, CHATHAM]))) == 1


@pytest.mark.parametrize(("west", "east"), [("178.4", "-179.9"), ("180", "-180")])
def test_a_small_map_beside_the_line_of_the_date_has_land(west: str, east: str) -> None:
    """The islands that lie beyond it are drawn as well."""
    for degrees in (west, east):
        assert 'd="M' in field_map((Decimal(-17), Decimal(degrees)))


def test_no_land_reaches_beyond_the_map() -> None:
    """Outlines are cut at the edges, and none runs across the map at the line of the date."""
    numbers = [int(part) for part in re.findall(r"-?\d+", re.sub(r"[a-z].*", "", land(WORLD, .6)))]
    assert numbers
    x = y = 0
    longest = 0.0
    for command, path in re.findall(r"(M)(-?\d+ -?\d+l[^Mz]*)z", land(WORLD, .6)):
        assert command == "M"
        steps = [int(part) for part in re.findall(r"-?\d+", path)]
        x, y = steps[0], steps[1]
        for dx, dy in zip(steps[2::2], steps[3::2], strict=True):
            x, y = x + dx, y + dy
            assert -10 <= x <= WIDTH * 10 + 10
            assert -10 <= y <= WORLD.height * 10 + 10
            longest = max(longest, abs(dx))
    assert longest < WIDTH * 10 / 4


def test_the_world_knows_its_countries() -> None:
    """Continents of all that have people; the middle of what is large enough to have one."""
    assert (continent("SY"), continent("GB"), continent("CL"), continent("ZZ")) == ("AS", "EU", "SA", "")
    assert middle("GB") == (53.9, -2.5)
    assert middle("RU") == (61.7, 99.7)
    assert middle("FJ") == (-17.8, 178.0)
    assert middle("ZZ") is None
    assert middle(None) is None


@pytest.mark.parametrize("position", [("53.7", "-0.3"), ("-33.9", "151.2"), ("78.2", "15.6"),
                                      ("60.4", "5.3"), ("0", "0"), ("-89.9", "0"), ("12", "179.9"), ("90", "0"), ("82.5", "-62.3"),
                                      ("-90", "180")])
def test_a_small_map_is_small(position: tuple[str, str]) -> None:
    """Below 1.5 KB compressed, and a picture that stands alone."""
    at = Decimal(position[0]), Decimal(position[1])
    text = field_map(at)
    assert len(gzip.compress(text.encode(), 9)) < 1536
    assert re.fullmatch(r"[ns]\d\d[ew]\d{3}\.svg", field_name(at))
    assert "xmlns" in text
    height = float(re.search(r'viewBox="0 0 360 ([\d.]+)"', text).group(1))  # type: ignore[union-attr]
    assert 150 < height < 260


def test_a_map_shows_who_may_be_shown_and_nobody_else(network: Callable[..., Path]) -> None:
    """Neither sensitive groups nor ended, dormant or long unchecked ones, in pins or in lists."""
    made = site(network({
        "network/groups/seen.yml": group("Seen", LEEDS),
        "network/groups/far.yml": group("Far", SYDNEY),
        "network/groups/area.yml": group("Area", "region: Kent, country: GB, precision: region"),
        "network/groups/gone.yml": group("Gone", LEEDS, "status: ended\n"),
        "network/groups/asleep.yml": group("Asleep", LEEDS, "status: dormant\n"),
        "network/groups/old.yml": group("Old", LEEDS, "checked_on: 2020-01-01\n"),
        "network/groups/hidden.yml": group(
            "Hidden", "region: Kent, country: GB, precision: region", "sensitive: yes\n"),
        "network/groups/nowhere.yml": "name: Nowhere\ntype: assembly\nsummary: People.\n"}))
    page = Page.at(made / "map/index.html")
    for name in ("Gone", "Asleep", "Old", "Hidden"):
        assert name not in page.text
    assert "Everywhere, or place not shown 1 Nowhere" in page.text
    pins = [named for tag, named in page.tags if named.get("class", "").startswith("cb-pin")]
    assert {pin["href"] for pin in pins} == {"#at-1", "#at-2"}
    assert all(pin["href"][1:] in page.ids for pin in pins)
    europe = Page.at(made / "map/europe/index.html")
    assert "United Kingdom, no town shown 1 Area" in europe.text
    assert (made / "map/oceania/index.html").is_file()
    assert not (made / "map/asia").exists()
    assert "locator" not in Page.at(made / "groups/hidden/index.html").html
    assert "locator" not in Page.at(made / "groups/area/index.html").html
    assert (made / "assets/map/n50w010.svg").is_file()
    assert "n50w010.svg" in Page.at(made / "groups/seen/index.html").html


def test_numbers_near_each_other_lead_to_headings_that_differ(network: Callable[..., Path]) -> None:
    """On a near map most are of one region, so their towns are named; of many towns, the region."""
    towns = [("Hull", 53.7, -0.3), ("Bristol", 51.5, -2.6), ("Oxford", 51.8, -1.3)]
    glasgow = "region: Scotland, country: GB, latitude: 55.9, longitude: -4.3"
    page = Page.at(site(network({
        **{f"network/groups/{town.lower()}.yml": group(
            town, f"town: {town}, region: England, country: GB, latitude: {north}, longitude: {east}")
           for town, north, east in towns},
        **{f"network/groups/g{number}.yml": group(f"G {number}", f"town: T{number}, {glasgow}")
           for number in range(4)}})) / "map/index.html")
    for heading in [f"{town}, United Kingdom 1" for town, _, _ in towns]:
        assert heading in page.text
    assert "Scotland, United Kingdom 4" in page.text


def test_groups_of_one_continent_have_one_map(network: Callable[..., Path]) -> None:
    """It is drawn as near as they lie together; no second page says the same."""
    made = site(network({"network/groups/one.yml": group("One", LEEDS)}))
    assert [path.name for path in (made / "map").iterdir()] == ["index.html"]
    assert "cb-pin" in (made / "map/index.html").read_text()


def test_without_any_place_the_map_is_a_list(network: Callable[..., Path]) -> None:
    """And without groups there is none."""
    made = site(network({"network/groups/one.yml": "name: One\ntype: assembly\nsummary: P.\n"}))
    text = (made / "map/index.html").read_text()
    assert '<svg class="cb-map"' not in text
    assert "One" in text
    empty = site(network({"network/network.yml": SETTINGS, "network/groups/one.yml":
                          "name: One\ntype: assembly\nsummary: P.\ndraft: yes\n"}))
    assert not (empty / "map").exists()
    assert "map/" not in " ".join(Page.at(empty / "groups/index.html").links)


def test_a_map_of_very_many_leads_to_lists(network: Callable[..., Path]) -> None:
    """Above one page of entries, clusters name countries and regions instead of groups."""
    made = site(network({
        **{f"network/groups/l{n}.yml": group(f"Leeds {n}", LEEDS) for n in range(251)},
        "network/groups/s.yml": group("Sydney 1", SYDNEY)}))
    page = Page.at(made / "map/index.html")
    assert "Leeds 7" not in page.text
    assert "../groups/by/region/gb-england/" in page.links
    assert "../groups/by/country/au/" in page.links


def test_a_country_with_many_groups_has_a_map_of_its_own(network: Callable[..., Path]) -> None:
    """It is reached from its continent, or from the only map there is, and leads back."""
    towns = {f"network/groups/g{n}.yml": group(
        f"G {n}", f"town: T{n}, country: GB, latitude: {50 + n / 10}, longitude: -1.5")
        for n in range(20)}
    paris = {"network/groups/p.yml": group(
        "P", "town: Paris, country: FR, latitude: 48.9, longitude: 2.4")}
    root = network({**towns, **paris})
    made = site(root)
    assert "../map/gb/" in Page.at(made / "map/index.html").links
    country = Page.at(made / "map/gb/index.html")
    assert "../../map/" in country.links
    assert "G 7" in country.text
    assert "Paris" not in country.text
    assert not (made / "map/fr").exists()
    (root / "network/groups/s.yml").write_text(group("S", SYDNEY))
    made = site(root)
    assert "../map/gb/" not in Page.at(made / "map/index.html").links
    assert "../../map/gb/" in Page.at(made / "map/europe/index.html").links
    assert "../../map/europe/" in Page.at(made / "map/gb/index.html").links
    (root / "network/groups/p.yml").unlink()
    (root / "network/groups/s.yml").unlink()
    assert [path.name for path in (site(root) / "map").iterdir()] == ["index.html"]
