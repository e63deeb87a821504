"""Which way do they go: conversion, drop-off, time in a stage and switches of channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cxmap import (
    Duration,
    Estimate,
    Input,
    Number,
    Rows,
    Tally,
    days,
    kaplan_meier,
    median,
    median_age,
    metric,
    ratio,
    small,
)
from cxmap_metrics.retention import decided, span

_VISIT = [
    Input("case_id", "id", meaning="case"),
    Input("touchpoint", "word", meaning="touchpoint"),
    Input("ts", "time", meaning="time"),
]


def quoted(words: object) -> str:
    """Words as a list of SQL texts; a list that matches nothing when there are none."""
    many = words if isinstance(words, tuple) else ()
    return ", ".join("'" + str(word).replace("'", "''") + "'" for word in many) or "''"


def steps_on(present: frozenset[str], options: Mapping[str, object]) -> Rows:
    """One row per case and touchpoint: 1 went on to the goal, 0 not, -1 when there is still time."""
    if "converted" in present:
        return Rows("SELECT {dims}converted AS went FROM {rows} AS r WHERE converted IS NOT NULL", ("went",))
    if not options["to"]:
        raise ValueError(
            "nobody says where customers should get to; write `options: {to: [..]}`, or a column `converted`"
        )
    window, goal = span(options, "window"), quoted(options["to"])
    return Rows(
        f"""
        SELECT {{dims}}CASE WHEN ts + {window} > {{as_of}} THEN -1 WHEN goal_ts - ts <= {window} THEN 1 ELSE 0 END AS went
        FROM (
          SELECT r.*, ROW_NUMBER() OVER (PARTITION BY case_id, touchpoint ORDER BY ts) AS place,
            MIN(CASE WHEN touchpoint IN ({goal}) THEN ts END)
              OVER (PARTITION BY case_id ORDER BY ts ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS goal_ts
          FROM {{rows}} AS r WHERE ts IS NOT NULL AND touchpoint IS NOT NULL
        ) AS visits
        WHERE place = 1 AND touchpoint NOT IN ({goal})""",
        ("went",),
    )


@metric(
    "conversion",
    title="Stage conversion",
    range=(0, 100),
    cls="revenue",
    spread="proportion",
    rows=steps_on,
    at="touchpoint",
    inputs=[*(replace(one, required=False) for one in _VISIT), Input("converted", "flag", required=False)],
)
def conversion(tally: Tally, *, to: tuple[str, ...] = (), window: Duration = days(30)) -> Estimate:
    """What share of customers goes on to the next stage.

    Formula: 100*customers who reach the goal within the window/customers who came.

    Inputs: converted, or case_id, touchpoint and ts with `to` naming the touchpoints that are the goal.

    Interval: Wilson.

    Edge cases: cases with an open window are pending; a loop counts once a case; compare with declared shares.

    Source: common practice.
    """
    return decided(tally)


def last_steps(present: frozenset[str], options: Mapping[str, object]) -> Rows:
    """One row per case and touchpoint: 1 stopped here, 0 not, -1 when there is still time."""
    timeout = options["timeout"]
    waits = (
        f"{span(options, 'timeout')}"
        if isinstance(timeout, Duration)
        else """(SELECT COALESCE(MAX(gap), 0) FROM (SELECT gap, ROW_NUMBER() OVER (ORDER BY gap) AS place, COUNT(*) OVER () AS many
                FROM steps WHERE gap IS NOT NULL) AS ranked WHERE place <= CEIL(0.95 * many))"""
    )
    ends = quoted(options["ends"])
    return Rows(
        f"""
        WITH steps AS (
          SELECT r.*, LEAD(ts) OVER (PARTITION BY case_id ORDER BY ts) - ts AS gap,
            ROW_NUMBER() OVER (PARTITION BY case_id, touchpoint ORDER BY ts DESC) AS place
          FROM {{rows}} AS r WHERE ts IS NOT NULL AND touchpoint IS NOT NULL
        )
        SELECT {{dims}}CASE WHEN ts + {waits} > {{as_of}} THEN -1
          WHEN gap IS NOT NULL OR touchpoint IN ({ends}) THEN 0 ELSE 1 END AS stopped
        FROM steps WHERE place = 1""",
        ("stopped",),
    )


@metric(
    "drop_off",
    title="Drop-off per touchpoint",
    range=(0, 100),
    better="lower",
    cls="revenue",
    spread="proportion",
    inputs=_VISIT,
    rows=last_steps,
    at="touchpoint",
)
def drop_off(tally: Tally, *, ends: tuple[str, ...] = (), timeout: Duration | None = None) -> Estimate:
    """What share of customers who come here goes no further.

    Formula: 100*cases whose last event is here, where the journey does not end, after the timeout/cases that came
    here; as declared: 1 - sum(shares).

    Interval: Wilson.

    Edge cases: the timeout is by default the p95 of the observed times to the next event; cases younger than it
    are pending.

    Source: common practice.
    """
    return decided(tally)


def stays(present: frozenset[str], options: Mapping[str, object]) -> Rows:
    """One row per visit: how long so far, and whether it is over."""
    if {"entered", "left_at"} <= present:
        return Rows(
            """SELECT {dims}COALESCE(left_at, {as_of}) - entered AS stayed, CASE WHEN left_at IS NULL THEN 0 ELSE 1 END AS over_
            FROM {rows} AS r WHERE entered IS NOT NULL""",
            ("stayed", "over_"),
        )
    return Rows(
        """
        SELECT {dims}COALESCE(next_ts, {as_of}) - ts AS stayed, CASE WHEN next_ts IS NULL THEN 0 ELSE 1 END AS over_
        FROM (
          SELECT e.*, LEAD(ts) OVER (PARTITION BY case_id ORDER BY ts) AS next_ts
          FROM (
            SELECT r.*, LAG(stage) OVER (PARTITION BY case_id ORDER BY ts) AS last_stage
            FROM {rows} AS r WHERE ts IS NOT NULL AND stage IS NOT NULL
          ) AS e
          WHERE last_stage IS NULL OR last_stage <> stage
        ) AS visits""",
        ("stayed", "over_"),
    )


@metric(
    "time_in_stage",
    title="Time in stage",
    unit="duration",
    range=(0, None),
    better="lower",
    rows=stays,
    at="stage",
    inputs=[
        Input("case_id", "id", required=False, meaning="case"),
        Input("stage", "word", required=False, meaning="stage"),
        Input("ts", "time", required=False, meaning="time"),
        Input("entered", "time", required=False),
        Input("left_at", "time", required=False),
    ],
)
def time_in_stage(tally: Tally) -> Estimate:
    """How long customers spend in a stage.

    Formula: exit(s)-entry(s) per visit; the median, and the p90 beside it; with open visits the Kaplan-Meier median.

    Inputs: case_id, stage and ts, or entered and left_at.

    Interval: percentile bootstrap of the median, computed exactly; none while visits are open.

    Edge cases: a negative time is a wrong clock: excluded and counted; coming back is a new visit; lower is
    better only where time is waiting.

    Source: ours.
    """
    closed: dict[Number, int] = {}
    ended: dict[tuple[float, bool], int] = {}
    excluded = tally.excluded
    for (stayed, over), count in tally:
        if not isinstance(stayed, int) or stayed < 0:
            excluded += count
            continue
        ended[float(stayed), over == 1] = ended.get((float(stayed), over == 1), 0) + count
        if over == 1:
            closed[stayed] = closed.get(stayed, 0) + count
    open_visits = sum(count for (_, over), count in ended.items() if not over)
    if not open_visits:
        return median(closed, excluded, scale=1_000_000)
    middle = median_age(kaplan_meier(ended))
    n = sum(ended.values())
    warnings = (*small(n), *(("more than half of the visits are still open",) if middle is None else ()))
    value = None if middle is None else middle / 1_000_000
    return Estimate(
        value, None, None, n, excluded, "kaplan-meier", None, warnings, {"open": float(open_visits)}
    )


def switches(present: frozenset[str], options: Mapping[str, object]) -> Rows:
    """One row per case: consecutive steps on different channels, and all consecutive steps."""
    return Rows(
        f"""
        SELECT {{dims}}SUM(CASE WHEN channel <> last_channel THEN 1 ELSE 0 END) AS switched, COUNT(*) AS pairs
        FROM (
          SELECT r.*, LAG(channel) OVER (PARTITION BY case_id ORDER BY ts) AS last_channel
          FROM {{rows}} AS r WHERE ts IS NOT NULL AND channel IS NOT NULL AND channel NOT IN ({quoted(options["skip"])})
        ) AS steps
        WHERE last_channel IS NOT NULL
        GROUP BY {{dims}}case_id""",
        ("switched", "pairs"),
    )


@metric(
    "channel_switch",
    title="Channel switch rate",
    range=(0, 100),
    better="lower",
    rows=switches,
    inputs=[_VISIT[0], Input("channel", "word", meaning="channel"), _VISIT[2]],
)
def channel_switch(
    tally: Tally, *, skip: tuple[str, ...] = ("own", "email", "sms", "post", "push")
) -> Estimate:
    """How often customers have to change the channel.

    Formula: 100*consecutive touches of a case on different channels/consecutive touches.

    Interval: bootstrap by case.

    Edge cases: the customer's own steps and one-way messages are skipped (option `skip`).

    Source: ours; the definition is not standard.
    """
    pairs: dict[tuple[Number, ...], int] = {
        (int(str(switched)), int(str(steps))): n for (switched, steps), n in tally
    }
    touches = sum(steps * n for (_, steps), n in pairs.items())
    return ratio(pairs, int(touches), tally.excluded, scale=100)
