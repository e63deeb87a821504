"""What the graph can say to each question of the questionnaire; nothing where it lacks the facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cxmap import Journey, JourneyGraph, Stage, Touchpoint, changes_owner, feed_islands
from cxmap_audits.wording import count, join

Fact = str | None
Graphs = tuple[JourneyGraph, ...]


def fact(key: str, graphs: Graphs) -> Fact:
    """The sentence that answers a question from the graph; None when only people, or nobody yet, can say."""
    return _FACTS[key](graphs) if key in _FACTS and graphs else None


def _mapped(graphs: Graphs) -> Fact:
    scope = [(graph, wanted) for graph in graphs for wanted in graph.journey.scope]
    if not scope:
        return None
    missing = [str(wanted) for graph, wanted in scope if not _is_named(graph, str(wanted))]
    said = f"{len(scope) - len(missing)} of {len(scope)} in `scope` have a step named like them"
    return said + (f"; no step is named like {join(missing)}" if missing else "")


def _is_named(graph: JourneyGraph, wanted: str) -> bool:
    """Whether a step or stage shares a word with a process, or the beginning of one (`renewal`, `renewed`)."""
    things = (*graph.touchpoints, *graph.containers.values(), *graph.stages)
    named = {word for thing in things for word in _words(f"{thing.id} {thing.title}")}
    return any(_alike(one, other) for one in _words(wanted) for other in named)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold().replace("_", " ").replace("-", " "))


def _alike(one: str, other: str) -> bool:
    """Whether one word begins the other, or both begin alike and differ in a short ending."""
    pairs = enumerate(zip(one, other, strict=False))
    shared = next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
    tails = max(len(one), len(other)) - shared
    return min(len(one), len(other)) >= 3 and (
        shared == min(len(one), len(other)) or (shared >= 4 and tails <= 3)
    )


def _barriers(graphs: Graphs) -> Fact:
    pains = acted = 0
    for thing in (thing for graph in graphs for thing in _with_pains(graph)):
        pains += len(thing.pains)
        dated = any(idea.owner and idea.due for idea in thing.opportunities)
        acted += sum(dated or (pain.fix is not None and pain.fix.due is not None) for pain in thing.pains)
    return (
        f"{count(pains, 'pain')} recorded, {acted} with an action that has an owner and a date"
        if pains
        else None
    )


def _with_pains(graph: JourneyGraph) -> Iterator[Touchpoint | Stage | Journey]:
    yield from (*graph.touchpoints, *graph.containers.values())
    yield from graph.stages
    yield graph.journey


def _information(graphs: Graphs) -> Fact:
    people = [
        (graph, touchpoint)
        for graph in graphs
        for touchpoint in graph.touchpoints
        if graph.acts_like(touchpoint, "human")
    ]
    said = sum(bool(touchpoint.system) for _, touchpoint in people)
    if not said:
        return None
    return f"{said} of {count(len(people), 'touchpoint')} served by people name the systems they work with"


def _alignment(graphs: Graphs) -> Fact:
    touchpoints = [touchpoint for graph in graphs for touchpoint in _met(graph)]
    owned = sum(bool(touchpoint.owner) for touchpoint in touchpoints)
    if not owned:
        return None
    owners = {owner for touchpoint in touchpoints for owner in touchpoint.owner}
    handed = sum(
        changes_owner(graph, edge.from_, edge.to) is True for graph in graphs for edge in graph.edges
    )
    return f"{owned} of {len(touchpoints)} touchpoints have an owner; {count(len(owners), 'owner')}, {count(handed, 'hand-off')} between them"


def _channels(graphs: Graphs) -> Fact:
    said = [touchpoint for graph in graphs for touchpoint in graph.touchpoints if touchpoint.channel]
    channels = sorted(
        {channel for touchpoint in said for channel in touchpoint.channel}
        - {"own", "backstage", "third-party"}
    )
    total = sum(len(graph.touchpoints) for graph in graphs)
    return (
        f"{count(len(channels), 'channel')} ({join(channels)}); {len(said)} of {total} touchpoints name theirs"
        if channels
        else None
    )


def _silos(graphs: Graphs) -> Fact:
    systems = {name for graph in graphs for name in graph.systems}
    if not systems:
        return None
    apart = {name for graph in graphs for island in feed_islands(graph)[1:] for name in island}
    return f"{count(len(systems), 'system')}; " + (
        f"{len(apart)} apart from the main group: {join(sorted(apart))}" if apart else "all connected"
    )


def _measures(graphs: Graphs) -> Fact:
    moments = [
        touchpoint for graph in graphs for touchpoint in graph.touchpoints if touchpoint.moment_of_truth
    ]
    stages = [(graph, stage) for graph in graphs for stage in graph.stages]
    measured = sum(
        bool(stage.metrics or any(one.metrics for one in graph.members(stage.id))) for graph, stage in stages
    )
    if not measured:
        return None
    watched = sum(bool(touchpoint.metrics) for touchpoint in moments)
    return f"{measured} of {count(len(stages), 'stage')} and {watched} of {count(len(moments), 'moment')} of truth have a metric"


def _personas(graphs: Graphs) -> Fact:
    names = dict.fromkeys(persona.title for graph in graphs for persona in graph.personas)
    return f"{count(len(names), 'persona')}: {join(names)}" if names else None


def _feedback(graphs: Graphs) -> Fact:
    sources = {name: source for graph in graphs for name, source in graph.register.sources.items()}
    surveys = sum(
        graph.acts_like(touchpoint, "survey") for graph in graphs for touchpoint in graph.touchpoints
    )
    if not sources:
        return None
    kinds = sorted({source.type for source in sources.values() if source.type})
    listed = f" ({join(kinds)})" if kinds else ""
    return f"{count(len(sources), 'source')}{listed}; {count(surveys, 'survey')} on the map"


def _employees(graphs: Graphs) -> Fact:
    for graph in graphs:
        for name, metric in sorted(graph.metrics.items()):
            if (metric.kind or name) in ("enps", "engagement") and metric.now is not None:
                asked = f", {metric.n:g} answers" if metric.n else ""
                return f"{metric.title} is {metric.now}{asked}"
    return None


def _segments(graphs: Graphs) -> Fact:
    segments = {name: segment.title for graph in graphs for name, segment in graph.segments.items()}
    special = sum(
        bool(touchpoint.only or touchpoint.not_for) for graph in graphs for touchpoint in graph.touchpoints
    )
    if not segments:
        return None
    return f"{count(len(segments), 'segment')}: {join(segments.values())}; {count(special, 'touchpoint')} for some personas only"


def _success(graphs: Graphs) -> Fact:
    said = [word for graph in graphs for word in _goals(graph)]
    return "; ".join(dict.fromkeys(said)) or None


def _goals(graph: JourneyGraph) -> Iterator[str]:
    for name in graph.journey.goals:
        metric = graph.metrics.get(name)
        if metric is not None and metric.target is not None:
            start = f"from {metric.baseline} " if metric.baseline is not None else ""
            due = f" by {metric.due}" if metric.due is not None else ""
            yield f"{metric.title} {start}to {metric.target}{due}"


def _met(graph: JourneyGraph) -> Iterator[Touchpoint]:
    """Touchpoints somebody could own: not what customers do by themselves."""
    return (touchpoint for touchpoint in graph.touchpoints if touchpoint.channel != ("own",))


_FACTS: dict[str, Callable[[Graphs], Fact]] = {
    "q1": _mapped, "q2": _barriers, "q3": _information, "q4": _alignment, "q5": _channels, "q6": _silos,
    "q7": _measures, "q8": _personas, "q9": _feedback, "q10": _employees, "q11": _segments, "q12": _success,
    "gut_check_2": _alignment,
}  # fmt: skip
