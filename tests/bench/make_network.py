"""A large network for measuring: made of seeded chance, always the same for the same size.

    python tests/bench/make_network.py --groups 10000 --into /tmp/large

Standard library only. Nothing in it is about anybody: names, places and sentences are drawn from
short lists.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

SEED = 1
TERMS = 60


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TYPES = {
    "mutual-aid": "Mutual Aid", "food-co-op": "Food Co-op", "worker-co-op": "Workers' Co-op",
    "housing-co-op": "Housing Co-op", "community-land-trust": "Land Trust",
    "assembly": "Assembly", "tenants-union": "Tenants' Union", "trade-union": "Union Branch",
    "training-collective": "Training Collective", "resource-centre": "Resource Centre",
    "womens-organisation": "Women's Council", "health-project": "Health Project",
    "solidarity-fund": "Solidarity Fund", "campaign": "Campaign", "network": "Network",
}
PRACTICES = (
    "food-sharing", "bulk-buying", "community-meals", "neighbourhood-assembly", "door-knocking",
    "direct-action", "consensus-decisions", "consent-decisions", "delegate-council", "co-chairs",
    "member-dues", "loan-fund", "land-trust", "worker-ownership", "housing-co-operation",
    "training", "facilitation", "mediation", "research", "publishing", "translation",
    "campaigning", "tenants-organising", "childcare-at-meetings", "tool-library", "seed-library",
    "repair-evenings", "phone-tree", "free-shop", "reading-group")
TOPICS = (
    "mutual-aid", "dual-power", "co-operatives", "food", "housing-and-land", "assemblies",
    "deciding", "meetings", "organising", "education", "care-and-conflict", "safety",
    "money-and-law", "feminism", "municipalism", "confederalism", "history", "energy",
    "transport", "health", "work", "migration", "culture", "media")
WORDS = _words(
    "agenda agreement allotment alliance archive assembly autonomy bakery balance ballot banner "
    "basket bench boiler bread bridge budget building bulb calendar canteen care carer chair "
    "charter childcare choir circle clinic cloth coach coat commons compost conversation corner "
    "council courage courtyard craft cupboard dance debt decision delegate depot dinner dispute "
    "district door draft estate evening facilitator fair farm federation fence festival flour "
    "fridge friendship fund garden gate gathering greenhouse guide handover harvest hearing heat "
    "hedge holiday hope hospital household insulation invitation island journal kitchen ladder "
    "landlord language laundry leaflet lease ledger lesson letter library listening loan lunch "
    "mandate market meadow meal meeting member memory menu mentor method minutes moon morning "
    "neighbour newcomer newsletter noise notice nursery occupation office orchard oven pantry "
    "partner path patience pavement petition phone picnic pipe plan plot pond porch potato power "
    "practice promise proposal quarter question queue quorum rain recipe record rent repair rest "
    "rhythm river roof room rota rule school season seed shed shelf shift skill soil song soup "
    "spring stall stew steward stone story strike supper supply surplus table task tea tenant "
    "tent term theatre thread tool town tram translation treasurer tree trust union vegetable "
    "village visit volunteer vote wage wall warehouse water weather welcome window winter workshop "
    "yard year")
VERBS = _words(
    "keeps shares mends opens carries paints gathers learns examines defends grows greets counts "
    "polishes writes reads holds joins rotates remembers explains translates supports")
LINKING = _words("for with after before beside without behind against through during")
STARTS = ("Most weeks", "At first", "Each month", "When it rains", "In the end", "Since then",
          "Now and then", "After the meal", "Before each vote", "On most evenings")
FIRST = _words(
    "Al Ash Bar Bel Bram Bur Cal Car Cor Dal Dun East El Fen Fer Gar Glen Gran Hal Har Hol Ing Kel "
    "Kil Lan Lar Lin Lor Mal Mar Mel Mos Nor Old Or Pen Pol Ras Red Ro Sal Sel Sto Sul Tal Tor Tun "
    "Ul Val Ver Wal Wen West Wis Win Yar")
LAST = _words(
    "bridge brook burn bury by combe dale den field ford gate ham haven holm hurst low mere minster "
    "mouth ness over port shaw stead stoke ton wick wold worth")
COUNTRIES = ("GB", "DE", "FR", "ES", "PL", "US", "CA", "MX", "BR", "KE", "IN", "NZ", "SY", "IT")
BLOCKS = ("Welcome", "Go-round", "Story from last month", "Small groups", "Harvest",
          "Practice in pairs", "Map on the wall", "Questions", "Next steps", "Closing round")


class Chance:
    """Everything that is drawn, from one seeded source."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)

    def one(self, things: Sequence[str]) -> str:
        return self.random.choice(things)

    def some(self, things: Sequence[str], least: int, most: int) -> list[str]:
        most = min(most, len(things))
        return self.random.sample(things, self.random.randint(min(least, most), most))

    def happens(self, share: float) -> bool:
        return self.random.random() < share

    def number(self, least: int, most: int) -> int:
        return self.random.randint(least, most)

    def sentence(self, least: int = 8, most: int = 18) -> str:
        length, words = self.number(least, most), []
        opening = self.one(STARTS).split() if self.happens(0.4) else ["The"]
        words += [*opening, *(["the"] if opening != ["The"] else []), self.one(WORDS)]
        while len(words) < length:
            words += [self.one(VERBS), "the", self.one(WORDS), self.one(LINKING), "a",
                      self.one(WORDS)]
            if len(words) < length:
                words += ["and", "the", self.one(WORDS)]
        return " ".join(words) + "."

    def paragraph(self, links: Iterable[str] = (), sentences: int = 3) -> str:
        made = [self.sentence() for _ in range(sentences)]
        for link in links:
            made.insert(self.number(0, len(made)), f"It is close to {link} in what it does.")
        if self.happens(0.4):
            made[-1] = f"**{self.one(WORDS).capitalize()} and {self.one(WORDS)}.** {made[-1]}"
        return " ".join(made)

    def points(self, count: int) -> str:
        return "\n".join(f"- {self.sentence(5, 9)}" for _ in range(count))

    def title(self, words: int = 3) -> str:
        return " ".join(self.one(WORDS) for _ in range(words)).capitalize()

    def town(self) -> str:
        return self.one(FIRST) + self.one(LAST)

    def day(self) -> str:
        return f"2026-{self.number(1, 10):02d}-{self.number(1, 28):02d}"


