"""ACC003: help here, and none on the next page."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Touchpoint, check


@check("ACC003", severity="warning")
def help_moves_around(graph: JourneyGraph) -> Iterator[Finding]:
    """Within one stage, help is offered on some pages and not on others.

    People who need help look for it where they last saw it. Help is what `help:` names, or an anytime touchpoint
    with people that shares the page's channel or names it in `linked_from`.

    Fix: offer the same help on every page of the stage, best by an anytime touchpoint with `linked_from: [web, app]`.

    Source: WCAG 2.2 SC 3.2.6 Consistent Help, Level A, asks that repeated help keeps its place; that it should be on
    every page of a stage is ours.

    Passes::

        one: {channel: web, help: chat}
        two: {channel: web, help: chat}

    Fails::

        one: {channel: web, help: chat}
        two: {channel: web}
    """
    for stage in graph.stages:
        pages = [
            one
            for one in graph.members(stage.id)
            if any(graph.family(channel) == "digital-self" for channel in one.channel)
        ]
        with_help = [page for page in pages if _has_help(graph, page)]
        without = [page for page in pages if page not in with_help]
        if with_help and without:
            names = ", ".join(f"`{page.id}`" for page in without[:4])
            yield Finding(
                without[0],
                f"in `{stage.id}` help is offered on `{with_help[0].id}` and not on {names}; offer the same on every page",
                related=tuple(page.id for page in with_help),
            )


def _has_help(graph: JourneyGraph, page: Touchpoint) -> bool:
    if page.help:
        return True
    return any(
        graph.acts_like(one, "human") and (set(one.channel) | set(one.linked_from)) & {*page.channel, page.id}
        for one in graph.anytime
    )
