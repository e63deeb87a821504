"""STR002: a touchpoint on the map that no customer can get to."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check, reachable

PATH_RULES = (
    "STR003", "STR012", "STR013", "FRI001", "FRI002", "FRI007", "FRI008", "FRI011", "FRI012", "FRI013", "FRI014",
    "FRI016", "FRI018", "CON001", "CON002", "CON006", "CON007", "CON008", "EMO004", "DAT004",
)  # fmt: skip


@check("STR002", severity="error", drops=PATH_RULES)
def unreachable_touchpoint(graph: JourneyGraph) -> Iterator[Finding]:
    """A touchpoint is drawn, but no path from an entry leads to it.

    A step nobody can walk to is a mistake of the map: either a way is missing, or the step is history. Anytime
    touchpoints are within everybody's reach and are never found here. What is unreachable is not judged by
    other rules of paths.

    Fix: lead to it with `next:`, mark it `entry: true`, or delete it.

    Source: every available touchpoint should belong to one coherent experience (practitioners' interviews).

    Passes::

        quote: {channel: web, next: [leaflet, buy]}
        leaflet: {channel: post}
        buy: {channel: web, next: end}

    Fails::

        quote: {channel: web, entry: true, next: buy}
        leaflet: {channel: post}
        buy: {channel: web, next: end}
    """
    if not graph.entries:
        return
    walked = reachable(graph)
    entries = ", ".join(f"`{entry}`" for entry in graph.entries)
    for touchpoint in graph.on_path:
        if touchpoint.id not in walked:
            yield Finding(
                touchpoint,
                f"nobody can get to `{touchpoint.id}` from {entries}; lead to it with `next:`, or mark it `entry: true`",
                related=graph.entries[:3],
            )
