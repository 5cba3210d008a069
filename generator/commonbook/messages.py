"""A report in, the same report in another language out: rules, messages and hints.

The English of a rule stands in ``rules.py``, that of a message where it is made. A language file
translates a rule under ``rule.<code>`` and ``rule.<code>.about``, and a message under its English
sentence, with braces where something is filled in. What it lacks stays English.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from .diagnostics import Diagnostic, Report, Rule
from .words import Words

_GAP = re.compile(r"\{(\w+)\}")
_SENTENCE = re.compile(r"[ {]|^[A-Z]|^(?:error|warning|hint)$")


def in_words(report: Report, words: Words) -> Report:
    """The report in the language of these words."""
    say = Sentences(words)
    return Report(report.severities, [_told(problem, say) for problem in report.diagnostics], say)


def rule_in_words(rule: Rule, words: Words) -> Rule:
    """A rule with what it says in the language of these words."""
    return replace(
        rule, summary=words.get(f"rule.{rule.code}", rule.summary),
        explanation=words.get(f"rule.{rule.code}.about", rule.explanation))


def is_sentence(key: str) -> bool:
    """Whether a key of a language file is an English message rather than a name of a word."""
    return bool(_SENTENCE.search(key))


class Sentences:
    """English sentences into another language, by the sentences of its language file."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._exact = {key: text for key, text in words.table.items() if is_sentence(key)}
        self._patterns = [
            (_pattern(key), text) for key, text in self._exact.items() if "{" in key]
        self._known = lru_cache(maxsize=4096)(self._find)

    def __call__(self, text: str) -> str:
        """The sentence in the language; as it is if there is none."""
        return self._known(str(text))

    def rule(self, rule: Rule) -> Rule:
        """A rule in the language."""
        return rule_in_words(rule, self._words)

    def _find(self, text: str) -> str:
        if text in self._exact:
            return self._exact[text]
        for pattern, wording in self._patterns:
            match = pattern.fullmatch(text)
            if match:
                return _GAP.sub(lambda gap, found=match: found[gap[1]], wording)  # type: ignore[misc]
        return text


def _told(problem: Diagnostic, say: Sentences) -> Diagnostic:
    return replace(
        problem, rule=say.rule(problem.rule), message=say(problem.message), hint=say(problem.hint),
        related=tuple(replace(other, message=say(other.message)) for other in problem.related))


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = _GAP.split(sentence)
    made = [f"(?P<{part}>.+?)" if number % 2 else re.escape(part)
            for number, part in enumerate(parts)]
    return re.compile("".join(made), re.DOTALL)
