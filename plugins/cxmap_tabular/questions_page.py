"""The five answers as a page for a Chief Customer Officer, and as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from cxmap import LEAST_SHOWN, Workspace, look_of, page_policy
from cxmap_tabular.questions import Answer, Answers, Row
from cxmap_tabular.show import escape, interval, say_value


def write_page(found: Answers, workspace: Workspace | None = None) -> str:
    """One self-contained page: no request, no script, its style by hash, everything escaped."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    look = look_of(workspace)
    style = look.style() + _template("questions.css")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_template("questions.html.j2")).render(
        policy=page_policy(style),
        ground=look.attribute,
        logo=look.logo,
        style=Markup(style),
        title=escape(found.title),
        as_of=found.as_of.isoformat(),
        answers=[_shown(one) for one in found.answers],
        least=LEAST_SHOWN,
    )


def _template(name: str) -> str:
    return files("cxmap_tabular").joinpath("templates", name).read_text(encoding="utf-8")


def _shown(answer: Answer) -> dict[str, Any]:
    scale = _Scale(answer)
    return {
        "key": answer.key,
        "question": answer.question,
        "headline": escape(answer.headline),
        "about": escape(answer.about),
        "source": escape(answer.source),
        "noted": any(row.note for row in answer.rows),
        "rows": [_row(row, answer.unit, scale) for row in answer.rows],
    }


class _Scale:
    """Where values lie in a picture a hundred wide: bars from zero, a trend as points on a scale that shows it."""

    def __init__(self, answer: Answer) -> None:
        ends = [
            end for row in answer.rows for end in (row.estimate.value, row.estimate.low, row.estimate.high)
        ]
        known = [end for end in ends if end is not None] or [0.0, 1.0]
        self.points = answer.key == "trend"
        self.start = min(known) if self.points else 0.0
        self.reach = (max(known) - self.start) or 1.0

    def at(self, value: float | None) -> float | None:
        """The place of a value."""
        return (
            None if value is None else round(min(100.0, max(0.0, (value - self.start) / self.reach * 100)), 2)
        )


def _row(row: Row, unit: str, scale: _Scale) -> dict[str, Any]:
    e = row.estimate
    end = scale.at(e.value) or 0.0
    return {
        "label": escape(row.label),
        "value": say_value(e.value, unit),
        "interval": interval(e.low, e.high, unit, 1),
        "n": e.n,
        "note": escape(row.note),
        "left": max(0.0, round(end - 0.75, 2)) if scale.points else 0,
        "width": 1.5 if scale.points else end,
        "low": scale.at(e.low),
        "high": scale.at(e.high),
    }


def write_text(found: Iterable[Answers]) -> str:
    """The answers as text."""
    return "\n".join(line for one in found for line in _lines(one)) + "\n"


def _lines(found: Answers) -> Iterator[str]:
    yield f"{escape(found.title)}: five questions about customers who stay, as of {found.as_of.isoformat()}"
    for number, answer in enumerate(found.answers, 1):
        yield ""
        yield f"{number}. {answer.question}"
        yield f"   {escape(answer.headline)}"
        for row in answer.rows:
            e = row.estimate
            value, reach = say_value(e.value, answer.unit), interval(e.low, e.high, answer.unit, 1)
            note = f"  {escape(row.note)}" if row.note else ""
            yield f"   {escape(row.label):<36} {value:>7}  {reach:>17}  n = {e.n}{note}"
        if answer.about or answer.source:
            yield f"   ({'; '.join(part for part in (answer.about, answer.source and f'from {answer.source}') if part)})"
    yield ""
