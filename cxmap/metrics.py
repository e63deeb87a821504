"""A metric: which integer counts it wants from rows, and the value, interval and n they give."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, TypeAlias

from cxmap.intervals import Number
from cxmap.values import Duration

Kind = Literal["integer", "number", "flag", "word", "id", "time", "duration"]
Better = Literal["higher", "lower", "neutral", "zero", "-"]
Key: TypeAlias = tuple["Number | str | None", ...]

LEAST_SHOWN = 10
"""A smaller group of answers is counted and not shown, so that nobody is recognised in it."""
LEAST_TRUSTED = 30
"""A smaller sample is shown with a warning."""


@dataclass(frozen=True)
class Estimate:
    """A value with its interval and how many answers it rests on.

    `value` is None when the counts say nothing. `error` is the standard error in the metric's unit,
    `details` are further numbers of the same kind of evidence (a median, a second variant).
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    excluded: int = 0
    method: str = ""
    error: float | None = None
    warnings: tuple[str, ...] = ()
    details: Mapping[str, float] = field(default_factory=dict)


class Tally:
    """How often each combination of inputs occurred: the integer counts a metric is computed from."""

    __slots__ = ("counts", "excluded")

    def __init__(self, counts: Mapping[Key, int], excluded: int = 0) -> None:
        self.counts: Mapping[Key, int] = MappingProxyType({key: n for key, n in counts.items() if n})
        self.excluded = excluded

    @classmethod
    def of(cls, rows: Iterable[Key | Number | str | None]) -> Tally:
        """Count rows; a bare value is a row with one input."""
        counts: dict[Key, int] = {}
        for row in rows:
            key = row if isinstance(row, tuple) else (row,)
            counts[key] = counts.get(key, 0) + 1
        return cls(counts)

    @property
    def n(self) -> int:
        """How many rows were counted."""
        return sum(self.counts.values())

    def __iter__(self) -> Iterator[tuple[Key, int]]:
        return iter(self.counts.items())

    def __add__(self, other: Tally) -> Tally:
        counts = dict(self.counts)
        for key, n in other.counts.items():
            counts[key] = counts.get(key, 0) + n
        return Tally(counts, self.excluded + other.excluded)

    def complete(self, *needed: int) -> Tally:
        """Only the rows in which these inputs (by default all) have a value; the others are excluded and counted."""
        kept, left_out = {}, 0
        for key, n in self.counts.items():
            if all(key[index] is not None for index in needed or range(len(key))):
                kept[key] = n
            else:
                left_out += n
        return Tally(kept, self.excluded + left_out)

    def numbers(self, index: int = 0) -> dict[Number, int]:
        """One input alone, as number -> count."""
        counts: dict[Number, int] = {}
        for key, n in self.counts.items():
            value = key[index]
            if value is not None and not isinstance(value, str):
                counts[value] = counts.get(value, 0) + n
        return counts

    def words(self, index: int = 0) -> dict[str, int]:
        """One input alone, as word -> count."""
        counts: dict[str, int] = {}
        for key, n in self.counts.items():
            value = key[index]
            if value is not None:
                counts[str(value)] = counts.get(str(value), 0) + n
        return counts

    def count(self, holds: Callable[..., bool]) -> int:
        """How many rows there are for which `holds(*inputs)`."""
        return sum(n for key, n in self.counts.items() if holds(*key))


@dataclass(frozen=True, slots=True)
class Input:
    """One column a metric reads.

    `low` and `high` bound a number; `high` may name an option, such as the scale. `meaning` is the meaning
    under which a source's `columns:` may declare it as well. A `duration` is written in seconds and
    counted in microseconds, like a `time`.
    """

    name: str
    kind: Kind = "integer"
    low: int | None = None
    high: int | str | None = None
    required: bool = True
    meaning: str | None = None
    about: str = ""

    def highest(self, options: Mapping[str, object]) -> float | None:
        """The largest number allowed, looked up in the options when it depends on one."""
        value = options.get(self.high) if isinstance(self.high, str) else self.high
        return value if isinstance(value, int | float) else None

    def problem_with(self, value: object, options: Mapping[str, object]) -> str | None:
        """What is wrong with a value of this input; None when it fits or is missing."""
        if value is None or self.kind in ("word", "id"):
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | Fraction):
            return f"`{value}` is not a number"
        if self.kind != "number" and value != int(value):
            return f"`{value}` is not a whole number"
        high = self.highest(options)
        if (self.low is not None and value < self.low) or (high is not None and value > high):
            return f"`{value}` is outside {self.low} to {'any number' if high is None else f'{high:g}'}"
        return None


