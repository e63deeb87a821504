"""Do what one `cxmap trace` asks: read, analyse, write."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cxmap_eventlog.refusal import refuse
from cxmap_eventlog.spec import LogSpec, format_of

SHOWN_AS = "cxmap trace"


@dataclass(frozen=True)
class Request:
    """The options of one call, as given."""

    path: Path | None = None
    case: str | None = None
    activity: str | None = None
    time: str | None = None
    keep: str | None = None
    lifecycle_column: str | None = None
    channel: str | None = None
    persona: str | None = None
    reason: str | None = None
    object: str | None = None
    table: str | None = None
    delimiter: str | None = None
    dates: str | None = None
    time_zone: str | None = None
    ends: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    timeout: str | None = None
    window: str | None = None
    period: str = "month"
    journey: str | None = None
    log: str | None = None
    compare: tuple[str, str] | None = None
    what_if: tuple[str, ...] = ()
    goal: str | None = None
    discover: bool = False
    write_shares: bool = False
    form: str | None = None
    output: Path | None = None
    memory: str = "2GiB"
    work: int = 40_000_000
    in_place: bool = False
    cache: bool = False


@dataclass(frozen=True)
class Outcome:
    """What goes to the screen: the report itself, and what was written where."""

    text: str | None = None
    progress: tuple[str, ...] = ()


def shown(path: Path) -> str:
    """A path as outputs may show it: relative to the current folder, else only its name."""
    try:
        relative = Path(os.path.relpath(path.absolute(), Path.cwd()))
    except ValueError:
        return path.name
    return path.name if relative.parts[:1] == ("..",) else relative.as_posix()


def spec_from(request: Request, path: Path) -> LogSpec:
    """The log that the options describe."""
    from cxmap_eventlog.files import check_file

    name = shown(path)
    named = {
        key: value for key in ("channel", "persona", "reason") if (value := getattr(request, key)) is not None
    }
    check_file(path, name)
    spec = LogSpec(path, name, format_of(path, name), columns=named)
    if path.name.lower().removesuffix(".gz").endswith(".tsv"):
        spec = replace(spec, delimiter="\t")
    return override(spec, request)


def override(spec: LogSpec, request: Request) -> LogSpec:
    """The same log with what the command line says instead: it wins over the workspace."""
    wanted = {
        "case": request.case,
        "activity": request.activity,
        "time": request.time,
        "lifecycle": request.lifecycle_column,
        "keep": request.keep,
        "object": request.object,
        "table": request.table,
        "delimiter": request.delimiter,
        "dates": request.dates,
        "time_zone": request.time_zone,
    }
    said: dict[str, Any] = {key: value for key, value in wanted.items() if value is not None}
    if said.get("delimiter") in ("tab", "\\t"):
        said["delimiter"] = "\t"
    if len(said.get("delimiter", ",")) != 1:
        raise refuse(SHOWN_AS, "LOG006", f"`{said['delimiter']}` is not one character; write --delimiter ';'")
    return replace(spec, **said)


def duration(text: str | None, option: str) -> float | None:
    """A duration of the language in seconds."""
    if text is None:
        return None
    from cxmap import read_duration

    try:
        return float(read_duration(text).seconds)
    except ValueError as problem:
        raise refuse(SHOWN_AS, "LOG006", f"{option}: {problem}") from None


def check_memory(text: str) -> str:
    """An amount of memory, as DuckDB reads it."""
    if not re.fullmatch(r"[1-9][0-9]{0,6} ?(MiB|GiB|MB|GB)", text):
        raise refuse(SHOWN_AS, "LOG006", f"`{text}` is no amount of memory; write --memory 2GiB")
    return text


def run(request: Request) -> Outcome:
    """Do it.

    Raises:
        LogRefused: the log or an option is refused.
        LoadError: the workspace cannot be read.
    """
    check_memory(request.memory)
    from cxmap_eventlog.observed import run_bare, run_in_workspace

    path = request.path
    if path is None or path.is_dir() or path.name.lower().endswith((".yaml", ".yml")):
        return run_in_workspace(request, path or Path())
    return run_bare(request, path)
