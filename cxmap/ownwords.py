"""What an organisation adds in its own words: vocabulary, and answers only people can give."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator

from cxmap import shapes
from cxmap.element import Part
from cxmap.fields import Day, Own, TextField, choice, text_of, without_own, wrong
from cxmap.shapes import Shape
from cxmap.values import Unreadable, read_feeling


def _feeling(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    try:
        return read_feeling(text_of(value, "a feeling such as `-1`"))
    except Unreadable as error:
        raise wrong(error.message, error.code) from None


Strength = Annotated[
    float,
    PlainValidator(_feeling),
    PlainSerializer(lambda number: f"{number:g}", return_type=str, when_used="json"),
    shapes.number("-2 to 2", -1, minimum=-2, maximum=2),
]


class NewWord(Part):
    """A word an organisation adds to a list."""

    noun: ClassVar[str] = "a word"
    short: ClassVar[str | None] = "about"

    about: TextField | None = Field(None, description="What it means.", examples=["A terminal in the shop"])
    family: str | None = Field(None, description="Family of a channel.", examples=["digital-self"])
    like: str | None = Field(None, description="Behaves as that known word in every rule.", examples=["web"])
    group: Annotated[str, choice("expectation", "employee", "company")] | None = Field(
        None, description="Group of a cause."
    )
    value: Strength | None = Field(None, description="Of an emotion: -2 to 2.", examples=[-1])


def _emotion(value: object) -> object:
    """A bare number is the value of a feeling."""
    if not isinstance(value, Mapping):
        return value
    value = without_own(value)
    assert isinstance(value, Mapping)
    return {key: {"value": part} if isinstance(part, str) else part for key, part in value.items()}


def _word(value: object) -> str:
    text = text_of(value, "a word")
    if not _WORD.fullmatch(text):
        raise wrong(f"`{text[:60]}` cannot be a word; write small letters, digits, `-`, `_` and `.`")
    return text


_WORD = re.compile(r"[a-z][a-z0-9_.-]{0,63}")
Words = Annotated[
    dict[
        Annotated[str, BeforeValidator(_word), shapes.pattern("word", "^[a-z][a-z0-9_.-]*$", "kiosk")],
        NewWord,
    ],
    Own,
]


class NewWords(Part):
    """Words an organisation adds."""

    noun: ClassVar[str] = "`vocabulary`"

    channels: Words = Field(
        default_factory=dict, description="Channels.", examples=[{"kiosk": {"family": "digital-self"}}]
    )
    types: Words = Field(
        default_factory=dict, description="Touchpoint types.", examples=[{"chatbot": {"like": "bot"}}]
    )
    causes: Words = Field(
        default_factory=dict, description="Root causes.", examples=[{"weather": {"group": "company"}}]
    )
    apps: Words = Field(
        default_factory=dict, description="App roles.", examples=[{"loyalty-club": "Keeps the points"}]
    )
    needs: Words = Field(default_factory=dict, description="Needs.", examples=[{"no-car": "Cannot drive"}])
    supports: Words = Field(
        default_factory=dict, description="Supports.", examples=[{"pick-up": "We come by"}]
    )
    data: Words = Field(
        default_factory=dict, description="Data categories.", examples=[{"user.x.meter": "Meter reading"}]
    )
    purposes: Words = Field(
        default_factory=dict, description="Purposes.", examples=[{"x.benchmark": "Comparing regions"}]
    )
    emotions: Annotated[Words, BeforeValidator(_emotion)] = Field(
        default_factory=dict, description="Feelings.", examples=[{"worried": -1}]
    )


def _answer(value: object) -> object:
    if isinstance(value, bool):
        return value
    text = text_of(value, "true, false or a text")
    return {"true": True, "false": False}.get(text, text)


class Attestation(Part):
    """An answer only people can give."""

    short: ClassVar[str | None] = "answer"
    noun: ClassVar[str] = "an attestation"

    answer: Annotated[
        bool | str, BeforeValidator(_answer), Shape("true/false or text", {"type": shapes.SCALAR}, (True,))
    ] = Field(..., description="true, false or a text.")
    by: str | None = Field(None, description="Who says so: an owner or a role.", examples=["cco"])
    asof: Day | None = Field(None, description="When.")
    about: TextField | None = Field(None, description="Details.", examples=["Asked in the board meeting"])


QUESTIONS = (*(f"q{number}" for number in range(1, 13)), *(f"gut_check_{number}" for number in range(1, 4)))


def known_questions(answers: dict[str, Attestation]) -> dict[str, Attestation]:
    """Refuse an answer to a question nobody asks."""
    for key in answers:
        if key not in QUESTIONS:
            raise wrong(
                f"`{key[:60]}` is not a question; write one of q1 to q12 or gut_check_1 to gut_check_3",
                "LNG004",
            )
    return answers
