"""GOV005: the story is lost when customers change hands."""

from collections.abc import Iterator

import networkx as nx

from cxmap import Finding, JourneyGraph, Unknown, check
from cxmap_governance.handing import handing_over


@check("GOV005", severity="warning")
def hand_off_loses_context(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """One owner hands customers over to another whose systems know nothing of what happened.

    The customer has to tell the story again. Context travels when both steps run on one system, when one's system
    feeds the other's, or when the way says what it `carries`. A step whose system is not said is unknown;
    `system: []` says that it has none.

    Fix: feed the one system from the other, write `carries:` on the way, or let both run on one system.

    Source: information should travel with the customer (practitioners' interviews); moving between channels with
    context (unified communications articles).

    Passes::

        owners: {sales: {}, claims: {}}
        systems: {crm: {feeds: desk}, desk: {}}
        quote: {channel: web, owner: sales, system: crm}
        report: {channel: phone, owner: claims, system: desk}

    Fails::

        owners: {sales: {}, claims: {}}
        systems: {crm: {}, desk: {}}
        quote: {channel: web, owner: sales, system: crm}
        report: {channel: phone, owner: claims, system: desk}
    """
    feeds = _feeds(graph)
    for source, target, way in handing_over(graph):
        if any(edge is not None and edge.transition.carries for edge in map(graph.edge, way, way[1:])):
            continue
        here, there = graph.touchpoint(source), graph.touchpoint(target)
        unsaid = [one for one in (here, there) if not one.system and "system" not in one.model_fields_set]
        if unsaid:
            yield from (Unknown(one, "system") for one in unsaid)
            continue
        if any(
            a == b or (a in feeds and b in feeds and nx.has_path(feeds, a, b))
            for a in here.system
            for b in there.system
        ):
            continue
        ours, theirs = ", ".join(here.system) or "nothing", ", ".join(there.system) or "nothing"
        yield Finding(
            f"{source} -> {target}" if len(way) == 2 else there,
            f"`{here.owner[0]}` hands over to `{there.owner[0]}` and what is known in {ours} never gets to {theirs}; "
            f"feed one from the other, or write `carries:` on the way",
            path=way,
            related=tuple(f"system:{system}" for system in (*here.system, *there.system)),
        )


def _feeds(graph: JourneyGraph) -> "nx.DiGraph[str]":
    feeds: nx.DiGraph[str] = nx.DiGraph()
    for system in graph.systems.values():
        feeds.add_node(system.id)
        feeds.add_edges_from((system.id, target) for target in system.feeds)
    return feeds
