"""GOV012: people who may only pass customers on."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check


@check("GOV012", severity="info")
def front_line_cannot_act(graph: JourneyGraph) -> Iterator[Finding]:
    """A touchpoint is staffed by people who may settle nothing and always hand over.

    Agents need the authority to resolve certain classes of problems on the spot; without it every contact becomes
    two.

    Fix: write under `can_resolve:` what they may settle, or let the customer go straight to who can.

    Source: authority to resolve specified classes of problems (trade article); advocacy over blind policy.

    Passes::

        owners: {care: {}, back: {}}
        agent: {channel: phone, owner: care, can_resolve: [refund]}
        desk: {channel: email, by: company, owner: back}

    Fails::

        owners: {care: {}, back: {}}
        agent: {channel: phone, owner: care}
        desk: {channel: email, by: company, owner: back}
    """
    for touchpoint in graph.touchpoints:
        if not graph.acts_like(touchpoint, "human") or touchpoint.by != "customer" or touchpoint.can_resolve:
            continue
        onward = [graph.touchpoint(edge.to) for edge in graph.edges_from(touchpoint.id)]
        if (
            touchpoint.owner
            and onward
            and all(one.owner and not set(one.owner) & set(touchpoint.owner) for one in onward)
        ):
            names = ", ".join(f"`{one.id}`" for one in onward[:3])
            yield Finding(
                touchpoint,
                f"the people at `{touchpoint.id}` may settle nothing and always hand over to {names}; "
                f"write what they may settle under `can_resolve:`",
                related=tuple(one.id for one in onward),
            )
