"""Findings as numbered notes: grouped by cause, placed on columns, each with the path that proves it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cxmap import JourneyGraph, Report
from cxmap_map.matrices import given_at, row_keys, used_at
from cxmap_map.numbers import day, feeling, people
from cxmap_map.setting import Setting
from cxmap_map.texts import Words
from cxmap_map.view import Column, Missing, Note, Step

RANK = {"error": 0, "warning": 1, "waived": 2, "info": 3}
MOST_NOTES = 24


def make_notes(
    report: Report, graph: JourneyGraph, columns: Sequence[Column], words: Words
) -> tuple[tuple[Note, ...], tuple[str, ...]]:
    """The notes in the order of their numbers, and a line for each family of quiet ones that were folded."""
    setting = Setting(report, graph, words, tuple(columns), ())
    index = {column.id: column.index for column in columns}
    groups: dict[tuple[str, ...], list[Any]] = {}
    for finding in report.findings:
        if finding.journey not in {graph.id, None}:
            continue
        groups.setdefault(_cause(finding), []).append(finding)
    drafts = [_note(setting, index, group) for group in groups.values()]
    drafts.sort(
        key=lambda note: (RANK[note.mark], note.places[:1] or (len(columns),), note.code, note.message)
    )
    folded: tuple[str, ...] = ()
    if len(drafts) > MOST_NOTES:
        drafts, folded = _fold(drafts, words)
    return tuple(replace(note, number=number) for number, note in enumerate(drafts, 1)), folded


def _cause(finding: Any) -> tuple[str, ...]:
    """Findings of one check that differ only in the place they name are one note."""
    if len(finding.path) > 1 or finding.data or finding.waived is not None:
        return (finding.fingerprint,)
    blank = re.sub(r"`[^`]*`", "", finding.message)
    return (finding.code, finding.severity, blank, finding.persona or "", finding.purpose or "")


def _note(setting: Setting, index: dict[str, int], group: list[Any]) -> Note:
    first = group[0]
    places = tuple(dict.fromkeys(place for each in group for place in _places(setting, index, each)))
    waiver = first.waived
    steps = _steps(setting, index, group)
    names = [
        *dict.fromkeys(setting.columns[place].owners[0] for place in places if setting.columns[place].owners)
    ]
    owner = ", ".join(setting.owner_title(name) for name in names[:3]) or _journey_owner(setting)
    return Note(
        number=0,
        mark="waived" if waiver is not None else first.severity,
        code=first.code,
        family=re.match(r"[A-Z]+", first.code).group() if re.match(r"[A-Z]+", first.code) else first.code,  # type: ignore[union-attr]
        name=first.name.replace("-", " "),
        message=_said(setting, first.message),
        owner=owner,
        count=len(group),
        steps=steps,
        is_path=len(group) == 1 and len(first.path) > 1,
        rows=tuple(
            key for each in group for key in row_keys(each.data, each.purpose, each.kind, each.element)
        ),
        waiver=_waived(setting, waiver),
        places=places,
    )


def _said(setting: Setting, message: str) -> str:
    """The sentence of the check, with names instead of ids."""
    text = re.sub(r"`([^`]*)`", lambda found: _spoken(setting, found.group(1)), message.strip())
    text = re.sub(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b", lambda found: _titled(setting, found.group()), text)
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _titled(setting: Setting, written: str) -> str:
    """The title of a touchpoint named without backticks, as in a path; anything else as written."""
    return setting.say(setting.graph.touchpoint(written)) if setting.graph.has(written) else written


def _spoken(setting: Setting, written: str) -> str:
    """What people call the thing an id stands for; what is no id stays as written, in quotation marks."""
    if " -> " in written:
        return " → ".join(_spoken(setting, end.strip()) for end in written.split("->"))
    plain = written.rpartition(":")[2] or written
    graph = setting.graph
    if graph.has(plain):
        return setting.say(graph.touchpoint(plain))
    for held in (
        graph.owners,
        graph.register.personas,
        graph.systems,
        graph.data,
        graph.purposes,
        graph.metrics,
    ):
        if plain in held:
            return setting.say(held[plain])
    stage = next((stage for stage in graph.stages if stage.id == plain), None)
    return setting.say(stage) if stage is not None else f"“{written}”"


def _journey_owner(setting: Setting) -> str:
    owners = setting.graph.journey.owner
    return setting.owner_title(owners[0]) if owners else ""


def _waived(setting: Setting, waiver: Any) -> str:
    if waiver is None:
        return ""
    until = day(waiver.until, setting.words.language)
    if waiver.by is None or waiver.because is None:
        return setting.words("waived_until", until=until)
    by = setting.owner_title(str(waiver.by))
    return setting.words("waived_by", by=by, until=until, because=setting.say(waiver.because).rstrip("."))


def _places(setting: Setting, index: dict[str, int], finding: Any) -> tuple[int, ...]:
    """The columns under which a finding's badge stands: where it bites."""
    element, kind = finding.element, finding.kind
    plain = element.rpartition(":")[2]
    if " -> " in element:
        ends = [_column(index, end.strip()) for end in element.split("->")]
        found = [end for end in reversed(ends) if end is not None]
        return (found[0],) if found else ()
    at = _column(index, plain) if kind in {"touchpoint", ""} or plain in index else None
    if at is not None and kind not in {"system", "data", "purpose", "stage", "owner", "metric", "persona"}:
        return (at,)
    return _bites(setting, index, finding, kind, plain)


