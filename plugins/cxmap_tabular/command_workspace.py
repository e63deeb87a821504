"""`cxmap measure [PATH]`: every measure of the workspace's sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cxmap import Attainment, Estimate, Request, SourceError, Wanted, judge, open_with_plugins, today
from cxmap_tabular.observe import Measured, Notes, measure_source
from cxmap_tabular.show import as_number, escape, finish, json_text, read_day, rendered, waiting
from cxmap_tabular.waves import Change, changes, scorecards

if TYPE_CHECKING:
    from cxmap import Opened


@dataclass(frozen=True)
class Line:
    """One measured number with the target of its place."""

    measured: Measured
    target: float | None
    target_text: str
    verdict: Attainment | None
    change: Change | None = None


def run_workspace(ctx: click.Context, path: Path, said: Mapping[str, Any]) -> None:
    """Print or write what the sources of a workspace say."""
    opened = open_with_plugins(Wanted(path))
    as_of = read_day(said["as_of"]) if said["as_of"] else today()
    notes: list[Notes] = []
    lines = []
    try:
        for request in requests(opened, as_of, said["sources"]):
            notes.append(Notes(request.declared.id))
            with waiting(f"measuring {request.declared.id}"):
                found = measure_source(request, notes[-1], said["period"])
                lines += [
                    _line(opened, one) for one in found if said["metric"] in (None, one.cell.definition.id)
                ]
    except SourceError as error:
        for problem in error.problems:
            click.echo(escape(str(problem)), err=True)
        ctx.exit(2)
    if not lines and said["metric"]:
        raise click.UsageError(f"no source of this workspace measures `{escape(said['metric'])}`")
    if not lines:
        raise click.UsageError(
            "no source of this workspace has rows to measure; give one a `path:` and `measures:`"
        )
    moved = changes([line.measured for line in lines])
    lines = [replace(line, change=moved.get(place)) for place, line in enumerate(lines)]
    _print(Measurement(tuple(lines), tuple(notes), as_of.isoformat(), cards_of(opened, lines)), said)


@dataclass(frozen=True)
class Measurement:
    """All that a run of `measure` found out."""

    lines: tuple[Line, ...]
    notes: tuple[Notes, ...]
    as_of: str
    cards: Mapping[str, Mapping[str, Estimate]]


def cards_of(opened: Opened, lines: Sequence[Line]) -> dict[str, dict[str, Estimate]]:
    """The scorecard of every journey that has one."""
    scorecard = next((one for one in opened.plugins.metrics if one.id == "scorecard"), None)
    found = {}
    for journey in sorted({line.measured.cell.journey or "" for line in lines} - {""}):
        mine = [line.measured for line in lines if line.measured.cell.journey == journey]
        if scorecard is not None:
            found[journey] = scorecards(scorecard, mine, opened.workspace.graph(journey).metrics)
    return {journey: cards for journey, cards in found.items() if cards}


def requests(opened: Opened, as_of: Any, chosen: Sequence[str]) -> Iterator[Request]:
    """What to ask of every source that has rows, in the order of their ids."""
    workspace = opened.workspace
    held = dict(workspace.register.sources)
    for journey in workspace.journeys.values():
        held.update(journey.sources)
    for name in chosen:
        if name not in held:
            raise click.UsageError(
                f"`{name}` is not a source; write one of {', '.join(f'`{one}`' for one in sorted(held))}"
            )
    metrics = {metric.id: metric for metric in opened.plugins.metrics}
    assert workspace.root is not None
    for name in sorted(chosen or held):
        if held[name].path or held[name].connection:
            yield Request(held[name], workspace, workspace.root, as_of, metrics)


def _line(opened: Opened, one: Measured) -> Line:
    """The number beside the target that holds where it was measured."""
    target = target_of(opened, one)
    if target is None:
        return Line(one, None, "", None)
    better = _better(opened, one)
    return Line(one, target.number, str(target), judge(one.estimate, target.number, better))


def target_of(opened: Opened, one: Measured) -> Any:
    """The target of a metric at a place: the place's own, else the register's."""
    workspace, cell = opened.workspace, one.cell
    if cell.journey is None:
        return None
    graph = workspace.graph(cell.journey)
    name = cell.definition.id
    held = {one.id: one.metrics for one in (*graph.touchpoints, *graph.containers.values())}
    if cell.kind == "stage":
        held = {one.id: one.metrics for one in graph.stages}
    own = held.get(cell.at or "", {}).get(name)
    if own is not None and own.target is not None:
        return own.target
    defined = graph.metrics.get(name)
    return defined.target if defined is not None else None


def _better(opened: Opened, one: Measured) -> Any:
    defined = opened.workspace.graph(one.cell.journey or "").metrics.get(one.cell.definition.id)
    return (
        defined.better if defined is not None and defined.better else None
    ) or one.cell.definition.kind.better


def _print(found: Measurement, said: Mapping[str, Any]) -> None:
    from cxmap_tabular.printed import noted, scorecard_lines, tables

    output: Path | None = said["output"]
    if output is not None and output.suffix.lower() in (".yaml", ".yml"):
        from cxmap_tabular.written import observations_file

        finish(observations_file(line.measured for line in found.lines), output)
        for text in noted(found.notes):
            click.echo(text, err=True)
    elif said["form"] == "json" or (output is not None and output.suffix.lower() == ".json"):
        finish(json_text(as_json(found)), output)
    else:
        sentences = [*scorecard_lines(found.cards), *noted(found.notes)]
        finish(rendered(*tables(found.lines)) + "".join(f"{text}\n" for text in sentences), output)


def as_json(found: Measurement) -> dict[str, object]:
    """Every observation with its target, and what matched nothing."""
    return {
        "as_of": found.as_of,
        "observations": [_observation(line) for line in found.lines],
        "scorecards": {
            journey: {
                name: {"value": as_number(card.value), "gaps": card.excluded} for name, card in cards.items()
            }
            for journey, cards in found.cards.items()
        },
        "unmatched": {one.source: one.unmatched for one in found.notes if one.unmatched},
        "ignored": {one.source: one.ignored for one in found.notes if one.ignored},
        "unread": {one.source: list(one.unread) for one in found.notes if one.unread},
    }


def _observation(line: Line) -> dict[str, object]:
    e, cell = line.measured.estimate, line.measured.cell
    return {
        "metric": cell.definition.id,
        "journey": cell.journey,
        "at": cell.at,
        "kind": cell.kind,
        "by": dict(cell.by),
        "period": cell.period,
        "value": as_number(e.value),
        "low": as_number(e.low),
        "high": as_number(e.high),
        "n": e.n,
        "excluded": e.excluded,
        "unit": cell.definition.kind.unit,
        "method": e.method,
        "asof": line.measured.asof.isoformat(),
        "from": line.measured.source,
        "hidden": line.measured.hidden,
        "target": line.target,
        "state": line.verdict.state if line.verdict else None,
        "settles": line.verdict.settles if line.verdict else None,
        "change": _moved(line.change) if line.change else None,
        "warnings": list(e.warnings),
        "details": {name: as_number(value) for name, value in e.details.items()},
    }


def _moved(moved: Change) -> dict[str, object]:
    e = moved.estimate
    return {
        "since": moved.since,
        "value": as_number(e.value),
        "low": as_number(e.low),
        "high": as_number(e.high),
        "p": e.details["p"],
        "significant": moved.significant,
    }
