"""What a field can hold: the types that the models of all kinds are made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Annotated, Any
from zoneinfo import available_timezones

from babel import Locale
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from . import prose
from .files import SLUG
from .web import problem_with_address

PROSE_LIMIT = 20_000


def refuse(message: str, rule: str = "invalid-value", hint: str = "") -> PydanticCustomError:
    """A problem in our own words: ``rule`` is a code of the catalogue."""
    return PydanticCustomError(rule, "{message}", {"message": message, "hint": hint})


# -- text ---------------------------------------------------------------------------------


def _one_line(value: str) -> str:
    if "\n" in value:
        msg = "This should be one line of text."
        raise refuse(msg, hint="Take out the line breaks, or use > instead of |.")
    if not value.isascii() and all(unicodedata.category(mark)[0] in "CZM" for mark in value):
        msg = "There is nothing to be seen in this text."
        raise refuse(msg, hint="Write a letter, a digit or a sign.")
    return value


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(_one_line),
]
"""One line of plain text."""

Summary = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=240),
    AfterValidator(_one_line),
]
"""One sentence of at most 240 characters."""


class _ProseSchema:
    """Tells pydantic how to read prose: text in, :class:`~commonbook.prose.Prose` out."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            prose.read,
            core_schema.str_schema(min_length=1, max_length=PROSE_LIMIT, strip_whitespace=True),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, _handler: Any) -> dict[str, Any]:
        return {"type": "string", "maxLength": PROSE_LIMIT, "contentMediaType": "text/markdown"}


Prose = Annotated[prose.Prose, _ProseSchema]
"""CommonMark without raw HTML, with ``[[kind/slug|words]]`` links."""


# -- references ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Link:
    """Marks a field as naming another entry.

    ``to`` is the kind the field names, or "" if the field holds a whole id. ``back`` is how the
    named entry's page speaks of the entries that name it.
    """

    to: str
    back: str = ""
    whole: bool = False
    """Whether the naming entry's pages show the named one with all its texts."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Marks a text of which pages of others show something. An edit of any other stays at home."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Marks a field whose words come from a list in ``network.yml`` (``topics``, ``practices``)."""

    name: str


@dataclass(frozen=True, slots=True)
class Facet:
    """Marks a field by which readers choose: each of its values has a list page of its own."""

    name: str


def _shaped(pattern: str) -> WithJsonSchema:
    """What editors are told of a text whose exact rule is ours: its outer shape."""
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})


_NAME = "[a-z0-9]+(-[a-z0-9]+)*"


_remembered = lru_cache(maxsize=10_000)
"""What entry after entry says is looked at once: its topics, places, languages and years."""


@_remembered
def _slug(value: str) -> str:
    if not SLUG.match(value):
        msg = f"“{value}” is not a name as files have it."
        raise refuse(msg, hint="Use the file name without .yml: lower-case words with hyphens.")
    return value


def _slug_path(value: str) -> str:
    for part in value.split("/"):
        _slug(part)
    return value


def _entry_id(value: str) -> str:
    if not prose.is_reference(value) or not all(map(SLUG.match, value.split("/")[1:])):
        msg = f"“{value}” is not the id of an entry."
        raise refuse(msg, hint="Write kind/name, for example group/cooperation-town.")
    return value


Slug = Annotated[str, AfterValidator(_slug), _shaped(_NAME)]
"""The file name of an entry without its ending."""

SlugPath = Annotated[str, AfterValidator(_slug_path), _shaped(f"{_NAME}(/{_NAME})*")]
"""The path of a guide without ``content/`` and ``.md``."""

EntryId = Annotated[str, AfterValidator(_entry_id), _shaped(f"{_NAME}(/{_NAME})+")]
"""``kind/slug``."""


# -- dates, numbers, codes ----------------------------------------------------------------

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\Z")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}\Z")


@_remembered
def _date(written: str) -> date | None:
    """The day that a text names; None if it is not written as a date, or there is no such day."""
    match = _DAY.match(written) if written.isascii() else None
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _named(value: Any) -> str:
    """A value inside a message; a list or group is only pointed at."""
    return f"“{value}”" if isinstance(value, str) else "This"


def _day(value: Any) -> Any:
    found = _date(value) if isinstance(value, str) else None
    if found is None:
        msg = f"{_named(value)} is not a date."
        raise refuse(msg, hint="Write year-month-day, for example 2026-03-21.")
    return found


@_remembered
def _partial_day(value: str) -> str:
    match = _PARTIAL.match(value)
    if not match or not _date("-".join(part or "01" for part in match.groups())):
        msg = f"“{value}” is not a date."
        raise refuse(msg, hint="Write 2014, 2014-01 or 2014-01-31.")
    return value


def _rough_day(value: str) -> str:
    _partial_day(value.removeprefix("about "))
    return value


def _clock(value: Any) -> Any:
    match = _CLOCK.match(value) if isinstance(value, str) and value.isascii() else None
    if not match:
        msg = f"{_named(value)} is not a time of day."
        raise refuse(msg, hint="Write hours and minutes, for example 09:30 or 18:00.")
    return time(int(match[1]), int(match[2]))


