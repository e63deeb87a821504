"""The ways between touchpoints: declared and default edges with their shares, and nested journeys laid flat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cxmap.completing import changed, complete, stages_of
from cxmap.model import Journey, Touchpoint
from cxmap.parts import Transition
from cxmap.vocabulary import Vocabulary

END = "end"
_REFERS = ("resolves", "trusts", "help", "linked_from", "knows")


@dataclass(frozen=True, slots=True)
class Edge:
    """One way from a touchpoint to another.

    `share` is the share of 1 of those at `from_` who go this way; None when nobody counts it. `assumed` marks
    shares split evenly for want of a number. `explicit` is false for the default way to the next line.
    """

    from_: str
    to: str
    kind: str
    share: float | None
    assumed: bool
    transition: Transition
    explicit: bool = True

    def __str__(self) -> str:
        return f"{self.from_} -> {self.to}"


@dataclass
class Flat:
    """A journey with every nested journey laid into it, ids prefixed with the step that holds them."""

    touchpoints: dict[str, Touchpoint] = field(default_factory=dict)
    anytime: dict[str, Touchpoint] = field(default_factory=dict)
    containers: dict[str, Touchpoint] = field(default_factory=dict)
    origins: dict[str, tuple[str, str]] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    end_shares: dict[str, float] = field(default_factory=dict)
    entries: dict[str, float | None] = field(default_factory=dict)
    doors: dict[str, tuple[str, ...]] = field(default_factory=dict)
    open_from: dict[str, frozenset[str]] = field(default_factory=dict)
    inner: dict[str, str] = field(default_factory=dict)


def flatten(journey: Journey, journeys: Mapping[str, Journey], words: Vocabulary) -> Flat:
    """Lay a journey out: its touchpoints completed, its edges with shares, its nested journeys in their places."""
    flat = Flat()
    nested: dict[str, Flat] = {}
    for stage in stages_of(journey).values():
        for identifier, written in stage.touchpoints.items():
            touchpoint = complete(written, stage, journey, words)
            if touchpoint.journey is not None and touchpoint.journey in journeys:
                flat.containers[identifier] = touchpoint
                flat.inner[identifier] = touchpoint.journey
                nested[identifier] = flatten(journeys[touchpoint.journey], journeys, words)
                _lay_in(flat, identifier, touchpoint, nested[identifier], journeys[touchpoint.journey])
            else:
                flat.touchpoints[identifier] = touchpoint
            flat.origins[identifier] = (journey.id, identifier)
    for identifier, written in journey.anytime.items():
        flat.anytime[identifier] = complete(written, None, journey, words)
        flat.origins[identifier] = (journey.id, identifier)
    _connect(flat, journey, nested, journeys)
    flat.entries = _find_entries(flat, journey)
    return flat


def _lay_in(flat: Flat, step: str, container: Touchpoint, inner: Flat, inner_journey: Journey) -> None:
    """Put the inner journey's touchpoints and edges where the step stands."""
    prefix = f"{step}/"
    inside = {**inner.touchpoints, **inner.anytime, **inner.containers}
    for identifier, touchpoint in inner.touchpoints.items():
        moved = _prefixed(touchpoint, prefix, inside)
        allowed = _meet(container, moved)
        flat.touchpoints[prefix + identifier] = changed(moved, {"stage": container.stage, **allowed})
    for identifier, touchpoint in inner.anytime.items():
        flat.anytime[prefix + identifier] = _prefixed(touchpoint, prefix, inside)
        scope = inner.open_from.get(identifier, frozenset(inner.touchpoints))
        flat.open_from[prefix + identifier] = frozenset(prefix + one for one in scope)
    for identifier, touchpoint in inner.containers.items():
        flat.containers[prefix + identifier] = _prefixed(touchpoint, prefix, inside)
        flat.inner[prefix + identifier] = inner.inner[identifier]
    for identifier, origin in inner.origins.items():
        flat.origins[prefix + identifier] = origin
    for identifier, doors in inner.doors.items():
        flat.doors[prefix + identifier] = tuple(prefix + door for door in doors)
    flat.edges.extend(replace(edge, from_=prefix + edge.from_, to=prefix + edge.to) for edge in inner.edges)
    named = inner_journey.entries.get(container.enter or "", container.enter)
    doors = (named,) if named in inner.touchpoints else inner.doors.get(named or "", tuple(inner.entries))
    flat.doors[step] = tuple(prefix + door for door in doors)


def _prefixed(touchpoint: Touchpoint, prefix: str, inside: Mapping[str, object]) -> Touchpoint:
    fields: dict[str, object] = {"id": prefix + touchpoint.id}
    for name in _REFERS:
        named = getattr(touchpoint, name)
        if named:
            fields[name] = tuple(prefix + one if one in inside else one for one in named)
    return changed(touchpoint, fields)


def _meet(container: Touchpoint, inner: Touchpoint) -> dict[str, tuple[str, ...]]:
    """Who may be at an inner touchpoint: both it and the step that holds it must allow."""
    only = inner.only or container.only
    if inner.only and container.only:
        only = tuple(one for one in inner.only if one in container.only) or ("-",)
    barred = tuple(dict.fromkeys((*inner.not_for, *container.not_for)))
    return {"only": only, "not_for": barred}


