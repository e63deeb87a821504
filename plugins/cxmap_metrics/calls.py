"""How the contact centre runs: handling, waiting, giving up, answering in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cxmap import Duration, Estimate, Input, Rows, Tally, metric, proportion, resampled_mean, seconds
from cxmap_metrics.retention import decided, span

_MICRO = 1_000_000
_WAIT = [Input("wait_s", "duration", 0), Input("answered", "flag")]


def handling(present: frozenset[str], options: Mapping[str, object]) -> Rows:
    """One row per handled contact: talk, hold and after-call work together."""
    parts = ["talk_s", *(f"COALESCE({name}, 0)" for name in ("hold_s", "acw_s") if name in present)]
    return Rows(
        f"SELECT {{dims}}{' + '.join(parts)} AS handled FROM {{rows}} AS r WHERE talk_s IS NOT NULL",
        ("handled",),
    )


@metric(
    "aht",
    title="Average handle time",
    unit="seconds",
    range=(0, None),
    better="neutral",
    cls="cost",
    rows=handling,
    inputs=[
        Input("talk_s", "duration", 0),
        Input("hold_s", "duration", 0, required=False),
        Input("acw_s", "duration", 0, required=False),
    ],
)
def aht(tally: Tally, *, concurrency: float = 1.0) -> Estimate:
    """How long a contact keeps an agent busy.

    Formula: (talk + hold + after-call work)/handled contacts; beside it the median and p90.

    Interval: bootstrap; t above 250 contacts.

    Edge cases: the direction is neutral by design, longer is not worse; chats are divided by how many run at
    once; abandoned contacts have no talk time and are left out.

    Source: common practice.
    """
    return resampled_mean(tally.numbers(), tally.excluded, scale=_MICRO * concurrency)


def answers(present: frozenset[str], options: Mapping[str, object]) -> Rows:
    """One row per call: answered, and inside the threshold."""
    return Rows(
        f"""SELECT {{dims}}answered AS answered, CASE WHEN wait_s <= {span(options, "threshold")} THEN 1 ELSE 0 END AS inside
        FROM {{rows}} AS r WHERE wait_s IS NOT NULL AND answered IS NOT NULL""",
        ("answered", "inside"),
    )


@metric(
    "service_level",
    title="Service level",
    unit="% in y seconds",
    range=(0, 100),
    cls="cost",
    spread="proportion",
    people=False,
    inputs=_WAIT,
    rows=answers,
)
def service_level(tally: Tally, *, threshold: Duration = seconds(20), variant: int = 4) -> Estimate:
    """What share of calls is answered in time.

    Formula: variant 4 (default): 100*A_y/(A+AB-AB_y); 1: (A_y+AB_y)/(A+AB); 2: A_y/A; 3: A_y/(A+AB).
    A answered, AB abandoned, _y within the threshold.

    Interval: Wilson.

    Edge cases: variant and threshold are part of the metric's identity; intervals are joined by volume, never by
    the mean of percentages.

    Source: variants as published for contact centres (ICMI, Call Centre Helper).
    """
    a = tally.count(lambda answered, inside: answered == 1)
    ab = tally.count(lambda answered, inside: answered == 0)
    a_y = tally.count(lambda answered, inside: answered == 1 and inside == 1)
    ab_y = tally.count(lambda answered, inside: answered == 0 and inside == 1)
    variants = {1: (a_y + ab_y, a + ab), 2: (a_y, a), 3: (a_y, a + ab), 4: (a_y, a + ab - ab_y)}
    if variant not in variants:
        raise ValueError(f"`{variant}` is not a variant of the service level; write 1, 2, 3 or 4")
    estimate = proportion(*variants[variant], tally.excluded)
    return replace(estimate, details={"variant": float(variant), "threshold": threshold.seconds})


def waits(present: frozenset[str], options: Mapping[str, object]) -> Rows:
    """One row per answered call: the wait."""
    return Rows(
        "SELECT {dims}wait_s AS waited FROM {rows} AS r WHERE answered = 1 AND wait_s IS NOT NULL",
        ("waited",),
    )


@metric(
    "asa",
    title="Average speed of answer",
    unit="seconds",
    range=(0, None),
    better="lower",
    cls="cost",
    inputs=_WAIT,
    rows=waits,
)
def asa(tally: Tally) -> Estimate:
    """How long callers wait until somebody answers.

    Formula: sum(wait of answered)/answered; beside it the p90.

    Interval: bootstrap; t above 250 calls.

    Edge cases: answered calls only, which hides those who gave up: show abandonment beside it.

    Source: total wait of answered calls over answered calls (common practice).
    """
    return resampled_mean(tally.numbers(), tally.excluded, scale=_MICRO)


def given_up(present: frozenset[str], options: Mapping[str, object]) -> Rows:
    """One row per call: 1 given up, 0 answered, -1 given up at once."""
    return Rows(
        f"""SELECT {{dims}}CASE WHEN answered = 1 THEN 0 WHEN wait_s < {span(options, "short")} THEN -1 ELSE 1 END AS gone
        FROM {{rows}} AS r WHERE wait_s IS NOT NULL AND answered IS NOT NULL""",
        ("gone",),
    )


@metric(
    "abandonment",
    title="Call abandonment",
    range=(0, 100),
    better="lower",
    spread="proportion",
    inputs=_WAIT,
    rows=given_up,
)
def abandonment(tally: Tally, *, short: Duration = seconds(5)) -> Estimate:
    """What share of callers gives up.

    Formula: 100*(abandoned - short)/(offered - short); short = given up within 5 seconds.

    Interval: Wilson.

    Edge cases: short: 0s counts every one.

    Source: common practice in contact centres (ICMI).
    """
    estimate = decided(tally)
    short_ones = estimate.details.get("pending")
    return replace(estimate, details={"short": short_ones}) if short_ones else estimate


def replies(present: frozenset[str], options: Mapping[str, object]) -> Rows:
    """One row per request: 1 answered in time, 0 not, -1 when there is still time."""
    expected = span(options, "expected")
    return Rows(
        f"""SELECT {{dims}}CASE WHEN request_ts + {expected} > {{as_of}} THEN -1
          WHEN reply_ts - request_ts <= {expected} THEN 1 ELSE 0 END AS met
        FROM {{rows}} AS r WHERE request_ts IS NOT NULL""",
        ("met",),
    )


@metric(
    "response_time",
    title="Response-time attainment",
    range=(0, 100),
    spread="proportion",
    rows=replies,
    inputs=[Input("request_ts", "time", meaning="time"), Input("reply_ts", "time", required=False)],
)
def response_time(tally: Tally, *, expected: Duration = seconds(600)) -> Estimate:
    """What share of requests is answered as fast as customers expect.

    Formula: 100*count(first reply - request <= expected)/requests.

    Interval: Wilson.

    Edge cases: a request without an answer past its time is a miss; one that still has time is pending; the
    clock is the wall's, because customers' clocks are.

    Source: common practice.
    """
    return decided(tally)
