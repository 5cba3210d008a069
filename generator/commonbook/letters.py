"""A name in, its place in an alphabet out: how names sort, and the letter each stands under."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from functools import cache


def sort_key(name: str) -> tuple[str, str]:
    """Names in the order of a dictionary: accents and capitals do not count."""
    if name.isascii():  # then there is nothing to take apart
        return name.lower(), name
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(mark for mark in folded if not unicodedata.combining(mark)), name


CHARACTERS = "字"
"""Stands for all characters of Chinese and Japanese: thousands of letters would lead nowhere."""


def initial(name: str) -> str:
    """The letter a name stands under; # for what begins with no letter."""
    for mark in sort_key(name)[0]:
        if mark.isalpha():
            return _letter(mark)
        if mark.isdigit():
            return "#"
    return "#"


@cache
def _letter(mark: str) -> str:
    """A letter as lists show it: one for both scripts of Japanese, Korean ones as they stand alone."""
    if script(mark) == "CJK":
        return CHARACTERS
    name = unicodedata.name(mark, "")
    for before, after in (("KATAKANA ", "HIRAGANA "), ("HANGUL CHOSEONG ", "HANGUL LETTER ")):
        if name.startswith(before):
            with suppress(KeyError):  # a letter that only one of the two scripts has
                return unicodedata.lookup(name.replace(before, after))
    return mark.upper()[:1]


def script(mark: str) -> str:
    """The first word of a letter's name in Unicode: LATIN, ARABIC, CJK …; "" for what is no letter."""
    return unicodedata.name(mark, "").partition(" ")[0] if mark.isalpha() else ""
