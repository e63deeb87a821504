"""FRI011: when it goes wrong the customer has nowhere to go."""

from __future__ import annotations

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Touchpoint, check, is_met, reaching
from cxmap_friction.screens import devices
from cxmap_friction.wording import name_all

RISKY = ("purchase", "payment", "claim")


@check("FRI011", severity="error")
def no_recovery_from_failure(graph: JourneyGraph) -> Iterator[Finding]:
    """When an important step fails, the customer has nowhere to go, or never gets back.

    A wrong that is put right binds customers more than one that never happened; a wrong with nobody to turn
    to loses them. Looked at are moments of truth, purchases, payments, claims and steps with a severe pain.
    A way out is a `fails` way, help on the very page (`help:`), or an anytime complaint or human the customer
    can turn to on the same screen, by the same voice, or from a step that links there; from a letter or a
    message, and from steps behind the scenes, one turns to any. A `fails` way from which no path leads on to
    the outcome is none, where the step itself leads there.

    Fix: say where customers land when it fails, `fails: pay_by_phone`, and lead on from there.

    Source: ISO 10002 on complaints handling; service-recovery practice (not verified).

    Passes::

        pay: {channel: web, moment_of_truth: true, fails: pay_by_phone, next: end}
        pay_by_phone: {channel: phone, next: end}

    Fails::

        pay: {channel: web, moment_of_truth: true, next: end}
    """
    rescuers = [t for t in graph.anytime if graph.acts_like(t, "complaint", "human")]
    goals = graph.outcome or tuple(sorted(graph.ends))
    leading = reaching(graph, goals)
    for touchpoint in graph.on_path:
        if not _matters(graph, touchpoint):
            continue
        failing = [edge.to for edge in graph.edges_from(touchpoint.id) if edge.kind == "fails"]
        if failing:
            lost = touchpoint.id in leading and not any(_recovers(graph, one, leading) for one in failing)
        elif touchpoint.help or any(_turns_to(graph, touchpoint, rescuer) for rescuer in rescuers):
            continue
        else:
            lost = True
        if lost:
            yield _finding(graph, touchpoint, failing)


def _matters(graph: JourneyGraph, touchpoint: Touchpoint) -> bool:
    severe = any(pain.severity == "high" for pain in touchpoint.pains)
    return touchpoint.moment_of_truth or severe or graph.acts_like(touchpoint, *RISKY)


def _recovers(graph: JourneyGraph, target: str, leading: frozenset[str]) -> bool:
    """Whether a path leads on to the outcome; from a visit that leads nowhere else the customer comes back."""
    return target in leading or (graph.is_anytime(target) and not graph.edges_from(target))


def _turns_to(graph: JourneyGraph, touchpoint: Touchpoint, rescuer: Touchpoint) -> bool:
    if touchpoint.id not in graph.open_from(rescuer.id):
        return False
    here = devices(graph, touchpoint.channel)
    if not touchpoint.channel or not is_met(touchpoint) or here <= {"one-way"}:
        return True
    linked = {touchpoint.id, *touchpoint.channel} & set(rescuer.linked_from)
    return bool(linked or here & devices(graph, rescuer.channel))


def _finding(graph: JourneyGraph, touchpoint: Touchpoint, failing: list[str]) -> Finding:
    if failing:
        goals = name_all(graph.outcome, "or") if graph.outcome else "an end"
        why = f"from {name_all(failing)} no path leads on to {goals}; lead back from there"
    else:
        why = "it has no `fails:` way, and no complaint or human under `anytime:` is open from there; add one"
    return Finding(
        touchpoint,
        f"when `{touchpoint.id}` fails the customer has nowhere to go: {why}",
        path=(touchpoint.id, failing[0]) if failing else (),
    )
