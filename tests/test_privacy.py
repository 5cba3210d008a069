"""Privacy: what must not be public is found in many scripts, and what looks alike is left alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from samples import SETTINGS

from commonbook import privacy
from commonbook.privacy import private_in

Net = Callable[..., Path]
Problems = Callable[..., list[tuple[str, str]]]

QUIET = f"{SETTINGS}rules: {{orphan-entry: off}}\n"

PRIVATE = {
    "private-phone": (
        "Ring 01632 960961 after eight", "ring +44 1632 960961", "00 33 6 12 34 56 78",
        "(01632) 960961", "06 12 34 56 78", "06.12.34.56.78", "0212 555 12 12", "079 123 45 67",
        "(601) 444-0100", "601-444-0100", "Tel:1632 960961", "WhatsApp 15551234567",
        "واتساب ٠٩٤٤١٢٣٤٥٦", "هاتف: +٩٦٣ ٩٤٤ ١٢٣ ٤٥٦", "شماره ۰۹۱۲ ۳۴۵ ۶۷۸۹",
        "06\u00a012\u00a034\u00a056\u00a078", "06\u202f12\u202f34\u202f56\u202f78", "＋４４ ２０ ７９４６ １２３４",
        "फ़ोन +९१ ९८७६५ ४३२१०", "https://wa.me/447911123456", "t.me/+447911123456",
        "https://api.whatsapp.com/send?phone=447911123456",
    ),
    "private-address": (
        "at 12 Lock Street on Mondays", "Flat 3, 22 High Road", "4a Mill Lane", "12 rue de la Paix",
        "12 bis, avenue Jean Moulin", "Rue de Rivoli 14", "Calle Mayor, 5", "calle Mayor 5",
        "Via Roma 12", "Hauptstraße 5", "Lindenallee 12b", "Kerkstraat 8", "ul. Długa 5",
        "ул. Ленина, д. 7", "Atatürk Caddesi No: 4", "شارع النيل ١٢", "in HU5 2QQ",
    ),
    "personal-email": (
        "ask jo.bloggs@mail.net", "jo@gmail.com", "jo＠gmail.com", "жанна@почта.рф", "jo (at) gmail (dot) com",
        "jo at gmail dot com", "jo [at] gmail.com or jo[at]gmail[dot]com",
    ),
    "location-too-exact": (
        "We are at 53.7443, -0.3325", "36.20210;37.13430", "geo:53.7443,-0.3325", "9C5WPMV9+8C",
        "https://maps.example.com/@53.7443,-0.3325,17z", "see https://maps.app.goo.gl/abcdef",
        "///filled.count.soap", "https://w3w.co/filled.count.soap",
    ),
}  # fmt: skip

HARMLESS = (
    "From 2014-2019 there were 1,200,000 members in 37 groups",
    "ISBN 978-0-14-310673-9 and 0 14 310673 9 are books",
    "£12,000 in 2020, €1.250.000 in 2021 and 45 000 000 in all",
    "Open 18:30-20:00 on 2026-03-21, room 12, floor 3",
    "Article 19 of the law 1234/2019; resolution 2254 (2015)",
    "In 1871 Commune Square was full; 200 people came down the High Street",
    "Follow @kitchen@social.example.net and @hall@kolektiva.social",
    "12 angry women walk out; 3 Good Reasons",
    "We meet at dusk and dot the map with pins",
    "Call 999 in an emergency, ring 111 for advice",
    "See https://example.com/a/020-7946-1234/12-high-street and doi 10.1000/182",
    "About 53.7 degrees north, 2.5 to 3.5 km, version 1.25.0, pi is 3.14159",
    "Step 5 Place the cards; the 8 Row game",
    "Via Campesina began in 1993; Plaza de Mayo in 1977",
    "يجتمع الناس منذ عام ٢٠١٤ وعددهم ١٢٠٠ في ٣ أحياء",
    "The 1st of May, 24/7, 50/50, 1-2-4-all, 5-10-15 minutes",
    "Write to 46 groups in N16 and E8",
)


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for code, texts in PRIVATE.items() for text in texts]
)
def test_what_must_not_be_public_is_found_in_many_forms(
    network: Net, problems: Problems, code: str, text: str
) -> None:
    """Through the whole line, in the middle of a text, on the right line."""
    assert code in [rule.code for rule, _ in private_in(text)]
    root = network(
        {
            "network/groups/a.yml": "name: A\nsummary: A.\ntype: other\n"
            f"description: |\n  One line.\n\n  And {text} indeed.\n"
        }
    )
    found = [place for place, rule in problems(root) if rule == code]
    assert found
    assert found[0].split(":")[1] == "7"


@pytest.mark.parametrize("text", [text for texts in PRIVATE.values() for text in texts])
def test_the_quick_look_knows_each_form(text: str) -> None:
    """A file with one of them is looked at, also where lines are broken in between."""
    assert privacy._may_hold_any(f"Come to {text} at six.")
    assert privacy._may_hold_any(f"Come to {text} at six.".replace(" ", "\n  "))


@pytest.mark.parametrize("text", HARMLESS)
def test_what_looks_alike_is_left_alone(text: str) -> None:
    """Years, sums, books, times, laws, handles and names of places."""
    assert list(private_in(text)) == []


@pytest.mark.parametrize(
    ("way", "value", "code"),
    [
        ("hotline", '"+44 1632 960961"', None),
        ("role-email", "hello@kitchen.net", None),
        ("role-email", "jo.bloggs@kitchen.net", "personal-email"),
        ("role-email", "kitchen@gmail.com", "personal-email"),
        ("in-person", "12 Lock Street", "private-address"),
        ("post-box", "PO Box 12, Hull", None),
        ("in-person", "01632 960961", "private-phone"),
        ("in-person", "Anna Smith", "person-named"),
        ("in-person", "Treasurer (Anna Smith)", "person-named"),
        ("in-person", "the welcome team", None),
    ],
)
def test_a_contact_may_hold_what_its_way_is_for_and_no_more(
    network: Net, problems: Problems, way: str, value: str, code: str | None
) -> None:
    """A number in a hotline, an address of a role in a role-email, nobody's name anywhere."""
    root = network(
        {
            "network/groups/a.yml": "name: A\nsummary: A.\ntype: other\n"
            f"contact:\n  - way: {way}\n    value: {value}\n"
        }
    )
    rules = {rule for _, rule in problems(root)} - {"orphan-entry"}
    assert rules == ({code} if code else set())


