"""Checks over the whole network: what they find, and what they leave alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
from samples import Built, read

from commonbook import checks
from commonbook.checks.addresses import OF_NOBODY
from commonbook.discovery import modules_in
from commonbook.editorial import months_since
from commonbook.errors import PublishError
from commonbook.handbook import Handbook
from commonbook.project import Project

Net = Callable[..., Path]
Problems = Callable[..., list[tuple[str, str]]]

SETTINGS = "name: T\nsummary: T.\nlanguages: [en]\ntopics: {food: Food}\n"


def group(name: str, *lines: str) -> str:
    """A group's file."""
    return "\n".join(
        (f"name: {name}", f"summary: {name}.", "type: other", "topics: [food]", *lines, "")
    )


def training(*blocks: str) -> dict[str, str]:
    """A training's file."""
    head = "name: T\nsummary: T.\ntopics: [food]\naudience: All\noutcomes: [cook]\nblocks:\n"
    return {"network/trainings/t.yml": head + "".join(f"  - {{{block}}}\n" for block in blocks)}


def rules(problems: Problems, root: Path) -> set[str]:
    """The rules that a network breaks."""
    return {rule for _, rule in problems(root)}


@pytest.mark.parametrize("theme", modules_in(checks.__name__), ids=lambda theme: theme.__name__)
def test_a_theme_of_checks_has_nothing_that_is_never_asked(theme: ModuleType) -> None:
    """A function with a slip in its name would be left out without a word."""
    public = {name for name, made in vars(theme).items()
              if not name.startswith("_") and isinstance(made, FunctionType)
              and made.__module__ == theme.__name__}
    assert public
    assert public <= {"of_entry", "of_entries", "of_network"}


@pytest.mark.parametrize(
    "text",
    [
        "founded in 1984, 2019–2021",
        "ISBN 978-0-7475-3269-9",
        "about 1,200,000 people",
        "£0.50 a week, 020 in a row",
        "https://example.org/0207/9460018",
        "Open 09:30-17:00",
        "12 streets of the Old Town",
        "In 1971 Carding Road rebelled",
        "14 Co-operatives",
        "2026-11-24 18:30",
        "version 1.2.3",
        "a ratio of 1:3",
        "The 1984 Miners Strike",
        "[[term/x|x]]",
        "Room 12",
        "0.5 to 0.75",
        "100 000 households",
        "5 rue",
    ],
)
def test_what_only_looks_like_private_data_is_left_alone(
    network: Net, problems: Problems, text: str
) -> None:
    """Years, sums, numbers of books and web addresses are no telephone numbers or addresses."""
    root = network({"network/groups/a.yml": group("A", f'description: "{text}"')}, SETTINGS)
    private = {"private-phone", "private-address", "personal-email"}
    assert private & rules(problems, root) == set()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("ring 01632 960961", "private-phone"),
        ("+44 1632 960961", "private-phone"),
        ("(601) 555-1234", "private-phone"),
        ("0049 1632 960961", "private-phone"),
        ("+44(0)1632-960961", "private-phone"),
        ("01632960961", "private-phone"),
        ("meet at 12 Poplar Street", "private-address"),
        ("221b Baker Street", "private-address"),
        ("Lindenstraße 7", "private-address"),
        ("Rue de la Paix 12", "private-address"),
        ("wren.alder@gmail.com", "personal-email"),
        ("mail wren@posteo.de today", "personal-email"),
    ],
)
@pytest.mark.parametrize("field", ["description", "quorum", "summary", "offers"])
def test_private_data_is_refused_in_every_field(
    network: Net, problems: Problems, text: str, rule: str, field: str
) -> None:
    """Numbers, addresses and people's mail are errors wherever they stand."""
    value = f'["{text}"]' if field == "offers" else f'"{text}"'
    lines = group("A", f"{field}: {value}")
    if field == "summary":
        lines = group("A").replace("summary: A.", f"summary: {value}")
    assert rule in rules(problems, network({"network/groups/a.yml": lines}, SETTINGS))


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ('contact: [{way: hotline, value: "+44 1632 960961"}]', None),
        (
            'contact: [{way: web, value: "https://x.example/", note: "or 01632 960961"}]',
            "private-phone",
        ),
        ("contact: [{way: role-email, value: hello@kitchen.example}]", None),
        ("contact: [{way: role-email, value: wren.alder@gmail.com}]", "personal-email"),
        ("seats: [{name: Wren Alder, role: treasurer}]", "person-named"),
        ("seats: [{name: Dr Alder, role: treasurer}]", "person-named"),
        ("seats: [{name: Women's Council, role: commission}]", None),
        ("seats: [{name: Treasurer, role: treasurer}]", None),
        ("consent: {given_on: 2026-01-01, by_role: Wren Alder}", "person-named"),
        ("consent: {given_on: 2026-01-01, by_role: General Meeting}", None),
    ],
)
def test_contacts_and_seats_belong_to_roles(
    network: Net, problems: Problems, line: str, rule: str | None
) -> None:
    """A hotline may have a number and a role an address; people are not named."""
    found = rules(problems, network({"network/groups/a.yml": group("A", line)}, SETTINGS))
    assert found == ({rule} if rule else set())


