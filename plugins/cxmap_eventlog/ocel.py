"""Flatten an OCEL 2.0 log: the objects of one type are the cases, each event once for every such object."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cxmap_eventlog.files import open_bytes
from cxmap_eventlog.markup import Element, elements, local
from cxmap_eventlog.refusal import refuse

if TYPE_CHECKING:
    from cxmap_eventlog.spec import LogSpec

MOST_BYTES = 512 * 1024 * 1024
Row = tuple[object, ...]


@dataclass(frozen=True)
class Event:
    """One event with the objects it touches."""

    kind: str
    time: str
    objects: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)


def choose_type(spec: LogSpec, kinds: Mapping[str, str]) -> str:
    """The object type that is the case: the one named, or the only one there is."""
    types = sorted(set(kinds.values()))
    if spec.object is None:
        if len(types) == 1:
            return types[0]
        named = ", ".join(f"`{kind}`" for kind in types[:12]) or "none"
        raise refuse(
            spec.shown, "LOG002", f"name the object type that is the case with --object; there are {named}"
        )
    if spec.object not in types:
        near = difflib.get_close_matches(spec.object, types, 1)
        hint = f"; did you mean `{near[0]}`?" if near else f"; there are {', '.join(types[:12]) or 'none'}"
        raise refuse(spec.shown, "LOG002", f"has no objects of type `{spec.object}`{hint}")
    return spec.object


def flatten(
    events: Iterator[Event], kinds: Mapping[str, str], wanted: str, names: tuple[str, ...]
) -> Iterator[Row]:
    """Yield (object, activity, time, the values of `names`); an event without such an object has no case."""
    for event in events:
        cases = list(dict.fromkeys(name for name in event.objects if kinds.get(name) == wanted)) or [""]
        for case in cases:
            yield (case, event.kind, event.time, *(event.values.get(name, "") for name in names))


def read_json(spec: LogSpec) -> tuple[dict[str, str], Iterator[Event]]:
    """The objects with their types, and the events, of an OCEL JSON file."""
    import json

    with open_bytes(spec.path, spec.shown) as file:
        text = file.read(MOST_BYTES + 1)
    if len(text) > MOST_BYTES:
        raise refuse(
            spec.shown,
            "LOG004",
            "is larger than 512 MiB; use the SQLite form of OCEL, which is read in parts",
        )
    try:
        log = json.loads(text)
    except UnicodeDecodeError:
        raise refuse(spec.shown, "LOG003", "is not UTF-8; save it so") from None
    except json.JSONDecodeError as problem:
        message = f"is no JSON: {problem.msg}"
        raise refuse(spec.shown, "LOG003", message, line=problem.lineno, column=problem.colno) from None
    except RecursionError:
        raise refuse(spec.shown, "LOG004", "is nested too deep; no log needs that") from None
    objects = _list_of(spec, log, "objects")
    kinds = {
        _text(spec, item, "id", "objects", n): _text(spec, item, "type", "objects", n) for n, item in objects
    }
    return kinds, (_json_event(spec, item, number) for number, item in _list_of(spec, log, "events"))


def _list_of(spec: LogSpec, log: object, key: str) -> list[tuple[int, dict[str, object]]]:
    found = log.get(key) if isinstance(log, dict) else None
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise refuse(spec.shown, "LOG003", f"has no list `{key}`, which OCEL 2.0 JSON needs")
    return list(enumerate(found))


def _text(spec: LogSpec, item: dict[str, object], key: str, where: str, number: int) -> str:
    value = item.get(key)
    if not isinstance(value, str):
        raise refuse(spec.shown, "LOG003", f"`{where}[{number}]` has no text `{key}`")
    return value


def _json_event(spec: LogSpec, item: dict[str, object], number: int) -> Event:
    related = item.get("relationships", [])
    attributes = item.get("attributes", [])
    if not isinstance(related, list) or not isinstance(attributes, list):
        raise refuse(spec.shown, "LOG003", f"`events[{number}]` has no list of relationships")
    objects = tuple(str(one.get("objectId", "")) for one in related if isinstance(one, dict))
    values = {str(one.get("name")): str(one.get("value")) for one in attributes if isinstance(one, dict)}
    time = item.get("time")
    kind = item.get("type")
    return Event(str(kind or ""), str(time or ""), objects, values)


def read_xml(spec: LogSpec) -> tuple[dict[str, str], Iterator[Event]]:
    """The objects with their types, and the events, of an OCEL XML file; it is read twice."""
    kinds: dict[str, str] = {}
    for element, path in _ended(spec):
        if path == ("log", "objects", "object"):
            kinds[element.get("id", "")] = element.get("type", "")
    return kinds, _xml_events(spec)


def _xml_events(spec: LogSpec) -> Iterator[Event]:
    for element, path in _ended(spec):
        if path != ("log", "events", "event"):
            continue
        objects, values = [], {}
        for part in element:
            for one in part:
                if local(part) == "objects":
                    objects.append(one.get("object-id", one.get("id", "")))
                elif local(part) == "attributes":
                    values[one.get("name", "")] = (one.text or "").strip()
        yield Event(element.get("type", ""), element.get("time", ""), tuple(objects), values)


def _ended(spec: LogSpec) -> Iterator[tuple[Element, tuple[str, ...]]]:
    path: list[str] = []
    for kind, element, parent in elements(spec):
        if kind == "start":
            path.append(local(element))
            if len(path) == 1 and path[0] != "log":
                raise refuse(spec.shown, "LOG003", f"begins with `<{path[0][:40]}>`, where OCEL has `<log>`")
            continue
        yield element, tuple(path)
        path.pop()
        # What stands two or three deep is a whole event or object: it was read, so it may go.
        if parent is not None and len(path) <= 2:
            parent.remove(element)
