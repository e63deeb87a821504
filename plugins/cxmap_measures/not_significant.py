"""MET010: a claim the sample cannot carry."""

from collections.abc import Iterator

from cxmap import Attainment, Estimate, Finding, JourneyGraph, Unknown, check, from_value, judge
from cxmap_measures.kinds import Kind, Valued, kind_of, observed, places, shown_value, used_metrics


@check("MET010", severity="warning")
def not_significant(graph: JourneyGraph, *, min_n: int = 30) -> Iterator[Finding | Unknown]:
    """A metric is claimed met or improved, or is to be judged, on a sample that cannot tell.

    With few answers a number moves by chance more than by anything the team does. Celebrating such a move costs
    trust when it goes back.

    Fix: ask more people, or take the claim back; the message says how many would do.

    Source: variance of the Net Promoter Score and Rocks, The American Statistician, 2016; Wilson intervals for
    shares; 95% confidence.

    Options:
        min_n: how many answers a value needs at least.

    Passes::

        metrics: {retention: {baseline: 80%, target: 83%, now: 83%, n: 4100}}
        renew: {channel: web, metrics: [retention]}

    Fails::

        metrics: {retention: {baseline: 80%, target: 83%, now: 83%, n: 200}}
        renew: {channel: web, metrics: [retention]}
    """
    for name in used_metrics(graph):
        metric, kind = graph.metrics[name], kind_of(graph, name)
        yield from _judge(f"metric:{name}", kind, metric, metric, min_n)
        yield from _measured(graph, f"metric:{name}", graph.id, kind, metric, metric)
        for place, other, here in places(graph):
            if other == name and here.now is not None:
                yield from _judge(place, kind, here, metric, min_n)
            if other == name:
                yield from _measured(graph, place, place.id, kind, here, metric)


def _measured(
    graph: JourneyGraph, element: object, at: str, kind: Kind, here: Valued, metric: Valued
) -> Iterator[Finding | Unknown]:
    """A claim that a target is met, against what was measured at the same place."""
    target = here.target or metric.target
    if here.status != "met" or target is None:
        return
    for one in observed(graph, kind.id, at):
        if one.value is None or one.low is None or one.high is None:
            continue
        sample = Estimate(one.value.number, one.low.number, one.high.number, int(one.n or 0))
        verdict = judge(sample, target.number, "lower" if kind.better == "lower" else "higher")
        if kind.better in ("higher", "lower") and verdict.state == "missed":
            yield Finding(
                element,
                f"`{kind.id}` was measured at {one.value} ({one.low} .. {one.high}) and misses its target {target} "
                "for sure; take `status: met` back",
            )
        elif kind.better in ("higher", "lower") and verdict.state == "not yet knowable":
            yield Unknown(element, _needed(verdict))


def _needed(verdict: Attainment) -> str:
    many = f"about {verdict.settles} answers" if verdict.settles else "a clearer difference"
    return f"{many} to tell whether the target is met"


def _judge(
    element: object, kind: Kind, here: Valued, metric: Valued, min_n: int
) -> Iterator[Finding | Unknown]:
    if here.now is None or not kind.spread:
        return
    if here.n is None:
        yield Unknown(element, "n")
        return
    now, n = here.now, int(here.n)
    target = here.target or metric.target
    if n < min_n:
        yield Finding(
            element, f"`{kind.id}` = {now} rests on {n} answers; {min_n} are needed, ask more people"
        )
        return
    widest, narrowest = (
        from_value(now.number, n, spread=kind.spread, low=kind.low, high=kind.high, widest=wide)
        for wide in (True, False)
    )
    if widest.low is None:
        yield Unknown(element, "scale")
        return
    baseline = here.baseline.number if here.baseline is not None else None
    goal = target.number if target is not None else None
    said = [_problem(kind, now.unit, one, baseline, goal, here.status) for one in (widest, narrowest)]
    if said[1] is not None:
        yield Finding(element, said[1])
    elif said[0] is not None:
        yield Unknown(element, "the counts behind `now` (commit what `cxmap measure` writes)")
    elif here.status == "met" and goal is not None and kind.better in ("higher", "lower"):
        verdict = judge(widest, goal, "higher" if kind.better == "higher" else "lower")
        if verdict.state == "not yet knowable":
            yield Unknown(element, _needed(verdict))


def _problem(
    kind: Kind, unit: str, sample: Estimate, baseline: float | None, target: float | None, status: str | None
) -> str | None:
    """What this sample cannot tell apart; None when it can."""
    if sample.low is None or sample.high is None or sample.value is None:
        return None
    ends = f"{shown_value(sample.low, unit)} .. {shown_value(sample.high, unit)}"
    shown = f"`{kind.id}` = {shown_value(sample.value, unit)} (95% interval {ends}, n = {sample.n})"
    if status in ("met", "improved") and baseline is not None and sample.low <= baseline <= sample.high:
        return f"{shown} cannot be told apart from its baseline {shown_value(baseline, unit)}; take `status:` back or ask more people"
    if status == "met" and target is not None and kind.better in ("higher", "lower"):
        verdict = judge(sample, target, "higher" if kind.better == "higher" else "lower")
        if verdict.state == "missed":
            return f"{shown} misses its target {shown_value(target, unit)} for sure; take `status: met` back"
    if baseline is None or target is None or baseline == target:
        return None
    reach, distance = (sample.high - sample.low) / 2, abs(target - baseline)
    if reach <= distance:
        return None
    needed = round(sample.n * (reach / distance) ** 2)
    return f"{shown} is too coarse to tell {shown_value(target, unit)} from {shown_value(baseline, unit)}; ask about {needed} people"
