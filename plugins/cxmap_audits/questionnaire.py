"""The journey-mapping questionnaire: each question answered by the graph, attested by people, or left open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cxmap import JourneyGraph, Report
from cxmap_audits.facts import fact
from cxmap_audits.questions import GUT_CHECKS, MAPPING, RETURN, Asked
from cxmap_audits.standing import standing
from cxmap_audits.wording import count, on, spoken

State = Literal["answered", "attested", "open"]
HALF_A_YEAR = 180 * 86400.0


@dataclass(frozen=True)
class Behind:
    """A rule behind a question, and what it says."""

    code: str
    name: str
    says: str
    troubled: bool


@dataclass(frozen=True)
class Attested:
    """What somebody answered for, and whether that still counts."""

    says: str
    who: str
    doubt: str = ""  # why it does not count

    @property
    def fresh(self) -> bool:
        """Whether it counts."""
        return not self.doubt


@dataclass(frozen=True)
class Question:
    """One question with its answer."""

    key: str
    text: str
    state: State
    fact: str | None
    attested: tuple[Attested, ...]
    rules: tuple[Behind, ...]
    open_because: str = ""


@dataclass(frozen=True)
class Questionnaire:
    """The twelve questions, the three gut checks and the four requirements."""

    mapping: tuple[Question, ...]
    gut_checks: tuple[Question, ...]
    requirements: tuple[Question, ...]

    @property
    def said(self) -> str:
        """How many are answered, attested and open."""
        states = [one.state for one in self.all]
        return ", ".join(f"{states.count(state)} {state}" for state in ("answered", "attested", "open"))

    @property
    def all(self) -> tuple[Question, ...]:
        """Every question in order."""
        return (*self.mapping, *self.gut_checks, *self.requirements)


def questionnaire(report: Report) -> Questionnaire:
    """Answer every question from the report and its graphs."""
    graphs = report.workspace.graphs if report.workspace is not None else ()
    mapping, gut_checks, requirements = (
        tuple(_answer(asked, report, graphs) for asked in group) for group in (MAPPING, GUT_CHECKS, RETURN)
    )
    return Questionnaire(mapping, gut_checks, requirements)


def _answer(asked: Asked, report: Report, graphs: tuple[JourneyGraph, ...]) -> Question:
    rules = tuple(_behind(code, report) for code in asked.rules)
    said = tuple(dict.fromkeys(_attested(asked.key, graphs, report.as_of)))
    known = _requirement(asked, report) if asked in RETURN else fact(asked.key, graphs)
    state: State
    if any(one.fresh for one in said):
        state = "attested"
    elif known is not None and not asked.needs_people:
        state = "answered"
    else:
        state = "open"
    return Question(
        asked.key, asked.text, state, known, said, rules, _why_open(asked, said) if state == "open" else ""
    )


def _why_open(asked: Asked, said: tuple[Attested, ...]) -> str:
    if said:
        return f"the attestation is {said[0].doubt}"
    if asked.key.startswith("r"):
        return "the rules behind it did not all run, or lacked facts"
    return f"write `attestations: {{{asked.key}: {{answer: .., by: .., asof: ..}}}}`" + _or_say.get(
        asked.key, ""
    )


_or_say = {
    "q1": ", or `scope:` on the journey", "q2": ", or the `pains:`", "q3": ", or `system:` where people serve",
    "q5": ", or `channel:` on touchpoints", "q6": ", or the `systems:`", "q7": ", or `metrics:` on stages",
    "q8": ", or the `personas:`", "q9": ", or the `sources:`", "q10": ", or measure `enps`",
    "q11": ", or the `segments:`", "q12": ", or a goal with a target",
}  # fmt: skip


def _attested(key: str, graphs: Iterable[JourneyGraph], as_of: date) -> Iterable[Attested]:
    for graph in graphs:
        held = graph.register.attestations.get(key)
        if held is None:
            continue
        limit = graph.journey.review_every.seconds if graph.journey.review_every else HALF_A_YEAR
        doubt = _doubt(None if held.asof is None else (as_of - held.asof).days, limit)
        answer = {True: "Yes", False: "No"}[held.answer] if isinstance(held.answer, bool) else held.answer
        about = f". {held.about}" if held.about else ""
        who = held.by
        if who is not None and who in graph.owners:
            who = graph.owners[who].title
        yield Attested(f"{answer}{about}", f"{who or 'nobody named'}, {on(held.asof)}", doubt)


def _doubt(days: int | None, limit: float) -> str:
    if days is None:
        return "undated"
    if days < 0:
        return "dated after this audit"
    return "too old to count" if days * 86400 > limit else ""


def _behind(code: str, report: Report) -> Behind:
    check = next((one for one in report.checks if one.code == code), None)
    if check is None:
        return Behind(code, code, "not chosen", True)
    found = [finding for finding in report.findings if finding.code == code]
    open_ = sum(standing(finding) not in ("waived", "accepted") for finding in found)
    if check.outcome == "not run":
        says = "not run"
    elif found:
        aside = len(found) - open_
        says = ", ".join(
            part
            for part in (count(open_, "finding") if open_ else "", f"{aside} set aside" if aside else "")
            if part
        )
    else:
        says = "unknown" if any(one.code == code for one in report.unknown) else "clean"
    return Behind(code, spoken(check.name), says, says != "clean")


def _requirement(asked: Asked, report: Report) -> str | None:
    """Met when every rule behind it is clean, not met when one found something, open otherwise."""
    says = [_behind(code, report).says for code in asked.rules]
    if any("finding" in one for one in says):
        return "Not met"
    return "Met" if all(one == "clean" or "set aside" in one for one in says) else None
