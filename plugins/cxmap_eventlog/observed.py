"""Run a log alone, or the logs of a workspace against its journeys."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cxmap_eventlog.contacts import WINDOW
from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.found import Found
from cxmap_eventlog.held import Held, asked_of, find_silent, hold_against
from cxmap_eventlog.mapping import IGNORE, Mapper, by_patterns, keep_names
from cxmap_eventlog.reading import read_log
from cxmap_eventlog.refusal import refuse
from cxmap_eventlog.report import Trace
from cxmap_eventlog.running import SHOWN_AS, Outcome, Request, duration, override, spec_from
from cxmap_eventlog.spec import LogSpec, format_of
from cxmap_eventlog.store import Store, open_store
from cxmap_eventlog.trace import Asked, trace_log
from cxmap_eventlog.writing import check_output, finish, form_of, write

if TYPE_CHECKING:
    from cxmap import JourneyGraph, Log, Workspace


@dataclass(frozen=True)
class Task:
    """One log to read, and the journey to hold it against."""

    spec: LogSpec
    mapper: Mapper = keep_names
    targets: frozenset[str] | None = None
    graph: JourneyGraph | None = None
    timeout: float | None = None
    log: str | None = None
    system: str | None = None
    workspace: Workspace | None = None


def run_bare(request: Request, path: Path) -> Outcome:
    """Read one file; with --journey also hold it against that journey."""
    spec = spec_from(request, path)
    if request.journey is None:
        return _do(request, Task(spec))
    workspace, graph = _journey_beside(request.journey)
    ids = tuple(one.id for one in graph.touchpoints)
    return _do(request, Task(spec, by_patterns((), ids), None, graph, workspace=workspace))


def _journey_beside(journey: str) -> tuple[Workspace, JourneyGraph]:
    from cxmap import load

    path = Path(journey)
    is_file = path.name.lower().endswith((".yaml", ".yml"))
    workspace = load(path if is_file else Path())
    return workspace, _choose_graph(workspace, path.stem if is_file else journey)


def _choose_graph(workspace: Workspace, journey: str) -> JourneyGraph:
    if journey in workspace.journeys:
        return workspace.journey(journey).graph
    near = difflib.get_close_matches(journey, workspace.journeys, 1)
    hint = (
        f"did you mean `{near[0]}`?"
        if near
        else f"there are {', '.join(sorted(workspace.journeys)) or 'none'}"
    )
    raise refuse(SHOWN_AS, "LOG006", f"`{journey}` is no journey here; {hint}")


def run_in_workspace(request: Request, path: Path) -> Outcome:
    """Read a log that the workspace names and hold it against its journey."""
    from cxmap import load

    workspace = load(path)
    logs = _logs_of(workspace)
    if not logs:
        raise refuse(
            SHOWN_AS, "LOG006", "the workspace names no log; add one under `logs:`, or give the file itself"
        )
    if request.log is None and len(logs) > 1:
        raise refuse(
            SHOWN_AS,
            "LOG006",
            f"the workspace has several logs; choose one with --log: {', '.join(sorted(logs))}",
        )
    name = request.log or next(iter(logs))
    if name not in logs:
        near = difflib.get_close_matches(name, logs, 1)
        hint = f"did you mean `{near[0]}`?" if near else f"there are {', '.join(sorted(logs))}"
        raise refuse(SHOWN_AS, "LOG006", f"`{name}` is no log of the workspace; {hint}")
    return _do(request, _task_of(request, workspace, name, logs[name]))


def _logs_of(workspace: Workspace) -> dict[str, Log]:
    """Every log that registers and journeys name."""
    logs = dict(workspace.register.logs)
    for journey in workspace.journeys.values():
        logs.update(journey.logs)
    return dict(sorted(logs.items()))


def _task_of(request: Request, workspace: Workspace, name: str, log: Log) -> Task:
    graph = _graph_of(request, workspace, name, log)
    patterns = tuple((pattern, _local(target, graph.id)) for pattern, target in log.touchpoints.items())
    ids = tuple(one.id for one in graph.touchpoints)
    targets = frozenset(target for _, target in patterns if target != IGNORE) if patterns else None
    spec = override(_spec_of(workspace, name, log), request)
    timeout = None if log.timeout is None else log.timeout.seconds
    return Task(spec, by_patterns(patterns, ids), targets, graph, timeout, name, log.from_, workspace)


def _local(target: str, journey: str) -> str:
    target = target.removeprefix("touchpoint:")
    home, dot, rest = target.partition(".")
    return rest if dot and home == journey else target


def _graph_of(request: Request, workspace: Workspace, name: str, log: Log) -> JourneyGraph:
    """The journey asked for, the one the log names, or the only one that has its touchpoints."""
    if request.journey is not None:
        return _choose_graph(workspace, request.journey)
    wanted = set(log.touchpoints.values()) - {IGNORE}
    named = [one for one in log.journey if one in workspace.journeys] or [
        one
        for one in sorted(workspace.journeys)
        if not wanted or _has_any(workspace.journey(one).graph, wanted)
    ]
    if len(named) == 1:
        return workspace.journey(named[0]).graph
    listed = ", ".join(named) or "none"
    raise refuse(
        SHOWN_AS, "LOG006", f"choose a journey for the log `{name}` with --journey; possible are {listed}"
    )


def _has_any(graph: JourneyGraph, wanted: set[str]) -> bool:
    return any(graph.has(_local(target, graph.id)) for target in wanted)


def _spec_of(workspace: Workspace, name: str, log: Log) -> LogSpec:
    from cxmap_eventlog.files import check_file

    root = workspace.root or Path()
    if log.path is None:
        return _connected(workspace, name, log, root)
    path = _inside(root, log.path)
    check_file(path, log.path)
    form = (
        log.read.format
        if log.read.format in ("csv", "jsonl", "parquet", "xes")
        else format_of(path, log.path)
    )
    read = log.read
    columns = _columns(log)
    return LogSpec(
        path=path,
        shown=log.path,
        format=form,
        case=log.case or log.columns.get("case", "case"),
        activity=log.activity or "activity",
        time=log.time or "time",
        lifecycle=log.lifecycle.column,
        keep=log.lifecycle.keep,
        columns=columns,
        object=log.object,
        table=log.table,
        delimiter=read.delimiter or ("\t" if log.path.endswith(".tsv") else ","),
        quote=read.quote,
        encoding=read.encoding,
        dates=read.dates,
        time_zone=read.time_zone,
        header=int(read.header),
        min_rows=int(read.min_rows),
    )


def _columns(log: Log) -> dict[str, str]:
    return {
        meaning: column
        for meaning, column in log.columns.items()
        if meaning in ("channel", "persona", "reason")
    }


def _inside(root: Path, path: str) -> Path:
    from cxmap import UnsafePath, resolve_inside

    try:
        return resolve_inside(root, path)
    except UnsafePath as problem:
        raise refuse(path, "LOG001", str(problem)) from None


def _connected(workspace: Workspace, name: str, log: Log, root: Path) -> LogSpec:
    """A table behind a connection: a DuckDB or SQLite file, or an engine that ibis reaches."""
    held = workspace.config.connections.get(log.connection or "")
    if held is None:
        message = f"the log `{name}` needs a `path:`, or a `connection:` that cxmap.yaml names"
        raise refuse(SHOWN_AS, "LOG006", message)
    if held.engine in ("duckdb", "sqlite") and held.path is not None:
        bare = LogSpec(_inside(root, held.path), held.path, held.engine, table=log.table)
    else:
        bare = LogSpec(Path(), f"{log.connection}.{log.table}", "warehouse", table=log.table, door=held)
    return replace(
        bare,
        case=log.case or bare.case,
        activity=log.activity or bare.activity,
        time=log.time or bare.time,
        lifecycle=log.lifecycle.column,
        keep=log.lifecycle.keep,
        columns=_columns(log),
        time_zone=log.read.time_zone,
    )


def _do(request: Request, task: Task) -> Outcome:
    check_output(request)
    timeout = duration(request.timeout, "--timeout")
    asked = Asked(
        ends=request.ends,
        contacts=request.contacts,
        timeout=task.timeout if timeout is None else timeout,
        window=duration(request.window, "--window") or WINDOW,
        period=request.period,
    )
    import duckdb

    from cxmap import cache_folder

    try:
        with open_store(request.memory.replace(" ", "")) as store:
            if request.in_place:
                return _answer_in_place(request, task, store, asked)
            log = read_log(store, task.spec, task.mapper, cache_folder("traces") if request.cache else None)
            asked = replace(_known(log, asked), contacts=_match(log, asked.contacts))
            return write(request, _found(request, task, log, asked))
    except duckdb.OutOfMemoryException:
        message = f"the log needs more than --memory {request.memory}; allow more"
        raise refuse(task.spec.shown, "LOG004", message) from None


def _answer_in_place(request: Request, task: Task, store: Store, asked: Asked) -> Outcome:
    from cxmap_eventlog.in_place import answer_in_place
    from cxmap_eventlog.to_json import write_json

    if task.spec.format != "warehouse":
        message = (
            "--in-place is for a log behind a connection to a server; this one is a file here, leave it away"
        )
        raise refuse(task.spec.shown, "LOG006", message)
    if form_of(request) != "json":
        raise refuse(SHOWN_AS, "LOG006", "--in-place writes JSON; add --format json")
    found = answer_in_place(store, task.spec, task.mapper, asked, task.graph, task.targets, request.work)
    return finish(request, write_json(found))


def _known(log: EventLog, asked: Asked) -> Asked:
    for name in asked.ends:
        if name not in log.activities:
            near = difflib.get_close_matches(name, log.activities, 1)
            hint = f"; did you mean `{near[0]}`?" if near else ""
            raise refuse(SHOWN_AS, "LOG006", f"--end: the log has no activity `{name}`{hint}")
    return asked


def _match(log: EventLog, patterns: Collection[str]) -> tuple[str, ...]:
    wanted = tuple((pattern, "yes") for pattern in patterns)
    matches = by_patterns(wanted, ())
    found = tuple(name for name in log.activities if matches(name) == "yes")
    if wanted and not found:
        raise refuse(SHOWN_AS, "LOG006", f"--contact: the log has no activity that matches `{wanted[0][0]}`")
    return found


def _found(request: Request, task: Task, log: EventLog, asked: Asked) -> Found:
    graph = task.graph
    if graph is not None:
        asked = asked_of(graph, asked)
    trace: Trace = trace_log(log, asked)
    held: Held | None = None
    if graph is not None:
        held = hold_against(log, graph, find_silent(graph, log, task.targets), request.work)
    from cxmap_eventlog.questions import answer

    changed, imagined = answer(request, log, graph)
    return Found(trace, held, graph, changed, imagined, task.log, task.system, task.workspace)
