"""What every element of a workspace shares: an id, a title, tags, and how a mapping becomes an element."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    model_validator,
)

from cxmap import shapes, values
from cxmap.fields import Ids, Own, TextField, wrong
from cxmap.tree import Map
from cxmap.values import Unreadable
from cxmap.vocabulary import nearest

E = TypeVar("E", bound="Element")

# Words that nobody reads aloud as a word; none of them is also one (`it`, `us`).
_ABBREVIATIONS = """
ai aht api b2b b2c bi ccpa cco cdo cdp ceo ces cfo cio ciso clv cltv cms cmo coo crm csat cto cx dmp dms dpo enps erp eu faq
fcr gdpr hr iban id ivr kpi kyc llm mms nps pdf pos qr rcs roi sepa sla sms sso tv uk url vat vin vip voc
"""
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())


class Part(BaseModel):
    """A frozen part of a workspace, read from a mapping or from one text.

    `short` names the field a bare text fills. Unknown keys are errors with the nearest field; keys that
    begin `x-` are the author's own and pass unread.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, arbitrary_types_allowed=True
    )

    short: ClassVar[str | None] = None
    noun: ClassVar[str] = "part"
    plural_noun: ClassVar[str | None] = None
    hidden: ClassVar[frozenset[str]] = frozenset()
    instead: ClassVar[Mapping[str, str]] = {}  # what to write instead of words people try
    also_near: ClassVar[frozenset[str]] = frozenset()  # keys that would make it something else

    @classmethod
    def keys(cls) -> dict[str, str]:
        """What an author may write -> the Python field it fills."""
        return {
            field.alias or name: name for name, field in cls.model_fields.items() if name not in cls.hidden
        }

    @classmethod
    def unknown_key(cls, key: str) -> str:
        """The sentence for a key nobody knows."""
        shown = values._short(key)
        if key in cls.instead:
            return f"`{shown}` is not a field of {cls.noun}; {cls.instead[key]}"
        close = _closest(cls, key)
        hint = (
            f"did you mean `{close}`?" if close else "remove it, or begin it with `x-` to keep it as your own"
        )
        return f"`{shown}` is not a field of {cls.noun}; {hint}"

    @model_validator(mode="before")
    @classmethod
    def _from_written(cls, value: object, info: ValidationInfo) -> object:
        if value.__class__ is Map and value.keys() <= _keys_of(cls):
            return value
        if isinstance(value, cls):
            return value
        if isinstance(value, str):
            if cls.short is None:
                raise wrong(
                    f"`{values._short(value)}` cannot stand here; {cls.noun} is a mapping, such as `{{..}}`",
                    "LNG002",
                )
            return {cls.short: value}
        if not isinstance(value, Mapping):
            raise wrong(f"a list cannot stand here; {cls.noun} is a mapping, such as `{{..}}`", "LNG002")
        return cls._known_keys(value, info)

    @classmethod
    def _known_keys(cls, value: Mapping[str, object], info: ValidationInfo) -> Mapping[str, object]:
        keys = _keys_of(cls)
        if value.keys() <= keys:
            return value
        # A key that is no plain text was refused while the file was read: one mistake, one error.
        value = value if isinstance(value, Map) else {str(key): part for key, part in value.items()}
        notes = (info.context or {}).get("unknown")
        known = {}
        for key, part in value.items():
            if key in keys:
                known[key] = part
            elif type(key) is not str or key.startswith("x-"):
                continue
            elif key in cls.model_fields and not isinstance(value, Map) and key not in cls.hidden:
                known[key] = part
            else:
                if notes is None:
                    raise wrong(cls.unknown_key(key), "LNG001")
                notes.append((value, key, cls))
                meant = nearest(key, keys)
                if meant is not None and meant not in value:
                    known[meant] = part  # read as what was meant, so that one slip is one mistake
        return known


_KEYS: dict[type[Part], frozenset[str]] = {}


def _keys_of(model: type[Part]) -> frozenset[str]:
    known = _KEYS.get(model)
    if known is None:
        known = _KEYS[model] = frozenset(model.keys())
    return known


@lru_cache(1024)
def _closest(model: type[Part], key: str) -> str | None:
    """The field an author probably meant; the same slip often stands on every line."""
    return nearest(key, _keys_of(model) | model.also_near)


class Element(Part):
    """Something with an id that people can name, tag and refer to."""

    short: ClassVar[str | None] = "name"
    noun: ClassVar[str] = "an element"
    hidden: ClassVar[frozenset[str]] = frozenset({"id"})

    id: str = Field("", exclude=True, description="The key under which it is written.")
    name: TextField | None = Field(
        None, description="What people read; default: the id in words.", examples=["Quote on the web"]
    )
    about: TextField | None = Field(
        None,
        description="One or two sentences.",
        examples=["One or two sentences for the reader of the map."],
    )
    tags: Ids = Field((), description="Your own grouping.", examples=[["pilot"]])

    @property
    def title(self) -> str:
        """What people read: the name, else the id in words."""
        return str(self.name) if self.name is not None else in_words(self.id)

    def say(self, *languages: str) -> str:
        """The title in the first of `languages` that has one."""
        return self.name.say(*languages) if self.name is not None else in_words(self.id)


def in_words(identifier: str) -> str:
    """An id as people read it: blanks for `_` and `-`, first letter large, abbreviations in capitals."""
    words = identifier.rpartition("/")[2].replace("_", " ").replace("-", " ").split()
    said = " ".join(word.upper() if word in ABBREVIATIONS else word for word in words)
    return said[:1].upper() + said[1:]


def give_id(element: E, identifier: str) -> E:
    """Set an element's id, once, where its mapping is read; models are frozen afterwards."""
    object.__setattr__(element, "id", identifier)
    return element


def _named_mapping(value: object) -> object:
    """A list where a mapping of things is expected defines them bare."""
    if isinstance(value, list | tuple):
        bare: dict[str, dict[str, Any]] = {}
        for one in value:
            if not isinstance(one, str):
                raise wrong("this list holds more than names; write a mapping `id: {..}`", "LNG002")
            read_key(one)
            if one in bare:
                raise wrong(f"`{values._short(one)}` stands twice in the list; keep one", "LNG006")
            bare[one] = {}
        value = bare
    if isinstance(value, str):
        value = {value: {}}
    if not isinstance(value, Mapping):
        raise wrong("this is a mapping; write `id: {..}`", "LNG002")
    return value


def read_key(value: object) -> str:
    """The key under which something is written: its id."""
    try:
        return values.read_id(str(value))
    except Unreadable as error:
        raise wrong(error.message, error.code) from None


def with_ids(elements: dict[str, E]) -> dict[str, E]:
    """Tell each thing of a mapping its id."""
    for identifier, element in elements.items():
        give_id(element, identifier)
    return elements


Key = Annotated[str, BeforeValidator(read_key), shapes.IDENTIFIER]
Things = Annotated[dict[Key, E], AfterValidator(with_ids), Own, BeforeValidator(_named_mapping)]
"""A mapping id -> element; a list defines its members bare."""
