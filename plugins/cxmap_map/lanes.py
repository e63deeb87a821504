"""The lanes of words: what the customer does and meets, who stands behind, what hurts, what could be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cxmap_map.numbers import month
from cxmap_map.setting import Setting
from cxmap_map.view_cells import Band, Cell, Lane, Line

QUIET = (
    "not_measured",
    "none_recorded",
    "none_proposed",
    "not_asked",
    "clean",
)  # what any column may have to say
SILENT_TYPES = frozenset({"score", "monitor", "alert"})
LIVE = ("phone", "video", "store", "branch", "in-person")


def customer(setting: Setting) -> Lane:
    """What the customer does, in the author's words where there are some."""
    return Lane("customer", "cells", setting.words("lane_customer"), cells=_each(setting, does))


def does(setting: Setting, index: int) -> tuple[Line, ...]:
    """What the customer does at one touchpoint."""
    touchpoint = setting.touchpoints[index]
    if touchpoint.about is not None:
        return (Line(setting.say(touchpoint.about)),)
    key = _doing(setting, touchpoint)
    return (Line(setting.words(key), "none" if key in {"does_unknown", "does_backstage"} else ""),)


def _doing(setting: Setting, touchpoint: Any) -> str:
    channels, kind, ours = touchpoint.channel, touchpoint.type or "", touchpoint.by == "company"
    if "backstage" in channels:
        return "does_backstage"
    if "own" in channels:
        return "does_own"
    if kind == "human" and ours:
        return "does_human_by_company"
    if kind == "human":
        return "does_human_phone" if "phone" in channels else "does_human"
    candidates = []
    word = kind.replace("-", "_")
    if word:
        candidates += [f"does_{word}_by_company"] if ours else []
        candidates += [f"does_{word}"]
    if channels:
        channel = channels[0].replace("-", "_")
        candidates += [f"does_{channel}_by_company"] if ours else []
        candidates += [f"does_{channel}"] if not ours else ["does_by_company"]
    return next((key for key in candidates if setting.words.knows(key)), "does_unknown")


def meets_lane(setting: Setting) -> Lane:
    """What the customer meets, and how fast."""
    about = setting.words("lane_touchpoints_about")
    return Lane("touchpoints", "cells", setting.words("lane_touchpoints"), about, cells=_each(setting, meets))


def meets(setting: Setting, index: int) -> tuple[Line, ...]:
    """The channel in words, the promised time, the time it takes."""
    touchpoint, words = setting.touchpoints[index], setting.words
    lines = [_meeting(setting, touchpoint)]
    if touchpoint.sla is not None:
        lines.append(Line(words("in_time", time=touchpoint.sla), "soft"))
    if touchpoint.takes is not None:
        lines.append(Line(words("takes_time", time=touchpoint.takes), "soft"))
    return tuple(lines)


def _meeting(setting: Setting, touchpoint: Any) -> Line:
    words = setting.words
    if not touchpoint.channel:
        return Line(words("channel_unsaid"), "none")
    if "backstage" in touchpoint.channel:
        return Line(words("nothing_to_see"), "none")
    if "own" in touchpoint.channel:
        return Line(words("not_us"), "none")
    where = f" {words('or')} ".join(channel.replace("-", " ") for channel in touchpoint.channel)
    kind = touchpoint.type or ""
    if kind == "human":
        return Line(f"{where}, {words('a_person')}")
    if kind == "bot":
        return Line(f"{where}, {words('bot_says_so') if touchpoint.discloses_bot else words('bot')}")
    ours = f" {words('we_start')}" if touchpoint.by == "company" else ""
    shown = "" if kind in {"", "page", "message", "third-party"} else f" {kind.replace('-', ' ')}"
    return Line(f"{where}{shown}{ours}")


def people(setting: Setting) -> Lane:
    """Who works here, and what they may settle on the spot."""
    cells = []
    for start, span, empty in setting.runs(lambda index: _nobody(setting, index) is not None):
        if empty and len({_nobody(setting, each) for each in range(start, start + span)}) > 1:
            cells += [Cell(each, 1, _staff(setting, each)) for each in range(start, start + span)]
        else:
            cells.append(Cell(start, span, _staff(setting, start)))
    about = setting.words("lane_people_about")
    return Lane("people", "cells", setting.words("lane_people"), about, cells=_merge(setting, cells))


def _merge(setting: Setting, cells: list[Cell]) -> tuple[Cell, ...]:
    """Join neighbours of a stage that say the same quiet thing."""
    starts = {stage.start for stage in setting.stages}
    merged: list[Cell] = []
    for cell in cells:
        quiet = all(line.style == "none" and not line.badges for line in cell.lines)
        if merged and quiet and merged[-1].lines == cell.lines and cell.start not in starts:
            merged[-1] = Cell(merged[-1].start, merged[-1].span + cell.span, cell.lines, cell.style)
        else:
            merged.append(cell)
    return tuple(merged)


