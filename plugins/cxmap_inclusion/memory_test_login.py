"""ACC004: a login that tests the memory."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check


@check("ACC004", severity="warning")
def memory_test_login(graph: JourneyGraph) -> Iterator[Finding]:
    """Customers must remember, transcribe or solve something to prove who they are, and have no other way.

    Passwords, PINs, codes and puzzles shut out people who cannot remember or copy them.

    Fix: add a way that asks nothing of the memory, such as a passkey, a link or a password manager.

    Source: WCAG 2.2 SC 3.3.8 Accessible Authentication (Minimum), Level AA.

    Passes::

        login: {channel: web, identifies: [password, passkey]}

    Fails::

        login: {channel: web, identifies: puzzle}
    """
    for touchpoint in graph.touchpoints:
        ways = touchpoint.identifies if isinstance(touchpoint.identifies, tuple) else ()
        groups = {way: word.group for way in ways if (word := graph.word("identification", way)) is not None}
        weak = [way for way, group in groups.items() if group == "weak"]
        if weak and "mild" not in groups.values():
            yield Finding(
                touchpoint,
                f"`{touchpoint.id}` makes people remember or copy a {' and a '.join(weak)}; add a passkey, a link or another easier way",
            )
