"""GOV014: those who cause a pain never see what customers say."""

from collections.abc import Iterator

import networkx as nx

from cxmap import Finding, JourneyGraph, Unknown, check

CAUSES = frozenset({"product", "process", "policy", "marketing"})


@check("GOV014", severity="info")
def insight_not_shared(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """A unit owns pains that a source of feedback tells of, and never gets to see that source.

    What customers say stays with those who listen, mostly at the front line; those who could mend the product,
    the process or the policy are not told. A unit sees a source when it reads it, or when the data flows into a
    system it runs.

    Fix: add the unit or one of its teams to `readers:` of the source, or feed a system of theirs.

    Source: stream relevant data to each part of the organisation (practitioner's article on journey paradigms).

    Passes::

        owners: {care: {unit: care}, engineering: {unit: product}}
        systems: {telephony: {app: telephony, unit: care}}
        sources: {call_log: {from: telephony, readers: [care, engineering]}}
        call: {channel: phone, owner: care, pains: [{cause: product, owner: engineering}]}

    Fails::

        owners: {care: {unit: care}, engineering: {unit: product}}
        systems: {telephony: {app: telephony, unit: care}}
        sources: {call_log: {from: telephony, readers: [care]}}
        call: {channel: phone, owner: care, pains: [{cause: product, owner: engineering}]}
    """
    owning: dict[str, str] = {}
    for touchpoint in graph.touchpoints:
        for pain in touchpoint.pains:
            owner = pain.owner or (touchpoint.owner[0] if touchpoint.owner else None)
            if pain.cause not in CAUSES or owner is None:
                continue
            unit = graph.unit_of(owner)
            if unit is None:
                yield Unknown(f"owner:{owner}", "unit")
            else:
                owning.setdefault(unit, touchpoint.id)
    for source in graph.register.sources.values():
        seen = _units_that_see(graph, source.id)
        blind = [unit for unit in owning if unit not in seen]
        if seen and blind:
            names = ", ".join(f"`{unit}`" for unit in blind)
            yield Finding(
                f"source:{source.id}",
                f"{names} {'own pains and never see' if len(blind) > 1 else 'owns pains and never sees'} `{source.id}`; "
                f"add them to its `readers:`",
                related=tuple(owning[unit] for unit in blind),
            )


def _units_that_see(graph: JourneyGraph, name: str) -> frozenset[str]:
    """The units that read a source, or run a system its data flows into; informed stakeholders count too."""
    source = graph.register.sources[name]
    units = {graph.unit_of(reader) or reader for reader in source.readers}
    units |= {one.unit for one in graph.register.stakeholders.values() if name in one.informed and one.unit}
    feeds: nx.DiGraph[str] = nx.DiGraph()
    for system in graph.systems.values():
        feeds.add_node(system.id)
        feeds.add_edges_from((system.id, target) for target in system.feeds)
    if source.from_ in feeds:
        reached = {source.from_, *nx.descendants(feeds, source.from_)}
        units |= {unit for one in reached if one and (unit := graph.systems[one].unit) is not None}
    return frozenset(units)
