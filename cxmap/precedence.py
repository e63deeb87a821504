"""One root cause, one finding: drop what another finding on the same object already explains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cxmap.checks import SEVERITIES, Check
from cxmap.report import ReportedFinding, ReportedUnknown, Step
from cxmap.stamping import order

Key = tuple[str, str | None, str, str]  # code, journey (None: whichever), how they meet, on what


def apply_precedence(
    findings: Iterable[ReportedFinding],
    checks: Mapping[str, Check],
    finished: frozenset[str],
    stages: Mapping[tuple[str, str], str],
) -> tuple[ReportedFinding, ...]:
    """Drop what a finding of no lower severity replaces, and keep its place beside the finding that stays.

    A check that did not finish drops nothing. Two that drop each other leave one. `stages` maps a journey and
    a touchpoint to the stage it stands in.
    """
    given = sorted(findings, key=lambda each: (-SEVERITIES.index(each.severity), order(each)))
    index = _index(given)
    codes = sorted({finding.code for finding in given})
    dropped_by: dict[int, int] = {}
    for position, finding in enumerate(given):
        check = checks.get(finding.code)
        if check is None or not check.drops or finding.code not in finished:
            continue
        for other in _same_object(finding, check, codes, index, stages):
            if (
                other not in dropped_by
                and _root(position, dropped_by) != other
                and _may_drop(finding, given[other])
            ):
                dropped_by[other] = position
    return _kept(given, dropped_by)


def drop_nested(
    findings: Iterable[ReportedFinding], journey_in: Mapping[tuple[str, str], str]
) -> tuple[ReportedFinding, ...]:
    """Leave out what lies wholly inside a nested journey when that journey reports it itself.

    `journey_in` maps a journey and the step that holds another to the journey held.
    """
    given = tuple(findings)
    own = {(each.code, each.journey, each.element, each.purpose, each.data) for each in given}

    def told_inside(finding: ReportedFinding) -> bool:
        step = _container(finding)
        inner = journey_in.get((finding.journey or "", step)) if step else None
        element = finding.element.replace(f"{step}/", "")
        return inner is not None and (finding.code, inner, element, finding.purpose, finding.data) in own

    return tuple(each for each in given if not told_inside(each))


def drop_nested_unknown(
    unknown: Iterable[ReportedUnknown], journey_in: Mapping[tuple[str, str], str]
) -> tuple[ReportedUnknown, ...]:
    """Leave out what is unknown wholly inside a nested journey when that journey says so itself."""
    given = tuple(unknown)
    own = {(each.code, each.journey, each.element, each.missing) for each in given}

    def told_inside(each: ReportedUnknown) -> bool:
        step, slash, element = each.element.partition("/")
        inner = journey_in.get((each.journey or "", step)) if slash else None
        return inner is not None and (each.code, inner, element, each.missing) in own

    return tuple(each for each in given if not told_inside(each))


def _container(finding: ReportedFinding) -> str:
    """The nested step that holds the element and the whole path, or nothing."""
    names = [finding.element, *(step.element for step in finding.path)]
    ends = [end for name in names for end in name.split(" -> ")]
    steps = {end.partition("/")[0] if "/" in end else "" for end in ends}
    return steps.pop() if len(steps) == 1 else ""


def _may_drop(finding: ReportedFinding, other: ReportedFinding) -> bool:
    if SEVERITIES.index(other.severity) > SEVERITIES.index(finding.severity):
        return False
    pairs = ((getattr(finding, name), getattr(other, name)) for name in ("persona", "purpose", "data"))
    return all(one is None or two is None or one == two for one, two in pairs)


def _same_object(
    finding: ReportedFinding,
    check: Check,
    codes: Iterable[str],
    index: Mapping[Key, list[int]],
    stages: Mapping[tuple[str, str], str],
) -> Iterator[int]:
    for code in codes:
        if code != finding.code and code.startswith(check.drops):
            for how, what in _objects(finding, check, stages):
                yield from index.get((code, finding.journey, how, what), ())


def _objects(
    finding: ReportedFinding, check: Check, stages: Mapping[tuple[str, str], str]
) -> Iterator[tuple[str, str]]:
    """How a finding meets those it replaces: at a place, through what it holds, or over a persona or purpose."""
    if "persona" in (check.drops_on, finding.kind):
        yield "persona", finding.persona or finding.element
    elif "purpose" in (check.drops_on, finding.kind):
        yield "purpose", finding.purpose or finding.element
    else:
        yield "at", finding.element
        stage = stages.get((finding.journey or "", finding.element))
        if stage is not None:
            yield "stage", stage
        if finding.kind not in ("touchpoint", "edge", "stage", "journey"):
            yield "beside", finding.element
        if check.drops_on == "members":
            for member in (finding.element, *(step.element for step in finding.related)):
                yield "at", member
                yield "through", member


def _index(findings: Iterable[ReportedFinding]) -> Mapping[Key, list[int]]:
    index: dict[Key, list[int]] = defaultdict(list)
    for position, finding in enumerate(findings):
        for meeting in sorted(_meetings(finding)):
            for journey in {finding.journey, None}:
                index[(finding.code, journey, *meeting)].append(position)
    return index


def _meetings(finding: ReportedFinding) -> set[tuple[str, str]]:
    met = {("at", finding.element), *(("at", end) for end in finding.element.split(" -> "))}
    met |= {("beside", step.element) for step in finding.related}
    met |= {("through", step.element) for step in finding.path}
    if finding.kind == "stage":
        met.add(("stage", finding.element.removeprefix("stage:")))
    if finding.persona or finding.kind == "persona":
        met.add(("persona", finding.persona or finding.element))
    if finding.purpose or finding.kind == "purpose":
        met.add(("purpose", finding.purpose or finding.element))
    return met


def _root(position: int, dropped_by: Mapping[int, int]) -> int:
    while position in dropped_by:
        position = dropped_by[position]
    return position


def _kept(given: list[ReportedFinding], dropped_by: Mapping[int, int]) -> tuple[ReportedFinding, ...]:
    beside: dict[int, list[Step]] = defaultdict(list)
    for other in sorted(dropped_by):
        beside[_root(other, dropped_by)].append(Step(given[other].element, given[other].place))
    kept = []
    for position, finding in enumerate(given):
        if position in dropped_by:
            continue
        known = {Step(finding.element, finding.place), *finding.related}
        more = [step for step in dict.fromkeys(beside[position]) if step not in known]
        kept.append(replace(finding, related=(*finding.related, *more)) if more else finding)
    return tuple(sorted(kept, key=order))