def _connect(
    flat: Flat, journey: Journey, nested: Mapping[str, Flat], journeys: Mapping[str, Journey]
) -> None:
    """Add the edges this journey itself declares or implies."""
    order = [one for stage in stages_of(journey).values() for one in stage.touchpoints]
    for position, identifier in enumerate(order):
        following = order[position + 1] if position + 1 < len(order) else END
        if identifier in nested:
            _connect_container(
                flat, identifier, following, nested[identifier], journeys[flat.inner[identifier]]
            )
        else:
            touchpoint = flat.touchpoints[identifier]
            ways, ended = _ways_on(touchpoint, _default_way(touchpoint, following))
            _add(flat, identifier, ways, 1.0)
            if ended is not None:
                flat.end_shares[identifier] = ended
    for identifier in journey.anytime:
        touchpoint = flat.anytime[identifier]
        ways, ended = _ways_on(touchpoint, None)
        _add(flat, identifier, ways, 1.0)
        if ended is not None:
            flat.end_shares[identifier] = ended


def _default_way(touchpoint: Touchpoint, following: str) -> str | None:
    return None if touchpoint.next is not None or touchpoint.recover else following


def _ways_on(touchpoint: Touchpoint, default: str | None) -> tuple[list[Edge], float | None]:
    """The edges out of a touchpoint, and the share that ends here (None when it is no end)."""
    listed = touchpoint.next
    explicit = listed is not None
    if listed is None:
        listed = (_default_transition(default),) if default is not None else ()
    counted = [*listed, *touchpoint.fails, *touchpoint.recover]
    left = max(0.0, 1.0 - sum(way.share for way in counted if way.share is not None))
    open_ways = [way for way in listed if way.share is None]
    sharing = open_ways or ([way for way in touchpoint.recover if way.share is None] if not listed else [])
    each = left / len(sharing) if sharing else 0.0
    assumed = len(sharing) > 1 or (bool(sharing) and len(sharing) < len(listed))
    edges = []
    for kind, ways in (("next", listed), ("fails", touchpoint.fails), ("recover", touchpoint.recover)):
        for way in ways:
            guessed = way.share is None and any(way is one for one in sharing)
            share = each if guessed else way.share
            edges.append(
                Edge(touchpoint.id, way.to, kind, share, guessed and assumed, way, explicit or kind != "next")
            )
    ended = [edge.share or 0.0 for edge in edges if edge.to == END]
    return [edge for edge in edges if edge.to != END], (sum(ended) if ended else None)


def _default_transition(target: str) -> Transition:
    way = Transition()
    object.__setattr__(way, "to", target)
    return way


def _add(flat: Flat, source: str, ways: list[Edge], weight: float) -> None:
    """Add edges from `source`; one that leads to a nested journey leads to its door."""
    for edge in ways:
        targets = flat.doors.get(edge.to, (edge.to,))
        for target in targets:
            share = None if edge.share is None else edge.share * weight / len(targets)
            flat.edges.append(replace(edge, from_=source, to=target, share=share))


def _connect_container(flat: Flat, step: str, following: str, inner: Flat, inner_journey: Journey) -> None:
    """Lead the inner journey's ends to the step's exits or to its next."""
    container = flat.containers[step]
    targets = {}
    for name, target in container.exits.items():
        door = inner_journey.exits.get(name, name)
        for end in inner.doors.get(door, (door,)):
            targets[end] = target
    default = None if container.next is not None else following
    ways, ended = _ways_on(container, default)
    onward = [edge for edge in ways if edge.kind == "next"]
    for end, weight in inner.end_shares.items():
        source = f"{step}/{end}"
        if end in targets:
            if targets[end] == END:
                flat.end_shares[source] = weight
            else:
                way = Edge(source, targets[end], "next", 1.0, False, _default_transition(targets[end]))
                _add(flat, source, [way], weight)
            continue
        _add(flat, source, onward, weight)
        if ended is not None:
            flat.end_shares[source] = ended * weight
    for identifier in inner.touchpoints:
        _add(flat, f"{step}/{identifier}", [edge for edge in ways if edge.kind == "fails"], 1.0)


def _find_entries(flat: Flat, journey: Journey) -> dict[str, float | None]:
    """Where customers come in, with the share of starts that was given."""
    marked: dict[str, float | None] = {}
    for stage in stages_of(journey).values():
        for identifier, touchpoint in stage.touchpoints.items():
            if touchpoint.entry is not False:
                share = None if touchpoint.entry is True else float(touchpoint.entry)
                doors = flat.doors.get(identifier, (identifier,))
                for door in doors:
                    marked[door] = None if share is None else share / len(doors)
    if marked:
        return marked
    led_to = {edge.to for edge in flat.edges}
    found: dict[str, float | None] = {}
    for stage in stages_of(journey).values():
        for identifier in stage.touchpoints:
            doors = flat.doors.get(identifier, (identifier,))
            if not any(door in led_to and not _only_from_inside(flat, door, identifier) for door in doors):
                found.update(dict.fromkeys(doors))
    return found


def _only_from_inside(flat: Flat, door: str, step: str) -> bool:
    """A nested journey's own loops do not make its door less of a way in."""
    if step not in flat.containers:
        return False
    return all(edge.from_.startswith(f"{step}/") for edge in flat.edges if edge.to == door)
