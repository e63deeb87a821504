"""Run one check over one journey or workspace under a timer; whatever it does, there is a result."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cxmap.checks import Check, Finding, Unknown
from cxmap.containment import describe_exception
from cxmap.naming import RubbishError, named

if TYPE_CHECKING:
    from types import FrameType

    from cxmap.workspace import Workspace

MOST_RESULTS = 100_000


@dataclass(frozen=True)
class Ran:
    """What one check said about one journey (or the workspace), or why it did not finish."""

    code: str
    journey: str | None
    results: tuple[Finding | Unknown, ...] = ()
    why_not: str = ""


class _TimeUp(BaseException):
    """The check's time is over. Not an Exception, so that no check catches it by accident."""


def run_check(
    check: Check, workspace: Workspace, as_of: date, options: Mapping[str, Any], seconds: float
) -> Iterator[Ran]:
    """Run a check over every journey, or once over the workspace; its time is for all of them together."""
    if check.scope == "workspace":
        subjects: list[tuple[str | None, Any]] = [(None, workspace)]
    else:
        subjects = [(graph.id, graph) for graph in workspace.graphs]
    left = seconds
    for journey, subject in subjects:
        if left <= 0:
            yield Ran(check.code, journey, why_not=_too_long(seconds))
            continue
        arguments = (subject, as_of) if check.needs_date else (subject,)
        ran, left = _run_once(check, journey, arguments, options, left, seconds)
        yield ran


def _run_once(
    check: Check,
    journey: str | None,
    arguments: tuple[Any, ...],
    options: Mapping[str, Any],
    left: float,
    seconds: float,
) -> tuple[Ran, float]:
    timer = _Timer(left)
    try:
        with timer.running():
            results = tuple(_results(check, arguments, options))
        return Ran(check.code, journey, results), timer.left
    except _TimeUp:
        return Ran(check.code, journey, why_not=_too_long(seconds)), 0.0
    except KeyboardInterrupt:
        raise
    except RubbishError as error:
        return Ran(check.code, journey, why_not=str(error)), timer.left
    except BaseException as error:
        return Ran(check.code, journey, why_not=describe_exception(error)), timer.left


def _results(
    check: Check, arguments: tuple[Any, ...], options: Mapping[str, Any]
) -> Iterator[Finding | Unknown]:
    for count, result in enumerate(check(*arguments, **options)):
        if count >= MOST_RESULTS:
            raise RubbishError(f"yielded more than {MOST_RESULTS} results")
        yield named(result)


def _too_long(seconds: float) -> str:
    return f"took longer than {seconds:g}s"


class _Timer:
    """An alarm that interrupts the main thread; in other threads there are no signals, so nothing stops."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    @contextmanager
    def running(self) -> Iterator[None]:
        """Raise `_TimeUp` in the block when the time is over, and note what was left of it."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGALRM, _ring)
        signal.setitimer(signal.ITIMER_REAL, self.left)
        try:
            yield
        finally:
            self.left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def _ring(number: int, frame: FrameType | None) -> None:
    raise _TimeUp
