"""A log held against a journey: deviations, real shares, consent as it was lived, and what is written back."""

import json

import pytest

from cxmap import load

JOURNEY = """\
cxmap: 1
journey: Buy a lamp
outcome: pay
owners: {shop: {unit: shop}}
purposes:
  offers: {is: marketing.communications, basis: consent}
  service: {is: essential.service, basis: contract}
data: {email: {is: user.contact.email}}
stages:
  find:   # how they come
    owner: shop
    touchpoints:
      visit: {channel: web, next: {form: 80%}}   # one in five only looks
      form: {channel: web, consent: {asks: offers}, notice: [service], next: {offer: 50%, pay: 50%}}
  buy:
    owner: shop
    touchpoints:
      offer:
        channel: email
        uses: {offers: [email]}
        # they pay or they do not
        next: {pay: 90%}
      pay: {channel: web, collects: {service: [email]}, next: end}
anytime:
  help: {channel: phone, owner: shop}
"""
LOG = """\
logs:
  clicks:
    path: log.csv
    journey: lamp
    touchpoints: {"v*": visit, "f?rm": form, offer: offer, pay: pay, help: help, "ping*": ignore}
    timeout: 1h
"""
# path -> cases; every step a minute after the one before
WALKS = {
    "visit form offer pay": 40,
    "visit form pay": 30,
    "visit help form pay": 5,
    "visit": 20,
    "visit offer form pay": 3,
    "visit pay": 2,
}


@pytest.fixture
def shop(tmp_path):
    (tmp_path / "cxmap.yaml").write_text("cxmap: 1\nworkspace: A lamp shop\n")
    (tmp_path / "lamp.yaml").write_text(JOURNEY)
    (tmp_path / "logs.yaml").write_text("cxmap: 1\n" + LOG)
    rows, case = [], 0
    for walk, cases in WALKS.items():
        for _ in range(cases):
            case += 1
            rows += [f"{case},{name},2026-01-01T00:{n:02d}:00Z" for n, name in enumerate(walk.split())]
    rows += ["1,ping7,2026-01-01T00:00:30Z", "1,strange,2026-01-01T00:00:31Z"]
    # A last event long after all others, so that nobody is still on the way.
    rows += [
        "9999,visit,2026-02-01T00:00:00Z",
        "9999,form,2026-02-01T00:00:01Z",
        "9999,pay,2026-02-01T00:00:02Z",
    ]
    (tmp_path / "log.csv").write_text("case,activity,time\n" + "\n".join(rows) + "\n")
    return tmp_path


@pytest.fixture
def found(shop, trace):
    return trace(shop, "--format", "json").json


def test_what_matched_nothing_and_what_is_ignored_is_told_apart(found):
    reading = found["reading"]
    assert [(one["reason"], one["events"]) for one in reading["reasons"]] == [
        ("ignored by the mapping", 1),
        ("matches no touchpoint", 1),
    ]
    assert reading["unmatched"] == [{"activity": "strange", "events": 1}]
    assert reading["read"] == reading["used"] + reading["refused"]


def test_fitting_paths_and_deviations_are_named(found):
    conformance = found["conformance"]
    assert conformance["unknown"] == 0
    # All but the two walks out of order; visits to help return, and one in five may only look.
    assert (conformance["fitting"], conformance["deviating"]) == (96, 5)
    named = {(one["kind"], one["touchpoint"]): one["cases"] for one in conformance["deviations"]}
    assert named == {("insert", "offer"): 3, ("skip", "form"): 2}
    costs = {" ".join(one["path"]): one["cost"] for one in conformance["alignments"]}
    assert costs == dict.fromkeys(WALKS, 0) | {"visit offer form pay": 1, "visit pay": 1}


def test_real_shares_stand_beside_the_declared_ones(found):
    ways = {(one["from"], one["to"]): one for one in found["ways"]}
    assert (ways["visit", "form"]["count"], ways["visit", "form"]["visits"]) == (76, 101)
    assert ways["visit", "form"]["declared"] == pytest.approx(0.8)
    assert ways["visit", "drop-off"]["count"] == 20
    assert ways["pay", "end"]["share"] == 1
    assert sum(one["count"] for (source, _), one in ways.items() if source == "visit") == 101
    assert [(one["from"], one["to"], one["count"]) for one in found["unplanned"]] == [
        ("offer", "form", 3),
        ("visit", "offer", 3),
        ("visit", "pay", 2),
    ]
    assert found["never_walked"] == []


