"""Mermaid's own charts: the journey with its feelings, and the quadrant of where to start."""

from __future__ import annotations

from cxmap import Touchpoint
from cxmap_diagrams.measure import width
from cxmap_diagrams.over import over_said, silence
from cxmap_diagrams.setting import Setting
from cxmap_diagrams.to_mermaid import encode

Point = tuple[str, float, float]
WIDE, HIGH = 1000, 700
"""The quadrant, in pixels."""
RIM, LINE = 0.1, 0.045
"""What stays free at each rim of it, and what a name needs in height."""


def journey_chart(setting: Setting) -> str:
    """Stages as sections, touchpoints with the feeling customers gave, 1 to 5; nothing invented for the others."""
    words, graph = setting.words, setting.graph
    asked = _asked(setting)
    lines = ["journey", f"  title {encode(_title(setting, 'journey_title', asked))}"]
    silent = [one.id for one in setting.touchpoints if one.feels.customer is None]
    lines += [f"  %% not asked: {', '.join(silent)}"] if silent else []
    before = ""
    for one, feeling in asked:
        stage = graph.stage_of(one.id)
        section = words("anytime") if stage is None else setting.say(stage)
        if section != before:
            lines.append(f"  section {encode(section)}")
        before = section
        who = ", ".join(encode(name) for name in _who(setting, one))
        lines.append(f"    {encode(_named(setting, one))}: {round(feeling) + 3}: {who}")
    return "\n".join(lines) + "\n"


def quadrant_chart(setting: Setting) -> str:
    """How many come there to the right, how they feel upwards."""
    words = setting.words
    asked = [(one, feeling) for one, feeling in _asked(setting) if one.id in setting.visits]
    size = f'"quadrantChart": {{"chartWidth": {WIDE}, "chartHeight": {HIGH}}}'
    lines = [
        f"%%{{init: {{{size}}}}}%%",
        "quadrantChart",
        f"  title {encode(_title(setting, 'quadrant_title', asked))}",
    ]
    lines.append(f'  x-axis "{encode(words("few"))}" --> "{encode(words("many"))}"')
    lines.append(f'  y-axis "{encode(words("unhappy"))}" --> "{encode(words("happy"))}"')
    lines += [
        f'  quadrant-{number} "{encode(words(key))}"'
        for number, key in ((1, "q1"), (2, "q2"), (3, "q3"), (4, "q4"))
    ]
    points = [(_named(setting, one), setting.visits[one.id], (feeling + 2) / 4) for one, feeling in asked]
    titles = [(words("q3"), 0.25, 0.5), (words("q4"), 0.75, 0.5)]
    for name, x, y in _apart(points, titles):
        lines.append(f'  "{encode(name)}": [{_place(x)}, {_place(y)}]')
    return "\n".join(lines) + "\n"


def _apart(points: list[Point], titles: list[Point]) -> list[Point]:
    """The points off the rims, where half a name would be cut, and names that would cross a little apart."""
    placed = titles.copy()
    for name, many, feeling in points:
        x, y = RIM + (1 - 2 * RIM) * min(1.0, many), RIM + (1 - 2 * RIM) * feeling
        room = width(name, 12.0) / WIDE
        near = [
            other_y
            for other, other_x, other_y in placed
            if abs(other_x - x) < (room + width(other, 12.0) / WIDE) / 2 + 0.01
        ]
        steps = (y + LINE * step for step in (0, -1, 1, -2, 2, -3, 3))
        free = (at for at in steps if all(abs(at - other) > LINE * 0.99 for other in near))
        placed.append((name, x, next(free, y)))
    return placed[len(titles) :]


def _title(setting: Setting, key: str, asked: list[tuple[Touchpoint, float]]) -> str:
    """The title, and what a chart without room for notes has to say beside it."""
    title = setting.words(key, title=setting.say(setting.graph.journey.journey))
    notes = " ".join([*setting.notes(), *silence(setting, [one for one, _ in asked])])
    return f"{title} ({notes})" if notes else title


def _named(setting: Setting, one: Touchpoint) -> str:
    """A name, with what the overlay says of it."""
    said = over_said(setting, one)
    return f"{setting.place(one)} ({said})" if said else setting.place(one)


def _who(setting: Setting, one: Touchpoint) -> list[str]:
    """Whose feeling it is; a dot of its own for those on the path."""
    return [setting.words("customers"), *([setting.words("legend_lit")] if one.id in setting.path else [])]


def _asked(setting: Setting) -> list[tuple[Touchpoint, float]]:
    found = [(one, one.feels.customer) for one in setting.touchpoints if one.feels.customer is not None]
    if not found:
        raise setting.nothing(setting.words("asked_none"))
    return found


def _place(value: float) -> str:
    """A number from 0 to 1 as Mermaid reads it: `1`, never `1.000`."""
    return "1" if value >= 0.9995 else f"{max(0.0, value):.3f}"
