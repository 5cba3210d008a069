"""Words of the network's glossary that an entry uses but never links."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, islice

from .. import rules
from ..diagnostics import Diagnostic, quoted
from ..entry import Entry, texts
from ..kinds.guide import Guide
from ..kinds.term import Term
from ..link import Network
from ..sentences import LINK, MARKS, PUNCTUATION, blank, sentences, unquoted
from ..settings import Settings
from . import Context

PROBLEMS_PER_FILE = 10
"""More would hide the other rules, and mending some shows the rest."""
NAMES_PER_FILE = 200
"""Names of terms that are looked for in one file; none that was written by people has as many."""
SURE_LENGTH = 8
"""Letters from which a single word is taken for a term; shorter ones are everyday words too."""


@dataclass(frozen=True, slots=True)
class TermName:
    """A name or other name of a term, as it is looked for."""

    words: str
    """In small letters and without marks: a quick look whether it can be there at all."""
    pattern: re.Pattern[str]
    term: str


Glossary = dict[str, dict[str, list[TermName]]]
"""Names by language, then by their first word."""


def of_entries(entries: Iterable[Entry], context: Context) -> Iterator[Diagnostic]:
    """Terms that an entry uses are linked once, so that whoever does not know them can look."""
    network, settings = context.network, context.settings
    glossary = _glossary(network, settings)
    for entry in entries:
        known = glossary.get(entry.language or settings.language)
        if not known or (isinstance(entry, Guide) and entry.editorial):
            continue
        written = " ".join([prose.text for _, prose in texts(entry)])
        words = written.lower().translate(MARKS).split()
        hits = known.keys() & words
        if hits:
            said = " ".join(words)
            linked = {edge.end for edge in network.outgoing.get(entry.id, ())} | {entry.id}
            hit = [name for word in hits for name in known[word]]
            if any(name.term not in linked and name.words in said for name in hit):
                names = [name for name in hit if name.words in said]
                yield from islice(_unlinked(entry, names, linked), PROBLEMS_PER_FILE)


def _glossary(network: Network, settings: Settings) -> Glossary:
    found: Glossary = {}
    for term in network.of("term"):
        for name in (term.name, *term.also_called) if isinstance(term, Term) else ():
            words = name.lower().translate(MARKS).split()
            if len(words) > 1 or (words and len(words[0]) >= SURE_LENGTH):
                of_language = found.setdefault(term.language or settings.language, {})
                made = TermName(" ".join(words), _as_used(name), term.id)
                for ending in ("", "s", "es") if len(words) == 1 else ("",):
                    of_language.setdefault(words[0] + ending, []).append(made)
    return found


def _unlinked(
    entry: Entry, names: Iterable[TermName], linked: Collection[str]
) -> Iterator[Diagnostic]:
    """The longest name first, and each blanked: in a “mutual aid group” there is no “mutual aid”."""
    read = [sentence for path, prose in texts(entry) for sentence in sentences(path, prose.text)]
    starts = [0, *accumulate(len(sentence.text) + 1 for sentence in read)]
    own = "\n".join(_own_words(sentence.text) for sentence in read)
    reported = set(linked)
    longest = sorted(names, key=lambda name: (-len(name.words), name.term))
    for name in longest[:NAMES_PER_FILE]:
        found = name.pattern.search(own)
        if found and name.term not in reported:
            reported.add(name.term)
            sentence = read[bisect(starts, found.end() - 1) - 1]
            words = found[0].lstrip(PUNCTUATION + " ")
            yield rules.UNLINKED_TERM.at(
                entry.source.locate_in(sentence.path, sentence.text),
                f"{quoted(words)} is in the glossary, but this entry never links it.",
                hint=f"Write [[{name.term}|{words}]] where it is used first.")
        if found:
            own = name.pattern.sub(blank, own)


def _as_used(name: str) -> re.Pattern[str]:
    """A name in running text: a common noun is small but at the start, and may be more than one.

    So “mutual aid” is found and “Mutual Aid Disaster Relief”, a name of its own, is not.
    """
    first, rest = re.escape(name[0]), re.escape(name[1:])
    start = rf"(?<![\w/-]){first}"
    if name[0].isupper() and name[1:].islower():
        start = rf"(?:(?<![\w/-]){re.escape(name[0].lower())}|^[^\w\n]*{first})"
    return re.compile(rf"{start}{rest}(?:e?s)?(?![\w-])", re.MULTILINE)


def _own_words(text: str) -> str:
    """A text with blanks where it quotes or links something else: no term can be linked there."""
    return unquoted(LINK.sub(blank, text))
