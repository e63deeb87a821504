"""Read JSON lines: one object a line, declared keys as text, errors with their line."""

from __future__ import annotations

import json

from cxmap_eventlog.columns import columns_wanted, select_list
from cxmap_eventlog.files import check_packed, open_bytes
from cxmap_eventlog.refusal import LogRefused, refuse
from cxmap_eventlog.spec import LogSpec
from cxmap_eventlog.store import Store
from cxmap_eventlog.times import quoted


def load_jsonl(store: Store, spec: LogSpec) -> None:
    """Make the relation `file` from the wanted keys; a key that a line lacks is missing there."""
    import duckdb

    columns = "{" + ", ".join(f"{quoted(key)}: 'VARCHAR'" for key in columns_wanted(spec)) + "}"
    packed = check_packed(spec.path, spec.shown)
    try:
        store.keep_rows(
            f"SELECT {select_list(spec)} FROM "
            f"read_json({quoted(str(store.plain_name(spec.path)))}, format = 'newline_delimited', records = 'true', "
            f"columns = {columns}, ignore_errors = false, "
            f"compression = '{'gzip' if packed else 'uncompressed'}')"
        )
    except duckdb.Error:
        raise _first_bad_line(spec) from None


def _first_bad_line(spec: LogSpec) -> LogRefused:
    with open_bytes(spec.path, spec.shown) as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                value = json.loads(line.rstrip(b"\r\n"), object_pairs_hook=_unique)
            except UnicodeDecodeError:
                return refuse(spec.shown, "LOG003", "is not UTF-8; save it so", line=number)
            except (ValueError, RecursionError) as problem:
                column = getattr(problem, "colno", 1)
                what = getattr(problem, "msg", None) or str(problem) or "too deep"
                message = f"this line is no JSON object: {what}; write one object a line"
                return refuse(spec.shown, "LOG003", message, line=number, column=column)
            if not isinstance(value, dict):
                return refuse(
                    spec.shown, "LOG003", "this line is no JSON object; write one a line", line=number
                )
    return refuse(spec.shown, "LOG003", "cannot be read as JSON lines; write one object a line")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"`{name}` stands twice")
    return dict(pairs)


def keys_seen(spec: LogSpec, lines: int = 200) -> list[str]:
    """The keys of the first lines, for a message that names them."""
    seen: dict[str, None] = {}
    with open_bytes(spec.path, spec.shown) as file:
        for line, _ in zip(file, range(lines), strict=False):
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):
                break
            if isinstance(value, dict):
                seen.update(dict.fromkeys(str(key) for key in value))
    return list(seen)


def line_of_row(spec: LogSpec, row: int) -> int:
    """The line of an object, counted as an editor counts."""
    seen = 0
    with open_bytes(spec.path, spec.shown) as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                if seen == row:
                    return number
                seen += 1
    return 1
