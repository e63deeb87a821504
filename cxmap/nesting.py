"""Journeys inside journeys: circles, and the doors by which customers come in and go out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cxmap.completing import stages_of
from cxmap.model import Journey, Touchpoint
from cxmap.names import touchpoint_ids
from cxmap.place import Problem
from cxmap.reading import find_mark, place
from cxmap.references import Loc
from cxmap.syntax import Map
from cxmap.vocabulary import nearest

if TYPE_CHECKING:
    from cxmap.assembly import Assembly

_BESIDE_JOURNEY = frozenset({
    "journey", "enter", "exits", "name", "about", "tags", "entry", "next", "fails", "only", "not_for",
    "moment_of_truth", "metrics", "feels", "pains", "opportunities",
})  # fmt: skip


@dataclass
class Nesting:
    """The journeys that contain themselves, and every problem with doors."""

    circular: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    too_large: bool = False


def judge_nesting(assembly: Assembly, journeys: Mapping[str, Journey]) -> Nesting:
    """Look for circles and for doors that do not exist."""
    inner = {name: held for name, journey in journeys.items() if (held := _nested(journey))}
    chains = {name: chain for name in inner if (chain := _chain(name, inner)) is not None}
    made = Nesting(frozenset(chains))
    most = assembly.config.limits.nodes
    largest = max(_sizes(journeys, inner, made.circular).items(), key=lambda one: one[1], default=("", 0))
    if largest[1] > most:
        path, tree = assembly.trees[largest[0]]
        message = f"with the journeys inside it this one has more than {most:,} touchpoints; nest fewer"
        made.problems.append(Problem(place(path, tree.mark_of("journey")), "YML006", message))
        made.too_large = True
    for name, journey in journeys.items():
        path, tree = assembly.trees[name]
        chain = chains.get(name)
        if chain is not None and name == min(chain):  # one circle is one mistake
            made.problems.append(_circle(journey, chain, path, tree))
        made.problems.extend(_judge_exits(journey, path, tree))
        for loc, step in steps_with_places(journey):
            if step.journey is not None or step.enter is not None or step.exits:
                made.problems.extend(_judge_step(step, loc, journeys, path, tree))
    return made


def _sizes(
    journeys: Mapping[str, Journey], inner: Mapping[str, list[str]], circular: frozenset[str]
) -> dict[str, int]:
    """How many touchpoints each journey has with all those inside it."""
    sizes = {name: len(touchpoint_ids(journey)) for name, journey in journeys.items() if name not in inner}
    waiting = sorted(name for name in inner if name not in circular)
    while waiting:
        left = []
        for name in waiting:
            steps = [
                step.journey for _, step in steps_with_places(journeys[name]) if step.journey is not None
            ]
            if any(one in circular for one in steps):
                continue
            if any(one in journeys and one not in sizes for one in steps):
                left.append(name)
                continue
            sizes[name] = len(touchpoint_ids(journeys[name])) + sum(sizes.get(one, 0) for one in steps)
        if len(left) == len(waiting):
            break
        waiting = left
    return sizes


def steps_with_places(journey: Journey) -> Iterator[tuple[Loc, Touchpoint]]:
    """Every touchpoint with the way that leads to it in its file."""
    for name, stage in journey.stages.items():
        for key, step in stage.touchpoints.items():
            yield ("stages", name, "touchpoints", key), step
    for section in ("touchpoints", "anytime"):
        for key, step in getattr(journey, section).items():
            yield (section, key), step


def _nested(journey: Journey) -> list[str]:
    steps = (step for stage in stages_of(journey).values() for step in stage.touchpoints.values())
    return list(dict.fromkeys(step.journey for step in steps if step.journey is not None))


def _chain(start: str, inner: Mapping[str, list[str]]) -> list[str] | None:
    """The shortest chain of nested journeys from `start` back to itself."""
    waiting: list[list[str]] = [[start]]
    seen: set[str] = set()
    while waiting:
        chain = waiting.pop(0)
        for name in inner.get(chain[-1], ()):
            if name == start:
                return [*chain, start]
            if name not in seen:
                seen.add(name)
                waiting.append([*chain, name])
    return None


def _circle(journey: Journey, chain: list[str], path: str, tree: Map) -> Problem:
    shown = " > ".join(f"`{name}`" for name in chain)
    where = place(path, tree.mark_of("journey"))
    for loc, step in steps_with_places(journey):
        if step.journey == chain[1]:
            where = place(path, find_mark(tree, (*loc, "journey")))
    return Problem(where, "LNG008", f"this journey contains itself: {shown}; take one of these steps out")


def _judge_exits(journey: Journey, path: str, tree: Map) -> Iterator[Problem]:
    """A door out must stand where customers can end."""
    if not journey.exits:
        return
    steps = {key: step for stage in stages_of(journey).values() for key, step in stage.touchpoints.items()}
    last = next(reversed(steps), None)
    for name, target in journey.exits.items():
        step = steps.get(target)
        if step is None:
            continue
        ends = any(way.to == "end" for way in step.next or ()) or (target == last and step.next is None)
        if not ends:
            where = place(path, find_mark(tree, ("exits", name)))
            yield Problem(
                where, "LNG003", f"nobody can end at `{target}`, so it is no way out; write `next: end` there"
            )


def _judge_step(
    step: Touchpoint, loc: Loc, journeys: Mapping[str, Journey], path: str, tree: Map
) -> Iterator[Problem]:
    said = step.model_fields_set
    if step.journey is None:
        for field_name in ("enter", "exits"):
            if field_name in said:
                where = place(path, find_mark(tree, (*loc, field_name), for_key=True))
                yield Problem(
                    where, "LNG007", f"`{field_name}` needs `journey:`; write which journey happens here"
                )
        return
    for field_name in sorted(said - _BESIDE_JOURNEY):
        where = place(path, find_mark(tree, (*loc, field_name.rstrip("_")), for_key=True))
        message = f"`{field_name}` cannot stand on a step that is a journey; write it inside `{step.journey}`"
        yield Problem(where, "LNG001", message)
    inner = journeys.get(step.journey)
    if inner is not None:
        yield from _judge_doors(step, loc, inner, path, tree)


def _judge_doors(step: Touchpoint, loc: Loc, inner: Journey, path: str, tree: Map) -> Iterator[Problem]:
    doors = inner.entries or dict.fromkeys(touchpoint_ids(inner))
    if step.enter is not None and step.enter not in doors:
        where = place(path, find_mark(tree, (*loc, "enter")))
        yield Problem(where, "LNG005", _no_door(step.enter, "an entry", inner.id, doors))
    entries = tuple(inner.entries) or find_entries(inner)
    if step.enter is None and len(entries) > 1:
        where = place(path, find_mark(tree, (*loc, "journey"), for_key=True))
        message = f"`{inner.id}` has several entries; write `enter:` and one of {_some(entries)}"
        yield Problem(where, "LNG007", message)
    ways = inner.exits or dict.fromkeys((*touchpoint_ids(inner), "end"))
    for name in step.exits:
        if name not in ways:
            where = place(path, find_mark(tree, (*loc, "exits", name), for_key=True))
            yield Problem(where, "LNG005", _no_door(name, "an exit", inner.id, ways))


def find_entries(journey: Journey) -> tuple[str, ...]:
    """Where customers come in: the touchpoints with `entry`, else those that nothing leads to."""
    steps = {key: step for stage in stages_of(journey).values() for key, step in stage.touchpoints.items()}
    marked = tuple(key for key, step in steps.items() if step.entry is not False)
    if marked:
        return marked
    order = list(steps)
    led_to: set[str] = set()
    for position, (_, step) in enumerate(steps.items()):
        led_to.update(way.to for way in (*(step.next or ()), *step.fails, *step.recover))
        led_to.update(step.exits.values())
        if step.next is None and not step.recover and not step.exits:
            led_to.update(order[position + 1 : position + 2])
    return tuple(key for key in order if key not in led_to)


def _no_door(name: str, what: str, journey: str, doors: Mapping[str, object]) -> str:
    close = nearest(name, doors)
    hint = f"did you mean `{close}`?" if close else f"write one of {_some(tuple(doors))}"
    return f"`{name[:60]}` is not {what} of `{journey}`; {hint}"


def _some(names: tuple[str, ...]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:8])
    return shown if len(names) <= 8 else f"{shown} .."