def _nobody(setting: Setting, index: int) -> str | None:
    touchpoint = setting.touchpoints[index]
    if "own" in touchpoint.channel or touchpoint.type == "third-party":
        return "not_us"
    if touchpoint.type == "human" or touchpoint.can_resolve or touchpoint.skills:
        return None
    if touchpoint.type == "bot" or touchpoint.type in SILENT_TYPES or touchpoint.type == "complaint":
        return None
    if not touchpoint.channel or (
        touchpoint.type is None and set(touchpoint.channel) & {"chat", "messaging", "social"}
    ):
        return "people_unsaid"
    return "people_unsaid" if set(touchpoint.channel) & set(LIVE) else "no_one"


def _staff(setting: Setting, index: int) -> tuple[Line, ...]:
    touchpoint, words = setting.touchpoints[index], setting.words
    nobody = _nobody(setting, index)
    if nobody is not None:
        return (Line(words(nobody), "none"),)
    may = ", ".join(each.replace("_", " ").replace("-", " ") for each in touchpoint.can_resolve)
    if touchpoint.type == "bot":
        who, icon = words("bot_alone"), "bot"
    elif touchpoint.type in SILENT_TYPES:
        who, icon = words("score_only" if touchpoint.type == "score" else "watch_only"), "gear"
    else:
        who, icon = words("person"), "human"
    return (Line(words("people_may", who=who, what=may) if may else who, icon=icon),)


def pains(setting: Setting) -> Lane:
    """What hurts, directly under the dip that causes it."""
    title = setting.words("lane_pains")
    if not any(touchpoint.pains or touchpoint.quotes for touchpoint in setting.touchpoints):
        return Lane("pains", "folded", title, more=setting.words("none_in_journey_pains"))
    cells = []
    for start, span, empty in setting.runs(lambda index: not hurts(setting, index)):
        if empty:
            behind = all(setting.columns[each].behind for each in range(start, start + span))
            key = "not_seen" if behind else "none_recorded"
            cells.append(Cell(start, span, (Line(setting.words(key), "none"),)))
        else:
            cells.append(Cell(start, span, pain_lines(setting, start)))
    return Lane("pains", "cells", title, cells=tuple(_grow(setting, cells)))


def hurts(setting: Setting, index: int) -> bool:
    """Whether a column has a pain, a quote, or a finding that belongs beside them."""
    touchpoint = setting.touchpoints[index]
    return bool(
        touchpoint.pains or touchpoint.quotes or setting.badges(index, lambda note: note.code == "FRI013")
    )


def pain_lines(setting: Setting, index: int) -> tuple[Line, ...]:
    """Pains with their severity, then quotes, then what a check found missing."""
    touchpoint, words = setting.touchpoints[index], setting.words
    lines = []
    for pain in touchpoint.pains:
        what = setting.say(pain.what) if pain.what is not None else str(pain.cause or "").replace("-", " ")
        lines.append(Line(what, lead=words(pain.severity)))
    lines += [Line(setting.say(quote), "quote") for quote in touchpoint.quotes]
    unfunded = setting.badges(index, lambda note: note.code == "GOV006")
    if unfunded:
        lines.append(Line(words("no_action"), "hole", badges=unfunded))
    leaving = setting.badges(index, lambda note: note.code == "FRI013")
    if leaving:
        text = words("none_recorded") if not touchpoint.pains else ""
        lines.append(Line(text, "none", badges=leaving))
    return tuple(lines)


def _grow(setting: Setting, cells: list[Cell]) -> list[Cell]:
    """A cell with words takes the first empty column to its right, in its own stage."""
    starts = {stage.start for stage in setting.stages}
    grown: list[Cell] = []
    for cell in cells:
        before = grown[-1] if grown else None
        quiet = len(cell.lines) == 1 and cell.lines[0].style == "none" and not cell.lines[0].badges
        if quiet and before is not None and cell.start not in starts and before.lines[0].style != "none":
            width = setting.columns[before.start].weight
            if sum(len(line.text) for line in before.lines) > width * 3.2:
                grown[-1] = Cell(before.start, before.span + 1, before.lines)
                if cell.span > 1:
                    grown.append(Cell(cell.start + 1, cell.span - 1, cell.lines))
                continue
        grown.append(cell)
    return grown


def opportunities(setting: Setting) -> Lane:
    """What could be done, what it is worth, who does it, by when."""
    title, about = setting.words("lane_opportunities"), setting.words("lane_opportunities_about")
    if not any(ideas_of(touchpoint) for touchpoint in setting.touchpoints):
        return Lane("opportunities", "folded", title, more=setting.words("none_in_journey_opportunities"))
    cells = []
    for start, span, empty in setting.runs(lambda index: not ideas_of(setting.touchpoints[index])):
        if empty:
            cells.append(Cell(start, span, (Line(setting.words("none_proposed"), "none"),)))
        else:
            lines = [
                line for idea in ideas_of(setting.touchpoints[start]) for line in idea_lines(setting, idea)
            ]
            cells.append(Cell(start, span, tuple(lines)))
    return Lane("opportunities", "cells", title, about, cells=tuple(_grow(setting, cells)))


