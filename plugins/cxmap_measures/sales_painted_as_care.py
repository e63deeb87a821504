"""ROI008: after the sale, every word is another sale."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cxmap import Finding, JourneyGraph, Unknown, chain_of, check, model_stage, side_of_sale

if TYPE_CHECKING:
    from cxmap import Touchpoint

SELLING = ("marketing", "offer", "upsell")


@check("ROI008", severity="warning")
def sales_painted_as_care(graph: JourneyGraph, *, max: float = 0.5) -> Iterator[Finding | Unknown]:
    """Most contacts the company starts after the purchase sell something.

    Customers who hear from a company only when it wants to sell stop listening, also to what would help them.

    Fix: add contacts that help, or sell less often.

    Source: short-term sales tactics irritate and damage the brand; engagement after the sale builds trust (voice of
    customer research, as quoted; not verified).

    Options:
        max: the largest share of such contacts that may sell.

    Passes::

        purposes: {offers: {is: marketing.communications}}
        stages:
          transaction: {touchpoints: {buy: {channel: web}}}
          retention:
            touchpoints:
              check_in: {channel: email, by: company, uses: {service: []}}
              promo: {channel: email, by: company, uses: {offers: []}}

    Fails::

        purposes: {offers: {is: marketing.communications}}
        stages:
          transaction: {touchpoints: {buy: {channel: web}}}
          retention:
            touchpoints:
              promo: {channel: email, by: company, uses: {offers: []}}
              more: {channel: email, by: company, uses: {offers: []}}
    """
    contacts = [one for one in graph.on_path if one.by == "company" and set(one.channel) - {"backstage"}]
    if not any(_sells(graph, one) for one in contacts):
        return
    if not any(model_stage(graph, stage) == "transaction" for stage in graph.stages):
        yield Unknown(graph.journey, "a stage that `is: transaction`")
        return
    after = [one for one in contacts if side_of_sale(graph, one.id) == "after"]
    chain = chain_of(graph)
    weight = {one.id: 1.0 if chain.assumed else chain.visits.get(one.id, 0.0) for one in after}
    total = sum(weight.values())
    selling = [one.id for one in after if _sells(graph, one)]
    share = sum(weight[name] for name in selling) / total if total else 0.0
    if share > max:
        yield Finding(
            graph.journey,
            f"{share:.0%} of the contacts the company starts after the purchase sell something (at most {max:.0%}); "
            "add some that help",
            related=tuple(selling),
        )


def _sells(graph: JourneyGraph, touchpoint: "Touchpoint") -> bool:
    if touchpoint.intent == "sales" or graph.acts_like(touchpoint, *SELLING):
        return True
    keys = [graph.purpose_key(purpose) or "" for purpose in touchpoint.uses]
    return any(key == "marketing" or key.startswith("marketing.") for key in keys)
