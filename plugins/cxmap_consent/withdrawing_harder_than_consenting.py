"""CON004: taking consent back costs more effort than giving it."""

from collections.abc import Iterator, Mapping

from cxmap import (
    Finding,
    JourneyGraph,
    Unknown,
    asking,
    check,
    consent_purposes,
    effort_at,
    shortest_path,
    using,
    withdrawing,
)
from cxmap_consent.way_out import WayOut, at_most, families, ways_out


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
    known: dict[tuple[str, ...], Mapping[str, WayOut]] = {}
    for purpose in consent_purposes(graph):
        exits = withdrawing(graph, purpose)
        asks = asking(graph, purpose) if exits else ()
        unsaid = [name for name in dict.fromkeys((*asks, *exits)) if not graph.touchpoint(name).channel]
        if asks and unsaid:
            yield from (Unknown(name, "channel") for name in unsaid)
            continue
        alike: dict[tuple[float, frozenset[str]], list[str]] = {}
        for ask in asks:
            kind = effort_at(graph, ask).points, families(graph, graph.touchpoint(ask))
            alike.setdefault(kind, []).append(ask)
        dearest = at_most(graph, using(graph, purpose) or asks, exits) if asks else 0.0
        for (give, channels), group in alike.items():
            same_kind = not channels or any(channels & families(graph, graph.touchpoint(e)) for e in exits)
            limit = ratio * give + slack if same_kind else -1.0
            if dearest > limit:
                if exits not in known:
                    known[exits] = ways_out(graph, exits)
                found = _harder(graph, purpose, group, known[exits], limit)
                if found is not None:
                    yield found


def _harder(
    graph: JourneyGraph,
    purpose: str,
    asks: list[str],
    ways: Mapping[str, WayOut],
    limit: float,
) -> Finding | None:
    """The nearest use these questions lead to from which taking back is dearer than the limit."""
    far = [use for use in using(graph, purpose) or asks if use in ways and ways[use].effort > limit]
    path = shortest_path(graph, asks, far) if far else None
    if path is None:
        return None
    ask, take = path[0], ways[path[-1]]
    give = effort_at(graph, ask).points
    here, there = (" or ".join(graph.touchpoint(name).channel) for name in (ask, take.path[-1]))
    return Finding(
        ask,
        f"giving `{purpose}` takes {give:g} effort on {here}, taking it back {take.effort:g} on {there}; "
        + _mend(here, there),
        path=take.path,
        related=tuple(other for other in asks if other != ask),
        purpose=purpose,
    )


def _mend(here: str, there: str) -> str:
    return "make it as short as that" if here == there else f"let it be withdrawn on {here} as well"
