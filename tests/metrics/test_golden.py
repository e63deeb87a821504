"""Every golden value of the metrics canon."""

from __future__ import annotations

from fractions import Fraction

import pytest

import cxmap_metrics as canon
from cxmap import Tally, change, judge, net, proportion, sample_size
from cxmap_metrics.lifetime import customer_class, discounted_value, simple_value
from cxmap_metrics.maps import Move, Step
from cxmap_metrics.method import Component
from cxmap_metrics.retention import monthly_churn
from cxmap_metrics.value import share_gap

SCORES = [5, 5, 4, 4, 4, 3, 3, 2, 1, 5]
EASE = [7, 6, 6, 5, 4, 2, 7, 5, 6, 3]


def near(value: float, within: float = 0.005) -> object:
    return pytest.approx(value, abs=within)


def marked(**counts: int) -> Tally:
    """A tally of one column of marks: yes=1, no=0, pending=-1."""
    marks = {"yes": 1, "no": 0, "pending": -1}
    return Tally({(marks[name],): n for name, n in counts.items()})


def test_nps_of_ten_answers() -> None:
    estimate = canon.nps(Tally.of([10, 9, 9, 10, 7, 8, 7, 0, 6, 3]))
    assert estimate.value == 10
    assert estimate.error == near(26.27)
    assert (estimate.low, estimate.high) == (near(-36.06), near(51.45))
    assert 1.959964 * (estimate.error or 0) == near(51.48)
    assert ((estimate.low or 0) + (estimate.high or 0)) / 2 == near(7.69)


def test_nps_of_a_thousand() -> None:
    estimate = canon.nps(Tally({(10,): 500, (8,): 300, (2,): 200}))
    assert estimate.value == 30
    assert 1.959964 * (estimate.error or 0) == near(4.84)


def test_two_waves_of_nps_are_not_told_apart() -> None:
    moved = change(net(500, 200, 1000), net(540, 180, 1000))
    assert moved.value == near(6, 1e-9)
    assert moved.details["z"] == near(1.73)
    assert moved.details["p"] > 0.05


def test_nps_of_nobody_has_no_value() -> None:
    estimate = canon.nps(Tally({}))
    assert estimate.value is None
    assert estimate.n == 0


@pytest.mark.parametrize("score", [11, -1, Fraction(7, 2)])
def test_nps_refuses_what_is_no_answer(score: int) -> None:
    with pytest.raises(ValueError, match=r"outside|whole"):
        canon.nps(Tally.of([score]))


def test_csat() -> None:
    estimate = canon.csat(Tally.of(SCORES))
    assert estimate.value == near(3.6)
    assert {name: estimate.details[name] for name in ("index", "top_2", "bottom_2", "net")} == {
        "index": near(65),
        "top_2": 60,
        "bottom_2": 20,
        "net": 40,
    }


def test_csat_of_one_answer_has_no_interval() -> None:
    estimate = canon.csat(Tally.of([4]))
    assert (estimate.value, estimate.low) == (4, None)


def test_csat_boxes() -> None:
    top = canon.csat_top2(Tally.of(SCORES))
    assert (top.value, top.low, top.high) == (60, near(31.3, 0.05), near(83.2, 0.05))
    assert canon.csat_top2(Tally.of(SCORES), boxes=1).value == near(30)
    assert canon.csat_bottom2(Tally.of(SCORES)).value == 20
    with pytest.raises(ValueError, match="too short"):
        canon.csat_top2(Tally.of([1, 2, 3]), scale=3)


def test_effort_scores() -> None:
    assert canon.ces1(Tally.of([1, 2, 2, 5])).value == 2.5
    mean = canon.ces(Tally.of(EASE))
    assert (mean.value, mean.low, mean.high) == (near(5.1), near(3.91), near(6.29))
    assert (mean.error or 0) * 10**0.5 == near(1.66)
    assert canon.ces(Tally.of(EASE), variant="pct_easy").value == 70
    assert canon.ces(Tally.of(EASE), variant="net_easy").value == near(30)


def test_retention_and_churn() -> None:
    kept = canon.retention(marked(yes=33207, no=41200 - 33207))
    assert (kept.value, kept.low, kept.high) == (near(80.6), near(80.21), near(80.98))
    assert 100 * monthly_churn(0.20) == near(1.842, 0.0005)
    assert 100 * monthly_churn(0.17) == near(1.541, 0.0005)
    lost = canon.churn(marked(yes=80, no=20))
    assert (lost.value, lost.details["monthly"]) == (20, near(1.842, 0.0005))


