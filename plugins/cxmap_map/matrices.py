"""The lanes with one row for each thing: systems, data, consents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from cxmap_map.advance import width
from cxmap_map.setting import Setting
from cxmap_map.view_cells import Badge, Glyph, Lane, Row

MOST_ROWS = 12
MOST_BADGES = 3  # more would run over the neighbours; the findings lane has them all


def systems(setting: Setting) -> Lane:
    """A dot where a system is used; an open square is a silo."""
    title = setting.words("lane_systems")
    used = dict.fromkeys(name for touchpoint in setting.touchpoints for name in touchpoint.system)
    if not used:
        return Lane("systems", "folded", title, more=setting.words("no_systems"))
    rows = [_system_row(setting, name) for name in used]
    kept, more = _fewer(setting, rows, "system:")
    return Lane("systems", "rows", title, rows=tuple(kept), more=more)


def _system_row(setting: Setting, name: str) -> Row:
    system = setting.graph.systems.get(name)
    feeds = tuple(system.feeds) if system is not None else ()
    silo = not feeds
    titles = ", ".join(_system_title(setting, each).lower() for each in feeds)
    note = setting.words("feeds", systems=titles) if feeds else setting.words("no_feed")
    if width(note, 11) > 66:
        note = setting.words("feeds_n", n=len(feeds)) if len(feeds) > 1 else note
    shape = "open" if silo else "dot"
    placed = _badge_once(setting, f"system:{name}", lambda index: name in setting.touchpoints[index].system)

    def mark(index: int) -> Glyph | None:
        if name not in setting.touchpoints[index].system:
            return None
        return Glyph(index, 1, shape, setting.words("used"), badges=placed.get(index, ()))

    title = _system_title(setting, name)
    return Row(
        f"system:{name}",
        title,
        note,
        "warning" if silo else "",
        "silo" if silo else "system",
        _glyphs(setting, mark),
    )


def _system_title(setting: Setting, name: str) -> str:
    system = setting.graph.systems.get(name)
    return setting.say(system) if system is not None else name


def _badge_once(setting: Setting, key: str, fits: Callable[[int], bool]) -> dict[int, tuple[Badge, ...]]:
    """The badges of a row, each at the first of its columns that the row touches."""
    placed: dict[int, list[Badge]] = {}
    for note in setting.notes:
        if key not in note.rows:
            continue
        where = next((index for index in reversed(note.places) if fits(index)), None)
        if where is None:
            where = next((column.index for column in setting.columns if fits(column.index)), None)
        if where is not None:
            placed.setdefault(where, []).append(note.badge)
    return {index: tuple(badges[:MOST_BADGES]) for index, badges in placed.items()}


def _glyphs(
    setting: Setting, mark: Callable[[int], Glyph | None], thread: tuple[int, int] | None = None
) -> tuple[Glyph, ...]:
    """The cells of a row: marks, and between them stretches of one stage with or without thread."""
    glyphs: list[Glyph] = []
    first, last = thread if thread and thread[0] != thread[1] else (1, 0)
    for stage in setting.stages:
        for index in range(stage.start, stage.start + stage.span):
            on = (
                "on"
                if first < index < last
                else "first"
                if index == first <= last
                else "last"
                if index == last >= first
                else ""
            )
            made = mark(index)
            if made is not None:
                glyphs.append(Glyph(index, 1, made.shape, made.words, on, made.tone, made.badges))
                continue
            before = glyphs[-1] if glyphs else None
            if (
                before is not None
                and not before.shape
                and before.thread == on
                and before.start >= stage.start
            ):
                glyphs[-1] = Glyph(before.start, before.span + 1, thread=on)
            else:
                glyphs.append(Glyph(index, 1, thread=on))
    return tuple(glyphs)


def data(setting: Setting) -> Lane:
    """What customers are told, each item from where it is given to where it is last used, each consent."""
    items = _items(setting)
    purposes = _purposes(setting)
    title = setting.words("lane_data")
    if not items and not purposes:
        return Lane("data", "folded", title, more=setting.words("no_data"))
    rows = [_told_row(setting)] if any(setting.graph.notice(each) for each in setting.touchpoints) else []
    item_rows, more = _fewer(setting, [_item_row(setting, name) for name in items], "data:")
    rows += item_rows
    rows += [_consent_row(setting, name) for name in purposes]
    return Lane("data", "rows", title, rows=tuple(rows), more=more)


def _items(setting: Setting) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for touchpoint in setting.touchpoints:
        for mapping in (touchpoint.collects, touchpoint.uses):
            for names in mapping.values():
                found.update(dict.fromkeys(names))
    return tuple(found)


def _purposes(setting: Setting) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for touchpoint in setting.touchpoints:
        consent = touchpoint.consent
        found.update(dict.fromkeys([*consent.asks, *consent.requires, *consent.withdraws]))
    return tuple(found)


def _told_row(setting: Setting) -> Row:
    def mark(index: int) -> Glyph | None:
        told = sorted(setting.graph.notice(setting.touchpoints[index]))
        if not told:
            return None
        return Glyph(index, 1, "told", ", ".join(_purpose_title(setting, each) for each in told))

    return Row("told", setting.words("told"), "", "", "told", _glyphs(setting, mark))


def _purpose_title(setting: Setting, name: str) -> str:
    purpose = setting.graph.purposes.get(name)
    return (setting.say(purpose) if purpose is not None else name).lower()


def given_at(touchpoint: Any, name: str) -> bool:
    """Whether an item is asked for or recorded at a touchpoint."""
    return any(name in names for names in touchpoint.collects.values())


def used_at(touchpoint: Any, name: str) -> bool:
    """Whether an item is used at a touchpoint."""
    return any(name in names for names in touchpoint.uses.values())


def _item_row(setting: Setting, name: str) -> Row:
    item = setting.graph.data.get(name)
    key = f"data:{name}"
    touched = [
        column.index
        for column in setting.columns
        if given_at(setting.touchpoints[column.index], name)
        or used_at(setting.touchpoints[column.index], name)
    ]
    placed = _badge_once(setting, key, lambda index: index in touched)
    on_path = [index for index in touched if not setting.columns[index].anytime]

    def mark(index: int) -> Glyph | None:
        if index not in touched:
            return None
        touchpoint = setting.touchpoints[index]
        given, used = given_at(touchpoint, name), used_at(touchpoint, name)
        shape = "both" if given and used else "given" if given else "used"
        words = setting.words("given_and_used" if shape == "both" else shape)
        badges = placed.get(index, ())
        return Glyph(index, 1, shape, words, tone=_worst(badges), badges=badges)

    keep = item.keep if item is not None else None
    note = str(keep) if keep is not None else setting.words("no_limit")
    title = setting.say(item) if item is not None else name
    thread = (min(on_path), max(on_path)) if on_path else None
    return Row(
        key, title, note, "" if keep is not None else "warning", "data", _glyphs(setting, mark, thread)
    )


def _worst(badges: Sequence[Badge]) -> str:
    marks = {badge.mark for badge in badges}
    return "error" if "error" in marks else "warning" if "warning" in marks else ""


def _consent_row(setting: Setting, name: str) -> Row:
    key = f"purpose:{name}"
    touched = [column.index for column in setting.columns if _consents(setting, column.index, name)]
    placed = _badge_once(setting, key, lambda index: index in touched)

    def mark(index: int) -> Glyph | None:
        shapes = _consents(setting, index, name)
        if not shapes:
            return None
        shape = "asks_needs" if {"asks", "needs"} <= set(shapes) else shapes[0]
        words = ", ".join(setting.words("withdraws" if each == "ends" else each) for each in shapes)
        return Glyph(index, 1, shape, words, badges=placed.get(index, ()))

    thread = (min(touched), max(touched)) if touched else None
    title = _purpose_title(setting, name)
    title = title[:1].upper() + title[1:]
    note = setting.words("consent" if setting.graph.basis(name) in {"consent", None} else "opt_out")
    return Row(key, title, note, "", "consent", _glyphs(setting, mark, thread))


def _consents(setting: Setting, index: int, name: str) -> tuple[str, ...]:
    consent = setting.touchpoints[index].consent
    found = (("asks", consent.asks), ("needs", consent.requires), ("ends", consent.withdraws))
    return tuple(shape for shape, names in found if name in names)


def _fewer(setting: Setting, rows: list[Row], prefix: str) -> tuple[list[Row], str]:
    """With more than a dozen rows, those with a finding and the first used stay; the rest are counted."""
    if len(rows) <= MOST_ROWS:
        return rows, ""
    touched = {key for note in setting.notes for key in note.rows if key.startswith(prefix)}
    loud = [row for row in rows if row.key in touched]
    quiet = [row for row in rows if row.key not in touched][: max(0, MOST_ROWS - len(loud))]
    shown = {row.key for row in (*loud[: MOST_ROWS * 2], *quiet)}
    kept = [row for row in rows if row.key in shown]
    key = "more_rows" if setting.checked else "more_rows_plain"
    return kept, setting.words(key, n=len(rows) - len(kept)) if len(rows) > len(kept) else ""


def row_keys(note_data: str | None, note_purpose: str | None, kind: str, element: str) -> tuple[str, ...]:
    """The rows a finding is about."""
    keys = []
    if note_data:
        keys.append(f"data:{note_data}")
    if note_purpose:
        keys.append(f"purpose:{note_purpose}")
    if kind in {"system", "data", "purpose"}:
        keys.append(f"{kind}:{element.rpartition(':')[2]}")
    return tuple(dict.fromkeys(keys))
