"""The declared journey as an automaton over touchpoints: what may follow what, and where it may stop."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxmap import JourneyGraph

START = 0


@dataclass(frozen=True)
class Automaton:
    """States are numbers: 0 before the first step, then one for each touchpoint where a customer can stand.

    Standing at a state means that its touchpoint was the last one met, so the next touchpoint decides the next
    state. `visits[q]` are touchpoints that may be met at `q` without leaving it. A silent state stands for a
    touchpoint that the log does not record: passing it costs nothing. Of two explanations that cost the same the one
    that finishes at one of the proper `ends` is taken.
    """

    names: tuple[str, ...]
    after: tuple[tuple[int, ...], ...]
    visits: tuple[frozenset[str], ...]
    accepting: frozenset[int]
    ends: frozenset[int]
    silent: frozenset[int]

    @property
    def work_a_step(self) -> int:
        """How much one event of a path costs to align: states and ways between them."""
        return len(self.names) + sum(len(targets) for targets in self.after)


def returning(graph: JourneyGraph) -> frozenset[str]:
    """Anytime touchpoints after which the customer is back where they were."""
    return frozenset(one.id for one in graph.anytime if one.next is None and not one.recover)


def build_automaton(graph: JourneyGraph, silent: Collection[str], persona: str | None = None) -> Automaton:
    """The automaton of a journey, narrowed to what a persona may and can walk.

    A path may stop at a proper end, and where the declared shares leave a drop-off: both are planned.
    """
    who = graph.persona(persona) if persona is not None else None
    flow = graph.flow_for(who)
    back = returning(graph)
    ways_in = [one.id for one in graph.anytime if one.id not in back]
    names = ("", *flow.nodes, *ways_in)
    number = {name: index for index, name in enumerate(names)}
    targets: list[dict[int, None]] = [{} for _ in names]
    targets[START] = {number[entry]: None for entry in graph.entries if entry in number}
    for source, target in flow.edges:
        targets[number[source]][number[target]] = None
    for name in ways_in:
        for edge in graph.edges_from(name):
            if edge.to in number:
                targets[number[name]][number[edge.to]] = None
        for source in sorted(graph.open_from(name)):
            if source in number:
                targets[number[source]][number[name]] = None
    visits = [frozenset[str]()] + [
        frozenset(visit for visit in back if name in graph.open_from(visit)) for name in names[1:]
    ]
    accepting = {number[name] for name in names[1:] if name in graph.ends or graph.drop_off(name) > 0}
    return Automaton(
        names,
        tuple(tuple(found) for found in targets),
        tuple(visits),
        frozenset(accepting),
        frozenset(number[name] for name in names[1:] if name in graph.ends),
        frozenset(number[name] for name in names[1:] if name in silent),
    )


def planned_pairs(machine: Automaton) -> Mapping[str, frozenset[str]]:
    """For every touchpoint those that may come next, silent ones passed over."""
    found = {}
    for state, name in enumerate(machine.names):
        seen: set[int] = set()
        waiting = list(machine.after[state])
        while waiting:
            target = waiting.pop()
            if target not in seen:
                seen.add(target)
                if target in machine.silent:
                    waiting.extend(machine.after[target])
        found[name] = frozenset(machine.names[target] for target in seen)
    return found
