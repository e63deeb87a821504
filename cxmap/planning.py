"""Lay the layers of a workspace over its journeys, and refuse what they change without sense."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cxmap.layers import Layer, apply, ways_to
from cxmap.model import Journey
from cxmap.names import Names, names_of_journey, touchpoint_ids
from cxmap.nesting import steps_with_places
from cxmap.place import Place, Problem
from cxmap.reading import find_mark, place
from cxmap.references import mentions
from cxmap.register import KIND_OF_SECTION, Register
from cxmap.syntax import Map
from cxmap.vocabulary import nearest

if TYPE_CHECKING:
    from cxmap.assembly import Assembly


def plan_layers(assembly: Assembly, register: Register, wanted: str | None) -> dict[str, dict[str, Journey]]:
    """layer -> journey -> the journey as it will be."""
    planned: dict[str, dict[str, Journey]] = {}
    first: dict[tuple[str, str], str] = {}
    for layer, tree in assembly.layers:
        journey = assembly.journeys.get(layer.of)
        if journey is None:
            continue
        other = first.setdefault((layer.name, layer.of), layer.file)
        if other != layer.file:
            here = place(layer.file, tree.mark_of("layer"))
            message = f"two files make the layer `{layer.name}` of `{layer.of}`, also {other}; keep one"
            assembly.refuse(here, "LNG006", message, Place(other, 1, 1))
            continue
        made = apply(layer, journey, register)
        object.__setattr__(made, "id", layer.of)
        planned.setdefault(layer.name, {})[layer.of] = made
        if layer.name == wanted:
            _note_places(assembly, layer, tree)
    if wanted is not None and wanted not in planned and not assembly.problems:
        names = ", ".join(f"`{name}`" for name in sorted(planned)) or "none"
        assembly.refuse(
            Place("cxmap.yaml", 1, 1),
            "LNG005",
            f"no file has `layer: {wanted}`; the layers here are: {names}",
        )
    return planned


def _note_places(assembly: Assembly, layer: Layer, tree: Map) -> None:
    """New steps and things are written in the layer's file."""
    for section, steps in (("touchpoints", layer.touchpoints), ("anytime", layer.anytime)):
        for key in steps:
            if (layer.of, "touchpoint", key) not in assembly.places.marks:
                mark = find_mark(tree, (section, key), for_key=True)
                assembly.places.add(layer.of, "touchpoint", key, layer.file, mark, tree[section][key])
    if layer.journey is None:
        return
    for section, kind in KIND_OF_SECTION.items():
        for key in getattr(layer.journey, section):
            mark = find_mark(tree, (section, key), for_key=True)
            assembly.places.add(layer.of, kind, key, layer.file, mark)


def resolve_layer(
    assembly: Assembly,
    layer: Layer,
    tree: Map,
    journeys: Mapping[str, Journey],
    planned: Mapping[str, Mapping[str, Journey]],
    shared: Names,
) -> Iterator[Problem]:
    """Every name a layer's changes use, and what it takes away from under the rest of the journey."""
    from cxmap.resolving import resolve  # late: resolving calls this

    journey = journeys.get(layer.of)
    if journey is None:
        if not assembly.broken:
            close = nearest(layer.of, journeys)
            hint = f"did you mean `{close}`?" if close else "write the id of one"
            where = place(layer.file, find_mark(tree, ("of",)))
            yield Problem(where, "LNG005", f"`{layer.of[:60]}` is not a journey; {hint}")
        return
    here = frozenset(touchpoint_ids(journey))
    made = planned[layer.name][layer.of]
    nested = frozenset(name for name in shared.steps[layer.of] if "/" in name)
    names = names_of_journey(made, shared, frozenset((*touchpoint_ids(made), *nested)))
    yield from _judge_steps(layer, here, tree)
    for section, steps in (("touchpoints", layer.touchpoints), ("anytime", layer.anytime)):
        for key, step in steps.items():
            yield from resolve(assembly, step, names, layer.file, tree, (section, key))
    if layer.journey is not None:
        yield from resolve(assembly, layer.journey, names, layer.file, tree)
    if layer.gone:
        yield from _names_of_what_is_gone(assembly, layer, journey, made)


def _judge_steps(layer: Layer, here: frozenset[str], tree: Map) -> Iterator[Problem]:
    """Changed steps must be there, new ones say after which, and only what is there can go."""
    for key in layer.touchpoints:
        where = place(layer.file, find_mark(tree, ("touchpoints", key), for_key=True))
        if key not in here and key not in layer.after:
            close = nearest(key, here)
            hint = (
                f"did you mean `{close}`? Write `after:` if it is new"
                if close
                else "write `after:` if it is new"
            )
            yield Problem(where, "LNG005", f"`{key}` is not a touchpoint of `{layer.of}`; {hint}")
    for key, anchor in layer.after.items():
        where = place(layer.file, find_mark(tree, ("touchpoints", key, "after"), for_key=key in here))
        if key in here:
            yield Problem(
                where,
                "LNG001",
                f"`after` belongs on a new touchpoint, and `{key}` is there already; remove it",
            )
        elif anchor not in here and (anchor not in layer.touchpoints or anchor == key):
            close = nearest(anchor, here)
            hint = f"did you mean `{close}`?" if close else "write the step before this one"
            yield Problem(where, "LNG005", f"`{anchor[:60]}` is not a touchpoint of `{layer.of}`; {hint}")
    for key in sorted(layer.gone - here):
        where = place(layer.file, find_mark(tree, ("touchpoints", key), for_key=True))
        yield Problem(
            where,
            "LNG005",
            f"`{key}` cannot go: it is not a touchpoint of `{layer.of}`; correct or remove it",
        )


def _names_of_what_is_gone(
    assembly: Assembly, layer: Layer, journey: Journey, made: Journey
) -> Iterator[Problem]:
    """What still leads to a step that goes: ways on, and every other field that names it."""
    path, tree = assembly.trees[layer.of]
    for _, step in steps_with_places(made):
        for way in ways_to(step, layer.gone):
            if (
                step.id in layer.touchpoints
                and {"next", "fails", "recover"} & layer.touchpoints[step.id].model_fields_set
            ):
                continue  # the layer's own way to it is a dangling name already
            where = assembly.places.find(layer.of, "touchpoint", step.id, way=way.to)
            message = f"`{step.id}` leads to `{way.to}`, which is gone in `{layer.name}`; give `{step.id}` a new `next` there"
            yield Problem(where, "LNG005", message)
    replaced = frozenset() if layer.journey is None else layer.journey.model_fields_set
    for loc, marker, text in mentions(journey):
        if text not in layer.gone or "touchpoint" not in getattr(marker, "kinds", ()) or loc[0] in replaced:
            continue
        if loc[0] in ("outcome", "entries", "exits") or (loc[0] == "promises" and loc[-1] in ("from", "to")):
            field = str(loc[0])
            where = place(path, find_mark(tree, loc))
            message = f"`{field}` names `{text}`, which is gone in `{layer.name}`; say `{field}` anew there"
            yield Problem(where, "LNG005", message)
