"""What every test in a real browser asks of a page: silence, no request, and nothing axe-core objects to."""

from __future__ import annotations

from typing import Any

_VIOLATIONS = """axe.run().then(found => found.violations.map(each => each.id + ': ' + each.nodes.slice(0, 3).map(
  node => node.html.slice(0, 120) + ' ' + node.failureSummary.slice(0, 200)).join(' | ')))"""


def overhear(page: Any, heard: list[str] | None = None) -> list[str]:
    """From now on, what a page says on the console, which errors it throws, and what it asks for beyond files."""
    said = [] if heard is None else heard
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith(("file:", "data:")) else said.append(request.url),
    )
    return said


def violations(page: Any, axe: str) -> list[str]:
    """What axe-core objects to on a page as it stands."""
    page.evaluate(axe)
    return list(page.evaluate(_VIOLATIONS))
