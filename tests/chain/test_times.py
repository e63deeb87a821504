"""How long the slowest path takes: known cases, and every walk of small random journeys tried one by one."""

import os
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxmap import duration_in_words, load, percentile_on, slowest, time_on
from cxmap.graph import JourneyGraph
from cxmap.testing import journey

DAY = 86400.0


def test_the_promise_of_the_reference_journey() -> None:
    if "CXMAP_REFERENCE" not in os.environ:
        pytest.skip("no reference data")
    graph = load(Path(os.environ["CXMAP_REFERENCE"]) / "journeys" / "insurer").graphs[0]
    span = slowest(graph, "report_claim", ["claim_paid"])
    assert span is not None
    assert span.text == "8.01 days"
    assert not span.unsaid


def test_a_loop_is_taken_as_often_as_allowed() -> None:
    graph = journey("""
        ask: {channel: phone, entry: true, sla: 1d}
        check: {channel: backstage, sla: 2d, next: {ask: {share: 10%, max_times: 2, delay: 1d}, done: 90%}}
        done: {channel: email, by: company, sla: 1d, next: end}
    """)
    span = slowest(graph, "ask", ["done"])
    assert span is not None
    assert span.seconds == (3 * 3 + 2 * 1 + 1) * DAY
    assert span.path == ("ask", "check") * 3 + ("done",)
    assert time_on(graph, span.path) == span.seconds


def test_a_loop_that_takes_time_has_no_end() -> None:
    graph = journey("""
        ask: {channel: phone, entry: true, sla: 1d}
        check: {channel: backstage, sla: 2d, next: [ask, done]}
        done: {channel: email, by: company, sla: 1d, next: end}
    """)
    span = slowest(graph, "ask", ["done"])
    assert span is not None
    assert span.loop == ("ask", "check", "ask")
    assert span.text == "no end"


def test_a_loop_that_takes_none_does_not_matter() -> None:
    graph = journey(
        "a: {channel: web, entry: true}\nb: {channel: web, next: [a, c]}\nc: {channel: web, sla: 1h}"
    )
    span = slowest(graph, "a", ["c"])
    assert span is not None
    assert span.seconds == 3600


def test_no_way_is_none() -> None:
    graph = journey("a: {channel: web, next: end}\nb: {channel: web, entry: true, next: end}")
    assert slowest(graph, "a", ["b"]) is None


def test_too_many_loops_give_an_upper_bound() -> None:
    lines = ["t0: {channel: phone, sla: 1h, entry: true, next: [t1]}"]
    for at in range(1, 12):
        back = f"t{at - 1}: {{max_times: 9}}"
        lines.append(f"t{at}: {{channel: phone, sla: 1h, next: {{t{at + 1}: {{}}, {back}}}}}")
    lines.append("t12: {channel: phone, sla: 1h, next: end}")
    span = slowest(journey("\n".join(lines)), "t0", ["t12"])
    assert span is not None
    assert not span.exact
    assert span.seconds >= (13 + 2 * 9 * 11) * 3600


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (20, "20 seconds"),
        (60, "1 minute"),
        (90, "1.5 minutes"),
        (86400, "24 hours"),
        (172800, "2 days"),
        (0, "0 seconds"),
    ],
)
def test_time_is_said_in_words(seconds: float, words: str) -> None:
    assert duration_in_words(seconds) == words


def test_percentiles_of_a_sum_lie_below_the_sum_of_percentiles() -> None:
    graph = journey("""
        a: {channel: phone, sla: {p50: 1d, p90: 3d}}
        b: {channel: phone, sla: {p50: 1d, p90: 3d}, next: end}
    """)
    middle, high = (percentile_on(graph, ("a", "b"), p) for p in (50, 90))
    assert 2 * DAY < middle < high < 6 * DAY
    assert percentile_on(graph, ("a", "b"), 90) == high


def test_certain_times_have_one_percentile() -> None:
    graph = journey("a: {channel: phone, sla: 1d}\nb: {channel: phone, sla: 2d, next: end}")
    assert percentile_on(graph, ("a", "b"), 90) == 3 * DAY


@st.composite
def journeys(draw: st.DrawFn) -> JourneyGraph:
    """Forward ways without bound and ways back with one."""
    count = draw(st.integers(2, 4))
    lines = []
    for at in range(count):
        forward = (
            draw(st.lists(st.integers(at + 1, count - 1), max_size=2, unique=True)) if at < count - 1 else []
        )
        back = draw(st.lists(st.integers(0, at), max_size=1)) if at else []
        ways = [f"t{to}: {{delay: {draw(st.integers(0, 3))}h}}" for to in forward]
        ways += [f"t{to}: {{max_times: {draw(st.integers(1, 2))}, delay: 1h}}" for to in back if to != at]
        following = f"{{{', '.join(ways)}}}" if ways else "end"
        entry = ", entry: true" if at == 0 else ""
        sla = draw(st.integers(0, 4))
        lines.append(f"t{at}: {{channel: phone, sla: {sla}h{entry}, next: {following}}}")
    return journey("\n".join(lines))


def _walks(graph: JourneyGraph, target: str) -> list[tuple[str, ...]]:
    found, work = [], [(("t0",), {})]
    while work:
        path, used = work.pop()
        if path[-1] == target:
            found.append(path)
            continue
        for edge in graph.edges_from(path[-1]):
            times = used.get((edge.from_, edge.to), 0)
            if edge.transition.max_times is None or times < edge.transition.max_times:
                work.append(((*path, edge.to), {**used, (edge.from_, edge.to): times + 1}))
    return found


@given(journeys())
@settings(max_examples=150, deadline=None)
def test_slowest_is_the_slowest_of_all_walks(graph: JourneyGraph) -> None:
    target = graph.on_path[-1].id
    walks = _walks(graph, target)
    span = slowest(graph, "t0", [target])
    if not walks:
        assert span is None
        return
    assert span is not None
    assert span.exact
    assert span.seconds == max(time_on(graph, walk) for walk in walks)
    assert time_on(graph, span.path) == span.seconds
    assert all(graph.edge(a, b) for a, b in pairwise(span.path))
