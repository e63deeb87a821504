"""GOV001: a touchpoint nobody answers for."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check

NOT_OURS = frozenset({"own", "third-party"})


@check("GOV001", severity="error", drops=("GOV003", "GOV005", "MET001"))
def no_owner(graph: JourneyGraph) -> Iterator[Finding]:
    """A touchpoint has no owner, neither its own nor its stage's.

    What nobody owns nobody mends. The owner of the journey is not inherited, so that each step still needs a
    team; steps customers take alone and steps of other companies need none.

    Fix: write `owner:` on the touchpoint, or on its stage for all of them.

    Source: each part of the organisation understands its role in the life cycle (practitioners' interviews).

    Passes::

        owners: {service: {}}
        stages: {engagement: {owner: service, touchpoints: {chat: {channel: chat}}}}

    Fails::

        stages: {engagement: {touchpoints: {chat: {channel: chat}}}}
    """
    for touchpoint in graph.touchpoints:
        if (
            not touchpoint.owner
            and not NOT_OURS & set(touchpoint.channel)
            and touchpoint.type != "third-party"
        ):
            yield Finding(touchpoint, f"nobody owns `{touchpoint.id}`; write `owner:` on it or on its stage")
