"""From tallies per group to cells: every journey, stage and touchpoint, and each of them by persona and the like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cxmap import JourneyGraph, Request, Tally
from cxmap_tabular.counting import Dimension, Group
from cxmap_tabular.declared import Definition


@dataclass(frozen=True)
class Cell:
    """One number to be: which metric, where, of whom and when, and the counts it rests on."""

    definition: Definition
    journey: str | None
    at: str | None
    kind: str
    by: Mapping[str, str]
    period: str | None
    tally: Tally


def cells(
    request: Request, definition: Definition, tallies: Mapping[Group, Tally], dimensions: Sequence[Dimension]
) -> Iterator[Cell]:
    """Every cell of a metric that has rows, from the journey down."""
    names = [one.meaning for one in dimensions]
    period = next((index for index, one in enumerate(dimensions) if one.period), None)
    places = [
        index for index, name in enumerate(names) if name in ("touchpoint", "stage") and index != period
    ]
    others = [index for index in range(len(names)) if index not in places and index != period]
    wanted = [
        None,
        *(
            index
            for index in others
            if names[index] == "persona" or names[index] in definition.by or len(others) == 1
        ),
    ]
    for spot, groups in _spots(request, definition, tallies, places, names):
        for index in dict.fromkeys(wanted):
            yield from _by(definition, spot, groups, index, names, period)


@dataclass(frozen=True)
class Spot:
    """A place in a journey."""

    journey: str | None
    at: str | None
    kind: str


def _spots(
    request: Request,
    definition: Definition,
    tallies: Mapping[Group, Tally],
    places: Sequence[int],
    names: Sequence[str],
) -> Iterator[tuple[Spot, list[tuple[Group, Tally]]]]:
    graphs = list(request.workspace.graphs)
    if not places:
        for graph in journeys_of(definition, graphs):
            yield Spot(graph.id, graph.id, "journey"), list(tallies.items())
        return
    index, kind = places[0], names[places[0]]
    for graph in graphs:
        of_place: dict[str, list[tuple[Group, Tally]]] = {}
        for group, tally in tallies.items():
            place = _place_in(graph, group[index], kind)
            if place is not None:
                of_place.setdefault(place, []).append((group, tally))
        yield from _levels(graph, definition, kind, of_place)


def _levels(
    graph: JourneyGraph, definition: Definition, kind: str, of_place: Mapping[str, list[tuple[Group, Tally]]]
) -> Iterator[tuple[Spot, list[tuple[Group, Tally]]]]:
    """The journey and its stages (for metrics whose rows add up), then each place in the order of the journey."""
    if not of_place:
        return
    adds_up = definition.kind.at is None
    if adds_up:
        yield Spot(graph.id, graph.id, "journey"), [pair for pairs in of_place.values() for pair in pairs]
    if kind == "stage":
        for stage in graph.stages:
            if stage.id in of_place:
                yield Spot(graph.id, stage.id, "stage"), of_place[stage.id]
        return
    for stage in graph.stages if len(graph.stages) > 1 else ():
        inside = [pair for member in graph.members(stage.id) for pair in of_place.get(member.id, [])]
        if inside and adds_up:
            yield Spot(graph.id, stage.id, "stage"), inside
    for place in [*(one.id for one in graph.touchpoints), *graph.containers]:
        if place in of_place:
            yield Spot(graph.id, place, "touchpoint"), of_place[place]


def _place_in(graph: JourneyGraph, word: str | None, kind: str) -> str | None:
    """The place a word names in a journey; `journey.touchpoint` only there."""
    if word is None:
        return None
    home, dot, inner = word.partition(".")
    if dot:
        word = inner if home == graph.id else ""
    if kind == "stage":
        return word if any(stage.id == word for stage in graph.stages) else None
    return word if graph.has(word) or word in graph.containers else None


def journeys_of(definition: Definition, graphs: Sequence[JourneyGraph]) -> list[JourneyGraph]:
    """The journeys a metric without a place belongs to: those that want it, else all."""
    wanting = [graph for graph in graphs if definition.id in graph.journey.goals]
    if not wanting:
        wanting = [graph for graph in graphs if definition.id in _attached(graph)]
    return wanting or list(graphs)


def _attached(graph: JourneyGraph) -> set[str]:
    """The metrics of a journey's stages and touchpoints."""
    held = [one.metrics for one in graph.touchpoints] + [one.metrics for one in graph.stages]
    return {name for metrics in held for name in metrics}


def _by(
    definition: Definition,
    spot: Spot,
    groups: Sequence[tuple[Group, Tally]],
    index: int | None,
    names: Sequence[str],
    period: int | None,
) -> Iterator[Cell]:
    """The cells of one place: as a whole, or for each word of one dimension."""
    sums: dict[tuple[str | None, str | None], Tally] = {}
    for group, tally in groups:
        word = None if index is None else group[index]
        if index is not None and word is None:
            continue
        key = (word, None if period is None else group[period])
        sums[key] = sums[key] + tally if key in sums else tally
    for (word, when), tally in sorted(sums.items(), key=lambda item: (item[0][0] or "", item[0][1] or "")):
        by = {} if index is None or word is None else {names[index]: word}
        yield Cell(definition, spot.journey, spot.at, spot.kind, by, when, tally)