def test_retention_cohort_by_kaplan_meier_and_greenwood() -> None:
    curve = canon.retention_cohort(Tally({(1, 1): 2, (2, 1): 1, (3, 0): 7}))
    assert (curve.details["age_1"], curve.details["age_2"]) == (near(80), near(70))
    assert (curve.details["error_1"], curve.details["error_2"]) == (near(12.65), near(14.49))
    assert curve.value == near(70)
    assert curve.details["at_risk_3"] == 7


def test_saves_leave_out_what_is_pending() -> None:
    estimate = canon.saves(marked(yes=456, no=1900 - 456, pending=44))
    assert (estimate.value, estimate.n, estimate.excluded) == (24, 1900, 44)


def test_lifetime_values() -> None:
    assert simple_value(300, 0.80) == near(1500)
    assert simple_value(300, 0.83) == near(1764.71)
    assert discounted_value(300, 0.80, 0.10) == near(800)
    assert discounted_value(300, 0.83, 0.10) == near(922.22)
    assert discounted_value(300, 0.80, 0.10, immediate=True) == near(1100)
    assert discounted_value(300, 0.83, 0.10, immediate=True) == near(1222.22)
    assert discounted_value(300, 0.80, 0.10, horizon=400) == near(800)
    assert discounted_value(300, 0.83, 0.0, immediate=True) == near(simple_value(300, 0.83))
    with pytest.raises(ValueError, match="no finite"):
        simple_value(300, 1.0)
    with pytest.raises(ValueError, match="no finite"):
        discounted_value(300, 0.8, -0.1)


def test_lifetime_value_carries_the_retention_interval() -> None:
    tally = marked(yes=800, no=200)
    estimate = canon.clv(tally, margin=300)
    kept = proportion(800, 1000)
    assert estimate.value == near(1500)
    assert estimate.low == near(300 / (1 - (kept.low or 0) / 100))
    assert canon.clv_discounted(tally, margin=300, discount=0.1).value == near(800)
    with pytest.raises(ValueError, match="margin"):
        canon.clv(tally)


def test_first_contact_resolution() -> None:
    estimate = canon.fcr(marked(yes=68, no=32))
    assert (estimate.value, estimate.low, estimate.high) == (68, near(58.3, 0.05), near(76.3, 0.05))


def test_repeat_contact() -> None:
    assert canon.repeat_contact(Tally({(1, 2): 1, (0, 1): 2})).value == 25


def test_calls() -> None:
    micro = 1_000_000
    assert canon.aht(Tally.of([240 * micro, 360 * micro])).value == 300
    assert canon.asa(Tally.of([5 * micro, 15 * micro, 40 * micro])).value == 20
    calls = Tally({(1, 1): 860, (1, 0): 140, (0, 1): 20, (0, 0): 40})
    variants = {1: 83.0, 2: 86.0, 3: 81.1, 4: 82.7}
    for variant, value in variants.items():
        assert canon.service_level(calls, variant=variant).value == near(value, 0.05)
    gone = canon.abandonment(marked(no=1000, yes=50, pending=10))
    assert (gone.value, gone.n) == (near(4.76), 1050)


def test_the_web() -> None:
    micro = 1_000_000
    assert canon.cart_abandonment(marked(yes=49, no=21)).value == 70
    assert canon.bounce_rate(marked(yes=3, no=9)).value == 25
    assert canon.bounce_time(Tally.of([2 * micro, 4 * micro, 9 * micro])).value == 4


def test_paths() -> None:
    day = 86_400_000_000
    assert canon.conversion(marked(yes=706, no=294)).value == near(70.6)
    assert canon.drop_off(marked(yes=25, no=75)).value == 25
    assert canon.time_in_stage(Tally({(1 * day, 1): 1, (2 * day, 1): 1, (10 * day, 1): 1})).value == 2 * 86400
    assert canon.response_time(marked(yes=2, no=2)).value == 50
    assert canon.channel_switch(Tally({(2, 3): 1})).value == near(66.67)
    assert canon.transfers(Tally.of([4, 3])).value == 3.5


def test_value_quotient() -> None:
    rating = (8, 7, 9, 6, None, None, None, 4, 5, 3, 4)
    assert canon.value_quotient(Tally.of([rating])).value == 1.875


