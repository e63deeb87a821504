"""Write a workspace back as YAML files that load to the same workspace."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cxmap.ambiguous import AMBIGUOUS

if TYPE_CHECKING:
    from pydantic import BaseModel

    from cxmap.workspace import Workspace

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./%+-]*(?: [A-Za-z0-9_(][A-Za-z0-9_./%+()-]*)*")
_WIDEST = 100


def dump(workspace: Workspace) -> dict[str, str]:
    """The files of a workspace: path -> text, sorted.

    All registers become one `register.yaml`, each journey a file named like it. Comments and own `x-` keys are
    not part of a workspace, so they are not written; layers are not either.

    Raises:
        ValueError: a layer is laid over the workspace; only what is written as-is can be written back.
    """
    if workspace.places.layer != "as-is":
        raise ValueError(
            f"the layer `{workspace.places.layer}` is laid over this workspace; load it without one"
        )
    files = {"cxmap.yaml": to_yaml({"cxmap": "1", **workspace.config.written})}
    register = written(workspace.register)
    if any(register.values()):
        files["register.yaml"] = to_yaml(
            {"cxmap": "1", **{name: held for name, held in register.items() if held}}
        )
    for identifier, journey in workspace.journeys.items():
        files[f"{identifier}.yaml"] = to_yaml({"cxmap": "1", **written(journey)})
    if workspace.waivers:
        files["waivers.yaml"] = to_yaml(
            {"cxmap": "1", "waivers": [written(one) for one in workspace.waivers]}
        )
    if workspace.observations:
        seen = [written(one) for one in workspace.observations]
        files["observations.yaml"] = to_yaml({"cxmap": "1", "observations": seen})
    for number, rules in enumerate(workspace.rules):
        files[f"rules-{number + 1}.yaml"] = to_yaml({"cxmap": "1", "rules": rules.rules})
    return dict(sorted(files.items()))


def written(model: BaseModel) -> dict[str, Any]:
    """What an author would write of a model: only what was said, values as texts."""
    made: dict[str, Any] = model.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)
    made.pop("cxmap", None)
    return made


def to_yaml(value: Mapping[str, Any]) -> str:
    """Mappings, lists and scalars as YAML that reads back the same, ending in a line break."""
    return "\n".join(_mapping(value, "")) + "\n"


def _mapping(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, part in value.items():
        head = f"{indent}{scalar(str(key))}:"
        if isinstance(part, Mapping) and part and len(flow := _flow(part)) + len(head) > _WIDEST:
            yield head
            yield from _mapping(part, indent + "  ")
        elif isinstance(part, list | tuple) and part and len(flow := _flow(part)) + len(head) > _WIDEST:
            yield head
            yield from _list(part, indent + "  ")
        else:
            flow = _flow(part)
            yield f"{head} {flow}"


def _list(value: list[Any] | tuple[Any, ...], indent: str) -> Iterator[str]:
    for part in value:
        flow = _flow(part)
        if isinstance(part, Mapping) and part and len(flow) + len(indent) > _WIDEST:
            lines = list(_mapping(part, indent + "  "))
            yield f"{indent}- {lines[0].lstrip()}"
            yield from lines[1:]
        else:
            yield f"{indent}- {flow}"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(key))}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(part) for part in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    return scalar(str(value))


def scalar(text: str) -> str:
    """A plain word where every reader of YAML agrees on it, else the text in quotes."""
    if _PLAIN.fullmatch(text) and text not in AMBIGUOUS:
        return text
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f")


__all__ = ["dump", "scalar", "to_yaml", "written"]
