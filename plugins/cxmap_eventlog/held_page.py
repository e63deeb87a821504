"""The tables of a page that need a journey or a question about change."""

from __future__ import annotations

from cxmap_eventlog.claims import Claims, Kept
from cxmap_eventlog.delta import METHOD, Delta
from cxmap_eventlog.found import Found
from cxmap_eventlog.governance import CAVEAT, Governance, Observed
from cxmap_eventlog.held import Held
from cxmap_eventlog.tables import FEWEST, Cell, Table, bar, cells
from cxmap_eventlog.walked import DEFINITION
from cxmap_eventlog.whatif import WhatIf
from cxmap_eventlog.wording import between, lasting, number, percent, plain

Names = dict[str, str]


def held_tables(found: Found, names: Names) -> list[Table]:
    """Conformance, real shares, governance, change and what-if, as far as they were asked."""
    tables = []
    if found.held is not None:
        tables += [
            _governance(found.held.governance, names),
            _deviations(found.held, names),
            _ways(found.held, names),
        ]
    if found.changed is not None:
        tables.append(_changes(found.changed, names))
    if found.imagined:
        tables.append(_imagined(found.imagined))
    return tables


def _name(names: Names, name: str) -> str:
    return plain(names.get(name, name), 45)


def _steps(names: Names, path: tuple[str, ...], cases: int) -> tuple[str, ...]:
    """A path as an example, or nothing where fewer than ten cases walked it."""
    if cases < FEWEST:
        return (f"(walked by fewer than {FEWEST} cases)",)
    return tuple(_name(names, name) for name in path)


def _governance(found: Governance, names: Names) -> Table:
    rows = [_observed_row(one, names) for one in found.observed]
    rows += [
        cells(_name(names, one.touchpoint), one.purpose, f"unknown: {plain(one.missing, 120)}", *[""] * 5)
        for one in found.unknown
    ]
    if not rows and found.judged:
        rows = [
            cells("No touchpoint", "", f"all {found.judged} duties held on every path walked", "0", *[""] * 4)
        ]
    about = f"Consent and notice replayed on every path walked. {CAVEAT}"
    head = (
        "Touchpoint",
        "Purpose",
        "What was seen",
        "Cases",
        "Of those here",
        "95%",
        "The journey says",
        "Such as",
    )
    return Table("governance", "Consent and notice, as lived", about, head, tuple(rows), "")


def _observed_row(one: Observed, names: Names) -> tuple[Cell, ...]:
    share = (number(one.cases), percent(one.share), between(one.interval))
    such_as = _steps(names, one.example, one.example_cases)
    return cells(_name(names, one.touchpoint), one.purpose, one.kind, *share, one.model, such_as)


def _deviations(held: Held, names: Names) -> Table:
    found = held.conformance
    rows = tuple(
        cells(
            one.kind,
            _name(names, one.touchpoint),
            number(one.cases),
            percent(one.share),
            bar(one.share),
            between(one.interval),
            _steps(names, one.example, one.example_cases),
        )
        for one in found.deviations
        if one.cases >= FEWEST
    )
    known = found.fitting + found.deviating
    about = (
        f"Each path laid beside the journey in the cheapest way. {number(found.fitting)} of {number(known)} cases "
        f"({percent(found.share)}, {between(found.interval)}) fit; {number(found.unknown)} unknown. Skip: the journey "
        "has the step, the path has not. Insert: the path has it, the journey has not. Swap: both, at another place."
    )
    hidden = len(found.deviations) - len(rows)
    foot = f"{number(hidden)} deviations with fewer than {FEWEST} cases are not shown." if hidden else ""
    if held.walked.never:
        foot += " Never walked: " + ", ".join(_name(names, name) for name in held.walked.never) + "."
    head = ("Deviation", "Touchpoint", "Cases", "Share", "", "95%", "Most frequent such path")
    if not rows:
        rows = (
            cells("none", "", number(found.fitting), percent(found.share), "", between(found.interval), ""),
        )
    return Table("conformance", "How far the journey is right", about, head, rows, foot.strip())


