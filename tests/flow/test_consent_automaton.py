"""The consent automaton against an enumeration of walks that knows nothing of masks or levels."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cxmap.consent import GRANTED, NONE, REFUSED, WITHDRAWN, Plan, find_witnesses, spread
from cxmap.routes import Routes

PURPOSES = 3


@st.composite
def journeys(draw):
    """Up to five steps and two anytime touchpoints with any consent verbs for three purposes."""
    count = draw(st.integers(1, 5))
    steps = [f"s{number}" for number in range(count)]
    anytime = [f"a{number}" for number in range(draw(st.integers(0, 2)))]
    edges = draw(st.lists(st.tuples(st.sampled_from(steps), st.sampled_from(steps)), max_size=2 * count))
    leading = set()
    if anytime:
        into = st.tuples(st.sampled_from(anytime), st.sampled_from([*steps, *anytime]))
        ways = draw(st.lists(into, max_size=2))
        edges += ways
        leading = {a for a, _ in ways}
    entries = draw(st.lists(st.sampled_from(steps), min_size=1, max_size=2))
    open_from = {visit: draw(st.sets(st.sampled_from(steps))) for visit in anytime if draw(st.booleans())}
    routes = Routes.build(steps, edges, entries, anytime, open_from=open_from)
    masks = st.lists(st.integers(0, 2**PURPOSES - 1), min_size=len(routes.ids), max_size=len(routes.ids))
    sparse = st.lists(st.sampled_from([0, 0, 1, 2, 5]), min_size=len(routes.ids), max_size=len(routes.ids))
    back = frozenset(routes.index[name] for name in anytime if name not in leading)
    plan = Plan(("p", "q", "r"), draw(sparse), draw(sparse), draw(masks), [0] * len(routes.ids), back)
    return routes, plan


def open_at(routes, step):
    """The anytime touchpoints that can be visited from a stage step."""
    return [visit for door in routes.doors if step in door.steps for visit in door.visits]


def answers_after(plan, node, bit, status):
    """The definition, one purpose at a time."""
    here = {status}
    if plan.asks[node] & bit and status != GRANTED:
        here = {GRANTED, REFUSED}
    if plan.withdraws[node] & bit and GRANTED in here:
        here = here | {WITHDRAWN}
    return here


def walk_everything(routes, plan, bit):
    """Shortest length of every (touchpoint, answer) a customer can stand at; visits remember where from."""
    best = {}
    start = [
        (entry, status, None, 1)
        for entry in routes.entries
        for status in answers_after(plan, entry, bit, NONE)
    ]
    seen = set()
    level = start
    while level:
        following = []
        for node, status, back_to, length in level:
            if (node, status, back_to) in seen:
                continue
            seen.add((node, status, back_to))
            best.setdefault((node, status), length)
            onward = [(target, back_to) for target in routes.after[node]]
            if node < routes.stage_count:
                onward = [(target, None) for target in routes.after[node]]
                onward += [(visit, node) for visit in open_at(routes, node)]
            elif node in plan.returns and back_to is not None:
                # Back where they were: whatever comes next from there, with the answer as it is now.
                onward += [(target, None) for target in routes.after[back_to]]
                onward += [(visit, back_to) for visit in open_at(routes, back_to)]
            for target, origin in onward:
                origin = origin if target >= routes.stage_count else None
                following += [
                    (target, after, origin, length + 1) for after in answers_after(plan, target, bit, status)
                ]
        level = following
    return best


@settings(max_examples=400, deadline=None)
@given(journeys())
def test_answers_at_every_touchpoint_are_those_of_all_walks(case):
    routes, plan = case
    settled = spread(routes, plan)
    for purpose in range(PURPOSES):
        expected = walk_everything(routes, plan, 1 << purpose)
        found = {
            (node, status)
            for node, state in enumerate(settled)
            if state is not None
            for status in range(4)
            if state[status] >> purpose & 1
        }
        assert found == set(expected)


@settings(max_examples=400, deadline=None)
@given(journeys())
def test_witnesses_are_walks_and_none_is_shorter(case):
    routes, plan = case
    for purpose in range(PURPOSES):
        expected = walk_everything(routes, plan, 1 << purpose)
        found = find_witnesses(routes, plan.only(purpose), set(expected))
        assert {key: len(path) for key, path in found.items()} == expected
        for (node, status), path in found.items():
            assert path[-1] == node
            assert status in replay(routes, plan, 1 << purpose, path)


def replay(routes, plan, bit, path):
    """The answers possible after walking exactly this path; fails when a step does not follow."""
    assert path[0] in routes.entries
    standing = {(path[0], None, status) for status in answers_after(plan, path[0], bit, NONE)}
    for target in path[1:]:
        moved = set()
        for node, back_to, status in standing:
            places = [node] + ([back_to] if node in plan.returns and back_to is not None else [])
            for place in places:
                if target in (*routes.after[place], *open_at(routes, place)):
                    origin = place if place < routes.stage_count else back_to
                    origin = origin if target >= routes.stage_count else None
                    moved |= {(target, origin, a) for a in answers_after(plan, target, bit, status)}
        assert moved, "a step does not follow"
        standing = moved
    return {status for _, _, status in standing}
