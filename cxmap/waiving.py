"""Match waivers with findings, and find fault with the waivers themselves (GOV008)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cxmap.checks import Finding, Severity, check, lower
from cxmap.report import ReportedFinding, WaiverRecord
from cxmap.stamping import fingerprint, order
from cxmap.values import Duration
from cxmap.waivers import Waiver, WaiverState

CODE = "GOV008"
_YEAR = Duration(365 * 86400, "365d")


@check(CODE, severity="error")
def waiver_expired_or_bare(workspace: object, *, max_term: Duration = _YEAR) -> Iterator[Finding]:
    """A waiver is expired, unsigned, too wide, too long or unused.

    A waiver nobody can date or question is a rule quietly switched off. One that is expired, too wide, or
    lacks why, who or until when waives nothing. One that matches nothing is worth a look: the finding may be
    mended, or the waiver misspelt. This rule runs in every profile and can be neither waived nor ignored.

    Fix: write `because:`, `by:` and `until:`, name one element under `at:`, or delete the waiver.

    Source: practice of continuous audits; "flimsy governance procedures" in the literature on customer data.

    Options:
        max_term: the longest a waiver may run from the day of the audit.

    Passes::

        cxmap: 1
        waivers:
          - {rule: CON014, at: name, because: kept while the account lives, by: privacy, until: 2027-03-31}

    Fails::

        cxmap: 1
        waivers: [{rule: CON014, at: name}]
    """
    yield from ()  # the engine emits these findings, for they need the results of every other check


@dataclass(frozen=True)
class Terms:
    """What a waiver must say, and on which day."""

    as_of: date
    approval: bool = False
    max_term: Duration = _YEAR
    severity: Severity = "error"
    exists: Callable[[str, tuple[str, ...]], bool] = lambda at, journeys: True


@dataclass(frozen=True)
class Waived:
    """Findings with their waivers, what became of each waiver, and what is wrong with them."""

    findings: tuple[ReportedFinding, ...]
    records: tuple[WaiverRecord, ...]
    complaints: tuple[ReportedFinding, ...]


def waive(
    findings: Sequence[ReportedFinding],
    waivers: Iterable[Waiver],
    codes: Mapping[str, str],
    finished: frozenset[str],
    terms: Terms,
) -> Waived:
    """Mark what is waived. `codes`: rule as written -> its code; `finished`: checks that completed."""
    by_code: dict[str, list[ReportedFinding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    waived: dict[str, Waiver] = {}
    records, complaints = [], []
    for waiver in waivers:
        code = codes[waiver.rule]
        matched = [each for each in by_code.get(code, ()) if matches(waiver, each)]
        state, faults = _judge(waiver, code, matched, code in finished, terms)
        records.append(WaiverRecord(waiver, state))
        complaints += [_complaint(waiver, code, text, lower(level, terms.severity)) for text, level in faults]
        if state == "active":
            for finding in matched:
                waived.setdefault(finding.fingerprint, waiver)
    marked = tuple(replace(each, waived=waived.get(each.fingerprint)) for each in findings)
    return Waived(marked, tuple(records), tuple(sorted(complaints, key=order)))


def matches(waiver: Waiver, finding: ReportedFinding) -> bool:
    """Whether a waiver speaks of a finding of its rule."""
    if waiver.journey and finding.journey not in waiver.journey:
        return False
    for name in ("purpose", "data", "persona"):
        wanted = getattr(waiver, name)
        said = getattr(finding, name) or (_bare(finding) if finding.kind == name else None)
        if wanted and said not in wanted:
            return False
    return any(_is_at(at, finding) for at in waiver.at)


def _is_at(at: str, finding: ReportedFinding) -> bool:
    if "->" in at:
        return " -> ".join(end.strip() for end in at.split("->")) == finding.element
    named = {finding.element, f"{finding.kind}:{_bare(finding)}"}
    return at in named or (
        finding.journey is not None and at in {f"{finding.journey}.{name}" for name in named}
    )


def _bare(finding: ReportedFinding) -> str:
    return finding.element.removeprefix(f"{finding.kind}:")


Fault = tuple[str, Severity]


def _judge(
    waiver: Waiver, code: str, matched: Sequence[ReportedFinding], finished: bool, terms: Terms
) -> tuple[WaiverState, list[Fault]]:
    invalid = [*_bare_faults(waiver, terms), *_wide_faults(waiver, code, matched)]
    if invalid:
        return "invalid", invalid
    if waiver.until is not None and waiver.until < terms.as_of:
        return "expired", [(f"ended on {waiver.until}; renew `until:` or delete the waiver", "error")]
    if not matched:
        return "unused", list(_unused_faults(waiver, finished, terms))
    most = terms.as_of + timedelta(seconds=terms.max_term.seconds)
    if waiver.until is not None and waiver.until > most:
        return "active", [(f"runs until {waiver.until}; write a day until {most}", "error")]
    return "active", []


def _bare_faults(waiver: Waiver, terms: Terms) -> Iterator[Fault]:
    needed = ["because", "by", "until", *(["approved_by"] if terms.approval else [])]
    missing = [name for name in needed if not getattr(waiver, name)]
    if missing:
        fields = " and ".join(f"`{name}:`" for name in missing)
        yield f"does not say {fields}; it waives nothing until it does", "error"


def _wide_faults(waiver: Waiver, code: str, matched: Sequence[ReportedFinding]) -> Iterator[Fault]:
    for at in waiver.at:
        if at == "all" or "*" in at or "?" in at:
            yield f"is too wide: `{at}`; name one element under `at:`", "error"
    if not code.startswith("CON") and code != "FRI001":
        return
    for name in ("purpose", "data", "persona"):
        at_one: dict[tuple[str | None, str], set[str]] = {}
        for finding in matched:
            at_one.setdefault((finding.journey, finding.element), set()).add(getattr(finding, name) or "")
        several = sorted(set().union(*(words for words in at_one.values() if len(words) > 1)) - {""})
        if several and not getattr(waiver, name):
            yield f"is too wide: it matches {_and(several)}; write which under `{name}:`", "error"


def _unused_faults(waiver: Waiver, finished: bool, terms: Terms) -> Iterator[Fault]:
    """What no longer exists is always worth a word; what matches nothing only if its rule had its say."""
    gone = [at for at in waiver.at if not terms.exists(at, waiver.journey)]
    if gone:
        yield f"is about {_and(gone)}, which does not exist; delete it, or correct `at:`", "info"
    elif finished:
        yield "matches no finding; delete it, or correct `rule:` and `at:`", "info"


def _and(words: Sequence[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _complaint(waiver: Waiver, code: str, fault: str, severity: Severity) -> ReportedFinding:
    at = ", ".join(waiver.at)
    narrowed = [",".join(getattr(waiver, name)) for name in ("journey", "purpose", "data", "persona")]
    return ReportedFinding(
        code=CODE,
        name=waiver_expired_or_bare.name,
        severity=severity,
        message=f"the waiver of `{waiver.rule}` at `{at}` {fault}",
        journey=None,
        element=at,
        kind="waiver",
        place=waiver.place,
        path=(),
        related=(),
        fingerprint=fingerprint(CODE, None, f"waiver:{code}@{at}", None, None, None, *narrowed),
    )