def test_guides_are_searched_for_private_data_too(network: Net, problems: Problems) -> None:
    """The place is the line in the Markdown."""
    root = network(
        {"content/a.md": "---\ntitle: A\nsummary: A.\ntopics: [food]\n---\nOne.\n\nRing 01632 960961.\n"},
        SETTINGS,
    )
    assert problems(root) == [("content/a.md:8:6", "private-phone")]


def test_a_network_chooses_how_much_a_rule_matters(network: Net, problems: Problems) -> None:
    """Warnings may become errors or vanish; what guards people stays."""
    files = {
        "network/glossary/x.yml": "name: X\ndefinition: X.\n",
        "network/groups/a.yml": group("A", "quorum: ring 01632 960961"),
    }
    root = network(files, SETTINGS + "rules: {unused-term: off}\n")
    assert rules(problems, root) == {"private-phone"}
    root = network(files, SETTINGS + "rules: {private-phone: off}\n")
    assert rules(problems, root) == {"private-phone", "unused-term", "invalid-value"}
    root = network(files, SETTINGS + "rules: {unused-term: error}\n")
    assert [found.severity for found in read(root).report if found.rule.code == "unused-term"] == [
        "error"
    ]


@pytest.mark.parametrize(
    ("checked", "today", "months"),
    [
        ("2026-01-31", "2026-02-28", 0),
        ("2026-01-31", "2026-03-01", 1),
        ("2025-11-24", "2026-11-24", 12),
        ("2025-11-25", "2026-11-24", 11),
        ("2027-01-01", "2026-11-24", 0),
        ("2024-02-29", "2025-02-28", 11),
    ],
)
def test_whole_months_are_counted(checked: str, today: str, months: int) -> None:
    """A month is over on its day."""
    assert months_since(date.fromisoformat(checked), date.fromisoformat(today)) == months


def test_an_entry_goes_stale_then_dormant_on_the_day(network: Net) -> None:
    """After confirm_every it is stale; after twice that it may no longer exist."""
    root = network({"network/groups/a.yml": group("A", "checked_on: 2025-11-24")}, SETTINGS)
    for today, stale in (("2026-11-23", False), ("2026-11-24", True), ("2027-11-24", True)):
        handbook = Handbook(Project(root), today=date.fromisoformat(today))
        assert ("stale-entry" in {p.rule.code for p in handbook.report}) == stale


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"a": ["aliases: [b]"], "b": []}, "network/groups/a.yml:5:11"),
        ({"a": ["aliases: [old]"], "b": ["aliases: [old]"]}, "network/groups/b.yml:5:11"),
        ({"a": ["aliases: [a]"]}, "network/groups/a.yml:5:11"),
        ({"a": ["aliases: [page]"]}, "network/groups/a.yml:5:11"),
    ],
)
def test_two_pages_cannot_have_one_address(
    network: Net, problems: Problems, files: dict[str, list[str]], place: str
) -> None:
    """Aliases collide with entries, with each other and with pages of the site."""
    root = network(
        {f"network/groups/{slug}.yml": group(slug, *lines) for slug, lines in files.items()},
        SETTINGS,
    )
    assert "path-collision" in rules(problems, root)
    assert place in {where for where, _ in problems(root)}


@pytest.mark.parametrize("slug", ["groups", "topics", "search", "network", "groups/kitchen"])
def test_a_guide_cannot_take_the_address_of_a_list(
    network: Net, problems: Problems, slug: str
) -> None:
    """Guides lie where their files lie, which is where lists and entries may lie too."""
    root = network(
        {
            f"content/{slug}.md": "---\ntitle: G\nsummary: G.\n---\nText.\n",
            "network/groups/kitchen.yml": group("Kitchen"),
        },
        SETTINGS,
    )
    assert rules(problems, root) & {"path-collision", "invalid-slug"}