def slug(name: str) -> str:
    """A file name for a name."""
    return re.sub("[^a-z0-9]+", "-", name.lower().replace("'", "")).strip("-")


class Names:
    """Names that are there once, with their file names."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def new(self, draw: Iterable[str]) -> tuple[str, str]:
        for name in draw:
            if slug(name) not in self.taken:
                self.taken.add(slug(name))
                return slug(name), name
        raise AssertionError


class NetworkMaker:
    """Writes one network. Names are drawn first, so that entries can name each other."""

    def __init__(self, groups: int, into: Path) -> None:
        self.chance = Chance(f"{SEED}/{groups}")
        self.into = into
        self.bytes = self.files = 0
        self.towns = sorted({self.chance.town() for _ in range(max(30, groups // 20))})
        self.regions = [self.chance.town() + "shire" for _ in range(40)]
        self.types = {}
        self.groups = self._names(self._group_names(), groups)
        self.bodies = max(2, groups // 40)  # the first ones are federations
        self.terms = self._names(self._titles(2), TERMS)
        self.trainings = self._names(self._titles(3), max(2, groups // 20))
        self.activities = self._names(self._titles(2), max(5, groups // 100))
        self.cases = self._names(self._titles(4), max(2, groups // 100))
        self.sources = self._names(self._titles(5), max(5, groups // 100))
        self.guides = self._names(self._titles(3), 6)

    def _names(self, draw: Iterable[str], count: int) -> dict[str, str]:
        names = Names()
        return dict(names.new(draw) for _ in range(count))

    def _titles(self, words: int) -> Iterable[str]:
        while True:
            yield self.chance.title(words)

    def _group_names(self) -> Iterable[str]:
        while True:
            kind = self.chance.one(tuple(TYPES))
            name = f"{self.chance.one(self.towns)} {TYPES[kind]}"
            if self.chance.happens(0.6):
                name = f"{self.chance.one(WORDS).capitalize()} {name}"
            self.types.setdefault(slug(name), kind)
            yield name

    # -- files ----------------------------------------------------------------------------

    def write(self) -> None:
        self._settings()
        for number, name in enumerate(self.groups):
            self._put(f"network/groups/{name}.yml", self._group(number, name))
        for name in self.trainings:
            self._put(f"network/trainings/{name}.yml", self._training(name))
        for name in self.activities:
            self._put(f"network/activities/{name}.yml", self._activity(name))
        for name in self.cases:
            self._put(f"network/case-studies/{name}.yml", self._case(name))
        for name in self.sources:
            self._put(f"network/sources/{name}.yml", self._source(name))
        for number, name in enumerate(self.terms):
            self._put(f"network/glossary/{name}.yml", self._term(number, name))
        for path, title in (("index", "A large handbook"), ("about", "About this handbook"),
                            ("start-here", "Start here"),
                            *((f"learn/{name}", title) for name, title in self.guides.items())):
            self._put(f"content/{path}.md", self._guide(title))

    def _put(self, path: str, text: str) -> None:
        target = self.into / path
        target.parent.mkdir(parents=True, exist_ok=True)
        data = text.encode()
        target.write_bytes(data)
        self.bytes += len(data)
        self.files += 1

    def _settings(self) -> None:
        words = {name: "".join(f"  {word}: {word.replace('-', ' ').capitalize()}\n"
                               for word in table)
                 for name, table in (("topics", TOPICS), ("practices", PRACTICES))}
        self._put("network/network.yml", (
            "name: A large handbook\nsummary: A network made by chance, for measuring.\n"
            "languages: [en]\nurl: https://handbook.example.org/\nlicence: CC BY-SA 4.0\n"
            "confirm_every: 120\nsession_lengths: [60, 90]\nsession_starts: ['18:30']\n"
            "ladders:\n  levels: [group, federation]\n"
            f"topics:\n{words['topics']}practices:\n{words['practices']}"))

    # -- entries --------------------------------------------------------------------------

    def _group(self, number: int, name: str) -> str:
        chance, everyone = self.chance, tuple(self.groups)
        others = [other for other in chance.some(everyone, 3, 5) if other != name]
        federation = number < self.bodies
        terms = [self._link("term", term) for term in chance.some(tuple(self.terms), 1, 2)]
        paragraphs = [chance.paragraph(terms), chance.paragraph(
            [self._link("group", others[0])] if chance.happens(0.5) else [])]
        if chance.happens(0.3):
            paragraphs.insert(1, chance.points(3))
        lines = [
            f"name: {_quoted(self.groups[name])}",
            f"type: {'federation' if federation else self.types[name]}",
            f"summary: {_quoted(chance.sentence(9, 14))}",
            "place:", f"  town: {chance.one(self.towns)}", f"  region: {chance.one(self.regions)}",
            f"  country: {chance.one(COUNTRIES)}", "  precision: town",
            f"  latitude: {chance.number(-400, 600) / 10}",
            f"  longitude: {chance.number(-1200, 1200) / 10}",
            f"status: {chance.one(('active', 'active', 'active', 'forming', 'paused'))}",
            f"founded: {chance.number(1975, 2025)}",
            f"languages: [en{', es' if chance.happens(0.2) else ''}]",
            f"practices: [{', '.join(chance.some(PRACTICES, 2, 4))}]",
            f"topics: [{', '.join(chance.some(TOPICS, 1, 2))}]",
            f"website: https://{name}.example.org/",
            "contact:", "  - way: web", f"    value: https://{name}.example.org/contact",
        ]
        if chance.happens(0.3):
            lines += ["  - way: role-email", f"    value: hello@{name}.example.org"]
        lines += _prose("description", "\n\n".join(paragraphs))
        if chance.happens(0.5):
            lines += _prose("how_to_join", chance.paragraph(sentences=1))
        if chance.happens(0.3):
            lines += ["offers:", *(f"  - {_quoted(chance.sentence(5, 8))}" for _ in range(2))]
        lines += ["ladder: levels", f"level: {'federation' if federation else 'group'}"]
        if not federation:
            lines += ["part_of:", f"  - to: {chance.one(everyone[:self.bodies])}",
                      f"    from: {chance.number(2000, 2025)}"]
        half = len(others) // 2
        lines += [f"works_with: [{', '.join(others[:half])}]"] if others[:half] else []
        lines += [f"supports: [{', '.join(others[half:])}]"] if others[half:] else []
        if chance.happens(0.2):
            lines.append(f"hosts: [{chance.one(tuple(self.trainings))}]")
        if chance.happens(0.5):
            lines.append(f"sources: [{chance.one(tuple(self.sources))}]")
        return _text([*lines, f"checked_on: {chance.day()}"])

    def _training(self, name: str) -> str:
        chance = self.chance
        lines = [
            f"name: {_quoted(self.trainings[name])}",
            f"summary: {_quoted(chance.sentence(9, 14))}",
            f"audience: {_quoted(chance.sentence(4, 7))}",
            "outcomes:", *(f"  - {_quoted(chance.sentence(5, 9))}" for _ in range(3)),
            "group_size: {min: 6, max: 24}",
            f"topics: [{', '.join(chance.some(TOPICS, 1, 3))}]",
            f"terms: [{', '.join(chance.some(tuple(self.terms), 2, 4))}]",
            f"cases: [{chance.one(tuple(self.cases))}]",
            "materials:", "  - {item: Big paper, per: room, quantity: 6}",
            "  - {item: Pen, per: person, quantity: 1, spare: 5}",
        ]
        lines += [*_prose("access_notes", chance.paragraph()), "blocks:"]
        count = chance.number(5, 8)
        for number in range(count):
            pause = number == count // 2
            minutes = 10 if pause else chance.number(2, 4) * 5
            lines += [f"  - title: {'Break' if pause else chance.one(BLOCKS)}",
                      f"    minutes: {minutes}", "    min: 5",
                      f"    keep: {'must' if number in {0, count - 1} else 'should'}",
                      f"    type: {'break' if pause else 'activity'}"]
            if not pause:
                lines += [f"    activity: {chance.one(tuple(self.activities))}"] * chance.happens(0.5)
                notes = f"{chance.paragraph(sentences=2)}\n\n{chance.points(2)}"
                lines += _prose("facilitator", notes, 4)
                lines += _prose("participants", chance.paragraph(sentences=1), 4)
        return _text([*lines, f"checked_on: {chance.day()}"])

    def _activity(self, name: str) -> str:
        chance = self.chance
        return _text([
            f"name: {_quoted(self.activities[name])}",
            f"summary: {_quoted(chance.sentence(8, 12))}",
            *_prose("purpose", chance.paragraph()), "minutes: {min: 5, usual: 10, max: 20}",
            "steps:", *(f"  - {_quoted(chance.sentence())}" for _ in range(5)),
            f"terms: [{', '.join(chance.some(tuple(self.terms), 1, 2))}]",
            f"topics: [{chance.one(TOPICS)}]", f"checked_on: {chance.day()}"])

    def _case(self, name: str) -> str:
        chance = self.chance
        sources = chance.some(tuple(self.sources), 2, 3)
        story = "\n\n".join((
            chance.paragraph(sentences=6), f"### {chance.title()}",
            chance.paragraph([self._link("group", chance.one(tuple(self.groups)))], 6),
            f"### {chance.title()}", chance.paragraph(sentences=5), chance.points(3)))
        return _text([
            f"name: {_quoted(self.cases[name])}", f"summary: {_quoted(chance.sentence(9, 14))}",
            f"topics: [{', '.join(chance.some(TOPICS, 2, 3))}]",
            "place:", f"  town: {chance.one(self.towns)}",
            f"  country: {chance.one(COUNTRIES)}", "  precision: town",
            "period:", f"  from: {chance.number(1980, 2020)}", *_prose("story", story),
            *_prose("how_it_decides", chance.paragraph(sentences=5)),
            "figures:", f"  - what: {chance.title()}", f"    value: {chance.number(10, 900)}",
            "    as_of: 2025", f"    source: {sources[0]}",
            "timeline:", *(line for year in (1990, 2000, 2010, 2020) for line in (
                f"  - date: {year}", f"    event: {_quoted(chance.sentence())}")),
            "worked:", *(f"  - {_quoted(chance.sentence())}" for _ in range(3)),
            "difficulties:", *(line for _ in range(3) for line in (
                f"  - what: {_quoted(chance.sentence())}", f"    who: {_quoted(chance.title(2))}")),
            "lessons:", *(f"  - {_quoted(chance.sentence())}" for _ in range(3)),
            f"groups: [{', '.join(chance.some(tuple(self.groups), 1, 3))}]",
            f"terms: [{', '.join(chance.some(tuple(self.terms), 2, 4))}]",
            f"sources: [{', '.join(sources)}]", f"checked_on: {chance.day()}"])

    def _source(self, name: str) -> str:
        chance = self.chance
        return _text([
            f"name: {_quoted(self.sources[name])}", f"authors: [The {chance.one(WORDS)} circle]",
            f"year: {chance.number(1960, 2025)}", f"url: https://{name}.example.org/read",
            f"medium: {chance.one(('book', 'article', 'report', 'essay', 'film'))}",
            f"free_to_read: {chance.one(('yes', 'no'))}", f"why: {_quoted(chance.sentence())}",
            f"topics: [{', '.join(chance.some(TOPICS, 1, 2))}]", f"checked_on: {chance.day()}"])

    def _term(self, number: int, name: str) -> str:
        chance, terms = self.chance, tuple(self.terms)
        after = [terms[(number + step) % len(terms)] for step in (1, 2)]
        return _text([
            f"name: {self.terms[name]}", *_prose("definition", chance.paragraph(sentences=2)),
            f"translations: {{es: {chance.one(WORDS)}, fr: {chance.one(WORDS)}}}",
            f"see_also: [{', '.join(after)}]", f"topics: [{chance.one(TOPICS)}]",
            f"checked_on: {chance.day()}"])

    def _guide(self, title: str) -> str:
        chance = self.chance
        sections = "\n\n".join(
            f"## {chance.title()}\n\n" + chance.paragraph(
                [self._link("term", chance.one(tuple(self.terms)))], 5)
            for _ in range(6))
        return "\n".join((
            "---", f"title: {_quoted(title)}", f"summary: {_quoted(chance.sentence(9, 14))}",
            f"topics: [{chance.one(TOPICS)}]",
            f"terms: [{', '.join(chance.some(tuple(self.terms), 2, 4))}]",
            f"groups: [{', '.join(chance.some(tuple(self.groups), 1, 3))}]", "---", "",
            chance.paragraph(sentences=4), "", sections, ""))

    def _link(self, kind: str, name: str) -> str:
        names = {"term": self.terms, "group": self.groups}[kind]
        words = f"|{names[name].lower()}" if kind == "term" and self.chance.happens(0.5) else ""
        return f"[[{kind}/{name}{words}]]"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _prose(name: str, text: str, indent: int = 0) -> list[str]:
    space = " " * indent
    return [f"{space}{name}: |", *(f"{space}  {line}" if line else "" for line in text.split("\n"))]


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def make_network(groups: int, into: Path) -> tuple[int, int]:
    """Write a network; how many files and bytes that were."""
    maker = NetworkMaker(groups, into)
    maker.write()
    return maker.files, maker.bytes


def main() -> None:
    """Write a network into a folder that does not exist yet."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--groups", type=int, required=True, help="how many groups")
    parser.add_argument("--into", type=Path, required=True, help="a new folder")
    options = parser.parse_args()
    if options.into.exists() and any(options.into.iterdir()):
        parser.error(f"{options.into} is not empty.")
    files, size = make_network(options.groups, options.into)
    sys.stdout.write(f"{files} files, {size / 1e6:.1f} MB in {options.into}\n")


if __name__ == "__main__":
    main()
