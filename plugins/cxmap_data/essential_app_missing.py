"""DAT010: a contact centre without one of the systems it needs."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check

ESSENTIAL = ("crm", "omnichannel-recording", "quality-monitoring", "voc-survey", "speech-analytics")
REMOTE = frozenset({"phone", "video", "chat", "messaging", "social"})


@check("DAT010", severity="info")
def essential_app_missing(graph: JourneyGraph, *, apps: tuple[str, ...] = ESSENTIAL) -> Iterator[Finding]:
    """People answer customers by phone or chat, and no system plays one of the roles that work needs.

    A hint for planning, not a fault: success depends on how the systems work together. One finding lists all
    roles that are missing.

    Fix: write `app:` on the system that plays the role, or plan for one.

    Source: the table of essential and desirable applications, with its caveat (OpenText, Toward a Customer
    Experience Hub).

    Options:
        apps: roles that should be played.

    Passes::

        systems:
          crm: {app: crm}
          voc: {app: voc-survey}
          qm: {app: quality-monitoring}
          rec: {app: omnichannel-recording}
          speech: {app: speech-analytics}
        call: {channel: phone, type: human, system: crm}

    Fails::

        systems: {crm: {app: crm}}
        call: {channel: phone, type: human, system: crm}
    """
    answering = [
        touchpoint.id
        for touchpoint in graph.touchpoints
        if graph.acts_like(touchpoint, "human") and REMOTE & set(touchpoint.channel)
    ]
    played = {system.app for system in graph.systems.values()}
    missing = [app for app in apps if app not in played]
    if answering and graph.systems and missing:
        yield Finding(
            graph.journey,
            f"no system plays the role {', '.join(missing)}; write `app:` on the one that does, or plan for it",
            related=tuple(answering),
        )
