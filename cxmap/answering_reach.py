"""Answer who can get where: `can WHO reach TO` and `who can reach TO`."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from cxmap.answer import Answer, State
from cxmap.asked import Asked
from cxmap.flow import best_path, say_path, shortest_path
from cxmap.times import duration_in_words, needs_time


def reach(asked: Asked) -> Answer:
    """`can WHO reach TO`: for anybody, the first who can."""
    if asked.everybody:
        return _everybody(asked)
    people: list[str | None] = [asked.persona]
    if asked.persona is None and asked.graph.personas and asked.question.who is not None:
        people = [persona.id for persona in asked.graph.personas]
    answers = [reach_as(asked, who) for who in people]
    best = [answer for state in ("yes", "unknown", "no") for answer in answers if answer.state == state]
    if best[0].state == "no" and len(answers) > 1:
        return replace(best[0], sentence=best[0].sentence.replace(f"`{people[0]}` cannot", "nobody can", 1))
    return best[0]


def reach_as(asked: Asked, persona: str | None) -> Answer:
    """Whether one persona can get there, in the time or steps the question allows."""
    path = asked.path(persona)
    if path is None:
        return say_blocked(asked, persona)
    unsaid = asked.unsaid(path, persona)
    if unsaid is not None:
        return asked.unknown(unsaid, path, persona)
    if asked.question.within is not None:
        return _in_time(asked, persona)
    far = len(path) - 1
    said = f"{asked.subject(persona)} can get to `{path[-1]}`{_left_out(asked)}"
    if asked.question.steps is not None and far > asked.question.steps:
        return Answer(
            "no",
            f"no: {asked.subject(persona)} needs {far} steps: {say_path(path)}",
            path,
            persona=persona,
        )
    return Answer("yes", f"yes: {said}: {say_path(path)}", path, persona=persona, number=float(far))


def _left_out(asked: Asked) -> str:
    return f" without {asked.question.without}" if asked.question.without else ""


def say_blocked(asked: Asked, persona: str | None) -> Answer:
    """Why nobody gets there: what was left out lies on every path, or there is no path at all."""
    subject = asked.subject(persona)
    path = shortest_path(asked.graph, asked.sources, asked.targets, persona=persona)
    hit = next((step for step in path or () if step in asked.closed), None)
    if path is not None and hit is None:
        return _uncounted(asked, path, persona)
    if path is not None:
        why = f"every path needs a step that was left out, such as `{hit}`: {say_path(path)}"
        return Answer(
            "no",
            f"no: {subject} cannot get to {asked.goal}{_left_out(asked)}; {why}",
            path,
            persona=persona,
        )
    anybody = shortest_path(asked.graph, asked.sources, asked.targets)
    if anybody is not None and persona is not None:
        who = asked.graph.persona(persona)
        shut = [step for step in anybody if asked.graph.can_use(who, asked.graph.touchpoint(step)) is False]
        why = (
            f"others pass `{shut[0]}` ({_channels_of(asked, shut[0])})"
            if shut
            else "a way on is closed to them"
        )
        return Answer(
            "no",
            f"no: {subject} cannot get to {asked.goal}; {why}: {say_path(anybody)}",
            anybody,
            persona=persona,
        )
    return Answer("no", f"no: no path leads{asked.here} to {asked.goal}", persona=persona)


def _uncounted(asked: Asked, path: tuple[str, ...], persona: str | None) -> Answer:
    """What cannot be known of a place that is open at any time, or that no counted way leads to."""
    visit = next((step for step in path if asked.graph.is_anytime(step)), None)
    if visit is not None:
        why = f"`{visit}` is open at any time, and nobody says when customers go there"
    else:
        why = "some way on it has no share; write `share:` there"
    return Answer("unknown", f"unknown: {why} ({say_path(path)})", path, persona=persona, missing="share")


def _channels_of(asked: Asked, step: str) -> str:
    return ", ".join(asked.graph.touchpoint(step).channel) or "no channel"


def _in_time(asked: Asked, persona: str | None) -> Answer:
    """Whether the quickest path is in time."""
    within = asked.question.within
    assert within is not None
    found = best_path(
        asked.graph, asked.sources, asked.targets, avoiding=asked.closed, persona=persona,
        step_cost=partial(_seconds_at, asked), edge_cost=partial(_seconds_between, asked),
    )  # fmt: skip
    if found is None:
        return _uncounted(asked, asked.path(persona) or (), persona)
    path, seconds = found
    silent = [
        step for step in path if asked.graph.touchpoint(step).sla is None and needs_time(asked.graph, step)
    ]
    if seconds <= within.seconds and silent:
        return asked.unknown(silent[0], path, persona, "sla")
    state: State = "yes" if seconds <= within.seconds else "no"
    took = f"the quickest path takes {duration_in_words(seconds)}: {say_path(path)}"
    return Answer(state, f"{state}: {took}", path, persona=persona, number=seconds)


def _seconds_at(asked: Asked, step: str) -> float:
    sla = asked.graph.touchpoint(step).sla
    return 0.0 if sla is None else sla.worst.seconds


def _seconds_between(asked: Asked, step: str, then: str) -> float:
    edge = asked.graph.edge(step, then)
    delay = None if edge is None else edge.transition.delay
    return 0.0 if delay is None else delay.worst.seconds


def _everybody(asked: Asked) -> Answer:
    people: list[str | None] = [persona.id for persona in asked.graph.personas] or [None]
    answers = [reach_as(asked, who) for who in people]
    for state in ("no", "unknown"):
        for answer in answers:
            if answer.state == state:
                return answer
    return replace(
        answers[0], sentence=f"yes: everybody can get to {asked.goal}{_left_out(asked)}", persona=None
    )


def who_can(asked: Asked) -> Answer:
    """`who can reach TO`."""
    people: list[str | None] = [persona.id for persona in asked.graph.personas] or [None]
    answers = [reach_as(asked, who) for who in people]
    able = [answer for answer in answers if answer.state == "yes"]
    doubtful = [answer for answer in answers if answer.state == "unknown"]
    others = [asked.subject(answer.persona) for answer in answers if answer.state == "no"]
    if not able and doubtful:
        return doubtful[0]
    if not able:
        return replace(
            answers[0], sentence=f"no: nobody can get to {asked.goal}{_left_out(asked)}", persona=None
        )
    names = ", ".join(asked.subject(answer.persona) for answer in able)
    rest = f"; not {', '.join(others)}" if others else ""
    rest += f"; unknown for {', '.join(asked.subject(one.persona) for one in doubtful)}" if doubtful else ""
    sentence = f"yes: {names} can get to {asked.goal}{_left_out(asked)}{rest}"
    return replace(able[0], sentence=sentence, persona=None, number=float(len(able)))
