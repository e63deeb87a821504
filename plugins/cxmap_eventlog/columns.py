"""Which columns a log must have, and what to say when one is not there."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from cxmap_eventlog.refusal import refuse
from cxmap_eventlog.spec import LogSpec
from cxmap_eventlog.times import named

LIFECYCLES = ("lifecycle:transition", "lifecycle")
OPTIONAL = ("channel", "persona", "reason")


def check_columns(spec: LogSpec, there: Sequence[str]) -> None:
    """Refuse a log that lacks a column somebody named or the language expects."""
    wanted = [("case", spec.case), ("activity", spec.activity), ("time", spec.time)]
    wanted += [(meaning, name) for meaning, name in sorted(spec.columns.items())]
    if spec.lifecycle is not None:
        wanted.append(("lifecycle", spec.lifecycle))
    for meaning, name in wanted:
        if name not in there:
            near = difflib.get_close_matches(name, there, 1)
            listed = ", ".join(there[:20]) or "none"
            hint = f"did you mean `{near[0]}`? " if near else ""
            message = f"has no column `{name}` for the {meaning}; {hint}name it with --{meaning} (columns: {listed})"
            raise refuse(spec.shown, "LOG002", message, line=spec.header if spec.format == "csv" else 1)


def columns_wanted(spec: LogSpec) -> list[str]:
    """The columns that will be read, each once."""
    life = [spec.lifecycle] if spec.lifecycle else []
    return list(dict.fromkeys([spec.case, spec.activity, spec.time, *life, *spec.columns.values()]))


def select_list(spec: LogSpec) -> str:
    """The columns under names of our own, as SQL: a column of the file may be called like anything."""
    given = {"case": spec.case, "activity": spec.activity, "time": spec.time, **spec.columns}
    if spec.lifecycle:
        given["lifecycle"] = spec.lifecycle
    return ", ".join(f"{named(column)} AS given_{meaning}" for meaning, column in given.items())


def lifecycle_column(spec: LogSpec, there: Sequence[str]) -> str | None:
    """The column that says start or complete: the one named, or one with the standard name."""
    if spec.lifecycle is not None:
        return spec.lifecycle
    return next((name for name in LIFECYCLES if name in there), None)
