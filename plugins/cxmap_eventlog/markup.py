"""Stream XML elements under limits: no document type, no entities, no depth or width that hurts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError

from cxmap_eventlog.files import Metered, open_bytes
from cxmap_eventlog.refusal import LogRefused, refuse

if TYPE_CHECKING:
    from cxmap_eventlog.spec import LogSpec

DEEPEST = 64
WIDEST = 20_000

__all__ = ["Element", "elements", "local", "place_of"]


def elements(spec: LogSpec) -> Iterator[tuple[str, Element, Element | None]]:
    """Yield ("start" or "end", element, parent); who consumes them removes what it has read."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    with open_bytes(spec.path, spec.shown) as file:
        metered = Metered(file, spec.shown)
        stack: list[Element] = []
        try:
            for kind, element in iterparse(metered, ("start", "end"), forbid_dtd=True):
                metered.heard()
                if kind == "start":
                    stack.append(element)
                    _check_size(spec, stack)
                    yield kind, element, stack[-2] if len(stack) > 1 else None
                else:
                    stack.pop()
                    yield kind, element, stack[-1] if stack else None
        except DefusedXmlException:
            message = "declares a document type or entities, which a log never needs; remove `<!DOCTYPE`"
            raise refuse(spec.shown, "LOG004", message, line=_line_of(spec, rb"<!DOCTYPE|<!ENTITY")) from None
        except ParseError as problem:
            raise _broken(spec, problem) from None
        except (LookupError, ValueError):
            raise refuse(spec.shown, "LOG003", "names an encoding nobody knows; write UTF-8") from None


def _check_size(spec: LogSpec, stack: list[Element]) -> None:
    if len(stack) > DEEPEST:
        raise refuse(spec.shown, "LOG004", f"is nested deeper than {DEEPEST} elements; no log needs that")
    if len(stack) > 1 and len(stack[-2]) > WIDEST:
        name = local(stack[-2])[:40]
        raise refuse(spec.shown, "LOG004", f"one `<{name}>` holds more than {WIDEST} elements we do not know")


def _broken(spec: LogSpec, problem: ParseError) -> LogRefused:
    line, column = problem.position
    reason = str(problem).split(":")[0]
    return refuse(
        spec.shown,
        "LOG003",
        f"is no well-formed XML ({reason}); export it again",
        line=line,
        column=column + 1,
    )


def _line_of(spec: LogSpec, pattern: bytes) -> int:
    with open_bytes(spec.path, spec.shown) as file:
        for number, line in enumerate(file, 1):
            if re.search(pattern, line, re.IGNORECASE):
                return number
    return 1


def place_of(spec: LogSpec, element: Element) -> tuple[str, int, int]:
    """The first line on which an element of this name stands; elements themselves remember no line."""
    return spec.shown, _line_of(spec, b"<" + local(element).encode()), 1


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]
