"""Answer the five questions about customers who stay, from the sources a journey names as its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cxmap import LEAST_SHOWN, Estimate, JourneyGraph, Request, benjamini_hochberg, change, proportion
from cxmap_tabular.counting import Dimension, Plan, count_rows
from cxmap_tabular.declared import column_of, definitions, measure_of
from cxmap_tabular.observe import Measured, Notes, measure_source, opened, trend_of
from cxmap_tabular.opened import quoted
from cxmap_tabular.show import digits_of, interval, moment_after, say_value

QUESTIONS = {
    "trend": "What is the trend?",
    "at_risk": "Who is at risk of leaving?",
    "reasons_lost": "Why did customers leave?",
    "actions_that_worked": "What kept customers who wanted to leave?",
    "reasons_stayed": "Why do loyal customers stay?",
}


@dataclass(frozen=True)
class Row:
    """One line of an answer: what, how much, and how sure."""

    label: str
    estimate: Estimate
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """What the data say to one question; without rows the headline says what is missing."""

    key: str
    headline: str
    rows: tuple[Row, ...] = ()
    about: str = ""
    unit: str = "%"
    source: str = ""

    @property
    def question(self) -> str:
        """The question in words."""
        return QUESTIONS[self.key]


def answers_of(graph: JourneyGraph, requests: Sequence[Request]) -> tuple[Answer, ...]:
    """The five answers of a journey, in the order they are asked.

    Raises:
        SourceError: a source cannot be read exactly.
    """
    evidence = graph.journey.evidence
    sources = {request.declared.id: request for request in requests}
    makers: Mapping[str, Callable[[JourneyGraph, str, Mapping[str, Request]], Answer | None]] = {
        "trend": _trend,
        "at_risk": _at_risk,
        "reasons_lost": _reasons,
        "actions_that_worked": _actions,
        "reasons_stayed": _reasons,
    }
    found = []
    for key, make in makers.items():
        named = getattr(evidence, key)
        if named is None:
            found.append(Answer(key, f"Nobody says what answers this; write `{key}:` under `evidence:`."))
            continue
        made = make(graph, str(named), sources)
        found.append(
            replace(made, key=key)
            if made
            else Answer(key, f"`{named}` is named as the answer; it has no rows.")
        )
    return tuple(found)


def _measuring(metric: str, sources: Mapping[str, Request]) -> Iterator[tuple[Request, str]]:
    """The sources that measure a metric, by its id or kind."""
    for request in sources.values():
        for name, definition in definitions(request).items():
            if metric in (name, definition.kind.id):
                yield request, name


def _trend(graph: JourneyGraph, named: str, sources: Mapping[str, Request]) -> Answer | None:
    for request, name in _measuring(named, sources):
        series = [one for one in trend_of(request, name, "quarter") if _is_whole(one, graph)]
        if len(series) < 2:
            series = [
                one for one in measure_source(request, Notes(""), "quarter") if _is_whole(one, graph, name)
            ]
        if not series:
            continue
        rows = tuple(Row(one.cell.period or "", one.estimate) for one in series)
        return Answer(
            "trend", _trend_in_words(graph, name, series), rows, _last_day(series), source=request.declared.id
        )
    return None


def _is_whole(one: Measured, graph: JourneyGraph, name: str | None = None) -> bool:
    """Whether a number is the journey's, of everybody."""
    mine = one.cell.journey == graph.id and one.cell.kind == "journey" and not one.cell.by
    return mine and one.estimate.value is not None and name in (None, one.cell.definition.id)


def _last_day(series: Sequence[Measured]) -> str:
    return f"measured up to {max(one.asof for one in series).isoformat()}"


def _trend_in_words(graph: JourneyGraph, name: str, series: Sequence[Measured]) -> str:
    last = series[-1]
    kind = last.cell.definition.kind
    digits = digits_of(kind)
    e = last.estimate
    said = f"{kind.title} was {say_value(e.value, kind.unit, digits)} in {last.cell.period}"
    said += f" (95% {interval(e.low, e.high, kind.unit, digits)}, n = {e.n})"
    if len(series) > 4:
        moved = change(series[-5].estimate, e)
        step = say_value(moved.value, "", digits)
        sure = "more than chance" if moved.details.get("p", 1) < 0.05 else "which may be chance"
        said += f": {'+' if (moved.value or 0) > 0 else ''}{step} points in a year, {sure}"
    defined = graph.metrics.get(name)
    goal = f"; the target is {defined.target}" if defined is not None and defined.target is not None else ""
    return f"{said}{goal}."


def _at_risk(graph: JourneyGraph, named: str, sources: Mapping[str, Request]) -> Answer | None:
    for request, name in _measuring("vulnerability", sources):
        measured = [one for one in measure_source(request, Notes("")) if one.cell.definition.id == name]
        mine = [
            one
            for one in measured
            if one.cell.journey == graph.id and one.cell.kind == "journey" and not one.hidden
        ]
        whole = next((one for one in mine if not one.cell.by), None)
        groups = [one for one in mine if "persona" in one.cell.by]
        if whole is None:
            continue
        rows = [Row(_title(graph, one.cell.by["persona"]), _share(one, "at_risk")) for one in groups]
        rows.sort(key=lambda row: (-(row.estimate.value or 0), row.label))
        everybody = _share(whole, "at_risk")
        said = f"{_percent(everybody)} of those asked would not buy again or not recommend"
        if rows:
            said += f"; most among {rows[0].label} ({_percent(rows[0].estimate)}), least among {rows[-1].label} ({_percent(rows[-1].estimate)})"
        about = f"on the map {_quote(_place(graph, named))} is to do it in time" if named != name else ""
        return Answer(
            "at_risk", f"{said}.", (*rows, Row("Everybody", everybody)), about, source=request.declared.id
        )
    return None