def test_the_offer_before_consent_is_a_breach_the_model_calls_impossible(found):
    seen = {(one["kind"], one["touchpoint"]): one for one in found["governance"]["observed"]}
    early = seen["used before asked", "offer"]
    assert (early["purpose"], early["cases"], early["came"], early["model"]) == (
        "offers",
        3,
        43,
        "impossible",
    )
    assert early["example"] == ["visit", "offer", "form", "pay"]
    untold = seen["collected before notice", "pay"]
    assert (untold["cases"], untold["model"]) == (2, "impossible")


def test_consent_is_unknown_where_the_log_does_not_record_the_question(shop, trace):
    (shop / "logs.yaml").write_text("cxmap: 1\n" + LOG.replace('"f?rm": form, ', ""))
    text = (shop / "log.csv").read_text().replace(",form,", ",page,")
    (shop / "log.csv").write_text(text)
    found = trace(shop, "--format", "json").json
    assert found["not_recorded"] == ["form"]
    assert found["governance"]["observed"] == []
    assert ("offer", "offers") in [
        (one["touchpoint"], one["purpose"]) for one in found["governance"]["unknown"]
    ]
    # What nobody recorded is passed over at no cost.
    assert {one["cost"] for one in found["conformance"]["alignments"]} == {0}


def test_stage_funnel_adds_up(found):
    funnel = found["stages"]["funnel"]
    assert [(one["name"], one["reached"], one["went_further"]) for one in funnel] == [
        ("find", 101, 81),
        ("buy", 81, 0),
    ]
    assert funnel[0]["left"] == 20 and funnel[1]["ended"] == 81


def test_observations_are_read_back_by_the_loader(shop, trace):
    assert trace(shop, "-o", shop / "seen.yaml").status == 0
    workspace = load(shop)
    seen = {one.edge: one for one in workspace.journey("lamp").graph.observations}
    one = seen["visit -> form"]
    assert (
        str(one.value) == "75.2%" and one.n == 101 and one.from_ == "clicks" and str(one.asof) == "2026-02-01"
    )
    assert trace(shop, "--format", "json").status == 0


def test_metrics_the_journey_defines_are_observed_too(shop, trace):
    more = (
        "metrics: {drop_off: {target: 10%}, conversion: {}, time_in_stage: {}, nps: {}, mine: {kind: fcr}}\n"
    )
    (shop / "lamp.yaml").write_text(JOURNEY + more)
    (shop / "shared.yaml").write_text("cxmap: 1\nmetrics: {wait: {kind: channel_switch}}\n")
    assert trace(shop, "-o", shop / "seen.yaml").status == 0
    seen = {(one.metric, one.at): one for one in load(shop).journey("lamp").graph.observations if one.metric}
    assert {metric for metric, _ in seen} == {"drop_off", "conversion", "time_in_stage", "wait"}
    assert str(seen["drop_off", "touchpoint:visit"].value) == "19.8%"
    assert str(seen["conversion", "stage:find"].value) == "80.2%"
    assert str(seen["time_in_stage", "stage:find"].value) == "120s"


def test_write_shares_changes_numbers_and_keeps_everything_else(shop, trace):
    said = trace(shop, "--write-shares", "--format", "json")
    assert "lamp.yaml: shares written" in said.err
    after = (shop / "lamp.yaml").read_text()
    wanted = JOURNEY.replace("{form: 80%}", "{form: 75.2%}").replace(
        "{offer: 50%, pay: 50%}", "{offer: 50.6%, pay: 49.4%}"
    )
    # 40 of 79 at the form went on to the offer and 39 paid at once; 3 of 43 offers led back to the form, unplanned.
    assert after == wanted.replace("{pay: 90%}", "{pay: 93%}")
    load(shop)
    again = trace(shop, "--write-shares", "--format", "json")
    assert "shares written" not in again.err
    assert (shop / "lamp.yaml").read_text() == after


def test_write_shares_leaves_few_visits_and_sourced_shares_alone(shop, trace):
    text = JOURNEY.replace("{pay: 90%}", "{pay: {share: 90%, n: 400, asof: 2025-12-31}}")
    (shop / "lamp.yaml").write_text(text)
    said = trace(shop, "--write-shares", "--format", "json")
    assert "`offer` left as it is: the share of `pay` says where it comes from" in said.err
    assert "{pay: {share: 90%, n: 400, asof: 2025-12-31}}" in (shop / "lamp.yaml").read_text()
    (shop / "log.csv").write_text("case,activity,time\n1,visit,2026-01-01\n1,pay,2026-01-01\n")
    assert "only 1 visits" in trace(shop, "--write-shares").err


