"""Describe the fields an author may write: words for a reference, JSON Schema for editors, an example of each."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from cxmap.element import Element, Part, with_ids
from cxmap.fields import Ref, Word
from cxmap.model import Metrics, Purposes
from cxmap.parts import Keyed, PlaceMetric, Transition
from cxmap.shapes import ID, SCALAR, TEXT, Bare, Shape
from cxmap.vocabulary import EMPTY, Vocabulary

EXAMPLES = {
    "touchpoint": "quote_web", "stage": "retention", "journey": "claims", "persona": "fay", "segment": "gold",
    "owner": "care", "unit": "service", "stakeholder": "regulator", "system": "crm", "data": "email",
    "purpose": "offers", "metric": "fcr", "source": "voc", "log": "visits", "promise": "free_router",
    "channel": "web", "type": "form", "cause": "process", "app": "crm", "right": "access", "basis": "consent",
    "special": "explicit-consent", "identification": "password", "need": "no-voice", "support": "relay",
    "demand": "signature", "law": "gdpr", "level": "support", "intent": "service", "subject": "customer",
}  # fmt: skip
"""An id of each kind and a word of each list, as the examples of the reference use them."""
_WORD_EXAMPLES = {
    "data": "user.contact.email",
    "purpose": "essential.service",
    "source": "survey",
    "metric": "nps",
}
_OPEN = frozenset({"data", "purpose"})  # taxonomies: keys below known ones are fine
_X: dict[str, Any] = {"^x-": {}}


@dataclass(frozen=True)
class Known:
    """The words and ids a schema may list: those of a vocabulary, and those of one workspace."""

    vocabulary: Vocabulary = EMPTY
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Described:
    """One field: its key, the words for its type, its default, its meaning, an example, and a JSON Schema."""

    key: str
    words: str
    default: str
    meaning: str
    example: Any
    schema: dict[str, Any]
    required: bool


def describe(model: type[Part], known: Known | None = None) -> list[Described]:
    """Every field an author may write, in the order of the reference."""
    describer = Describer(known or Known())
    fields = model.model_fields
    return [describer.describe(key, fields[name]) for key, name in model.keys().items() if key != "cxmap"]


class Describer:
    """Turns the annotations of fields into words and schemas; `models` collects every part on the way."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.models: dict[str, type[Part]] = {}

    def describe(self, key: str, info: FieldInfo) -> Described:
        """What one field is."""
        shape = self.shape(info.annotation, tuple(info.metadata))
        example = (info.examples or list(shape.examples) or [EXAMPLES["touchpoint"]])[0]
        meaning = info.description or ""
        schema = {
            **shape.schema,
            "title": f"{key}: {shape.words}",
            "description": meaning,
            "examples": list(info.examples or shape.examples[:2] or [example]),
        }
        return Described(key, shape.words, _default(info), meaning, example, schema, info.is_required())

    def shape(self, annotation: Any, metadata: tuple[Any, ...] = ()) -> Shape:
        """The shape of a value of this type."""
        origin = get_origin(annotation)
        if origin is Annotated:
            inner, *more = get_args(annotation)
            return self.shape(inner, (*metadata, *more))
        given = next((one for one in reversed(metadata) if isinstance(one, Shape)), None)
        marker = next((one for one in metadata if isinstance(one, Ref | Word)), None)
        words = next(
            (one.func.words for one in metadata if hasattr(getattr(one, "func", None), "words")), None
        )
        if given is not None:
            return self._special(given)
        if origin in (Union, types.UnionType):
            return self._union([one for one in get_args(annotation) if one is not type(None)], metadata)
        if origin is tuple:
            return self._many(get_args(annotation)[0], marker)
        if origin is dict:
            key, member = get_args(annotation)
            made = self._mapping(key, member, any(getattr(one, "func", None) is with_ids for one in metadata))
            if not any(isinstance(one, Bare) for one in metadata):
                return made
            name = self.shape(key)
            return Shape(
                f"{name.words}(s), or {made.words}", _or_many(name.schema, made.schema), made.examples
            )
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self._part(annotation)
        if marker is not None:
            return self._one(marker)
        if words is not None:
            return Shape(
                "one of " + ", ".join(f"`{word}`" for word in words), {"enum": list(words)}, (words[0],)
            )
        if annotation is Any:
            return Shape("anything", {}, (30,))
        return Shape("word", {"type": SCALAR}, ("one",))

    def _special(self, shape: Shape) -> Shape:
        """The shapes with short forms that no annotation shows."""
        if shape.words.startswith("`end`, touchpoint"):
            target = self._one(Ref(("touchpoint",), also=("end",))).schema
            way = self._part(Transition).schema
            return Shape(
                shape.words,
                _or_many(target, {"type": "object", "additionalProperties": way, "patternProperties": _X}),
                shape.examples,
            )
        if shape.words.startswith("promises"):
            from cxmap.parts import Promise

            promise = self._part(Promise).schema
            return Shape(
                shape.words, {"anyOf": [{"type": "array", "items": promise}, _of(promise)]}, shape.examples
            )
        if shape.words.startswith("purpose ->"):
            data = self._many(str, Ref(("data",))).schema
            return Shape(shape.words, {"anyOf": [_of(data), *data["anyOf"]]}, shape.examples)
        if shape.words.startswith("metric(s)"):
            metric = self._one(Ref(("metric",))).schema
            return Shape(shape.words, _or_many(metric, _of(self._part(PlaceMetric).schema)), shape.examples)
        if shape.words == "true/false or share":
            return Shape(
                shape.words, {"anyOf": [shape.schema, {"type": "string", "pattern": "%$"}]}, shape.examples
            )
        return shape

    def _union(self, options: list[Any], metadata: tuple[Any, ...]) -> Shape:
        if len(options) == 1:
            return self.shape(options[0], metadata)
        shapes = [self.shape(one, metadata) for one in options]
        if get_origin(options[0]) is Literal:
            inner = shapes[1]
            schema = {"anyOf": [{"enum": [True, False, "true", "false"]}, *inner.schema["anyOf"]]}
            return Shape(f"`true` or {inner.words}", schema, inner.examples)
        return Shape(
            " or ".join(one.words for one in shapes),
            {"anyOf": [one.schema for one in shapes]},
            shapes[0].examples,
        )

    def _one(self, marker: Ref | Word) -> Shape:
        """A reference or a word; ids of the workspace are offered, words of closed lists are all there is."""
        if isinstance(marker, Word):
            listed = [*self.known.vocabulary.words(marker.kind), *marker.also]
            example = _WORD_EXAMPLES.get(marker.kind, EXAMPLES.get(marker.kind, "one"))
            if not self.known.vocabulary.words(marker.kind):
                return Shape(f"{marker.kind} word", {"type": "string"}, (example,))
            schema: dict[str, Any] = {"enum": listed}
            if marker.kind in _OPEN:
                schema = {"anyOf": [schema, {"type": "string", "pattern": r"^[a-z_]+(\.[a-z0-9_]+)*$"}]}
            return Shape(f"{marker.kind} word", schema, (example,))
        offered = sorted(
            {one for kind in marker.kinds for one in self.known.ids.get(kind, ())} | set(marker.also)
        )
        offered += self.known.vocabulary.words(marker.word) if marker.word else ()
        free = (
            {"type": "string"} if marker.path else {"type": "string", "pattern": r"^[a-z][A-Za-z0-9_./:-]*$"}
        )
        kinds = [
            *marker.kinds,
            *([f"{marker.word} word"] if marker.word else []),
            *(["path"] if marker.path else []),
        ]
        words = "ref " + " or ".join([*kinds, *(f"`{word}`" for word in marker.also)])
        return Shape(
            words, {"anyOf": [{"enum": offered}, free]} if offered else free, (EXAMPLES[marker.kinds[0]],)
        )

    def _many(self, member: Any, marker: Ref | Word | None) -> Shape:
        inner = self._one(marker) if marker is not None else self.shape(member)
        if marker is not None or inner.words in ("id", "language", "word", "path"):
            words = (
                inner.words.replace("ref ", "ref(s) ", 1)
                if inner.words.startswith("ref ")
                else f"{inner.words}(s)"
            )
            return Shape(words, _or_many(inner.schema), (list(inner.examples[:1]),))
        return Shape(
            f"list of {inner.words}", {"type": "array", "items": inner.schema}, (list(inner.examples[:1]),)
        )

    def _mapping(self, key: Any, member: Any, things: bool) -> Shape:
        inner, name = self.shape(member), self.shape(key)
        example = {(name.examples or ("one",))[0]: (inner.examples or ("one",))[0]}
        mapping = {"type": "object", "additionalProperties": inner.schema, "patternProperties": _X}
        if "enum" in name.schema:
            mapping["propertyNames"] = {"anyOf": [name.schema, {"pattern": "^x-"}]}
        elif things:
            mapping["propertyNames"] = {"pattern": ID}
            ids = {"type": "string", "pattern": ID}
            schema = {"anyOf": [mapping, {"type": "array", "items": ids}, ids]}
            noun = inner.words.removeprefix("a ").removeprefix("an ")
            return Shape(
                f"id -> {noun}, or ids", schema, ({_example_id(member): (inner.examples or ({},))[0]},)
            )
        return Shape(f"{name.words} -> {inner.words}", mapping, (example,))

    def _part(self, model: type[BaseModel]) -> Shape:
        """A part: its mapping, or the text that is short for one of its fields."""
        assert issubclass(model, Part)
        self.models[model.__name__] = model
        reference = {"$ref": f"#/$defs/{model.__name__}"}
        required = {
            key: info
            for key, name in model.keys().items()
            if (info := model.model_fields[name]).is_required()
        }
        if model.short is not None:
            info = model.model_fields[model.short]
            short = self.shape(info.annotation, tuple(info.metadata))
            example = (info.examples or short.examples or ("one",))[0]
            if set(required) <= {info.alias or model.short}:
                extra = (
                    [{"type": "array", "items": {"type": "string", "pattern": ID}}]
                    if model.__name__ == "Stage"
                    else []
                )
                text = {"type": SCALAR} if short.words == "text" else short.schema
                return Shape(model.noun, {"anyOf": [text, reference, *extra]}, (example,))
        made = {
            key: (info.examples or self.shape(info.annotation, tuple(info.metadata)).examples or ("one",))[0]
            for key, info in required.items()
        }
        if not made:
            made = _first_fields(self, model)
        return Shape(model.noun, reference, (made,))


