"""The head of the map: what it is about, the number it must move, and the verdict with its counts."""

# ruff: noqa: RUF001 - typographic signs are meant

from __future__ import annotations

from typing import Any

from cxmap import JourneyGraph, Report
from cxmap_map.measures import interval
from cxmap_map.numbers import day, plain
from cxmap_map.setting import Setting
from cxmap_map.texts import Words
from cxmap_map.view import Goal, Note, Verdict


def make_verdict(
    report: Report, graph: JourneyGraph, notes: tuple[Note, ...], unknown: int, words: Words
) -> Verdict:
    """The report's verdict; findings are counted one by one, however they are grouped."""
    here = [finding for finding in report.findings if finding.journey in {graph.id, None}]
    live = [finding for finding in here if finding.waived is None]
    counts = {
        mark: sum(finding.severity == mark for finding in live) for mark in ("error", "warning", "info")
    }
    waived = len(here) - len(live)
    ran = [record for record in report.checks if record.outcome != "not run"]
    parts = []
    for mark, key in (("warning", "n_warnings"), ("info", "n_notes")):
        if counts[mark]:
            parts.append(counted(words, key, counts[mark]))
    if waived:
        parts.append(words("n_waived", n=waived))
    said = ", ".join(parts)
    checks = words("checks_planned", planned=len(report.checks), ended=len(ran))
    failed = tuple(
        f"{record.name}: {record.why_not}" if record.why_not else record.name
        for record in report.checks
        if record.outcome == "not run"
    )
    return Verdict(
        state=report.verdict.state if report.checks else "none",
        word=_word(report, words),
        sentence=_sentence(report, words, counts),
        counts=f"{said}. {checks}" if said else checks,
        unknown=words("n_unknown", n=unknown),
        facts=_facts(report, graph, words),
        not_run=failed,
    )


def _sentence(report: Report, words: Words, counts: dict[str, int]) -> str:
    """What must be mended here; nothing here when the verdict comes from another journey."""
    if counts["error"]:
        return counted(words, "errors_to_mend", counts["error"])
    if report.verdict.state != "fail" or not report.checks:
        return ""
    ranks = ("error", "warning", "info")
    blocking = sum(counts[mark] for mark in ranks[: ranks.index(report.fail_on) + 1])
    return counted(words, "findings_to_mend", blocking) if blocking else words("fails_elsewhere")


def _word(report: Report, words: Words) -> str:
    if not report.checks:
        return words("no_verdict")
    state = report.verdict.state
    return words("state_error" if state == "error" else state)


def counted(words: Words, key: str, number: int) -> str:
    """A phrase for one, or for several."""
    return words(f"{key}_1" if number == 1 and words.knows(f"{key}_1") else key, n=number)


def _facts(report: Report, graph: JourneyGraph, words: Words) -> tuple[tuple[str, str], ...]:
    journey, language = graph.journey, words.language
    owners = [graph.owner(name) for name in journey.owner]
    titles = [_lead(owner, language) for owner in owners]
    return (
        (words("owner"), ", ".join(titles) or words("nobody")),
        (words("reviewed"), day(journey.reviewed, language) or words("never")),
        (words("as_of"), day(report.as_of, language)),
    )


def _lead(owner: Any, language: str) -> str:
    return str(owner.lead.say(language)) if owner.lead is not None else str(owner.say(language))


def make_goals(setting: Setting) -> tuple[Goal, ...]:
    """The journey's goals; a goal without a value is drawn as unknown, never as zero."""
    return tuple(_goal(setting, name) for name in setting.graph.journey.goals[:2])


def _goal(setting: Setting, name: str) -> Goal:
    words = setting.words
    metric = setting.graph.metrics.get(name)
    title = setting.say(metric) if metric is not None else name
    base, now, aim = (
        (metric.baseline, metric.now, metric.target) if metric is not None else (None, None, None)
    )
    low, high = interval(
        (metric.kind or name) if metric is not None else name, now, metric.n if metric is not None else None
    )
    marks = [each.number for each in (base, now, aim) if each is not None] + [
        x for x in (low, high) if x is not None
    ]
    least, most = (min(marks), max(marks)) if marks else (0.0, 1.0)
    air = (most - least) * 0.12 or 1.0

    def place(value: float) -> float:
        return round((value - least + air) / (most - least + 2 * air) * 100, 1)

    def mark(value: Any, text: str) -> tuple[float, str] | None:
        return (place(value.number), text) if value is not None else None

    to_go = ""
    if now is not None and aim is not None and now.unit == aim.unit:
        rest = abs(aim.number - now.number)
        to_go = words("goal_to_go", value=plain(rest)) if rest else ""
    bounds = f" ({low:.1f}–{high:.1f})" if low is not None and high is not None else ""
    due = metric.due if metric is not None else None
    by = words("goal_by", date=day(due, words.language)) if due is not None else ""
    said_now = str(now) if now is not None else words("goal_unmeasured")
    said_aim = str(aim) if aim is not None else words("no_target")
    return Goal(
        sentence=(words("goal", name=title), said_aim, by, words("goal_now"), said_now),
        words=words("chip_words", now=said_now, target=said_aim, interval=bounds.strip(" ()")),
        base=mark(base, words("goal_base", value=base)),
        now=mark(now, f"{now}{bounds}"),
        aim=mark(aim, words("goal_target", value=aim)),
        low=place(low) if low is not None else None,
        high=place(high) if high is not None else None,
        to_go=to_go,
    )
