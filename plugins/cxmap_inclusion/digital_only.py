"""ACC002: no way to the outcome without the internet, or without a voice."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Unknown, check, shortest_path

WITHOUT = {
    "digital": frozenset({"web", "app", "chat", "messaging", "email", "social", "push"}),
    "voice": frozenset({"phone", "phone-auto", "branch", "store", "video"}),
}
WORDS = {"digital": "web, app, chat or mail", "voice": "speaking to somebody"}


@check("ACC002", severity="warning")
def digital_only(
    graph: JourneyGraph, *, exclude: tuple[str, ...] = ("digital", "voice")
) -> Iterator[Finding | Unknown]:
    """There is no way to the outcome without the internet, or none without speaking to somebody.

    Some customers are not online; others will not or cannot phone. Whoever closes one of these doors loses them.
    Own and backstage steps ask nothing of the customer and never count.

    Fix: offer the step on a channel of the other kind as well.

    Source: inclusion; two thirds of customers in one survey communicate more digitally than before, so a voice-only
    path shuts people out as well.

    Options:
        exclude: what customers may have to do without: digital, voice.

    Passes::

        outcome: done
        buy: {channel: [app, phone]}
        done: {channel: post, by: company}

    Fails::

        outcome: done
        buy: {channel: app}
        done: {channel: post, by: company}
    """
    if not graph.outcome:
        yield Unknown(graph.journey, "outcome")
        return
    path = shortest_path(graph, None, graph.outcome)
    if path is None:
        return
    unsaid = graph.unsaid_channels
    for kind in exclude:
        closed = {one.id for one in graph.on_path if one.channel and set(one.channel) <= WITHOUT[kind]}
        if shortest_path(graph, None, graph.outcome, avoiding=closed) is None:
            step = next(one for one in path if one in closed)
            goals = " or ".join(f"`{goal}`" for goal in graph.outcome)
            yield Finding(
                graph.journey,
                f"there is no way to {goals} without {WORDS[kind]}: `{step}` is the first step; offer it another way too",
                path=path[: path.index(step) + 1],
                data=kind,
            )
        elif unsaid and shortest_path(graph, None, graph.outcome, avoiding=closed | unsaid) is None:
            yield Unknown(next(one for one in graph.on_path if one.id in unsaid), "channel")
