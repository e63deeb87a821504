"""What travels along paths, against sets collected on enumerated walks."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cxmap.routes import Routes
from cxmap.taint import UNSEEN, spread_back, spread_every, spread_some


@st.composite
def journeys(draw):
    """Up to five steps and two anytime touchpoints, each giving some of three things."""
    count = draw(st.integers(1, 5))
    steps = [f"s{number}" for number in range(count)]
    anytime = [f"a{number}" for number in range(draw(st.integers(0, 2)))]
    edges = draw(st.lists(st.tuples(st.sampled_from(steps), st.sampled_from(steps)), max_size=2 * count))
    leading = set()
    if anytime:
        ways = draw(
            st.lists(st.tuples(st.sampled_from(anytime), st.sampled_from([*steps, *anytime])), max_size=2)
        )
        edges += ways
        leading = {a for a, _ in ways}
    entries = draw(st.lists(st.sampled_from(steps), min_size=1, max_size=2))
    open_from = {
        visit: draw(st.sets(st.sampled_from(steps), min_size=1)) for visit in anytime if draw(st.booleans())
    }
    routes = Routes.build(steps, edges, entries, anytime, open_from=open_from)
    bits = draw(
        st.lists(st.sampled_from([0, 0, 1, 2, 4, 3]), min_size=len(routes.ids), max_size=len(routes.ids))
    )
    return routes, bits, frozenset(routes.index[name] for name in anytime if name not in leading)


def moves(routes, back, node, origin):
    """Where a customer may go next: (touchpoint, where a visit returns to)."""
    standing = [node] + ([origin] if node in back and origin is not None else [])
    for place in standing:
        for target in routes.after[place]:
            yield target, (origin if place == node else place) if target >= routes.stage_count else None
        for door in routes.doors:
            if place in door.steps:
                yield from ((visit, place) for visit in door.visits)


def walk(routes, bits, back):
    """Every (touchpoint, origin of a visit, bits gained before it, bits of stage steps before it)."""
    waiting = [(entry, None, 0, 0) for entry in routes.entries]
    seen = set(waiting)
    while waiting:
        node, origin, some, certain = waiting.pop()
        gained = certain | (bits[node] if node < routes.stage_count else 0)
        for target, now in moves(routes, back, node, origin):
            state = (target, now, some | bits[node], gained)
            if state not in seen:
                seen.add(state)
                waiting.append(state)
    return seen


@settings(max_examples=400, deadline=None)
@given(journeys())
def test_some_and_every_are_union_and_intersection_over_walks(case):
    routes, bits, back = case
    some, every = [UNSEEN] * len(routes.ids), [UNSEEN] * len(routes.ids)
    for node, _, gained, certain in walk(routes, bits, back):
        some[node] = gained if some[node] == UNSEEN else some[node] | gained
        every[node] = certain if every[node] == UNSEEN else every[node] & certain
    assert spread_some(routes, bits, back) == some
    assert spread_every(routes, bits) == every


def reached(routes, back, states):
    """Every (touchpoint, origin of a visit) after at least one move."""
    waiting, seen = list(states), set()
    while waiting:
        for state in moves(routes, back, *waiting.pop()):
            if state not in seen:
                seen.add(state)
                waiting.append(state)
    return seen


@settings(max_examples=400, deadline=None)
@given(journeys())
def test_back_is_what_walks_may_still_meet(case):
    routes, bits, back = case
    standing = {(step, None) for step in routes.steps}
    standing |= reached(routes, back, standing)
    for start in range(len(routes.ids)):
        seen = reached(routes, back, {state for state in standing if state[0] == start} or {(start, None)})
        expected = bits[start]
        for node, _ in seen:
            expected |= bits[node]
        assert spread_back(routes, bits, back)[start] == expected
