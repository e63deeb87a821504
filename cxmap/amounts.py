"""Do the values of a metric fit its unit? `83` for a percentage is a mistake that looks like a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cxmap.place import Problem
from cxmap.reading import find_mark, place
from cxmap.references import Loc
from cxmap.register import Metric
from cxmap.syntax import Map
from cxmap.values import Quantity
from cxmap.vocabulary import Vocabulary

_FIELDS = ("baseline", "target", "now")
_DURATIONS = frozenset({"duration", "seconds"})
_MONEY = frozenset({"currency"})
_ANY = frozenset({"", "-", "as metric", "user", "% per age", "% of R2", "% in y seconds"})
_NOUNS = {"%": "a percentage", "duration": "a duration", "money": "an amount of money", "number": "a number"}


def refuse_amounts(
    measured: Mapping[str, Any],
    metrics: Mapping[str, Metric],
    vocabulary: Vocabulary,
    loc: Loc,
    path: str,
    tree: Map,
) -> Iterator[Problem]:
    """A problem for each value that is not written as its metric's unit wants."""
    for name, held in measured.items():
        wanted = wanted_unit(name, metrics.get(name), vocabulary)
        if wanted is None:
            continue
        for way, value in _values(held):
            mend = mend_of(value, wanted)
            if mend is not None:
                where = place(path, find_mark(tree, (*loc, name, *way)))
                message = f"`{value.text}` is not {_NOUNS[wanted]}, which `{name}` is; write {mend}"
                yield Problem(where, "LNG003", message)


def wanted_unit(name: str, metric: Metric | None, vocabulary: Vocabulary) -> str | None:
    """`%`, `duration`, `money` or `number`, as the metric's formula wants; None when any value will do."""
    kind = metric.kind if metric is not None and metric.kind is not None else name
    word = vocabulary.get("metric", kind)
    unit = None if word is None else word.group
    if unit is None or unit in _ANY:
        return None
    if unit.startswith("%"):
        return "%"
    return "duration" if unit in _DURATIONS else "money" if unit in _MONEY else "number"


def mend_of(value: Quantity, wanted: str) -> str | None:
    """What to write instead of a value; None when it fits."""
    if value.unit == wanted or (wanted == "money" and value.unit == "number"):
        return None
    if wanted == "number" and value.unit == "money" and value.text[-1:].isdigit():
        return None
    if wanted == "%":
        if value.unit == "number":
            shown = value.number * 100 if 0 < abs(value.number) < 1 else value.number
            return f"`{shown:.6g}%`"
        return "one such as `83%`"
    if wanted == "duration":
        return (
            f"`{value.text}m` (minutes) or `{value.text}d`" if value.unit == "number" else "one such as `4m`"
        )
    if wanted == "money":
        return "one such as `EUR 12` or `400k`"
    return f"`{value.number:.15g}`" if value.unit in ("%", "money") else "digits such as `35`"


def _values(held: Any) -> Iterator[tuple[Loc, Quantity]]:
    for field in _FIELDS:
        value = getattr(held, field)
        if value is not None:
            yield (field,), value
    for day, point in held.history.items():
        yield ("history", day.isoformat()), point.now
