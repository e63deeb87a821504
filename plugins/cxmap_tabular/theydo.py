"""Read survey counts in TheyDo's public JSON shape: NPS, CSAT, CES, ratios and plain values, by date and dimension."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from cxmap import LEAST_SHOWN, Estimate, Request, Tally, from_value
from cxmap_tabular.counting import Dimension, Group, order
from cxmap_tabular.counts import tally_of_counts
from cxmap_tabular.declared import GROUPING, Definition, file_of, refuse, words_of
from cxmap_tabular.manner import Manner
from cxmap_tabular.observe import Measured, Notes
from cxmap_tabular.rollup import Cell, cells
from cxmap_tabular.words import IGNORE

FORMAT = "THEYDO_METRICS_V1"
_KINDS = {"NPS": ("nps", "enps"), "CSAT": ("csat", "csat_top2", "csat_bottom2"), "CES": ("ces", "ces1")}
_COUNTS = {
    "NPS": {"promoters": "promoters", "passives": "passives", "detractors": "detractors"},
    "CSAT": {
        "veryUnsatisfied": "very_unsatisfied",
        "unsatisfied": "unsatisfied",
        "neutral": "neutral",
        "satisfied": "satisfied",
        "verySatisfied": "very_satisfied",
    },
    "RATIO": {"numerator": "numerator", "denominator": "denominator"},
}
_MOST_BYTES = 64 << 20


@dataclass(frozen=True)
class Point:
    """One data point: when, of whom, and either counts or a mean of so many."""

    when: date
    dimensions: Mapping[str, str]
    tally: Tally
    is_mean: bool = False


def measure_counts(request: Request, wanted: Mapping[str, Definition], notes: Notes) -> Iterator[Measured]:
    """Everything a file of counts shows, of its latest date.

    Raises:
        SourceError: the file is not of that shape, or a metric is not in it.
    """
    path, manner = file_of(request)
    if path.stat().st_size > _MOST_BYTES:
        raise manner.refuse(
            "SRC002", "a file of counts this large is no file of counts; declare the rows instead"
        )
    held = _metrics(path.read_bytes(), manner)
    dimensions = tuple(
        Dimension(meaning, column, words_of(request, meaning))
        for meaning, column in sorted(_columns(request).items())
    )
    for definition in wanted.values():
        points = _points(_find(request, definition, held, manner), definition, manner)
        recent = [point for point in points if point.when <= request.as_of]
        latest = max((point.when for point in recent), default=request.as_of)
        now = [point for point in recent if point.when == latest]
        for cell in cells(request, definition, _grouped(now, dimensions), dimensions):
            yield _measured(request, cell, latest, any(point.is_mean for point in now))
    for one in dimensions:
        if one.words is not None and one.words.unmatched:
            notes.unmatched[one.meaning] = one.words.unmatched


def _columns(request: Request) -> dict[str, str]:
    known = ("touchpoint", "stage", *GROUPING)
    return {meaning: column for meaning, column in request.declared.columns.items() if meaning in known}


def _metrics(content: bytes, manner: Manner) -> list[Mapping[str, Any]]:
    try:
        held = json.loads(content, parse_float=Fraction, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise manner.refuse(
            "SRC003", "this is not JSON; export it again", line, getattr(error, "colno", 1)
        ) from None
    if (
        not isinstance(held, dict)
        or held.get("format") != FORMAT
        or not isinstance(held.get("metrics"), list)
    ):
        raise manner.refuse(
            "SRC003",
            f'this is no file of counts: it must begin with `"format": "{FORMAT}"` and hold `metrics`',
        )
    return [one for one in held["metrics"] if isinstance(one, dict)]


def _no_number(constant: str) -> object:
    raise ValueError(constant)


def _find(
    request: Request, definition: Definition, held: list[Mapping[str, Any]], manner: Manner
) -> Mapping[str, Any]:
    """The metric of the file that feeds a metric of ours: by `key:`, else the only one of its type."""
    declared = request.declared.measures.get(definition.id)
    key = declared.inputs.get("key") if declared is not None else None
    if key is not None:
        found = [one for one in held if key in (one.get("importKey"), one.get("title"))]
    else:
        found = [one for one in held if definition.kind.id in _KINDS.get(str(one.get("type")), ())]
    if len(found) != 1:
        what = "no metric" if not found else f"{len(found)} metrics"
        names = ", ".join(f"`{one.get('importKey')}`" for one in held)
        hint = f"write `measures: {{{definition.id}: {{key: ..}}}}` with one of {names}"
        raise refuse(request, "SRC004", f"{what} of {manner.shown} fit `{definition.id}`; {hint}")
    return found[0]


def _points(metric: Mapping[str, Any], definition: Definition, manner: Manner) -> list[Point]:
    found = []
    for number, point in enumerate(metric.get("dataPoints") or (), 1):
        try:
            found.append(_point(str(metric.get("type")), point, definition))
        except (KeyError, TypeError, ValueError) as error:
            name = metric.get("importKey")
            why = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise manner.refuse(
                "SRC005", f"data point {number} of `{name}` {why}; correct the export"
            ) from None
    return found


def _point(kind: str, point: Mapping[str, Any], definition: Definition) -> Point:
    when = date.fromisoformat(point["dateOfMeasurement"])
    said = point.get("dimensions", point.get("dimension", ()))
    dimensions = {str(one["key"]): str(one["value"]) for one in said}
    if kind in _COUNTS:
        counts = {ours: _count(point[theirs]) for theirs, ours in _COUNTS[kind].items()}
        return Point(when, dimensions, tally_of_counts(definition.kind, counts))
    if kind == "CES":
        return Point(
            when, dimensions, Tally({(Fraction(point["score"]),): _count(point["respondents"])}), True
        )
    return Point(when, dimensions, Tally({(Fraction(point["value"]),): 1}))


def _count(value: Any) -> int:
    if isinstance(value, bool) or value != int(value) or value < 0:
        raise ValueError(f"holds `{value}` where a count belongs")
    return int(value)


def _grouped(points: list[Point], dimensions: tuple[Dimension, ...]) -> dict[Group, Tally]:
    groups: dict[Group, Tally] = {}
    for point in points:
        words = [point.dimensions.get(one.column) for one in dimensions]
        group: list[str | None] = []
        for word, one in zip(words, dimensions, strict=True):
            if one.words is not None:
                one.words.note(word, point.tally.n)
            group.append(one.words.find(word) if word and one.words else word)
        if IGNORE not in group:
            key = tuple(group)
            groups[key] = groups[key] + point.tally if key in groups else point.tally
    return {group: groups[group] for group in sorted(groups, key=order)}


def _measured(request: Request, cell: Cell, latest: date, is_mean: bool) -> Measured:
    kind, options = cell.definition.kind, cell.definition.options
    if is_mean:
        n = cell.tally.n
        value = sum((Fraction(key[0] or 0) * many for key, many in cell.tally), Fraction()) / n
        estimate = from_value(float(value), n, spread=kind.spread, low=kind.low, high=kind.high)
    else:
        estimate = kind.estimate(cell.tally, **options)
    hidden = kind.people and estimate.n < LEAST_SHOWN
    if hidden:
        estimate = Estimate(None, n=estimate.n, excluded=estimate.excluded)
    return Measured(cell, estimate, hidden, request.declared.id, latest)
