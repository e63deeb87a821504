"""DAT002: a step needs data that nothing brings it."""

from collections.abc import Iterator

from cxmap import (
    Finding,
    JourneyGraph,
    Touchpoint,
    Unknown,
    check,
    collect_points,
    collected,
    collected_before,
    fed_from,
    find_elsewhere,
    find_providers,
    how_of,
    is_under,
    say_path,
    used,
    way_around,
)


@check("DAT002", severity="error", drops=("DAT004",))
def used_never_collected(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """A step uses data that no path to it collects and no system or source provides.

    Either the map is wrong, or the step will stand there with empty hands. When only some paths lack the data
    the finding is a warning, with the shortest of them; records of what customers did (claims, purchases, trips)
    may be empty on some. Data a system `provides` must reach one of the step's
    systems along feeds; computed data (`how: derived`) is at hand, and so is what another journey of the
    workspace collects.

    Fix: collect it on the way, or write `provides:` on the system that holds it and feed it to the step's.

    Source: the problem is not having the data but being able to harvest it (OpenText, Toward a Customer
    Experience Hub).

    Passes::

        systems: {crm: {provides: [purchase_history]}}
        offer: {channel: email, by: company, system: crm, uses: {offers: [purchase_history]}}

    Fails::

        systems: {crm: {}}
        offer: {channel: email, by: company, system: crm, uses: {offers: [purchase_history]}}
    """
    known = collected_before(graph)
    elsewhere = find_elsewhere(graph).collected
    supplies: dict[str, frozenset[str]] = {}
    for touchpoint in graph.touchpoints:
        if touchpoint.id not in known.may:
            continue
        must, may = known.must[touchpoint.id], known.may[touchpoint.id]
        here = {*collected(touchpoint), *touchpoint.confirms}
        for item in used(touchpoint):
            if item in must or item in here or item in elsewhere or how_of(graph, item) == "derived":
                continue
            sometimes = item in may
            if sometimes and _may_be_empty(graph, item):
                continue
            if item not in supplies:
                supplies[item] = fed_from(graph, find_providers(graph, item), item)
            yield from _judge(graph, touchpoint, item, sometimes, supplies[item])


def _may_be_empty(graph: JourneyGraph, item: str) -> bool:
    """Whether data is a record of what customers did: who did nothing has an empty one, and that is an answer."""
    return how_of(graph, item) == "observed" or is_under(graph.data_key(item), "user.behavior")


def _judge(
    graph: JourneyGraph, touchpoint: Touchpoint, item: str, sometimes: bool, supplied: frozenset[str]
) -> Iterator[Finding | Unknown]:
    if supplied and not touchpoint.system and "system" not in touchpoint.model_fields_set:
        yield Unknown(touchpoint, "system")
        return
    if not supplied.isdisjoint(touchpoint.system):
        return
    around = way_around(graph, collect_points(graph, item), touchpoint.id)
    if around is None:
        return
    which = "a path to it does not collect it" if sometimes else "no path to it collects or imports it"
    yield Finding(
        touchpoint,
        f"`{touchpoint.id}` needs `{item}` and {which}: {say_path(around.path)}; collect it on the way, or write "
        f"`provides: [{item}]` on the system that holds it",
        path=around.path,
        related=tuple(f"system:{name}" for name in find_providers(graph, item)),
        severity="warning" if sometimes else None,
        persona=around.persona,
        data=item,
    )