def _first_fields(describer: Describer, model: type[Part]) -> dict[str, Any]:
    """An example of a mapping without required fields: its first field of its own."""
    skip = {"name", "about", "tags"} if issubclass(model, Element) else set()
    for key, name in model.keys().items():
        info = model.model_fields[name]
        if key not in skip:
            shape = describer.shape(info.annotation, tuple(info.metadata))
            return {key: (info.examples or list(shape.examples) or ["one"])[0]}
    return {}


def _example_id(member: Any) -> str:
    inner = get_args(member)[0] if get_origin(member) is Annotated else member
    names = {"DataItem": "data", "StageModel": "stage"}
    return EXAMPLES.get(names.get(inner.__name__, inner.__name__.lower()), "ours")


def _or_many(schema: Mapping[str, Any], *more: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [dict(schema), {"type": "array", "items": dict(schema)}, *more]}


def _of(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": dict(schema), "patternProperties": _X}


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "required"
    value = info.default
    if value is PydanticUndefined or value in (None, (), "", {}):
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(f"`{one}`" for one in value)
    if isinstance(value, float | int):
        return f"{value:g}"
    return f"`{value}`" if isinstance(value, str) else str(value)


def defined_ids(models: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    """Every id of these registers and journeys, by kind."""
    from cxmap.completing import stages_of
    from cxmap.model import Journey
    from cxmap.names import ids_of, touchpoint_ids

    found: dict[str, set[str]] = {}
    for held in models:
        for kind, names in ids_of(held).items():
            found.setdefault(kind, set()).update(names)
        if isinstance(held, Journey):
            found.setdefault("touchpoint", set()).update(touchpoint_ids(held))
            found.setdefault("stage", set()).update(stages_of(held))
            found.setdefault("promise", set()).update(one.id for one in held.promises)
            found.setdefault("journey", set()).add(held.id)
    return {kind: tuple(sorted(names)) for kind, names in sorted(found.items()) if names}


__all__ = [
    "EXAMPLES",
    "TEXT",
    "Described",
    "Describer",
    "Keyed",
    "Known",
    "Metrics",
    "Purposes",
    "defined_ids",
    "describe",
]
