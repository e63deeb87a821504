"""Declare a check: a generator that yields what it found and what it could not know."""

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel

from cxmap.options import options_model

Severity = Literal["error", "warning", "info"]
Outcome = Literal["finding", "clean", "unknown", "not run"]
Scope = Literal["graph", "workspace"]
Object = Literal["element", "members", "persona", "purpose"]

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
OUTCOMES: tuple[Outcome, ...] = ("clean", "unknown", "finding", "not run")  # the worst last
_CODE = re.compile(r"[A-Z]{2,8}[0-9]{3}")


@dataclass(frozen=True)
class Finding:
    """Something a check found: where, what, and the path that proves it.

    An element is a model element, an edge, an id, `a -> b`, or `kind:id` where two kinds share an id.
    """

    element: object
    message: str
    path: tuple[object, ...] = ()
    related: tuple[object, ...] = ()
    severity: Severity | None = None
    persona: str | None = None
    purpose: str | None = None
    data: str | None = None


@dataclass(frozen=True)
class Unknown:
    """A place where a check lacked a fact, and the name of the field that would have given it."""

    element: object
    missing: str


@dataclass(frozen=True)
class Check:
    """A check as the engine sees it; calling it calls the function it was made from."""

    code: str
    severity: Severity
    function: Callable[..., Iterable[object]] = field(repr=False)
    drops: tuple[str, ...] = ()
    drops_on: Object = "element"
    plugin: str = ""
    version: str = ""
    named: str = ""
    doc: str = field(default="", repr=False)

    @cached_property
    def name(self) -> str:
        """What people write: the function's name with hyphens."""
        return self.named or self.function.__name__.replace("_", "-")

    @cached_property
    def scope(self) -> Scope:
        """Whether it looks at one journey at a time or at the whole workspace."""
        return "workspace" if self._positional[0] == "workspace" else "graph"

    @cached_property
    def needs_date(self) -> bool:
        """Whether it takes the day of the audit as its second argument."""
        return len(self._positional) == 2

    @cached_property
    def options(self) -> type[BaseModel]:
        """The model of its options."""
        return options_model(self.function)

    @cached_property
    def _positional(self) -> tuple[str, ...]:
        parameters = inspect.signature(self.function).parameters.values()
        return tuple(each.name for each in parameters if each.kind is not each.KEYWORD_ONLY)

    def __call__(self, *arguments: Any, **options: Any) -> Iterable[object]:
        """Call the function, as a test would."""
        return self.function(*arguments, **options)


def check(
    code: str,
    *,
    severity: Severity,
    drops: Iterable[str] = (),
    drops_on: Object = "element",
    name: str = "",
) -> Callable[[Callable[..., Iterable[object]]], Check]:
    """Make a generator function a check.

    Args:
        code: letters and three digits, never reused.
        severity: how bad a finding is, unless the finding names a lower one.
        drops: codes whose findings on the same object this one replaces.
        drops_on: what the same object is: the element (and the persona, purpose and data where both name
            them), the element and everything related to it with all paths through them (`members`), or
            whatever concerns the same persona or purpose.
        name: what people write; default: the function's name with hyphens.
    """

    def decorate(function: Callable[..., Iterable[object]]) -> Check:
        made = Check(code, severity, function, tuple(drops), drops_on, named=name, doc=function.__doc__ or "")
        _refuse_bad_signature(made)
        return made

    return decorate


def _refuse_bad_signature(made: Check) -> None:
    """A check that cannot be called must not be found out in the middle of an audit.

    Raises:
        TypeError: the code, the severity or the parameters are not those of a check.
    """
    where = f"the check `{made.function.__name__}`"
    if not _CODE.fullmatch(made.code):
        raise TypeError(
            f"{where} has the code `{made.code}`; write letters and three digits, as in `ACME001`"
        )
    if made.severity not in SEVERITIES:
        raise TypeError(f"{where} has the severity `{made.severity}`; write error, warning or info")
    if made._positional not in (("graph",), ("workspace",), ("graph", "as_of"), ("workspace", "as_of")):
        raise TypeError(f"{where} must take `graph` or `workspace`, then `as_of` if it needs the date")
    if not inspect.isgeneratorfunction(inspect.unwrap(made.function)):
        raise TypeError(f"{where} yields nothing; write `yield Finding(...)`")
    made.options  # noqa: B018  refuses parameters that cannot be options


def lower(one: Severity, other: Severity) -> Severity:
    """The less severe of two severities."""
    return min(one, other, key=SEVERITIES.index)


def at_least(severity: Severity, threshold: Severity) -> bool:
    """Whether a severity reaches a threshold."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(threshold)


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The worst of several outcomes; `clean` when there is none."""
    return max(outcomes, key=OUTCOMES.index, default="clean")
