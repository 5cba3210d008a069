"""The quick look before the patterns: it may say too often that there is something, never too seldom."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbook import privacy

_AROUND = st.sampled_from(["", " ", "at ", "Come to ", "x, ", "\n", "- ", "founded: ", "“"])
_ASCII = st.characters(codec="ascii")
"""Texts in ASCII are looked through in a way of their own."""


@pytest.mark.parametrize("pattern", [privacy._PHONE, privacy._ADDRESS, privacy._EMAIL, privacy._EXACT])
@given(chosen=st.data(), before=_AROUND, after=st.sampled_from(["", " today", ".", "\n"]))
def test_the_quick_look_misses_nothing(
    pattern: re.Pattern[str], chosen: st.DataObject, before: str, after: str
) -> None:
    """Whatever a pattern finds in a file, the quick look sends the file on to it."""
    held = (st.from_regex(pattern, fullmatch=True)
            | st.from_regex(pattern, fullmatch=True, alphabet=_ASCII))
    text = before + chosen.draw(held) + after
    if any(privacy.private_in(" ".join(text.split()))):
        assert privacy._may_hold_any(text)


@pytest.mark.parametrize("text", [
    "12 High Street", "12a, Mill Lane", "RueLibre 7", "Verde Sokak No: 4", "Rue de la République, 12", "Via Roma 4", "Hauptstraße 7b",
    "Lindenallee 12", "Am Hang, Talweg 3", "020 7946 0000", "+44 20 7946 0000", "(601) 555-0100",
    "601-555-0100",
])
def test_the_quick_look_knows_each_form(text: str) -> None:
    """One of each form that the patterns are for."""
    assert privacy._may_hold_any(f"Come to {text} at six.")
