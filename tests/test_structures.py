"""Structure pages: who stands where, who is sent up, and what the page does not claim."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from reading import Page, article, squeezed
from samples import SETTINGS, Built, read, render

from commonbook.drawings import Row, levels, tree
from commonbook.sections.structures import outline_pages

LADDER = SETTINGS + "ladders: {bread: [street, quarter, town, league]}\n"


def group(name: str, *, extra: str = "") -> str:
    """A group's file."""
    return f"name: {name}\nsummary: A body.\ntype: assembly\n{extra}"


def seat(to: str, *, people: int = 2) -> str:
    """The delegates that a body sends to another."""
    return (
        f"seats: [{{name: Delegate, role: delegate, count: {people}, chosen_by: lot, "
        f"recall: Any meeting of those below, represents: its meeting, sends_to: {to}}}]\n"
    )


def rung(level: str) -> str:
    """A place on the ladder."""
    return f"ladder: bread\nlevel: {level}\n"


def league() -> dict[str, str]:
    """Three levels of four: 4 towns, 16 quarters, 64 streets; the first street sends nobody."""
    files = {"league": group("League", extra=rung("league") + "decides: [The price of flour]\n")}
    for town in range(4):
        files[f"t{town}"] = group(
            f"Town {town}", extra=f"{rung('town')}part_of: [league]\n{seat('league')}"
        )
        for quarter in range(4):
            own = f"t{town}q{quarter}"
            files[own] = group(
                f"Quarter {town}.{quarter}",
                extra=f"{rung('quarter')}part_of: [t{town}]\n{seat(f't{town}')}",
            )
            for street in range(4):
                sent = seat(own) if (town, quarter, street) != (0, 0, 0) else ""
                files[f"{own}s{street}"] = group(
                    f"Street {town}.{quarter}.{street}",
                    extra=f"{rung('street')}part_of: [{own}]\n{sent}",
                )
    return {f"network/groups/{slug}.yml": text for slug, text in files.items()}


@pytest.fixture
def site(network: Callable[..., Path]) -> Callable[..., Callable[[str], Page]]:
    """Builds a network and hands back a way to read its pages."""

    def build(files: dict[str, str], settings: str = SETTINGS) -> Callable[[str], Page]:
        root = network(files, settings)
        render(read(root))
        return lambda path: Page.at(root / "site" / path / "index.html")

    return build


def said(page: Page) -> str:
    """All words of a page's text in one line."""
    return squeezed(" ".join(page.words))


def test_three_levels_of_four_are_counted_and_named(site) -> None:
    """Bodies and seats of every level stand on the page, with every body's name."""
    page = site(league(), LADDER)("groups/league/structure")
    words = said(page)
    assert "4 levels, 84 bodies below it listed here, 166 seats" in words
    assert "64 bodies · 126 seats" in words
    assert "63 of 64 are known to send people up" in words
    assert "16 bodies · 32 seats" in words
    assert all(f"Street {a}.{b}.{c}" in words for a, b, c in product(range(4), repeat=3))
    assert words.index("64 bodies") < words.index("16 bodies") < words.index(" 4 bodies · 8 seats")


def test_every_element_of_a_structure_page_is_one(site) -> None:
    """Attributes that are put in never run into an element's name."""
    page = site(league(), LADDER)
    for path in ("groups/league/structure", "groups/t1/structure", "structures"):
        assert {tag for tag, _ in page(path).tags if "=" in tag or "dir" in tag or "lang" in tag} == set()


def test_a_proposal_is_not_said_to_travel_where_nobody_is_sent(site) -> None:
    """The way up begins at a real body, and says so where no delegate is known."""
    page = site(league(), LADDER)
    words = said(page("groups/league/structure"))
    assert "Nobody is known to be sent from here to Quarter 0.0 , of which it is a part" in words
    assert "It can be carried on to Town 0" in words
    assert "Whether they must report back, and by when, is not recorded" in words
    street = said(page("groups/t1q2s3/structure"))
    assert street.index("Street 1.2.3 A proposal begins here") < street.index(
        "It can be carried on to League"
    )
    assert "Nobody is known" not in street


