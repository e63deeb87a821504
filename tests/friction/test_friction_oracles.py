"""Rules about paths against every path of small journeys, tried one by one."""

from itertools import pairwise

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from cxmap import is_transfer
from cxmap.graph import JourneyGraph
from cxmap.naming import bare, named
from cxmap.testing import journey
from cxmap_friction.repeated_identification import repeated_identification
from cxmap_friction.resolution_not_confirmed import resolution_not_confirmed
from cxmap_friction.transfer_chain import transfer_chain


@st.composite
def desks(draw: st.DrawFn) -> str:
    """Desks that pass customers forward, so that no circle arises."""
    count = draw(st.integers(2, 6))
    lines = ["owners: [a, b, c]"]
    for at in range(count):
        targets = (
            draw(st.lists(st.integers(at + 1, count - 1), max_size=3, unique=True)) if at < count - 1 else []
        )
        ways = ", ".join([*(f"t{target}" for target in targets), "end"])
        owner, channel = draw(st.sampled_from("abc")), draw(st.sampled_from(["phone", "video", "web"]))
        lines.append(f"t{at}: {{channel: {channel}, owner: {owner}, next: [{ways}]}}")
    return "\n".join(lines)


@given(desks())
@settings(max_examples=80, deadline=None)
def test_the_longest_chain_of_transfers(text: str) -> None:
    graph = journey(text)
    passed = nx.DiGraph(
        (edge.from_, edge.to) for edge in graph.edges if is_transfer(graph, edge.from_, edge.to)
    )
    longest = nx.dag_longest_path_length(passed) if passed else 0
    found = [named(one) for one in transfer_chain(graph)]
    assert max((len(one.path) - 1 for one in found), default=0) == (longest if longest > 1 else 0)  # type: ignore[union-attr]


@st.composite
def checkpoints(draw: st.DrawFn) -> str:
    count = draw(st.integers(2, 5))
    lines = [f"outcome: t{count - 1}"]
    for at in range(count):
        targets = draw(st.lists(st.integers(0, count - 1), max_size=3, unique=True))
        ways = [f"t{to}: {{delay: {draw(st.sampled_from(['1h', '2d']))}}}" for to in targets if to != at]
        proves = ", identifies: true" if draw(st.booleans()) else ""
        entry = ", entry: true" if at == 0 else ""
        following = f"{{{', '.join(ways)}}}" if ways else "end"
        lines.append(f"t{at}: {{channel: web{proves}{entry}, next: {following}}}")
    return "\n".join(lines)


def _most_in_one_sitting(graph: JourneyGraph, path: list[str]) -> int:
    count = most = int(bool(graph.touchpoint(path[0]).identifies))
    for source, target in pairwise(path):
        edge = graph.edge(source, target)
        assert edge is not None
        assert edge.transition.delay is not None
        if edge.transition.delay.worst.seconds >= 86400:
            count = 0
        count += bool(graph.touchpoint(target).identifies)
        most = max(most, count)
    return most


@given(checkpoints())
@settings(max_examples=120, deadline=None)
def test_identification_is_repeated_when_no_path_avoids_it(text: str) -> None:
    graph = journey(text)
    paths = (
        list(nx.all_simple_paths(graph.flow, "t0", graph.outcome[0]))
        if graph.outcome[0] != "t0"
        else [["t0"]]
    )
    worst = min((_most_in_one_sitting(graph, path) for path in paths), default=0)
    found = [named(one) for one in repeated_identification(graph)]
    assert bool(found) is (worst > 1)


@st.composite
def settlements(draw: st.DrawFn) -> str:
    count = draw(st.integers(2, 5))
    lines = []
    for at in range(count):
        targets = draw(st.lists(st.integers(0, count - 1), max_size=2, unique=True))
        ways = ", ".join([f"t{to}" for to in targets if to != at] or ["end"])
        kind = (
            "channel: web, type: payment"
            if at == 0
            else draw(st.sampled_from(["channel: web", "channel: email, by: company"]))
        )
        lines.append(f"t{at}: {{{kind}{', entry: true' if at == 0 else ''}, next: [{ways}]}}")
    return "\n".join(lines)


@given(settlements())
@settings(max_examples=120, deadline=None)
def test_a_silent_end_is_found_when_there_is_one(text: str) -> None:
    graph = journey(text)
    told = {t.id for t in graph.on_path if t.by == "company"}
    silent = graph.flow.subgraph(set(graph.flow) - told)
    reached = nx.single_source_shortest_path_length(silent, "t0", cutoff=2)
    expected = any(step in graph.ends for step in reached)
    found = [bare(str(named(one).element)) for one in resolution_not_confirmed(graph)]
    assert found == (["t0"] if expected else [])
