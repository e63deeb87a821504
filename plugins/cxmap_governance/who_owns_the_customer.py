"""GOV002: a journey without exactly one accountable owner."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check


@check("GOV002", severity="error")
def who_owns_the_customer(graph: JourneyGraph) -> Iterator[Finding]:
    """The journey has no accountable owner, several, or one who answers for none of its goals.

    "We all own the customer" is a culture, not an accountability: when a number slips, somebody must be asked.

    Fix: write exactly one `owner:` at the top of the journey, and let them own at least one of its goals.

    Source: "who owns the customer?", a standing question of practitioners' interviews on customer experience.

    Passes::

        owner: cco
        goals: [retention]
        owners: {cco: {}}
        metrics: {retention: {target: 83%, owner: cco}}
        quote: {channel: web}

    Fails::

        quote: {channel: web}
    """
    owners = graph.journey.owner
    if not owners:
        yield Finding(graph.journey, f"nobody is accountable for `{graph.id}`; write one `owner:` at its top")
    elif len(owners) > 1:
        names = ", ".join(f"`{owner}`" for owner in owners)
        yield Finding(
            graph.journey,
            f"`{graph.id}` names {len(owners)} accountable owners ({names}); keep one and move the others to `helps:`",
        )
    elif graph.journey.goals and not any(_owns(graph, goal, owners[0]) for goal in graph.journey.goals):
        goals = ", ".join(f"`{goal}`" for goal in graph.journey.goals)
        yield Finding(
            graph.journey,
            f"`{owners[0]}` is accountable for `{graph.id}` and owns none of its goals ({goals}); give them one",
        )


def _owns(graph: JourneyGraph, metric: str, owner: str) -> bool:
    found = graph.metrics.get(metric)
    return found is not None and found.owner == owner
