"""Answer how many, how long, how likely, and whether every path passes something."""

from __future__ import annotations

from dataclasses import replace

from cxmap.answer import Answer, State
from cxmap.answering_reach import reach_as, say_blocked
from cxmap.asked import Asked
from cxmap.chain import chain_of
from cxmap.counting import count_on, fewest
from cxmap.flow import likely_path, say_path
from cxmap.questions import QuestionError
from cxmap.times import slowest


def _counted(asked: Asked) -> tuple[tuple[str, ...], float] | None:
    what = asked.question.counted
    assert what is not None
    if asked.question.likely:
        found = likely_path(asked.graph, asked.sources, asked.targets, persona=asked.persona)
        if found is None:
            return None
        return found[0], count_on(asked.graph, found[0], what, persona=asked.persona)
    way = fewest(
        asked.graph, what, asked.sources, asked.targets, persona=asked.persona, avoiding=asked.closed
    )
    return None if way is None else (way.path, way.number)


def count(asked: Asked) -> Answer:
    """`how many THINGS` and `how much effort`."""
    found = _counted(asked)
    if found is None:
        return say_blocked(asked, asked.persona)
    path, number = found
    kind = "likeliest path has" if asked.question.likely else "best path has"
    said = f"the {kind} {number:g} {_things(asked, number)}: {say_path(path)}"
    unsaid = _undecided(asked, path)
    if unsaid is not None:
        sentence = f"unknown: {said}, but `{unsaid}` does not say its channel; write `channel:` there"
        return Answer("unknown", sentence, path, persona=asked.persona, number=number, missing="channel")
    return Answer("yes", said, path, persona=asked.persona, number=number)


def _things(asked: Asked, number: float) -> str:
    what = str(asked.question.counted)
    words = {"channel_switches": "channel switches", "hand_offs": "hand-offs", "effort": "effort points"}
    many = words.get(what, what)
    if number != 1:
        return many
    return "channel switch" if what == "channel_switches" else many.removesuffix("s")


def _undecided(asked: Asked, path: tuple[str, ...]) -> str | None:
    if asked.question.counted not in ("channel_switches", "contacts", "effort"):
        return None
    return next((step for step in path if step in asked.graph.unsaid_channels), None)


def at_most(asked: Asked) -> Answer:
    """`at most N THINGS`."""
    counted = count(asked)
    most = asked.question.most
    if counted.number is None or most is None:
        return counted
    said = counted.sentence.removeprefix("unknown: ")
    if counted.number > most:
        return replace(counted, state="no", sentence=f"no: {said}", missing=None)
    if counted.state == "unknown":
        return counted
    return replace(counted, state="yes", sentence=f"yes: {said}")


def _slowest(asked: Asked) -> Answer:
    starts = asked.graph.entries if asked.sources is None else asked.sources
    spans = [
        slowest(asked.graph, start, asked.targets, persona=asked.persona, avoiding=asked.closed)
        for start in starts
    ]
    span = max((one for one in spans if one is not None), key=lambda one: one.seconds, default=None)
    if span is None:
        return say_blocked(asked, asked.persona)
    if span.loop:
        said = (
            f"there is no end: {say_path(span.loop)} can go round for ever; write `max_times:` on a way of it"
        )
    else:
        said = f"the slowest path takes {'' if span.exact else 'at most '}{span.text}: {say_path(span.path)}"
    missing = "sla" if span.unsaid and not span.loop else None
    if missing:
        said += f"; `{span.unsaid[0]}` does not say how long it takes (`sla:`)"
    return Answer("yes", said, span.path, persona=asked.persona, number=span.seconds, missing=missing)


def how_long(asked: Asked) -> Answer:
    """`how long`."""
    found = _slowest(asked)
    if found.missing is None:
        return found
    return replace(found, state="unknown", sentence=f"unknown: {found.sentence}")


def within(asked: Asked) -> Answer:
    """`is TO within TIME of FROM`: whether even the slowest path is."""
    if asked.question.steps is not None:
        return reach_as(asked, asked.persona)
    if asked.question.within is None:
        raise QuestionError("say within which time: `is claim_paid within 10d of report_claim?`")
    found = _slowest(asked)
    if found.number is None:
        return found
    if found.number > asked.question.within.seconds:
        return replace(found, state="no", sentence=f"no: {found.sentence}", missing=None)
    if found.missing is not None:
        return replace(found, state="unknown", sentence=f"unknown: {found.sentence}")
    return replace(found, sentence=f"yes: {found.sentence}")


def how_likely(asked: Asked) -> Answer:
    """`how likely is TO`."""
    chain = chain_of(asked.graph, persona=asked.persona)
    sources = asked.sources
    if sources is not None and len(sources) > 1:
        raise QuestionError("say from which one touchpoint: `how likely is renewed from buy_online?`")
    uncounted = [name for name in (*asked.targets, *(sources or ())) if asked.graph.is_anytime(name)]
    if uncounted:
        raise QuestionError(
            f"nobody counts who goes to `{uncounted[0]}`, which is open at any time; ask about a step"
        )
    if sources is None:
        share = chain.reach(*asked.targets)
    else:
        share = 1.0 if sources[0] in asked.targets else chain.after(sources[0], *asked.targets)
    found = likely_path(asked.graph, sources, asked.targets, persona=asked.persona)
    path = found[0] if found is not None else ()
    assumed = " (some shares are assumed)" if chain.assumed else ""
    whom = "of those who start" if sources is None else f"of those at `{sources[0]}`"
    said = f"{share:.1%} {whom} get to {asked.goal}{assumed}"
    said += f"; the likeliest path is {say_path(path)}" if path else ""
    return Answer("yes" if share > 0 else "no", said, path, persona=asked.persona, number=share)


def every_path(asked: Asked) -> Answer:
    """`does every path pass WHAT` and `never FROM to TO without WHAT`."""
    passing = asked.question.passing
    gates = asked.find_closed(passing) if passing is not None else ()
    if asked.path(asked.persona) is None:
        never = passing is None or asked.question.source is not None
        state: State = "yes" if never else "unknown"
        return Answer(
            state, f"{state}: no path leads{asked.here} to {asked.goal} at all", persona=asked.persona
        )
    # An anytime touchpoint is never passed for certain, so it gates nothing but itself.
    firm = [gate for gate in gates if not asked.graph.is_anytime(gate) or gate in asked.targets]
    around = _around(asked, firm)
    if around is None:
        names = " or ".join(f"`{gate}`" for gate in firm[:3])
        path = asked.path(asked.persona) or ()
        return Answer(
            "yes",
            f"yes: every path{asked.here} to {asked.goal} passes {names}",
            path,
            persona=asked.persona,
        )
    by = f" past {passing}" if passing is not None else ""
    return Answer(
        "no",
        f"no: this path leads{by} to `{around[-1]}`: {say_path(around)}",
        around,
        persona=asked.persona,
    )


def _around(asked: Asked, gates: list[str]) -> tuple[str, ...] | None:
    """The shortest path that passes no gate, as somebody can walk it."""
    people: list[str | None] = [asked.persona]
    if asked.persona is None and asked.graph.personas:
        people = [persona.id for persona in asked.graph.personas]
    paths = [path for who in people if (path := asked.path(who, gates)) is not None]
    return min(paths, key=len, default=None)
