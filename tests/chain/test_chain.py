"""Where customers go by the declared shares: known figures, small exact cases, simulation."""

import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxmap import chain_of, load
from cxmap.absorbing import expected_visits
from cxmap.graph import JourneyGraph
from cxmap.testing import journey


def test_shares_of_the_reference_journey() -> None:
    if "CXMAP_REFERENCE" not in os.environ:
        pytest.skip("no reference data")
    graph = load(Path(os.environ["CXMAP_REFERENCE"]) / "journeys" / "insurer").graphs[0]
    chain = chain_of(graph)
    assert chain.visits["buy_online"] == pytest.approx(0.706)
    assert chain.visits["save_call"] == pytest.approx(0.1836, abs=5e-5)
    assert chain.visits["renewed"] == pytest.approx(0.5665, abs=5e-5)
    assert chain.visits["lapsed"] == pytest.approx(0.1395, abs=5e-5)
    assert chain.after("buy_online", "renewed") == pytest.approx(0.8024)
    assert chain.completion == pytest.approx(0.5665, abs=5e-5)
    assert not chain.assumed


def test_a_loop_is_counted_exactly() -> None:
    graph = journey("""
        outcome: done
        upload: {channel: web, entry: true, next: check}
        check: {channel: web, next: {upload: 30%, done: 50%}}
        done: {channel: web, next: end}
    """)
    chain = chain_of(graph)
    assert chain.visits["upload"] == pytest.approx(1 / 0.7)
    assert chain.completion == pytest.approx(0.5 / 0.7)
    assert chain.drop_off == pytest.approx({"check": 0.2 / 0.7})
    assert chain.reach("upload") == 1
    assert chain.after("upload", "upload") == pytest.approx(0.3)


def test_a_way_that_nobody_counts_weighs_nothing() -> None:
    chain = chain_of(
        journey("pay: {channel: web, fails: call, next: end}\ncall: {channel: phone, next: end}")
    )
    assert chain.visits == {"pay": 1.0, "call": 0.0}


def test_shares_split_for_want_of_a_number_are_assumed() -> None:
    chain = chain_of(journey("a: {next: [b, c]}\nb: {next: end}\nc: {next: end}"))
    assert chain.visits == {"a": 1.0, "b": 0.5, "c": 0.5}
    assert chain.assumed


def test_declared_shares_are_not_assumed() -> None:
    assert not chain_of(journey("a: {next: {b: 60%, c: 40%}}\nb: {next: end}\nc: {next: end}")).assumed


def test_more_than_everybody_is_scaled_down() -> None:
    chain = chain_of(journey("a: {next: {b: 90%, c: 60%}}\nb: {next: end}\nc: {next: end}"))
    assert chain.visits == pytest.approx({"a": 1.0, "b": 0.6, "c": 0.4})
    assert chain.assumed


def test_whoever_complains_comes_back_and_goes_on() -> None:
    chain = chain_of(
        journey("""
        stages:
          buying:
            touchpoints:
              pay: {channel: web, next: {done: 60%, other: 20%}, fails: {complain: {share: 10%}}}
              other: {channel: web, next: end}
              done: {channel: web, next: end}
        anytime: {complain: {channel: phone, type: complaint}}
    """)
    )
    assert chain.visits == pytest.approx({"pay": 1, "done": 0.6 / 0.9, "other": 0.2 / 0.9, "complain": 0.1})
    assert chain.drop_off == pytest.approx({"pay": 0.1 / 0.9})


def test_an_anytime_touchpoint_that_leads_on_is_a_way() -> None:
    chain = chain_of(
        journey("""
        stages:
          buying:
            touchpoints:
              pay: {channel: web, next: {done: 80%}, fails: {help: {share: 20%}}}
              done: {channel: web, next: end}
              gift: {channel: web, next: end}
        anytime: {help: {channel: phone, next: {gift: 50%, end: 10%}}}
    """)
    )
    assert chain.visits["gift"] == pytest.approx(0.1)
    assert chain.visits["done"] == pytest.approx(0.8 + 0.08)


def test_a_persona_without_the_channel_is_turned_away() -> None:
    graph = journey("""
        personas: {fay: {channels: [web]}, ravi: {channels: [web, phone]}}
        outcome: done
        quote: {channel: web, next: {call: 40%, done: 60%}}
        call: {channel: phone, next: done}
        done: {channel: web, next: end}
    """)
    fay = chain_of(graph, persona="fay")
    assert fay.completion == pytest.approx(0.6)
    assert fay.turned_away == pytest.approx({"quote": 0.4})
    assert chain_of(graph, persona="ravi").completion == pytest.approx(1)


