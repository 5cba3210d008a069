"""Dates in, calendar files out, as RFC 5545 has them (decision 19).

Nothing in them depends on the day they are made. They name no people, neither those who organise
nor those who come, and no place more exactly than the pages do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from itertools import groupby, islice
from types import MappingProxyType
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar

from .dates import (
    LAST_DAY,
    Occasion,
    aware,
    changed,
    days_of,
    first_planned,
    last_day,
    length,
    occasion,
    planned,
)
from .kinds.event import Event
from .letters import sort_key
from .pages import Edition, calendar_name
from .parts import Repeat
from .programme import Calendar
from .prose import plain

OPEN_YEARS = 10
"""For how many years after the last one written down a calendar explains its time zones."""

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When an entry was last changed that does not say when it was checked."""

LAST_SECOND = time(23, 59, 59)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ABOUT = 1000
"""Letters of an event's own description in a calendar."""


class Writer:
    """What the calendars of an edition share is made once."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.events = edition.programme.events

    def written(self, calendar: Calendar) -> bytes:
        """The file of a calendar."""
        return bytes(self.calendar(calendar).to_ical())

    def calendar(self, calendar: Calendar) -> icalendar.Calendar:
        """One calendar: its name, the time zones it needs, its events."""
        made = icalendar.Calendar()
        made.add("PRODID", "-//Commonbook//Commonbook//EN")
        made.add("VERSION", "2.0")
        name = "".join(calendar_name(self.edition, calendar))
        made.add("NAME", name)  # RFC 7986, 5.1; older programs know the next one
        made.add("X-WR-CALNAME", name)
        made.add("REFRESH-INTERVAL", timedelta(days=1), parameters={"VALUE": "DURATION"})
        made.add("X-PUBLISHED-TTL", "P1D")
        zones = {self.events[event].timezone for event in calendar.events}
        for zone in sorted(zones & self.zones.keys()):
            made.add_component(self.zones[zone])
        for event in calendar.events:
            for component in self.components[event]:
                made.add_component(component)
        return made

    @cached_property
    def components(self) -> Mapping[str, tuple[icalendar.Event, ...]]:
        """Every event by id: its one date, or the series and each of its dates that moved."""
        return MappingProxyType({
            key: tuple(self._components(event)) for key, event in self.events.items()})

    @cached_property
    def zones(self) -> Mapping[str, icalendar.Timezone]:
        """The time zones of all events by name, for as long as any event in them may go on."""
        ordered = sorted(self.events.values(), key=lambda event: event.timezone)
        made = {}
        for name, group in groupby(ordered, key=lambda event: event.timezone):
            years = [year for event in group for year in _years(event)]
            if name != "UTC":
                made[name] = time_zone(name, min(years) - 1, max(years) + OPEN_YEARS)
        return MappingProxyType(made)

    def _components(self, event: Event) -> Iterator[icalendar.Event]:
        begin = first_planned(event)
        if begin is None:  # a rule that gives no date, of which the check has told
            return
        if event.repeats is None:
            yield self._component(event, occasion(event, begin))
            return
        series = self._component(event, replace(
            occasion(event, begin), starts=_local(event, begin), ends=_ends(event, begin),
            status=event.status, note=""))
        series.add("RRULE", _recurrence(event, event.repeats))
        off = [start for change, start in changed(event) if change.cancelled]
        if off and len(list(islice(planned(event, begin.date(), LAST_DAY), len(off) + 1))) == len(off):
            series["STATUS"] = icalendar.vText("CANCELLED")  # a series must keep a date
        elif off:
            series.add("EXDATE", [_local(event, start) for start in off])
        yield series
        for change, start in changed(event):
            if change.to:
                moved = self._component(event, occasion(event, start))
                moved.add("RECURRENCE-ID", _local(event, start))
                yield moved

    def _component(self, event: Event, one: Occasion) -> icalendar.Event:
        made = icalendar.Event()
        made.add("UID", self._uid(event))
        made.add("DTSTAMP", datetime.combine(event.checked_on, time(), UTC) if event.checked_on
                 else NEVER)
        made.add("SEQUENCE", len(event.changes))
        made.add("DTSTART", one.starts)
        if one.ends:
            made.add("DTEND", one.ends)
        made.add("STATUS", one.status.upper())
        made.add("SUMMARY", event.name)
        made.add("DESCRIPTION", "\n".join(self._about(event, one)))
        where = self.edition.words.place(event.place)
        if where or event.mode == "online":
            made.add("LOCATION", where or self.edition.words("mode.online"))
        if event.place and event.place.position:
            made.add("GEO", tuple(float(degrees) for degrees in event.place.position))
        if self._page(event):
            made.add("URL", self._page(event))
        return made

    def _about(self, event: Event, one: Occasion) -> Iterator[str]:
        """What a phone shows below the name: the change first, the page's address last."""
        words, host = self.edition.words, f"group/{event.host}"
        if one.moved:
            yield words("date.moved", date=words.moment(f"{one.planned:%Y-%m-%dT%H:%M}"))
        if one.note:
            yield one.note
        if event.summary:
            yield event.summary
        if event.description:
            yield plain(event.description, ABOUT)
        if host in self.edition.network:
            yield f"{words('host')}: {self.edition.cards[host].name}"
        yield from self._facts(event)
        if event.registration:
            yield f"{words('register')}: {event.registration}"
        if self._page(event):
            yield f"{words('calendar.read-on')} {self._page(event)}"

    def _facts(self, event: Event) -> Iterator[str]:
        words = self.edition.words
        if event.mode:
            yield words(f"mode.{event.mode}")
        if event.cost:
            yield f"{words('cost')}: {event.cost}"
        for name, answer in event.access.answers if event.access else ():
            note = f" ({answer.note})" if answer.note else ""
            yield f"{words(f'access.{name}')}: {words(f'answer.{answer.answer}')}{note}"

    def _page(self, event: Event) -> str:
        url = self.edition.settings.url
        return f"{url.rstrip('/')}/{event.address}" if url else ""

    def _uid(self, event: Event) -> str:
        """Never another one for the same event, even after its file was renamed."""
        settings = self.edition.settings
        name = event.aliases[0] if event.aliases else event.slug
        host = urlsplit(settings.url).hostname if settings.url else None
        of = host or re.sub(r"[^a-z0-9]+", "-", sort_key(settings.name)[0]).strip("-")
        return f"event-{name}@{of or 'commonbook'}"


