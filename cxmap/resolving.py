"""Resolve every name of a workspace, and the few rules that need more than one field to judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pydantic import BaseModel

from cxmap.completing import stages_of
from cxmap.layers import Layer, ways_to
from cxmap.model import Journey, Touchpoint
from cxmap.names import Names, homes_of_private_names, names_of_journey, names_of_registers, touchpoint_ids
from cxmap.place import Place, Problem
from cxmap.reading import find_mark, place
from cxmap.references import Loc, mentions
from cxmap.register import Register
from cxmap.syntax import Map
from cxmap.vocabulary import nearest

if TYPE_CHECKING:
    from cxmap.assembly import Assembly


def resolve_all(
    assembly: Assembly, register: Register, journeys: Mapping[str, Journey], planned: Mapping[str, Mapping[str, Journey]]
) -> Iterator[Problem]:
    """Every reference that leads nowhere, every word nobody knows, in all files that could be read."""
    shared = names_of_registers(register, journeys, assembly.vocabulary)
    for path, tree, held in assembly.registers:
        yield from _resolve(assembly, held, shared, path, tree)
    homes = homes_of_private_names(journeys)
    scopes: dict[str, Names] = {}
    cycles = frozenset(_in_cycles(journeys))
    for identifier, journey in journeys.items():
        path, tree = assembly.trees[identifier]
        if identifier in cycles:
            chain = _chain(identifier, journeys) or [identifier]
            if identifier == min(chain):  # one cycle is one mistake
                yield _cycle(journey, chain, path, tree)
            continue
        scopes[identifier] = names_of_journey(journey, journeys, shared, _without(homes, identifier))
        yield from _resolve(assembly, journey, scopes[identifier], path, tree)
        yield from _judge(journey, journeys, path, tree)
        yield from _judge_model(journey, register, scopes[identifier], path, tree)
    for path, tree, group in assembly.observations:
        for index, seen in enumerate(group):
            yield from _resolve(assembly, seen, shared, path, tree, ("observations", index))
    for layer, tree in assembly.layers:
        yield from _resolve_layer(assembly, layer, tree, journeys, planned, shared)


def _without(homes: Mapping[str, Mapping[str, str]], journey: str) -> dict[str, dict[str, str]]:
    return {kind: {name: home for name, home in names.items() if home != journey} for kind, names in homes.items()}


def _resolve(
    assembly: Assembly, model: BaseModel, names: Names, path: str, tree: Map, above: Loc = ()
) -> Iterator[Problem]:
    for loc, marker, text in mentions(model, above):
        refused = names.refuse(marker, text)
        if refused is None:
            continue
        code, message = refused
        if code == "LNG005" and (assembly.broken or text in assembly.lost):
            continue  # it may be defined in what could not be read
        is_key = loc[-1] == "[key]"
        if loc[-1] == "to" and len(loc) > 1:
            loc, is_key = loc[:-1], True
        where = place(path, find_mark(tree, loc, for_key=is_key))
        if (where.line, where.column) not in assembly.spoilt_of.get(path, ()):
            yield Problem(where, code, _with_line(message, names, assembly, path), ())


def _with_line(message: str, names: Names, assembly: Assembly, path: str) -> str:
    """Add the line of the name that was probably meant."""
    head, marker, rest = message.partition("did you mean `")
    if not marker or names.journey is None:
        return message
    close = rest.partition("`")[0]
    key = (names.journey, "touchpoint", close)
    held = assembly.places.marks.get(key)
    if "a touchpoint" not in head or held is None or held[0] != path:
        return message
    return f"{head}did you mean `{close}` (line {place(*held).line})?"


def _in_cycles(journeys: Mapping[str, Journey]) -> Iterator[str]:
    for identifier in journeys:
        if _chain(identifier, journeys) is not None:
            yield identifier


def _chain(start: str, journeys: Mapping[str, Journey]) -> list[str] | None:
    """The shortest chain of nested journeys from `start` back to itself."""
    waiting: list[list[str]] = [[start]]
    seen: set[str] = set()
    while waiting:
        chain = waiting.pop(0)
        for inner in _nested(journeys[chain[-1]]):
            if inner == start:
                return [*chain, start]
            if inner in journeys and inner not in seen:
                seen.add(inner)
                waiting.append([*chain, inner])
    return None


def _nested(journey: Journey) -> list[str]:
    steps = (step for stage in stages_of(journey).values() for step in stage.touchpoints.values())
    return list(dict.fromkeys(step.journey for step in steps if step.journey is not None))


def _cycle(journey: Journey, chain: list[str], path: str, tree: Map) -> Problem:
    shown = " > ".join(f"`{name}`" for name in chain)
    where = place(path, tree.mark_of("journey"))
    for loc, step in _steps(journey):
        if step.journey == chain[1]:
            where = place(path, find_mark(tree, (*loc, "journey")))
    return Problem(where, "LNG008", f"this journey contains itself: {shown}; take one of these steps out")


def _steps(journey: Journey) -> Iterator[tuple[Loc, Touchpoint]]:
    for name, stage in journey.stages.items():
        for key, step in stage.touchpoints.items():
            yield ("stages", name, "touchpoints", key), step
    for section in ("touchpoints", "anytime"):
        for key, step in getattr(journey, section).items():
            yield (section, key), step


def _judge(journey: Journey, journeys: Mapping[str, Journey], path: str, tree: Map) -> Iterator[Problem]:
    """What one field alone cannot tell."""
    for loc, step in _steps(journey):
        yield from _judge_step(step, loc, journeys, path, tree)
    for index, promise in enumerate(journey.promises):
        if promise.within is not None and promise.to is None:
            where = place(path, find_mark(tree, ("promises", index)))
            yield Problem(where, "LNG007", "a promise with `within` needs `to`; write where it is kept")
    for section in ("pains",):
        for index, pain in enumerate(getattr(journey, section)):
            if pain.what is None and pain.cause is None:
                yield _bare_pain(path, tree, (section, index))


def _judge_step(
    step: Touchpoint, loc: Loc, journeys: Mapping[str, Journey], path: str, tree: Map
) -> Iterator[Problem]:
    if step.notice is True and not step.collects:
        where = place(path, find_mark(tree, (*loc, "notice")))
        yield Problem(where, "LNG003", "`notice: true` tells of what is collected here, and nothing is; name the purposes")
    for index, pain in enumerate(step.pains):
        if pain.what is None and pain.cause is None:
            yield _bare_pain(path, tree, (*loc, "pains", index))
    if loc[0] == "anytime":
        for field in ("entry", "journey", "enter", "exits"):
            if field in step.model_fields_set:
                where = place(path, find_mark(tree, (*loc, field), for_key=True))
                yield Problem(where, "LNG001", f"`{field}` cannot stand under `anytime`; move the step into a stage")
    elif "linked_from" in step.model_fields_set:
        where = place(path, find_mark(tree, (*loc, "linked_from"), for_key=True))
        yield Problem(where, "LNG001", "`linked_from` belongs under `anytime`; remove it here")
    yield from _judge_nesting(step, loc, journeys, path, tree)


_BESIDE_JOURNEY = frozenset({
    "journey", "enter", "exits", "name", "about", "tags", "entry", "next", "fails", "only", "not_for",
    "moment_of_truth", "metrics", "feels", "pains", "opportunities",
})  # fmt: skip


def _judge_nesting(
    step: Touchpoint, loc: Loc, journeys: Mapping[str, Journey], path: str, tree: Map
) -> Iterator[Problem]:
    said = step.model_fields_set
    if step.journey is None:
        for field in ("enter", "exits"):
            if field in said:
                where = place(path, find_mark(tree, (*loc, field), for_key=True))
                yield Problem(where, "LNG007", f"`{field}` needs `journey:`; write which journey happens here")
        return
    for field in sorted(said - _BESIDE_JOURNEY):
        where = place(path, find_mark(tree, (*loc, field), for_key=True))
        yield Problem(where, "LNG001", f"`{field}` cannot stand on a step that is a journey; write it inside `{step.journey}`")
    inner = journeys.get(step.journey)
    if inner is None:
        return
    doors = inner.entries or dict.fromkeys(touchpoint_ids(inner))
    if step.enter is not None and step.enter not in doors:
        where = place(path, find_mark(tree, (*loc, "enter")))
        yield Problem(where, "LNG005", _no_door(step.enter, "an entry", inner.id, doors))
    for name in step.exits:
        ways = inner.exits or dict.fromkeys(touchpoint_ids(inner))
        if name not in ways:
            where = place(path, find_mark(tree, (*loc, "exits", name), for_key=True))
            yield Problem(where, "LNG005", _no_door(name, "an exit", inner.id, ways))


def _no_door(name: str, what: str, journey: str, doors: Mapping[str, object]) -> str:
    close = nearest(name, doors)
    hint = f"did you mean `{close}`?" if close else "write one of " + ", ".join(f"`{door}`" for door in list(doors)[:8])
    return f"`{name[:60]}` is not {what} of `{journey}`; {hint}"


def _bare_pain(path: str, tree: Map, loc: Loc) -> Problem:
    return Problem(place(path, find_mark(tree, loc)), "LNG007", "a pain needs `what` or `cause`; write what hurts")


def _judge_model(journey: Journey, register: Register, names: Names, path: str, tree: Map) -> Iterator[Problem]:
    if journey.model is None:
        return
    own = journey.models.get(journey.model) or register.models.get(journey.model)
    stages = own.stages if own is not None else names.vocabulary.words(f"stages:{journey.model}")
    if not stages and names.vocabulary.words("model"):
        known = (*names.vocabulary.words("model"), *register.models, *journey.models)
        close = nearest(journey.model, known)
        hint = f"did you mean `{close}`?" if close else "write " + " or ".join(f"`{one}`" for one in known)
        yield Problem(place(path, find_mark(tree, ("model",))), "LNG005", f"`{journey.model[:60]}` is not a stage model; {hint}")


def _resolve_layer(
    assembly: Assembly,
    layer: Layer,
    tree: Map,
    journeys: Mapping[str, Journey],
    planned: Mapping[str, Mapping[str, Journey]],
    shared: Names,
) -> Iterator[Problem]:
    journey = journeys.get(layer.of)
    if journey is None:
        if not assembly.broken:
            close = nearest(layer.of, journeys)
            hint = f"did you mean `{close}`?" if close else "write the id of one"
            yield Problem(place(layer.file, find_mark(tree, ("of",))), "LNG005", f"`{layer.of[:60]}` is not a journey; {hint}")
        return
    here = frozenset(touchpoint_ids(journey))
    names = names_of_journey(planned[layer.name][layer.of], journeys, shared, {})
    for section, steps in (("touchpoints", layer.touchpoints), ("anytime", layer.anytime)):
        for key, step in steps.items():
            where = place(layer.file, find_mark(tree, (section, key), for_key=True))
            if section == "touchpoints" and key not in here and key not in layer.after:
                message = f"`{key}` is not a touchpoint of `{layer.of}`; write `after:` if it is new"
                yield Problem(where, "LNG005", message)
            yield from _resolve(assembly, step, names, layer.file, tree, (section, key))
    for key, anchor in layer.after.items():
        if anchor not in here and anchor not in layer.touchpoints:
            where = place(layer.file, find_mark(tree, ("touchpoints", key, "after")))
            yield Problem(where, "LNG005", f"`{anchor[:60]}` is not a touchpoint of `{layer.of}`; write the step before this one")
    for key in sorted(layer.gone - here):
        where = place(layer.file, find_mark(tree, ("touchpoints", key), for_key=True))
        yield Problem(where, "LNG005", f"`{key}` cannot go: it is not a touchpoint of `{layer.of}`")
    if layer.journey is not None:
        yield from _resolve(assembly, layer.journey, names, layer.file, tree)
    yield from _ways_to_what_is_gone(assembly, layer, planned[layer.name][layer.of])


def _ways_to_what_is_gone(assembly: Assembly, layer: Layer, made: Journey) -> Iterator[Problem]:
    for _, step in _steps(made):
        for way in ways_to(step, layer.gone):
            where: Place = assembly.places.find(layer.of, "touchpoint", step.id, way=way.to)
            if step.id in layer.touchpoints:
                continue  # the layer's own way to it is a dangling name already
            message = f"`{step.id}` leads to `{way.to}`, which is gone in `{layer.name}`; give `{step.id}` a new `next` there"
            yield Problem(where, "LNG005", message)
