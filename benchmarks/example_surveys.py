"""Survey answers of the example workspaces, a little better each quarter, and what a test should count."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from example_walks import pick

Answers = dict[str, object]
Answer = dict[str, str]


@dataclass(frozen=True)
class Survey:
    """Which step asks what, and how well it does (example_stories.yaml)."""

    prefix: str
    rows: int
    ignored: str
    stranger: str
    people: Mapping[str, tuple[float, float]]
    steps: Mapping[str, tuple[float, list[str], float, float, float]]


def score(chance: random.Random, mean: float, low: int, high: int, spread: float) -> str:
    """A whole number near the mean, inside the scale."""
    return str(min(high, max(low, round(chance.gauss(mean, spread)))))


def make_survey(survey: Survey, seed: int) -> list[Answer]:
    """One answer a row over four quarters, with a few words that nobody has mapped."""
    chance = random.Random(seed)
    steps = {name: values[0] for name, values in survey.steps.items()}
    people = {name: values[0] for name, values in survey.people.items()}
    rows = []
    for number in range(survey.rows):
        step, person = pick(chance, steps), pick(chance, people)
        row = answer(survey, chance, step, survey.people[person][1] + 0.3 * number / survey.rows)
        row["step"] = step
        row["person"] = "Staff" if number % 400 == 2 else person
        row["day"] = (date(2025, 10, 1) + timedelta(days=364 * number // survey.rows)).isoformat()
        if number % 200 == 0:
            row["step"] = survey.ignored
        elif number % 300 == 1:
            row["step"] = survey.stranger
        rows.append(row)
    return rows


def answer(survey: Survey, chance: random.Random, step: str, mood: float) -> Answer:
    """The scores of one customer; what is not asked at the step stays empty."""
    _, channels, nps, csat, ces = survey.steps[step]
    return {
        "id": f"{survey.prefix}{chance.randrange(1, 9000):04d}",
        "channel": chance.choice(channels),
        "nps": score(chance, nps + 1.5 * mood, 0, 10, 2.3) if nps else "",
        "csat": score(chance, csat + 0.7 * mood, 1, 5, 1.0) if csat else "",
        "ces": score(chance, ces + mood, 1, 7, 1.4) if ces else "",
        "again": score(chance, csat + 0.7 + mood, 1, 5, 1.0) if csat else "",
        "recommend": score(chance, csat + 0.5 + mood, 1, 5, 1.0) if csat else "",
        "tier": pick(chance, {"I": 20, "II": 38, "III": 42}),
        "money": str(chance.randrange(180, 900)),
    }


def survey_answers(survey: Survey, rows: Sequence[Answer]) -> Answers:
    """What a test should count in the survey: every word of a step with its promoters and detractors."""
    nps: dict[str, Answers] = {}
    for step in survey.steps:
        scores = [int(row["nps"]) for row in rows if row["step"] == step and row["nps"]]
        if scores:
            promoters, detractors = sum(value >= 9 for value in scores), sum(value <= 6 for value in scores)
            nps[step] = {"n": len(scores), "promoters": promoters, "detractors": detractors}
    steps, people = Counter(row["step"] for row in rows), Counter(row["person"] for row in rows)
    return {
        "rows": len(rows),
        "ignored": steps[survey.ignored],
        "unmatched": {survey.stranger: steps[survey.stranger], "Staff": people["Staff"]},
        "nps": nps,
    }


def loyalty_class(sat: int, again: int, recommend: int) -> str:
    """At risk, secure, favourable or vulnerable, at risk looked at first."""
    if min(again, recommend) <= 2:
        return "at_risk"
    lowest = min(sat, again, recommend)
    return {5: "secure", 4: "favourable"}.get(lowest, "vulnerable")


def at_risk(survey: Survey, rows: Sequence[Answer]) -> Answers:
    """How many of those asked are at risk of leaving, in all and among each kind of customer."""
    asked = [row for row in rows if row["csat"] and row["step"] in survey.steps]
    scores = [(int(row["csat"]), int(row["again"]), int(row["recommend"])) for row in asked]
    classes = [loyalty_class(*three) for three in scores]
    people = Counter(row["person"] for row in asked)
    risky = Counter(row["person"] for row, name in zip(asked, classes, strict=True) if name == "at_risk")
    return {
        "n": len(asked),
        "classes": dict(sorted(Counter(classes).items())),
        "by_persona": {name: {"n": people[name], "at_risk": risky[name]} for name in sorted(people)},
        "most_at_risk": max(survey.people, key=lambda name: risky[name] / people[name]),
    }
