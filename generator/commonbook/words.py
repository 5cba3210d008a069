"""Interface words, dates and names of places and languages, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property, lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.units import format_unit

from .errors import ThemeError
from .load import Source, load_text
from .parts import Place, Repeat

RIGHT_TO_LEFT = frozenset(
    ["acm", "aii", "apc", "ar", "arc", "ars", "ary", "arz", "azb", "bal", "bqi", "ckb", "dv", "fa",
     "glk", "haz", "he", "ks", "lrc", "mzn", "nqo", "pnb", "prs", "ps", "sd", "sdh", "skr", "syr",
     "ug", "ur", "yi"])
RTL_SCRIPTS = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Rohg", "Adlm"})


@dataclass(frozen=True)
class Words:
    """The words of one language, over those of English for what is missing."""

    language: str
    table: Mapping[str, str]
    locale: Locale = field(repr=False)

    @classmethod
    def load(cls, themes: Iterable[Path], language: str) -> Words:
        """Read ``languages/<code>.yml`` of every theme folder; the first folder wins.

        Raises:
            ThemeError: a language file cannot be read, or there is no English one.
        """
        table: dict[str, str] = {}
        for code in dict.fromkeys(("en", language.split("-", maxsplit=1)[0], language)):
            for theme in reversed(list(themes)):
                path = theme / "languages" / f"{code}.yml"
                if path.is_file():
                    table.update(_table(path))
        if not table:
            msg = "There are no interface words (theme/languages/en.yml)."
            raise ThemeError(msg, hint="Install Commonbook again.")
        return cls(language, table, _locale(language))

    def __call__(self, key: str, count: int | None = None, **values: object) -> str:
        """The word for a key. With ``count``, its plural form; ``{name}`` is filled in."""
        if count is not None:
            form = self._form(count)
            key = f"{key}.{form}" if f"{key}.{form}" in self.table else f"{key}.other"
            values = {"count": count, **values}
        text = self.table.get(key)
        if text is None:
            msg = f"There is no interface word “{key}”."
            places = " or ".join(dict.fromkeys((f"{self.language}.yml", "en.yml")))
            raise ThemeError(msg, hint=f"Add it to theme/languages/{places}.")
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    @cached_property
    def _form(self) -> Callable[[int], str]:
        """The plural form for a count; a plan has the same few numbers of minutes many times."""
        return lru_cache(1_000)(self.locale.plural_form)

    def get(self, key: str, default: str) -> str:
        """The word for a key, or what to say if there is none."""
        return self.table.get(key, default)

    def forms(self, key: str) -> dict[str, str]:
        """Every plural form of a key, for scripts that count: ``{"one": …, "other": …}``."""
        forms = ("zero", "one", "two", "few", "many", "other")
        return {form: self.table[f"{key}.{form}"] for form in forms if f"{key}.{form}" in self.table}

    def date(self, value: date | str | None) -> str:
        """A full or partial date: 2014, January 2014, 31 January 2014."""
        if value is None:
            return ""
        if isinstance(value, date):
            return _day(value, "d MMMM y", self.locale)
        if value.startswith("about "):
            return self("about-date", date=self.date(value.removeprefix("about ")))
        parts = [int(part) for part in value[:10].split("-")]
        if len(parts) == 1:
            return value
        day = date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)  # noqa: PLR2004
        pattern = "d MMMM y" if len(parts) > 2 else "MMMM y"  # noqa: PLR2004
        return _day(day, pattern, self.locale)

    def moment(self, value: str) -> str:
        """A local date and time, with the day of the week."""
        return f"{self.day(value)}, {self.clock(value[11:])}"

    def clock(self, value: str) -> str:
        """A time of day as this language writes it, on a 24-hour clock where it has one."""
        hours, minutes = int(value[:2]), int(value[3:5])
        if self.locale.language == "en":
            return f"{hours:02d}:{minutes:02d}"
        return str(format_time(time(hours, minutes), "short", locale=self.locale))

    def day(self, value: str) -> str:
        """The date of a moment or a full date, with the day of the week."""
        day = date.fromisoformat(value[:10])
        return _day(day, "EEEE d MMMM y", self.locale)

    def month(self, value: str) -> str:
        """The month and year of a date, as a heading."""
        return self.date(value[:7])

    def repeat(self, rule: Repeat, starts: str = "", hours: str = "") -> str:
        """A rule in words. ``starts`` says on which day, where the rule itself does not."""
        every = self(f"repeat.{rule.every}", rule.interval)
        days = [self.weekday(day) for day in rule.days]
        if not days and starts and rule.every == "week":
            days = [_day(date.fromisoformat(starts[:10]), "EEEE", self.locale)]
        shown = self.joined(days)
        if rule.which:
            shown = f"{self(f'which.{rule.which}')} {shown}"
        elif days and rule.interval == 1:
            every, shown = self("repeat.days", days=shown), ""
        elif not days and starts:
            shown = self("repeat.day", day=int(starts[8:10]))
        until = self("repeat.until", date=self.date(rule.until)) if rule.until else ""
        return ", ".join(part for part in (every, shown, hours, until) if part)

    def joined(self, parts: Sequence[str]) -> str:
        """Several things as people list them: one, two and three."""
        return str(format_list(parts, locale=self.locale))

    def duration(self, minutes: int) -> str:
        """Minutes as people say them: 45 minutes, 2 hours, 2 hours 30 minutes."""
        hours, rest = divmod(minutes, 60)
        if not hours or minutes < 90:  # noqa: PLR2004 - up to 90, minutes are plainer
            return self("minutes", minutes)
        parts = [self("hours", hours)] + ([self("minutes", rest)] if rest else [])
        return " ".join(parts)

    def size(self, count: int) -> str:
        """How much data some bytes are: 9 kB, 1.4 MB (thousands, as phones count)."""
        unit, by = ("megabyte", 10**6) if count >= 999_500 else ("kilobyte", 10**3)  # noqa: PLR2004
        amount = round(count / by, 1 if by > 10**3 and count < 10**7 else 0)
        return str(format_unit(max(amount, 1), f"digital-{unit}", "short", locale=self.locale))

    def place(self, place: Place | None) -> str:
        """A place in words, no more exactly than its precision allows."""
        if place is None:
            return ""
        parts = (place.town if place.precision in {"town", "venue"} else None,
                 place.region if place.precision != "country" else None,
                 self.country(place.country))
        return ", ".join(part for part in parts if part)

    def country(self, code: str | None) -> str:
        """The name of a country."""
        return str(self.locale.territories.get(code, code)) if code else ""

    def language_name(self, code: str) -> str:
        """The name of a language."""
        return str(self.locale.languages.get(code.split("-", maxsplit=1)[0], code))

    def weekday(self, name: str) -> str:
        """The name of a day of the week, given in English."""
        days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        return str(self.locale.days["format"]["wide"][days.index(name)])


def direction(language: str) -> str:
    """``rtl`` for languages written from right to left, else ``ltr``."""
    code, *subtags = language.split("-")
    scripts = [part for part in subtags if len(part) == 4 and part.istitle()]  # noqa: PLR2004
    if scripts:
        return "rtl" if scripts[0] in RTL_SCRIPTS else "ltr"
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


@lru_cache(10_000)
def _day(day: date, pattern: str, locale: Locale) -> str:
    """The same days stand on many pages, and each takes a while to write."""
    return str(format_date(day, pattern, locale=locale))


def _locale(language: str) -> Locale:
    for code in (language.replace("-", "_"), language.split("-", maxsplit=1)[0]):
        try:
            return Locale.parse("en_GB" if code == "en" else code)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en", "GB")


def _table(path: Path) -> dict[str, str]:
    read = load_text(path.read_bytes(), f"theme/languages/{path.name}", "words", path.stem)
    if not isinstance(read, Source):
        first = read.diagnostics[0]
        msg = f"{first.location}: {first.message}"
        raise ThemeError(msg, hint=first.hint)
    return {str(key): str(value) for key, value in read.tree.items()}
