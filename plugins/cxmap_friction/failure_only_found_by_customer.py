"""FRI015: nobody notices until the customer complains."""

from __future__ import annotations

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Touchpoint, check, reachable

WATCHING = ("monitor", "score", "alert")
LISTENING = (
    "speech-analytics", "text-analytics", "quality-monitoring", "automated-qm", "omnichannel-recording", "voc-survey",
)  # fmt: skip


@check("FRI015", severity="info")
def failure_only_found_by_customer(graph: JourneyGraph) -> Iterator[Finding]:
    """A problem is only discovered when the customer complains; nothing looks for it.

    Service that calls before the customer does turns a failure into a good memory. Looked at are problems,
    steps with a severe pain and steps with a `fails` way. They are watched when something of the company
    (type monitor, score or alert) comes before them on some path, when their system is one that listens
    (speech or text analytics, recording, quality monitoring, surveys) or feeds one, or when what happens
    there is measured: `metrics:`, or a source under `feels:` or under the pain.

    Fix: add a step that looks, `{channel: backstage, type: monitor}`, before the customer has to.

    Source: proactive service in field engineering, removing issues before customers think to ask (not
    verified).

    Passes::

        watch_boiler: {channel: backstage, type: monitor, next: {visit: 5%, end: 95%}}
        visit: {channel: in-person, by: company, type: human, next: boiler_breaks}
        boiler_breaks: {channel: phone, type: problem}

    Fails::

        boiler_breaks: {channel: phone, type: problem}
    """
    watched = _watched(graph)
    listening = {name for name, system in graph.systems.items() if system.app in LISTENING}
    for touchpoint in graph.on_path:
        if not _may_fail(graph, touchpoint) or touchpoint.id in watched or _is_measured(touchpoint):
            continue
        if listening & _fed(graph, touchpoint.system):
            continue
        yield Finding(
            touchpoint,
            f"what goes wrong at `{touchpoint.id}` is only discovered when the customer complains; add a "
            f"`type: monitor` step before it, or measure what happens there",
        )


def _watched(graph: JourneyGraph) -> frozenset[str]:
    """Everything that comes after a step that looks, and the step itself."""
    looking = [t.id for t in graph.on_path if t.by == "company" and graph.acts_like(t, *WATCHING)]
    return reachable(graph, looking) if looking else frozenset()


def _may_fail(graph: JourneyGraph, touchpoint: Touchpoint) -> bool:
    severe = any(pain.severity == "high" for pain in touchpoint.pains)
    return severe or bool(touchpoint.fails) or graph.acts_like(touchpoint, "problem")


def _is_measured(touchpoint: Touchpoint) -> bool:
    heard = touchpoint.feels is not None and touchpoint.feels.from_ is not None
    return bool(touchpoint.metrics) or heard or any(pain.from_ is not None for pain in touchpoint.pains)


def _fed(graph: JourneyGraph, systems: tuple[str, ...]) -> frozenset[str]:
    """The systems and all that their data flows to."""
    found = list(systems)
    for name in found:
        if name in graph.systems:
            found += [target for target in graph.systems[name].feeds if target not in found]
    return frozenset(found)
