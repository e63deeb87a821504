"""`cxmap measure [PATH]`: every measure of the workspace's sources."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cxmap import Attainment, Request, SourceError, Wanted, judge, open_with_plugins, today
from cxmap_tabular.observe import Measured, Notes, measure_source
from cxmap_tabular.show import (
    as_number,
    digits_of,
    escape,
    finish,
    interval,
    read_day,
    rendered,
    say_value,
    waiting,
)

if TYPE_CHECKING:
    from rich.table import Table

    from cxmap import Opened


@dataclass(frozen=True)
class Line:
    """One measured number with the target of its place."""

    measured: Measured
    target: float | None
    target_text: str
    verdict: Attainment | None


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
                lines += [_line(opened, one) for one in measure_source(request, notes[-1], said["period"])]
    except SourceError as error:
        for problem in error.problems:
            click.echo(escape(str(problem)), err=True)
        ctx.exit(2)
    if not lines:
        raise click.UsageError(
            "no source of this workspace has rows to measure; give one a `path:` and `measures:`"
        )
    _print(lines, notes, as_of.isoformat(), said)


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


def _print(lines: Sequence[Line], notes: Sequence[Notes], as_of: str, said: Mapping[str, Any]) -> None:
    output: Path | None = said["output"]
    if output is not None and output.suffix.lower() in (".yaml", ".yml"):
        from cxmap_tabular.written import observations_file

        finish(observations_file(line.measured for line in lines), output)
        for text in _noted(notes):
            click.echo(text, err=True)
    elif said["form"] == "json" or (output is not None and output.suffix.lower() == ".json"):
        finish(json.dumps(as_json(lines, notes, as_of), indent=2, ensure_ascii=False) + "\n", output)
    else:
        finish(rendered(*tables(lines)) + "".join(f"{text}\n" for text in _noted(notes)), output)


def as_json(lines: Sequence[Line], notes: Sequence[Notes], as_of: str) -> dict[str, object]:
    """Every observation with its target, and what matched nothing."""
    found = []
    for line in lines:
        e, cell = line.measured.estimate, line.measured.cell
        one: dict[str, object] = {
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
            "warnings": list(e.warnings),
            "details": {name: as_number(value) for name, value in e.details.items()},
        }
        found.append(one)
    unmatched = {one.source: one.unmatched for one in notes if one.unmatched}
    ignored = {one.source: one.ignored for one in notes if one.ignored}
    return {"as_of": as_of, "observations": found, "unmatched": unmatched, "ignored": ignored}


def tables(lines: Iterable[Line]) -> list[Table]:
    """One table a metric, from the journey down to touchpoints and personas."""
    from rich.table import Table

    made: dict[str, Table] = {}
    lines = list(lines)
    periods = any(line.measured.cell.period for line in lines)
    for line in lines:
        cell, e = line.measured.cell, line.measured.estimate
        kind = cell.definition.kind
        table = made.get(cell.definition.id)
        if table is None:
            table = made[cell.definition.id] = Table(
                title=f"{cell.definition.id}: {kind.title} ({kind.unit})", title_justify="left"
            )
            for name in ("at", "by", *(["period"] if periods else [])):
                table.add_column(name)
            for name in ("value", "95% interval", "n", "target"):
                table.add_column(name, justify="right")
            table.add_column("state")
        digits = digits_of(kind)
        by = ", ".join(f"{name} {word}" for name, word in cell.by.items())
        value = "too few" if line.measured.hidden else say_value(e.value, kind.unit, digits) or "no data"
        table.add_row(
            escape(cell.at or ""),
            escape(by),
            *([cell.period or ""] if periods else []),
            value,
            interval(e.low, e.high, kind.unit, digits),
            str(e.n),
            line.target_text,
            _state(line),
        )
    return list(made.values())


def _state(line: Line) -> str:
    if line.verdict is None or line.measured.hidden:
        return ""
    if line.verdict.settles is not None:
        return f"{line.verdict.state}; n = {line.verdict.settles} would settle it"
    return line.verdict.state


def _noted(notes: Sequence[Notes]) -> Iterator[str]:
    """What was left out, in sentences."""
    for one in notes:
        for meaning, words in sorted(one.unmatched.items()):
            many = ", ".join(
                f"`{escape(word)}` {count}"
                for word, count in sorted(words.items(), key=lambda item: (-item[1], item[0]))
            )
            yield f"{one.source}: no {meaning} matches {many}; add them under `words:` or map them to ignore"
        if one.ignored:
            yield f"{one.source}: {one.ignored} rows are ignored as `words:` says"
