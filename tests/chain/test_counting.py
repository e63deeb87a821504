"""What is counted on paths: small known cases, and every path of small random journeys tried one by one."""

from itertools import pairwise, product

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxmap import count_on, counts_on, effort_at, fewest
from cxmap.graph import JourneyGraph
from cxmap.testing import journey

HIDDEN = {"own", "backstage"}


def test_the_canon_s_effort_example() -> None:
    graph = journey("""
        form: {channel: web, type: form, collects: [name, email, birthday, licence]}
        call: {channel: phone, next: end}
    """)
    assert counts_on(graph, ("form", "call")).effort == 9


def test_effort_counts_what_a_step_asks() -> None:
    graph = journey("""
        login: {channel: web, type: self-service, identifies: password, collects: [email]}
        chat: {channel: chat, type: human, collects: [email], sla: 40m}
        letter: {channel: post, by: customer, effort: 1}
        drive: {channel: own, collects: [trips]}
    """)
    assert effort_at(graph, "login").points == 1 + 0.5 + 2
    chat = effort_at(graph, "chat")
    assert (chat.base, chat.items, chat.repeats, chat.waiting) == (2, 0.5, 3, 3)
    assert effort_at(graph, "letter").points == 1
    assert effort_at(graph, "drive").points == 0


def test_waiting_is_worth_an_hour_at_most_and_only_on_the_line() -> None:
    graph = journey("call: {channel: phone, sla: 3d}\nmail: {channel: email, sla: 9d}")
    assert effort_at(graph, "call").waiting == 6
    assert effort_at(graph, "mail").waiting == 0


def test_the_customer_takes_the_cheapest_channel_they_have() -> None:
    graph = journey("""
        personas: {lena: {channels: [phone]}, fay: {channels: [app]}}
        claim: {channel: [phone, app], type: human, next: end}
    """)
    assert effort_at(graph, "claim", persona="lena").points == 3
    assert effort_at(graph, "claim", persona="fay").points == 0.5


def test_being_passed_on_costs_and_is_one_contact() -> None:
    graph = journey("""
        one: {channel: phone, owner: care, system: crm, next: two}
        two: {channel: phone, owner: network, system: ops, next: end}
    """)
    counts = counts_on(graph, ("one", "two"))
    assert (counts.transfers, counts.contacts, counts.hand_offs, counts.channel_switches) == (1, 1, 1, 0)
    assert counts.effort == 3 + 3 + 1 + 3


def test_a_call_back_later_is_a_new_contact_and_no_transfer() -> None:
    graph = journey("""
        one: {channel: phone, owner: care, next: {two: {delay: 2h}}}
        two: {channel: phone, owner: network, next: end}
    """)
    counts = counts_on(graph, ("one", "two"))
    assert (counts.transfers, counts.contacts) == (0, 2)


def test_hand_offs_skip_steps_without_an_owner() -> None:
    graph = journey("""
        ad: {channel: web, owner: marketing}
        sleep: {channel: own}
        shop: {channel: web, owner: [marketing, sales]}
        check: {channel: backstage, owner: risk}
    """)
    assert count_on(graph, ("ad", "sleep", "shop", "check"), "hand_offs") == 1


def test_an_anytime_touchpoint_can_be_where_one_wants_to_get() -> None:
    graph = journey("""
        stages: {use: {touchpoints: {app: {channel: app, next: end}}}}
        anytime: {cancel: {channel: web, type: exit}, letter: {channel: post}}
    """)
    way = fewest(graph, "effort", ["app"], ["cancel"])
    assert way is not None
    assert way.path == ("app", "cancel")


def test_no_path_is_none() -> None:
    graph = journey("a: {channel: web, next: end}\nb: {channel: web, entry: true, next: end}")
    assert fewest(graph, "steps", ["a"], ["b"]) is None


def test_a_way_that_does_not_exist_yet_may_be_tried() -> None:
    graph = journey("a: {channel: web, entry: true}\nb: {channel: branch}\nc: {channel: web, next: end}")
    assert fewest(graph, "effort", None, ["c"]).number == 0.5 + 2 + 5 + 2 + 0.5  # type: ignore[union-attr]
    assert fewest(graph, "effort", None, ["c"], adding=[("a", "c")]).number == 1  # type: ignore[union-attr]


CHANNELS = ("web", "app", "phone", "own", "backstage")


@st.composite
def journeys(draw: st.DrawFn) -> JourneyGraph:
    count = draw(st.integers(2, 5))
    lines = []
    for at in range(count):
        channels = draw(st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=2, unique=True))
        channels = [channels[0]] if set(channels) & HIDDEN else channels
        owner = draw(st.sampled_from(["", ", owner: a", ", owner: b", ", owner: [a, b]"]))
        targets = draw(st.lists(st.integers(0, count - 1), max_size=3, unique=True))
        ways = ", ".join([f"t{target}" for target in targets if target != at]) or "end"
        entry = ", entry: true" if at == 0 else ""
        lines.append(f"t{at}: {{channel: [{', '.join(channels)}]{owner}{entry}, next: [{ways}]}}")
    return journey("\n".join(["owners: [a, b]", *lines]))


def _switches(graph: JourneyGraph, path: tuple[str, ...]) -> int:
    """The fewest switches on a path, by trying every choice of channel."""
    met = [
        graph.touchpoint(step).channel for step in path if not set(graph.touchpoint(step).channel) & HIDDEN
    ]
    return min(sum(a != b for a, b in pairwise(choice)) for choice in product(*met))


def _hand_offs(graph: JourneyGraph, path: tuple[str, ...]) -> int:
    owners = [set(graph.touchpoint(step).owner) for step in path if graph.touchpoint(step).owner]
    return sum(not a & b for a, b in pairwise(owners))


@given(journeys())
@settings(max_examples=120, deadline=None)
def test_fewest_is_the_best_of_all_paths(graph: JourneyGraph) -> None:
    target = graph.on_path[-1].id
    paths = [tuple(path) for path in nx.all_simple_paths(graph.flow, "t0", target)]
    for what, count in (("channel_switches", _switches), ("hand_offs", _hand_offs)):
        way = fewest(graph, what, ["t0"], [target])  # type: ignore[arg-type]
        if not paths:
            assert way is None
            continue
        assert way is not None
        assert way.number == min(count(graph, path) for path in paths)
        assert count_on(graph, way.path, what) == way.number == count(graph, way.path)  # type: ignore[arg-type]


@given(journeys())
@settings(max_examples=80, deadline=None)
def test_the_easiest_path_costs_what_it_counts(graph: JourneyGraph) -> None:
    target = graph.on_path[-1].id
    way = fewest(graph, "effort", None, [target])
    paths = [tuple(path) for path in nx.all_simple_paths(graph.flow, "t0", target)]
    if way is not None:
        assert count_on(graph, way.path, "effort") == pytest.approx(way.number)
        assert way.number == pytest.approx(min(count_on(graph, path, "effort") for path in paths))
