"""The measures lane: value, target and interval together, or a plain "not measured"."""

# ruff: noqa: RUF001 - typographic signs are meant

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from cxmap import wilson
from cxmap_map.numbers import plain
from cxmap_map.setting import Setting
from cxmap_map.view_cells import Chip, Chips, Lane

NETS = frozenset({"nps", "enps"})
SCALES = {"nps": (-100.0, 100.0), "enps": (-100.0, 100.0), "ces": (1.0, 7.0), "csat": (1.0, 5.0)}
Z = 1.959964
FEWEST = 10  # a value of fewer answers could be recognised


def measures(setting: Setting) -> Lane:
    """One chip for each metric measured at a touchpoint."""
    title = setting.words("lane_metrics")
    if not any(touchpoint.metrics for touchpoint in setting.touchpoints):
        return Lane("metrics", "folded", title, more=setting.words("no_measures"))
    cells = []
    for start, span, empty in setting.runs(lambda index: not setting.touchpoints[index].metrics):
        if empty:
            cells.append(Chips(start, span, words=setting.words("not_measured")))
        else:
            cells.append(Chips(start, span, chips_of(setting, start)))
    return Lane("metrics", "chips", title, chips=tuple(cells))


def chips_of(setting: Setting, index: int) -> tuple[Chip, ...]:
    """The chips of one column."""
    touchpoint = setting.touchpoints[index]
    return tuple(_chip(setting, touchpoint, name, place) for name, place in touchpoint.metrics.items())


def _chip(setting: Setting, touchpoint: Any, name: str, place: Any) -> Chip:
    metric = setting.graph.metrics.get(name)
    kind = (metric.kind or name) if metric is not None else name
    title = setting.say(metric) if metric is not None else name
    title = title.upper() if title.lower() in NETS | {"ces", "csat", "fcr", "aht", "asa", "clv"} else title
    target = place.target or (metric.target if metric is not None else None)
    seen = _observed(setting, touchpoint.id, name)
    now, n, low, high = seen if seen is not None else (place.now, place.n, None, None)
    hidden = suppressed(setting, touchpoint.id, name) or (n is not None and n < FEWEST)
    now = None if hidden else now
    overall = metric.now if metric is not None and now is None else None
    aim = setting.words("of", target=target) if target is not None else setting.words("no_target")
    silent = "few_answers" if hidden else "not_measured"
    overall = None if hidden else overall
    if now is None:
        note = setting.words("overall", value=overall) if overall is not None else setting.words(silent)
        value = setting.words("value_unknown")
        said = setting.words("chip_words", now=setting.words("unknown"), target=target or "?", interval="")
        aimed = _axis(kind, overall, target, None, None)
        return Chip(title, value, aim, note, "", None, aimed[1], None, None, (), said, False)
    bounds = (low, high) if low is not None and high is not None else interval(kind, now, n)
    words = _interval_words(setting, kind, now, bounds)
    at, goal, left, right = _axis(kind, now, target, *bounds)
    trend = _trend(place.history, now)
    said = setting.words("chip_words", now=now, target=target or "?", interval=words)
    return Chip(
        title,
        shown(now),
        aim,
        words,
        f"n {int(n)}" if n is not None and bounds[0] is None else "",
        at,
        goal,
        left,
        right,
        trend,
        _trend_words(setting, trend, said),
        True,
    )


def shown(value: Any) -> str:
    """A value as written, or with two decimals where a computer wrote more."""
    text = str(value)
    decimals = text.partition(".")[2].rstrip("%")
    if decimals.isdigit() and len(decimals) > 2:
        return f"{value.number:.2f}{'%' if value.unit == '%' else ''}"
    return text


def suppressed(setting: Setting, place: str, name: str) -> bool:
    """Whether fewer than ten people answered, so that no value may be shown."""
    here = [
        one for one in setting.graph.observations if one.metric == name and one.at == place and not one.by
    ]
    return bool(here) and all(one.value is None for one in here)


def _observed(setting: Setting, place: str, name: str) -> tuple[Any, Any, float | None, float | None] | None:
    best = None
    for one in setting.graph.observations:
        here = one.metric == name and one.at == place and not one.by and one.value is not None
        if here and (best is None or str(one.asof or "") >= str(best.asof or "")):
            best = one
    if best is None:
        return None
    low = best.low.number if best.low is not None else None
    high = best.high.number if best.high is not None else None
    return best.value, best.n, low, high


def interval(kind: str, now: Any, n: float | None) -> tuple[float | None, float | None]:
    """The 95% interval that value and sample allow, or none: a mean without its spread has none."""
    if n is None or n < 1 or now is None:
        return None, None
    if now.unit == "%":
        low, high = wilson(round(now.number / 100 * n), int(n))
        return low * 100, high * 100
    if kind in NETS:
        net = now.number / 100
        reach = Z * math.sqrt(max(0.0, 1 - net * net) / n) * 100
        return now.number - reach, now.number + reach
    return None, None


def _interval_words(setting: Setting, kind: str, now: Any, bounds: tuple[float | None, float | None]) -> str:
    low, high = bounds
    if low is None or high is None:
        return setting.words("interval_unknown")
    if kind in NETS:
        return setting.words("within", n=plain((high - low) / 2, 0))
    return f"{low:.1f}–{high:.1f}".replace("-", "−")


def _axis(
    kind: str, now: Any, target: Any, low: float | None, high: float | None
) -> tuple[float | None, float | None, float | None, float | None]:
    """Positions on an axis that holds value, target and interval with some air around them."""
    numbers = [each.number for each in (now, target) if each is not None] + [
        each for each in (low, high) if each is not None
    ]
    if not numbers:
        return None, None, None, None
    least, most = min(numbers), max(numbers)
    air = max((most - least) * 0.35, abs(most) * 0.04, 0.5)
    floor, top = SCALES.get(kind, (-math.inf, math.inf))
    least, most = max(least - air, floor), min(most + air, top)
    wide = (most - least) or 1.0

    def place(value: float | None) -> float | None:
        return None if value is None else round(min(100.0, max(0.0, (value - least) / wide * 100)), 1)

    return (
        place(now.number if now is not None else None),
        place(target.number if target is not None else None),
        place(low),
        place(high),
    )


def _trend(history: Mapping[Any, Any], now: Any) -> tuple[float, ...]:
    points: list[tuple[str, float]] = []
    for when, point in history.items():
        value = getattr(point, "now", None) or point
        number = getattr(value, "number", None)
        if number is not None:
            key = when.isoformat() if isinstance(when, date) else str(when)
            points.append((key, float(number)))
    return (*(number for _, number in sorted(points)[-7:]), float(now.number)) if points else ()


def _trend_words(setting: Setting, trend: tuple[float, ...], said: str) -> str:
    if len(trend) < 2:
        return f"{said}; {setting.words('first_reading')}"
    key = "rising" if trend[-1] > trend[0] else "falling" if trend[-1] < trend[0] else "level"
    return f"{said}; {setting.words(key, n=len(trend))}"
