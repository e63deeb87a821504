"""Questions about systems: where data lives, where feeds take it, which systems stand alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cxmap.dataflow import collect_points, is_same_data

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph

HUB = "cx-data-hub"


def home_systems(graph: JourneyGraph, item: str) -> tuple[str, ...]:
    """The systems an item comes to live in: those of its collect points, and those that provide it."""
    homes = [name for at in collect_points(graph, item) for name in graph.touchpoint(at).system]
    homes += find_providers(graph, item)
    return tuple(dict.fromkeys(homes))


def find_providers(graph: JourneyGraph, item: str) -> tuple[str, ...]:
    """The systems that hold an item no touchpoint collects, themselves or through a source."""
    provided = [(name, system.provides) for name, system in graph.systems.items()]
    provided += [(s.from_, s.provides) for s in graph.register.sources.values() if s.from_ is not None]
    return tuple(
        dict.fromkeys(
            name for name, items in provided if any(is_same_data(graph, item, other) for other in items)
        )
    )


def fed_from(graph: JourneyGraph, sources: Iterable[str], item: str | None = None) -> frozenset[str]:
    """The systems that get an item (None: anything) from these systems along feeds, these included."""
    queue = [name for name in dict.fromkeys(sources) if name in graph.systems]
    seen = set(queue)
    for name in queue:
        for target, feed in graph.systems[name].feeds.items():
            carries = item is None or not feed.data or any(is_same_data(graph, item, d) for d in feed.data)
            if carries and target not in seen:
                seen.add(target)
                queue.append(target)
    return frozenset(seen)


def feed_islands(graph: JourneyGraph) -> tuple[tuple[str, ...], ...]:
    """Systems connected by feeds in either direction, the main island first, then in the order written.

    The main island holds the data hub; without one it is the largest.
    """
    near: dict[str, set[str]] = {name: set() for name in graph.systems}
    for name, system in graph.systems.items():
        for target in system.feeds:
            if target in near:
                near[name].add(target)
                near[target].add(name)
    islands: list[tuple[str, ...]] = []
    placed: set[str] = set()
    for name in near:
        if name in placed:
            continue
        queue = [name]
        placed.add(name)
        for one in queue:
            fresh = near[one] - placed
            placed |= fresh
            queue += sorted(fresh)
        islands.append(tuple(other for other in near if other in queue))

    def is_main(island: tuple[str, ...]) -> tuple[bool, int]:
        return any(graph.systems[name].app == HUB for name in island), len(island)

    if not islands:
        return ()
    main = max(islands, key=is_main)
    return (main, *(island for island in islands if island is not main))
