"""CON008: personal data is collected before anybody said what for."""

from collections.abc import Iterator

from cxmap import (
    Finding,
    JourneyGraph,
    Touchpoint,
    asking,
    check,
    how_of,
    is_personal,
    tells,
    told_before,
    way_around,
)
from cxmap_consent.wording import name_all, walked

TAKEN = ("asked", "observed")


@check("CON008", severity="error")
def collected_without_notice(graph: JourneyGraph) -> Iterator[Finding]:
    """Personal data is asked or recorded on a path where no notice has named the purpose.

    People must know what for before they answer, not after. A notice counts at its own touchpoint and
    wherever every path has passed one that names the purpose; a question for consent to the purpose tells of
    it too.

    Fix: write `notice: true` (the purposes collected here) or `notice: [..]` where the data is collected.

    Source: GDPR Art. 13(1)-(2), at the time when personal data are obtained; CCPA 1798.100(a), notice at or
    before collection. Not legal advice.

    Passes::

        purposes: {quote: {basis: contract}}
        data: {email: user.contact.email}
        chat: {channel: chat, type: human, notice: true, collects: {quote: [email]}}

    Fails::

        purposes: {quote: {basis: contract}}
        data: {email: user.contact.email}
        chat: {channel: chat, type: human, collects: {quote: [email]}}
    """
    told = told_before(graph, or_asked=True)
    for touchpoint in graph.touchpoints:
        for purpose, items in _personal(graph, touchpoint).items():
            if purpose in told.get(touchpoint.id, {purpose}):
                continue
            gates = (*tells(graph, purpose), *asking(graph, purpose))
            around = way_around(graph, gates, touchpoint.id)
            if around is not None:
                yield Finding(
                    touchpoint,
                    f"`{touchpoint.id}` collects {name_all(items)} for `{purpose}` before a notice names it: "
                    f"{walked(graph, around)}; write `notice: true`",
                    path=around.path,
                    related=tuple(gate for gate in dict.fromkeys(gates) if gate not in around.path),
                    persona=around.persona,
                    purpose=purpose,
                )


def _personal(graph: JourneyGraph, touchpoint: Touchpoint) -> dict[str, list[str]]:
    """What is asked or recorded here by purpose; an item that does not say what it is counts as personal."""
    found = {}
    for purpose, items in touchpoint.collects.items():
        taken = [item for item in items if how_of(graph, item) in TAKEN]
        taken = [item for item in taken if is_personal(graph, item) is not False]
        if taken:
            found[purpose] = taken
    return found
