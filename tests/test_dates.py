"""Dates: series expanded, clocks that change, dates that move or are off."""

from __future__ import annotations

import calendar
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from commonbook.dates import HORIZON, LAST_DAY, coming, first_planned, occasions, over, stray
from commonbook.kinds.event import Event

DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WHICH = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
ZONES = ["Europe/London", "America/Chicago", "Asia/Kolkata", "Pacific/Apia", "UTC"]


def event(**fields: Any) -> Event:
    """An event as its file would have it."""
    return Event.model_validate(
        {
            "name": "E",
            "starts": "2026-12-01 19:30",
            "timezone": "Europe/London",
            "host": "h",
            **fields,
        }
    )


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Events of all sorts, once and in series, with changes on days that may not be theirs."""
    start = draw(st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)))  # noqa: DTZ001
    fields: dict[str, Any] = {
        "starts": f"{start:%Y-%m-%d %H:%M}",
        "timezone": draw(st.sampled_from(ZONES)),
        "status": draw(st.sampled_from(["confirmed", "tentative"])),
    }
    if draw(st.booleans()):
        end = start + timedelta(minutes=draw(st.integers(1, 3000)))
        fields["ends"] = f"{end:%Y-%m-%d %H:%M}"
    if draw(st.integers(0, 3)):
        rule: dict[str, Any] = {
            "every": draw(st.sampled_from(["week", "month"])),
            "interval": str(draw(st.integers(1, 5))),
        }
        days = draw(st.lists(st.sampled_from(DAYS), max_size=3, unique=True))
        if days:
            rule["days"] = days
        if days and rule["every"] == "month":
            rule["which"] = draw(st.sampled_from(sorted(WHICH)))
        if draw(st.booleans()):
            until = start.date() + timedelta(days=draw(st.integers(0, 900)))
            rule["until"] = until.isoformat()
        fields["repeats"] = rule
    offsets = draw(st.lists(st.integers(0, 120), max_size=4, unique=True))
    changes: list[dict[str, Any]] = []
    for offset in offsets:
        day = (start + timedelta(days=offset)).date()
        to = datetime.combine(day, start.time()) + timedelta(hours=draw(st.integers(-60, 60)))
        changes.append(
            {"date": day.isoformat(), "cancelled": "yes"}
            if draw(st.booleans())
            else {"date": day.isoformat(), "to": f"{to:%Y-%m-%d %H:%M}"}
        )
    fields["changes"] = changes
    try:
        return event(**fields)
    except ValidationError:
        return event(starts=fields["starts"])


def fits(found: Event, day: date) -> bool:
    """Whether the rule of an event has a date on a day, by looking at this one day."""
    begin, rule = date.fromisoformat(found.starts[:10]), found.repeats
    if rule is None or day < begin or (rule.until and day > rule.until):
        return day == begin
    if rule.every == "week":
        monday = begin - timedelta(days=begin.weekday())
        weeks = (day - monday).days // 7
        return weeks % rule.interval == 0 and DAYS[day.weekday()] in (
            rule.days or (DAYS[begin.weekday()],)
        )
    months = (day.year - begin.year) * 12 + day.month - begin.month
    if months % rule.interval:
        return False
    if not rule.days:
        return day.day == begin.day
    length = calendar.monthrange(day.year, day.month)[1]
    same = [
        number
        for number in range(1, length + 1)
        if date(day.year, day.month, number).weekday() == day.weekday()
    ]
    return DAYS[day.weekday()] in rule.days and same[WHICH[rule.which or "first"]] == day.day


@given(events(), st.dates(date(2024, 1, 1), date(2029, 1, 1)))
def test_a_series_has_the_days_that_its_rule_names(found: Event, day: date) -> None:
    """Going through a year day by day gives the same planned dates."""
    bare = found.model_copy(update={"changes": ()})
    until = day + timedelta(days=200)
    planned = [one.planned.date() for one in occasions(bare, day, until)]
    known = {day + timedelta(days=number) for number in range(201)}
    expected = sorted(one for one in known if fits(bare, one))
    zone = ZoneInfo(found.timezone)
    near = {day, day - timedelta(days=1), day - timedelta(days=2), day - timedelta(days=3)}
    assert [one for one in planned if one not in near] == [one for one in expected if one != day]
    for one in occasions(bare, day, until):
        assert one.starts.tzinfo == zone
        assert one.over > datetime.combine(day, datetime.min.time(), UTC)


@given(events())
def test_changes_are_taken_in_where_they_fit_and_named_where_not(found: Event) -> None:
    """A date that moved begins at its new time, one that is off is marked; others are stray."""
    start = date.fromisoformat(found.starts[:10])
    by_day = {one.planned.date(): one for one in occasions(found, start, LAST_DAY.replace(2030))}
    lost = {change.date for change in stray(found)}
    for change in found.changes:
        assert (change.date in lost) == (not fits(found, change.date))
        one = by_day.get(change.date)
        if change.date in lost or one is None:  # moved to before the series, and over by then
            continue
        assert (one.status == "cancelled") == change.cancelled
        assert one.starts.strftime("%Y-%m-%dT%H:%M") == change.to or change.cancelled or (
            one.starts.utcoffset() != (one.starts - timedelta(hours=2)).utcoffset()
        )


@given(events(), st.dates(date(2024, 1, 1), date(2029, 1, 1)))
def test_coming_dates_are_in_order_bounded_and_not_over(found: Event, today: date) -> None:
    """No more than a year of days, none of them before today."""
    dates = coming(found, today)
    assert len(dates) <= 366 + len(found.changes)
    assert [one.starts.astimezone(UTC) for one in dates] == sorted(
        one.starts.astimezone(UTC) for one in dates
    )
    for one in dates:
        assert one.over > datetime.combine(today, datetime.min.time(), UTC)
        assert one.starts.date() <= today + HORIZON
        if one.ends:
            assert one.ends > one.starts or one.ends.utcoffset() != one.starts.utcoffset()


@given(events())
def test_an_event_is_over_with_its_last_date(found: Event) -> None:
    """A series without an end is never over; of another, no date is left after its end."""
    end = over(found)
    if end is None:
        assert found.repeats is not None
        assert found.repeats.until is None
    else:
        assert occasions(found, end.date() + timedelta(days=1), LAST_DAY) == ()


def test_local_time_stays_when_the_clocks_change() -> None:
    """A meeting at half past seven is at half past seven in winter and in summer."""
    weekly = event(starts="2027-03-23 19:30", ends="2027-03-23 21:00", repeats={"every": "week"})
    one, two = coming(weekly, date(2027, 3, 22))[:2]
    assert [f"{day.starts:%d %H:%M %z}" for day in (one, two)] == [
        "23 19:30 +0000",
        "30 19:30 +0100",
    ]
    assert (two.starts.astimezone(UTC) - one.starts.astimezone(UTC)) == timedelta(days=7, hours=-1)
    assert f"{two.ends:%H:%M}" == "21:00"


def test_a_time_that_the_clocks_skip_is_what_they_show_instead() -> None:
    """RFC 5545, 3.3.5: with the offset before the change; of two, the first."""
    skipped = coming(event(starts="2027-03-28 01:30"), date(2027, 3, 1))[0]
    assert f"{skipped.starts:%H:%M %z}" == "02:30 +0100"
    twice = coming(event(starts="2027-10-31 01:30"), date(2027, 10, 1))[0]
    assert f"{twice.starts:%H:%M %z}" == "01:30 +0100"


def test_a_night_in_which_the_clocks_change_is_as_long_as_others() -> None:
    """RFC 5545, 3.8.5.3: the same exact length for every date of a series."""
    nights = event(starts="2027-03-20 22:00", ends="2027-03-21 06:00", repeats={"every": "week"})
    one, two = coming(nights, date(2027, 3, 19))[:2]
    assert [f"{day.ends:%H:%M}" for day in (one, two)] == ["06:00", "07:00"]


def test_the_second_tuesday_is_found_in_every_month() -> None:
    """Whatever weekday a month begins with."""
    monthly = event(
        starts="2026-12-08 20:00", repeats={"every": "month", "which": "second", "days": ["tuesday"]}
    )
    days = [f"{one.starts:%m-%d}" for one in coming(monthly, date(2026, 12, 1))]
    assert days[:6] == ["12-08", "01-12", "02-09", "03-09", "04-13", "05-11"]
    assert len(days) == 12


def test_months_without_a_31st_are_left_out() -> None:
    """As every calendar does it (RFC 5545, 3.3.10)."""
    days = coming(event(starts="2026-01-31 10:00", repeats={"every": "month"}), date(2026, 11, 1))
    assert [f"{one.starts:%m-%d}" for one in days[:4]] == ["12-31", "01-31", "03-31", "05-31"]


def test_weeks_begin_on_monday_for_every_second_week() -> None:
    """A Sunday and the Tuesday after it lie in two weeks."""
    rule = {"every": "week", "interval": "2", "days": ["tuesday", "sunday"]}
    days = coming(event(starts="2026-12-06 10:00", repeats=rule), date(2026, 12, 1))
    assert [f"{one.starts:%m-%d}" for one in days[:4]] == ["12-06", "12-15", "12-20", "12-29"]


def test_a_start_off_the_rule_means_the_first_day_that_fits() -> None:
    """The check warns; the dates are those of the rule."""
    off = event(starts="2026-12-02 19:30", repeats={"every": "week", "days": ["tuesday"]})
    assert f"{first_planned(off):%Y-%m-%d}" == "2026-12-08"
    assert f"{coming(off, date(2026, 11, 1))[0].starts:%Y-%m-%d}" == "2026-12-08"


def test_until_is_the_last_day_even_late_in_the_evening() -> None:
    """The day of “until” belongs to the series, in local time."""
    rule = {"every": "week", "until": "2026-12-15"}
    late = event(starts="2026-12-01 23:30", timezone="Pacific/Auckland", repeats=rule)
    assert [one.starts.day for one in coming(late, date(2026, 11, 1))] == [1, 8, 15]


def test_a_date_without_an_end_is_over_with_its_day() -> None:
    """Midnight in its own zone."""
    assert over(event(timezone="America/Chicago")) == datetime(2026, 12, 2, 6, tzinfo=UTC)
    assert over(event(ends="2026-12-01 21:00")) == datetime(2026, 12, 1, 21, tzinfo=UTC)


def test_what_has_begun_long_ago_is_not_counted_through() -> None:
    """A series of a hundred years takes no longer than one of a week."""
    old = event(starts="1901-01-01 10:00", repeats={"every": "week", "days": DAYS})
    begun = time.perf_counter()
    assert len(coming(old, date(2026, 11, 24))) == 367
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(
    "fields",
    [
        {"starts": "0001-01-01 00:00"},
        {"starts": "9999-12-31 23:00"},
        {"timezone": "localtime"},
        {"repeats": {"every": "week", "until": "2026-11-30"}},
        {"repeats": {"every": "month", "which": "first"}},
        {
            "changes": [
                {"date": "2026-12-01", "cancelled": "yes"},
                {"date": "2026-12-01", "to": "2026-12-02 10:00"},
            ]
        },
    ],
)
def test_what_cannot_be_is_refused(fields: dict[str, Any]) -> None:
    """Years out of reach, a zone of the machine, an end before the start, a change twice."""
    with pytest.raises(ValidationError):
        event(**fields)


def test_an_end_in_ten_thousand_years_breaks_nothing() -> None:
    """The last day there can be is in 2199."""
    far = event(repeats={"every": "month", "until": "9999-12-31"})
    end = over(far)
    assert end is not None
    assert end.year == 2199
