"""GOV004: customers pass through too many hands."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Persona, Unknown, check, likely_path, shortest_path
from cxmap_governance.handing import hand_offs, owners_along


@check("GOV004", severity="warning")
def too_many_hand_offs(graph: JourneyGraph, *, max: int = 4) -> Iterator[Finding | Unknown]:
    """The likeliest path to the outcome changes hands more often than it should.

    Every change of owner is a place where the story is told again and promises are forgotten. A persona with one
    contact across the life cycle (`manager`) is held to that person's limit too. Where no share is known, the
    shortest path stands for the likeliest.

    Fix: give neighbouring steps one owner, or name one `manager` for the persona.

    Source: silos create bottlenecks (practitioners' interviews); the limit is ours.

    Options:
        max: how often the path may change hands.

    Passes::

        outcome: d
        owners: {sales: {}, care: {}}
        a: {channel: web, owner: sales}
        b: {channel: web, owner: sales}
        c: {channel: phone, owner: care}
        d: {channel: web, owner: care}

    Fails::

        outcome: f
        owners: {marketing: {}, sales: {}, care: {}, billing: {}}
        a: {channel: web, owner: marketing}
        b: {channel: web, owner: sales}
        c: {channel: web, owner: care}
        d: {channel: web, owner: billing}
        e: {channel: web, owner: sales}
        f: {channel: web, owner: care}
    """
    if not graph.outcome:
        yield Unknown(graph.journey, "outcome")
        return
    likely = likely_path(graph, None, graph.outcome)
    path = likely[0] if likely is not None else shortest_path(graph, None, graph.outcome)
    if path is None:
        return
    changes = hand_offs(graph, path)
    if len(changes) > max:
        owners = " > ".join(_in_turn(graph, path))
        managed = [persona for persona in graph.personas if persona.manager is not None]
        yield Finding(
            graph.journey,
            f"the likeliest path to `{path[-1]}` changes hands {len(changes)} times ({owners}), more than {max}"
            f"{_although(managed)}; give neighbouring steps one owner",
            path=path,
            related=tuple(f"{a} -> {b}" for a, b in changes if graph.edge(a, b)),
        )


def _in_turn(graph: JourneyGraph, path: tuple[str, ...]) -> list[str]:
    named: list[str] = []
    for _, owners in owners_along(graph, path):
        name = "/".join(owners)
        if not named or named[-1] != name:
            named.append(name)
    return named


def _although(managed: list[Persona]) -> str:
    if not managed:
        return ""
    return ", although " + ", ".join(f"{one.title} has `{one.manager}`" for one in managed[:2])
