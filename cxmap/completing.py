"""Fill in what a journey leaves unsaid: what stages hand down, what kind of contact a channel implies, who starts it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from cxmap.model import Journey, Stage, Touchpoint
from cxmap.vocabulary import Vocabulary

M = TypeVar("M", bound=BaseModel)

INHERITED = ("owner", "channel", "system", "level", "stakes", "languages")
_STARTED_BY_COMPANY = frozenset({"score", "monitor", "alert"})
_HUMAN = frozenset({"phone", "video", "store", "branch", "in-person"})
_PAGE = frozenset({"web", "app"})
_MESSAGE = frozenset({"email", "sms", "push", "post"})
ONLY_STAGE = "path"  # names the one stage of a journey without stages when its own id cannot


def stages_of(journey: Journey) -> dict[str, Stage]:
    """The stages in order; a journey without stages has one that is named like it."""
    if journey.stages or not journey.touchpoints:
        return dict(journey.stages)
    name = journey.id or ONLY_STAGE
    stage = Stage.model_construct(
        _fields_set={"touchpoints"}, name=journey.journey, touchpoints=journey.touchpoints
    )
    object.__setattr__(stage, "id", name)
    return {name: stage}


def complete(touchpoint: Touchpoint, stage: Stage | None, journey: Journey, words: Vocabulary) -> Touchpoint:
    """The touchpoint with everything its stage hands down and its channel implies."""
    said = touchpoint.model_fields_set
    filled: dict[str, Any] = {}
    if stage is not None:
        filled["stage"] = stage.id
        own = "own" in (touchpoint.channel if "channel" in said else stage.channel)
        for field in INHERITED:
            if (
                field not in said
                and field in stage.model_fields_set
                and not (own and field in ("owner", "system"))
            ):
                filled[field] = getattr(stage, field)
    if "languages" not in said and "languages" not in filled:
        filled["languages"] = journey.languages
    inherited = frozenset(filled) - {"stage"}
    channel = filled.get("channel", touchpoint.channel)
    kind = touchpoint.type
    by = touchpoint.by or _who_starts(channel, kind, words)
    filled["by"] = by
    if kind is None:
        filled["type"] = _implied_type(channel, by, words)
    if touchpoint.stakes is None and "stakes" not in filled:
        filled["stakes"] = "medium"
    return changed(touchpoint, filled, said=inherited)


def changed(element: M, values: Mapping[str, Any], *, said: frozenset[str] = frozenset()) -> M:
    """A copy with some values changed; only the fields in `said` then count as written."""
    copied = element.model_copy()
    copied.__dict__.update(values)
    object.__setattr__(copied, "__pydantic_fields_set__", element.model_fields_set | said)
    return copied


def behaves_as(word: str | None, kind: str, words: Vocabulary) -> str | None:
    """The known word a word behaves as: itself, or what it is `like`."""
    seen = set()
    while word is not None and word not in seen:
        seen.add(word)
        known = words.get(kind, word)
        if known is None or known.like is None:
            return word
        word = known.like
    return word


def _who_starts(channel: tuple[str, ...], kind: str | None, words: Vocabulary) -> str:
    if "backstage" in channel or behaves_as(kind, "type", words) in _STARTED_BY_COMPANY:
        return "company"
    return "customer"


def _implied_type(channel: tuple[str, ...], by: str, words: Vocabulary) -> str | None:
    if not channel:
        return None
    usual = behaves_as(channel[0], "channel", words)
    if usual in _HUMAN or (usual == "email" and by == "customer"):
        return "human"
    if usual in _PAGE:
        return "page"
    if usual in _MESSAGE and by == "company":
        return "message"
    return None
