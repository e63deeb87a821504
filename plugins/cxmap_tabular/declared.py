"""What a workspace declares about a source, made ready for counting: where it is, how it is written, what to count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from cxmap import (
    Metric,
    OptionError,
    Place,
    Problem,
    Request,
    SourceError,
    UnsafePath,
    nearest,
    options_model,
    read_options,
    resolve_inside,
)
from cxmap_tabular.counting import Dimension, Measure
from cxmap_tabular.manner import Manner, format_of, text_manner
from cxmap_tabular.opened import Table
from cxmap_tabular.words import IGNORE, Words, matches

if TYPE_CHECKING:
    from cxmap import JourneyGraph

GROUPING = ("persona", "segment", "channel", "owner")
PLACES = ("touchpoint", "stage")


@dataclass(frozen=True)
class Definition:
    """A metric as the workspace defines it, and the kind that computes it."""

    id: str
    kind: Metric
    options: Mapping[str, object]
    by: tuple[str, ...] = ()


def refuse(request: Request, code: str, message: str) -> SourceError:
    """The error for something in a source's declaration."""
    return SourceError(Problem(place_of(request), code, message))


def place_of(request: Request) -> Place:
    """Where a source is declared."""
    homes = ("", *sorted(request.workspace.journeys))
    held = [
        home for home in homes if home and request.declared.id in request.workspace.journeys[home].sources
    ]
    found = request.workspace.places.find(held[0] if held else "", "source", request.declared.id)
    return Place(found.file, found.line, found.column)


def file_of(request: Request) -> tuple[Path, Manner]:
    """The file of a source and the manner it is declared to be written in.

    Raises:
        SourceError: the path leads out of the workspace, or the declaration cannot be followed.
    """
    declared = request.declared
    assert declared.path is not None
    try:
        path = resolve_inside(request.root, declared.path)
    except UnsafePath as error:
        raise refuse(request, "LNG011", str(error)) from None
    if path.is_symlink():
        raise refuse(request, "LNG011", f"`{declared.path}` is a link; copy the file into the workspace")
    return path, manner_of(
        request, format_of(PurePosixPath(declared.path), declared.path, declared.read.format), declared.path
    )


def manner_of(request: Request, format: str, shown: str) -> Manner:
    """The manner a source declares under `read:`."""
    read = request.declared.read
    return text_manner(
        shown,
        format,
        delimiter=read.delimiter,
        quote=read.quote,
        decimal=read.decimal,
        encoding=read.encoding,
        dates=read.dates,
        time_zone=read.time_zone,
        header=int(read.header),
        sheet=read.sheet,
        table=request.declared.table,
        min_rows=int(read.min_rows),
    )


def definitions(request: Request) -> dict[str, Definition]:
    """Every metric this source is to measure, as defined in the workspace.

    Raises:
        SourceError: a kind nobody computes, or an option it does not have.
    """
    registers = [
        request.workspace.register,
        *(request.workspace.register_of(one) for one in request.workspace.journeys.values()),
    ]
    known = {name: one for register in reversed(registers) for name, one in register.metrics.items()}
    wanted = tuple(request.declared.measures) or tuple(
        name for name, one in sorted(known.items()) if one.from_ == request.declared.id
    )
    return {name: _definition(request, name, known.get(name)) for name in wanted}


def _definition(request: Request, name: str, defined: Any) -> Definition:
    kind = (defined.kind if defined is not None else None) or (name if name in request.metrics else "kpi")
    metric = request.metrics.get(kind)
    if metric is None or not metric.inputs:
        raise refuse(request, "SRC007", f"`{name}` is not computed from rows; take it out of `measures:`")
    written: dict[str, Any] = dict(defined.options) if defined is not None else {}
    if defined is not None and defined.scale is not None and "scale" in metric.options:
        written.setdefault("scale", int(defined.scale))
    if defined is not None and defined.variant is not None and "variant" in metric.options:
        variant = defined.variant
        written.setdefault("variant", int(variant) if isinstance(metric.options["variant"], int) else variant)
    if "ends" in metric.options and "ends" not in written:
        graphs = [request.workspace.graph(one) for one in sorted(request.workspace.journeys)]
        written["ends"] = sorted({end for graph in graphs for end in graph.ends})
    by = tuple(defined.by) if defined is not None else ()
    try:
        chosen = read_options(
            options_model(metric.estimate), {key: _plain(value) for key, value in written.items()}
        )
    except OptionError as error:
        raise refuse(request, "SRC007", f"{name}: {error}") from None
    return Definition(name, metric, {key: value for key, value in chosen.items() if key in written}, by)


def _plain(value: Any) -> Any:
    """An option as its reader wants it: whole numbers as numbers, everything else as written."""
    if isinstance(value, str) and value.lstrip("-").isdigit():
        return int(value)
    return tuple(value) if isinstance(value, list) else value


