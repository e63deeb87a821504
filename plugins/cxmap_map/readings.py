"""Each touchpoint read downwards: for small screens, screen readers and translators."""

from __future__ import annotations

from collections.abc import Mapping

from cxmap_map.curves import feels_at
from cxmap_map.lanes import (
    does,
    hurts,
    idea_lines,
    ideas_of,
    leading,
    meets,
    owner_tints,
    pain_lines,
    people,
)
from cxmap_map.matrices import given_at, used_at
from cxmap_map.measures import chips_of
from cxmap_map.numbers import day
from cxmap_map.numbers import people as whole
from cxmap_map.setting import Setting
from cxmap_map.view import Reading
from cxmap_map.view_cells import Lane, Line


def make_readings(
    setting: Setting, visits: Mapping[str, float], owners: Lane, counted: bool
) -> tuple[Reading, ...]:
    """The readings in the order of the columns."""
    tints = owner_tints(setting)
    staff = {
        place: cell.lines
        for cell in people(setting).cells
        for place in range(cell.start, cell.start + cell.span)
    }
    handed = {band.start: band for band in owners.bands}
    readings = []
    for column in setting.columns:
        band = handed.get(column.index)
        share = None if column.anytime or not counted else visits.get(column.id)
        count, rail = count_of(share)
        them, us, _ = feels_at(setting, column.index)
        owner = leading(setting, column.index)
        readings.append(
            Reading(
                column=column,
                count=count,
                rail=rail,
                does=" ".join(line.text for line in does(setting, column.index)),
                meets=", ".join(line.text for line in meets(setting, column.index)),
                owner=setting.owner_title(owner) if owner else "",
                tint=tints.get(owner) if owner else None,
                handed_from=band.handed_from if band is not None else "",
                story_lost=band.story_lost if band is not None else False,
                facts=_facts(setting, column.index, staff[column.index]),
                feels=(them, us),
                chips=chips_of(setting, column.index),
                notes=setting.by_column.get(column.index, ()),
            )
        )
    return tuple(readings)


def count_of(share: float | None) -> tuple[str, float]:
    """Of 100 who start, and the width of the rail beside it in rem; "?" where nobody knows."""
    return (whole(share), round(min(1.3, share * 1.25), 3)) if share is not None else ("?", 0.0)


def _facts(setting: Setting, index: int, staff: tuple[Line, ...]) -> tuple[tuple[str, str, bool], ...]:
    words, touchpoint = setting.words, setting.touchpoints[index]
    systems = [
        setting.say(setting.graph.systems[name]) if name in setting.graph.systems else name
        for name in touchpoint.system
    ]
    behind = "; ".join([*(line.text for line in staff), *systems])
    facts = [(words("behind"), behind, True)] if behind else []
    if hurts(setting, index):
        said = "; ".join(_said(line) for line in pain_lines(setting, index) if line.text)
        facts += [(words("pains"), said, True)] if said else []
    for idea in ideas_of(touchpoint):
        facts.append((words("chance"), "; ".join(_said(line) for line in idea_lines(setting, idea)), True))
    facts += _beside(setting, index)
    shared = _data(setting, index)
    if shared:
        facts.append((words("data"), shared, True))
    return tuple(facts)


def _beside(setting: Setting, index: int) -> list[tuple[str, str, bool]]:
    """What has no lane of its own: expectations, content, skills, helpers, rights, decisions, evidence."""
    words, touchpoint = setting.words, setting.touchpoints[index]
    decision, feels = touchpoint.decision, touchpoint.feels
    decided = (
        f"{(decision.what or touchpoint.id).replace('_', ' ')}, {decision.how}"
        if decision is not None
        else ""
    )
    known = [str(feels.from_)] if feels.from_ else []
    known += [f"n {int(feels.n)}"] if feels.n is not None else []
    known += [day(feels.asof, words.language)] if feels.asof is not None else []
    said = (
        ("expects", "; ".join(setting.say(each) for each in touchpoint.expects)),
        ("content", "; ".join(setting.say(each) for each in touchpoint.content)),
        ("skills", ", ".join(each.replace("_", " ") for each in touchpoint.skills)),
        ("helps", ", ".join(setting.owner_title(each) for each in touchpoint.helps)),
        ("rights", ", ".join(sorted(setting.graph.rights(touchpoint)))),
        ("decides", decided),
        ("evidence", ", ".join(known)),
    )
    return [(words(key), text, True) for key, text in said if text]


def _said(line: Line) -> str:
    text = f"“{line.text}”" if line.style == "quote" else line.text
    return f"{line.lead} {text}" if line.lead else text


def _data(setting: Setting, index: int) -> str:
    words, touchpoint = setting.words, setting.touchpoints[index]
    items = dict.fromkeys(
        name
        for mapping in (touchpoint.collects, touchpoint.uses)
        for names in mapping.values()
        for name in names
    )
    titles = {name: _data_title(setting, name) for name in items}
    parts = []
    told = sorted(setting.graph.notice(touchpoint))
    if told:
        parts.append(words("tells", purposes=_list(setting, told)))
    given = [titles[name] for name in items if given_at(touchpoint, name)]
    used = [titles[name] for name in items if used_at(touchpoint, name)]
    if given:
        parts.append(words("is_given", data=", ".join(given)))
    if used:
        parts.append(words("is_used", data=", ".join(used)))
    consent = touchpoint.consent
    for key, names in (
        ("asks_consent", consent.asks),
        ("needs_consent", consent.requires),
        ("ends_consent", consent.withdraws),
    ):
        if names:
            parts.append(words(key, purposes=_list(setting, names)))
    return "; ".join(parts)


def _data_title(setting: Setting, name: str) -> str:
    item = setting.graph.data.get(name)
    return setting.say(item).lower() if item is not None else name


def _list(setting: Setting, names: tuple[str, ...] | list[str]) -> str:
    purposes = setting.graph.purposes
    return ", ".join(setting.say(purposes[name]).lower() if name in purposes else name for name in names)
