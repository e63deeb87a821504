"""What rules without Python assert: on touchpoints, on paths that must not be, on time and counts along a path."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from cxmap.checks import Finding, Unknown
from cxmap.counting import COUNTABLE, count_on, fewest
from cxmap.flow import distance, likely_path, say_path, shortest_path
from cxmap.graph import JourneyGraph
from cxmap.model import Touchpoint
from cxmap.rule import Every, Never, Rule
from cxmap.selecting import SelectorError, select
from cxmap.times import duration_in_words, slowest
from cxmap.values import Duration, Times, Unreadable, read_duration, read_share
from cxmap.vocabulary import nearest

Choose = Callable[[JourneyGraph, str], frozenset[str]]
Results = Iterator[Finding | Unknown]
_CONDITION = re.compile(r"(<=|>=|!=|<|>|=|in )\s*(.+)")


def choose_here(graph: JourneyGraph, selector: str) -> frozenset[str]:
    """What a selector chooses in one journey; a name only another journey has chooses nothing."""
    try:
        return select(graph, selector)
    except SelectorError as error:
        if not error.unknown:
            raise
        return frozenset()


@dataclass(frozen=True)
class Judge:
    """A rule ready to run: `needed` are the selectors that must match somewhere in the workspace."""

    summary: str
    fix: str
    selectors: tuple[str, ...]
    needed: tuple[str, ...]
    decide: Callable[[JourneyGraph, Choose], Results]
    persona: str | None = None
    faults: tuple[str, ...] = field(default=())

    def run(self, graph: JourneyGraph, nowhere: tuple[str, ...], *, choose: Choose = choose_here) -> Results:
        """What the rule says of one journey; unknown when a selector matches nothing in the whole workspace."""
        if nowhere:
            yield from (Unknown(graph.journey, f"anything that matches {selector}") for selector in nowhere)
        else:
            yield from self.decide(graph, choose)


def judge_of(rule: Rule) -> Judge:
    """The judge for the one assertion a rule has."""
    if rule.every is not None:
        return _judge_every(rule, rule.every)
    if rule.never is not None:
        return _judge_never(rule, rule.never)
    return _judge_way(rule)


def _say(rule: Rule, otherwise: str, **values: str) -> str:
    """The rule's own message with its blanks filled, or the one made from the rule."""
    if rule.message is None:
        return otherwise
    text = str(rule.message)
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


# every


def _judge_every(rule: Rule, every: Every) -> Judge:
    keys = Touchpoint.keys()
    named = (*every.has, *every.lacks, *every.where)
    faults = [_no_field(name, keys) for name in named if name not in keys]
    faults += [fault for value in every.where.values() if (fault := _bad_condition(value))]
    selectors = (every.select, *((every.reaches,) if every.reaches else ()))

    def decide(graph: JourneyGraph, choose: Choose) -> Results:
        chosen = choose(graph, every.select)
        goals = choose(graph, every.reaches) if every.reaches else frozenset()
        for touchpoint in graph.touchpoints:
            if touchpoint.id in chosen:
                yield from _on_touchpoint(rule, every, graph, touchpoint, goals)

    return Judge(
        f"Every touchpoint that matches `{every.select}` {_demand(every)}.",
        f"see to it that each of them {_demand(every)}.",
        selectors, (every.select,), decide, faults=tuple(faults),
    )  # fmt: skip


def _no_field(name: str, keys: dict[str, str]) -> str:
    close = nearest(name, keys)
    hint = f"did you mean `{close}`?" if close else "write the name of a field"
    return f"`{name[:60]}` is not a field of a touchpoint; {hint}"


def _bad_condition(text: str) -> str | None:
    if _CONDITION.fullmatch(text.strip()):
        return None
    return f"`{text[:60]}` is not a condition; write one such as `<= 10m`, `= web` or `in [web, app]`"


def _demand(every: Every) -> str:
    parts = [f"has `{name}`" for name in every.has] + [f"lacks `{name}`" for name in every.lacks]
    parts += [f"has `{name}` {condition}" for name, condition in every.where.items()]
    if every.reaches:
        steps = f" within {every.steps:g} steps" if every.steps is not None else ""
        parts.append(f"can get to `{every.reaches}`{steps}")
    return " and ".join(parts) or "exists"


