"""Points in time as whole microseconds since 1970 in UTC, as DuckDB expressions."""

# A year, month and day; perhaps a time; perhaps an offset. Anything else is refused rather than guessed.
ISO = r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}(:?\d{2})?)?)?"
_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f")
_ORDERS = {"day-first": "%d{0}%m{0}%Y", "month-first": "%m{0}%d{0}%Y"}
DATES = ("iso", *_ORDERS)


def instant(column: str, kind: str, dates: str, zone: str) -> str:
    """Give the SQL expression that turns a column into UTC microseconds, or NULL when it is no time.

    The session's time zone must be `zone`: times without an offset are read in it.
    """
    if kind.startswith("TIMESTAMP WITH TIME ZONE"):
        return f"epoch_us({column})"
    if kind.startswith("TIMESTAMP") or kind == "DATE":
        return f"epoch_us(timezone({quoted(zone)}, {column}::TIMESTAMP))"
    text = f"trim({column})"
    if dates == "iso":
        return (
            f"CASE WHEN regexp_full_match({text}, {quoted(ISO)}) "
            f"THEN epoch_us(try_cast({text} AS TIMESTAMPTZ)) END"
        )
    formats = [_ORDERS[dates].format(mark) + clock for mark in "/.-" for clock in _CLOCKS]
    listed = ", ".join(quoted(item) for item in formats)
    return f"epoch_us(timezone({quoted(zone)}, try_strptime({text}, [{listed}])))"


def readable(kind: str) -> bool:
    """Whether a column of this DuckDB type can hold points in time without a guess."""
    return kind == "VARCHAR" or kind == "DATE" or kind.startswith("TIMESTAMP")


def quoted(text: str) -> str:
    """Write a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def named(text: str) -> str:
    """Write a name as an SQL identifier."""
    return '"' + text.replace('"', '""') + '"'