def test_the_drawing_tells_who_sends_from_who_does_not(site) -> None:
    """Of 84 lines one is dashed: that of the street which sends nobody."""
    html = site(league(), LADDER)("groups/league/structure").html
    assert html.count("cb-line--sent") == 83
    assert html.count("cb-line--part") == 1
    assert 'role="img"' in html


def test_words_of_other_bodies_say_their_language(site) -> None:
    """Seats and rules of a body that writes Arabic are marked so on the page of another."""
    settings = SETTINGS.replace("[en]", "[en, ar]")
    words = "قاعة"
    page = site(
        {
            "network/groups/a.yml": group(
                words,
                extra=f"language: ar\nquorum: {words}\ndecides: [{words}]\nseats: [{{name: {words}, "
                f"role: delegate, recall: {words}, represents: {words}, sends_to: b}}]\n",
            ),
            "network/groups/b.yml": group("B"),
        },
        settings,
    )
    for path in ("groups/b/structure", "groups/a/structure"):
        spoken = [language for language, text in Page(article(page(path).html)).spoken if words in text]
        assert len(spoken) > 6
        assert set(spoken) == {"ar"}, path


def test_what_is_absent_is_listed_and_nothing_else(site) -> None:
    """The gaps are the fields that are not there."""
    filled = (
        "decides: [Bread]\ndecision_method: consent\nquorum: Half\nseats:\n"
        "  - {name: Pen, role: secretary, count: 1, chosen_by: lot, term_months: 3, recall: Any day}\n"
        "  - {name: Box, role: treasurer, count: 1, chosen_by: lot, term_months: 3}\n"
    )
    page = site({"network/groups/a.yml": group("A", extra=filled)})("groups/a/structure")
    gaps = page.html.partition('id="part-gaps"')[2].partition("</section>")[0]
    assert gaps.count("<li>") == 1
    assert "How they can be called back" in gaps
    assert "Box" in gaps
    assert "Pen" not in gaps


def test_delegates_whom_others_send_make_a_level_below(site) -> None:
    """A body that describes those who are sent to it is not said to send anybody."""
    sent = "seats: [{name: Voice of a co-op, role: delegate, sends_to: a, represents: One co-op}]\n"
    words = said(site({"network/groups/a.yml": group("A", extra=sent)})("groups/a/structure"))
    assert "2 levels, no body below it listed here" in words
    assert words.index("One co-op") < words.index("Sends people to the next level")
    assert "One co-op A proposal begins here. It can be carried on to A" in words


def test_ties_that_have_ended_are_told_apart(site) -> None:
    """Who has left is not counted, and is named with the time."""
    page = site(
        {
            "network/groups/whole.yml": group("Whole"),
            "network/groups/here.yml": group("Here", extra="part_of: [whole]\n"),
            "network/groups/gone.yml": group(
                "Gone", extra="part_of: [{to: whole, from: 2014, until: 2019-03}]\n"
            ),
        }
    )
    words = said(page("groups/whole/structure"))
    assert "1 body below it listed here" in words
    assert "Once part of it Gone 2014 – March 2019" in words


def test_only_bodies_with_a_structure_have_a_page(site, network) -> None:
    """Parts, delegates or seats make a structure; being a part or working together does not."""
    site(
        {
            "network/groups/whole.yml": group("Whole"),
            "network/groups/part.yml": group("Part", extra="part_of: [whole]\n"),
            "network/groups/friend.yml": group("Friend", extra="works_with: [whole]\n"),
        }
    )
    folder = network() / "site/groups"
    assert (folder / "whole/structure/index.html").is_file()
    assert not (folder / "part/structure").exists()
    assert not (folder / "friend/structure").exists()
    assert "See how it is organised" in (folder / "whole/index.html").read_text()
    assert "structure/" not in article((folder / "friend/index.html").read_text())


