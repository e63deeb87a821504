"""Questions about paths, told as small journeys."""

import cxmap
from cxmap.testing import journey

SHOP = """
personas: {fay: {channels: [web]}, lena: {}}
touchpoints:
  ad: {channel: web, entry: true, next: [page, desk]}
  page: {channel: web, next: {pay: 60%, chat: 20%}}
  chat: {channel: chat, type: human, next: [page, pay]}
  desk: {channel: store, next: pay}
  pay: {channel: web, next: [thanks, ad]}
  thanks: {channel: email, by: company, next: end}
anytime:
  help: {channel: phone, linked_from: [pay]}
  prefs: {channel: web}
  rebuy: {channel: app, next: pay}
"""


def test_reach_from_entries_and_between_steps():
    graph = journey(SHOP)
    assert cxmap.reachable(graph) == {t.id for t in graph.touchpoints}
    assert cxmap.reachable(graph, persona="fay") == {"ad", "page", "pay", "prefs"}
    assert "ad" in cxmap.reaching(graph, ["pay"], avoiding=["desk", "rebuy"])
    assert not cxmap.reaches(graph, "ad", "desk", persona="fay")


def test_shortest_path_takes_the_first_in_the_file_of_equals():
    graph = journey(SHOP)
    assert cxmap.shortest_path(graph, None, ["pay"]) == ("ad", "page", "pay")
    assert cxmap.shortest_path(graph, None, ["pay"], avoiding=["page"]) == ("ad", "desk", "pay")
    assert cxmap.shortest_path(graph, None, ["pay"], avoiding=["page", "desk"]) == ("ad", "rebuy", "pay")
    assert cxmap.shortest_path(graph, ["thanks"], ["ad"], avoiding=["rebuy"]) is None


def test_an_anytime_way_in_is_no_gate_and_opens_a_way_past_one():
    graph = journey(SHOP)
    assert cxmap.every_path_passes(graph, ["ad"], "pay")
    assert not cxmap.every_path_passes(graph, ["page", "desk"], "pay")
    assert not cxmap.every_path_passes(graph, ["page", "desk", "rebuy"], "pay")
    assert cxmap.find_dominators(graph, "thanks") == ("ad", "pay", "thanks")
    assert cxmap.every_path_passes(graph, ["page"], "pay", persona="fay")


def test_how_far_counts_one_step_to_what_shares_a_channel():
    graph = journey(SHOP)
    assert cxmap.distance(graph, "page", ["prefs"]) == 1
    assert cxmap.distance(graph, "desk", ["prefs"]) == 2
    assert cxmap.distance(graph, "pay", ["help"]) == 1
    assert cxmap.distance(graph, "page", ["help"]) == 2
    assert cxmap.distance(graph, "ad", ["thanks"]) == 3
    assert cxmap.steps_to(graph, ["help"], visit=1)["desk"] == 1
    assert cxmap.distance(graph, "desk", ["help"], persona="fay") is None


def test_loops_are_named_with_all_their_steps():
    graph = journey(SHOP)
    assert cxmap.find_loops(graph) == (("ad", "page", "chat", "desk", "pay"),)
    assert cxmap.shortest_loop(graph, "chat") == ("chat", "page", "chat")
    assert cxmap.shortest_loop(graph, "thanks") is None
    assert cxmap.find_traps(graph) == ()


def test_a_trap_has_no_way_out_and_no_end():
    graph = journey("ivr: {channel: phone, entry: true, next: menu}\nmenu: {channel: phone, next: ivr}\n")
    assert cxmap.find_traps(graph) == (("ivr", "menu"),)
    rescued = journey(
        "ivr: {channel: phone, entry: true, next: menu}\nmenu: {channel: phone, next: ivr}\n"
        "desk: {channel: branch, next: end}\nanytime: {out: {channel: phone, next: desk}}\n"
    )
    assert cxmap.find_traps(rescued) == ()


def test_best_and_likely_paths():
    graph = journey(SHOP)
    by_length = cxmap.best_path(graph, None, ["thanks"])
    assert by_length == (("ad", "page", "pay", "thanks"), 3.0)
    dear = cxmap.best_path(graph, None, ["thanks"], step_cost=lambda step: 10.0 if step == "page" else 0.0)
    assert dear is not None and dear[0] == ("ad", "desk", "pay", "thanks")
    path, share = cxmap.likely_path(graph, None, ["thanks"])
    assert path == ("ad", "desk", "pay", "thanks") and round(share, 3) == 0.25


def test_smallest_cut_is_early_and_only_where_allowed():
    graph = journey(SHOP)
    assert cxmap.smallest_cut(graph, ["thanks"]) == ("ad",)
    assert cxmap.smallest_cut(graph, ["thanks"], allowed=lambda step: step != "ad") == ("pay",)
    assert cxmap.smallest_cut(graph, ["thanks"], allowed=lambda step: step in {"page", "desk"}) is None


def test_long_paths_are_cut_in_the_middle():
    assert cxmap.say_path(["a", "b", "c"]) == "a > b > c"
    assert cxmap.say_path(list("abcdefghij")) == "a > b > c > d > e > ... > i > j"


def test_a_question_in_the_outer_journey_covers_a_use_in_the_inner_one():
    outer = """cxmap: 1
journey: Outer
outcome: done
purposes: {offers: {is: marketing.communications, basis: consent}}
data: {email: user.contact.email}
touchpoints:
  start: {channel: web, next: [ask, inside]}
  ask: {channel: web, consent: {asks: offers}, next: inside}
  inside: {journey: inner}
  done: {channel: web, next: end}
"""
    inner = """cxmap: 1
journey: Inner
touchpoints:
  promo: {channel: web, uses: {offers: [email]}, consent: {requires: offers}}
anytime: {prefs: {channel: web, consent: {withdraws: offers}}}
"""
    register = "cxmap: 1\npurposes: {offers: {is: marketing.communications, basis: consent}}\ndata: {email: user.contact.email}\n"
    outer = outer.replace(outer[outer.index("purposes") : outer.index("touchpoints")], "")
    from cxmap.testing import workspace

    files = {"cxmap.yaml": "cxmap: 1\n", "names.yaml": register, "outer.yaml": outer, "inner.yaml": inner}
    graph = workspace(files).journey("outer").graph
    (breach,) = cxmap.find_breaches(graph)
    assert breach.witness.path == ("start", "inside/promo") and breach.status == "none"
    files["outer.yaml"] = outer.replace("next: [ask, inside]", "next: ask")
    assert cxmap.find_breaches(workspace(files).journey("outer").graph) == ()