def words_of(request: Request, meaning: str) -> Words:
    """The words of a meaning, with the ids it may name."""
    patterns = request.declared.words.get(meaning, {})
    known = known_ids(request, meaning)
    for pattern, target in patterns.items():
        if known is not None and target != IGNORE and target not in known:
            close = nearest(target, known)
            hint = f"did you mean `{close}`?" if close else "define it first"
            raise refuse(request, "LNG005", f"`{target}` (for `{pattern}`) is not a {meaning}; {hint}")
    return Words(meaning, patterns, known)


def known_ids(request: Request, meaning: str) -> frozenset[str] | None:
    """The ids a meaning may have in this workspace; None for a free dimension."""
    workspace = request.workspace
    graphs: list[JourneyGraph] = [workspace.graph(name) for name in sorted(workspace.journeys)]
    if meaning == "touchpoint":
        bare = {one.id for graph in graphs for one in graph.touchpoints} | {
            name for graph in graphs for name in graph.containers
        }
        return frozenset({*bare, *(f"{graph.id}.{one.id}" for graph in graphs for one in graph.touchpoints)})
    if meaning == "stage":
        return frozenset(stage.id for graph in graphs for stage in graph.stages)
    registers = [workspace.register, *(workspace.register_of(one) for one in workspace.journeys.values())]
    sections = {"persona": "personas", "segment": "segments", "owner": "owners"}
    if meaning in sections:
        return frozenset(name for register in registers for name in getattr(register, sections[meaning]))
    return frozenset(workspace.vocabulary.words("channel")) or None if meaning == "channel" else None


def dimensions_of(
    request: Request, table: Table, wanted: Iterator[Definition] | tuple[Definition, ...]
) -> tuple[Dimension, ...]:
    """What the table can be grouped by: the place, who, and whatever the metrics' `by:` asks for."""
    columns = request.declared.columns
    place = next((one for one in PLACES if column_of(one, columns, table)), None)
    asked = dict.fromkeys(
        [*([place] if place else []), *GROUPING, *(word for one in wanted for word in one.by)]
    )
    found = []
    for meaning in asked:
        column = column_of(meaning, columns, table)
        if column is not None:
            found.append(Dimension(meaning, column, words_of(request, meaning)))
    return tuple(found)


def column_of(meaning: str, columns: Mapping[str, str], table: Table) -> str | None:
    """The column of a meaning: the one declared, else one of the same name."""
    column = columns.get(meaning)
    if column is not None:
        if column not in table.columns:
            close = nearest(column, table.columns)
            hint = (
                f"did you mean `{close}`?"
                if close
                else f"the columns are {', '.join(f'`{one}`' for one in table.columns)}"
            )
            raise table.manner.refuse(
                "SRC004", f"there is no column `{column}` for {meaning}; {hint}", table.manner.header
            )
        return column
    return meaning if meaning in table.columns else None


def measure_of(request: Request, table: Table, definition: Definition) -> Measure:
    """Which columns feed a metric.

    Raises:
        SourceError: an input it needs has no column, or an input is not one of the metric.
    """
    declared = request.declared.measures.get(definition.id)
    given = dict(declared.inputs) if declared is not None else {}
    inputs = {one.name for one in definition.kind.inputs}
    for name in given:
        if name not in inputs:
            close = nearest(name, inputs)
            hint = f"did you mean `{close}`?" if close else f"it reads {', '.join(sorted(inputs))}"
            raise refuse(request, "SRC007", f"`{name}` is not an input of {definition.kind.id}; {hint}")
    said = {**request.declared.columns, **given}
    columns: dict[str, str] = {}
    for one in definition.kind.inputs:
        column = column_of(one.name, said, table)
        if column is None and one.meaning is not None:
            column = column_of(one.meaning, said, table)
        if column is not None:
            columns[one.name] = column
        elif one.required:
            message = f"{definition.id} needs a column for `{one.name}`; write `measures: {{{definition.id}: {{{one.name}: COLUMN}}}}`"
            raise refuse(request, "SRC004", message)
    if not columns:
        names = ", ".join(one.name for one in definition.kind.inputs)
        raise refuse(request, "SRC004", f"{definition.id} reads {names}; say which columns under `measures:`")
    measure = Measure(definition.id, definition.kind, columns, definition.options)
    return replace(measure, where=_where(request, table, declared.where if declared is not None else {}))


def _where(
    request: Request, table: Table, where: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Conditions as column -> raw words: a word holds as it stands, or as the id it is mapped to."""
    from cxmap_tabular.opened import quoted

    found = {}
    for meaning, words in where.items():
        column = column_of(meaning, request.declared.columns, table)
        if column is None:
            raise table.manner.refuse(
                "SRC004", f"there is no column `{meaning}` for `where:`", table.manner.header
            )
        patterns = request.declared.words.get(meaning, {})
        raw = [
            str(value)
            for (value,) in table.run(f"SELECT DISTINCT {quoted(column)} FROM {table.relation}")
            if value is not None
        ]
        found[column] = tuple(
            sorted(
                one
                for one in raw
                if any(matches(word, one) for word in words) or _target(one, patterns) in words
            )
        )
    return found


def _target(word: str, patterns: Mapping[str, str]) -> str | None:
    return next((target for pattern, target in patterns.items() if matches(pattern, word)), None)
