"""Read a layer file: each changed step and each changed field as what it changes."""

from __future__ import annotations

from cxmap import values
from cxmap.filekinds import LayerFile
from cxmap.layers import Layer
from cxmap.model import Journey, Touchpoint
from cxmap.place import Problem
from cxmap.reading import place, read
from cxmap.syntax import Map
from cxmap.values import Unreadable

_HEAD = ("layer", "of", "due", "touchpoints", "anytime")


def read_layer(head: LayerFile, tree: Map, path: str) -> tuple[Layer | None, list[Problem]]:
    """The changes of a layer file, or what is wrong with them."""
    layer = Layer(head.layer, head.of, path, head.due)
    problems: list[Problem] = []
    if head.layer in ("as-is", "observed"):
        where = place(path, tree.value_mark_of("layer"))
        problems.append(
            Problem(where, "LNG003", f"`{head.layer}` is what is; write `to-be` or a name of your own")
        )
    if "stages" in tree:
        where = place(path, tree.mark_of("stages"))
        message = "a layer keeps the stages; write changed steps under `touchpoints:`, new ones with `after:`"
        problems.append(Problem(where, "LNG001", message))
    for section in ("touchpoints", "anytime"):
        problems.extend(_read_steps(layer, section, tree, path))
    changes = _without(tree, (*_HEAD, "stages"))
    if len(changes) > 1:
        _put(changes, "journey", "-", 0, 0)
        made, found = read(Journey, changes, path)
        problems.extend(found)
        layer.journey = made
    return (None if problems else layer), problems


def _read_steps(layer: Layer, section: str, tree: Map, path: str) -> list[Problem]:
    steps = tree.get(section, Map())
    if not isinstance(steps, Map):
        return [
            Problem(
                place(path, tree.mark_of(section)), "LNG002", f"`{section}` is a mapping; write `id: {{..}}`"
            )
        ]
    problems: list[Problem] = []
    for key, step in steps.items():
        if not key.startswith("x-"):
            problems.extend(_read_step(layer, section, key, step, steps, path))
    return problems


def _read_step(layer: Layer, section: str, key: str, step: object, steps: Map, path: str) -> list[Problem]:
    here = place(path, steps.mark_of(key))
    if not isinstance(step, Map):
        return [Problem(here, "LNG002", f"the change of `{key[:60]}` is a mapping; write `{{..}}`")]
    try:
        values.read_id(key)
    except Unreadable as error:
        return [Problem(here, error.code, error.message)]
    if "gone" in step:
        return _read_gone(layer, key, step, path)
    made, found = read(Touchpoint, _without(step, ("after",)), path, root_mark=steps.mark_of(key))
    problems = list(found)
    if "after" in step:
        after = step["after"]
        if section == "anytime":
            where = place(path, step.mark_of("after"))
            problems.append(
                Problem(
                    where, "LNG001", "`after` cannot stand under `anytime`, which has no order; remove it"
                )
            )
        elif isinstance(after, str):
            layer.after[key] = after
        else:
            problems.append(
                Problem(
                    place(path, step.mark_of("after")),
                    "LNG002",
                    "`after` is the id of one touchpoint; write it without brackets",
                )
            )
    if made is not None:
        object.__setattr__(made, "id", key)
        (layer.touchpoints if section == "touchpoints" else layer.anytime)[key] = made
    return problems


def _read_gone(layer: Layer, key: str, step: Map, path: str) -> list[Problem]:
    where = place(path, step.mark_of("gone"))
    if step["gone"] != "true":
        return [
            Problem(where, "LNG003", "a step is gone or it is not; write `gone: true` or delete the line")
        ]
    beside = next((name for name in step if name != "gone" and not name.startswith("x-")), None)
    if beside is not None:
        return [
            Problem(
                place(path, step.mark_of(beside)),
                "LNG001",
                f"`{beside[:60]}` cannot stand on a step that is gone; remove it",
            )
        ]
    layer.gone |= {key}
    return []


def _without(tree: Map, names: tuple[str, ...]) -> Map:
    """A copy of a mapping without some of its keys, places kept."""
    kept = Map()
    for key, value in tree.items():
        if key not in names:
            _put(kept, key, value, tree.mark_of(key), tree.value_mark_of(key))
    return kept


def _put(into: Map, key: str, value: object, mark: int, value_mark: int) -> None:
    into[key] = value
    into.marks.append(mark)
    into.value_marks.append(value_mark)
