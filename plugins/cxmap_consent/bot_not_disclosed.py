"""CON013: a bot that does not say that it is one."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Unknown, check


@check("CON013", severity="error")
def bot_not_disclosed(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """Customers talk to a bot that never says it is one.

    People who find out late feel deceived, and trust the next human less. An error where the EU AI Act
    applies, else a warning. On chat, messaging and social nothing is assumed: say whether it is a bot or a
    human.

    Fix: let it say so and write `discloses_bot: true`.

    Source: EU AI Act (Regulation 2024/1689) Art. 50(1), applies since 2 August 2026; the duty sits with the
    provider and falls away where it is obvious. Not legal advice.

    Passes::

        law: [gdpr, eu-ai-act]
        chat: {channel: chat, type: bot, discloses_bot: true}

    Fails::

        law: [gdpr, eu-ai-act]
        chat: {channel: chat, type: bot}
    """
    strict = "eu-ai-act" in graph.journey.law
    for touchpoint in graph.touchpoints:
        if touchpoint.discloses_bot:
            continue
        if graph.acts_like(touchpoint, "bot", "voicebot"):
            yield Finding(
                touchpoint,
                f"`{touchpoint.id}` is a bot and never says so; write `discloses_bot: true` once it does",
                severity=None if strict else "warning",
            )
        elif touchpoint.type is None and any(graph.family(c) == "live-text" for c in touchpoint.channel):
            yield Unknown(touchpoint, "type")