def _place(graph: JourneyGraph, named: str) -> str:
    """What people call a touchpoint; any other name as it stands."""
    return graph.touchpoint(named).title if graph.has(named) else named


def _share(one: Measured, part: str) -> Estimate:
    """A share among the details of an estimate, with an interval of its own."""
    n = one.estimate.n
    return proportion(round(one.estimate.details.get(part, 0.0) / 100 * n), n)


def _title(graph: JourneyGraph, persona: str) -> str:
    return next((one.title for one in graph.personas if one.id == persona), persona)


def _percent(estimate: Estimate) -> str:
    return say_value(estimate.value, "%", 0)


def _reasons(graph: JourneyGraph, named: str, sources: Mapping[str, Request]) -> Answer | None:
    request = sources.get(named)
    if request is None:
        return None
    with opened(request) as table:
        column = column_of("reason", request.declared.columns, table)
        if column is None:
            return None
        counted = table.run(f"SELECT {quoted(column)}, COUNT(*) FROM {table.relation} GROUP BY 1")
    counts = {str(word): int(many) for word, many in counted if word not in (None, "")}
    total = sum(counts.values())
    shown = {word: many for word, many in counts.items() if many >= LEAST_SHOWN}
    if total < LEAST_SHOWN or not shown:
        return None
    ranked = sorted(shown.items(), key=lambda item: (-item[1], item[0]))
    rows = [Row(word, proportion(many, total), f"{many} of {total}") for word, many in ranked]
    first = f"{_quote(ranked[0][0])} ({ranked[0][1]} of {total})"
    then = f", then {_quote(ranked[1][0])} ({ranked[1][1]})" if len(ranked) > 1 else ""
    rest = total - sum(shown.values())
    about = f"{rest} answers with reasons that fewer than {LEAST_SHOWN} gave are not shown" if rest else ""
    return Answer("", f"Most often: {first}{then}.", tuple(rows), about, source=named)


def _quote(word: str) -> str:
    return f"“{word}”"


def _actions(graph: JourneyGraph, named: str, sources: Mapping[str, Request]) -> Answer | None:
    candidates = (
        [sources[named]] if named in sources else [request for request, _ in _measuring(named, sources)]
    )
    for request in candidates:
        found = next((name for name, one in definitions(request).items() if one.kind.id == "saves"), None)
        if found is None:
            continue
        groups = _by_action(request, found)
        if not groups:
            continue
        ranked = sorted(groups.items(), key=lambda item: (-(item[1].value or 0), item[0]))
        notes = _against_the_rest(ranked)
        rows = tuple(Row(word, estimate, note) for (word, estimate), note in zip(ranked, notes, strict=True))
        best, worst = ranked[0], ranked[-1]
        said = f"{_quote(best[0])} kept {_percent(best[1])} of those it was tried on"
        said += f", {_quote(worst[0])} only {_percent(worst[1])}." if len(ranked) > 1 else "."
        return Answer("", said, rows, "compared with all other attempts", source=request.declared.id)
    return None


def _by_action(request: Request, name: str) -> dict[str, Estimate]:
    """The saves rate of each action, where it was tried often enough."""
    definition = definitions(request)[name]
    with opened(request) as table:
        column = column_of("action", request.declared.columns, table)
        if column is None:
            return {}
        measure = measure_of(request, table, definition)
        until = moment_after(request.as_of, table.manner.time_zone)
        plan = Plan((measure,), (Dimension("action", column),), None, until)
        tallies = count_rows(table, plan).tallies[name]
    found = {
        group[0]: definition.kind.estimate(tally, **definition.options)
        for group, tally in tallies.items()
        if group[0]
    }
    return {word: estimate for word, estimate in found.items() if word and estimate.n >= LEAST_SHOWN}


def _against_the_rest(ranked: Sequence[tuple[str, Estimate]]) -> list[str]:
    """For each action whether it does better or worse than all others together, by more than chance."""
    yes = [round((one.value or 0) / 100 * one.n) for _, one in ranked]
    n = [one.n for _, one in ranked]
    if len(ranked) < 2:
        return [""] * len(ranked)
    moved = [
        change(proportion(sum(yes) - yes[at], sum(n) - n[at]), proportion(yes[at], n[at]))
        for at in range(len(ranked))
    ]
    real = benjamini_hochberg([one.details.get("p", 1.0) for one in moved])
    return [
        ("better than the others" if (one.value or 0) > 0 else "worse than the others")
        if sure
        else "no clear difference"
        for one, sure in zip(moved, real, strict=True)
    ]


@dataclass(frozen=True)
class Answers:
    """The five answers of one journey, on a day."""

    journey: str
    title: str
    as_of: date
    answers: tuple[Answer, ...]


def as_json(found: Answers) -> dict[str, Any]:
    """The answers as plain values."""
    return {
        "journey": found.journey,
        "as_of": found.as_of.isoformat(),
        "answers": [
            {
                "question": one.key,
                "headline": one.headline,
                "from": one.source or None,
                "rows": [
                    {
                        "label": row.label,
                        "value": row.estimate.value,
                        "low": row.estimate.low,
                        "high": row.estimate.high,
                        "n": row.estimate.n,
                        "note": row.note,
                    }
                    for row in one.rows
                ],
            }
            for one in found.answers
        ],
    }
