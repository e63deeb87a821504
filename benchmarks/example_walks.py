"""Event logs of the example workspaces: cases that walk a table of steps, with a few planted deviations."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TypedDict

Row = tuple[str, ...]
Steps = list[tuple[str, float]]
"""The steps of one case, each with the hours since its first."""


class Person(TypedDict):
    """One kind of customer: how many there are, which channels they use, which steps they never take."""

    weight: int
    channels: list[str]
    avoids: list[str]


@dataclass(frozen=True)
class Story:
    """What customers of one company do, and how its log writes it down (example_stories.yaml)."""

    prefix: str
    cases: int
    starts: Mapping[str, int]
    noise: str
    stranger: str
    days: int
    early_offers: int
    first: str
    tiers: Mapping[str, int]
    people: Mapping[str, Person]
    channels: Mapping[str, Sequence[str]]
    ways: Mapping[str, Sequence[Sequence[object]]]


def pick(chance: random.Random, weights: Mapping[str, float]) -> str:
    """One of the keys, by weight."""
    return chance.choices(list(weights), list(weights.values()))[0]


def allowed(weights: Mapping[str, float], person: Person) -> dict[str, float]:
    """The choices this person would make; all of them when none is left."""
    return {name: weight for name, weight in weights.items() if name not in person["avoids"]} or dict(weights)


def walk(story: Story, chance: random.Random, person: Person) -> Steps:
    """One case from its first step until it ends or is left."""
    step, hours = pick(chance, allowed(story.starts, person)), 0.0
    steps = [(step, hours)]
    while len(steps) < 40:
        ways = {str(way[0]): way for way in story.ways[step]}
        step = pick(chance, allowed({name: float(str(way[1])) for name, way in ways.items()}, person))
        if not step:
            break
        hours += 0.05 + chance.uniform(float(str(ways[step][2])), float(str(ways[step][3])))
        steps.append((step, hours))
    return steps


def asked_then_offered(steps: Steps) -> bool:
    """The offer followed the consent question directly, for the first time."""
    names = [name for name, _ in steps]
    return ("consent asked", "offer out") in pairwise(names) and names.count("offer out") == 1


def too_early(steps: Steps) -> Steps:
    """The same case with the offer sent two hours before the customer was asked whether we may."""
    asked = [name for name, _ in steps].index("consent asked")
    when = steps[asked][1]
    return [*steps[:asked], ("offer out", when), ("consent asked", when + 1.0), *steps[asked + 2 :]]


def with_strays(story: Story, number: int, steps: Steps) -> Steps:
    """Now and then a machine's heartbeat, or a word that nobody has mapped, after the first step."""
    if number % 90 == 0:
        return [steps[0], (story.noise, 0.02), *steps[1:]]
    if number % 155 == 0:
        return [steps[0], (story.stranger, 0.03), *steps[1:]]
    return steps


def channel_of(story: Story, chance: random.Random, step: str, person: Person) -> str:
    """A channel of the step that the person uses, else any of them."""
    offered = story.channels.get(step, ["post"])
    return chance.choice([channel for channel in offered if channel in person["channels"]] or list(offered))


def make_cases(story: Story, seed: int) -> tuple[list[Row], list[str]]:
    """All rows of the log, and the cases in which the offer came too early."""
    chance = random.Random(seed)
    people: dict[str, float] = {name: person["weight"] for name, person in story.people.items()}
    rows: list[Row] = []
    early: list[str] = []
    eligible = 0
    for number in range(1, story.cases + 1):
        case, name = f"{story.prefix}{number:04d}", pick(chance, people)
        steps = walk(story, chance, story.people[name])
        if asked_then_offered(steps):
            eligible += 1
            if len(early) < story.early_offers and eligible % 7 == 0:
                steps = too_early(steps)
                early.append(case)
        begun = datetime.fromisoformat(story.first)
        begun += timedelta(hours=24 * story.days * number / story.cases + chance.uniform(0, 20))
        tier = (pick(chance, story.tiers),) if story.tiers else ()
        for step, hours in with_strays(story, number, steps):
            when = (begun + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%S")
            channel = channel_of(story, chance, step, story.people[name])
            rows.append((case, step, when, channel, name, *tier))
    return sorted(rows, key=lambda row: (row[2], row[0])), early


def make_log(story: Story, seed: int) -> tuple[list[Row], dict[str, object]]:
    """The rows of one log in order of time, and what a test should find in them."""
    rows, early = make_cases(story, seed)
    events = Counter(row[1] for row in rows)
    answers: dict[str, object] = {
        "cases": len({row[0] for row in rows}),
        "events": len(rows),
        "ignored": events[story.noise],
        "unmatched": {story.stranger: events[story.stranger]},
        "cases_with": dict(sorted(Counter(step for _, step in {row[:2] for row in rows}).items())),
    }
    if early:
        answers["offer_before_consent"] = {"cases": len(early), "ids": early}
    return rows, answers
