"""Points in time as whole microseconds since 1970 in UTC, as DuckDB expressions."""

# A year, month and day; perhaps a time; perhaps an offset. Anything else is refused rather than guessed.
ISO = r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}(:?\d{2})?)?)?"
_FIRST, _LAST = "TIMESTAMP '0001-01-01'", "TIMESTAMP '9999-12-31 23:59:59.999999'"
_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f")
_ORDERS = {"day-first": "%d{0}%m{0}%Y", "month-first": "%m{0}%d{0}%Y"}
DATES = ("iso", *_ORDERS)


def instant(column: str, kind: str, dates: str, zone: str) -> str:
    """Give the SQL expression that turns a column into UTC microseconds, or NULL when it is no time.

    The session's time zone must be `zone`: times without an offset are read in it.
    """
    if kind.startswith("TIMESTAMP WITH TIME ZONE"):
        return f"epoch_us({column})"
    if (kind.startswith("TIMESTAMP") or kind == "DATE") and zone == "UTC":
        return f"epoch_us({column}::TIMESTAMP)"  # nothing to shift, and three times as quick
    if kind.startswith("TIMESTAMP") or kind == "DATE":
        return f"epoch_us(timezone({quoted(zone)}, {column}::TIMESTAMP))"
    text = f"trim({column})"
    if dates == "iso":
        plain = f"try_cast({column} AS TIMESTAMP)"
        # The commonest way to write a time is the engine's own: what it reads and writes back alike needs no pattern.
        quick = (
            f"WHEN {plain} BETWEEN {_FIRST} AND {_LAST} AND {plain}::VARCHAR = {column} THEN epoch_us({plain}) "
            if zone == "UTC"
            else ""
        )
        return (
            f"CASE {quick}WHEN regexp_full_match({text}, {quoted(ISO)}) "
            f"THEN epoch_us(try_cast({text} AS TIMESTAMPTZ)) END"
        )
    formats = [_ORDERS[dates].format(mark) + clock for mark in "/.-" for clock in _CLOCKS]
    listed = ", ".join(quoted(item) for item in formats)
    return f"epoch_us(timezone({quoted(zone)}, try_strptime({text}, [{listed}])))"


def blank(text: str) -> str:
    """Give the SQL condition that a text is missing or nothing but spaces.

    Only a text that begins with a space of any script is trimmed, for trimming all would take longer than reading them.
    """
    return f"({text} IS NULL OR (({text} < '!' OR {text} >= chr(160)) AND trim({text}) = ''))"


def readable(kind: str) -> bool:
    """Whether a column of this DuckDB type can hold points in time without a guess."""
    return kind == "VARCHAR" or kind == "DATE" or kind.startswith("TIMESTAMP")


def quoted(text: str) -> str:
    """Write a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def named(text: str) -> str:
    """Write a name as an SQL identifier."""
    return '"' + text.replace('"', '""') + '"'
