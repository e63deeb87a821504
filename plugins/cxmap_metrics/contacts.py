"""Was it solved, and how often did they have to come back: contacts, transfers and escalations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Literal

from cxmap import (
    Duration,
    Estimate,
    Input,
    Number,
    Rows,
    Tally,
    days,
    metric,
    percentiles,
    proportion,
    ratio,
    resampled_mean,
    small,
)
from cxmap_metrics.retention import decided, span

_CONTACT = [
    Input("customer_id", "id", meaning="customer"),
    Input("ts", "time", meaning="time"),
    Input("reason", "word", required=False),
]


def _same(present: frozenset[str]) -> str:
    return "customer_id, reason" if "reason" in present else "customer_id"


def issues(present: frozenset[str], options: Mapping[str, object]) -> Rows:
    """One row per issue: 1 solved in the first contact, 0 not, -1 when the window is still open."""
    if "resolved" in present:
        return Rows(
            "SELECT {dims}resolved AS solved FROM {rows} AS r WHERE resolved IS NOT NULL", ("solved",)
        )
    window, same = span(options, "window"), _same(present)
    solvable = "AND (solvable IS NULL OR solvable = 1)" if "solvable" in present else ""
    return Rows(
        f"""
        SELECT {{dims}}CASE WHEN ts + {window} > {{as_of}} THEN -1 WHEN next_ts - ts <= {window} THEN 0 ELSE 1 END AS solved
        FROM (
          SELECT r.*, LAG(ts) OVER (PARTITION BY {same} ORDER BY ts) AS last_ts,
            LEAD(ts) OVER (PARTITION BY {same} ORDER BY ts) AS next_ts
          FROM {{rows}} AS r WHERE ts IS NOT NULL
        ) AS contacts
        WHERE (last_ts IS NULL OR ts - last_ts > {window}) {solvable}""",
        ("solved",),
    )


@metric(
    "fcr",
    title="First contact resolution",
    range=(0, 100),
    category="product-quality",
    spread="proportion",
    rows=issues,
    inputs=[
        replace(_CONTACT[0], required=False),
        replace(_CONTACT[1], required=False),
        _CONTACT[2],
        Input("contact_id", "id", required=False),
        Input("resolved", "flag", required=False, about="answer to a survey: was it solved?"),
        Input("solvable", "flag", required=False, about="could the first level solve it at all (net FCR)"),
    ],
)
def fcr(tally: Tally, *, window: Duration = days(7)) -> Estimate:
    """What share of problems is solved in the first contact.

    Formula: 100*issues solved in the first contact/issues; contacts of one customer and reason within the window
    are one issue; solved = no further contact in the window. Net FCR leaves out what the first level cannot solve.

    Inputs: customer_id and ts (with reason when there is one), or resolved from a survey: two metrics, never mixed.

    Interval: Wilson.

    Edge cases: contacts younger than the window are pending: excluded and counted.

    Source: common practice; a window of 7 days (7 to 14 in the literature).
    """
    return decided(tally)


def repeats(present: frozenset[str], options: Mapping[str, object]) -> Rows:
    """One row per customer: contacts that follow an earlier one within the window, and all contacts."""
    window, same = span(options, "window"), _same(present)
    return Rows(
        f"""
        SELECT {{dims}}SUM(CASE WHEN ts - last_ts <= {window} THEN 1 ELSE 0 END) AS repeated, COUNT(*) AS contacts
        FROM (
          SELECT r.*, LAG(ts) OVER (PARTITION BY {same} ORDER BY ts) AS last_ts
          FROM {{rows}} AS r WHERE ts IS NOT NULL
        ) AS contacts
        GROUP BY {{dims}}customer_id""",
        ("repeated", "contacts"),
    )


@metric(
    "repeat_contact",
    title="Repeat contact rate",
    range=(0, 100),
    better="lower",
    category="product-quality",
    spread="proportion",
    inputs=_CONTACT,
    rows=repeats,
)
def repeat_contact(tally: Tally, *, window: Duration = days(7)) -> Estimate:
    """What share of contacts follows an earlier one of the same customer about the same thing.

    Formula: 100*contacts that follow an earlier one of the same customer (and reason) within the window/contacts.

    Interval: Wilson; bootstrap by customer when customers make more than 1.5 contacts each.

    Edge cases: not 100 - FCR: the denominator is contacts, not issues.

    Source: common practice; the definition is not standard.
    """
    pairs: dict[tuple[Number, ...], int] = {
        (int(str(repeated)), int(str(contacts))): n for (repeated, contacts), n in tally
    }
    k = sum(repeated * n for (repeated, _), n in pairs.items())
    contacts = sum(count * n for (_, count), n in pairs.items())
    estimate = proportion(int(k), int(contacts), tally.excluded)
    if contacts > 1.5 * tally.n:
        clustered = ratio(pairs, int(contacts), tally.excluded, scale=100)
        return replace(clustered, method=f"{clustered.method} by customer")
    return estimate


def hand_overs(present: frozenset[str], options: Mapping[str, object]) -> Rows:
    """One row per contact: how often it went to another agent."""
    if "transfers" in present:
        return Rows(
            "SELECT {dims}transfers AS moved FROM {rows} AS r WHERE transfers IS NOT NULL", ("moved",)
        )
    return Rows(
        """
        SELECT {dims}SUM(CASE WHEN last_agent IS NOT NULL AND agent <> last_agent THEN 1 ELSE 0 END) AS moved
        FROM (
          SELECT r.*, LAG(agent) OVER (PARTITION BY contact_id ORDER BY ts) AS last_agent
          FROM {rows} AS r WHERE ts IS NOT NULL AND agent IS NOT NULL
        ) AS talks
        GROUP BY {dims}contact_id""",
        ("moved",),
    )


@metric(
    "transfers",
    title="Transfers per contact",
    unit="count",
    range=(0, None),
    better="lower",
    rows=hand_overs,
    inputs=[
        Input("contact_id", "id", required=False),
        Input("agent", "id", required=False),
        Input("ts", "time", required=False, meaning="time"),
        Input("transfers", "integer", 0, None, required=False),
    ],
)
def transfers(tally: Tally) -> Estimate:
    """How often a customer is passed on in one contact.

    Formula: sum(transfers)/contacts; beside it the share of contacts with more than one.

    Inputs: transfers, or contact_id, agent and ts from which they are counted.

    Interval: bootstrap.

    Edge cases: warm and cold transfers are told apart by a dimension.

    Source: common practice.
    """
    counts = tally.numbers()
    n = sum(counts.values())
    estimate = resampled_mean(counts, tally.excluded)
    more = sum(count for moved, count in counts.items() if moved > 1)
    return replace(estimate, details={"more_than_one": 100 * more / n}) if n else estimate


MULTIPLIERS = {
    "dollars": {"goodwill": 1, "bbb": 16, "small-claims": 27},
    "time": {"goodwill": 1, "bbb": 6, "small-claims": 12},
}


@metric(
    "escalation_cost",
    title="Escalation cost",
    unit="goodwill-equivalents",
    range=(0, None),
    better="lower",
    cls="cost",
    people=False,
    inputs=[Input("level", "word", about="goodwill, bbb or small-claims")],
)
def escalation_cost(tally: Tally, *, measure: Literal["dollars", "time"] = "dollars") -> Estimate:
    """What complaints cost that went to somebody outside, counted in goodwill gestures.

    Formula: sum of count(level)*multiplier(level); dollars 1, 16, 27 and time 1, 6, 12 for goodwill, an outside
    body (bbb) and a small-claims court.

    Interval: seeded Poisson bootstrap.

    Edge cases: an unknown level is excluded and counted.

    Source: multipliers as quoted by the source article on complaint escalation (not verified).
    """
    multipliers = MULTIPLIERS[measure]
    words = tally.words()
    counts = {level: words.get(level, 0) for level in multipliers}
    n = sum(counts.values())
    excluded = tally.excluded + tally.n - n
    if not n:
        return Estimate(None, excluded=excluded, method="poisson bootstrap", warnings=("no data",))
    cost = float(sum(multipliers[level] * count for level, count in counts.items()))
    random = Random(0)
    draws = [
        sum(multipliers[level] * poisson(random, count) for level, count in counts.items())
        for _ in range(2000)
    ]
    low, high = percentiles(draws) or (None, None)
    details = {level: float(count) for level, count in counts.items()}
    return Estimate(cost, low, high, n, excluded, "poisson bootstrap", None, small(n), details)


def poisson(random: Random, mean: float) -> int:
    """A seeded draw of a Poisson count; rounded normal above 500."""
    if mean > 500:
        return max(0, round(random.gauss(mean, mean**0.5)))
    drawn, time = 0, random.expovariate(1.0)
    while time < mean:
        drawn += 1
        time += random.expovariate(1.0)
    return drawn