def _bites(setting: Setting, index: dict[str, int], finding: Any, kind: str, plain: str) -> tuple[int, ...]:
    if kind == "stage":
        members = [index[each.id] for each in setting.graph.members(plain) if each.id in index]
        return tuple(members[:1])
    path = [_column(index, step.element) for step in finding.path]
    last = [place for place in path if place is not None][-1:]
    if last:
        return tuple(last)
    tests = {
        "system": lambda t: plain in t.system,
        "data": lambda t: given_at(t, plain) or used_at(t, plain),
        "purpose": lambda t: plain in {*t.collects, *t.uses, *t.consent.asks, *t.consent.requires},
        "metric": lambda t: plain in t.metrics,
        "owner": lambda t: plain in t.owner,
    }
    test = tests.get(kind)
    if test is None:
        return ()
    return tuple(column.index for column in setting.columns if test(setting.touchpoints[column.index]))[:1]


def _column(index: dict[str, int], element: str) -> int | None:
    plain = element.rpartition(":")[2]
    if plain in index:
        return index[plain]
    inner = [place for name, place in index.items() if name.startswith(plain + "/")]
    return inner[0] if inner else None


def _steps(setting: Setting, index: dict[str, int], group: list[Any]) -> tuple[Step, ...]:
    first = group[0]
    if len(group) == 1 and first.path:
        pairs = [(first, step.element, step.place) for step in first.path]
    else:
        pairs = [(each, each.element, each.place) for each in group]
    steps = []
    seen: set[str] = set()
    for number, (finding, element, place) in enumerate(pairs):
        column = _column(index, element.rpartition(" -> ")[2])
        title = setting.columns[column].title if column is not None else element.rpartition(":")[2]
        where = f"{place.file}:{place.line}" if place is not None else ""
        fact = _fact(setting, finding, column, number, len(pairs), seen)
        steps.append(Step(element, title, column, fact, where))
    return tuple(steps)


def _fact(setting: Setting, finding: Any, column: int | None, number: int, count: int, seen: set[str]) -> str:
    """What the finding is about, as it stands at this step."""
    if column is None:
        return ""
    touchpoint, words = setting.touchpoints[column], setting.words
    if finding.data:
        return _data_fact(setting, finding.data, touchpoint, seen)
    if finding.purpose:
        consent = touchpoint.consent
        for key, names in (
            ("fact_asks", consent.asks),
            ("fact_needs", consent.requires),
            ("fact_ends", consent.withdraws),
        ):
            if finding.purpose in names:
                return words(key, purpose=finding.purpose)
    if finding.code in {"FRI002", "FRI003", "STR005", "FRI019"}:
        return ", ".join(touchpoint.channel)
    if finding.code.startswith("GOV") and touchpoint.owner and count > 1:
        systems = ", ".join(touchpoint.system) or words("nothing_system")
        return words("fact_owner", owner=setting.owner_title(touchpoint.owner[0]), systems=systems)
    if finding.code.startswith("EMO") and touchpoint.feels.customer is not None:
        us = feeling(touchpoint.feels.company) if touchpoint.feels.company is not None else "?"
        return words("fact_feels", them=feeling(touchpoint.feels.customer), us=us)
    if finding.code == "FRI013":
        return words("fact_share", n=people(setting.graph.drop_off(touchpoint.id)) + "%")
    return ""


def _data_fact(setting: Setting, name: str, touchpoint: Any, seen: set[str]) -> str:
    item = setting.graph.data.get(name)
    title = setting.say(item).lower() if item is not None else name
    given, used = given_at(touchpoint, name), used_at(touchpoint, name)
    if given:
        key = "fact_again" if "given" in seen else "fact_given"
        seen.add("given")
        return setting.words(key, data=title)
    if used and touchpoint.owner:
        purpose = next(key for key, names in touchpoint.uses.items() if name in names)
        owner = setting.owner_title(touchpoint.owner[0])
        return setting.words("fact_used", data=title, owner=owner, purpose=purpose)
    if used:
        return setting.words("fact_used_plain", data=title)
    return setting.words("fact_known", data=title) if "given" in seen else ""


def _fold(drafts: list[Note], words: Words) -> tuple[list[Note], tuple[str, ...]]:
    """Errors, warnings and waivers in full; notes beyond two dozen as counts by family."""
    loud = [note for note in drafts if note.mark != "info"]
    quiet = [note for note in drafts if note.mark == "info"]
    keep = quiet[: max(0, MOST_NOTES - len(loud))]
    rest = Counter(note.family for note in quiet[len(keep) :])
    lines = tuple(words("notes_folded", n=count, family=family) for family, count in sorted(rest.items()))
    return [*loud, *keep], lines


def missing_facts(
    report: Report, graph: JourneyGraph, columns: Sequence[Column], words: Words
) -> tuple[Missing, ...]:
    """The checks that lacked a fact, once each, with what was missing and where."""
    names = {record.code: record.name for record in report.checks}
    titles = {column.id: column.title for column in columns}
    groups: dict[str, dict[str, list[str]]] = {}
    for one in report.unknown:
        if one.journey in {graph.id, None}:
            places = groups.setdefault(one.code, {}).setdefault(one.missing, [])
            places.append(titles.get(one.element, one.element.rpartition(":")[2]))
    found = []
    for code, missing in sorted(groups.items()):
        parts = []
        for what, places in sorted(missing.items()):
            unique = list(dict.fromkeys(places))
            where = ", ".join(unique) if len(unique) <= 4 else words("missing_more", n=len(unique))
            parts.append(words("missing_at", missing=what, places=where))
        found.append(Missing(code, names.get(code, code).replace("-", " "), "; ".join(parts)))
    return tuple(found)