def time_zone(name: str, first_year: int, last_year: int) -> icalendar.Timezone:
    """A time zone for some years, from the IANA database, as RFC 5545, 3.6.5, has it.

    Not by ``icalendar.Timezone.from_tzid``: in 7.3 it writes when a change begins in the time
    after the change, where the standard wants the time before it.
    """
    zone = ZoneInfo(name)
    made = icalendar.Timezone()
    made.add("TZID", name)
    begin = datetime(first_year, 1, 1, tzinfo=UTC)
    rows: dict[tuple[timedelta, timedelta, str, bool], list[datetime]] = {}
    before = _offset(begin, zone)
    for moment in (begin, *_transitions(zone, begin, datetime(last_year + 1, 1, 1, tzinfo=UTC))):
        shown, offset = moment.astimezone(zone), _offset(moment, zone)
        key = before, offset, shown.tzname() or name, bool(shown.dst())
        rows.setdefault(key, []).append((moment + before).replace(tzinfo=None))
        before = offset
    for (old, new, short, daylight), onsets in rows.items():
        part = icalendar.TimezoneDaylight() if daylight else icalendar.TimezoneStandard()
        part.add("DTSTART", onsets[0])
        part.add("TZOFFSETFROM", old)
        part.add("TZOFFSETTO", new)
        part.add("TZNAME", short)
        if onsets[1:]:
            part.add("RDATE", onsets[1:])
        made.add_component(part)
    return made


def _transitions(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """When the clocks of a zone change, to the second. No zone changes them twice in a day."""
    day = timedelta(days=1)
    while begin < end:
        if _offset(begin, zone) != _offset(begin + day, zone):
            low, high = 0, 86_400
            while high - low > 1:
                middle = (low + high) // 2
                same = _offset(begin + timedelta(seconds=middle), zone) == _offset(begin, zone)
                low, high = (middle, high) if same else (low, middle)
            yield begin + timedelta(seconds=high)
        begin += day


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _years(event: Event) -> Iterator[int]:
    """The years that are written down in an event."""
    texts = [event.starts, event.ends, *(change.to for change in event.changes)]
    yield from (int(text[:4]) for text in texts if text)
    if event.repeats and event.repeats.until:
        yield last_day(event).year


def _recurrence(event: Event, rule: Repeat) -> icalendar.vRecur:
    parts: dict[str, object] = {"FREQ": "WEEKLY" if rule.every == "week" else "MONTHLY"}
    if rule.interval > 1:
        parts["INTERVAL"] = rule.interval
    if rule.days:
        parts["BYDAY"] = [f"{day.n or ''}{WEEKDAYS[day.weekday]}" for day in days_of(rule)]
    elif rule.every == "month":
        parts["BYMONTHDAY"] = int(event.starts[8:10])
    if rule.until:  # in UTC, since the start has a time zone: 3.3.10
        parts["UNTIL"] = aware(event, datetime.combine(last_day(event), LAST_SECOND)).astimezone(UTC)
    return icalendar.vRecur(parts)


def _local(event: Event, start: datetime) -> datetime:
    """A local time as it is written, even where the clocks skip it: readers know what to do."""
    return start.replace(tzinfo=ZoneInfo(event.timezone))


def _ends(event: Event, start: datetime) -> datetime | None:
    takes = length(event)
    begin = aware(event, start)
    return None if takes is None else (begin.astimezone(UTC) + takes).astimezone(begin.tzinfo)
