"""CON009: special-category data without the condition the law asks for."""

from collections.abc import Iterator

from cxmap import SPECIAL, Finding, JourneyGraph, Touchpoint, Unknown, check, is_under

BY_MACHINE = ("explicit-consent", "substantial-public-interest")
"""The two conditions on which a machine may decide from such data."""


@check("CON009", severity="error")
def special_category_unguarded(
    graph: JourneyGraph, *, special: tuple[str, ...] = SPECIAL
) -> Iterator[Finding | Unknown]:
    """Health, belief, origin, orientation or crime data is handled without naming the condition that allows it.

    A lawful basis is not enough for such data: a second condition must hold as well, and it must be known
    which. A voice or a fingerprint counts where it identifies the customer. A machine may decide from such
    data on two of the conditions only.

    Fix: write `special:` on the purpose or on the data item, or do without the data.

    Source: GDPR Art. 9 and 10, and Art. 22(4) for automated decisions; CPRA 1798.121, sensitive personal
    information. Not legal advice.

    Options:
        special: taxonomy keys that count as special, with all below them.

    Passes::

        purposes: {claim: {basis: contract, special: explicit-consent}}
        data: {illness: user.health_and_medical}
        claim: {channel: web, collects: {claim: [illness]}}

    Fails::

        purposes: {claim: {basis: contract}}
        data: {illness: user.health_and_medical}
        claim: {channel: web, collects: {claim: [illness]}}
    """
    pairs: dict[tuple[str, str], list[Touchpoint]] = {}
    unsaid: dict[str, None] = {}
    for touchpoint in graph.touchpoints:
        for named in (touchpoint.collects, touchpoint.uses):
            for purpose, items in named.items():
                for item in items:
                    if graph.data_key(item) is None:
                        unsaid[item] = None
                    elif _is_special(graph, touchpoint, purpose, item, special):
                        places = pairs.setdefault((item, purpose), [])
                        places += [] if touchpoint in places else [touchpoint]
    for (item, purpose), places in pairs.items():
        yield from _judge(graph, item, purpose, places)
    yield from (Unknown(f"data:{item}", "is") for item in sorted(unsaid))


def _is_special(
    graph: JourneyGraph, touchpoint: Touchpoint, purpose: str, item: str, special: tuple[str, ...]
) -> bool:
    key = graph.data_key(item)
    if is_under(key, *special):
        return True
    proves = touchpoint.identifies is not True and "biometric" in touchpoint.identifies
    identifying = proves or is_under(graph.purpose_key(purpose), "essential.service.authentication")
    return is_under(key, "user.biometric") and identifying


def _judge(graph: JourneyGraph, item: str, purpose: str, places: list[Touchpoint]) -> Iterator[Finding]:
    held, aim = graph.data.get(item), graph.purposes.get(purpose)
    conditions = [one.special for one in (aim, held) if one is not None and one.special is not None]
    related = tuple(place.id for place in places)
    if not conditions:
        yield Finding(
            f"data:{item}",
            f"`{item}` is special-category data and purpose `{purpose}` names no condition for it; "
            "write `special:` on the purpose, such as explicit-consent",
            related=related,
            purpose=purpose,
            data=item,
        )
        return
    for place in places:
        by_machine = place.decision is not None and place.decision.how == "automated"
        if by_machine and not set(conditions) & set(BY_MACHINE):
            yield Finding(
                place,
                f"`{place.id}` decides by machine from `{item}`, special-category data, on {conditions[0]}; "
                "let a human decide, or have `special: explicit-consent`",
                purpose=purpose,
                data=item,
            )
