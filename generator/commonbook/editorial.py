"""An entry in, what an editor would ask about it out: undated claims, law, critics, plain words.

Works on texts as their authors wrote them, sentence by sentence. Patterns of words are there for
English alone; sentences are counted in every language that puts spaces between words. Each check
first looks whether anything could be wrong, since most of a large network is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import islice
from operator import itemgetter
from types import MappingProxyType

from . import rules
from .diagnostics import Diagnostic, quoted
from .entry import Entry, Path, texts
from .kinds.case_study import CaseStudy
from .kinds.guide import Guide
from .link import Network
from .sentences import MARKS, PUNCTUATION, Sentence, sentences, unquoted
from .settings import Readability, Settings

PROBLEMS_PER_RULE = 10
"""Of one rule in one file; more would hide the other rules, and mending some shows the rest."""
ENOUGH_WORDS = 100
"""Words below which an average or LIX says little about a text."""
LONG_WORD = 7
"""Letters from which Björnsson counts a word as long."""
WITHOUT_SPACES = frozenset({"bo", "dz", "ja", "km", "lo", "my", "th", "wuu", "yue", "zh"})
"""Languages that put no spaces between words, so that counting by spaces says nothing."""


# -- what patterns of words look for ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wording:
    """What to look for in one language."""

    counted: re.Pattern[str]
    """A number of people, groups, homes and the like."""
    advice: re.Pattern[str]
    """Words around a number in a guide that make it a proposal or an example, not a claim."""
    law: re.Pattern[str]
    now: re.Pattern[str]
    has: re.Pattern[str]
    """A number that is said to be true now; the number is looked for by ``counted`` after it."""


_MONTH = (r"(?:January|February|March|April|May|June|July|August|September|October|November|"
          r"December)")
_COUNTED = (
    r"people|persons|members?|households?|famil(?:y|ies)|homes|houses|flats|tenants?|residents|"
    r"groups|chapters|branches|co-ops|co-operatives|communes|councils|assemblies|unions|workers|"
    r"women|men|delegates|volunteers|users|employees|staff|supporters|students|children|patients|"
    r"clinics|kitchens|meals|refugees|votes|neighbourhoods|villages|towns|cities|countries|"
    r"inhabitants|tonnes|acres|hectares|enterprises|factories|schools")
_BETWEEN = "and|are|as|at|by|for|from|had|has|have|in|is|of|on|or|that|the|to|was|were|which|who|with"
_MANY = "(?:million|billion|thousand)"
_DUTY = r"(?:must|have to|has to|need to|needs to|are required to|is required to)"
WORDING: Mapping[str, Wording] = MappingProxyType({
    "en": Wording(
        # One set of characters comes first, so that a text is looked through fast.
        counted=re.compile(
            rf"[0-9£$€](?:(?<=[0-9])(?:[0-9.,]{{0,12}}[0-9](?: {_MANY})?| {_MANY})"
            rf"(?: (?!(?:{_MONTH}|{_BETWEEN})\b)[A-Za-z'’-]{{1,30}}){{0,2}}? (?:{_COUNTED})\b(?!['’])"
            rf"|(?<=[£$€])[0-9][0-9.,]{{0,14}}(?: {_MANY})?)"),
        advice=re.compile(
            r"\b(?:example|imagine|suppose|invented|aim|say|if|would|could|should|up to|at most|"
            r"ask|each|every|try|let)\b", re.IGNORECASE),
        law=re.compile(
            r"\b(?:(?:(?-i:By)|against the) law\b(?![-'’])"
            r"|(?:must|may|need|needs|has|have|required|forbidden|allowed|bound|entitled|protected)\b"
            r"[^.!?]{0,60}\bby law\b(?![-'’])"
            r"|the law (?:says|requires|demands|allows|forbids|lets|gives|protects)\b"
            r"|legally (?:required|binding|bound|responsible|liable|entitled|allowed)\b"
            r"|legal (?:duty|duties|requirements?|obligations?|rights?|liability)\b"
            r"|(?:is|are|be) (?:illegal|unlawful)\b|statutory\b|(?:criminal|civil) offence\b"
            rf"|(?:you|we|they|groups?|co-ops?|employers?|landlords?) {_DUTY} (?:be )?"
            r"(?:register|registered|licen[cs]ed|insured)\b"
            r"|(?-i:Act|Regulations|Directive) (?:of )?(?:19|20)[0-9]{2}\b)", re.IGNORECASE),
        now=re.compile(
            r"\b(?:currently|nowadays|at present|at the moment|these days|to this day|(?<!up )to date"
            r"|(?:now|today) (?:has|have|is|are|runs?|owns?|holds?|counts?|numbers|employs?|includes?)"
            r"|(?:has|have|is|are) now)\b", re.IGNORECASE),
        has=re.compile(
            r"\b(?:has|have|counts|numbers|runs?|owns?|holds?|employs?|includes?|is made up of"
            r"|consists? of|there are)(?: (?:about|around|over|more than|nearly|some|almost))?"
            r" (?=[0-9])")),
})
_YEAR = re.compile(r"(?<![0-9.,])(?:1[5-9]|20)[0-9]{2}(?![0-9])")
_DATED = re.compile(rf"{_YEAR.pattern}|\b[0-9]{{1,2}} {_MONTH}\b|\b{_MONTH} [0-9]{{1,2}}\b")
_SOURCED = re.compile(r"\[\[source/|\]\(https?://|\[\^")


@dataclass(frozen=True)
class Manuscript:
    """An entry as an editor has it on the desk; its sentences are found when they are needed."""

    entry: Entry
    network: Network
    settings: Settings
    today: date

    @property
    def language(self) -> str:
        """The language it is written in."""
        return self.entry.language or self.settings.language

    @property
    def wording(self) -> Wording | None:
        """What to look for in its language; None if nobody has said yet."""
        return WORDING.get(self.language.partition("-")[0])

    @property
    def target(self) -> Readability | None:
        """How plain it should be; None if the network does not say, or words cannot be told apart."""
        base = self.language.partition("-")[0]
        found = self.settings.readability
        return None if base in WITHOUT_SPACES else found.get(self.language) or found.get(base)

    @cached_property
    def written(self) -> str:
        """All its texts, for a quick look."""
        return " ".join([prose.text for _, prose in texts(self.entry)]).replace("\n", " ")

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of its texts."""
        return tuple(sentence for path, prose in texts(self.entry)
                     for sentence in sentences(path, prose.text))

    @property
    def old(self) -> str:
        """Since when nobody has checked it, in words; "" if that is not long ago."""
        checked = self.entry.checked_on
        if checked is None:
            return "does not say when it was checked"
        months = months_since(checked, self.today)
        return f"was last checked {months} months ago" if months >= self.settings.confirm_every \
            else ""


