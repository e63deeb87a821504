"""How many are still there at each age, when some are too young to know (Kaplan-Meier, Greenwood)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from cxmap.student import z_for


@dataclass(frozen=True, slots=True)
class Survival:
    """One step of the curve: at `age`, of `at_risk` still watched `lost` left; `share` remain, give or take `error`."""

    age: float
    at_risk: int
    lost: int
    share: float
    error: float

    def bounds(self, confidence: float = 0.95) -> tuple[float, float]:
        """The normal interval of the share, cut at 0 and 1."""
        reach = z_for(confidence) * self.error
        return max(0.0, self.share - reach), min(1.0, self.share + reach)


def kaplan_meier(ended: Mapping[tuple[float, bool], int]) -> tuple[Survival, ...]:
    """The curve from a tally of (age, left): `left` is false for those who were last seen still there.

    Somebody last seen at an age was there when others of that age left.
    """
    at_risk = sum(ended.values())
    share, variance = 1.0, 0.0
    steps = []
    for age in sorted({age for age, _ in ended}):
        lost = ended.get((age, True), 0)
        share *= 1 - lost / at_risk
        if lost < at_risk:
            variance += lost / (at_risk * (at_risk - lost))
        steps.append(Survival(age, at_risk, lost, share, share * sqrt(variance)))
        at_risk -= lost + ended.get((age, False), 0)
    return tuple(steps)


def survival_at(steps: tuple[Survival, ...], age: float) -> Survival | None:
    """The step in force at an age; none before the first."""
    before = [step for step in steps if step.age <= age]
    return before[-1] if before else None


def median_age(steps: tuple[Survival, ...]) -> float | None:
    """The first age at which half or fewer remain; none while more than half do."""
    return next((step.age for step in steps if step.share <= 0.5), None)
