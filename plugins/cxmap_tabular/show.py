"""Print numbers for people, and keep foreign text from doing anything in a terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cxmap import LEAST_TRUSTED, Metric, visible, write_atomically

if TYPE_CHECKING:
    from rich.table import Table

    from cxmap_tabular.bare import Answer


def escape(text: str) -> str:
    """Text with every control and direction character made visible, on one line."""
    return visible(text, one_line=True)


def json_text(value: object) -> str:
    """A value as JSON that does nothing to a terminal: what cannot be seen is written as its code."""
    written = json.dumps(value, indent=2, ensure_ascii=False)
    return (
        "".join(one if one == "\n" or one.isprintable() else json.dumps(one)[1:-1] for one in written) + "\n"
    )


def as_number(value: float | None) -> float | int | None:
    """A number for JSON: rounded where floating point ends, whole when it is whole."""
    if value is None:
        return None
    rounded = round(value, 10)
    return int(rounded) if rounded == int(rounded) else rounded


def say_value(value: float | None, unit: str, digits: int = 1) -> str:
    """A value with its unit, for people."""
    if value is None:
        return ""
    if unit == "duration":
        return say_seconds(value)
    shown = f"{value:.{digits}f}"
    if unit.startswith("%"):
        return f"{shown}%"
    return f"{shown} s" if unit == "seconds" else shown


def say_seconds(seconds: float) -> str:
    """A length of time in the unit that fits."""
    for size, unit in ((86400, "d"), (3600, "h"), (60, "m")):
        if abs(seconds) >= size:
            return f"{seconds / size:.1f}{unit}"
    return f"{seconds:.1f}s"


def digits_of(metric: Metric) -> int:
    """How many digits after the point tell two values of a metric apart."""
    return 2 if metric.unit in ("scale points", "ratio", "count") or metric.id in ("ces", "ces1") else 1


def print_table(metric: Metric, answers: Sequence[Answer], by: Sequence[str], output: Path | None) -> None:
    """A metric by group, as a table."""
    from rich.table import Table

    from cxmap import LEAST_SHOWN

    table = Table(title=f"{metric.title} ({metric.unit})", title_justify="left")
    for name in by:
        table.add_column(escape(name))
    for name in ("value", "95% interval", "n", "left out"):
        table.add_column(name, justify="right")
    digits = digits_of(metric)
    for one in answers:
        e = one.estimate
        words = [escape(word) if word is not None else "(empty)" for word in one.group]
        value = (
            f"fewer than {LEAST_SHOWN}"
            if one.hidden
            else say_value(e.value, metric.unit, digits) or "no data"
        )
        table.add_row(
            *words,
            value,
            interval(e.low, e.high, metric.unit, digits),
            count_of(e.n, one.hidden),
            str(e.excluded or ""),
        )
    finish(rendered(table), output)


def count_of(n: int, hidden: bool = False) -> str:
    """How many answers, marked when they are few."""
    return f"{n} (few)" if n < LEAST_TRUSTED and not hidden else str(n)


def interval(low: float | None, high: float | None, unit: str, digits: int) -> str:
    """Both ends of an interval, for people."""
    if low is None or high is None:
        return ""
    return f"{say_value(low, unit, digits)} .. {say_value(high, unit, digits)}"


def rendered(*tables: Table) -> str:
    """Tables as text: as wide as they need when nobody looks at a terminal."""
    from rich.console import Console

    lively = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    width = None if sys.stdout.isatty() else 200
    into = StringIO()
    console = Console(
        file=into, width=width, force_terminal=lively, highlight=False, markup=False, legacy_windows=False
    )
    for table in tables:
        console.print(table)
    return "".join(line.rstrip() + "\n" for line in into.getvalue().splitlines())


def finish(text: str, output: Path | None) -> None:
    """Print a result, or write it whole to a file."""
    if output is None or str(output) == "-":
        click.echo(text, nl=False)
        return
    write_atomically(output, text)
    click.echo(str(output), err=True)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Something that moves on a terminal's error stream while work takes long; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True, markup=False).status(escape(what)):
        yield


def read_day(written: str) -> date:
    """A day given on the command line.

    Raises:
        click.UsageError: it is none.
    """
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise click.UsageError(f"`{escape(written)}` is not a date; write one such as 2026-10-31") from None


def moment_after(day: date, time_zone: str = "UTC") -> int:
    """The end of a day in a time zone, in microseconds since 1970."""
    from zoneinfo import ZoneInfo

    zone = UTC if time_zone == "UTC" else ZoneInfo(time_zone)
    after = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=zone)
    return round((after - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1))
