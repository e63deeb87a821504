"""STR013: a touchpoint for nobody."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check, reachable


@check("STR013", severity="info")
def persona_unused_touchpoint(graph: JourneyGraph) -> Iterator[Finding]:
    """No declared persona can walk to a touchpoint.

    It costs money and hides risk, or a kind of customer is missing from the map. Whether the persona then gets to
    the outcome is another rule's question: the way out must be walkable too.

    Fix: add the persona who uses it, open the way to it, or take it away.

    Source: look at segments and details of channels (a standard question of journey mapping).

    Passes::

        personas: {fay: {channels: [app]}, broker: {channels: [fax, email]}}
        start: {channel: [app, fax], next: [app_form, fax_form]}
        app_form: {channel: app, next: end}
        fax_form: {channel: fax, next: end}

    Fails::

        personas: {fay: {channels: [app]}}
        start: {channel: app, next: [app_form, fax_form]}
        app_form: {channel: app, next: end}
        fax_form: {channel: fax, next: end}
    """
    if not graph.personas:
        return
    anybody = reachable(graph)
    somebody = frozenset().union(*(reachable(graph, persona=persona.id) for persona in graph.personas))
    for touchpoint in graph.on_path:
        if touchpoint.id not in anybody or touchpoint.id in somebody:
            continue
        channels = ", ".join(touchpoint.channel)
        yield Finding(
            touchpoint,
            f"no persona can get to `{touchpoint.id}` ({channels or 'no channel said'}); "
            f"add the persona who uses it, or take it away",
        )
