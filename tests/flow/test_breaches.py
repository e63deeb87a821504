"""Uses without consent in whole journeys, against walks enumerated for each persona from the definitions."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cxmap import find_breaches, find_cover, places_to_ask, shortest_path, way_around
from cxmap.testing import journey

CHANNELS = ("web", "phone", "app")


@st.composite
def texts(draw):
    """A journey of up to five steps with one consent-based purpose, two personas and a preference centre."""
    count = draw(st.integers(1, 5))
    steps = [f"s{number}" for number in range(count)]
    lines = ["purposes: {p: {is: marketing.communications, basis: consent}}"]
    if draw(st.booleans()):
        lines.append("personas: {ann: {channels: [web, app]}, bob: {channels: [phone, web]}}")
        barred = st.sampled_from(["", "not_for: ann", "only: bob"])
    else:
        barred = st.just("")
    lines.append("touchpoints:")
    for number, step in enumerate(steps):
        targets = draw(st.lists(st.sampled_from([*steps, "end"]), min_size=1, max_size=3, unique=True))
        fields = [f"channel: {draw(st.sampled_from(CHANNELS))}", f"next: [{', '.join(targets)}]"]
        fields += ["entry: true"] if number == 0 else []
        consent = draw(st.sampled_from(["", "", "asks: p", "requires: p", "withdraws: p"]))
        fields += [f"consent: {{{consent}}}"] if consent else []
        fields += ["uses: {p: [email]}"] if draw(st.booleans()) else []
        fields += [part] if (part := draw(barred)) else []
        lines.append(f"  {step}: {{{', '.join(fields)}}}")
    if draw(st.booleans()):
        verb = draw(st.sampled_from(["asks: p", "withdraws: p"]))
        leads = draw(st.sampled_from(["", f", next: {draw(st.sampled_from(steps))}"]))
        lines.append(f"anytime:\n  prefs: {{channel: web, consent: {{{verb}}}{leads}}}")
    return "\n".join(lines) + "\n"


def walks(graph, persona):
    """Every (touchpoint, answer at its use) with the length of the shortest walk, from the graph's own queries."""
    usable = {t.id for t in graph.touchpoints if persona is None or graph.can_use(persona, t)}

    def ways(step):
        edges = [e for e in graph.edges_from(step) if persona is None or graph.can_take(persona, e)]
        return [edge.to for edge in edges if edge.to in usable]

    def after(step, status):
        consent = graph.touchpoint(step).consent
        answers = {status}
        if consent.asks and status != "granted":
            answers = {"granted", "refused"}
        if consent.withdraws and "granted" in answers:
            answers = answers | {"withdrawn"}
        return answers

    visits = [t.id for t in graph.anytime if t.id in usable]
    level = [(e, s, None) for e in graph.entries if e in usable for s in after(e, "none")]
    seen, best, length = set(), {}, 0
    while level:
        length += 1
        following = []
        for state in level:
            if state in seen:
                continue
            seen.add(state)
            step, status, origin = state
            best.setdefault((step, status), length)
            moves = [(target, None) for target in ways(step)]
            if not graph.is_anytime(step):
                moves += [(visit, step) for visit in visits]
            elif graph.touchpoint(step).next is None:
                moves += [(target, None) for target in ways(origin)] + [(visit, origin) for visit in visits]
            following += [(target, s, back) for target, back in moves for s in after(target, status)]
        level = following
    return best


@settings(max_examples=120, deadline=None)
@given(texts())
def test_breaches_are_those_of_all_walks_of_all_personas(text):
    graph = journey(text)
    expected = {}
    for persona in graph.personas or (None,):
        for (step, status), length in walks(graph, persona).items():
            touchpoint = graph.touchpoint(step)
            forbidden = ("none",) if touchpoint.consent.requires else ("none", "refused", "withdrawn")
            if touchpoint.uses and status in forbidden:
                name = persona and persona.id
                expected.setdefault((step, status), {})[name] = length
    found = {(breach.touchpoint, breach.status): breach for breach in find_breaches(graph)}
    assert set(found) == set(expected)
    for key, breach in found.items():
        lengths = expected[key]
        assert len(breach.witness.path) == min(lengths.values()) == lengths[breach.witness.persona]
        assert set(breach.witness.personas) == {name for name in lengths if name}
        assert (breach.said_no is None) == (breach.status == "none")


@settings(max_examples=80, deadline=None)
@given(texts())
def test_places_to_ask_leave_no_way_past_them(text):
    graph = journey(text)
    uses = [b.touchpoint for b in find_breaches(graph) if b.status == "none"]
    places = places_to_ask(graph, "p", uses)
    asking = [t.id for t in graph.on_path if t.consent.asks]
    if places:
        for use in uses:
            assert shortest_path(graph, None, [use], avoiding=[*places, *asking]) is None


@settings(max_examples=80, deadline=None)
@given(texts(), st.sets(st.sampled_from(["s0", "s1", "s2", "s3", "s4"]), max_size=3))
def test_cover_says_whether_gates_carry_every_path(text, gates):
    graph = journey(text)
    for touchpoint in graph.on_path:
        cover = find_cover(graph, gates, touchpoint.id)
        around = shortest_path(graph, None, [touchpoint.id], avoiding=gates)
        assert (cover.kind == "none") == (around is not None)
        if cover.kind == "one":
            assert shortest_path(graph, None, [touchpoint.id], avoiding=cover.gates) is None
        if cover.kind == "several":
            for gate in cover.gates:
                rest = [other for other in cover.gates if other != gate]
                assert shortest_path(graph, None, [touchpoint.id], avoiding=rest) is not None
        if not graph.personas:
            assert (way_around(graph, gates, touchpoint.id) is None) == (around is None)
