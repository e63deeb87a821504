"""Walk a model and list everything it refers to: names of other things, and words of lists."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from cxmap.element import Part
from cxmap.fields import Ref, Word
from cxmap.parts import Transition

Loc = tuple[int | str, ...]
Mention = tuple[Loc, Ref | Word, str]
Visitor = Callable[[Any, Loc], Iterator[Mention]]

Sink = dict[int, set[str]]  # a defaultdict: number of a marker in MARKERS -> every text mentioned
Gatherer = Callable[[Any, Sink], None]
MARKERS: list[Ref | Word] = []
_GATHERERS: dict[type[BaseModel], dict[str, Gatherer]] = {}
_ONLY_SHARE = frozenset({"share"})
_PLANS: dict[type[BaseModel], tuple[tuple[str, str, bool, Visitor], ...]] = {}


def mentions(model: BaseModel, loc: Loc = ()) -> Iterator[Mention]:
    """Every reference and word in a model, with the way that leads to it."""
    said = model.model_fields_set
    for name, key, always, visit in _plan(type(model)):
        if always or name in said:
            value = getattr(model, name)
            if value is not None:
                yield from visit(value, (*loc, key))


def collect(model: BaseModel, sink: Sink) -> None:
    """Add every text a model mentions to the set of its marker: quick, for the many models without a mistake."""
    gatherers = _GATHERERS.get(model.__class__)
    if gatherers is None:
        gatherers = _GATHERERS[model.__class__] = _gatherers_of(model.__class__)
    values = model.__dict__
    for name in model.__pydantic_fields_set__:
        gather = gatherers.get(name)
        if gather is not None:
            value = values[name]
            if value is not None:
                gather(value, sink)


def _gatherers_of(model: type[BaseModel]) -> dict[str, Gatherer]:
    found = {}
    for name, field in model.model_fields.items():
        gather = _gatherer(field.annotation, tuple(field.metadata))
        if gather is not None:
            found[name] = gather
    return found


def _gatherer(annotation: Any, metadata: tuple[Any, ...] = ()) -> Gatherer | None:
    """A function that adds what a value of this type mentions; None when it can mention nothing."""
    marker = next((one for one in metadata if isinstance(one, Ref | Word)), None)
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _gatherer(inner, (*metadata, *more))
    if origin in (Union, types.UnionType):
        found = [_gatherer(one, metadata) for one in get_args(annotation) if one is not type(None)]
        gather = next((one for one in reversed(found) if one is not None), None)
        return None if gather is None else lambda value, sink: None if value is True else gather(value, sink)
    if origin is tuple:
        return _gather_many(get_args(annotation)[0], marker)
    if origin is dict:
        return _gather_mapping(*get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return collect
    if marker is None or annotation is not str:
        return None
    key = _key_of(marker)
    return lambda value, sink: sink[key].add(value)


def _gather_many(member: Any, marker: Ref | Word | None) -> Gatherer | None:
    if marker is not None:
        key = _key_of(marker)
        return lambda value, sink: sink[key].update(value)
    if member is Transition:
        return _gather_ways
    gather = _gatherer(member)
    if gather is None:
        return None

    def gather_each(value: Any, sink: Sink) -> None:
        for one in value:
            gather(one, sink)

    return gather_each


def _gather_ways(ways: Any, sink: Sink) -> None:
    targets = sink[_TARGET]
    for way in ways:
        targets.add(way.to)
        if not way.__pydantic_fields_set__ <= _ONLY_SHARE:
            collect(way, sink)


def _gather_mapping(key: Any, member: Any) -> Gatherer | None:
    gather_key, gather = _gatherer(key), _gatherer(member)
    if gather_key is None and gather is None:
        return None

    def gather_each(value: Any, sink: Sink) -> None:
        for name, one in value.items():
            if gather_key is not None:
                gather_key(name, sink)
            if gather is not None and one is not None:
                gather(one, sink)

    return gather_each


def _key_of(marker: Ref | Word) -> int:
    """The number of a marker: markers that mean the same have the same."""
    if marker not in MARKERS:
        MARKERS.append(marker)
    return MARKERS.index(marker)


def _plan(model: type[BaseModel]) -> tuple[tuple[str, str, bool, Visitor], ...]:
    if model not in _PLANS:
        hidden = model.hidden if issubclass(model, Part) else frozenset()
        plan = []
        for name, field in model.model_fields.items():
            visitor = _visitor(field.annotation, tuple(field.metadata))
            if visitor is not None:
                plan.append((name, field.alias or name, name in hidden, visitor))
        _PLANS[model] = tuple(plan)
    return _PLANS[model]


def _visitor(annotation: Any, metadata: tuple[Any, ...] = ()) -> Visitor | None:
    """A function that lists the mentions in a value of this type; None when it can hold none."""
    marker = next((one for one in metadata if isinstance(one, Ref | Word)), None)
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _visitor(inner, (*metadata, *more))
    if origin in (Union, types.UnionType):
        return _first(annotation, metadata)
    if origin is tuple:
        return _of_tuple(get_args(annotation)[0], marker)
    if origin is dict:
        return _of_dict(*get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return mentions
    return _of_text(marker) if marker is not None and annotation is str else None


def _first(annotation: Any, metadata: tuple[Any, ...]) -> Visitor | None:
    found = [_visitor(one, metadata) for one in get_args(annotation) if one is not type(None)]
    visitors = [one for one in found if one is not None]
    if not visitors:
        return None
    visit = visitors[-1]
    return lambda value, loc: iter(()) if isinstance(value, bool) else visit(value, loc)


def _of_text(marker: Ref | Word) -> Visitor:
    return lambda value, loc: iter(((loc, marker, value),))


def _of_tuple(member: Any, marker: Ref | Word | None) -> Visitor | None:
    if marker is not None:
        return lambda value, loc: (((*loc, index), marker, one) for index, one in enumerate(value))
    visit = _visitor(member)
    if visit is None:
        return None

    def visit_each(value: Any, loc: Loc) -> Iterator[Mention]:
        for index, one in enumerate(value):
            yield from visit(one, (*loc, one.to if isinstance(one, Transition) else index))

    return visit_each


def _of_dict(key: Any, member: Any) -> Visitor | None:
    visit_key, visit = _visitor(key), _visitor(member)
    if visit_key is None and visit is None:
        return None

    def visit_each(value: Any, loc: Loc) -> Iterator[Mention]:
        for name, one in value.items():
            if visit_key is not None:
                yield from visit_key(name, (*loc, name, "[key]"))
            if visit is not None and one is not None:
                yield from visit(one, (*loc, name))

    return visit_each


_TARGET = _key_of(next(one for one in Transition.model_fields["to"].metadata if isinstance(one, Ref)))