def test_circles_of_delegates_end(site) -> None:
    """Two bodies that send to each other do not hang the build; each stands once on a page."""
    page = site(
        {
            "network/groups/a.yml": group("A", extra="sends_delegates_to: [b]\n"),
            "network/groups/b.yml": group("B", extra="sends_delegates_to: [a]\n"),
        }
    )
    assert "2 levels, 1 body below it" in said(page("groups/a/structure"))
    assert "2 levels, 1 body below it" in said(page("groups/b/structure"))


def test_a_body_of_two_stands_under_the_nearest(site) -> None:
    """A street that belongs to its quarter and to the league is not put beside the quarter."""
    files = {
        "network/groups/league.yml": group("League", extra=rung("league")),
        "network/groups/q.yml": group("Q", extra=rung("quarter") + "part_of: [league]\n"),
        "network/groups/s.yml": group("S", extra=rung("street") + "part_of: [league, q]\n"),
    }
    words = said(site(files, LADDER)("groups/league/structure"))
    assert "Under Q S" in words
    assert "2 bodies below it" in words


def test_names_from_strangers_are_only_text(site) -> None:
    """Markup in names, seats and words of recall is shown, not run; also in the drawing."""
    bad = "</text><script>alert(1)</script>"
    extra = (
        f"seats: [{{name: '{bad}', role: delegate, recall: '{bad}', represents: '{bad}', "
        f"sends_to: b}}]\ndecides: ['{bad}']\nquorum: '{bad}'\npart_of: [b]\n"
    )
    page = site(
        {
            "network/groups/a.yml": group(f"'{bad}'", extra=extra),
            "network/groups/b.yml": group(f"'{bad}'"),
        }
    )
    for path in ("groups/a/structure", "groups/b/structure", "structures"):
        assert "<script>alert" not in page(path).html
        assert "&lt;script&gt;" in page(path).html


def test_a_page_changes_with_what_it_shows_of_others(network) -> None:
    """Another body's seats, quorum and name are in the digest; what is not shown is not."""
    files = {
        "network/groups/a.yml": group("A", extra=seat("b")),
        "network/groups/b.yml": group("B", extra="quorum: Half\n"),
    }

    def given(**changed: str) -> str:
        handbook = read(network({**files, **{f"network/groups/{k}.yml": v for k, v in changed.items()}}))
        return next(outline_pages(handbook.edition, handbook.network.entries["group/a"])).given

    before = given()
    assert given() == before
    assert given(a=group("A", extra=seat("b") + "how_to_join: Ask.\n")) == before
    assert given(a=group("A", extra=seat("b", people=3))) != before
    assert given(b=group("B", extra="quorum: All\n")) != before
    assert given(b=group("Bee", extra="quorum: Half\n")) != before
    assert given(b=group("B", extra="quorum: Half\nhow_to_join: Ask.\n")) == before


def confederation(count: int, root: Path) -> Path:
    """A confederation in which nearly all bodies are on the ground, some of them directly below."""
    folder = root / "network/groups"
    folder.mkdir(parents=True)
    (root / "network/network.yml").write_text(SETTINGS)
    (folder / "top.yml").write_text(group("Top"))
    for district in range(10):
        (folder / f"d{district}.yml").write_text(group(f"D{district}", extra="part_of: [top]\n"))
    for number in range(count - 11):
        above = "top" if number % 2 else f"d{number // 2 % 10}"
        (folder / f"c{number}.yml").write_text(
            group(f"C{number}", extra=f"part_of: [{above}]\n{seat(above)}")
        )
    return root


def test_a_confederation_of_thousands_is_counted_on_a_small_page(tmp_path: Path) -> None:
    """5,000 bodies: at most 200 are named, all are counted, and all stand in a list."""
    handbook = read(confederation(5000, tmp_path))
    pages = list(outline_pages(handbook.edition, handbook.network.entries["group/top"]))
    body = pages[0].slots()["body"]
    assert "4999 bodies below it" in body
    assert len(body) < 60_000
    assert 100 < body.count("/groups/c") <= 220
    assert [page.path for page in pages[1:3]] == [
        "groups/top/structure/bodies/",
        "groups/top/structure/bodies/page/2/",
    ]
    listed = "".join(page.slots()["body"] for page in pages[1:])
    assert all(f">C{number}<" in listed for number in range(4989))


