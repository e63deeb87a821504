"""Path algorithms against networkx and against brute force on small random journeys."""

from itertools import combinations

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from cxmap.gates import _dominator_tree, cut_routes
from cxmap.routes import NOWHERE, Routes, find_components, sweep, sweep_back, trace


@st.composite
def random_routes(draw, most=7):
    """A small journey: any edges among its steps, up to two anytime touchpoints, some of which lead on."""
    count = draw(st.integers(1, most))
    steps = [f"s{number}" for number in range(count)]
    anytime = [f"a{number}" for number in range(draw(st.integers(0, 2)))]
    step = st.sampled_from(steps)
    edges = draw(st.lists(st.tuples(step, step), max_size=3 * count))
    if anytime:
        visit = st.sampled_from(anytime)
        edges += draw(st.lists(st.tuples(visit, st.sampled_from([*steps, *anytime])), max_size=2))
    entries = draw(st.lists(step, min_size=1, max_size=2))
    open_from = {visit: draw(st.sets(step)) for visit in anytime if draw(st.booleans())}
    return Routes.build(steps, edges, entries, anytime, open_from=open_from)


def as_networkx(routes):
    """The same journey with every visit drawn as an edge from every step."""
    drawn = nx.DiGraph()
    drawn.add_nodes_from(range(len(routes.ids)))
    drawn.add_edges_from((a, b) for a, after in enumerate(routes.after) for b in after)
    drawn.add_edges_from((a, b) for door in routes.doors for a in door.steps for b in door.visits)
    return drawn


@given(random_routes(), st.sets(st.integers(0, 8)))
def test_sweep_finds_shortest_paths_and_nothing_else(routes, closed):
    drawn = as_networkx(routes).subgraph(set(range(len(routes.ids))) - closed)
    parent, _ = sweep(routes, routes.entries, closed)
    lengths = {}
    for entry in set(routes.entries) - closed:
        for node, length in nx.single_source_shortest_path_length(drawn, entry).items():
            lengths[node] = min(length, lengths.get(node, length))
    found = {node: len(trace(parent, node)) - 1 for node in range(len(parent)) if parent[node] != NOWHERE}
    assert found == lengths
    for node in found:
        path = trace(parent, node)
        assert nx.is_path(drawn, path)


@given(random_routes(), st.sets(st.integers(0, 8), max_size=2), st.sets(st.integers(0, 8), max_size=2))
def test_sweep_back_is_reachability_turned_round(routes, targets, closed):
    targets = {node for node in targets if node < len(routes.ids)}
    drawn = as_networkx(routes).subgraph(set(range(len(routes.ids))) - closed)
    seen = sweep_back(routes, targets, closed)
    expected = {
        node
        for node in drawn
        if any(target in drawn and nx.has_path(drawn, node, target) for target in targets)
    }
    assert {node for node, found in enumerate(seen) if found} == expected


@given(random_routes())
def test_components_are_those_of_networkx(routes):
    drawn = nx.DiGraph((a, b) for a, after in enumerate(routes.after) for b in after)
    drawn.add_nodes_from(range(len(routes.ids)))
    expected = sorted(sorted(part) for part in nx.strongly_connected_components(drawn))
    assert sorted(find_components(routes.after)) == expected


@given(random_routes())
def test_dominators_are_those_of_networkx(routes):
    after = routes.with_doors
    root = len(after)
    drawn = nx.DiGraph((a, b) for a, targets in enumerate(after) for b in targets)
    drawn.add_edges_from((root, entry) for entry in routes.entries)
    expected = dict(nx.immediate_dominators(drawn, root))
    expected.pop(root, None)
    assert _dominator_tree(routes) == expected


@settings(max_examples=300)
@given(random_routes(6), st.sets(st.integers(0, 7), min_size=1, max_size=2), st.sets(st.integers(0, 5)))
def test_cut_is_as_small_as_any_that_separates(routes, targets, free):
    targets = {node for node in targets if node < len(routes.ids)}
    free = free & set(routes.steps)

    def separates(cut):
        return sweep(routes, routes.entries, cut, targets)[1] == NOWHERE

    cut = cut_routes(routes, targets, free, (), 12)
    sizes = [
        size for size in range(len(free) + 1) if any(separates(choice) for choice in combinations(free, size))
    ]
    if not sizes:
        assert cut is None
    else:
        assert separates(cut) and set(cut) <= free and len(cut) == min(sizes)
