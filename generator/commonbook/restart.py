"""A group that rests in, what people need who want to start it again out."""

from __future__ import annotations

from dataclasses import dataclass

from .cards import Card, Cards
from .due import steward_of
from .kinds.group import Group
from .kinds.training import Training
from .link import Network
from .settings import Settings

ASKED, SUGGESTED = 6, 3
TIES = ("part_of", "works_with", "supports", "spun_off_from", "sends_delegates_to")


@dataclass(frozen=True, slots=True)
class Restart:
    """Whom to ask, and what to learn first.

    ``ask`` are groups that knew it. ``trainings`` are those it ran, or that share its topics; what
    must come before one stands before it. ``pathways`` lead through the first of them.
    ``steward`` says how to reach who looks after such entries.
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
    """The restart kit of a group that is dormant or paused, or that nobody has confirmed."""
    if group.status not in {"dormant", "paused"} and not cards[group.id].dormant:
        return None
    outgoing = network.outgoing.get(group.id, ())
    incoming = network.incoming.get(group.id, ())
    tied = [edge.end for edge in outgoing if edge.field in TIES]
    tied += [edge.start for edge in incoming if edge.field in TIES]
    ask = [cards[known] for known in dict.fromkeys(tied) if not cards[known].dormant]
    trainings = _trainings(group, network)
    first = trainings[0] if trainings else ""
    through = [edge.start for edge in network.incoming.get(first, ())
               if edge.start.startswith("pathway/")]
    steward = steward_of(group, settings)
    return Restart(
        tuple(ask[:ASKED]), tuple(cards[known] for known in trainings),
        tuple(cards[known] for known in dict.fromkeys(through)), steward.contact if steward else "")


def _trainings(group: Group, network: Network) -> list[str]:
    """Trainings it ran, else those with most of its topics; each after what it builds on."""
    ran = [f"training/{slug}" for slug in group.hosts if f"training/{slug}" in network]
    topics = set(group.topics)
    shared = [(-len(topics & set(entry.topics)), entry.id) for entry in network.of("training")]
    near = [known for score, known in sorted(shared) if score]
    ordered: list[str] = []
    for chosen in (ran or near)[:SUGGESTED]:
        entry = network.entries[chosen]
        before = entry.prerequisites if isinstance(entry, Training) else ()
        for known in (*(f"training/{slug}" for slug in before), chosen):
            if known in network and known not in ordered:
                ordered.append(known)
    return ordered
