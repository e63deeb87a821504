"""The small language in which people ask about paths, and how a question in it is read.

A question is one of these; words in capitals are yours, what stands in brackets may be left out:

    can WHO reach TO [from FROM] [without WHAT] [within TIME | within N steps]
    who can reach TO [from FROM] [without WHAT]
    how many THINGS from FROM to TO [without WHAT] [for WHO] [likely]
    how much effort from FROM to TO [without WHAT] [for WHO] [likely]
    how long from FROM to TO [for WHO]
    how likely is TO [from FROM] [for WHO]
    does every path [from FROM] to TO pass WHAT [for WHO]
    never from FROM to TO without WHAT [for WHO]
    is TO within TIME of FROM [for WHO]
    within TIME of FROM, can WHO reach TO
    at most N THINGS from FROM to TO [for WHO] [likely]

`can .. within TIME` asks whether the quickest path is in time, `is .. within TIME` whether even the slowest is.
WHO is a persona, `anybody` or `everybody`. FROM, TO and WHAT are touchpoints or selectors (`stage:retention`,
`type:human,owner:care`, `entry`, `outcome`, `end`), several joined by `or`; WHAT may be a channel: `without
phone` leaves out what can only be done by phone. THINGS are steps, channel switches, hand-offs, transfers,
contacts, identifications or effort. Without FROM paths begin at the entries, without TO they lead to the outcome.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from cxmap.counting import COUNTABLE, Countable
from cxmap.values import Duration, Unreadable, read_duration
from cxmap.vocabulary import nearest

Kind = Literal["reach", "who", "count", "time", "chance", "every", "within", "most"]

EXAMPLES = (
    "can first_car_fay reach renewed without phone?",
    "how many hand_offs from entry to renewed?",
    "does every path to renewal_offer pass quote_web?",
    "is claim_paid within 10d of report_claim?",
)
_CLAUSES = ("from", "to", "without", "avoiding", "within", "for", "as", "likely", "pass", "passes")
_SAME = {"avoiding": "without", "as": "for", "passes": "pass"}
_FILLERS = ("", "are there", "is there", "on the way", "are needed", "does it take", "is it", "lie")
_LEADS = ("can", "who", "how", "does", "do", "never", "is", "within", "at", "are", "will")


class QuestionError(ValueError):
    """A question that cannot be read; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in parts; places are as written."""

    kind: Kind
    source: str | None = None
    target: str | None = None
    without: str | None = None
    passing: str | None = None
    who: str | None = None
    counted: Countable | None = None
    most: float | None = None
    within: Duration | None = None
    steps: int | None = None
    likely: bool = False


def read_question(text: str) -> Question:
    """Read one question.

    Raises:
        QuestionError: it is none of the known forms, or a part of it cannot be read.
    """
    words = " ".join(text.split()).rstrip("?!. ")
    if not words or len(words) > 2000:
        raise QuestionError(f"ask something such as `{EXAMPLES[0]}`")
    for pattern, read in _FORMS:
        match = pattern.fullmatch(words)
        if match:
            return read(match)
    raise QuestionError(_no_form(words))


def _no_form(words: str) -> str:
    first = words.split()[0].lower()
    close = nearest(first, _LEADS)
    hint = f"; did you mean `{close}`?" if close is not None and close != first else ""
    known = ", ".join(f"`{example}`" for example in EXAMPLES)
    shown = words if len(words) <= 80 else words[:77] + "..."
    return f"`{shown}` is no question we know{hint}; ask as in {known}"


def _clauses(text: str, first: str) -> dict[str, str]:
    """Split at the words that begin a part; what stands before the first belongs to `first`."""
    found: dict[str, str] = {}
    at = first
    held: list[str] = []
    for word in f"{text} .".split():
        lowered = word.lower().rstrip(",")
        if lowered in _CLAUSES or word == ".":
            if at in found and held:
                raise QuestionError(f"`{at}` stands twice in the question; keep one")
            if held:
                found[at] = " ".join(held).rstrip(",")
            elif at not in (first, "likely"):
                raise QuestionError(f"nothing stands after `{at}`; write a touchpoint or a selector")
            elif at == "likely":
                found[at] = ""
            at, held = _SAME.get(lowered, lowered), []
        else:
            held.append(word)
    return found


def _without_filler(text: str) -> dict[str, str]:
    """The parts of a question; `does fay need` says who, and other words between are `are there` and the like."""
    parts = _clauses(text, "filler")
    filler = parts.pop("filler", "")
    needed = re.fullmatch(r"(?:does|do|will) (.+?) (?:need|have|take|meet)", filler, re.IGNORECASE)
    if needed and needed[1].lower() not in ("it", "customers"):
        parts.setdefault("for", needed[1])
    elif not needed and filler.lower() not in _FILLERS:
        raise QuestionError(
            f"`{filler[:60]}` stands where `from` or `to` belongs; write `from entry to renewed`"
        )
    return parts


def _within(text: str) -> tuple[Duration | None, int | None, str | None]:
    """`10d`, `3 steps` or `10d of place` as time, steps and place."""
    amount, _, place = text.partition(" of ")
    counted = re.fullmatch(r"([0-9]{1,6}) steps?", amount)
    if counted:
        return None, int(counted[1]), place or None
    try:
        return read_duration(amount), None, place or None
    except Unreadable as error:
        raise QuestionError(f"{error.message}; or a number of steps, `within 3 steps`") from None


_ALLOWED: dict[Kind, frozenset[str]] = {
    "reach": frozenset({"from", "to", "without", "within", "for"}),
    "who": frozenset({"from", "to", "without", "within"}),
    "count": frozenset({"from", "to", "without", "for", "likely"}),
    "most": frozenset({"from", "to", "without", "for", "likely"}),
    "time": frozenset({"from", "to", "without", "for"}),
    "within": frozenset({"from", "to", "without", "within", "for"}),
    "chance": frozenset({"from", "to", "for"}),
    "every": frozenset({"from", "to", "pass", "for"}),
}


def _refuse(kind: Kind, parts: dict[str, str]) -> None:
    """A part that would not be heeded must not be passed over in silence."""
    for part in sorted(set(parts) - _ALLOWED[kind]):
        raise QuestionError(
            f"`{part}` has no meaning in this question; leave it away, or ask with `can .. reach ..`"
        )
    if "likely" in parts and "without" in parts:
        raise QuestionError("the likeliest path is what it is; leave `likely` or `without` away")


def _build(
    kind: Kind, parts: dict[str, str], *, counted: Countable | None = None, most: float | None = None
) -> Question:
    _refuse(kind, parts)
    within, steps, place = _within(parts["within"]) if "within" in parts else (None, None, None)
    if place is not None and "from" in parts:
        raise QuestionError("the start stands twice, after `of` and after `from`; keep one")
    return Question(
        kind,
        source=parts.get("from", place),
        target=parts.get("to"),
        without=parts.get("without"),
        passing=parts.get("pass"),
        who=parts.get("for"),
        counted=counted,
        most=most,
        within=within,
        steps=steps,
        likely="likely" in parts,
    )


def _read_can(match: re.Match[str]) -> Question:
    parts = {**_clauses(match["tail"], "to"), "for": match["who"].rstrip(",")}
    if "within" not in parts and match.groupdict().get("within"):
        parts["within"] = match["within"]
    return _build("reach", parts)


def _read_who(match: re.Match[str]) -> Question:
    return _build("who", _clauses(match["tail"], "to"))


def _read_count(match: re.Match[str]) -> Question:
    counted, rest = _counted(match["tail"])
    return _build("count", _without_filler(rest), counted=counted)


def _read_effort(match: re.Match[str]) -> Question:
    return _build("count", _without_filler(match["tail"]), counted="effort")


def _read_most(match: re.Match[str]) -> Question:
    counted, rest = _counted(match["tail"])
    return _build("most", _without_filler(rest), counted=counted, most=float(match["most"]))


def _read_time(match: re.Match[str]) -> Question:
    return _build("time", _without_filler(match["tail"]))


def _read_chance(match: re.Match[str]) -> Question:
    return _build("chance", _clauses(match["tail"], "to"))


def _read_every(match: re.Match[str]) -> Question:
    parts = _without_filler(match["tail"])
    if "pass" not in parts:
        raise QuestionError("say what every path should pass: `does every path to renewed pass quote_web?`")
    return _build("every", parts)


def _read_never(match: re.Match[str]) -> Question:
    parts = _clauses(match["tail"], "from")
    if "without" in parts:
        parts["pass"] = parts.pop("without")
    return _build("every", parts)


def _read_within(match: re.Match[str]) -> Question:
    return _build("within", _clauses(match["tail"], "to"))


def _counted(text: str) -> tuple[Countable, str]:
    """The thing counted, and what follows it."""
    words = text.split()
    for length in (2, 1):
        name = "_".join(words[:length]).lower().replace("-", "_")
        for thing in COUNTABLE:
            if name in (thing, thing.removesuffix("s"), thing.replace("switches", "switch")):
                return thing, " ".join(words[length:])
    named = words[0].lower().replace("-", "_") if words else ""
    close = nearest("_".join(words[:2]).lower(), COUNTABLE) or nearest(named, COUNTABLE)
    hint = (
        f"did you mean `{close}`?" if close else "write one of " + ", ".join(f"`{one}`" for one in COUNTABLE)
    )
    raise QuestionError(f"`{named}` is nothing we count; {hint}")


_REACH = r"(?:reach|get to|come to)"
_FORMS = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (rf"within (?P<within>.+?),? can (?P<who>.+?) {_REACH} (?P<tail>.+)", _read_can),
        (rf"who can {_REACH} (?P<tail>.+)", _read_who),
        (rf"can (?P<who>.+?) {_REACH} (?P<tail>.+)", _read_can),
        (r"how much effort(?: is it| does it take)? (?P<tail>.+)", _read_effort),
        (r"how many (?P<tail>.+)", _read_count),
        (r"how long(?: is it| does it take)? (?P<tail>.+)", _read_time),
        (r"how likely(?: is(?: it)?)? (?P<tail>.+)", _read_chance),
        (r"(?:does every path|do all paths) (?P<tail>.+)", _read_every),
        (r"never (?P<tail>.+)", _read_never),
        (r"is (?P<tail>.+ within .+)", _read_within),
        (
            r"(?:(?:are|is) (?:there|it) )?at most (?P<most>[0-9]{1,6}(?:\.[0-9]{1,3})?) (?P<tail>.+)",
            _read_most,
        ),
    )
)