def months_since(day: date, today: date) -> int:
    """Whole months between two days; none if the first is in the future."""
    months = (today.year - day.year) * 12 + today.month - day.month
    return max(0, months - (today.day < day.day))


def editorial(
    entry: Entry, network: Network, settings: Settings, today: date
) -> Iterator[Diagnostic]:
    """What an editor would ask about an entry; at most ten questions of one sort."""
    manuscript = Manuscript(entry, network, settings, today)
    for ask in QUESTIONS:
        yield from islice(ask(manuscript), PROBLEMS_PER_RULE)


# -- claims -------------------------------------------------------------------------------


def undated_figure(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A number of people, homes or pounds says when that was, or where it is from."""
    entry, wording = manuscript.entry, manuscript.wording
    if (wording is None or entry.is_for_action
            or not wording.counted.search(manuscript.written)):
        return
    for sentence in manuscript.sentences:
        found = wording.counted.search(unquoted(sentence.text))
        if (found and not _dated_or_sourced(sentence.around)
                and not _vouched(entry, sentence.path)
                and not (entry.kind == "guide" and wording.advice.search(sentence.text))):
            yield rules.UNDATED_FIGURE.at(
                entry.source.locate_in(sentence.path, sentence.text),
                f"{quoted(found[0])} has no year and no source beside it.",
                hint="Say when that was and who counted, or link the source: [[source/name]].")


@lru_cache(maxsize=1)
def _dated_or_sourced(around: str) -> bool:
    """Asked once for all sentences of a paragraph, which may be many."""
    return bool(_DATED.search(around) or _SOURCED.search(around))


def _vouched(entry: Entry, path: Path) -> bool:
    """Whether the part of an entry that a text stands in has a date or a source of its own."""
    part: object = entry
    for step in path[:-1]:
        part = part[step] if isinstance(step, int) and isinstance(part, tuple) else getattr(
            part, str(step), None)
    return part is not entry and bool(getattr(part, "source", None) or getattr(part, "date", None))


def undated_law(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """What states law says whose, and when that was checked."""
    entry, wording = manuscript.entry, manuscript.wording
    if (wording is None or entry.kind not in {"guide", "training", "activity"}
            or not wording.law.search(manuscript.written) or _has_law(manuscript)):
        return
    for sentence in manuscript.sentences:
        found = wording.law.search(unquoted(sentence.text))
        if found and "[[guide/" not in sentence.around:
            yield rules.UNDATED_LAW.at(
                entry.source.locate_in(sentence.path, sentence.text),
                f"{quoted(found[0])}: it is not said in which country, nor when that was checked.",
                hint="Add “law:” with country and checked_on at the top of the file."
                if isinstance(entry, Guide) else
                "Link the guide that says what the law is, and has “law” with country and day.")
            return  # one line at the top answers for all


def _has_law(manuscript: Manuscript) -> bool:
    entry, known = manuscript.entry, manuscript.network.entries
    if isinstance(entry, Guide):
        return entry.law is not None
    return any(getattr(known[edge.end], "law", None)
               for edge in manuscript.network.outgoing.get(entry.id, ()))


def stale_law(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Law changes: whoever states it looks again as often as at anything else."""
    entry = manuscript.entry
    if isinstance(entry, Guide) and entry.law:
        months = months_since(entry.law.checked_on, manuscript.today)
        if months >= manuscript.settings.confirm_every:
            yield rules.STALE_LAW.at(
                entry.source.locate("law", "checked_on"),
                f"The law of {entry.law.country} was last checked here {months} months ago.",
                hint="Read the official pages again, then set checked_on to the day you did.")


def case_without_critics(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A full case study lets somebody speak who sees it otherwise."""
    case = manuscript.entry
    if (isinstance(case, CaseStudy) and case.depth == "full"
            and not any(difficulty.who for difficulty in case.difficulties)):
        yield rules.CASE_WITHOUT_CRITICS.at(
            case.source.locate("difficulties", key=True),
            "No difficulty says who sees it that way.",
            hint="Add “who:” to the criticisms, or say “depth: short”.")


def undated_now(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """“Now” is the day the entry was checked, so that day must not be long ago."""
    entry, wording = manuscript.entry, manuscript.wording
    if wording is None or entry.is_for_action:
        return
    yield from _old_figures(entry, wording, manuscript)
    old = manuscript.old
    if not old:
        return
    here = wording.now.search(manuscript.written) or wording.has.search(manuscript.written)
    for sentence in (*(manuscript.sentences if here else ()), *_notes(entry)):
        found = _claim_of_now(unquoted(sentence.text), wording)
        if found and not _YEAR.search(sentence.text) and not _vouched(entry, sentence.path):
            yield rules.UNDATED_NOW.at(
                entry.source.locate_in(sentence.path, sentence.text),
                f"{quoted(found)} speaks of now, but this entry {old}.",
                hint="Check it and set checked_on, or write the year: “in 2024 it had …”.")


def _claim_of_now(text: str, wording: Wording) -> str:
    """The words in which a text speaks of the present; "" if it does not."""
    found = wording.now.search(text)
    if found:
        return found[0]
    has = wording.has.search(text)
    counted = wording.counted.match(text, has.end()) if has else None
    return has[0] + counted[0] if has and counted else ""


def _old_figures(entry: Entry, wording: Wording, manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A figure that says now, with a date that is long ago."""
    for number, figure in enumerate(entry.figures if isinstance(entry, CaseStudy) else ()):
        found = wording.now.search(f"{figure.what}\n{figure.note or ''}")
        if not found:
            continue
        end = figure.as_of + "-12-28"[len(figure.as_of) - 4:]  # the last day that every month has
        months = months_since(date.fromisoformat(end), manuscript.today)
        if months >= manuscript.settings.confirm_every:
            yield rules.UNDATED_NOW.at(
                entry.source.locate_in(
                    ("figures", number, "note" if found[0] in (figure.note or "") else "what"),
                    found[0]),
                f"{quoted(found[0])} speaks of now, but this figure is of {figure.as_of}.",
                hint="Look for a newer figure, or write it in the past.")


def _notes(entry: Entry) -> Iterator[Sentence]:
    """The short texts of a case study's structure, which are no prose but make claims."""
    for number, level in enumerate(entry.structure if isinstance(entry, CaseStudy) else ()):
        for name in ("size", "sends", "note"):
            text = getattr(level, name)
            if text:
                yield Sentence(("structure", number, name), text, text)


# -- plain words --------------------------------------------------------------------------


def long_sentence(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A sentence can be taken in at one reading."""
    target = manuscript.target
    if target is None:
        return
    for sentence in manuscript.sentences:
        if sentence.text.count(" ") < target.limit:
            continue
        count = len(sentence.words)
        if count > target.limit:
            yield rules.LONG_SENTENCE.at(
                manuscript.entry.source.locate_in(sentence.path, sentence.text),
                f"This sentence has {count} words; the network aims for {target.limit} at most.",
                hint="Make two of it, for example at an “and”, a “which” or a semicolon.")


def hard_to_read(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A page as a whole is as plain as the network wants it."""
    target = manuscript.target
    if target is None:
        return
    own = [text for sentence in manuscript.sentences if (text := sentence.own.strip(PUNCTUATION + " "))]
    words = " ".join(own).translate(MARKS).split()
    if len(words) < ENOUGH_WORDS:
        return
    average = len(words) / len(own)
    score = average + 100 * len([word for word in words if len(word) >= LONG_WORD]) / len(words)
    if average <= target.words_per_sentence and score <= (target.lix or score):
        return
    longest, sentence = max(((len(sentence.words), sentence) for sentence in manuscript.sentences),
                            key=itemgetter(0))
    at = manuscript.entry.source.locate_in(sentence.path, sentence.text)
    if average > target.words_per_sentence:
        yield rules.HARD_TO_READ.at(
            at, f"Sentences here have {average:.1f} words on average; the network aims for "
            f"{target.words_per_sentence} at most.",
            hint=f"Begin with this one, the longest: it has {longest} words.")
    else:
        yield rules.HARD_TO_READ.at(
            at, f"This text has a LIX of {score:.0f}; the network aims for {target.lix} at most.",
            hint="Look for shorter words and shorter sentences; this sentence is the longest.")


QUESTIONS: tuple[Callable[[Manuscript], Iterator[Diagnostic]], ...] = (
    undated_figure, undated_law, stale_law, case_without_critics, undated_now, long_sentence,
    hard_to_read,
)
