"""Words: interface words, dates and names in the reader's language."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from commonbook.errors import ThemeError
from commonbook.project import shipped_theme
from commonbook.words import Words, direction

THEME = shipped_theme()


@pytest.fixture(scope="module")
def english() -> Words:
    """The shipped words."""
    return Words.load([THEME], "en")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2014", "2014"),
        ("2014-01", "January 2014"),
        ("2014-01-31", "31 January 2014"),
        ("about 2014", "about 2014"),
        ("about 2014-03", "about March 2014"),
        (None, ""),
        (date(2026, 3, 9), "9 March 2026"),
    ],
)
def test_partial_dates_are_shown_as_far_as_they_are_known(
    english: Words, value: date | str | None, shown: str
) -> None:
    """No month or day is made up."""
    assert english.date(value) == shown


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (1, "1 minute"),
        (45, "45 minutes"),
        (89, "89 minutes"),
        (90, "1 hour 30 minutes"),
        (120, "2 hours"),
        (60, "60 minutes"),
        (181, "3 hours 1 minute"),
    ],
)
def test_lengths_are_said_as_people_say_them(english: Words, minutes: int, shown: str) -> None:
    """Up to an hour and a half minutes are plainer."""
    assert english.duration(minutes) == shown


def test_moments_have_a_day_of_the_week(english: Words) -> None:
    """A date alone is easily misread."""
    assert english.moment("2026-12-07T19:30") == "Monday 7 December 2026, 19:30"


@pytest.mark.parametrize(
    ("language", "date_shown", "country"),
    [
        ("es", "7 diciembre 2026", "Reino Unido"),
        ("de", "7 Dezember 2026", "Vereinigtes Königreich"),
        ("ar", "7 ديسمبر 2026", "المملكة المتحدة"),
        ("ku", "2026", "Yekbûyî"),
        ("xx", "7 December 2026", "United"),
    ],
)
def test_other_languages_have_their_own_dates_and_names(
    language: str, date_shown: str, country: str
) -> None:
    """From Unicode's data; where there are none, English."""
    words = Words.load([THEME], language)
    assert date_shown in words.date(date(2026, 12, 7))
    assert country in words.country("GB")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "rtl"),
        ("fa", "rtl"),
        ("he", "rtl"),
        ("ckb", "rtl"),
        ("ur-PK", "rtl"),
        ("en", "ltr"),
        ("ku", "ltr"),
        ("ku-Arab", "rtl"),
        ("ku-Latn", "ltr"),
        ("az-Arab-IR", "rtl"),
        ("ar-Latn", "ltr"),
        ("zh-Hant", "ltr"),
        ("tr", "ltr"),
    ],
)
def test_direction_follows_the_script(language: str, expected: str) -> None:
    """The script decides where it is given, else the language."""
    assert direction(language) == expected


def test_plurals_have_their_form(english: Words) -> None:
    """One entry, two entries, no entries."""
    assert [english("entries", number) for number in (0, 1, 2)] == [
        "0 entries",
        "1 entry",
        "2 entries",
    ]


def test_a_missing_word_is_said_with_its_file(english: Words) -> None:
    """A template that asks for a word nobody wrote fails with words on where to write it."""
    with pytest.raises(ThemeError, match="no-such-word") as caught:
        english("no-such-word")
    assert "en.yml" in caught.value.hint


def test_a_network_changes_one_word_and_keeps_the_others(tmp_path: Path) -> None:
    """The first theme folder wins, word by word; English stands in for what is missing."""
    folder = tmp_path / "languages"
    folder.mkdir()
    (folder / "fr.yml").write_text("menu: Carte\n")
    (folder / "en.yml").write_text("search: Look\n")
    words = Words.load([tmp_path, THEME], "fr")
    assert (words("menu"), words("search")) == ("Carte", "Look")
    assert words("skip")


def test_a_broken_language_file_is_said_with_its_line(tmp_path: Path) -> None:
    """Line, reason and hint, as for entries."""
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages/en.yml").write_text("menu: Menu\nmenu: Card\n")
    with pytest.raises(ThemeError, match=r"en\.yml:2:1"):
        Words.load([tmp_path], "en")


def test_every_word_a_template_asks_for_is_there(english: Words) -> None:
    """Literal keys in templates and code exist; a key with a plural has both forms."""
    package = Path(__file__).resolve().parents[1] / "generator" / "commonbook"
    asked: dict[str, str] = {}
    for path in [*THEME.rglob("*.html"), *package.rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        pattern = (
            r"\bt(?:\.forms)?\('([a-z][a-z0-9._-]*)'(\s*,)?"
            if path.suffix == ".html"
            else r"\bwords\(\"([a-z][a-z0-9._-]*)\"(\s*,)?"
        )
        for key, _ in re.findall(pattern, text):
            asked[key] = path.name
    missing = {
        key: name
        for key, name in asked.items()
        if key not in english.table
        and f"{key}.other" not in english.table
        and not key.endswith((".", "-"))
    }
    assert missing == {}
    for key in english.table:
        if key.endswith(".one"):
            assert f"{key.removesuffix('.one')}.other" in english.table, key
