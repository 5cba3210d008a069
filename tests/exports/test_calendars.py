"""Calendars: valid for parsers that are not ours, and with the very dates that pages show."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import vobject
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from samples import SETTINGS, Built, read

from commonbook.dates import occasions
from commonbook.exports.calendars import artifacts
from commonbook.handbook import Handbook
from commonbook.ical import time_zone
from commonbook.kinds.event import Event

Net = Callable[..., Path]
SINCE, UNTIL = date(2026, 1, 1), date(2028, 1, 1)

GROUP = "name: {name}\nsummary: S.\ntype: other\n{more}"
EVENT = "name: E\nstarts: 2026-12-01 19:30\nends: 2026-12-01 21:00\ntimezone: Europe/London\nhost: a\n"


def files(commons: Built) -> dict[str, bytes]:
    """Every calendar of the good network by its path."""
    return {
        path.relative_to(commons.folder).as_posix(): path.read_bytes()
        for path in (commons.folder / "calendar").rglob("*.ics")
    }


def made(handbook: Handbook) -> dict[str, str]:
    """The calendars of a small network."""
    return {one.path: one.make().decode() for one in artifacts(handbook.edition, [])}


def unfolded(text: str) -> str:
    """Lines as they were before folding."""
    return text.replace("\r\n ", "")


def dates(content: bytes | str) -> set[tuple[str, datetime]]:
    """What an independent program finds in a calendar between two days: name and start."""
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between(SINCE, UNTIL)
    return {
        (str(one["SUMMARY"]), one["DTSTART"].dt.astimezone(UTC))
        for one in found
        if one.get("STATUS") != "CANCELLED"
    }


def expected(events: list[Event]) -> set[tuple[str, datetime]]:
    """What the pages show for the same days."""
    return {
        (event.name, one.starts.astimezone(UTC))
        for event in events
        for one in occasions(event, SINCE, UNTIL)
        if one.status != "cancelled" and one.starts.date() < UNTIL
    }


def test_calendars_are_there_for_everything_that_has_dates(commons: Built) -> None:
    """All, each event, host, training, place and body; none of a group that needs care."""
    assert sorted(files(commons)) == [
        "calendar/all.ics",
        "calendar/bodies/vale-assembly.ics",
        *(
            f"calendar/events/{event.slug}.ics"
            for event in commons.handbook.edition.programme.events.values()
            if event.host != "hidden-orchard"
        ),
        "calendar/hosts/linden-vale-pantry.ics",
        "calendar/hosts/night-kitchen.ics",
        "calendar/hosts/vale-assembly.ics",
        "calendar/places/gb.ics",
        "calendar/places/gb/upper-wold.ics",
        "calendar/places/gb/wold-edge.ics",
        "calendar/places/ie.ics",
        "calendar/places/ie/wold-edge.ics",
        "calendar/trainings/first-shift.ics",
        "calendar/trainings/welcome-evening.ics",
    ]


def test_another_program_finds_the_dates_of_the_pages(commons: Built) -> None:
    """Series, moved and cancelled dates, in all calendars."""
    programme = commons.handbook.edition.programme
    for path, content in files(commons).items():
        events = [programme.events[event] for event in programme.calendars[path].events]
        found = dates(content)
        assert found == expected(events), path
    assert len(dates(files(commons)["calendar/all.ics"])) > 60


def test_lines_are_folded_ended_and_without_controls(commons: Built) -> None:
    """RFC 5545, 3.1: CRLF, at most 75 octets a line, UTF-8 not cut within a letter."""
    for path, content in files(commons).items():
        assert content.endswith(b"END:VCALENDAR\r\n"), path
        assert content.count(b"\n") == content.count(b"\r") == content.count(b"\r\n")
        for line in content.split(b"\r\n"):
            assert len(line) <= 75, path
            line.decode()
            assert not any(byte < 32 for byte in line), path


def test_a_strict_parser_of_its_own_reads_every_calendar(commons: Built) -> None:
    """It has nothing in common with the library that wrote them, and checks what is required."""
    for path, content in files(commons).items():
        calendar = vobject.readOne(content.decode())
        assert calendar.validate(raiseException=True), path
        zones = {zone.tzid.value for zone in getattr(calendar, "vtimezone_list", [])}
        uids = set()
        for event in calendar.vevent_list:
            key = event.uid.value, getattr(event, "recurrence_id", None) and str(
                event.recurrence_id.value
            )
            assert key not in uids
            uids.add(key)
            assert event.dtstart.params.get("TZID", event.dtstart.params.get("X-VOBJ-ORIGINAL-TZID"))[
                0
            ] in zones
            assert event.url.value in event.description.value
            assert event.dtstamp.value.tzinfo is not None
            assert event.status.value in {"CONFIRMED", "TENTATIVE", "CANCELLED"}


def test_calendars_name_no_people(commons: Built) -> None:
    """Neither those who organise nor those who come."""
    for content in files(commons).values():
        for name in (b"ATTENDEE", b"ORGANIZER", b"CONTACT", b"mailto:", b"METHOD"):
            assert name not in content


def test_a_place_is_no_more_exact_than_its_page(commons: Built) -> None:
    """GEO is on the grid of the precision; a region has none."""
    text = unfolded(files(commons)["calendar/all.ics"].decode())
    assert {line for line in text.split("\r\n") if line.startswith("GEO")} == {"GEO:53.6;-6.4"}


def test_a_series_is_written_as_the_standard_has_it(commons: Built) -> None:
    """The rule with its end in UTC, what is off, and what moved under the same identifier."""
    text = unfolded(files(commons)["calendar/events/harvest-supper.ics"].decode())
    for line in (
        "DTSTART;TZID=Europe/London:20270112T184500",
        "RRULE:FREQ=WEEKLY;UNTIL=20270528T225959Z;INTERVAL=3;BYDAY=TU,FR",
        "EXDATE;TZID=Europe/London:20270223T184500",
        "RECURRENCE-ID;TZID=Europe/London:20270202T184500",
        "DTSTART;TZID=Europe/London:20270203T191000",
        "DTEND;TZID=Europe/London:20270203T214500",
        "DTSTAMP:20261010T000000Z",
        "STATUS:TENTATIVE",
        "URL:https://handbook.linden-vale.example/events/harvest-supper/",
    ):
        assert f"\r\n{line}\r\n" in text, line
    assert text.count("UID:event-long-tables@handbook.linden-vale.example\r\n") == 3
    monthly = unfolded(files(commons)["calendar/events/seed-library.ics"].decode())
    assert "RRULE:FREQ=MONTHLY;UNTIL=20270630T205959Z;BYDAY=2TU\r\n" in monthly
    assert "LOCATION:online\r\n" in monthly


def test_a_body_takes_in_everything_below_it(network: Net) -> None:
    """Down the whole tree, but not what has left it, nor what only a source is for."""
    part = "part_of: [{{to: {to}{more}}}]\n"
    root = network(
        {
            "network/groups/a.yml": GROUP.format(name="A", more=part.format(to="b", more="")),
            "network/groups/b.yml": GROUP.format(name="B", more=part.format(to="c", more="")),
            "network/groups/c.yml": GROUP.format(name="C", more=""),
            "network/groups/d.yml": GROUP.format(
                name="D", more=part.format(to="c", more=', until: "2025"')
            ),
            "network/events/e.yml": EVENT,
            "network/events/f.yml": EVENT.replace("host: a", "host: d").replace("E\n", "F\n", 1),
        }
    )
    found = made(read(root))
    assert "SUMMARY:E" in found["calendar/bodies/c.ics"]
    assert "SUMMARY:F" not in found["calendar/bodies/c.ics"]
    assert "SUMMARY:E" in found["calendar/bodies/b.ics"]
    assert "calendar/bodies/a.ics" not in found, "nothing is below it"


def small(network: Net, event: str, settings: str = SETTINGS) -> dict[str, str]:
    """The calendars of a network with one group and one event."""
    group = {"network/groups/a.yml": GROUP.format(name="A", more="")}
    return made(read(network({**group, "network/events/e.yml": event}, settings)))


def test_an_event_keeps_its_identifier_when_its_file_is_renamed(network: Net) -> None:
    """The first old name stays in it, so that phones do not show it twice."""
    before = small(network, EVENT)["calendar/events/e.ics"]
    assert "UID:event-e@test\r\n" in before, "without an address, the network's name"
    group = {"network/groups/a.yml": GROUP.format(name="A", more="")}
    root = network({**group, "network/events/new.yml": EVENT + "aliases: [e]\n"})
    (root / "network/events/e.yml").unlink()
    assert "UID:event-e@test\r\n" in made(read(root))["calendar/events/new.ics"]


def test_the_day_of_the_build_changes_no_calendar(network: Net) -> None:
    """The same files give the same bytes, today and in a year."""
    root = network(
        {
            "network/groups/a.yml": GROUP.format(name="A", more=""),
            "network/events/e.yml": EVENT + "repeats: {every: week}\n",
        }
    )
    later = Handbook(read(root).project, today=date(2027, 11, 24))
    assert made(read(root)) == made(later)


def test_one_date_that_moved_is_no_series(network: Net) -> None:
    """An event without a rule is written at its new time, or as cancelled."""
    text = small(network, EVENT + "changes: [{date: 2026-12-01, to: 2026-12-03 18:00}]\n")[
        "calendar/all.ics"
    ]
    assert "DTSTART;TZID=Europe/London:20261203T180000\r\n" in text
    assert "RECURRENCE-ID" not in text
    text = small(network, EVENT + "changes: [{date: 2026-12-01, cancelled: yes}]\n")[
        "calendar/all.ics"
    ]
    assert "STATUS:CANCELLED\r\n" in text
    assert "EXDATE" not in text


def test_a_series_without_a_date_left_is_cancelled_not_empty(network: Net) -> None:
    """A rule from which all dates are taken would be no series at all."""
    text = small(
        network,
        EVENT
        + "repeats: {every: week, until: 2026-12-08}\n"
        + "changes: [{date: 2026-12-01, cancelled: yes}, {date: 2026-12-08, cancelled: yes}]\n",
    )["calendar/all.ics"]
    assert "STATUS:CANCELLED\r\n" in text
    assert "EXDATE" not in text
    assert dates(text) == set()


def test_texts_of_strangers_stay_texts(network: Net) -> None:
    """Nothing in a name or a note can begin a line of its own."""
    name = 'A;B,C\\\\n"BEGIN:VEVENT" ' + "ü🜁" * 60
    event = EVENT.replace("name: E", f"name: '{name}'") + "cost: 'END:VCALENDAR,;'\n"
    text = small(network, event)["calendar/all.ics"]
    calendar = icalendar.Calendar.from_ical(text)
    assert [str(one["SUMMARY"]) for one in calendar.walk("VEVENT")] == [name]
    assert text.count("\r\nBEGIN:VEVENT") == 1
    assert text.count("\r\nEND:VCALENDAR") == 1
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_regions_in_any_script_have_addresses_of_their_own(network: Net) -> None:
    """What Latin letters cannot write is told apart; every file is found from its page."""
    group = {"network/groups/a.yml": GROUP.format(name="A", more="")}
    events = {
        f"network/events/e{number}.yml": EVENT.replace("name: E", f"name: E{number}")
        + f"place: {{precision: region, region: '{region}', country: SY}}\n"
        for number, region in enumerate(["الجزيرة", "كوباني", "Łódź", "Cizîrê", "../../x"])
    }
    found = [path for path in made(read(network({**group, **events}))) if "/places/sy/" in path]
    assert len(found) == 5
    assert all(path.isascii() and path.count("/") == 3 for path in found)
    assert "calendar/places/sy/cizire.ics" in found


ZONES = [
    "Europe/London",
    "Europe/Dublin",
    "America/New_York",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Asia/Tehran",
    "Asia/Kathmandu",
    "Pacific/Apia",
]


@pytest.mark.parametrize("name", ZONES)
def test_a_time_zone_says_the_same_as_the_database(name: str) -> None:
    """Read by dateutil, it agrees with zoneinfo every half hour around each change."""
    calendar = icalendar.Calendar()
    calendar.add_component(time_zone(name, 2010, 2030))
    theirs = tzical(io.StringIO(calendar.to_ical().decode())).get(name)
    ours = ZoneInfo(name)
    moment = datetime(2011, 1, 1, tzinfo=UTC)
    while moment.year < 2030:
        after = moment + timedelta(days=1)
        steps = 48 if moment.astimezone(ours).utcoffset() != after.astimezone(ours).utcoffset() else 1
        for step in range(steps):
            at = moment + timedelta(minutes=30 * step)
            local = at.astimezone(ours).replace(tzinfo=None)
            if local.replace(tzinfo=ours).astimezone(UTC) == at:  # not the second of two
                assert local.replace(tzinfo=theirs).astimezone(UTC) == at, at
        moment = after


@st.composite
def series(draw: st.DrawFn) -> str:
    """The file of an event whose times no clock skips, with a rule and changes."""
    start = datetime.combine(
        draw(st.dates(date(2026, 1, 1), date(2027, 6, 1))), datetime.min.time()
    ) + timedelta(minutes=draw(st.integers(8 * 60, 20 * 60)))
    days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    own = days[start.weekday()]
    others = draw(st.lists(st.sampled_from(days), max_size=2))
    which = "last" if start.day > 28 else ("first", "second", "third", "fourth")[(start.day - 1) // 7]
    rule = draw(
        st.sampled_from(
            [
                f"every: week, days: [{', '.join(dict.fromkeys([own, *others]))}]",
                f"every: month, which: {which}, days: [{own}]",
                "every: month",
                "every: week",
            ]
        )
    )
    until = start.date() + timedelta(days=draw(st.integers(0, 400)))
    end = f", until: {until}" if draw(st.booleans()) else ""
    lines = [
        "name: E",
        f"starts: {start:%Y-%m-%d %H:%M}",
        f"ends: {start + timedelta(minutes=90):%Y-%m-%d %H:%M}",
        f"timezone: {draw(st.sampled_from(ZONES))}",
        "host: a",
        f"repeats: {{{rule}, interval: {draw(st.integers(1, 4))}{end}}}",
        "changes:",
    ]
    for week in draw(st.lists(st.integers(0, 9), min_size=1, max_size=4, unique=True)):
        day = start + timedelta(weeks=week)
        to = day + timedelta(hours=draw(st.integers(-6, 3)))
        what = draw(st.sampled_from(["cancelled: yes", f"to: {to:%Y-%m-%d %H:%M}"]))
        lines.append(f"  - {{date: {day:%Y-%m-%d}, {what}}}")
    return "\n".join((*lines, ""))


@given(file=series())
def test_any_series_reads_the_same_elsewhere(
    file: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever the rule, zone and changes: another program finds the dates of our pages."""
    root = tmp_path_factory.mktemp("series")
    for path, text in {
        "network.yml": SETTINGS,
        "groups/a.yml": GROUP.format(name="A", more=""),
        "events/e.yml": file,
    }.items():
        target: Any = root / "network" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    handbook = read(root)
    events = list(handbook.edition.programme.events.values())
    assert len(events) == 1
    text = made(handbook).get("calendar/all.ics", "")
    found = dates(text) if text else set()
    assert {start for _, start in found} == {start for _, start in expected(events)}
