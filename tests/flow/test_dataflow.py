"""Questions about data, as small journeys and against networkx on random ones."""

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

import cxmap
from cxmap.testing import journey

INSURER = """
owners: {service: {unit: care}, marketing: {unit: growth}}
purposes:
  quote: {basis: contract}
  driving: {basis: consent}
  risk: {basis: legitimate-interests}
data: {trips: {is: user.location.precise, how: observed}}
systems: {crm: {feeds: hub}, app: {feeds: hub}, hub: {app: cx-data-hub, feeds: crm}, desk: {provides: [claims]}}
touchpoints:
  quote: {channel: web, owner: marketing, system: crm, notice: [quote, risk], collects: {quote: [email, car]},
          next: {sign: 50%, call: 30%}}
  call: {channel: phone, owner: service, system: crm, collects: {quote: [car]}, next: {sign: 40%}}
  sign: {channel: web, owner: service, system: crm}
  drive: {channel: app, owner: service, system: app, consent: {asks: driving}, collects: {driving: [trips]}}
  score: {channel: backstage, owner: marketing, system: hub, uses: {risk: [car, trips, claims]}, next: end}
"""


def test_what_was_asked_before_may_and_must():
    known = cxmap.asked_before(journey(INSURER))
    assert known.must["call"] == known.may["call"] == {"email", "car"}
    assert known.must["quote"] == frozenset()
    assert known.must["score"] == {"email", "car"}  # trips are recorded, not asked


def test_what_is_still_needed():
    needed = cxmap.needed_after(journey(INSURER))
    assert needed["drive"] == {"car", "trips", "claims"}


def test_told_on_every_path():
    told = cxmap.told_before(journey(INSURER))
    assert told["score"] == {"quote", "risk"}
    assert cxmap.told_before(journey(INSURER), or_asked=True)["score"] == {"quote", "risk", "driving"}


def test_a_use_outside_the_purpose_names_givers_units_and_path():
    (one,) = cxmap.find_repurposings(journey(INSURER))
    assert (one.touchpoint, one.purpose, one.data) == ("score", "risk", "trips")
    assert one.given_at == "drive" and one.given_for == ("driving",)
    assert (one.unit, one.giving_units, one.crosses_units) == ("growth", ("care",), True)
    assert one.witness.path == ("drive", "score")
    assert not cxmap.is_shared(journey(INSURER), one)


def test_systems_and_where_data_lives():
    graph = journey(INSURER)
    assert cxmap.home_systems(graph, "car") == ("crm",)
    assert cxmap.find_providers(graph, "claims") == ("desk",)
    assert cxmap.fed_from(graph, ["app"]) == {"app", "hub", "crm"}
    assert cxmap.feed_islands(graph) == (("crm", "app", "hub"), ("desk",))


def test_who_holds_what():
    holdings = cxmap.find_holdings(journey(INSURER))
    assert ("trips", "drive", "driving", "care", "app") in {
        (h.data, h.touchpoint, h.purpose, h.unit, h.system) for h in holdings
    }
    assert ("claims", None, None, None, "desk") in {
        (h.data, h.touchpoint, h.purpose, h.unit, h.system) for h in holdings
    }


def test_a_surprise_names_the_share_of_customers_who_meet_it():
    graph = journey("""
purposes: {offers: {basis: legitimate-interests}}
touchpoints:
  ad: {channel: web, entry: true, next: {shop: 40%, site: 60%}}
  shop: {channel: store, next: {promo: 50%, end: 50%}}
  site: {channel: web, collects: {service: [email]}, next: promo}
  promo: {channel: email, by: company, uses: {offers: [email]}, next: end}
""")
    (surprise,) = cxmap.find_surprises(graph)
    assert (surprise.touchpoint, surprise.data, surprise.purpose) == ("promo", "email", "offers")
    assert surprise.share == 0.2
    assert cxmap.way_around(graph, surprise.gates, "promo").path == ("ad", "shop", "promo")
    assert cxmap.share_arriving(graph, "promo") == 0.8