def test_every_page_of_nobody_is_guarded(commons: Built) -> None:
    """A new section's address cannot be taken by a guide without a word."""
    handbook = commons.handbook
    ours = {entry.address for entry in handbook.network} | {
        f"{kind.folder}/" for kind in handbook.kinds.values()}
    made = {page.path for page in handbook.pages.values() if page.path.count("/") == 1}
    aliases = {alias + "/" for entry in handbook.network.of("guide") for alias in entry.aliases}
    assert made - ours - aliases - {f"{name}/" for name in OF_NOBODY} == set()


def test_two_pages_of_one_address_are_never_published(network: Net) -> None:
    """What no check has noticed ends the build, and no page is lost."""
    kind = """from commonbook.entry import Entry


class Thing(Entry):
    \"\"\"A thing.\"\"\"

    kind = "thing"
    folder = "due"
"""
    root = network({"kinds/thing.py": kind}, f"{SETTINGS}kinds: [kinds/thing.py]\n")
    with pytest.raises(PublishError, match="/due/"):
        _ = read(root).pages


def test_long_chains_and_wide_circles_are_walked_without_recursion(
    network: Net, problems: Problems
) -> None:
    """Two thousand bodies, each part of the next, and the last part of the first."""
    files = {
        f"network/groups/g{n}.yml": group(f"G{n}", f"part_of: [g{(n + 1) % 2000}]")
        for n in range(2000)
    }
    assert [rule for _, rule in problems(network(files, SETTINGS))] == ["cycle"]


def test_each_circle_is_reported_once(network: Net, problems: Problems) -> None:
    """Two circles, two problems; trainings have circles of their own."""
    files = {
        f"network/groups/{a}.yml": group(a, f"part_of: [{b}]")
        for a, b in (("a", "b"), ("b", "a"), ("c", "d"), ("d", "c"), ("e", "a"))
    }
    assert [rule for _, rule in problems(network(files, SETTINGS))] == ["cycle", "cycle"]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (["website: https://www.a.example/"], ["website: http://A.example"], True),
        (["website: https://a.example/x"], ["website: https://a.example/y"], False),
        (["place: {town: Hull}"], ["place: {town: York}"], False),
        (["place: {town: Hull}"], ["place: {town: hull}"], True),
    ],
)
def test_duplicates_have_one_name_in_one_town_or_one_address(
    network: Net,
    problems: Problems,
    one: list[str],
    two: list[str],
    same: bool,  # noqa: FBT001
) -> None:
    """The same name in another town is another group."""
    second = group("Kitchen" if "town" in one[0] else "Canteen", *two)
    root = network(
        {"network/groups/a.yml": group("Kitchen", *one), "network/groups/b.yml": second}, SETTINGS
    )
    assert ("duplicate-entry" in rules(problems, root)) == same


@pytest.mark.parametrize(
    ("chairs", "fault"),
    [
        ("[{name: A, role: co-chair}]", True),
        ("[{name: A, role: co-chair, count: 2}]", False),
        ("[{name: A, role: co-chair}, {name: B, role: co-chair}]", False),
        ("[]", False),
    ],
)
def test_co_chairs_come_in_pairs(
    network: Net,
    problems: Problems,
    chairs: str,
    fault: bool,  # noqa: FBT001
) -> None:
    """One seat of two, or two seats of one."""
    root = network({"network/groups/a.yml": group("A", f"seats: {chairs}")}, SETTINGS)
    assert ("unpaired-co-chairs" in rules(problems, root)) == fault


def test_opting_out_covers_ids_domains_and_their_parts(network: Net, problems: Problems) -> None:
    """Who asked not to be listed is not, neither under another name."""
    settings = SETTINGS + "opt_out: [group/a, kitchen.example]\n"
    for lines, fault in (
        ([], {"a"}),
        (["website: https://sub.kitchen.example/x"], {"a", "b"}),
        (["website: https://notkitchen.example/"], {"a"}),
        (['contact: [{way: web, value: "https://kitchen.example/c"}]'], {"a", "b"}),
    ):
        root = network(
            {"network/groups/a.yml": group("A"), "network/groups/b.yml": group("B", *lines)},
            settings,
        )
        found = {where.split("/")[2][0] for where, rule in problems(root) if rule == "opted-out"}
        assert found == fault


def test_a_venue_of_an_event_needs_the_hosts_consent(network: Net, problems: Problems) -> None:
    """The group that hosts has to have agreed."""
    event = (
        "name: E\nstarts: 2026-12-01 18:00\ntimezone: Europe/London\nhost: a\n"
        "place: {precision: venue, town: Hull}\n"
    )
    for lines, fault in (
        ((), {"missing-consent"}),
        (("consent: {given_on: 2026-01-01, by_role: meeting}",), set()),
    ):
        root = network(
            {"network/groups/a.yml": group("A", *lines), "network/events/e.yml": event}, SETTINGS
        )
        assert rules(problems, root) == fault