@dataclass(frozen=True)
class Rows:
    """A relation for metrics that compare rows with one another, and the integer columns it yields.

    `select` is one SELECT over `{rows}` in the SQL every engine shares, with a column for every input.
    `{dims}` stands for the dimensions asked for, each followed by a comma, and must be passed on; `{as_of}` is
    the moment of measuring. Times and durations are whole microseconds, flags are 0 and 1.
    """

    select: str
    yields: tuple[str, ...]


@dataclass(frozen=True)
class Metric:
    """What a metric is: its formula, unit, direction, inputs and how counts become an estimate."""

    id: str
    title: str
    category: str
    cls: str
    unit: str
    better: Better
    low: float | None
    high: float | None
    inputs: tuple[Input, ...]
    options: Mapping[str, object]
    spread: str
    people: bool
    rows: Callable[[frozenset[str], Mapping[str, object]], Rows | None] | None
    estimate: Callable[..., Estimate]
    once: bool = False
    at: str | None = None

    @property
    def summary(self) -> str:
        """The first sentence of the metric's documentation."""
        return (inspect.getdoc(self.estimate) or "").partition("\n")[0]

    def section(self, heading: str) -> str:
        """A part of the documentation: Formula, Inputs, Interval, Edge cases or Source."""
        text = inspect.getdoc(self.estimate) or ""
        match = re.search(rf"^{heading}: (.*?)(?=\n\n|\Z)", text, re.M | re.S)
        return " ".join(match[1].split()) if match else ""

    @property
    def formula(self) -> str:
        """The formula in words."""
        return self.section("Formula")

    @property
    def source(self) -> str:
        """Where the definition comes from."""
        return self.section("Source")

    def __call__(self, tally: Tally, **options: object) -> Estimate:
        """The estimate from a tally, after checking that every value fits its input.

        Raises:
            ValueError: a value lies outside what the input allows.
        """
        chosen = {**self.options, **options}
        for key, _ in tally if self.rows is None else ():
            for one, value in zip(self.inputs, key, strict=False):
                problem = one.problem_with(value, chosen)
                if problem:
                    raise ValueError(problem)
        return self.estimate(tally, **options)

    def identity(self, options: Mapping[str, object], question: str | None = None) -> tuple[str, ...]:
        """What two values must share to be compared: kind, wording, and every option."""
        chosen = {**self.options, **options}
        return (self.id, question or "", *(f"{name}={chosen[name]}" for name in sorted(chosen)))


def metric(
    id: str,
    *,
    unit: str = "%",
    better: Better = "higher",
    category: str = "operational",
    cls: str = "experience",
    title: str | None = None,
    range: tuple[float | None, float | None] = (None, None),
    inputs: Iterable[Input] = (),
    spread: str = "",
    people: bool = True,
    rows: Callable[[frozenset[str], Mapping[str, object]], Rows | None] | None = None,
    once: bool = False,
    at: str | None = None,
) -> Callable[[Callable[..., Estimate]], Metric]:
    """Make a metric of a function from a tally of its inputs to an estimate.

    The function's keyword-only parameters are the metric's options, its docstring is the documentation.
    `spread` says how a value alone spreads (`proportion`, `net`, `mean` of a bounded scale, or nothing);
    `people` that small groups are hidden; `once` that the last answer of a person and period counts;
    `at` names the input that holds the place on the map when it is not a column of its own.
    """

    def decorate(estimate: Callable[..., Estimate]) -> Metric:
        words = (inspect.getdoc(estimate) or id).partition("\n")[0].rstrip(".")
        return Metric(
            id, title or words, category, cls, unit, better, *range, tuple(inputs), _options(estimate),
            spread, people, rows, estimate, once, at,
        )  # fmt: skip

    return decorate


def _options(estimate: Callable[..., Estimate]) -> Mapping[str, object]:
    parameters = inspect.signature(estimate).parameters.values()
    return MappingProxyType(
        {one.name: one.default for one in parameters if one.kind is inspect.Parameter.KEYWORD_ONLY}
    )


def micros(duration: Duration) -> int:
    """A duration in whole microseconds, as it stands in the SQL of `Rows`."""
    return round(duration.seconds * 1_000_000)


def days(number: float) -> Duration:
    """A duration of so many days, as a default of an option."""
    return Duration(number * 86400, f"{number:g}d")


def seconds(number: float) -> Duration:
    """A duration of so many seconds, as a default of an option."""
    return Duration(number, f"{number:g}s")
