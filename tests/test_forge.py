"""Forges: addresses that are filled in, as each forge takes them, and never too long."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbook.forge import LIMIT, Forge, forge_of
from commonbook.settings import Settings

GITHUB = Forge("https://github.com/o/r", "main", "github")
FORGEJO = Forge("https://codeberg.org/o/r", "main", "forgejo")
GITLAB = Forge("https://gitlab.com/g/sub/r", "main", "gitlab")
ARABIC = "مطبخ الحي"


def settings(**values: str) -> Settings:
    """Settings with a repository."""
    return Settings.model_validate(
        {"name": "T", "summary": "T.", "languages": ["en"], **values}
    )


@pytest.mark.parametrize(
    ("address", "software"),
    [
        ("https://github.com/o/r.git", "github"),
        ("https://codeberg.org/o/r/", "forgejo"),
        ("https://gitlab.com/g/r", "gitlab"),
        ("https://gitlab.example.org/g/r", "gitlab"),
        ("https://github.com.evil.example/o/r", ""),
        ("https://git.example.org/o/r", ""),
    ],
)
def test_a_forge_is_known_by_its_name_or_by_the_settings(address: str, software: str) -> None:
    """What the name does not say, the network can."""
    assert forge_of(settings(repository=address)).software == software
    told = forge_of(settings(repository=address, forge="forgejo", branch="trunk"))
    assert (told.software, told.branch) == ("forgejo", "trunk")
    assert forge_of(settings()) is None


def test_files_are_edited_and_added_as_each_forge_has_it() -> None:
    """GitHub and Forgejo take a text, GitLab does not."""
    path = "network/groups/kitchen.yml"
    assert GITHUB.edit_url(path) == f"https://github.com/o/r/edit/main/{path}"
    assert FORGEJO.edit_url(path) == f"https://codeberg.org/o/r/_edit/main/{path}"
    assert GITLAB.edit_url(path) == f"https://gitlab.com/g/sub/r/-/edit/main/{path}"
    named = "network%2Fgroups%2Fkitchen.yml"
    assert GITHUB.new_file_url(path, "a: b\n") == (
        f"https://github.com/o/r/new/main?filename={named}&value=a%3A%20b%0A"
    )
    assert FORGEJO.new_file_url(path, "a&b") == (
        f"https://codeberg.org/o/r/_new/main/?filename={named}&value=a%26b"
    )
    assert GITLAB.new_file_url(path, "a") == f"https://gitlab.com/g/sub/r/-/new/main?file_name={named}"
    assert "value" not in GITHUB.new_file_url(path, "م" * 1000)


def test_issues_are_filled_in_as_each_forge_has_it() -> None:
    """GitLab has names of its own; where nothing is known, the list of issues is enough."""
    assert GITHUB.issue_url("a b", "c#d") == "https://github.com/o/r/issues/new?title=a%20b&body=c%23d"
    assert "issue%5Btitle%5D=a&issue%5Bdescription%5D=b" in GITLAB.issue_url("a", "b")
    assert parse_qs(urlsplit(FORGEJO.issue_url(ARABIC)).query)["title"] == [ARABIC]
    assert Forge("https://git.example/o/r", "main", "").issue_url("a", "b") == (
        "https://git.example/o/r/issues"
    )


@given(st.text(max_size=3000), st.text(max_size=6000))
def test_no_address_is_too_long_and_every_text_arrives_as_far_as_it_fits(
    title: str, body: str
) -> None:
    """Cut between letters, percent-encoded in ASCII, whatever the script."""
    for forge in (GITHUB, FORGEJO, GITLAB):
        for address in (forge.issue_url(title, body), forge.new_file_url("network/a.yml", body)):
            assert len(address.encode("ascii")) <= LIMIT
            assert not set(address) & set(" <>\"'\n")
    query = urlsplit(GITHUB.issue_url("t", body)).query.partition("body=")[2]
    shown = unquote(query, errors="strict")
    clean = body.encode("utf-8", "replace").decode()
    assert shown == clean or (shown.endswith("…") and clean.startswith(shown[:-1]))
