"""FRI007: customers can be sent round in circles."""

from __future__ import annotations

from collections.abc import Iterator

from cxmap import Edge, Finding, JourneyGraph, check, find_loops, say_path, shortest_loop


@check("FRI007", severity="warning")
def unbounded_loop(graph: JourneyGraph, *, max_rounds: float = 1.5) -> Iterator[Finding]:
    """Customers can go round a loop any number of times.

    Rework that nothing bounds is how broken processes look from outside: upload, wait, rejected, upload
    again. A loop is bounded when a way in it says how often it may be taken (`max_times`) or on what
    condition (`when`). Where all shares on it are declared, a loop that customers go round no more often than
    `max_rounds` on average is left alone. Loops that lie wholly in stages with `repeats: true` are the
    business itself, and a single step that repeats is no loop.

    Fix: bound it, `{share: 10%, max_times: 1}`, and lead to a human after that.

    Source: broken processes behind 40 to 60% of dissatisfaction (TARP; not verified).

    Options:
        max_rounds: how many further rounds are acceptable on average, where shares are declared.

    Passes::

        upload: {channel: web, entry: true, next: check}
        check: {channel: email, by: company, next: {upload: {share: 10%, max_times: 1}, done: 88%, agent: 2%}}
        done: {channel: web, next: end}
        agent: {channel: phone, next: end}

    Fails::

        upload: {channel: web, entry: true, next: check}
        check: {channel: email, by: company, next: [upload, done]}
        done: {channel: web, next: end}
    """
    for loop in find_loops(graph):
        members = frozenset(loop)
        inside = [edge for step in loop for edge in graph.edges_from(step) if edge.to in members]
        if len(loop) < 2 or _is_bounded(inside) or _is_business(graph, loop):
            continue
        rounds = _rounds(graph, loop, inside)
        if rounds is not None and rounds <= max_rounds:
            continue
        path = _shortest(graph, loop)
        expected = "nobody says how often" if rounds is None else f"on average {rounds:.1f} times more"
        yield Finding(
            loop[0],
            f"customers can go round {say_path(path)} any number of times ({expected}); write `max_times:` or "
            f"`when:` on a way of the loop",
            path=path,
        )


_MOST_TURNS, _NOBODY = 4000, 1e-9


def _is_bounded(inside: list[Edge]) -> bool:
    return any(edge.transition.max_times is not None or edge.transition.when is not None for edge in inside)


def _is_business(graph: JourneyGraph, loop: tuple[str, ...]) -> bool:
    return all((stage := graph.stage_of(step)) is not None and stage.repeats for step in loop)


def _rounds(graph: JourneyGraph, loop: tuple[str, ...], inside: list[Edge]) -> float | None:
    """How many further visits the busiest step of the loop gets; None when a share on it is not declared."""
    if any(edge.assumed or edge.share is None for edge in inside):
        return None
    return max(_further_visits(step, inside) for step in loop[:4])  # the first few are as good as all


def _further_visits(start: str, inside: list[Edge]) -> float:
    """How often somebody at a step comes back to it: who leaves the loop never does, so its own ways are enough."""
    standing, total = {start: 1.0}, 0.0
    for _ in range(_MOST_TURNS):
        onward: dict[str, float] = {}
        for edge in inside:
            if edge.from_ in standing and edge.share:
                onward[edge.to] = onward.get(edge.to, 0.0) + standing[edge.from_] * edge.share
        standing = {step: mass for step, mass in onward.items() if mass > _NOBODY}
        total += standing.get(start, 0.0)
        if not standing:
            return total
    return float("inf")


def _shortest(graph: JourneyGraph, loop: tuple[str, ...]) -> tuple[str, ...]:
    rounds = [path for step in loop[:25] if (path := shortest_loop(graph, step)) is not None]
    return min(rounds, key=len)