def test_a_way_for_others_leaves_its_share_to_the_rest() -> None:
    graph = journey("""
        personas: {fay: {}, ravi: {}}
        quote: {channel: web, next: {call: {share: 40%, only: ravi}, done: 40%}}
        call: {channel: phone, next: done}
        done: {channel: web, next: end}
    """)
    chain = chain_of(graph, persona="fay")
    assert chain.visits["done"] == pytest.approx(0.8)
    assert not chain.turned_away
    assert chain.assumed


def test_a_trap_is_visited_without_end() -> None:
    chain = chain_of(journey("a: {next: b}\nb: {next: c}\nc: {next: b}"))
    assert chain.visits == {"a": 1.0, "b": float("inf"), "c": float("inf")}


def test_entries_share_the_starts() -> None:
    chain = chain_of(journey("a: {entry: 30%, next: c}\nb: {entry: true, next: c}\nc: {next: end}"))
    assert chain.visits == pytest.approx({"a": 0.3, "b": 0.7, "c": 1.0})


def _simulate(graph: JourneyGraph, walks: int, seed: int) -> dict[str, float]:
    draw = random.Random(seed)
    counts = dict.fromkeys((t.id for t in graph.on_path), 0)
    starts = list(graph.entry_shares)
    weights = [graph.entry_shares[name] for name in starts]
    for _ in range(walks):
        here: str | None = draw.choices(starts, weights)[0]
        while here is not None:
            counts[here] += 1
            ways = [(edge.to, edge.share or 0.0) for edge in graph.edges_from(here)]
            leave = 1.0 - sum(share for _, share in ways)
            here = draw.choices(
                [*(to for to, _ in ways), None], [*(share for _, share in ways), max(0.0, leave)]
            )[0]
    return {name: count / walks for name, count in counts.items()}


def test_agrees_with_simulated_customers() -> None:
    graph = journey("""
        a: {entry: 60%, next: {b: 50%, c: 30%}}
        b: {entry: 40%, next: {c: 70%, a: 10%}}
        c: {next: {d: 60%, b: 25%}}
        d: {next: {c: 20%, e: 75%}}
        e: {next: end}
    """)
    seen = _simulate(graph, 40_000, seed=7)
    assert seen == pytest.approx(dict(chain_of(graph).visits), abs=0.02)


@st.composite
def chains(draw: st.DrawFn) -> tuple[list[list[tuple[int, float]]], list[float]]:
    count = draw(st.integers(1, 7))
    rows = []
    for _ in range(count):
        weights = draw(st.lists(st.integers(0, 5), min_size=count, max_size=count))
        leak = draw(st.integers(1, 5))
        total = sum(weights) + leak
        rows.append([(to, weight / total) for to, weight in enumerate(weights) if weight])
    start = draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))
    return rows, [float(one) for one in start]


@given(chains())
@settings(max_examples=200, deadline=None)
def test_agrees_with_plain_elimination(chain: tuple[list[list[tuple[int, float]]], list[float]]) -> None:
    from fractions import Fraction

    rows, start = chain
    count = len(rows)
    matrix = [[Fraction(int(i == j)) for j in range(count)] + [Fraction(start[i])] for i in range(count)]
    for source, row in enumerate(rows):
        for target, share in row:
            matrix[target][source] -= Fraction(share)
    for pivot in range(count):
        best = max(range(pivot, count), key=lambda at: abs(matrix[at][pivot]))
        matrix[pivot], matrix[best] = matrix[best], matrix[pivot]
        for other in range(count):
            if other != pivot and matrix[other][pivot]:
                factor = matrix[other][pivot] / matrix[pivot][pivot]
                matrix[other] = [a - factor * b for a, b in zip(matrix[other], matrix[pivot], strict=True)]
    exact = [float(matrix[at][count] / matrix[at][at]) for at in range(count)]
    assert expected_visits(rows, start) == pytest.approx(exact, rel=1e-9, abs=1e-9)


def test_a_loop_that_hardly_anybody_leaves_keeps_its_digits() -> None:
    share = 1 - 2**-30
    assert expected_visits([[(1, 1.0)], [(0, share)]], [1.0, 0.0])[0] == pytest.approx(2**30, rel=1e-12)


def test_a_large_tangle_is_solved_by_going_round() -> None:
    draw = random.Random(3)
    count = 1500
    rows = [[(draw.randrange(count), 0.19) for _ in range(5)] for _ in range(count)]
    start = [1.0 / count] * count
    visits = expected_visits(rows, start)
    arriving = list(start)
    for node, row in enumerate(rows):
        for target, share in row:
            arriving[target] += visits[node] * share
    assert visits == pytest.approx(arriving, rel=1e-9)
    assert sum(visits) * 0.05 == pytest.approx(1)
