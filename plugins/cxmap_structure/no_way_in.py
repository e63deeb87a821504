"""STR001: a journey nobody can begin."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check


@check("STR001", severity="error")
def no_way_in(graph: JourneyGraph) -> Iterator[Finding]:
    """A journey has no entry: something leads to every touchpoint, so nobody can begin.

    Everything else that can be said of a journey is said from its entries. Several are normal, since customers
    come in at many points; none means that the path is one big circle.

    Fix: write `entry: true` on each touchpoint where customers come in.

    Source: customers enter the funnel at several touchpoints (practitioners' interviews on journey mapping).

    Passes::

        browse: {channel: web, entry: true, next: cart}
        cart: {channel: web, next: {browse: 40%, end: 60%}}

    Fails::

        browse: {channel: web, next: cart}
        cart: {channel: web, next: browse}
    """
    if not graph.entries and graph.on_path:
        first = graph.on_path[0]
        yield Finding(
            graph.journey,
            f"`{graph.id}` has no way in, because something leads to every touchpoint; "
            f"write `entry: true` where customers come in, perhaps on `{first.id}`",
        )
