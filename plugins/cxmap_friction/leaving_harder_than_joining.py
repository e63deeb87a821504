"""FRI016: getting out is harder than getting in."""

from __future__ import annotations

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Touchpoint, Unknown, Way, check, effort_at, fewest, is_live, say_path
from cxmap_friction.stages import find_stages

LIVE = ("live-voice", "live-text")


@check("FRI016", severity="warning")
def leaving_harder_than_joining(graph: JourneyGraph, *, ratio: float = 1.0) -> Iterator[Finding | Unknown]:
    """Leaving takes more effort than joining, or a call where joining took a click.

    Who cannot leave easily warns others not to join, and regulators take the side of those who want out.
    Compared are the effort of the easiest path from an entry to a purchase and that of the easiest way from
    where customers are served (the first step of the retention stage, else of one that repeats, else what
    follows the purchase) to an exit they can start themselves. Leaving that needs somebody on the line, where joining was all on screen,
    counts as harder whatever the points say. An exit the company starts, such as a contract left to run out,
    asks nothing of the customer. A map with a purchase and no exit at all is unknown: say how customers leave.

    Fix: offer the exit where customers joined, `cancel: {channel: web, type: exit}`.

    Source: Directive (EU) 2023/2673, withdrawal function for online contracts from 19 June 2026; ROSCA, 15
    USC 8403(3); Cal. Bus. & Prof. Code 17602; Digital Services Act Art. 25(3)(c) (online platforms). Not legal
    advice.

    Options:
        ratio: how many times the effort of joining leaving may take.

    Passes::

        join: {channel: web, type: purchase}
        cancel: {channel: web, type: exit}

    Fails::

        join: {channel: web, type: purchase}
        cancel: {channel: phone, type: exit, sla: 30m}
    """
    buying = [t for t in graph.on_path if graph.acts_like(t, "purchase")]
    exits = [t for t in graph.touchpoints if graph.acts_like(t, "exit")]
    own = [t.id for t in exits if t.by == "customer"]
    joining = fewest(graph, "effort", None, [t.id for t in buying])
    if joining is None:
        return
    if not exits:
        yield Unknown(graph.journey, "type: exit")
    starts = _served(graph, buying)
    if not own or not starts:
        return
    leaving = min(
        (way for start in starts if (way := _way_out(graph, start, own))), key=_effort, default=None
    )
    if leaving is None:
        yield Finding(
            own[0],
            f"no path leads from where customers are served (`{starts[0]}`) to `{own[0]}`; lead there, so that "
            f"they can leave as easily as they joined",
            related=(starts[0],),
        )
        return
    yield from _compare(graph, joining, leaving, own, ratio)


def _served(graph: JourneyGraph, buying: list[Touchpoint]) -> list[str]:
    """Where customers are once they have joined."""
    repeated = (stage for stage in graph.stages if stage.repeats)
    for stage in (*find_stages(graph, "retention"), *repeated):
        members = graph.members(stage.id)
        if members:
            return [members[0].id]
    return list(dict.fromkeys(edge.to for one in buying for edge in graph.edges_from(one.id)))


def _effort(way: Way) -> float:
    return way.number


def _way_out(graph: JourneyGraph, start: str, exits: list[str]) -> Way | None:
    """The easiest way to an exit from a step where customers stand already, which therefore costs nothing."""
    if start in exits:
        return Way((start,), effort_at(graph, start).points)
    first = [edge.to for edge in graph.edges_from(start)]
    first += [one for one in exits if graph.is_anytime(one) and start in graph.open_from(one)]
    way = fewest(graph, "effort", first, exits)
    return None if way is None else Way((start, *way.path), way.number)


def _compare(
    graph: JourneyGraph, joining: Way, leaving: Way, exits: list[str], ratio: float
) -> Iterator[Finding]:
    out = leaving.number
    called = _needs_call(graph, leaving.path[0], exits) and not any(
        _is_call(graph, step) for step in joining.path
    )
    if not called and out <= ratio * joining.number:
        return
    if called:
        message = (
            f"leaving needs a live contact ({say_path(leaving.path)}), joining is done on screen; offer an exit on "
            f"{_where_joined(graph, joining)}, such as `{{channel: {_where_joined(graph, joining)}, type: exit}}`"
        )
    else:
        message = (
            f"leaving costs {round(out, 1):g} effort points ({say_path(leaving.path)}), joining "
            f"{round(joining.number, 1):g}; take a step or a question out of the way to `{leaving.path[-1]}`"
        )
    yield Finding(leaving.path[-1], message, path=leaving.path, related=(joining.path[-1],))


def _where_joined(graph: JourneyGraph, joining: Way) -> str:
    return next(iter(graph.touchpoint(joining.path[-1]).channel), "web")


def _is_call(graph: JourneyGraph, step: str) -> bool:
    """Whether this step can only be taken with somebody on the line."""
    touchpoint = graph.touchpoint(step)
    return is_live(graph, touchpoint) and all(graph.family(channel) in LIVE for channel in touchpoint.channel)


def _needs_call(graph: JourneyGraph, start: str, exits: list[str]) -> bool:
    """Whether nobody gets from here to an exit without somebody on the line."""
    calls = [t.id for t in graph.touchpoints if _is_call(graph, t.id) and (t.id != start or start in exits)]
    return fewest(graph, "steps", [start], exits, avoiding=calls) is None