def ideas_of(touchpoint: Any) -> tuple[Any, ...]:
    """What could be done at a touchpoint, fixes of its pains included."""
    return (*touchpoint.opportunities, *(pain.fix for pain in touchpoint.pains if pain.fix is not None))


def idea_lines(setting: Setting, idea: Any) -> tuple[Line, ...]:
    """One opportunity in two lines."""
    owner = setting.owner_title(idea.owner) if idea.owner else setting.words("no_owner")
    due = month(idea.due, setting.words.language) or setting.words("no_due")
    return (
        Line(setting.say(idea.what), lead=str(idea.value) if idea.value is not None else ""),
        Line(f"{owner}, {due}", "soft"),
    )


def shown(setting: Setting, index: int) -> tuple[str, ...]:
    """Every text that stands in a column, so that it can be made wide enough."""
    touchpoint = setting.touchpoints[index]
    lines = [
        *does(setting, index),
        *meets(setting, index),
        *_staff(setting, index),
        *pain_lines(setting, index),
    ]
    for idea in ideas_of(touchpoint):
        lines += idea_lines(setting, idea)
    told = [
        setting.say(setting.graph.purposes[name]) if name in setting.graph.purposes else name
        for name in setting.graph.notice(touchpoint)
    ]
    metrics = [
        setting.say(setting.graph.metrics[name]) if name in setting.graph.metrics else name
        for name in touchpoint.metrics
    ]
    owners = [setting.owner_title(name) for name in touchpoint.owner]
    return (*(line.text for line in lines), *told, *metrics, *owners, *(setting.words(key) for key in QUIET))


def owners(setting: Setting) -> Lane:
    """Bands of one owner each, with an arrow where the customer is handed on."""
    title = setting.words("lane_owners")
    if not any(column.owners for column in setting.columns):
        return Lane("owners", "folded", title, more=setting.words("no_owners"))
    tints = owner_tints(setting)
    bands: list[Band] = []
    last_owner = ""
    for start, span in _owned(setting):
        column = setting.columns[start]
        owner = leading(setting, start)
        titles = " + ".join(setting.owner_title(each) for each in column.owners)
        shown = titles or setting.words("not_ours" if "own" in column.channel_ids else "no_owner")
        handed = last_owner if owner and last_owner and owner != last_owner and not column.anytime else ""
        badges = setting.badges(start, lambda note: note.code in {"GOV005", "GOV001", "GOV003"})
        lost = bool(setting.badges(start, lambda note: note.code == "GOV005"))
        tint = tints.get(owner) if owner else None
        handed_title = setting.owner_title(handed) if handed else ""
        bands.append(Band(start, span, owner, shown, tint, handed_title, lost, badges))
        last_owner = owner or last_owner
    return Lane("owners", "owners", title, bands=tuple(bands))


def leading(setting: Setting, index: int) -> str:
    """The owner who decides at a column."""
    touchpoint = setting.touchpoints[index]
    return touchpoint.lead or next(iter(touchpoint.owner), "")


def owner_tints(setting: Setting) -> dict[str, int]:
    """Each owner's tint, by first appearance; six repeat."""
    order = dict.fromkeys(leading(setting, column.index) for column in setting.columns if column.owners)
    return {owner: number % 6 for number, owner in enumerate(order)}


def _owned(setting: Setting) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column in setting.columns:
        start = runs[-1][0] if runs else 0
        same = (
            runs
            and setting.columns[start].owners == column.owners
            and setting.columns[start].stage == column.stage
        )
        marked = setting.badges(column.index, lambda note: note.code in {"GOV005", "GOV001", "GOV003"})
        if same and not marked:
            runs[-1] = (start, runs[-1][1] + 1)
        else:
            runs.append((column.index, 1))
    return runs


def findings(setting: Setting) -> Lane:
    """What the checks say about each column; "clean" is written."""
    cells = []
    quiet = setting.words("clean" if setting.checked else "not_checked")
    for start, span, empty in setting.runs(lambda index: not setting.by_column.get(index)):
        if empty:
            cells.append(Cell(start, span, (Line(quiet, "none"),)))
        else:
            badges = tuple(note.badge for note in setting.by_column[start])
            cells.append(Cell(start, span, (Line("", badges=badges),)))
    about = setting.words("lane_findings_about")
    return Lane("findings", "cells", setting.words("lane_findings"), about, cells=tuple(cells))


def _each(setting: Setting, say: Callable[[Setting, int], tuple[Line, ...]]) -> tuple[Cell, ...]:
    cells = [Cell(column.index, 1, say(setting, column.index)) for column in setting.columns]
    return _merge(setting, cells)
