"""From touchpoints to columns: their order, their stage, and how wide each must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxmap import JourneyGraph
from cxmap_map.advance import longest_word, width
from cxmap_map.texts import Words
from cxmap_map.view import Column, Stage

UNIT = 9.35  # pixels a weight is worth at least
PAD = 13.0
ICONS = {
    "web": "web", "app": "app", "chat": "chat", "phone": "phone", "email": "email", "own": "own",
    "backstage": "back", "third-party": "third", "messaging": "messaging", "sms": "sms", "video": "video",
    "social": "social", "store": "store", "branch": "branch", "in-person": "person2", "post": "post",
    "fax": "fax", "event": "event", "iot": "iot", "push": "app", "phone-auto": "phone",
}  # fmt: skip


def lay_out(
    graph: JourneyGraph,
    words: Words,
    *,
    least: float,
    most: float,
    shown: Mapping[str, tuple[str, ...]],
    only: frozenset[str] | None = None,
) -> tuple[tuple[Column, ...], tuple[Stage, ...]]:
    """Columns in file order under their stages, anytime steps last; `shown` is what stands in each of them."""
    columns: list[Column] = []
    stages: list[Stage] = []
    left = 0.0
    for number, stage in enumerate(graph.stages, 1):
        members = [each for each in graph.members(stage.id) if only is None or each.id in only]
        if not members:
            continue
        start = len(columns)
        for touchpoint in members:
            columns.append(
                _column(graph, touchpoint, len(columns), len(stages), left, words, least, most, False, shown)
            )
            left += columns[-1].weight
        about = stage.about.say(words.language) if stage.about is not None else ""
        left = _widen(columns, start, stage.say(words.language), about, str(number), left)
        stages.append(
            _stage(stage.id, stage.say(words.language), about, str(number), len(stages), start, len(members))
        )
    anytime = [each for each in graph.anytime if only is None or each.id in only]
    if anytime:
        start = len(columns)
        for touchpoint in anytime:
            columns.append(
                _column(graph, touchpoint, len(columns), len(stages), left, words, least, most, True, shown)
            )
            left += columns[-1].weight
        left = _widen(columns, start, words("anytime"), words("anytime_about"), "", left)
        stages.append(
            _stage(
                "anytime",
                words("anytime"),
                words("anytime_about"),
                "",
                len(stages),
                start,
                len(anytime),
                True,
            )
        )
    return tuple(columns), tuple(stages)


def _stage(
    identifier: str,
    title: str,
    about: str,
    number: str,
    index: int,
    start: int,
    span: int,
    anytime: bool = False,
) -> Stage:
    return Stage(index, identifier, title, about, number, start, span, anytime, ())


def _column(
    graph: JourneyGraph, touchpoint: Any, index: int, stage: int, left: float, words: Words, least: float,
    most: float, anytime: bool, shown: Mapping[str, tuple[str, ...]],
) -> Column:  # fmt: skip
    channels = tuple(touchpoint.channel)
    families = tuple(dict.fromkeys(graph.family(channel) or "" for channel in channels))
    known = [graph.word("channel", channel) for channel in channels]
    icons = tuple(dict.fromkeys(icon_of(word) for word in known if icon_of(word)))[:3]
    return Column(
        index=index,
        id=touchpoint.id,
        title=touchpoint.say(words.language),
        stage=stage,
        icons=icons,
        channels=", ".join(channels),
        weight=weight(
            touchpoint, touchpoint.say(words.language), shown.get(touchpoint.id, ()), len(icons), least, most
        ),
        left=left,
        moment=bool(touchpoint.moment_of_truth) or _in_moment(graph, touchpoint.id),
        behind="backstage" in channels,
        anytime=anytime,
        owners=tuple(touchpoint.owner),
        families=families,
        channel_ids=channels,
        line=_line(graph, touchpoint),
    )


def _line(graph: JourneyGraph, touchpoint: Any) -> int | None:
    place = graph.place(touchpoint)
    return place.line if place is not None else None


def _in_moment(graph: JourneyGraph, identifier: str) -> bool:
    """A nested journey that is a moment of truth marks its first touchpoint."""
    if "/" not in identifier:
        return False
    container = identifier.rpartition("/")[0]
    inside = [each.id for each in graph.on_path if each.id.startswith(container + "/")]
    outer = graph.containers.get(container)
    return outer is not None and bool(outer.moment_of_truth) and inside[:1] == [identifier]


def icon_of(word: Any) -> str:
    """The icon of a channel, or of the channel it behaves like."""
    if word is None:
        return ""
    return ICONS.get(word.id) or ICONS.get(word.like or "", "")


def weight(
    touchpoint: Any, title: str, shown: tuple[str, ...], icons: int, least: float, most: float
) -> float:
    """As wide as its content asks: the longest word, then room for what must stand side by side."""
    needs = least
    for text in shown:
        needs = max(needs, (width(text, 12.5) / 4.2 + PAD) / UNIT)
    hurts = sum(
        width(str(text), 12.5)
        for text in (*(pain.what or "" for pain in touchpoint.pains), *touchpoint.quotes)
    )
    if hurts > 300:
        most = max(most, 13.0)
        needs = max(needs, (hurts / 5 + PAD) / UNIT)
    extras = max(0, len(touchpoint.metrics) - 1) + len(touchpoint.pains) + len(touchpoint.opportunities)
    needs = max(needs, least + 1.5 * extras)
    if touchpoint.metrics:
        needs = max(needs, min(9.6, most))
    needs = min(needs, most)
    needs = max(needs, (23.5 * icons + (16 if touchpoint.moment_of_truth else 0) + 11) / UNIT)
    names = [longest_word(title, 12.5, bold=True), *(longest_word(text, 12.6) for text in shown)]
    words_need = (max(names, default=0.0) + PAD) / UNIT
    return round(max(needs, min(words_need, 24.0)), 1)


def _widen(columns: list[Column], start: int, title: str, about: str, number: str, left: float) -> float:
    """Make a stage wide enough for its own name, which stands on one line."""
    from dataclasses import replace

    heading = width(f"{number} {title}", 17, bold=True) + 14
    question = min(width(about, 13), 200.0) + 18
    want = max(heading, question) / UNIT
    have = sum(column.weight for column in columns[start:])
    if want <= have:
        return left
    extra = round((want - have) / (len(columns) - start) + 0.05, 1)
    shift = 0.0
    for number_, column in enumerate(columns[start:], start):
        columns[number_] = replace(column, weight=round(column.weight + extra, 1), left=column.left + shift)
        shift += extra
    return left + shift


def path_weight(columns: Sequence[Column]) -> float:
    """How wide the path is, in weights."""
    return sum(column.weight for column in columns if not column.anytime) or 1.0


def centres(columns: Sequence[Column], whole: float | None = None) -> dict[str, float]:
    """Middles of path columns, 0 to 1000; `whole` is the width of the path when some columns are not there."""
    path = [column for column in columns if not column.anytime]
    total = whole or path_weight(path)
    return {column.id: column.centre / total * 1000 for column in path}
