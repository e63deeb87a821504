"""The auto insurer's customers, exits, rescue attempts and interviews, with planted answers."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from example_walks import Row, pick

Answers = dict[str, object]

PERSONS = {"Loyal": 25, "Price shopper": 34, "New driver": 19, "Commuter": 22}
LEAVES = {"Loyal": 0.4, "Price shopper": 1.7, "New driver": 1.2, "Commuter": 0.8}
TIERS = {"Loyal": "tier-1", "Price shopper": "tier-2", "New driver": "tier-3", "Commuter": "tier-2"}
YEARS = [
    (date(2023, 10, 1), 362, 0.181),
    (date(2024, 9, 30), 362, 0.2),
    (date(2025, 9, 30), 362, 0.194),
    (date(2026, 9, 30), 31, 0.017),
]
"""When a year of insurance begins, how many of its days the data covers, how many of the customers leave."""
REASONS_LOST = {
    "price went up without a reason": 205,
    "claim took too long": 115,
    "cheaper elsewhere": 90,
    "sold the car": 50,
    "moved abroad": 25,
    "other": 15,
}
REASONS_STAYED = {
    "claim was paid fast": 78,
    "same person answers": 46,
    "fair price": 34,
    "driving programme": 27,
    "habit": 15,
}
ACTIONS = {
    "excess option": (260, 122),
    "call back within a day": (180, 68),
    "discount": (420, 122),
    "gift": (140, 17),
}


def make_policies(seed: int) -> list[Row]:
    """Customers with the day they came and, if they left, the day they went."""
    chance = random.Random(seed)
    people: list[tuple[str, str]] = []
    for number in range(1, 2351):
        since = date(2015, 1, 1) + timedelta(days=chance.randrange(3100))
        if number > 1400:
            since = in_year(chance, (number - 1401) % 3)
        people.append((pick(chance, PERSONS), since.isoformat()))
    left: dict[int, str] = {}
    for year, (start, _, share) in enumerate(YEARS):
        here = [
            place for place, who in enumerate(people) if who[1] <= start.isoformat() and place not in left
        ]
        keys = {place: chance.random() ** (1 / LEAVES[people[place][0]]) for place in here}
        for place in sorted(here, key=lambda place: -keys[place])[: round(len(here) * share)]:
            left[place] = in_year(chance, year).isoformat()
    return [
        (f"C{place + 1:04d}", person, TIERS[person], since, left.get(place, ""))
        for place, (person, since) in enumerate(people)
    ]


def in_year(chance: random.Random, year: int) -> date:
    """A day in the insurance year that begins with `YEARS[year]`."""
    start, days, _ = YEARS[year]
    return start + timedelta(days=chance.randrange(2, days + 1))


def trend(customers: Sequence[Row]) -> dict[str, Answers]:
    """Of the customers here a year before each date, how many still are."""
    found: dict[str, Answers] = {}
    for end in (date(2024, 9, 30), date(2025, 9, 30), date(2026, 9, 30)):
        start = (end - timedelta(days=365)).isoformat()
        here = [row for row in customers if row[3] <= start and (not row[4] or row[4] > start)]
        kept = sum(not row[4] or row[4] > end.isoformat() for row in here)
        share = f"{100 * kept / len(here):.2f}%"
        found[end.isoformat()] = {"start": len(here), "kept": kept, "retention": share}
    return found


def make_reasons(reasons: Mapping[str, int], persons: Mapping[str, float], seed: int) -> list[Row]:
    """One answer a row: exactly as many of each reason as planted, in a shuffled order."""
    chance = random.Random(seed)
    words = [reason for reason, count in reasons.items() for _ in range(count)]
    chance.shuffle(words)
    rows: list[Row] = []
    for number, word in enumerate(words):
        day = date(2025, 10, 2) + timedelta(days=360 * number // len(words))
        rows.append((f"C{chance.randrange(1, 2351):04d}", day.isoformat(), pick(chance, persons), word))
    return rows


def make_saves(seed: int) -> list[Row]:
    """One rescue attempt a row, all old enough to know whether the customer stayed."""
    chance = random.Random(seed)
    tries = [(action, place < kept) for action, (count, kept) in ACTIONS.items() for place in range(count)]
    chance.shuffle(tries)
    rows: list[Row] = []
    for number, (action, kept) in enumerate(tries):
        day = date(2025, 7, 1) + timedelta(days=350 * number // len(tries))
        customer, person = f"C{chance.randrange(1, 2351):04d}", pick(chance, LEAVES)
        rows.append((customer, day.isoformat(), person, action, "true" if kept else "false"))
    return rows


def saved() -> dict[str, Answers]:
    """Attempts and customers kept, for each thing that was tried."""
    return {action: {"attempts": count, "kept": kept} for action, (count, kept) in ACTIONS.items()}
