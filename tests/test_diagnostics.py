"""Diagnostics: safe to print, sorted for whoever mends them, at the severity that was chosen."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbook import rules
from commonbook.diagnostics import Location, Report, Rule, Severity, quoted, safe_text

PLACE = Location("network/groups/a.yml", 3, 5)


@given(st.text())
def test_text_for_messages_is_always_safe(text: str) -> None:
    """No control, no mark of direction and no lone surrogate is left, and it has an end."""
    shown = safe_text(text)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert len(shown) <= 500
    shown.encode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a\\u{202E}b"),
        ("\x1b[31m", "\\u{001B}[31m"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("x" * 600, "x" * 499 + "…"),
        ("é中", "é中"),
    ],
)
def test_what_cannot_be_seen_is_spelt_out(text: str, shown: str) -> None:
    """Readers of a message see what is there; joiners that scripts need stay."""
    assert safe_text(text) == shown


def test_quoted_text_is_short() -> None:
    """A long value does not fill the screen."""
    assert len(quoted("x" * 1000)) <= 82


def test_problems_are_sorted_by_file_and_place() -> None:
    """The order in which people work through them."""
    report = Report()
    report.add(
        rules.RANK.at(Location(path, line), "x.") for path, line in (("b", 1), ("a", 10), ("a", 2))
    )
    assert [(found.location.path, found.location.line) for found in report] == [
        ("a", 2),
        ("a", 10),
        ("b", 1),
    ]


def test_a_network_may_change_weights_but_not_of_fixed_rules() -> None:
    """Off, warning, error; what guards people stays as it is."""
    report = Report(
        {"rank": Severity.OFF, "unused-term": Severity.ERROR, "private-phone": Severity.OFF}
    )
    report.add(
        rule.at(PLACE, "x.") for rule in (rules.RANK, rules.UNUSED_TERM, rules.PRIVATE_PHONE)
    )
    assert [(found.rule.code, found.severity) for found in report] == [
        ("private-phone", "error"),
        ("unused-term", "error"),
    ]
    assert report.has_errors
    assert report.count(Severity.WARNING) == 0


@pytest.mark.parametrize("code", sorted(rules.CATALOGUE))
def test_a_rule_is_named_in_lower_case_words(code: str) -> None:
    """Codes are permanent, and read like words."""
    rule = rules.CATALOGUE[code]
    assert isinstance(rule, Rule)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    assert rule.severity in {Severity.ERROR, Severity.WARNING}
    for text in (rule.summary, rule.explanation):
        assert not re.search(
            r"\b(mapping|scalar|invalid input|exception|simply|just|obviously)\b",
            text,
            re.IGNORECASE,
        )