@pytest.mark.parametrize(("lines", "groups", "found"), [
    ((), "[a]", {"missing-consent"}),
    (("consent: {given_on: 2026-01-01, by_role: meeting}",), "[a]", set()),
    (("consent: {given_on: 2026-01-01, by_role: meeting}", "sensitive: yes"), "[a]",
     {"missing-consent"}),
    ((), "[]", {"missing-consent"}),
])
def test_a_venue_of_anything_needs_consent(
    network: Net, problems: Problems, lines: tuple[str, ...], groups: str, found: set[str]
) -> None:
    """A case study gives away no more of a group than the group's own entry may."""
    case = (
        "name: C\nsummary: C.\ntopics: [food]\nplace: {precision: venue, town: Hull}\n"
        "period: {from: 2024}\ndepth: short\nstory: S.\ndifficulties: [Rain.]\n"
        f"sources: [one, two]\ngroups: {groups}\n")
    root = network({
        "network/groups/a.yml": group("A", *lines), "network/case-studies/c.yml": case,
        **{f"network/sources/{name}.yml": f"name: {name}\nurl: https://example.org/{name}\n"
           for name in ("one", "two")}}, SETTINGS)
    assert rules(problems, root) == found


def test_a_plan_whose_lock_can_be_kept_by_shortening_is_fine(
    network: Net, problems: Problems
) -> None:
    """“Even at their shortest” means what it says."""
    kept = training(
        'title: A, minutes: 10, at: "18:00"',
        "title: B, minutes: 60, min: 40",
        'title: C, minutes: 10, at: "19:00", type: break',
    )
    assert rules(problems, network(kept, SETTINGS)) == set()


def test_a_good_picture_is_fine_and_a_missing_one_is_not(network: Net, problems: Problems) -> None:
    """The picture of an entry has to be there."""
    root = network({"network/groups/a.yml": group("A", "image: {file: a.png, alt: A}")}, SETTINGS)
    assert rules(problems, root) == {"invalid-image"}


def test_one_shorter_length_that_can_be_met_is_enough(network: Net, problems: Problems) -> None:
    """A plan of a day need not fit into an hour; one that fits none is reported."""
    plan = training("title: A, minutes: 50, keep: must", "title: B, minutes: 50, type: break")
    for lengths, fault in (
        ("[40]", {"variant-loses-must"}),
        ("[40, 60]", set()),
        ("[40, 60, 99]", set()),
        ("[20, 40]", {"variant-loses-must"}),
        ("[120]", set()),
        ("[]", set()),
    ):
        root = network(plan, SETTINGS + f"session_lengths: {lengths}\n")
        assert rules(problems, root) == fault, lengths


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("handouts: [term/x]", False),
        ("handouts: [activity/a]", False),
        ("handouts: [group/g]", True),
        ("handouts: [source/s]", True),
        ("materials: [Handout in large type]", True),
        ("materials: [{item: hand-outs, per: person}]", True),
        ("materials: [Handout in large type]\nhandouts: [term/x]", False),
        ("materials: [Pens for handing out]", False),
        ("materials: [Shandout]", False),
    ],
)
def test_a_handout_needs_something_to_print(
    network: Net, problems: Problems, lines: str, fault: bool  # noqa: FBT001
) -> None:
    """What is named can be printed, and what is needed has been written."""
    plan = training("title: A, minutes: 10")
    root = network(
        {
            "network/trainings/t.yml": plan["network/trainings/t.yml"] + lines + "\n",
            "network/glossary/x.yml": "name: X\ndefinition: X.\n",
            "network/activities/a.yml": "name: A\nsummary: A.\npurpose: A.\nsteps: [a]\ntopics: [food]\n",
            "network/sources/s.yml": "name: S\ntopics: [food]\n",
            "network/groups/g.yml": group("G"),
        },
        SETTINGS + "rules: {unused-term: off}\n",
    )
    assert ("missing-handout" in rules(problems, root)) == fault


def test_words_for_participants_are_a_handout(network: Net, problems: Problems) -> None:
    """A block that says something on the handout makes one."""
    plan = training("title: A, minutes: 10, materials: [Handout], participants: Read this.")
    assert rules(problems, network(plan, SETTINGS)) == set()


