r"""A pattern of Python in, the same pattern in JavaScript out, so that a page can look as we do.

The two languages mean different things by ``\w``, ``\d``, ``\s`` and ``\b``: here they get the
meaning they have in Python, spelt out for JavaScript's flag ``u``. What has no counterpart is
refused, so that no pattern can quietly come to mean something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = r"\p{L}\p{N}_"
_SPACE = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_CLASSES = {"w": _WORD, "d": r"\p{Nd}", "s": _SPACE}
_EDGES = {
    "b": f"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))",
    "B": f"(?:(?<=[{_WORD}])(?=[{_WORD}])|(?<![{_WORD}])(?![{_WORD}]))",
    "A": "^", "Z": "$",
}
_SYNTAX = r"^$\.*+?()[]{}|/"
_GROUPS = ("(?:", "(?=", "(?!", "(?<=", "(?<!")
_KNOWN_FLAGS = re.IGNORECASE | re.UNICODE
_DOTLESS = "İı"
"""With IGNORECASE, Python lets these two match an i; JavaScript does not."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a bit of a pattern becomes, and how long it was."""

    made: str
    length: int


def to_javascript(pattern: re.Pattern[str]) -> list[str]:
    """The source and the flags that ``new RegExp`` makes the same pattern of.

    Raises:
        ValueError: the pattern uses what JavaScript has not, or what we do not translate.
    """
    if pattern.flags & ~_KNOWN_FLAGS:
        msg = f"The flags of {pattern.pattern!r} have no counterpart."
        raise ValueError(msg)
    either = bool(pattern.flags & re.IGNORECASE)
    source, made, place = pattern.pattern, [], 0
    while place < len(source):
        piece = _piece(source, place, either=either)
        made.append(piece.made)
        place += piece.length
    return ["".join(made), "gui" if either else "gu"]


def _piece(source: str, place: int, *, either: bool) -> _Piece:
    sign = source[place]
    if sign == "\\":
        return _escape(source, place)
    if sign == "[":
        return _set(source, place, either=either)
    if sign == "(" and source[place + 1 : place + 2] == "?":
        start = next((start for start in _GROUPS if source.startswith(start, place)), "")
        if not start:
            msg = f"“{source[place : place + 4]}” has no counterpart in JavaScript."
            raise ValueError(msg)
        return _Piece(start, len(start))
    if sign in "*+?}" and source[place + 1 : place + 2] == "+":
        msg = "Possessive repetition has no counterpart in JavaScript."
        raise ValueError(msg)
    if sign == "{" and not re.match(r"\{\d+(?:,\d*)?\}", source[place:]):
        return _Piece(r"\{", 1)
    if sign == "$":
        return _Piece(r"(?=\n?$)", 1)
    if sign == ".":
        return _Piece(r"[^\n]", 1)
    return _Piece(_letter(sign, either=either), 1)


def _escape(source: str, place: int) -> _Piece:
    sign = source[place + 1]
    if sign in _EDGES:
        return _Piece(_EDGES[sign], 2)
    if sign.lower() in _CLASSES:
        return _Piece(f"[{'^' if sign.isupper() else ''}{_CLASSES[sign.lower()]}]", 2)
    made = _escaped(source, place)
    return _Piece("-" if made == r"\-" else made, _length(source, place))


def _set(source: str, place: int, *, either: bool) -> _Piece:
    start = place + 1
    negated = source.startswith("^", start)
    start += negated
    made, here = [], start
    while source[here] != "]" or here == start:
        sign = source[here]
        if sign == "\\":
            name = source[here + 1]
            if name.lower() in _CLASSES:
                if name.isupper():
                    msg = f"\\{name} inside brackets is not translated."
                    raise ValueError(msg)
                made.append(_CLASSES[name])
            else:
                made.append(_escaped(source, here))
            here += _length(source, here)
            continue
        between = sign == "-" and here != start and source[here + 1] != "]"
        made.append("-" if between else _in_set(sign))
        here += 1
    if either and re.search("[iI]|a-z|A-Z", "".join(made)):
        made.append("".join(map(_in_set, _DOTLESS)))
    return _Piece(f"[{'^' if negated else ''}{''.join(made)}]", here + 1 - place)


def _escaped(source: str, place: int) -> str:
    """An escape that stands for one character."""
    sign = source[place + 1]
    if sign in "tnrfv":
        return f"\\{sign}"
    if sign == "x":
        return f"\\x{source[place + 2 : place + 4]}"
    if sign in "uU":
        return f"\\u{{{int(source[place + 2 : place + _length(source, place)], 16):x}}}"
    if sign.isalnum():
        msg = f"\\{sign} is not translated."
        raise ValueError(msg)
    return _in_set(sign)


def _length(source: str, place: int) -> int:
    return {"x": 4, "u": 6, "U": 10}.get(source[place + 1], 2)


def _letter(sign: str, *, either: bool) -> str:
    if either and sign in "iI":
        return "[i" + "".join(map(_in_set, _DOTLESS)) + "]"
    return sign if sign.isascii() and sign.isprintable() else _in_set(sign)


def _in_set(sign: str) -> str:
    """One character, safe anywhere in a pattern."""
    if sign.isascii() and sign.isprintable():
        return f"\\{sign}" if sign in _SYNTAX or sign == "-" else sign
    return f"\\u{{{ord(sign):x}}}"