def _on_touchpoint(
    rule: Rule, every: Every, graph: JourneyGraph, touchpoint: Touchpoint, goals: frozenset[str]
) -> Results:
    faults = [f"has no `{name}`" for name in every.has if not _is_said(touchpoint, name)]
    faults += [f"has `{name}`" for name in every.lacks if _is_said(touchpoint, name)]
    for name, condition in every.where.items():
        value = getattr(touchpoint, Touchpoint.keys().get(name, name), None)
        if not _is_said(touchpoint, name):
            yield Unknown(touchpoint, name)
        elif not holds(value, condition):
            faults.append(f"has `{name}` {_shown(value)}, not {condition}")
    if every.reaches and not _is_near(graph, touchpoint.id, goals, every.steps):
        steps = f" within {every.steps:g} steps" if every.steps is not None else ""
        faults.append(f"cannot get to `{every.reaches}`{steps}")
    if faults:
        message = f"`{touchpoint.id}` {' and '.join(faults)}; {str(rule.because).rstrip('.')}"
        yield Finding(touchpoint, _say(rule, message, touchpoint=touchpoint.id, value=", ".join(faults)))


def _is_said(touchpoint: Touchpoint, name: str) -> bool:
    field_name = Touchpoint.keys().get(name, name)
    return getattr(touchpoint, field_name, None) not in (None, (), {}, False) and (
        field_name in touchpoint.model_fields_set or field_name in ("by", "type", "stakes", "languages")
    )


def _is_near(graph: JourneyGraph, start: str, goals: frozenset[str], steps: float | None) -> bool:
    if steps is None:
        return shortest_path(graph, [start], goals) is not None
    far = distance(graph, start, goals)
    return far is not None and far <= steps


def holds(value: Any, condition: str) -> bool:
    """Whether a field's value meets a condition such as `<= 10m`, `!= bot` or `in [web, app]`."""
    match = _CONDITION.fullmatch(condition.strip())
    if match is None:
        return False
    sign, wanted = match[1].strip(), match[2].strip()
    held = value if isinstance(value, tuple) else (value,)
    if sign == "in":
        words = [word.strip().strip("\"'") for word in wanted.strip("[]").split(",")]
        return bool(held) and all(_text(one) in words for one in held)
    if sign in ("=", "!="):
        same = any(_text(one) == wanted or _number(one) == _number(wanted) is not None for one in held)
        return same == (sign == "=")
    right = _number(wanted)
    left = max((number for one in held if (number := _number(one)) is not None), default=None)
    if left is None or right is None:
        return False
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]


def _number(value: Any) -> float | None:
    """A value as a number: seconds for times, a share of 1 for percentages."""
    if isinstance(value, Times):
        return value.worst.seconds
    if isinstance(value, Duration):
        return value.seconds
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    try:
        return read_share(str(value)) if str(value).endswith("%") else read_duration(str(value)).seconds
    except Unreadable:
        pass
    try:
        return float(str(value))
    except ValueError:
        return None


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else _text(value)


# never


def _judge_never(rule: Rule, never: Never) -> Judge:
    selectors = tuple(one for one in (never.from_, never.to, never.without) if one)

    def decide(graph: JourneyGraph, choose: Choose) -> Results:
        persona = never.persona or rule.persona
        if persona is not None and not any(one.id == persona for one in graph.personas):
            return
        gates = choose(graph, never.without) if never.without else frozenset()
        starts = _in_order(graph, choose(graph, never.from_))
        for goal in _in_order(graph, choose(graph, never.to)):
            path = shortest_path(graph, starts, [goal], avoiding=gates, persona=persona)
            if path is not None:
                past = f" without passing `{never.without}`" if never.without else ""
                message = f"customers get from `{path[0]}` to `{goal}`{past}: {say_path(path)}; {str(rule.because).rstrip('.')}"
                values = {
                    "touchpoint": goal,
                    "path": say_path(path),
                    "from": path[0],
                    "to": goal,
                    "value": str(len(path)),
                }
                yield Finding(goal, _say(rule, message, **values), path=path, persona=persona)

    past = f" without passing `{never.without}`" if never.without else ""
    return Judge(
        f"No path leads from `{never.from_}` to `{never.to}`{past}.",
        f"lead every such path through `{never.without}`." if never.without else "take the way away.",
        selectors, (never.to,), decide, never.persona or rule.persona,
    )  # fmt: skip


