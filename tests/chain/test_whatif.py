"""What a change would do, and what escalations cost."""

import pytest

from cxmap import (
    add_way,
    change_share,
    escalation_cost,
    escalation_on_map,
    expected_contacts,
    expected_effort,
    rank_pains,
    remove_pain,
    what_if,
)
from cxmap.testing import journey

SHOP = """
outcome: done
quote: {channel: web, entry: true, next: {buy: 60%}, pains: [{what: too long, severity: high}, {what: too small, severity: low}]}
buy: {channel: web, next: {done: 90%}, pains: [no card]}
done: {channel: web, next: end}
"""


def test_mending_a_pain_keeps_some_of_those_who_leave() -> None:
    effect = what_if(journey(SHOP), remove_pain("quote"))
    assert effect.completion.before == pytest.approx(0.54)
    assert effect.completion.low == pytest.approx((0.6 + 0.25 * 0.4) * 0.9)
    assert effect.completion.high == pytest.approx(0.9)
    assert effect.completion.low < effect.completion.after < effect.completion.high
    assert effect.effort.gain > 0


def test_several_pains_share_the_guess_by_severity() -> None:
    graph = journey(SHOP)
    severe, slight = (what_if(graph, remove_pain("quote", pain=at)) for at in (0, 1))
    assert severe.completion.gain == pytest.approx(3 * slight.completion.gain)


def test_a_new_way_takes_first_those_who_left() -> None:
    effect = what_if(journey(SHOP), add_way("quote", "done", 0.3))
    assert effect.shares["quote", "buy"] == pytest.approx(0.6)
    assert effect.completion.after == pytest.approx(0.6 * 0.9 + 0.3)
    assert effect.easiest == (1.5, 1.0)


def test_a_larger_share_takes_from_the_others_when_too_few_leave() -> None:
    effect = what_if(journey(SHOP), add_way("quote", "done", 0.7))
    assert effect.shares["quote", "buy"] == pytest.approx(0.3)


def test_a_smaller_share_lets_customers_leave() -> None:
    effect = what_if(journey(SHOP), change_share("quote", "buy", 0.5, low=0.4, high=0.7))
    assert effect.completion.after == pytest.approx(0.45)
    assert (effect.completion.low, effect.completion.high) == pytest.approx((0.36, 0.63))


def test_changes_made_together() -> None:
    effect = what_if(journey(SHOP), change_share("quote", "buy", 0.5), change_share("buy", "done", 1.0))
    assert effect.completion.after == pytest.approx(0.5)


def test_counted_shares_widen_the_range() -> None:
    counted = SHOP.replace("{buy: 60%}", "{buy: {share: 60%, from: voc, n: 50}}")
    graph = journey("sources: {voc: survey}\n" + counted)
    plain, ranged = (what_if(each, change_share("buy", "done", 0.9)) for each in (journey(SHOP), graph))
    assert plain.completion.low == plain.completion.high
    assert ranged.completion.low < 0.54 < ranged.completion.high
    assert what_if(graph, change_share("buy", "done", 0.9)) == ranged


def test_pains_are_ranked_by_what_mending_them_brings() -> None:
    ranked = rank_pains(journey(SHOP))
    assert [effect.changes[0].source for effect in ranked] == ["quote", "buy"]


def test_a_journey_without_an_outcome_completes_nothing() -> None:
    with pytest.raises(ValueError, match="outcome"):
        what_if(journey("a: {channel: web, pains: [slow], next: {b: 50%}}\nb: {next: end}"), remove_pain("a"))


def test_a_touchpoint_nobody_knows() -> None:
    with pytest.raises(KeyError):
        what_if(journey(SHOP), remove_pain("qoute"))


def test_the_canon_s_escalations() -> None:
    cost = escalation_cost({"complaint": 10, "bbb": 2, "court": 1})
    assert (cost.money, cost.time, cost.unpriced) == (69, 34, 0)


def test_escalations_on_the_map_are_weighed_by_visits() -> None:
    graph = journey("""
        claim: {channel: phone, next: {grumble: 20%, end: 80%}}
        grumble: {channel: email, type: complaint, next: {bureau: 10%, watchdog: 5%, end: 85%}}
        bureau: {channel: web, type: bbb, next: end}
        watchdog: {channel: web, type: regulator, next: end}
    """)
    cost = escalation_on_map(graph)
    assert cost.money == pytest.approx(0.2 + 0.02 * 16)
    assert cost.time == pytest.approx(0.2 + 0.02 * 6)
    assert cost.unpriced == pytest.approx(0.01)


def test_contacts_are_counted_by_the_usual_channel() -> None:
    graph = journey("""
        outcome: done
        ask: {channel: [phone, web], owner: a, entry: true, next: {desk: 50%, done: 40%}}
        desk: {channel: phone, owner: b, next: {done: 80%}}
        done: {channel: [web, phone], next: end}
    """)
    assert expected_contacts(graph) == pytest.approx(1)  # the desk is a transfer
    effect = what_if(graph, change_share("ask", "done", 0.5))
    assert effect.contacts.after == pytest.approx(1)


def test_expected_effort_weighs_every_visit_and_move() -> None:
    graph = journey("a: {channel: web, entry: true, next: {b: 50%}}\nb: {channel: phone, next: end}")
    assert expected_effort(graph) == pytest.approx(0.5 + 0.5 * (3 + 2))


def test_no_change_says_how_sure_the_count_is() -> None:
    counted = SHOP.replace("{buy: 60%}", "{buy: {share: 60%, from: voc, n: 50}}")
    effect = what_if(journey("sources: {voc: survey}\n" + counted))
    assert (
        effect.completion.low < effect.completion.before == effect.completion.after < effect.completion.high
    )