@pytest.mark.parametrize("letter", ["0", "a", "@", "(", "+", "شارع ", "C/", "Tel ", "1.234 ", " dot "])
def test_no_text_keeps_the_rules_busy(letter: str) -> None:
    """Twenty thousand signs of any sort are looked through at once."""
    text = (letter * 20_000)[:20_000]
    begun = time.perf_counter()
    list(private_in(text))
    assert time.perf_counter() - begun < 1


def test_a_comment_is_looked_at_too(network: Net, problems: Problems) -> None:
    """It is on no page, but it stays in the history; what a value says is said once."""
    text = (
        "name: A  # ring Anna, +44 1632 960961\nsummary: S.\ntype: other\n"
        "# lives at 12 Lock Street\n"
        "description: |\n  # Ring 01632 960962\n  We are #1 in 22 High Road.\n")
    assert problems(network({"network/groups/a.yml": text}, QUIET)) == [
        ("network/groups/a.yml:1:23", "private-phone"),
        ("network/groups/a.yml:4:12", "private-address"),
        ("network/groups/a.yml:6:10", "private-phone"),
        ("network/groups/a.yml:7:16", "private-address"),
    ]


def test_a_group_that_needs_care_does_not_say_where_it_meets(
    network: Net, problems: Problems
) -> None:
    """Words can give a place away as well as a town."""
    text = "name: A\nsummary: S.\ntype: other\nsensitive: yes\nmeets: At the blue house\n"
    assert problems(network({"network/groups/a.yml": text}, QUIET)) == [
        ("network/groups/a.yml:5:1", "sensitive-too-open")]
