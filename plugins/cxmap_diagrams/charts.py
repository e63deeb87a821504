"""Mermaid's own charts: the journey with its feelings, and the quadrant of where to start."""

from __future__ import annotations

from cxmap import RenderError, Touchpoint
from cxmap_diagrams.setting import Setting
from cxmap_diagrams.to_mermaid import encode


def journey_chart(setting: Setting) -> str:
    """Stages as sections, touchpoints with the feeling customers gave, 1 to 5; nothing invented for the others."""
    words, graph = setting.words, setting.graph
    asked = _asked(setting)
    lines = ["journey", f"  title {encode(words('journey_title', title=setting.say(graph.journey.journey)))}"]
    silent = [one.id for one in setting.touchpoints if one.feels.customer is None]
    lines += [f"  %% not asked: {', '.join(silent)}"] if silent else []
    before = ""
    for one, feeling in asked:
        stage = graph.stage_of(one.id)
        section = words("anytime") if stage is None else setting.say(stage)
        if section != before:
            lines.append(f"  section {encode(section)}")
        before = section
        lines.append(f"    {encode(setting.say(one))}: {round(feeling) + 3}: {encode(words('customers'))}")
    return "\n".join(lines) + "\n"


def quadrant_chart(setting: Setting) -> str:
    """How many come there to the right, how they feel upwards."""
    words = setting.words
    asked = [(one, feeling) for one, feeling in _asked(setting) if one.id in setting.visits]
    title = words("quadrant_title", title=setting.say(setting.graph.journey.journey))
    lines = ["quadrantChart", f"  title {encode(title)}"]
    lines.append(f'  x-axis "{encode(words("few"))}" --> "{encode(words("many"))}"')
    lines.append(f'  y-axis "{encode(words("unhappy"))}" --> "{encode(words("happy"))}"')
    lines += [
        f'  quadrant-{number} "{encode(words(key))}"'
        for number, key in ((1, "q1"), (2, "q2"), (3, "q3"), (4, "q4"))
    ]
    for one, feeling in asked:
        x, y = setting.visits[one.id], (feeling + 2) / 4
        lines.append(f'  "{encode(setting.say(one))}": [{_place(x)}, {_place(y)}]')
    return "\n".join(lines) + "\n"


def _asked(setting: Setting) -> list[tuple[Touchpoint, float]]:
    found = [(one, one.feels.customer) for one in setting.touchpoints if one.feels.customer is not None]
    if not found:
        raise RenderError(f"`{setting.graph.id}` has nothing for this diagram; {setting.words('asked_none')}")
    return found


def _place(value: float) -> str:
    """A number from 0 to 1 as Mermaid reads it: `1`, never `1.000`."""
    return "1" if value >= 0.9995 else f"{max(0.0, value):.3f}"