@pytest.mark.slow
def test_time_for_structure_pages_grows_with_the_network(tmp_path: Path) -> None:
    """Four times as many bodies take no more than about four times as long."""

    def seconds(count: int) -> float:
        handbook = read(confederation(count, tmp_path / str(count)))
        entries = list(handbook.network)
        for entry in entries:
            handbook.edition.cards[entry.id]
        begin = time.process_time()
        for entry in entries:
            for page in outline_pages(handbook.edition, entry):
                assert page.given
        return time.process_time() - begin

    small = seconds(500)
    assert seconds(2000) < 9 * small + 0.5


# -- cases, the comparison, the drawing ------------------------------------------------------


def structure_of(built: Built, path: str) -> Page:
    """A page of the good network."""
    return Page.at(built.folder / path / "index.html")


def test_a_case_says_who_is_sent_and_what_is_beside(commons: Built) -> None:
    """Levels of a case keep their words; the one beside is not on the way up."""
    page = structure_of(commons, "case-studies/mill-lock-in/structure")
    words = said(page)
    assert "From here it can go on with those who are sent up" not in words  # one level rises
    assert "Beside the others Dock council" in words
    assert "1 level, 1 body beside" in words
    assert "Terms, quorums and rules of recall" in words


def test_the_comparison_has_a_row_for_each_and_leaves_parts_out(site) -> None:
    """Whoever stands below another one listed is found there, not in the comparison."""
    page = site(league(), LADDER)("structures")
    assert page.html.count('<th scope="row">') == 1
    assert "groups/league/structure/" in page.html
    assert "166 seats" in said(page)
    assert "Any meeting of those below" in said(page)


def test_without_structures_the_comparison_says_so(site) -> None:
    """The page is there for links, and is honest."""
    page = site({"network/groups/a.yml": group("A")})("structures")
    assert "No structure is described here yet" in said(page)


def test_sensitive_bodies_are_not_compared_and_not_for_search_engines(site) -> None:
    """A group that needs care has its page, kept from search engines, and no row."""
    careful = "sensitive: yes\nplace: {precision: region, region: Hills, country: SY}\n"
    page = site({"network/groups/a.yml": group("A", extra=careful + "seats: [{name: Pen, role: other}]\n")})
    assert "noindex" in page("groups/a/structure").html
    assert "groups/a/" not in article(page("structures").html)


def test_a_tree_is_the_same_seen_in_a_mirror() -> None:
    """From right to left every shape stands as far from the other edge."""

    def places(*, mirrored: bool) -> Iterator[float]:
        drawn = tree("t", [Row("A", ties=((0, True), (0, False))), Row("B", ties=((0, True),))],
                     title="T", mirrored=mirrored)
        for part in drawn.split('cx="')[1:]:
            yield float(part.partition("%")[0])

    assert [round(100 - place, 2) for place in places(mirrored=False)] == list(places(mirrored=True))


def test_levels_that_nobody_is_known_to_join_are_not_drawn() -> None:
    """A column of empty bars says nothing; the list beside it says all that is known."""
    assert levels("l", ["Members", "Board"], [None, None], title="T") == ""
    assert levels("l", ["Members", "Board", "Beside"], [None, None, "views"], title="T") == ""
    assert "cb-body-point" in levels("l", ["Members", "Board"], ["two people", None], title="T")


def test_a_long_label_is_broken_and_not_lost() -> None:
    """Words go on in the next line; the drawing grows with them."""
    short = tree("t", [Row("Street"), Row("Town")], title="T")
    long = tree("t", [Row("Street and lane and square and yard and court"), Row("Town")], title="T")
    assert "court" in long
    assert long.count("<text") > short.count("<text")
