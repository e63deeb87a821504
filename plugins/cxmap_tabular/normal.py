"""Inputs of metrics as SQL expressions: texts as ids, moments and durations as whole microseconds, flags as 0 and 1."""

from __future__ import annotations

from cxmap_tabular.manner import Manner
from cxmap_tabular.opened import quoted, text

_DAY = {
    "iso": ("%Y-%m-%d",),
    "day-first": ("%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y"),
    "month-first": ("%m/%d/%Y", "%m-%d-%Y"),
}
_CLOCK = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f")


def is_text(kind: str) -> bool:
    """Whether a column holds texts, as written."""
    return kind in ("text", "VARCHAR", "string") or kind.startswith("VARCHAR")


def expression(kind: str, column: str, type: str, manner: Manner) -> str:
    """An input of this kind from a column of this type; NULL where it is missing or unreadable."""
    name = quoted(column)
    raw = _answered(name, type, manner)
    if kind in ("word", "id"):
        return raw if is_text(type) else f"CAST({name} AS VARCHAR)"
    if kind == "time":
        return _moment(raw, type, manner)
    if kind == "duration":
        return _microseconds(raw, type, manner)
    if kind == "flag":
        return _flag(raw, type)
    return _whole(raw, type)


def _answered(name: str, type: str, manner: Manner) -> str:
    if not is_text(type):
        return name
    missing = ", ".join(text(word) for word in ("", *manner.missing))
    return f"CASE WHEN {name} NOT IN ({missing}) THEN {name} END"


def _moment(raw: str, type: str, manner: Manner) -> str:
    if not is_text(type):
        if "TIME ZONE" in type or "TZ" in type:
            return _epoch(raw)
        return _epoch(
            f"CAST({raw} AS TIMESTAMP)"
            if manner.time_zone == "UTC"
            else _in_zone(f"CAST({raw} AS TIMESTAMP)", manner)
        )
    clocks = (
        [*_CLOCK, *(clock.replace(" ", "T", 1) for clock in _CLOCK if clock)]
        if manner.dates == "iso"
        else list(_CLOCK)
    )
    formats = ", ".join(text(day + clock) for day in _DAY[manner.dates] for clock in clocks)
    zoned = ", ".join(text(day + clock + "%z") for day in _DAY[manner.dates] for clock in clocks if clock)
    local = f"try_strptime({raw}, [{formats}])"
    with_zone = f"try_strptime(regexp_replace({raw}, 'Z$', '+00'), [{zoned}])"
    here = local if manner.time_zone == "UTC" else _in_zone(local, manner)
    return f"COALESCE(epoch_us({here}), epoch_us({with_zone}))"


def _in_zone(moment: str, manner: Manner) -> str:
    return f"timezone({text(manner.time_zone)}, {moment})"


def _epoch(moment: str) -> str:
    return f"CAST(ROUND(EXTRACT(EPOCH FROM {moment}) * 1000000) AS BIGINT)"


def day_expression(column: str, type: str, manner: Manner) -> str:
    """The day of a moment."""
    if is_text(type):
        return f"CAST(make_timestamp({expression('time', column, type, manner)}) AS DATE)"
    return f"CAST({quoted(column)} AS DATE)"


def _microseconds(raw: str, type: str, manner: Manner) -> str:
    if type == "INTERVAL":
        return _epoch(raw)
    if not is_text(type):
        return f"CAST(ROUND({raw} * 1000000) AS BIGINT)"
    plain = f"replace({raw}, ',', '.')" if manner.decimal == "," else raw
    shape = "'[+-]?[0-9]{1,12}(\\.[0-9]+)?'"
    return (
        f"CASE WHEN regexp_full_match(trim({plain}), {shape}) "
        f"THEN CAST(ROUND(TRY_CAST(trim({plain}) AS DECIMAL(24, 6)) * 1000000) AS BIGINT) END"
    )


def _flag(raw: str, type: str) -> str:
    if type.upper() == "BOOLEAN":
        return f"CASE WHEN {raw} THEN 1 WHEN NOT {raw} THEN 0 END"
    if is_text(type):
        word = f"lower(trim({raw}))"
        return f"CASE WHEN {word} IN ('1', 'true', 'yes', 'y') THEN 1 WHEN {word} IN ('0', 'false', 'no', 'n') THEN 0 END"
    return f"CASE WHEN {raw} IN (0, 1) THEN CAST({raw} AS INTEGER) END"


def _whole(raw: str, type: str) -> str:
    if is_text(type):
        shape = "'[+-]?[0-9]{1,18}(\\.0*)?'"
        return f"CASE WHEN regexp_full_match(trim({raw}), {shape}) THEN CAST(regexp_extract(trim({raw}), '^[+-]?[0-9]+') AS BIGINT) END"
    return f"CASE WHEN {raw} = FLOOR({raw}) THEN CAST({raw} AS BIGINT) END"
