"""What sessions need: handouts that can be printed, and things that do not count themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from .. import rules
from ..diagnostics import Diagnostic, Severity, quoted
from ..entry import Entry, Path
from ..kinds.activity import Activity
from ..kinds.training import Training
from ..parts import Material
from . import Context

_HANDOUT = re.compile(r"\bhand-?outs?\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"([1-9][0-9]{0,2})(?: ?[x×] ?|(?= ) )"
    r"(?!(?:mm|cm|m|km|in|inch(?:es)?|ft|feet|g|kg|ml|cl|l|lit(?:re|er)s?|min|minutes?|hours?|%)\b)"
    r"(\S.*)\Z", re.IGNORECASE)
_EACH = re.compile(
    r"\b(?:per|for each|for every|each) (person|participant|pair|small group|group|table)\b",
    re.IGNORECASE)
_EACH_UNIT = MappingProxyType({
    "person": "person", "participant": "person", "pair": "pair", "small-group": "small-group",
    "group": "small-group", "table": "small-group"})


def of_entry(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """What a training or an activity needs can be brought along."""
    if isinstance(entry, Training):
        yield from _handouts(entry, context)
    if isinstance(entry, (Training, Activity)):
        yield from _units(entry)


def _handouts(training: Training, context: Context) -> Iterator[Diagnostic]:
    """What a session hands out can be printed."""
    for number, named in enumerate(training.handouts):
        kind = context.kinds.get(named.partition("/")[0])
        if kind and not kind.is_handout:
            yield rules.MISSING_HANDOUT.at(
                training.source.locate("handouts", number),
                f"{quoted(named)} cannot be printed as a handout.",
                hint="Use a guide, a case study, a term or an activity; others can stand under "
                "“related”.")
    if training.handouts or any(block.participants for block in training.blocks):
        return
    for path, material in _materials(training):
        if _HANDOUT.search(material.item):
            yield rules.MISSING_HANDOUT.at(
                training.source.locate(*path),
                f"{quoted(material.item)} is needed, but this session has no handout.",
                hint="Name what is printed under “handouts”, or write it under “participants” of "
                "a block.")


def _units(entry: Training | Activity) -> Iterator[Diagnostic]:
    """A thing that is needed does not count itself."""
    for path, material in _materials(entry):
        counted, each = _COUNTED.match(material.item), _EACH.search(material.item)
        per = _EACH_UNIT.get(each[1].casefold().replace(" ", "-"), "") if each else ""
        if counted and Decimal(counted[1]) != material.quantity:
            message = (f"{quoted(material.item)} has a number of its own, but “quantity” is "
                       f"{material.quantity}.")
            hint = f"Write “item: {counted[2]}” and “quantity: {counted[1]}”."
        elif per and per != material.per:
            message = f"{quoted(material.item)} says for whom it is, but “per” is {material.per}."
            hint = f"Write “per: {per}”, and only the thing itself under “item”."
        else:
            continue
        found = rules.UNKNOWN_MATERIAL_UNIT.at(entry.source.locate(*path), message, hint=hint)
        yield replace(found, severity=Severity.WARNING)


def _materials(entry: Training | Activity) -> Iterator[tuple[Path, Material]]:
    """Every material of a training or an activity, with its place."""
    yield from ((("materials", n), material) for n, material in enumerate(entry.materials))
    if isinstance(entry, Training):
        for number, block in enumerate(entry.blocks):
            for n, material in enumerate(block.materials):
                yield ("blocks", number, "materials", n), material