def test_the_share_of_a_surprise_is_unknown_where_shares_are():
    graph = journey("""
ad: {channel: web, entry: true, next: [shop, site]}
shop: {channel: store, next: promo}
site: {channel: web, collects: {service: [email]}, next: promo}
promo: {channel: email, by: company, uses: {service: [email]}, next: end}
""")
    (surprise,) = cxmap.find_surprises(graph)
    assert surprise.share is None


def test_one_item_is_a_part_of_another():
    graph = journey("""
data: {home: user.contact.address, area: user.contact.address.postal_code, box: user.contact.address}
page: {channel: web, collects: {service: [area]}}
""")
    assert cxmap.is_same_data(graph, "home", "area") and cxmap.is_same_data(graph, "home", "box")
    assert not cxmap.is_same_data(graph, "home", "email")
    assert cxmap.collect_points(graph, "home") == ("page",)


PURPOSES = {"a": "contract", "b": "consent", "c": "legitimate-interests"}


@st.composite
def texts(draw):
    """Up to five steps that tell, collect and use one item for three purposes."""
    count = draw(st.integers(1, 5))
    steps = [f"s{number}" for number in range(count)]
    some = st.lists(st.sampled_from(sorted(PURPOSES)), max_size=2, unique=True)
    lines = [
        "purposes: {a: {basis: contract}, b: {basis: consent}, c: {basis: legitimate-interests}}",
        "touchpoints:",
    ]
    for number, step in enumerate(steps):
        targets = draw(st.lists(st.sampled_from([*steps, "end"]), min_size=1, max_size=2, unique=True))
        fields = ["channel: web", f"next: [{', '.join(targets)}]", *(["entry: true"] if number == 0 else [])]
        for verb in ("collects", "uses"):
            named = draw(some)
            fields += [f"{verb}: {{{', '.join(f'{name}: [x]' for name in named)}}}"] if named else []
        named = draw(some)
        fields += [f"notice: [{', '.join(named)}]"] if named else []
        lines.append(f"  {step}: {{{', '.join(fields)}}}")
    return "\n".join(lines) + "\n"


def told_at(graph, step, purpose):
    """Whether no path from the entry gets to a step past every notice of the purpose."""
    quiet = [t.id for t in graph.on_path if purpose not in graph.notice(t)]
    flow = graph.flow.subgraph(quiet)
    return step not in flow or graph.entries[0] not in flow or not nx.has_path(flow, graph.entries[0], step)


@settings(max_examples=150, deadline=None)
@given(texts())
def test_repurposings_are_those_of_the_definition(text):
    graph = journey(text)
    reached = nx.descendants(graph.flow, graph.entries[0]) | {graph.entries[0]}
    expected = set()
    for use in (t for t in graph.on_path if t.id in reached):
        giving = [
            (giver, given)
            for giver in graph.on_path
            for given in giver.collects
            if giver.id in reached and (giver.id == use.id or nx.has_path(graph.flow, giver.id, use.id))
        ]
        for purpose in use.uses:
            allowed = any(
                purpose == given or (PURPOSES[given] != "consent" and told_at(graph, giver.id, purpose))
                for giver, given in giving
            )
            on_consent = any(PURPOSES[given] == "consent" for _, given in giving)
            allowed |= told_at(graph, use.id, purpose) and not on_consent
            if giving and not allowed and PURPOSES[purpose] != "consent":
                expected.add((use.id, purpose))
    found = {(one.touchpoint, one.purpose): one for one in cxmap.find_repurposings(graph)}
    assert set(found) == expected
    for one in found.values():
        assert nx.is_path(graph.flow, one.witness.path) and one.witness.path[-1] == one.touchpoint


@settings(max_examples=100, deadline=None)
@given(texts())
def test_surprises_are_uses_some_customer_neither_gave_for_nor_was_told_of(text):
    graph = journey(text)
    expected = set()
    for use in graph.on_path:
        for purpose in use.uses:
            quiet = [t.id for t in graph.on_path if purpose not in graph.notice(t) and not t.collects]
            flow = graph.flow.subgraph(quiet)
            if {use.id, graph.entries[0]} <= set(quiet) and nx.has_path(flow, graph.entries[0], use.id):
                expected.add((use.id, purpose))
    assert {(one.touchpoint, one.purpose) for one in cxmap.find_surprises(graph)} == expected