def _ways(held: Held, names: Names) -> Table:
    shown = [way for way in held.walked.ways if way.visits >= FEWEST and (way.planned or way.count >= FEWEST)]
    rows = tuple(
        cells(
            f"{_name(names, way.from_)} → {_name(names, way.to)}",
            number(way.count),
            bar(way.share),
            percent(way.share),
            between(way.interval),
            ("assumed " if way.assumed else "") + percent(way.declared) if way.planned else "unplanned",
            "yes" if _differs(way.declared, way.interval) else "",
            lasting(way.median),
        )
        for way in shown
    )
    head = ("Way", "Times", "", "Real share", "95%", "Declared", "Declared lies outside", "Median")
    return Table("shares", "Real and declared shares", DEFINITION, head, rows, "")


def _differs(declared: float | None, interval: tuple[float, float]) -> bool:
    return declared is not None and not interval[0] <= declared <= interval[1]


def _claims(found: Claims, names: Names) -> Table:
    """Promises, busy times and limits beside what was observed."""
    rows = [_promise_row(one, names) for one in found.promises if one.made >= FEWEST]
    for takes in found.takes:
        if takes.n >= FEWEST:
            seen = f"median {lasting(takes.p50)}, 90% {lasting(takes.p90)}"
            what = f"takes {takes.claimed}"
            rows.append(cells(_name(names, takes.touchpoint), what, number(takes.n), "", "", seen))
    for way in found.exceeded:
        if way.cases >= FEWEST:
            limit = f"at most {way.max_times} times"
            rows.append(cells(plain(way.edge), limit, number(way.cases), "", "", "cases went more often"))
    rows += [cells("unknown", plain(one, 160), "", "", "", "") for one in found.unknown]
    about = "Every promise each time it was made, how long steps are said to take, and how often ways may be walked."
    head = ("Claim", "What is said", "Times", "Kept", "95%", "Observed")
    return Table("claims", "Promises and claims", about, head, tuple(rows), "")


def _promise_row(one: Kept, names: Names) -> tuple[Cell, ...]:
    claim = f"{_name(names, one.from_)} → {_name(names, one.to)}"
    settled = (number(one.kept + one.late), percent(one.share), between(one.interval))
    seen = f"median {lasting(one.p50)}, 90% {lasting(one.p90)}; {number(one.pending)} pending"
    return cells(claim, f"within {lasting(one.within)}", *settled, seen)


def _changes(delta: Delta, names: Names) -> Table:
    shown = [one for one in delta.changes if one.significant] or list(delta.changes[:10])
    rows = tuple(
        cells(
            f"{_name(names, one.from_)} → {_name(names, one.to)}",
            percent(one.count_before / one.visits_before),
            percent(one.count_after / one.visits_after),
            f"{one.difference * 100:+.1f} points",
            f"{one.interval[0] * 100:+.1f} to {one.interval[1] * 100:+.1f}",
            f"{one.p:.2g}",
            "yes" if one.significant else "no",
        )
        for one in shown
    )
    head = ("Way", delta.before, delta.after, "Difference", "95%", "p", "More than chance")
    title = f"What changed from {delta.before} to {delta.after}"
    foot = f"{len(delta.changes)} shares compared; {number(delta.cases_before)} and {number(delta.cases_after)} cases."
    return Table("changes", title, METHOD, head, rows, foot)


def _imagined(found: tuple[WhatIf, ...]) -> Table:
    rows = tuple(
        cells(
            plain(one.change),
            percent(one.share_now),
            percent(one.arrive_now),
            between(one.now_range),
            percent(one.arrive_then),
            between(one.then_range),
            f"{one.difference * 100:+.1f} points ({one.difference_range[0] * 100:+.1f} to "
            f"{one.difference_range[1] * 100:+.1f})",
        )
        for one in found
    )
    head = ("If", "Share now", "Arrive now", "Range", "Would arrive", "Range", "Difference")
    title = f"What if (arriving at {', '.join(plain(name, 40) for name in found[0].goal)})"
    return Table("what-if", title, found[0].method, head, rows, "")