def test_perception_gap() -> None:
    gap = canon.perception_gap(Tally.of([("company", 1), ("customer", -2)]))
    assert (gap.value, gap.low) == (3, None)
    assert share_gap(80, 100, 8, 100).value == near(72)


def test_employees() -> None:
    assert canon.enps(Tally({(10,): 25, (8,): 55, (1,): 20})).value == 5
    assert canon.engagement(Tally({(2, 2): 4, (1, 2): 4, (0, 2): 2})).value == 60


def test_vulnerability() -> None:
    people = [(5, 5, 5, 50), (4, 4, 5, 20), (3, 4, 4, 20), (5, 2, 5, 10)]
    assert canon.vulnerability(Tally.of(people)).value == 30
    assert canon.vulnerability(Tally.of([(*answers[:3], None) for answers in people])).value == 50
    assert customer_class(1, 5, 5) == "vulnerable"


def test_key_drivers_of_two_orthogonal_ones() -> None:
    from cxmap_metrics.drivers import lmg, relative_weights

    matrix = [[1, 0.6, 0.3], [0.6, 1, 0], [0.3, 0, 1]]
    shares = lmg(matrix)
    assert sum(shares) == near(0.45)
    assert [share / sum(shares) for share in shares] == [near(0.8), near(0.2)]
    assert relative_weights(matrix) == [near(0.36), near(0.09)]


def test_key_drivers_refuse_few_rows() -> None:
    estimate = canon.key_drivers(Tally.of([(1, 2), (2, 3), (3, 5)]))
    assert estimate.value is None
    assert "too few" in estimate.warnings[0]


def test_scorecard() -> None:
    card = canon.scorecard.estimate(
        [Component("retention", 80, 83, 80.6), Component("nps", 1, 1, 1), Component("ces", 1, 2, None)]
    )
    assert card.value == near(20)
    assert card.excluded == 2


def test_effort_of_a_path() -> None:
    path = canon.effort_path.estimate([Step(2, items=4), Step(3)], [Move(channel_switch=True)])
    assert path.value == 9


def test_expected_visits_of_the_insurer() -> None:
    shares = {
        ("quote", "buy"): 0.55,
        ("quote", "chat"): 0.20,
        ("chat", "buy"): 0.50,
        ("chat", "call"): 0.40,
        ("call", "buy"): 0.70,
    }
    assert canon.visits.estimate({"quote": 1.0}, shares, "buy").value == near(0.706, 1e-9)
    late = {
        ("bought", "offer"): 1.0,
        ("offer", "renewed"): 0.74,
        ("offer", "save"): 0.26,
        ("save", "renewed"): 0.24,
    }
    assert canon.visits.estimate({"bought": 0.706}, late, "renewed").value == near(0.5665, 0.00005)
    assert canon.visits.estimate({"bought": 1.0}, late, "renewed").value == near(0.8024, 1e-9)


def test_costs_and_causes() -> None:
    levels = Tally.of(["goodwill"] * 10 + ["bbb"] * 2 + ["small-claims"] + ["unknown"])
    assert canon.escalation_cost(levels).value == 69
    assert canon.escalation_cost(levels, measure="time").value == 34
    assert canon.escalation_cost(levels).excluded == 1
    assert canon.word_of_mouth(Tally.of(["positive"] * 100 + ["negative"] * 40)).value == near(12)
    mix = canon.root_cause_mix(Tally.of(["expectation"] * 2 + ["employee"] + ["process"] * 5))
    assert [mix.details[name] for name in ("expectation", "employee", "company")] == [25, 12.5, 62.5]
    assert canon.root_cause_mix(Tally.of(["process"] * 7)).value is None


def test_silo_index() -> None:
    held = {"a": ["crm", "hub"], "b": ["crm", "desk"]}
    assert canon.silo_index.estimate(held, [("crm", "hub")]).value == 25


def test_sample_sizes_and_targets() -> None:
    assert sample_size(0.80, 0.83) == 2629
    assert judge(proportion(33207, 41200), 83, "higher").state == "missed"
    assert judge(proportion(33207, 41200), 80, "higher").state == "attained"
    open_case = judge(proportion(166, 200), 80, "higher")
    assert open_case.state == "not yet knowable"
    assert open_case.settles is not None
    assert open_case.settles > 200


def test_all_forty_two_are_documented() -> None:
    assert len({one.id for one in canon.METRICS}) == 42
    for one in canon.METRICS:
        assert one.summary.endswith("."), one.id
        assert one.formula, one.id
        assert one.source, one.id
        assert one.section("Interval"), one.id
