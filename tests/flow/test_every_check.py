"""Every check on consent and data, over journeys with everything in them: none raises, all point at what exists."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from cxmap.naming import named
from cxmap.stamping import Locator
from cxmap.testing import workspace
from cxmap_consent import cxmap_checks as consent_checks
from cxmap_data import cxmap_checks as data_checks

HEAD = """
law: [gdpr, ccpa, eu-ai-act]
owners: {care: {unit: one}, sales: {unit: two}, lost: {}}
personas: {teen: {age: 15, channels: [web, app, email]}, ann: {channels: [phone, web]}}
systems: {crm: {feeds: hub, identifies_by: [email]}, hub: {app: cx-data-hub, identifies_by: [phone]},
          rec: {app: omnichannel-recording}, far: {external: true, provides: [score]}}
data: {email: user.contact.email, phone: user.contact.phone_number, health: user.health_and_medical, score: {how: derived},
       trips: {is: user.location.precise, how: observed, keep: 1y}}
purposes:
  offers: {is: marketing.communications.email, basis: consent}
  ads: {is: marketing.advertising.profiling, basis: legitimate-interests, soft_opt_in: true}
  care: {is: essential.service, basis: contract, keep: 6 months}
  share: {is: third_party_sharing}
  loose: {}
sharing: [{from: one, to: two, data: trips, for: ads, notice: s0}]
"""
PURPOSES = ("offers", "ads", "care", "share", "loose")
ITEMS = ("email", "phone", "health", "score", "trips", "whatever")


@st.composite
def texts(draw):
    """Up to five steps and an anytime touchpoint with any of the fields the checks read."""
    steps = [f"s{number}" for number in range(draw(st.integers(1, 5)))]
    one_of = lambda *words: draw(st.sampled_from(words))  # noqa: E731
    held = lambda: f"{{{one_of(*PURPOSES)}: [{one_of(*ITEMS)}]}}"  # noqa: E731

    def fields(last):
        written = [f"channel: {one_of('web', 'phone', 'email', 'backstage', 'chat', 'own')}"]
        written += draw(
            st.lists(
                st.sampled_from([
                    f"owner: {one_of('care', 'sales', 'lost')}", f"system: {one_of('crm', 'hub', 'rec', 'far')}",
                    f"collects: {held()}", f"uses: {held()}", f"notice: [{one_of(*PURPOSES)}]",
                    f"consent: {{{one_of('asks', 'requires', 'withdraws')}: [{one_of(*PURPOSES)}]}}",
                    f"type: {one_of('bot', 'score', 'offer', 'purchase')}", "by: company", "decision: automated",
                    "can_resolve: [s0]", "rights: all", "parental: true", "feels: 1", f"not_for: {one_of('teen', 'ann')}",
                ]),
                unique_by=lambda field: field.partition(":")[0],
            )
        )  # fmt: skip
        if last or draw(st.booleans()):
            ways = draw(st.lists(st.sampled_from([*steps, "end"]), max_size=2, unique=True))
            written.append(f"next: [{', '.join(ways)}]")
        return ", ".join(written)

    lines = ["touchpoints:", *(f"  {step}: {{{fields(False)}}}" for step in steps)]
    if draw(st.booleans()):
        lines += ["anytime:", f"  prefs: {{{fields(False)}}}"]
    outcome = f"outcome: {one_of(*steps)}\n" if draw(st.booleans()) else ""
    return HEAD + outcome + "\n".join(lines) + "\n"


@settings(max_examples=80, deadline=None)
@given(texts())
def test_no_check_raises_and_all_point_at_what_exists(text):
    made = workspace(text)
    graph = made.graphs[0]
    locator = Locator(made, graph)
    for check in (*consent_checks(), *data_checks()):
        arguments = (graph, date(2026, 11, 1)) if check.needs_date else (graph,)
        results = [named(result) for result in check(*arguments)]
        again = [named(result) for result in check(*arguments)]
        assert results == again
        for result in results:
            locator.locate(result.element)
            for step in (*getattr(result, "path", ()), *getattr(result, "related", ())):
                locator.locate(step)
