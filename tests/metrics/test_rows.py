"""Metrics that compare rows: what SQL counts is what a plain loop counts."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import cxmap_metrics as canon
from cxmap import Metric, Tally
from cxmap_tabular.counting import Measure, Plan, count_rows
from cxmap_tabular.manner import text_manner
from cxmap_tabular.opened import open_table

DAY = timedelta(days=1)
START = datetime(2026, 1, 1, tzinfo=UTC)


def micro(moment: datetime) -> int:
    return round((moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1))


def count(
    tmp_path: Path,
    metric: Metric,
    rows: Iterable[Mapping[str, object]],
    as_of: datetime | None = None,
    **options: object,
) -> Tally:
    """The tally of a metric over rows in a CSV file whose columns are its inputs."""
    rows = list(rows)
    names = list(rows[0])
    lines = [",".join("" if row[name] is None else _text(row[name]) for name in names) for row in rows]
    path = tmp_path / "rows.csv"
    path.write_text("\n".join([",".join(names), *lines]) + "\n")
    with open_table(path, text_manner("rows.csv", "csv")) as table:
        measure = Measure(metric.id, metric, {name: name for name in names}, options)
        plan = Plan((measure,), as_of=None if as_of is None else micro(as_of))
        return count_rows(table, plan).tallies[metric.id].get((), Tally({}))


def _text(value: object) -> str:
    return value.strftime("%Y-%m-%dT%H:%M:%S.%f") if isinstance(value, datetime) else str(value)


def moments(draw: random.Random, many: int, days: int) -> list[datetime]:
    return [START + timedelta(seconds=draw.randrange(days * 86400)) for _ in range(many)]


@pytest.mark.parametrize("seed", range(4))
def test_issues_and_repeats(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    rows = [
        {"customer_id": f"c{draw.randrange(60)}", "ts": at, "reason": draw.choice("ab")}
        for at in moments(draw, 300, 90)
    ]
    as_of = START + 90 * DAY
    chains: dict[tuple[object, object], list[datetime]] = {}
    for row in sorted(rows, key=lambda one: one["ts"]):
        chains.setdefault((row["customer_id"], row["reason"]), []).append(row["ts"])
    solved: dict[int, int] = {1: 0, 0: 0, -1: 0}
    repeated = 0
    for times in chains.values():
        for number, at in enumerate(times):
            follows = number > 0 and at - times[number - 1] <= 7 * DAY
            repeated += follows
            if follows:
                continue
            again = number + 1 < len(times) and times[number + 1] - at <= 7 * DAY
            solved[-1 if at + 7 * DAY > as_of else 0 if again else 1] += 1
    tally = count(tmp_path, canon.fcr, rows, as_of)
    assert {key[0]: n for key, n in tally} == {mark: n for mark, n in solved.items() if n}
    per_customer = count(tmp_path, canon.repeat_contact, rows, as_of)
    assert sum(key[0] * n for key, n in per_customer) == repeated  # type: ignore[operator, misc]
    assert sum(key[1] * n for key, n in per_customer) == 300  # type: ignore[operator, misc]


@pytest.mark.parametrize("seed", range(4))
def test_retention(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    as_of = START + 800 * DAY
    rows: list[dict[str, object]] = []
    for customer in range(200):
        at = START + draw.randrange(400) * DAY
        for _ in range(draw.randint(1, 3)):
            left = at + draw.randrange(20, 500) * DAY
            rows.append(
                {
                    "customer_id": f"c{customer}",
                    "active_from": at,
                    "active_to": None if draw.random() < 0.4 else left,
                }
            )
            if rows[-1]["active_to"] is None:
                break
            at = left + draw.randrange(1, 90) * DAY
    begin = as_of - 365 * DAY
    kept = {1: 0, 0: 0}
    for customer in range(200):
        spells = [
            (one["active_from"], one["active_to"]) for one in rows if one["customer_id"] == f"c{customer}"
        ]
        if not any(a <= begin and (b is None or b > begin) for a, b in spells):  # type: ignore[operator]
            continue
        here = any(a <= as_of and (b is None or b > as_of) for a, b in spells)  # type: ignore[operator]
        gaps = [
            a - spells[number][1]  # type: ignore[operator]
            for number, (a, _) in enumerate(spells[1:])
            if begin < a <= as_of and spells[number][1] is not None  # type: ignore[operator]
        ]
        kept[int(here and all(gap <= 30 * DAY for gap in gaps))] += 1
    tally = count(tmp_path, canon.retention, rows, as_of)
    assert {key[0]: n for key, n in tally} == {mark: n for mark, n in kept.items() if n}
    estimate = canon.churn.estimate(tally)
    assert estimate.value == pytest.approx(100 * kept[0] / (kept[0] + kept[1]))


def test_the_canon_s_call_examples(tmp_path: Path) -> None:
    calls = [{"wait_s": 10, "answered": 1}] * 860 + [{"wait_s": 60, "answered": "true"}] * 140
    calls += (
        [{"wait_s": 4, "answered": 0}] * 10
        + [{"wait_s": 15.5, "answered": "no"}] * 10
        + [{"wait_s": 45, "answered": 0}] * 40
    )
    assert canon.service_level.estimate(count(tmp_path, canon.service_level, calls)).value == pytest.approx(
        82.69, abs=0.01
    )
    gone = canon.abandonment.estimate(count(tmp_path, canon.abandonment, calls))
    assert (gone.value, gone.n) == (pytest.approx(100 * 50 / 1050), 1050)
    waits = [{"wait_s": wait, "answered": 1} for wait in (5, 15, 40)] + [{"wait_s": 90, "answered": 0}]
    assert canon.asa.estimate(count(tmp_path, canon.asa, waits)).value == 20
    talks = [
        {"talk_s": 180, "hold_s": 20, "acw_s": 40},
        {"talk_s": 300, "hold_s": 0, "acw_s": 60},
        {"talk_s": None, "hold_s": 5, "acw_s": 0},
    ]
    handled = canon.aht.estimate(count(tmp_path, canon.aht, talks))
    assert (handled.value, handled.n) == (300, 2)


def test_the_canon_s_path_examples(tmp_path: Path) -> None:
    steps = [
        {"case_id": "a", "channel": channel, "ts": START + number * DAY}
        for number, channel in enumerate(["web", "web", "chat", "phone"])
    ]
    steps.insert(2, {"case_id": "a", "channel": "email", "ts": START + 1.5 * DAY})
    assert canon.channel_switch.estimate(count(tmp_path, canon.channel_switch, steps)).value == pytest.approx(
        66.67, abs=0.01
    )
    minutes = timedelta(minutes=1)
    asked = [
        {"request_ts": START, "reply_ts": None if late is None else START + late * minutes}
        for late in (3, 8, 14, None)
    ]
    assert canon.response_time.estimate(count(tmp_path, canon.response_time, asked, START + DAY)).value == 50
    early = canon.response_time.estimate(count(tmp_path, canon.response_time, asked, START + 5 * minutes))
    assert (early.value, early.excluded) == (None, 4)
    talks = [
        {"contact_id": who, "agent": agent, "ts": START + n * minutes}
        for who, agents in (("x", "abcde"), ("y", "abab"), ("z", "a"))
        for n, agent in enumerate(agents)
    ]
    assert canon.transfers.estimate(count(tmp_path, canon.transfers, talks)).value == pytest.approx(
        (4 + 3 + 0) / 3
    )
    stays = [
        {"case_id": f"c{n}", "stage": stage, "ts": START + (n + late) * DAY}
        for n, length in enumerate((1, 2, 10))
        for stage, late in (("buy", 0), ("buy", 0.1), ("use", length))
    ]
    tally = count(tmp_path, canon.time_in_stage, stays, START + 100 * DAY)
    assert sorted(key[0] for key, _ in tally if key[1] == 1) == [
        micro(START + n * DAY) - micro(START) for n in (1, 2, 10)
    ]  # type: ignore[type-var]


def test_the_canon_s_web_examples(tmp_path: Path) -> None:
    carts = [{"session_id": f"s{n}", "event": "cart", "ts": START} for n in range(70)]
    carts += [
        {"session_id": f"s{n}", "event": "purchase", "ts": START + timedelta(hours=2)} for n in range(21)
    ]
    carts += [
        {"session_id": "s50", "event": "purchase", "ts": START + 3 * DAY},
        {"session_id": "s51", "event": "cart", "ts": START + DAY},
    ]
    left = canon.cart_abandonment.estimate(count(tmp_path, canon.cart_abandonment, carts, START + 9 * DAY))
    assert (left.value, left.n) == (70, 70)
    pages = [
        {"session_id": f"s{n}", "ts": START + timedelta(seconds=view)}
        for n in range(12)
        for view in range(1 if n < 3 else 2)
    ]
    assert canon.bounce_rate.estimate(count(tmp_path, canon.bounce_rate, pages)).value == 25
    assert (
        canon.bounce_rate.estimate(
            count(tmp_path, canon.bounce_rate, pages, variant="ga4"), variant="ga4"
        ).value
        == 25
    )
    times = [{"first_ts": START, "last_ts": START + timedelta(seconds=late)} for late in (2, 4, 9, 0)]
    stay = canon.bounce_time.estimate(count(tmp_path, canon.bounce_time, times))
    assert (stay.value, stay.n, stay.excluded) == (4, 3, 1)


@pytest.mark.parametrize("seed", range(3))
def test_conversion_and_drop_off(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    rows = [
        {"case_id": f"c{draw.randrange(80)}", "touchpoint": draw.choice(["quote", "call", "buy"]), "ts": at}
        for at in moments(draw, 250, 120)
    ]
    as_of = START + 120 * DAY
    cases: dict[object, list[tuple[datetime, object]]] = {}
    for row in rows:
        cases.setdefault(row["case_id"], []).append((row["ts"], row["touchpoint"]))  # type: ignore[arg-type]
    went = {1: 0, 0: 0, -1: 0}
    stopped = {1: 0, 0: 0, -1: 0}
    for steps in cases.values():
        steps.sort()
        for place in {place for _, place in steps}:
            first = min(at for at, where in steps if where == place)
            if place != "buy":
                goal = min((at for at, where in steps if where == "buy" and at > first), default=None)
                reached = goal is not None and goal - first <= 30 * DAY
                went[-1 if first + 30 * DAY > as_of else int(reached)] += 1
            last = max(at for at, where in steps if where == place)
            ended = last == steps[-1][0] and place != "buy"
            stopped[-1 if last + 20 * DAY > as_of else 1 if ended else 0] += 1
    tally = count(tmp_path, canon.conversion, rows, as_of, to=("buy",))
    assert {key[0]: n for key, n in tally} == {mark: n for mark, n in went.items() if n}
    from cxmap import days

    tally = count(tmp_path, canon.drop_off, rows, as_of, ends=("buy",), timeout=days(20))
    assert {key[0]: n for key, n in tally} == {mark: n for mark, n in stopped.items() if n}
    assert count(tmp_path, canon.drop_off, rows, as_of, ends=("buy",)).n == tally.n


def test_engagement_and_cohorts(tmp_path: Path) -> None:
    answers = [
        {"respondent": f"r{n}", "item": item, "score": 5 if n < 4 or (n < 8 and item == "a") else 2}
        for n in range(10)
        for item in "ab"
    ]
    assert canon.engagement.estimate(count(tmp_path, canon.engagement, answers)).value == 60
    month = timedelta(seconds=365.25 / 12 * 86400)
    came = [
        {
            "customer_id": f"c{n}",
            "cohort": START,
            "churn_date": None if n > 2 else START + ((1, 1, 2)[n] + 0.1) * month,
            "observed_until": START + 3.5 * month,
        }
        for n in range(10)
    ]
    curve = canon.retention_cohort.estimate(count(tmp_path, canon.retention_cohort, came, START + 900 * DAY))
    assert (curve.details["age_1"], curve.details["age_2"], curve.value) == (
        pytest.approx(80),
        pytest.approx(70),
        pytest.approx(70),
    )


def test_saves(tmp_path: Path) -> None:
    rows = [
        {"customer_id": "a", "attempt_ts": START, "active_to": None},
        {"customer_id": "b", "attempt_ts": START, "active_to": START + 50 * DAY},
    ]
    rows += [
        {"customer_id": "c", "attempt_ts": START, "active_to": START + 150 * DAY},
        {"customer_id": "d", "attempt_ts": START + 350 * DAY, "active_to": None},
    ]
    tally = count(tmp_path, canon.saves, rows, START + 365 * DAY)
    assert {key[0]: n for key, n in tally} == {1: 2, 0: 1, -1: 1}
    decided = [{"attempt_ts": START, "outcome": one} for one in ("true", "false", "true", None)]
    tally = count(tmp_path, canon.saves, decided, START + DAY)
    assert {key[0]: n for key, n in tally} == {1: 2, 0: 1, -1: 1}
