"""Everything the audit page shows, in the order it shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cxmap import CheckRecord, Explanation, Report, ReportedFinding, explain
from cxmap_audits.elements import Elements
from cxmap_audits.families import family_of, family_title
from cxmap_audits.standing import Tally, standing, tally, worst_first
from cxmap_audits.strips import Strip, draw_strip
from cxmap_audits.wording import join, on, spoken

_MOST_OWNERS = 7


@dataclass(frozen=True)
class Shown:
    """One finding as the page shows it."""

    finding: ReportedFinding
    standing: str
    title: str
    owners: str
    strip: Strip
    set_aside: str = ""


@dataclass(frozen=True)
class Rule:
    """A check that found something: what to do about it, and its findings."""

    code: str
    name: str
    severity: str
    explanation: Explanation
    shown: tuple[Shown, ...]
    total: int


@dataclass(frozen=True)
class Family:
    """The rules of one family that found something, the worst first."""

    title: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Row:
    """One line of the matrix: a family, and what each owner has to do there."""

    title: str
    cells: tuple[Tally, ...]
    unknown: int
    checks: int


@dataclass(frozen=True)
class Matrix:
    """Families by owners."""

    owners: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[int, ...]
    unknown: int
    checks: int


@dataclass(frozen=True)
class Gap:
    """A fact that is missing, and where."""

    code: str
    name: str
    missing: str
    places: tuple[str, ...]
    total: int


def show_families(report: Report, elements: Elements, most: int) -> tuple[Family, ...]:
    """The findings by family and rule, the worst first, `most` of them drawn."""
    listed = worst_first(report.findings)
    totals: dict[str, int] = {}
    for finding in listed:
        totals[finding.code] = totals.get(finding.code, 0) + 1
    docs = {check.code: check.doc for check in report.checks}
    by_family: dict[str, dict[str, list[ReportedFinding]]] = {}
    for finding in listed[:most]:
        by_family.setdefault(family_of(finding.code), {}).setdefault(finding.code, []).append(finding)
    return tuple(
        Family(family_title(family), tuple(_rule(found, docs, totals, elements) for found in rules.values()))
        for family, rules in sorted(by_family.items(), key=lambda item: _weight(report, item[0]))
    )


def _weight(report: Report, family: str) -> tuple[int, int, int, str]:
    """Families with most errors first."""
    has = tally(finding for finding in report.findings if family_of(finding.code) == family)
    return -has.error, -has.warning, -has.info, family_title(family)


def show_checks(report: Report) -> tuple[tuple[CheckRecord, str], ...]:
    """Every check and what became of it, in words."""
    told = {finding.code for finding in report.findings}
    return tuple((check, _outcome(check, told)) for check in report.checks)


def _outcome(check: CheckRecord, told: set[str]) -> str:
    elsewhere = check.outcome == "finding" and check.code not in told
    return "told by another rule" if elsewhere else check.outcome


def _rule(
    found: list[ReportedFinding], docs: dict[str, str], totals: dict[str, int], elements: Elements
) -> Rule:
    first = found[0]
    shown = tuple(_show(finding, elements) for finding in found)
    explanation = explain(docs.get(first.code, ""))
    return Rule(first.code, spoken(first.name), first.severity, explanation, shown, totals[first.code])


def _show(finding: ReportedFinding, elements: Elements) -> Shown:
    owners = elements.owners(finding.journey, finding.element)
    return Shown(
        finding=finding,
        standing=standing(finding),
        title=elements.title(finding.journey, finding.element),
        owners=", ".join(elements.owner_title(owner) for owner in owners) or "nobody",
        strip=draw_strip(finding, elements),
        set_aside=_set_aside(finding),
    )


def _set_aside(finding: ReportedFinding) -> str:
    if finding.waived is not None:
        waiver = finding.waived
        by = f" by {waiver.by}" if waiver.by else ""
        return f"Waived{by} until {on(waiver.until)}: {waiver.because or 'no reason given'}"
    if finding.baseline == "existing":
        return "Accepted when cxmap was adopted (baseline)"
    return "New since the baseline" if finding.baseline == "new" else ""


def show_matrix(report: Report, elements: Elements) -> Matrix:
    """Who has work, by family; owners with most to do first, the least busy ones together."""
    placed: dict[tuple[str, str], list[ReportedFinding]] = {}
    load: dict[str, int] = {}
    for finding in report.findings:
        for owner in elements.owners(finding.journey, finding.element)[:1] or ("",):
            placed.setdefault((family_of(finding.code), owner), []).append(finding)
            load[owner] = load.get(owner, 0) + 1
    owners = sorted(load, key=lambda owner: (-load[owner], owner))
    kept, rest = owners[:_MOST_OWNERS], owners[_MOST_OWNERS:]
    columns = [(owner,) for owner in kept] + ([tuple(rest)] if rest else [])
    titles = [elements.owner_title(owner) if owner else "nobody" for owner in kept] + (
        ["others"] if rest else []
    )
    families = dict.fromkeys(sorted((family_of(check.code) for check in report.checks), key=family_title))
    rows = tuple(_row(report, family, columns, placed) for family in families)
    totals = tuple(sum(load[owner] for owner in group) for group in columns)
    return Matrix(tuple(titles), rows, totals, len(report.unknown), len(report.checks))


def _row(
    report: Report,
    family: str,
    columns: list[tuple[str, ...]],
    placed: dict[tuple[str, str], list[ReportedFinding]],
) -> Row:
    cells = tuple(
        tally(one for owner in group for one in placed.get((family, owner), ())) for group in columns
    )
    unknown = sum(family_of(one.code) == family for one in report.unknown)
    checks = sum(family_of(check.code) == family for check in report.checks)
    return Row(family_title(family), cells, unknown, checks)


def show_gaps(report: Report, elements: Elements, most: int = 6) -> tuple[Gap, ...]:
    """Missing facts: one line for each rule and fact, with the places that lack it."""
    names = {check.code: spoken(check.name) for check in report.checks}
    groups: dict[tuple[str, str], list[str]] = {}
    for unknown in report.unknown:
        title = elements.title(unknown.journey, unknown.element)
        groups.setdefault((unknown.code, unknown.missing), []).append(title)
    return tuple(
        Gap(code, names.get(code, code), missing, tuple(places[:most]), len(places))
        for (code, missing), places in sorted(groups.items())
    )


def show_not_run(checks: Iterable[CheckRecord]) -> tuple[tuple[str, str, str], ...]:
    """What did not run and why: why, how many, which; one line for each reason."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for check in checks:
        if check.outcome == "not run":
            reasons.setdefault((check.plugin, check.why_not), []).append(f"{check.code} {spoken(check.name)}")
    return tuple((plugin, why, join(names)) for (plugin, why), names in sorted(reasons.items()))
