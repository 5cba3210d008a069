"""A group that rests in, what people need who want to start it again out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from .cards import Card, Cards
from .due import steward_of
from .entry import Entry
from .kinds.group import Group
from .kinds.training import Training
from .link import Network
from .settings import Settings

ASKED, SUGGESTED, LOOKED_AT = 6, 3, 60
TIES = frozenset({"part_of", "works_with", "supports", "spun_off_from", "sends_delegates_to"})


@dataclass(frozen=True, slots=True)
class Restart:
    """Whom to ask, and what to learn first.

    ``ask`` are groups that knew it, but none that needs care. ``trainings`` are those it ran, or those that it and they are
    linked with; what must come before one stands before it. ``pathways`` lead through the first
    of them. ``steward`` says how to reach who looks after such entries.
    """

    ask: tuple[Card, ...]
    trainings: tuple[Card, ...]
    pathways: tuple[Card, ...]
    steward: str

    def __str__(self) -> str:
        """Everything a page shows of it, for the page's digest."""
        cards = (*self.ask, *self.trainings, *self.pathways)
        return "\x1f".join((*(card.digest for card in cards), self.steward))


def restart(group: Group, network: Network, cards: Cards, settings: Settings) -> Restart | None:
    """The restart kit of a group that is dormant or paused, or that nobody has confirmed.

    Everything in it is found along links, a few of them (decision 31).
    """
    if group.status not in {"dormant", "paused"} and not cards[group.id].dormant:
        return None
    tied = (known for field, known in _linked(group.id, network)
            if field in TIES and known.startswith("group/"))  # not the source of a tie
    awake = (known for known in islice(dict.fromkeys(tied), LOOKED_AT)
             if not cards[known].dormant and not _needs_care(network.entries[known]))
    ask = list(islice(awake, ASKED))
    trainings = _trainings(group, ask, network)
    through = (edge.start for edge in network.incoming.get(trainings[0] if trainings else "", ())
               if edge.start.startswith("pathway/"))
    steward = steward_of(group, settings)
    return Restart(
        tuple(cards[known] for known in ask), tuple(cards[known] for known in trainings),
        tuple(cards[known] for known in islice(dict.fromkeys(through), ASKED)),
        steward.contact if steward else "")


def _needs_care(entry: Entry) -> bool:
    """Whether a group is one that strangers are not sent to."""
    return isinstance(entry, Group) and entry.sensitive


def _linked(entry_id: str, network: Network) -> Iterator[tuple[str, str]]:
    """What an entry names and what names it, with the field."""
    yield from ((edge.field, edge.end) for edge in network.outgoing.get(entry_id, ()))
    yield from ((edge.field, edge.start) for edge in network.incoming.get(entry_id, ()))


def _beside(entry_id: str, network: Network) -> list[str]:
    """What an entry names and what names it: so many of them that it takes no time."""
    named = [edge.end for edge in network.outgoing.get(entry_id, ())[:LOOKED_AT]]
    named += [edge.start for edge in network.incoming.get(entry_id, ())[:LOOKED_AT]]
    return named[:LOOKED_AT]


def _trainings(group: Group, asked: Iterable[str], network: Network) -> list[str]:
    """Trainings it ran, else those nearby with most of its topics; each after what it builds on."""
    ran = [f"training/{slug}" for slug in group.hosts if f"training/{slug}" in network]
    ordered: list[str] = []
    for chosen in (ran or _near(group, asked, network))[:SUGGESTED]:
        entry = network.entries[chosen]
        before = entry.prerequisites if isinstance(entry, Training) else ()
        for known in (*(f"training/{slug}" for slug in before), chosen):
            if known in network and known not in ordered:
                ordered.append(known)
    return ordered


def _near(group: Group, asked: Iterable[str], network: Network) -> list[str]:
    """Trainings one link away from it or from those to ask, or two by what it is linked with."""
    own = dict.fromkeys(_beside(group.id, network))
    around = (group.id, *asked, *(known for known in own if not known.startswith("group/")))
    found = (known for start in around for known in _beside(start, network)
             if known.startswith("training/"))
    topics = set(group.topics)
    near = {known: len(topics & set(network.entries[known].topics))
            for known in islice(dict.fromkeys(found), LOOKED_AT)}
    return sorted(near, key=lambda known: (-near[known], known))