def _in_order(graph: JourneyGraph, chosen: frozenset[str]) -> list[str]:
    return [touchpoint.id for touchpoint in graph.touchpoints if touchpoint.id in chosen]


# within, at_most


def _judge_way(rule: Rule) -> Judge:
    begin, end = rule.from_ or "entry", rule.to or "outcome"

    def decide(graph: JourneyGraph, choose: Choose) -> Results:
        if rule.persona is not None and not any(one.id == rule.persona for one in graph.personas):
            return
        starts, goals = _in_order(graph, choose(graph, begin)), _in_order(graph, choose(graph, end))
        if end == "outcome" and not goals:
            yield Unknown(graph.journey, "outcome")
        elif starts and goals:
            yield from (
                _in_time(rule, graph, starts, goals)
                if rule.within
                else _in_number(rule, graph, starts, goals)
            )

    limit = f"takes at most {rule.within}" if rule.within else f"needs at most {_limits_in_words(rule)}"
    needed = tuple(one for one in (begin, end) if one not in ("entry", "outcome"))
    return Judge(
        f"The way from `{begin}` to `{end}` {limit}.", "make the way shorter, or give it up in the rule.",
        (begin, end), needed, decide, rule.persona,
    )  # fmt: skip


def _limits_in_words(rule: Rule) -> str:
    said = [f"{limit:g} {what.replace('_', ' ')}" for what, limit in _asked(rule)]
    return " and ".join(said)


def _asked(rule: Rule) -> list[tuple[Any, float]]:
    held = rule.at_most
    if held is None:
        return []
    named = [(what, getattr(held, what, None)) for what in COUNTABLE]
    return [(what, limit) for what, limit in named if limit is not None]


def _in_time(rule: Rule, graph: JourneyGraph, starts: list[str], goals: list[str]) -> Results:
    assert rule.within is not None
    for start in starts:
        span = slowest(graph, start, goals, persona=rule.persona)
        if span is None:
            continue
        if span.seconds > rule.within.seconds:
            taken = duration_in_words(span.seconds)
            message = f"from `{start}` to `{span.path[-1]}` it can take {taken}, not {rule.within}; {str(rule.because).rstrip('.')}"
            values = {
                "touchpoint": start,
                "path": say_path(span.path),
                "from": start,
                "to": span.path[-1],
                "value": taken,
            }
            yield Finding(start, _say(rule, message, **values), path=span.path, persona=rule.persona)
        elif span.unsaid:
            yield from (Unknown(step, "sla") for step in span.unsaid)


def _in_number(rule: Rule, graph: JourneyGraph, starts: list[str], goals: list[str]) -> Results:
    assert rule.at_most is not None
    for what, limit in _asked(rule):
        if rule.at_most.likely:
            likely = likely_path(graph, starts, goals, persona=rule.persona)
            if likely is None:
                continue
            path, number = likely[0], count_on(graph, likely[0], what, persona=rule.persona)
        else:
            way = fewest(graph, what, starts, goals, persona=rule.persona)
            if way is None:
                continue
            path, number = way.path, way.number
        if number > limit:
            kind = "likeliest" if rule.at_most.likely else "best"
            words = what.replace("_", " ")
            message = (
                f"the {kind} way from `{path[0]}` to `{path[-1]}` needs {number:g} {words}, not {limit:g} "
                f"({say_path(path)}); {str(rule.because).rstrip('.')}"
            )
            values = {
                "touchpoint": path[-1],
                "path": say_path(path),
                "from": path[0],
                "to": path[-1],
                "value": f"{number:g}",
            }
            yield Finding(path[-1], _say(rule, message, **values), path=path, persona=rule.persona, data=what)
