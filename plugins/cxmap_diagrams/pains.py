"""Pains, ranked by what mending them would do."""

from __future__ import annotations

from dataclasses import replace

from cxmap import Pain, Touchpoint, rank_pains
from cxmap_diagrams.flow import people
from cxmap_diagrams.over import with_overlay
from cxmap_diagrams.setting import Setting
from cxmap_diagrams.tables import Cell, Table

_WORST = {"high": 0, "medium": 1, "low": 2}


def pains_table(setting: Setting) -> Table:
    """One row for each pain of the selection, what helps most first."""
    graph, words = setting.graph, setting.words
    gains = _gains(setting)
    held = [(one, pain) for one in (*setting.touchpoints, *_containers(setting)) for pain in one.pains]
    order = sorted(
        range(len(held)),
        key=lambda number: (
            -round(gains.get(held[number][0].id, (0.0, False))[0], 9),
            _WORST[held[number][1].severity],
            number,
        ),
    )
    rows = tuple(_row(setting, rank, *held[number], gains) for rank, number in enumerate(order, 1))
    head = tuple(
        words(key)
        for key in ("rank", "touchpoint", "pain", "severity", "cause", "owner", "reach", "gain", "fix")
    )
    table = Table(
        words("pains_title", title=setting.say(graph.journey.journey)),
        words("pains_about"),
        head,
        rows,
        named=1,
    )
    table = with_overlay(setting, table, [held[number][0] for number in order])
    notes = [*setting.notes()]
    if any(guessed for _, guessed in gains.values()):
        notes.append(words("assumed_note"))
    return replace(table, notes=(*notes, *table.notes))


def _containers(setting: Setting) -> list[Touchpoint]:
    return [] if setting.chosen is not None else list(setting.graph.containers.values())


def _gains(setting: Setting) -> dict[str, tuple[float, bool]]:
    """What mending the pains of each touchpoint gains in completed journeys; nothing without an outcome."""
    if not setting.graph.outcome:
        return {}
    return {
        effect.changes[0].source: (effect.completion.gain, effect.assumed)
        for effect in rank_pains(setting.graph)
    }


def _row(
    setting: Setting, rank: int, one: Touchpoint, pain: Pain, gains: dict[str, tuple[float, bool]]
) -> tuple[Cell, ...]:
    words = setting.words
    gain, guessed = gains.get(one.id, (0.0, False))
    if not setting.graph.outcome:
        said = words("unknown_gain")
    else:
        said = ("~" if guessed else "") + f"{gain * 100:.1f}"
    owner = pain.owner or next(iter(one.owner), None)
    what = setting.say(pain.what) if pain.what is not None else "?"
    fix = setting.say(pain.fix.what) if pain.fix is not None else "?"
    return (
        Cell(str(rank), "num"), Cell(setting.place(one)), Cell(what), Cell(words(pain.severity), pain.severity),
        Cell(words.plain(pain.cause) if pain.cause else "?", "" if pain.cause else "unsaid"),
        Cell(setting.name("owners", owner) if owner else "?", "" if owner else "unsaid"),
        Cell(people(setting.visits[one.id]) if setting.counted and one.id in setting.visits else "?", "num"), Cell(said, "num"), Cell(fix, "unsaid" if fix == "?" else ""),
    )  # fmt: skip