def test_write_shares_leaves_alone_what_the_log_sees_only_in_part(shop, trace):
    text = JOURNEY.replace("{form: 80%}", "{form: 70%, friend: 10%}").replace(
        "  buy:", "      friend: {channel: own}\n  buy:"
    )
    (shop / "lamp.yaml").write_text(text)
    said = trace(shop, "--write-shares", "--format", "json")
    assert "`visit` left as it is: the log does not record `friend`, where some go" in said.err
    assert "{form: 70%, friend: 10%}" in (shop / "lamp.yaml").read_text()
    load(shop)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("visit: {channel: web}", "visit: {channel: web, next: {form: 75.2%}}"),
        ("visit: {channel: web, next: form}", "visit: {channel: web, next: {form: 75.2%}}"),
        ("visit: {channel: web, next: [form, pay]}", "visit: {channel: web, next: {form: 75.2%, pay: 2%}}"),
        (
            "visit: {channel: web, next: {form: {share: 80%, when: curious}}}",
            "visit: {channel: web, next: {form: {share: 75.2%, when: curious}}}",
        ),
        (
            "visit: {channel: web, next: {form: {when: curious}}}",
            "visit: {channel: web, next: {form: {share: 75.2%, when: curious}}}",
        ),
        (
            "visit:\n        channel: web\n        next:\n          form:\n            when: curious",
            "visit:\n        channel: web\n        next:\n          form:\n            share: 75.2%\n            when: curious",
        ),
        ("visit:\n        channel: web", "visit:\n        next: {form: 75.2%}\n        channel: web"),
    ],
)
def test_write_shares_in_every_way_a_next_may_be_written(shop, trace, before, after):
    old = "visit: {channel: web, next: {form: 80%}}"
    (shop / "lamp.yaml").write_text(JOURNEY.replace(old, before))
    assert trace(shop, "--write-shares").status == 0
    assert after + "   # one in five only looks" in (shop / "lamp.yaml").read_text()
    load(shop)


def test_a_bare_file_can_be_held_against_a_journey_file(shop, trace):
    found = trace(shop / "log.csv", "--journey", shop / "lamp.yaml", "--format", "json").json
    assert found["journey"] == "lamp"
    assert found["conformance"]["fitting"] > 90
    assert "did you mean `lamp`" in trace(shop, "--journey", "lmp").err


def test_a_workspace_without_logs_and_wrong_names_are_refused(shop, trace):
    assert "did you mean `clicks`" in trace(shop, "--log", "click").err
    (shop / "logs.yaml").unlink()
    said = trace(shop)
    assert said.status == 2 and "names no log" in said.err


def test_a_log_outside_the_workspace_is_refused(shop, trace):
    (shop / "logs.yaml").write_text("cxmap: 1\n" + LOG.replace("path: log.csv", "path: ../log.csv"))
    assert trace(shop).status == 2


def test_alignments_are_bounded_and_the_rest_is_unknown(shop, open_log):
    from cxmap_eventlog.conformance import hold
    from cxmap_eventlog.mapping import by_patterns
    from cxmap_eventlog.outcomes import settle

    graph = load(shop).journey("lamp").graph
    ids = tuple(one.id for one in graph.touchpoints)
    with open_log(shop / "log.csv", by_patterns((), ids)) as log:
        settle(log, graph.ends)
        all_of_them = hold(log, graph, frozenset())
        assert (all_of_them.fitting, all_of_them.deviating, all_of_them.unknown) == (96, 5, 0)
        some = hold(log, graph, frozenset(), work=all_of_them.work - 1)
        assert (some.fitting, some.deviating, some.unknown) == (96, 3, 2), (
            "the most frequent paths come first"
        )
        nothing = hold(log, graph, frozenset(), work=0)
        assert (nothing.fitting, nothing.deviating, nothing.unknown) == (96, 0, 5)


def test_the_bound_can_be_set(shop, trace):
    found = trace(shop, "--work", "0", "--format", "json").json["conformance"]
    assert (found["fitting"], found["deviating"], found["unknown"]) == (96, 0, 5)


