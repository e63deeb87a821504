"""CON004: taking consent back costs more effort than giving it."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Touchpoint, Unknown, best_path, check, effort_at, reachable
from cxmap_consent.purposes import asking, consent_purposes, using, withdrawing

SWITCH = 2.0  # effort points of `effort_path` for another channel
OWN_FAMILIES = frozenset({"digital-self", "live-voice", "live-text"})
"""Families on which the customer acts; a one-way message only arrives."""


@check("CON004", severity="error")
def withdrawing_harder_than_consenting(
    graph: JourneyGraph, *, ratio: float = 1.0, slack: float = 1.0
) -> Iterator[Finding | Unknown]:
    """Taking consent back is harder than giving it: more effort, or another kind of channel.

    A tick in an app that only a letter can undo is the pattern regulators name first. Giving costs the effort
    of the touchpoint that asks; taking back costs the effort of the way from a use to the nearest touchpoint
    that withdraws, and of that touchpoint. Effort is the metric `effort_path`. Moving between two channels of
    one family (web and app) is no switch, and from a one-way message customers go wherever they like.

    Fix: let customers withdraw on the kind of channel on which they were asked, in as few steps.

    Source: GDPR Art. 7(3), last sentence: it shall be as easy to withdraw as to give consent. Not legal
    advice.

    Options:
        ratio: how many times the effort of giving taking back may cost.
        slack: effort points by which it may be dearer all the same.

    Passes::

        purposes: {driving: {is: personalize.system, basis: consent}}
        signup: {channel: app, consent: {asks: driving}}
        anytime: {settings: {channel: app, consent: {withdraws: driving}}}

    Fails::

        purposes: {driving: {is: personalize.system, basis: consent}}
        signup: {channel: app, consent: {asks: driving}}
        anytime: {letter: {channel: post, consent: {withdraws: driving}}}
    """
    for purpose in consent_purposes(graph):
        exits = [graph.touchpoint(name) for name in withdrawing(graph, purpose)]
        for name in asking(graph, purpose) if exits else ():
            ask = graph.touchpoint(name)
            unsaid = [one for one in (ask, *exits) if not one.channel]
            if unsaid:
                yield from (Unknown(one, "channel") for one in unsaid)
                continue
            found = _harder(graph, ask, purpose, exits, ratio, slack)
            if found is not None:
                yield found


def _harder(
    graph: JourneyGraph, ask: Touchpoint, purpose: str, exits: list[Touchpoint], ratio: float, slack: float
) -> Finding | None:
    give = effort_at(graph, ask.id).points
    later = reachable(graph, [ask.id])
    starts = [one for one in using(graph, purpose) if one in later] or [ask.id]
    costs = {start: _taking_back(graph, start, exits) for start in starts}
    known = {start: cost for start, cost in costs.items() if cost is not None}
    if not known:
        return None
    start = max(known, key=lambda one: known[one][0])
    take, path = known[start]
    same_family = any(_families(graph, ask) & _families(graph, one) for one in exits)
    if take <= ratio * give + slack and (same_family or not _families(graph, ask)):
        return None
    exit_ = graph.touchpoint(path[-1])
    return Finding(
        ask,
        f"giving `{purpose}` takes {give:g} effort on {_on(ask)}, taking it back {take:g} on {_on(exit_)}; "
        f"let it be withdrawn on {_on(ask)} as well, in as few steps",
        path=path,
        related=tuple(one.id for one in exits if one.id not in path),
        purpose=purpose,
    )


def _taking_back(
    graph: JourneyGraph, start: str, exits: list[Touchpoint]
) -> tuple[float, tuple[str, ...]] | None:
    """The least effort of getting from a use to a withdrawal and through it, and the way."""
    ways: list[tuple[float, tuple[str, ...]]] = []
    here = graph.touchpoint(start)
    for exit_ in exits:
        if exit_.id == start:
            ways.append((effort_at(graph, exit_.id).points, (start,)))
        elif graph.is_anytime(exit_.id):
            if not graph.is_anytime(start) and start not in graph.open_from(exit_.id):
                continue
            ways.append((_switch(graph, here, exit_) + effort_at(graph, exit_.id).points, (start, exit_.id)))
        else:
            found = best_path(
                graph,
                [start],
                [exit_.id],
                step_cost=lambda step: 0.0 if step == start else effort_at(graph, step).points,
                edge_cost=lambda a, b: _switch(graph, graph.touchpoint(a), graph.touchpoint(b)),
            )
            if found is not None:
                ways.append((found[1], found[0]))
    return min(ways, default=None)


def _switch(graph: JourneyGraph, here: Touchpoint, then: Touchpoint) -> float:
    ours, theirs = _families(graph, here) & OWN_FAMILIES, _families(graph, then)
    return SWITCH if ours and theirs and not ours & theirs else 0.0


def _families(graph: JourneyGraph, touchpoint: Touchpoint) -> set[str]:
    """The families of a touchpoint's channels; empty where the customer does nothing."""
    return {family for channel in touchpoint.channel if (family := graph.family(channel)) is not None}


def _on(touchpoint: Touchpoint) -> str:
    return " or ".join(touchpoint.channel)
