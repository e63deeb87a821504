"""DAT004: data a step uses lives in a system that no feed connects with the step's."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Unknown, check, collected, fed_from, home_systems, used


@check("DAT004", severity="warning")
def data_out_of_reach(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """A step uses data that lives elsewhere, and no feed brings it into any of the step's systems.

    The company has the data, but not here: agents promise to call back, and customers tell it all again. Data
    lives in the systems of the touchpoints that collect it and in those that provide it; feeds are followed
    in the direction they flow, and only with the items they carry.

    Fix: feed the home of the data into one of the step's systems, directly or through a hub.

    Source: lack of interoperability results in data being trapped (CX Network, Destructive data mistakes in
    customer experience); agents must have real-time access to relevant customer and product data (OpenText,
    Toward a Customer Experience Hub).

    Passes::

        systems: {claimdesk: {feeds: hub}, hub: {}}
        claim: {channel: web, system: claimdesk, collects: {claim: [claims]}}
        score: {channel: backstage, system: hub, uses: {risk: [claims]}}

    Fails::

        systems: {claimdesk: {}, hub: {}}
        claim: {channel: web, system: claimdesk, collects: {claim: [claims]}}
        score: {channel: backstage, system: hub, uses: {risk: [claims]}}
    """
    lives: dict[str, tuple[str, ...]] = {}
    reached: dict[str, frozenset[str]] = {}
    for touchpoint in graph.touchpoints:
        for item in used(touchpoint):
            if item not in lives:
                lives[item] = home_systems(graph, item)
                reached[item] = fed_from(graph, lives[item], item)
            homes = lives[item]
            if not homes or item in collected(touchpoint):
                continue
            if not touchpoint.system:
                if "system" not in touchpoint.model_fields_set and "own" not in touchpoint.channel:
                    yield Unknown(touchpoint, "system")
                continue
            if reached[item].isdisjoint(touchpoint.system):
                yield Finding(
                    touchpoint,
                    f"`{touchpoint.id}` on {_names(touchpoint.system)} uses `{item}`, which lives in "
                    f"{_names(homes)}, and no feed connects them; write `feeds:` on `{homes[0]}`",
                    related=tuple(f"system:{name}" for name in homes),
                    data=item,
                )


def _names(systems: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in systems)
