"""Places that are shown: exact ones need consent, those of who needs care stay vague."""

from __future__ import annotations

from collections.abc import Iterator

from .. import rules
from ..diagnostics import Diagnostic, quoted
from ..entry import Entry
from ..kinds.event import Event
from ..kinds.group import Group
from ..link import Network
from ..parts import Place
from . import Context


def of_entry(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """An exact place needs consent; an event of a sensitive host names a region."""
    if isinstance(entry, Event):
        host = context.network.entries.get(f"group/{entry.host}")
        if isinstance(host, Group):
            yield from _venue_without_consent(entry, host)
            yield from _sensitive_event(entry, host)
    elif not isinstance(entry, Group):
        yield from _venue_of_others(entry, context.network)


def _venue_without_consent(event: Event, host: Group) -> Iterator[Diagnostic]:
    """An event at a venue needs the consent of the group that hosts it."""
    if event.place and event.place.precision == "venue" and not host.consent:
        yield rules.MISSING_CONSENT.at(
            event.source.locate("place", "precision"),
            f"This place is as exact as a venue, but {quoted(host.name)} has not agreed to that.",
            hint="Add “consent:” to the host's entry, or use “precision: town”.")


def _venue_of_others(entry: Entry, network: Network) -> Iterator[Diagnostic]:
    """Any other entry at a venue names the groups that it gives away, and all of them agreed.

    A group that needs care cannot agree to that.
    """
    venues = [name for name in type(entry).model_fields
              if isinstance(place := getattr(entry, name), Place) and place.precision == "venue"]
    if not venues:
        return
    named = [network.entries[edge.end] for edge in network.outgoing.get(entry.id, ())
             if not edge.mention]
    groups = [group for group in named if isinstance(group, Group)]
    silent = [group for group in groups if group.sensitive or not group.consent]
    if groups and not silent:
        return
    who = f"{quoted(silent[0].name)} has not agreed" if silent else "no group is named that agreed"
    for name in venues:
        yield rules.MISSING_CONSENT.at(
            entry.source.locate(name, "precision"),
            f"This place is as exact as a venue, but {who} to that.",
            hint="Name the group, with “consent:” in its entry, or use “precision: town”.")


def _sensitive_event(event: Event, host: Group) -> Iterator[Diagnostic]:
    """An event of a group that needs care says no more of where it is than the group's page."""
    place = event.place
    if host.sensitive and place and (place.town or place.precision in {"town", "venue"}):
        yield rules.SENSITIVE_TOO_OPEN.at(
            event.source.locate("place", "town" if place.town else "precision"),
            f"{quoted(host.name)} needs care, so its events are shown by region only.",
            hint="Take the town out and write “precision: region” or “precision: country”.")
