"""Web addresses: which may stand in an entry, and why others may not."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbook.web import _PLAIN, _problem, problem_with_address


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org/",
        "HTTPS://EXAMPLE.ORG/",
        "https://a.b.c.d/x?y=z#q",
        "https://example.org:8443/",
        "https://münchen.example/",
        "https://пример.example/",
        "https://日本語ひらがな.example/",
        "https://example.org/@name",
        "https://example.org/a%20b",
        "https://xn--mnchen-3ya.example/",
        "https://192.0.2.1/",
        "https://example.org/é",
    ],
)
def test_addresses_of_the_web_are_fine(address: str) -> None:
    """Any site, any path, any script of its own."""
    assert problem_with_address(address) == ""


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "must begin"),
        ("example.org", "must begin"),
        ("//example.org", "must begin"),
        ("javascript:alert(1)", "must begin"),
        ("data:text/html,x", "must begin"),
        ("file:///etc/passwd", "must begin"),
        ("mailto:a@b.example", "must begin"),
        ("https://a b.example/", "space"),
        ("https://a.example/\u200b", "space"),
        ("https://a.example/\n", "space"),
        (" https://a.example/", "space"),
        ("https://a.example/\u00a0", "space"),
        ("https:\\\\a.example", "must begin"),
        ("https://a.example\\@b.example", "backslash"),
        ("https://me@a.example/", "user name"),
        ("https://me:secret@a.example/", "user name"),
        ("https:///path", "site name"),
        ("https://localhost/", "site name"),
        ("https://.example./", ""),
        ("https://[::1/", "cannot be read"),
        ("https://a.example:99999/", "cannot be read"),
        ("https://a.example:x/", "cannot be read"),
        ("https://a%2eexample.org/", "site name"),
        ("https://аpple.example/", "mixes letters"),
        ("https://pаypal.example/", "mixes letters"),
        ("https://a.example/" + "x" * 500, "longer than"),
        ("https://", "site name"),
        ("http://?x", "site name"),
        ("https://a<b>.example/", "site name"),
    ],
)
def test_other_addresses_are_refused_with_a_reason(address: str, words: str) -> None:
    """Each reason is one sentence."""
    problem = problem_with_address(address)
    if words:
        assert words in problem
        assert problem.endswith(".")


@given(
    st.text(max_size=40) | st.text(st.sampled_from("htps:/.@\\#?[]a1é ")).map("https://".__add__)
)
def test_any_text_has_an_answer(address: str) -> None:
    """Nothing raises, and what passes has a site name and no user name."""
    if not problem_with_address(address):
        parts = urlsplit(address)
        assert parts.scheme in {"http", "https"}
        assert parts.hostname
        assert parts.username is None


@given(
    st.from_regex(_PLAIN)
    | st.text(st.sampled_from("a1-./?#:@[]\\%\t\n é\u202e"), max_size=30).map("https://a.b".__add__)
)
def test_what_is_let_through_at_a_glance_is_let_through_after_a_long_look(address: str) -> None:
    """The pattern of plain addresses takes none that the whole check would refuse."""
    if _PLAIN.match(address):
        assert _problem(address) == ""
