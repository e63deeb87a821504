"""Choose touchpoints: `stage:retention+2,owner:care` is one language for the command line, rules and renderers.

Terms joined by commas must all hold; selectors with blanks between them mean any. `2+x+` takes two steps
before `x` and everything after it. Grammar and keys: the language reference, section 5.5.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from fnmatch import translate
from functools import cache
from typing import TYPE_CHECKING

import networkx as nx

from cxmap.model import Touchpoint
from cxmap.vocabulary import nearest

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.workspace import Workspace

Found = Mapping[str, frozenset[str]]  # code or rule name of a finding -> touchpoints it concerns
_TERM = re.compile(r"(?:(?P<before>[0-9]*)\+)?(?P<atom>.+?)(?:\+(?P<after>[0-9]*))?")
_ALONE = ("entry", "outcome", "end", "anytime")
_FAR = 1 << 30


class SelectorError(ValueError):
    """A selector that cannot be read, or that names what does not exist; `unknown` when only the name is."""

    def __init__(self, message: str, *, unknown: bool = False) -> None:
        super().__init__(message)
        self.unknown = unknown


def select(graph: JourneyGraph, selector: str, *, found: Found | None = None) -> frozenset[str]:
    """The touchpoints of one journey that a selector chooses.

    Raises:
        SelectorError: it cannot be read, or names something this journey does not have.
    """
    chosen: set[str] = set()
    alternatives = selector.split()
    if not alternatives:
        raise SelectorError("the selector is empty; write one such as `stage:retention`")
    for alternative in alternatives:
        terms = _terms(alternative)
        held = frozenset(touchpoint.id for touchpoint in graph.touchpoints)
        for term in terms:
            held &= _select_term(graph, term, found or {})
        chosen |= held
    return frozenset(chosen)


def select_all(
    workspace: Workspace, selector: str, *, found: Found | None = None
) -> dict[str, frozenset[str]]:
    """What a selector chooses in each journey to report; a name must exist in at least one of them.

    Raises:
        SelectorError: it cannot be read, or names something that no journey has.
    """
    chosen: dict[str, frozenset[str]] = {}
    refused: list[SelectorError] = []
    for graph in workspace.graphs:
        try:
            chosen[graph.id] = select(graph, selector, found=found)
        except SelectorError as error:
            if not error.unknown:
                raise
            refused.append(error)
            chosen[graph.id] = frozenset()
    if refused and len(refused) == len(chosen):
        raise refused[0]
    return chosen


def _terms(alternative: str) -> list[str]:
    """Split at commas; `between:a,b` keeps the word after its comma."""
    terms: list[str] = []
    for part in alternative.split(","):
        last = terms[-1] if terms else ""
        if re.fullmatch(r"(?:[0-9]*\+)?(?:not:)?between:[^,]+", last) and "," not in last:
            terms[-1] = f"{last},{part}"
        else:
            terms.append(part)
    if not all(terms):
        raise SelectorError(f"`{alternative[:80]}` has an empty part; remove the comma too many")
    return terms


def _select_term(graph: JourneyGraph, term: str, found: Found) -> frozenset[str]:
    match = _TERM.fullmatch(term)
    assert match is not None
    chosen = _select_atom(graph, match["atom"], found)
    around = set(chosen)
    if match["before"] is not None:
        around |= _steps(graph, chosen, int(match["before"] or _FAR), backward=True)
    if match["after"] is not None:
        around |= _steps(graph, chosen, int(match["after"] or _FAR), backward=False)
    return frozenset(around)


def _steps(graph: JourneyGraph, start: frozenset[str], far: int, *, backward: bool) -> set[str]:
    flow = graph.flow
    reached, edge = set(start), {one for one in start if one in flow}
    while edge and far > 0:
        onward = {
            two for one in edge for two in (flow.predecessors(one) if backward else flow.successors(one))
        }
        edge = onward - reached
        reached |= edge
        far -= 1
    return reached


def _select_atom(graph: JourneyGraph, atom: str, found: Found) -> frozenset[str]:
    everything = frozenset(touchpoint.id for touchpoint in graph.touchpoints)
    key, colon, value = atom.partition(":")
    if not colon:
        return _select_bare(graph, atom)
    if key == "not":
        return everything - _select_atom(graph, value, found)
    if key == "between":
        return _between(graph, value)
    if key == "finding":
        return _with_finding(value, found)
    if key == "state":
        raise SelectorError("`state:` compares two versions, and there is only one here; remove it")
    if key not in _KEYS:
        known = (*_KEYS, "not", "between", "finding", "state")
        close = nearest(key, known)
        hint = (
            f"did you mean `{close}:`?"
            if close
            else "write one of " + ", ".join(f"`{one}:`" for one in sorted(known))
        )
        raise SelectorError(f"`{key[:60]}:` is not a key of a selector; {hint}")
    return _KEYS[key](graph, value)


def _select_bare(graph: JourneyGraph, name: str) -> frozenset[str]:
    if name == "entry":
        return frozenset(graph.entries)
    if name == "outcome":
        return frozenset(graph.outcome)
    if name == "end":
        return graph.ends
    if name == "anytime":
        return frozenset(touchpoint.id for touchpoint in graph.anytime)
    if graph.has(name):
        return _inside(graph, name)
    if any(stage.id == name for stage in graph.stages):
        return frozenset(touchpoint.id for touchpoint in graph.members(name))
    known = (
        [touchpoint.id for touchpoint in graph.touchpoints]
        + [stage.id for stage in graph.stages]
        + list(_ALONE)
    )
    raise _unknown(name, "a touchpoint or stage", known)


def _inside(graph: JourneyGraph, name: str) -> frozenset[str]:
    """A touchpoint itself, or all touchpoints of the nested journey a step holds."""
    if name in graph.containers:
        return frozenset(one.id for one in graph.touchpoints if one.id.startswith(f"{name}/"))
    return frozenset((name,))


def _between(graph: JourneyGraph, value: str) -> frozenset[str]:
    first, comma, last = value.partition(",")
    if not comma:
        raise SelectorError("`between:` needs two ends; write `between:a,b`")
    starts, ends = _select_bare(graph, first), _select_bare(graph, last)
    flow = graph.flow
    after = set().union(*({one, *nx.descendants(flow, one)} for one in starts if one in flow))
    before = set().union(*({one, *nx.ancestors(flow, one)} for one in ends if one in flow))
    return frozenset(after & before)


def _with_finding(value: str, found: Found) -> frozenset[str]:
    chosen: set[str] = set()
    for code, places in found.items():
        if code.startswith(value) or _matches(value, code):
            chosen |= places
    return frozenset(chosen)


def _unknown(name: str, noun: str, known: Iterable[str]) -> SelectorError:
    names = sorted(set(known))
    close = nearest(name, names)
    hint = f"did you mean `{close}`?" if close else "write the id of one"
    return SelectorError(f"`{name[:60]}` is not {noun} here; {hint}", unknown=True)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    # Only `*` and `?` have a meaning; runs of `*` are one, so that matching stays linear enough.
    cleaned = re.sub(r"\*+", "*", text).replace("[", "[[]")
    return re.compile(translate(cleaned))


def _matches(pattern: str, text: str) -> bool:
    if "*" in pattern or "?" in pattern:
        return _pattern(pattern).match(text) is not None
    return pattern == text


def _named(graph: JourneyGraph, value: str, noun: str, known: Iterable[str]) -> None:
    """Refuse a name nobody knows; a pattern may match nothing."""
    names = list(known)
    if not any(_matches(value, name) for name in names) and "*" not in value and "?" not in value:
        raise _unknown(value, noun, names)


def _by(
    noun: str,
    known: Callable[[JourneyGraph], Iterable[str]],
    held: Callable[[JourneyGraph, Touchpoint], Iterable[str | None]],
) -> Callable[[JourneyGraph, str], frozenset[str]]:
    """A key that compares its value with what a touchpoint holds."""

    def choose(graph: JourneyGraph, value: str) -> frozenset[str]:
        _named(graph, value, noun, known(graph))
        return frozenset(
            touchpoint.id
            for touchpoint in graph.touchpoints
            if any(one is not None and _matches(value, one) for one in held(graph, touchpoint))
        )

    return choose


def _walked_by(graph: JourneyGraph, personas: Iterable[str]) -> frozenset[str]:
    walked: set[str] = set()
    for name in personas:
        persona = graph.persona(name)
        flow = graph.flow_for(persona)
        starts = [entry for entry in graph.entries if entry in flow]
        walked |= set(starts).union(*(nx.descendants(flow, start) for start in starts))
        walked |= {one.id for one in graph.anytime if graph.can_use(persona, one) is not False}
    return frozenset(walked)


def _of_persona(graph: JourneyGraph, value: str) -> frozenset[str]:
    names = [persona.id for persona in graph.personas]
    _named(graph, value, "a persona", names)
    return _walked_by(graph, (name for name in names if _matches(value, name)))


def _of_segment(graph: JourneyGraph, value: str) -> frozenset[str]:
    _named(graph, value, "a segment", graph.segments)
    members = [one.id for one in graph.personas if one.segment is not None and _matches(value, one.segment)]
    return _walked_by(graph, members)


def _of_journey(graph: JourneyGraph, value: str) -> frozenset[str]:
    inner = {step: held.journey for step, held in graph.containers.items()}
    _named(graph, value, "a journey", [graph.id, *(name for name in inner.values() if name)])
    if _matches(value, graph.id):
        return frozenset(touchpoint.id for touchpoint in graph.touchpoints)
    steps = [step for step, name in inner.items() if name and _matches(value, name)]
    return frozenset(
        one.id for one in graph.touchpoints if any(one.id.startswith(f"{step}/") for step in steps)
    )


def _that_have(graph: JourneyGraph, value: str) -> frozenset[str]:
    keys = Touchpoint.keys()
    if value not in keys:
        raise SelectorError(_unknown(value, "a field of a touchpoint", keys).args[0])
    field = keys[value]
    return frozenset(
        touchpoint.id
        for touchpoint in graph.touchpoints
        if field in touchpoint.model_fields_set and getattr(touchpoint, field) not in (None, (), {})
    )


def _data_of(touchpoint: Touchpoint) -> Iterable[str]:
    for flows in (touchpoint.collects, touchpoint.uses):
        for items in flows.values():
            yield from items
    yield from touchpoint.confirms


def _flow_names(flows: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    for purpose, items in flows.items():
        yield purpose
        yield from items


def _words(kind: str) -> Callable[[JourneyGraph], Iterable[str]]:
    return lambda graph: (*graph.vocabulary.words(kind), *_used_words(graph, kind))


def _used_words(graph: JourneyGraph, kind: str) -> Iterable[str]:
    return [
        word
        for one in graph.touchpoints
        for word in (one.channel if kind == "channel" else (one.type or "",))
    ]


def _purposes(graph: JourneyGraph) -> Iterable[str]:
    return graph.purposes


def _things(graph: JourneyGraph) -> Iterable[str]:
    return (*graph.data, *graph.purposes)


_KEYS: dict[str, Callable[[JourneyGraph, str], frozenset[str]]] = {
    "touchpoint": lambda graph, value: _by(
        "a touchpoint",
        lambda g: (*(t.id for t in g.touchpoints), *g.containers),
        lambda g, t: (t.id, t.id.partition("/")[0]),
    )(graph, value),
    "stage": _by("a stage", lambda g: (s.id for s in g.stages), lambda g, t: (t.stage,)),
    "owner": _by("an owner", lambda g: g.owners, lambda g, t: t.owner),
    "unit": _by(
        "a unit",
        lambda g: (u for o in g.owners.values() if (u := o.unit)),
        lambda g, t: (g.unit_of(o) for o in t.owner),
    ),
    "channel": _by("a channel", _words("channel"), lambda g, t: t.channel),
    "family": _by(
        "a family of channels",
        lambda g: {w.family for w in g.vocabulary.lists.get("channel", {}).values() if w.family},
        lambda g, t: (g.family(c) for c in t.channel),
    ),
    "type": _by("a touchpoint type", _words("type"), lambda g, t: (t.type,)),
    "by": _by("`customer` or `company`", lambda g: ("customer", "company"), lambda g, t: (t.by,)),
    "system": _by("a system", lambda g: g.systems, lambda g, t: t.system),
    "data": _by("a data item", lambda g: g.data, lambda g, t: _data_of(t)),
    "purpose": _by(
        "a purpose",
        _purposes,
        lambda g, t: (*t.collects, *t.uses, *t.consent.asks, *t.consent.requires, *t.consent.withdraws),
    ),
    "collects": _by("a data item or purpose", _things, lambda g, t: _flow_names(t.collects)),
    "uses": _by("a data item or purpose", _things, lambda g, t: _flow_names(t.uses)),
    "asks": _by("a purpose", _purposes, lambda g, t: t.consent.asks),
    "requires": _by("a purpose", _purposes, lambda g, t: t.consent.requires),
    "withdraws": _by("a purpose", _purposes, lambda g, t: t.consent.withdraws),
    "metric": _by("a metric", lambda g: g.metrics, lambda g, t: t.metrics),
    "level": _by("a level", lambda g: ("support", "loyalty", "advocacy"), lambda g, t: (t.level,)),
    "tag": _by("a tag", lambda g: {tag for t in g.touchpoints for tag in t.tags}, lambda g, t: t.tags),
    "persona": _of_persona,
    "segment": _of_segment,
    "journey": _of_journey,
    "has": _that_have,
}
