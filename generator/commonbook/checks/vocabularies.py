"""Words that must be in the network's lists: topics, practices, levels."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from .. import rules
from ..diagnostics import Diagnostic, quoted
from ..entry import Entry, marks
from ..fields import Vocabulary
from . import Context


def of_entry(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """What a field takes from a list of the network is in that list."""
    if not context.lists_known:
        return
    for name, listed in _from_lists(type(entry)):
        words = getattr(context.settings, listed)
        for number, word in enumerate(getattr(entry, name)):
            if word not in words:
                yield rules.NOT_IN_VOCABULARY.at(
                    entry.source.locate(name, number),
                    f"{quoted(word)} is not in the network's list of {listed}.",
                    hint=f"Use one of: {', '.join(words)}." if words
                    else f"Add “{listed}:” to network/network.yml first.")


@cache
def _from_lists(model: type[Entry]) -> tuple[tuple[str, str], ...]:
    """The fields of a kind whose words come from the network's lists, each with its list."""
    return tuple((name, mark.name) for name, field in model.model_fields.items()
                 if (mark := marks(field, Vocabulary)))