def test_personas_are_held_to_what_they_may_walk(shop, trace):
    people = "personas: {ann: {channels: [web, email]}, ben: {channels: [web]}}\n"
    (shop / "lamp.yaml").write_text(JOURNEY + people)
    (shop / "logs.yaml").write_text("cxmap: 1\n" + LOG + "    columns: {persona: who}\n")
    rows = ["case,activity,time,who"]
    for case, who in enumerate(["ann", "ben", "stranger"]):
        rows += [
            f"{case},{name},2026-01-01T00:0{n}:00Z,{who}"
            for n, name in enumerate(["visit", "form", "offer", "pay"])
        ]
    (shop / "log.csv").write_text("\n".join(rows) + "\n")
    found = trace(shop, "--format", "json").json["conformance"]
    # Ben has no email, so the offer is none of his.
    assert {one["persona"]: one["cost"] for one in found["alignments"]} == {"ann": 0, "ben": 1, None: 0}
    assert [(one["kind"], one["touchpoint"], one["cases"]) for one in found["deviations"]] == [
        ("insert", "offer", 1)
    ]


CLAIMS = """\
promises:
  - {from: visit, to: pay, within: 2m}
  - {from: form, to: offer, within: 1h}
"""


def test_promises_are_counted_each_time_they_are_made(shop, trace):
    (shop / "lamp.yaml").write_text(JOURNEY + CLAIMS)
    found = {one["promise"]: one for one in trace(shop, "--format", "json").json["promises"]}
    pay = found["visit-pay"]
    # Thirty of 101 visits paid two minutes later, two at once, one within seconds; the others late or never.
    assert (pay["made"], pay["kept"], pay["late"], pay["pending"]) == (101, 33, 68, 0)
    offer = found["form-offer"]
    # Only the very last form, a second before the log ends, may still get its offer.
    assert (offer["made"], offer["kept"], offer["pending"]) == (79, 40, 1)
    assert "Promise `visit-pay`: kept 33 of 101 times" in trace(shop).out


def test_claims_the_log_cannot_judge_are_unknown(shop, trace):
    text = JOURNEY.replace("pay: {channel: web, ", "pay: {channel: web, takes: 4m, ") + CLAIMS
    (shop / "lamp.yaml").write_text(text)
    (shop / "logs.yaml").write_text("cxmap: 1\n" + LOG.replace("offer: offer, ", ""))
    (shop / "log.csv").write_text((shop / "log.csv").read_text().replace(",offer,", ",mail,"))
    found = trace(shop, "--format", "json").json
    assert [one["promise"] for one in found["promises"]] == ["visit-pay"]
    assert found["claims_unknown"] == [
        "promise `form-offer`: this log does not record `offer`",
        "`takes` of `pay`: this log does not say when steps start",
    ]


def test_busy_times_stand_beside_what_is_claimed_and_limits_are_held(tmp_path, trace):
    (tmp_path / "j.yaml").write_text(
        "cxmap: 1\njourney: J\ntouchpoints:\n  form: {takes: 4m, next: {form: {share: 10%, max_times: 1}, pay: 90%}}\n"
        "  pay: {next: end}\n"
    )
    lines = ["case,activity,time,lifecycle"]
    for case, rounds in ((1, 1), (2, 2), (3, 4)):
        for n in range(rounds):
            lines += [
                f"{case},form,2026-01-01T{n:02d}:00,start",
                f"{case},form,2026-01-01T{n:02d}:06,complete",
            ]
        lines.append(f"{case},pay,2026-01-02,complete")
    (tmp_path / "log.csv").write_text("\n".join(lines) + "\n")
    found = trace(tmp_path / "log.csv", "--journey", tmp_path / "j.yaml", "--format", "json").json
    assert found["takes"] == [
        {"touchpoint": "form", "claimed": "4m", "claimed_worst": 240, "n": 7, "p50": 360, "p90": 360}
    ]
    assert found["over_max_times"] == [{"edge": "form -> form", "max_times": 1, "cases": 1, "most": 3}]


def test_text_says_the_same(shop, trace):
    said = trace(shop).out
    assert "96 of 101 cases walk it as planned" in said
    assert "7.0% of the 43 cases at `offer`" in said
    assert "the journey says this is impossible" in said


def test_json_of_a_workspace_is_json(shop, trace):
    assert json.loads(trace(shop, "--format", "json").out)["file"] == "log.csv"
