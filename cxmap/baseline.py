"""Findings a team accepted when it began: only new ones count, and those that are gone are named."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cxmap.config import ConfigError
from cxmap.place import Place, Problem
from cxmap.report import Report, ReportedFinding
from cxmap.waiving import CODE as WAIVER_RULE

_FORMAT = "cxmap baseline 1"
_MARK = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Accepted:
    """One accepted finding, by its fingerprint; the rest is for people."""

    fingerprint: str
    code: str
    journey: str | None
    element: str


@dataclass(frozen=True)
class Baseline:
    """The findings accepted at adoption."""

    accepted: tuple[Accepted, ...] = ()

    @property
    def fingerprints(self) -> frozenset[str]:
        """What identifies them."""
        return frozenset(each.fingerprint for each in self.accepted)


def write_baseline(report: Report) -> str:
    """Every finding of a report that is not waived, as JSON. What is wrong with waivers is never accepted."""
    kept = [each for each in report.findings if each.waived is None and each.code != WAIVER_RULE]
    rows = [
        {
            "fingerprint": each.fingerprint,
            "code": each.code,
            "journey": each.journey,
            "element": each.element,
        }
        for each in sorted(
            kept, key=lambda each: (each.code, each.journey or "", each.element, each.fingerprint)
        )
    ]
    return json.dumps({"format": _FORMAT, "findings": rows}, indent=2, ensure_ascii=False) + "\n"


def read_baseline(text: str | bytes, file: str) -> Baseline:
    """The baseline in a file.

    Raises:
        ConfigError: the file is no baseline.
    """
    try:
        written = json.loads(text)
        if written["format"] != _FORMAT:
            raise ValueError
        return Baseline(tuple(_accepted(row) for row in written["findings"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        message = "this file is no baseline; write one with `cxmap check --write-baseline FILE`"
        raise ConfigError(Problem(Place(file, 1, 1), "LNG009", message)) from None


def _accepted(row: dict[str, object]) -> Accepted:
    mark, code, journey, element = (row[name] for name in ("fingerprint", "code", "journey", "element"))
    if not (
        isinstance(mark, str) and _MARK.fullmatch(mark) and isinstance(code, str) and isinstance(element, str)
    ):
        raise ValueError
    if not isinstance(journey, str | None):
        raise ValueError
    return Accepted(mark, code, journey, element)


def compare_with_baseline(
    findings: Iterable[ReportedFinding], baseline: Baseline | None, finished: frozenset[str]
) -> tuple[tuple[ReportedFinding, ...], tuple[str, ...]]:
    """Mark findings new or existing; name what is fixed: accepted once, not found by a check that ended."""
    given: Sequence[ReportedFinding] = tuple(findings)
    if baseline is None:
        return tuple(given), ()
    known = baseline.fingerprints
    marked = tuple(
        replace(
            each, baseline="existing" if each.fingerprint in known and each.code != WAIVER_RULE else "new"
        )
        for each in given
    )
    found = {each.fingerprint for each in given}
    fixed = {
        each.fingerprint
        for each in baseline.accepted
        if each.fingerprint not in found and each.code in finished
    }
    return marked, tuple(sorted(fixed))
