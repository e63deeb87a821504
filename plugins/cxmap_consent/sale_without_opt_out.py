"""CON019: data is sold or shared and nobody can say no."""

from collections.abc import Iterator

from cxmap import SPECIAL, Finding, JourneyGraph, Touchpoint, Unknown, check, is_personal, is_under

SOLD = ("third_party_sharing", "marketing.advertising.third_party")
LINKS = ("web", "app")


@check("CON019", severity="error")
def sale_without_opt_out(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """Personal data goes to another company and customers find no way to say no to that. (Where `law` has ccpa.)

    Californians may stop the sale and the sharing of their data through a link that is always there;
    sensitive data needs a way to limit its use as well. A system run by another company counts where it
    receives personal data for anything but an essential purpose: to serve the customer is no sale.

    Fix: put a touchpoint on web or app under `anytime:` with `consent: {withdraws: ..}` for the purpose, and
    `rights: [limit]` where sensitive data is concerned.

    Source: CCPA/CPRA, Civil Code 1798.120, 1798.121 and 1798.135, the two named links or one combined. Not
    legal advice.

    Passes::

        law: [ccpa]
        purposes: {ad_share: {is: third_party_sharing, basis: consent}}
        data: {cookie: user.device.cookie_id}
        pixel: {channel: web, uses: {ad_share: [cookie]}}
        anytime: {do_not_sell: {channel: web, consent: {withdraws: ad_share}}}

    Fails::

        law: [ccpa]
        purposes: {ad_share: {is: third_party_sharing, basis: consent}}
        data: {cookie: user.device.cookie_id}
        pixel: {channel: web, uses: {ad_share: [cookie]}}
    """
    if "ccpa" not in graph.journey.law:
        return
    unsaid: dict[str, None] = {}
    for touchpoint in graph.touchpoints:
        for purpose in dict.fromkeys((*touchpoint.uses, *touchpoint.collects)):
            items = [*touchpoint.uses.get(purpose, ()), *touchpoint.collects.get(purpose, ())]
            party = _party(graph, touchpoint, purpose, items)
            if party is None:
                continue
            if graph.purpose_key(purpose) is None:
                unsaid[purpose] = None
                continue
            missing = _missing(graph, purpose, items)
            if missing:
                data = ", ".join(f"`{item}`" for item in items) or "data"
                yield Finding(
                    touchpoint,
                    f"`{touchpoint.id}` sells or shares {data} with {party} for `{purpose}` and {missing}",
                    purpose=purpose,
                )
    yield from (Unknown(f"purpose:{purpose}", "is") for purpose in sorted(unsaid))


def _party(graph: JourneyGraph, touchpoint: Touchpoint, purpose: str, items: list[str]) -> str | None:
    """Who gets the data, when that is a sale or a sharing; None when it is none."""
    key = graph.purpose_key(purpose)
    if is_under(key, *SOLD):
        return "others"
    external = [name for name in touchpoint.system if graph.systems[name].external]
    personal = any(is_personal(graph, item) for item in items)
    if external and personal and not is_under(key, "essential"):
        return f"`{external[0]}`"
    return None


def _missing(graph: JourneyGraph, purpose: str, items: list[str]) -> str:
    exits = [t for t in graph.anytime if purpose in t.consent.withdraws and set(LINKS) & set(t.channel)]
    if not exits:
        return (
            "no link stops it; put a touchpoint on web or app under `anytime:` with "
            f"`consent: {{withdraws: {purpose}}}`"
        )
    sensitive = any(is_under(graph.data_key(item), *SPECIAL) for item in items)
    if sensitive and not any("limit" in t.rights or "all" in t.rights for t in graph.touchpoints):
        return "sensitive data needs a way to limit its use; write `rights: [limit]`"
    return ""