def _moment(value: str) -> str:
    shown = value.replace(" ", "T")
    if not (value.isascii() and _MOMENT.match(value)):
        msg = f"“{value}” is not a date with a time."
        raise refuse(msg, hint="Write for example 2026-03-21 18:30.")
    if not 1900 <= _day(shown[:10]).year < 2200:  # noqa: PLR2004 - what calendars can work with
        msg = f"“{value}” is out of reach."
        raise refuse(msg, hint="Write a year between 1900 and 2199.")
    _clock(shown[11:])
    return shown


def _whole(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,9}", value):
        msg = f"“{value}” is not a whole number."
        raise refuse(msg, hint="Write digits only, for example 20.")
    return value


def _yes_no(value: Any) -> Any:
    if not isinstance(value, str) or value not in {"yes", "no"}:
        msg = f"{_named(value)} should be yes or no."
        raise refuse(msg)
    return value == "yes"


def web_address(value: str) -> str:
    """An address as it is, or a refusal that says what is wrong with it."""
    problem = problem_with_address(value)
    if problem:
        raise refuse(problem, "unsafe-link", "Copy the address from your browser's address bar.")
    return value


@cache
def _countries() -> frozenset[str]:
    codes = map(str, Locale("en").territories)
    return frozenset(code for code in codes if re.fullmatch("[A-Z]{2}", code))


@cache
def _languages() -> frozenset[str]:
    return frozenset(map(str, Locale("en").languages))


@_remembered
def _country(value: str) -> str:
    if value not in _countries():
        msg = f"“{value}” is not the code of a country."
        raise refuse(msg, hint="Use the two capital letters of ISO 3166, for example GB, US or SY.")
    return value


@_remembered
def _language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", value) or (
        value.split("-", maxsplit=1)[0] not in _languages()
    ):
        msg = f"“{value}” is not the code of a language."
        raise refuse(msg, hint="Use a code such as en, es, ar or ku (BCP 47).")
    return value


@_remembered
def _zone(value: str) -> str:
    if value not in available_timezones() or value == "localtime":  # differs by machine
        msg = f"“{value}” is not a time zone."
        raise refuse(msg, hint="Write for example Europe/London or America/Chicago.")
    return value


_YEAR, _TIME = "[0-9]{4}", "[0-9]{2}:[0-9]{2}"
_DATE = f"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}"
_PARTLY = f"{_YEAR}(-[0-9]{{2}}){{0,2}}"

Day = Annotated[date, BeforeValidator(_day), _shaped(_DATE)]
"""A full date."""
PartialDay = Annotated[str, AfterValidator(_partial_day), _shaped(_PARTLY)]
"""A date of which the day, or month and day, may be unknown: text in ISO 8601 order."""
RoughDay = Annotated[str, AfterValidator(_rough_day), _shaped(f"(about )?{_PARTLY}")]
"""A partial date that may begin with “about”."""
Clock = Annotated[time, BeforeValidator(_clock), _shaped(_TIME)]
"""A time of day."""
Moment = Annotated[str, AfterValidator(_moment), _shaped(f"{_DATE}[T ]{_TIME}")]
"""A local date and time, ``2026-03-21T18:30``."""
Whole = Annotated[int, BeforeValidator(_whole)]
Count = Annotated[int, BeforeValidator(_whole), Field(ge=0, le=1_000_000)]
Minutes = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=1440)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
WebAddress = Annotated[
    str, StringConstraints(strip_whitespace=True), AfterValidator(web_address),
    _shaped("[Hh][Tt][Tt][Pp][Ss]?://.+")]
Country = Annotated[str, AfterValidator(_country), _shaped("[A-Z]{2}")]
"""ISO 3166-1 alpha-2."""
Language = Annotated[
    str, AfterValidator(_language), _shaped("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")]
"""BCP 47."""
TimeZone = Annotated[str, AfterValidator(_zone)]
"""A name of the IANA time zone database."""

SHAPES: Mapping[str, tuple[Any, re.Pattern[str] | None]] = MappingProxyType({
    "day": (Day, _DAY), "partial-day": (PartialDay, _PARTIAL), "rough-day": (RoughDay, _PARTIAL),
    "clock": (Clock, _CLOCK), "moment": (Moment, _MOMENT),
    "number": (Whole, re.compile(r"-?[0-9]{1,9}\Z")), "yes-no": (YesNo, None),
    "address": (WebAddress, None), "country": (Country, None), "language": (Language, None),
    "zone": (TimeZone, None), "slug": (Slug, SLUG), "path": (SlugPath, None),
    "id": (EntryId, prose.REFERENCE),
})
"""Types by the name of their shape, with the pattern of what may be written, for forms."""


def shape_of(marks: Iterable[Any]) -> str:
    """The name of a field's shape by the marks of its type; "" if it is none of ours."""
    held = [mark for mark in marks if isinstance(mark, (AfterValidator, BeforeValidator))]
    return next((name for name, (alias, _) in SHAPES.items()
                 if any(mark in held for mark in alias.__metadata__)), "")
