"""The facts beside a name: whose work, from when, where to ask; and how a definition begins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reading import Page
from samples import read, render

from commonbook.sentences import opening


def made(root: Path) -> Path:
    """The network's site, built."""
    render(read(root))
    return root / "site"


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ('authors: [Silvia Federici]\nyear: "2018-12-13"', "Silvia Federici · 13 December 2018 · Article"),
        ("publisher: Spectre\nyear: 2025-12\nurl: https://www.a.example/x", "Spectre · December 2025 · Article"),
        ("url: https://www.co-op.example/about\nyear: about 2020", "co-op.example · about 2020 · Article"),
    ],
)
def test_a_source_says_whose_it_is_and_from_when_in_words(
    network: Callable[..., Path], source: str, line: str
) -> None:
    """Many pages are called “About us”; a date is written as everywhere else."""
    root = network({"network/sources/one.yml": f"name: About us\nmedium: article\n{source}\n"})
    assert line in Page.at(made(root) / "sources/index.html").text


def test_what_began_and_ended_in_one_year_has_one_year(network: Callable[..., Path]) -> None:
    """1922, not 1922–1922."""
    root = network({"network/case-studies/mill.yml": (
        "name: Mill\nsummary: A lock-in.\ndepth: short\nplace: {country: PT, precision: country}\n"
        "period: {from: 1922-03, to: 1922-06}\nstory: Bread.\ndifficulties: [Rain.]\n")})
    text = Page.at(made(root) / "case-studies/index.html").text
    assert "Portugal · 1922 " in text
    assert "1922–" not in text


def test_links_to_one_site_say_to_which_of_its_pages_they_lead(network: Callable[..., Path]) -> None:
    """What is the website again is not said twice."""
    root = network({"network/groups/one.yml": (
        "name: One\ntype: assembly\nsummary: People.\nwebsite: https://one.example/\ncontact:\n"
        "  - {way: web, value: https://one.example/}\n"
        "  - {way: form, value: https://www.one.example/hall/book}\n")})
    page = Page.at(made(root) / "groups/one/index.html")
    assert page.links.count("https://one.example/") == 1
    assert "Form: one.example/hall/book" in page.text


def test_a_definition_is_cut_between_sentences() -> None:
    """As many as fit; only a first one that is too long is cut at a word."""
    text = "One two three. Four five. Six seven eight nine."
    assert opening(text, 100) == text
    assert opening(text, 30) == "One two three. Four five."
    assert opening(text, 14) == "One two three."
    assert opening(text, 9) == "One two…"
