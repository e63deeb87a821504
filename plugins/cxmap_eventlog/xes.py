"""Stream the events of an XES log (IEEE 1849) in bounded memory, refusing hostile XML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cxmap_eventlog.markup import Element, elements, local, place_of
from cxmap_eventlog.refusal import refuse

if TYPE_CHECKING:
    from cxmap_eventlog.spec import LogSpec

MOST_ATTRIBUTES = 10_000
Row = tuple[object, ...]


def rows(spec: LogSpec, names: tuple[str, ...], seen_names: dict[str, int]) -> Iterator[Row]:
    """Yield (trace number or nothing, the values of `names`) for every event, in file order.

    A name that the event lacks is looked up in its trace. `seen_names` counts trace names.
    """
    trace: Element | None = None
    trace_values: dict[str, str] = {}
    number = -1
    root = True
    for kind, element, parent in elements(spec):
        tag = local(element)
        if root:
            root = False
            if tag != "log":
                raise refuse(spec.shown, "LOG003", f"begins with `<{tag[:40]}>`, where XES has `<log>`")
        if kind == "start":
            if tag == "trace":
                trace, number, trace_values = element, number + 1, {}
            continue
        if tag == "event":
            values = _values(spec, element)
            inside = trace is not None and parent is trace
            if inside and parent is not None and not trace_values:
                trace_values = _values(spec, parent)
            yield (number if inside else "", *(values.get(n, trace_values.get(n, "")) for n in names))
        elif tag == "trace" and trace is element:
            name = _values(spec, element).get("concept:name")
            if name is not None:
                seen_names[name] = seen_names.get(name, 0) + 1
            trace = None
        if (parent is not None and tag in ("event", "trace")) or (
            trace is None and parent is not None and local(parent) == "log"
        ):
            parent.remove(element)


def _values(spec: LogSpec, element: Element) -> dict[str, str]:
    if len(element) > MOST_ATTRIBUTES:
        file, line, column = place_of(spec, element)
        message = f"an event or trace has {len(element)} attributes; the limit is {MOST_ATTRIBUTES}"
        raise refuse(file, "LOG004", message, line=line, column=column)
    found = {}
    for child in element:
        key, value = child.get("key"), child.get("value")
        if key is not None and value is not None and key not in found:
            found[key] = value
    return found
