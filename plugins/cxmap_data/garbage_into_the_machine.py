"""DAT008: a machine learns or decides from data whose quality nobody checked."""

from collections.abc import Callable, Iterator
from datetime import date

from cxmap import (
    Duration,
    Finding,
    JourneyGraph,
    Touchpoint,
    check,
    home_systems,
    is_under,
    read_duration,
    used,
)

MAX_AGE = read_duration("90 days")


@check("DAT008", severity="warning")
def garbage_into_the_machine(
    graph: JourneyGraph, as_of: date, *, max_age: Duration = MAX_AGE
) -> Iterator[Finding]:
    """A score, a bot or an automated decision works on data with no quality check, or an old one.

    Garbage in, total mess out: a machine does not wonder. A system the step runs on should have been checked
    (complete, accurate or fresh, with the day) within the last three months, or else every system its data
    lives in.

    Fix: check the data and write `quality: {complete: 96%, checked: 2026-09-01}` on the system.

    Source: garbage in, total mess out (BNP Paribas; CX Network, Destructive data mistakes in customer
    experience); get your data house in order (No Jitter, What to Know About Customer Experience); GDPR Art.
    5(1)(d), accuracy. Not legal advice.

    Options:
        max_age: how old a check may be.

    Passes::

        systems: {hub: {quality: {complete: 96%, checked: 2026-09-01}}}
        score: {channel: backstage, type: score, system: hub, uses: {risk: [claims]}}

    Fails::

        systems: {hub: {}}
        score: {channel: backstage, type: score, system: hub, uses: {risk: [claims]}}
    """
    for touchpoint in graph.touchpoints:
        items = used(touchpoint)
        if not items or not _is_machine(graph, touchpoint):
            continue
        unchecked = _unchecked(
            graph, touchpoint, items, lambda name: _is_checked(graph, name, as_of, max_age)
        )
        if unchecked:
            listed = ", ".join(f"`{name}`" for name in unchecked)
            yield Finding(
                touchpoint,
                f"`{touchpoint.id}` {_does(touchpoint)} from {', '.join(f'`{item}`' for item in items)} and "
                f"{listed} has no quality check in the last {max_age}; write `quality:` on "
                f"{'it' if len(unchecked) == 1 else 'each'}",
                related=tuple(f"system:{name}" for name in unchecked),
            )


def _unchecked(
    graph: JourneyGraph, touchpoint: Touchpoint, items: tuple[str, ...], checked: Callable[[str], bool]
) -> list[str]:
    """The systems to check: none when the step's own or all homes of its data are."""
    homes = dict.fromkeys(home for item in items for home in home_systems(graph, item))
    if any(checked(name) for name in touchpoint.system) or (homes and all(checked(name) for name in homes)):
        return []
    return list(touchpoint.system) or [name for name in homes if not checked(name)]


def _is_machine(graph: JourneyGraph, touchpoint: Touchpoint) -> bool:
    if graph.acts_like(touchpoint, "score", "bot", "voicebot"):
        return True
    if touchpoint.decision is not None and touchpoint.decision.how == "automated":
        return True
    return any(is_under(graph.purpose_key(purpose), "train_ai_system") for purpose in touchpoint.uses)


def _does(touchpoint: Touchpoint) -> str:
    if touchpoint.decision is not None and touchpoint.decision.how == "automated":
        return "decides"
    return "scores" if touchpoint.type == "score" else "works"


def _is_checked(graph: JourneyGraph, system: str, as_of: date, max_age: Duration) -> bool:
    found = [graph.systems[system].quality] if system in graph.systems else []
    found += [source.quality for source in graph.register.sources.values() if source.from_ == system]
    return any(
        quality is not None
        and quality.checked is not None
        and (quality.complete is not None or quality.accurate is not None or quality.fresh is not None)
        and (as_of - quality.checked).days * 86_400 <= max_age.seconds
        for quality in found
    )
