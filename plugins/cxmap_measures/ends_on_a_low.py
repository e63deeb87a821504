"""EMO003: a journey that customers remember badly."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cxmap import Finding, JourneyGraph, Unknown, check, likely_path, shortest_path


@check("EMO003", severity="warning")
def ends_on_a_low(graph: JourneyGraph, *, recover: float = 2.0) -> Iterator[Finding | Unknown]:
    """On the likeliest way to an end the last feeling is bad, or the worst one is never made up for.

    People remember the peak and the end. A journey that is fine all along and ends badly was bad.

    Fix: put something good at the end, or make up for the low before it.

    Source: the peak-end rule: Kahneman, Fredrickson, Schreiber and Redelmeier, Psychological Science 4:401-405, 1993.

    Options:
        recover: how much better than the lowest feeling a later one must be.

    Passes::

        sources: {voc: {}}
        call: {channel: phone}
        thanks: {channel: email, by: company, feels: {customer: 1, from: voc}, next: end}

    Fails::

        call: {channel: phone}
        goodbye: {channel: email, by: company, feels: {customer: -1}, next: end}
    """
    if not any(one.feels.customer is not None for one in graph.on_path):
        yield Unknown(graph.journey, "feels")
        return
    lows: dict[tuple[str, str], Low] = {}
    personas: list[str | None] = [one.id for one in graph.personas] or [None]
    for persona in personas:
        for end in sorted(graph.ends):
            path = _way(graph, end, persona)
            said = _verdict(graph, path, recover) if path else None
            if said is not None:
                lows.setdefault(said, Low(path)).add(end, persona)
    for (element, message), low in lows.items():
        everybody = len(low.personas) == len(personas)
        ends = " and ".join(f"`{end}`" for end in sorted(low.ends))
        who = "" if everybody else f" ({', '.join(f'`{one}`' for one in low.personas)})"
        yield Finding(
            element,
            message.format(ends=ends) + who,
            path=low.path,
            persona=None if everybody or len(low.personas) > 1 else low.personas[0],
        )


@dataclass
class Low:
    """A low point and who meets it on the way to which ends."""

    path: tuple[str, ...]
    ends: set[str] = field(default_factory=set)
    personas: list[str] = field(default_factory=list)

    def add(self, end: str, persona: str | None) -> None:
        """One more end, or one more persona."""
        self.ends.add(end)
        if (persona or "") not in self.personas:
            self.personas.append(persona or "")


def _way(graph: JourneyGraph, end: str, persona: str | None) -> tuple[str, ...]:
    """The likeliest way to an end, the shortest when nobody counted."""
    found = likely_path(graph, None, [end], persona=persona)
    if found is not None:
        return found[0]
    return shortest_path(graph, None, [end], persona=persona) or ()


def _verdict(graph: JourneyGraph, path: tuple[str, ...], recover: float) -> tuple[str, str] | None:
    """Where and why a way is remembered badly; the ends are named later."""
    felt = [(step, graph.touchpoint(step).feels.customer) for step in path]
    known = [(step, feeling) for step, feeling in felt if feeling is not None]
    if not known:
        return None
    last, feeling = known[-1]
    if feeling < 0:
        return (
            last,
            f"the last feeling on the way to {{ends}} is {feeling:+g} at `{last}`; end on something good",
        )
    low, worst = min(known, key=lambda pair: pair[1])
    after = [value for _, value in known[[step for step, _ in known].index(low) + 1 :]]
    if worst < 0 and max(after, default=worst) < worst + recover:
        return (
            low,
            f"the low of {worst:+g} at `{low}` is never made up for on the way to {{ends}}; add something that does",
        )
    return None
