"""An event in, its dates out: a series expanded, moved and cancelled dates marked. Pure: no clock.

Times are local: a meeting at 19:30 stays at 19:30 when the clocks change. A time that the clocks
skip is read with the offset before the change, one that comes twice is the first of both
(RFC 5545, 3.3.5). All dates of a series are equally long in real minutes (3.8.5.3).

A series begins with the first date on or after ``starts`` that its rule gives. Weeks begin on
Monday, which counts for every second week. Months without a 31st are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from dateutil import rrule

from .kinds.event import Change, Event
from .parts import Repeat

HORIZON = timedelta(days=366)
"""How far ahead of a day a series is expanded, whether it has an end or not."""

LAST_DAY = date(2199, 12, 31)
"""No event starts later (``fields.Moment``), and no rule goes on for longer."""

_DAYS = MappingProxyType({
    "monday": rrule.MO, "tuesday": rrule.TU, "wednesday": rrule.WE, "thursday": rrule.TH,
    "friday": rrule.FR, "saturday": rrule.SA, "sunday": rrule.SU})
_WHICH = MappingProxyType({"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1})
# The longest time between two dates of a rule: 12 weeks, and from one 29 February to the next.
_APART = MappingProxyType({"week": timedelta(days=12 * 7), "month": timedelta(days=8 * 366)})


@dataclass(frozen=True, slots=True)
class Occasion:
    """One date of an event. All times are aware, in the event's zone.

    ``planned`` is when the rule has it, ``starts`` when it really begins. ``status`` is
    confirmed, tentative or cancelled. ``note`` is why it moved or is off.
    """

    planned: datetime
    starts: datetime
    ends: datetime | None
    status: str
    note: str = ""

    @property
    def moved(self) -> bool:
        """Whether it is not when the rule has it."""
        return self.starts != self.planned

    @property
    def over(self) -> datetime:
        """When it is over, in UTC: its end, or the end of its day if no end is known."""
        if self.ends:
            return self.ends.astimezone(UTC)
        midnight = datetime.combine(self.starts.date() + timedelta(days=1), time())
        return midnight.replace(tzinfo=self.starts.tzinfo).astimezone(UTC)


def occasions(event: Event, since: date, until: date) -> tuple[Occasion, ...]:
    """The dates of an event that are not over when one day begins, and start by another's end.

    In the order in which they start; cancelled ones too. ``since`` begins at midnight in UTC.
    """
    begin = datetime.combine(since, time(), UTC)
    running = timedelta(days=2) + (length(event) or timedelta())
    starts = {*planned(event, since - running, until), *(start for _, start in changed(event))}
    found = (occasion(event, start) for start in starts)
    kept = (one for one in found if one.over > begin and one.starts.date() <= until)
    return tuple(sorted(kept, key=lambda one: (one.starts.astimezone(UTC), one.planned)))


def coming(event: Event, today: date) -> tuple[Occasion, ...]:
    """The dates of an event from a day on, up to the horizon."""
    return occasions(event, today, today + HORIZON)


def over(event: Event) -> datetime | None:
    """When the last date of an event is over, in UTC; None if a series has no end."""
    rule, begin = event.repeats, date.fromisoformat(event.starts[:10])
    if rule and not rule.until:
        return None
    since = max(begin, last_day(event) - _APART[rule.every]) if rule else begin
    ends = (one.over for one in occasions(event, since, LAST_DAY))
    return max(ends, default=aware(event, event.starts).astimezone(UTC))


def planned(event: Event, since: date, until: date) -> Iterator[datetime]:
    """When the rule has dates between two days, both included, in local time."""
    start = datetime.fromisoformat(event.starts)
    since, until = max(since, start.date()), min(until, last_day(event))
    if event.repeats is None:
        yield from [start] if since <= until else []
        return
    near, months_day = _near(event.repeats, start, since)
    days = days_of(event.repeats) or None
    for one in rrule.rrule(
        rrule.WEEKLY if event.repeats.every == "week" else rrule.MONTHLY, near,
        event.repeats.interval, rrule.MO, byweekday=days,
        bymonthday=None if days else months_day, until=datetime.combine(until, time.max)
    ):
        if one.date() >= since:
            yield one


def first_planned(event: Event) -> datetime | None:
    """The first date that the rule gives, in local time; None if it gives none."""
    begin = date.fromisoformat(event.starts[:10])
    return next(planned(event, begin, begin + _APART["month"]), None)


def changed(event: Event) -> Iterator[tuple[Change, datetime]]:
    """The changes of an event, each with the planned local time that it changes."""
    for change in event.changes:
        for start in planned(event, change.date, change.date):
            yield change, start


def stray(event: Event) -> tuple[Change, ...]:
    """Changes of days on which the rule has no date."""
    known = {change.date for change, _ in changed(event)}
    return tuple(change for change in event.changes if change.date not in known)


def occasion(event: Event, start: datetime) -> Occasion:
    """What becomes of a date that the rule has at a local time."""
    change = next((change for change in event.changes if change.date == start.date()), None)
    begin = aware(event, start)
    starts = aware(event, change.to) if change and change.to else begin
    takes = length(event)
    ends = None if takes is None else (starts.astimezone(UTC) + takes).astimezone(starts.tzinfo)
    off = event.status == "cancelled" or bool(change and change.cancelled)
    return Occasion(begin, starts, ends, "cancelled" if off else event.status,
                    (change.note if change else None) or "")


def aware(event: Event, local: str | datetime) -> datetime:
    """A local time in the event's zone. What the clocks skip becomes what they show instead."""
    naive = datetime.fromisoformat(local) if isinstance(local, str) else local
    of = ZoneInfo(event.timezone)
    return naive.replace(tzinfo=of).astimezone(UTC).astimezone(of)


def length(event: Event) -> timedelta | None:
    """How long each date takes, if it is known."""
    if event.ends is None:
        return None
    return aware(event, event.ends).astimezone(UTC) - aware(event, event.starts).astimezone(UTC)


def last_day(event: Event) -> date:
    """The last day on which the rule can have a date."""
    if event.repeats is None:
        return date.fromisoformat(event.starts[:10])
    return min(event.repeats.until or LAST_DAY, LAST_DAY)


def days_of(rule: Repeat) -> list[rrule.weekday]:
    """The days of a rule: days of the week, or the first to last of such days in a month."""
    days = [_DAYS[day] for day in dict.fromkeys(rule.days)]
    return [day(_WHICH[rule.which]) for day in days] if rule.which else days


def _near(rule: Repeat, start: datetime, since: date) -> tuple[datetime, int | None]:
    """Where to begin counting, so that decades of dates need not be counted through.

    A whole number of intervals after the start, and not after ``since``. Months begin with their
    first day, since not all have the start's; that one is returned as well.
    """
    if rule.every == "week":
        return start + timedelta(weeks=(since - start.date()).days // 7 // rule.interval
                                 * rule.interval), None
    months = (since.year - start.year) * 12 + since.month - start.month
    year, month = divmod(start.year * 12 + start.month - 1 + months // rule.interval * rule.interval, 12)
    return start.replace(year=year, month=month + 1, day=1), start.day
