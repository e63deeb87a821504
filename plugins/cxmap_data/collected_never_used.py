"""DAT001: data is collected and nobody ever uses it."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check, collect_points, find_elsewhere, needed_after


@check("DAT001", severity="warning")
def collected_never_used(
    graph: JourneyGraph, *, allow: tuple[str, ...] = ("legal-obligation",)
) -> Iterator[Finding]:
    """Data is collected and no later step uses it, shows it for confirmation, passes it on or recognises by it.

    The biggest mistake is to think you need all the data. Every question costs effort and patience, every
    item must be kept safe, and what nobody uses nobody keeps right. An item is reported once, at the first
    place that collects it, and only when none of its places leads to a use; other journeys of the workspace
    count.

    Fix: stop asking, or name the step that uses it under `uses`.

    Source: GDPR Art. 5(1)(c), data minimisation; the big data myth, collect the right data (CX Network,
    Destructive data mistakes in customer experience). Not legal advice.

    Options:
        allow: lawful bases on which data may be collected for the record alone.

    Passes::

        quote: {channel: web, collects: {quote: [birthday]}, uses: {quote: [birthday]}}

    Fails::

        quote: {channel: web, collects: {quote: [birthday, job_title]}, uses: {quote: [birthday]}}
    """
    needed = needed_after(graph)
    elsewhere = find_elsewhere(graph).used
    passed_on = {item for rule in graph.register.sharing for item in rule.data}
    passed_on |= {item for system in graph.systems.values() for item in system.identifies_by}
    done: set[str] = set()
    for touchpoint in graph.touchpoints:
        for purpose, items in touchpoint.collects.items():
            for item in items:
                if item in done or item in elsewhere or item in passed_on or graph.basis(purpose) in allow:
                    continue
                done.add(item)
                places = collect_points(graph, item)
                if not any(item in needed[place] for place in places):
                    yield Finding(
                        touchpoint,
                        f"`{item}` is collected at `{touchpoint.id}` and never used on any later step; "
                        f"stop asking, or name the step that uses it (`uses: {{{purpose}: [{item}]}}`)",
                        related=tuple(place for place in places if place != touchpoint.id),
                        purpose=purpose,
                        data=item,
                    )