@pytest.mark.parametrize(
    ("item", "fault"),
    [
        ("12 pens", True),
        ("3x rope", True),
        ("4 × chairs", True),
        ("One sheet per participant", True),
        ("Bowl for every table", True),
        ("30 cm ruler", False),
        ("5 kg rice", False),
        ("10-step cards", False),
        ("A4 paper", False),
        ("Two empty chairs", False),
        ("{item: 2 pens, quantity: 2}", False),
        ("{item: Pen per person, per: person}", False),
        ("Cards with one habit each", False),
        ("Agenda 21", False),
        ("2026 calendar", False),
    ],
)
def test_an_item_that_counts_itself_is_noticed(
    network: Net, problems: Problems, item: str, fault: bool  # noqa: FBT001
) -> None:
    """Its number would not grow with the people; measures are no numbers of things."""
    plan = training(f"title: A, minutes: 10, materials: [{item}]")
    found = [one for one in problems(network(plan, SETTINGS)) if one[1] == "unknown-material-unit"]
    assert len(found) == fault


def test_a_unit_that_is_none_names_the_nearest(network: Net) -> None:
    """What people write for it is understood, and said."""
    for word, near in {
        "participants": "person",
        "persons": "person",
        "Small group": "small-group",
        "smallgroup": "small-group",
        "group": "small-group",
        "pairs": "pair",
        "whole group": "room",
    }.items():
        plan = training(f"title: A, minutes: 10, materials: [{{item: Pen, per: {word}}}]")
        report = read(network(plan, SETTINGS)).report
        assert [(one.rule.code, one.severity) for one in report] == [
            ("unknown-material-unit", "error")
        ]
        assert [one.hint for one in report] == [f"Did you mean “{near}”?"], word


def test_what_is_private_is_found_in_a_file_with_other_mistakes(network, problems) -> None:
    """A number must not come to light only when all else is mended: by then it is in the history."""
    root = network({"network/groups/a.yml": (
        "name: A\nsumary: A.\ntype: foodcoop\ncontact:\n  - way: hotline\n    value: 020 7555 1234\n"
        "description: Ring 020 7555 1234.\n")})
    assert ("network/groups/a.yml:7:19", "private-phone") in problems(root)
    assert [code for _, code in problems(root)].count("private-phone") == 1


@pytest.mark.parametrize("asked", [
    "kitchen.example", "Kitchen.Example", "www.kitchen.example", "https://kitchen.example/about"])
@pytest.mark.parametrize("written", [
    "https://kitchen.example/", "https://www.KITCHEN.example./x", "https://a.kitchen.example:8443"])
def test_who_opted_out_stays_out_however_the_domain_is_written(
    network: Callable[..., Path], problems: Problems, asked: str, written: str
) -> None:
    """Neither a capital letter, nor www, nor a dot at the end brings a group back."""
    root = network(
        {"network/groups/a.yml": "name: A\nsummary: A.\ntype: other\ncontact:\n"
         f"  - {{way: in-person, value: come by}}\n  - {{way: web, value: '{written}'}}\n"},
        settings=SETTINGS + f"opt_out: ['{asked}']\n")
    assert [where for where, rule in problems(root) if rule == "opted-out"] == [
        "network/groups/a.yml:6:23"]


def test_what_was_removed_is_not_still_there(network: Net, problems: Problems) -> None:
    """A file that was put back, or a guide in its place, would hide that it was taken out."""
    removed = "removed:\n  - {id: group/a, on: 2026-01-02, why: asked}\n  - {id: group/b, on: 2026-01-02, why: ended}\n"
    root = network({
        "network/removed.yml": removed, "network/groups/a.yml": group("A"),
        "content/groups/b.md": "---\ntitle: B\nsummary: B.\n---\nB.\n"}, SETTINGS)
    assert sorted(place for place, rule in problems(root) if rule == "path-collision") == [
        "content/groups/b.md:1:1", "network/groups/a.yml:1:1"]


def test_a_guide_cannot_take_the_place_of_a_structure(network: Net, problems: Problems) -> None:
    """How a body is built has a page below that of the body."""
    root = network({
        "network/groups/a.yml": group("A", "seats: [{role: other, name: Chair}]"),
        "content/groups/a/structure.md": "---\ntitle: B\nsummary: B.\n---\nB.\n"}, SETTINGS)
    assert "path-collision" in rules(problems, root)


def test_unreadable_settings_are_one_problem(network: Net, problems: Problems) -> None:
    """What is not known of the lists is not missing from them."""
    root = network({"network/groups/a.yml": group("A")}, "name: T\n\tx: y\n")
    assert "not-in-vocabulary" not in rules(problems, root)
