"""Turn the keyword-only parameters of a plugin function into a model of its options."""

import inspect
import types
from collections.abc import Callable, Container
from datetime import date
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, create_model

from cxmap.values import Duration, read_bool, read_date, read_duration, read_number, read_share
from cxmap.vocabulary import nearest


class OptionError(Exception):
    """An option that a check, a renderer or a source does not have, or a value it cannot take."""

    def __init__(self, option: str, message: str) -> None:
        super().__init__(message)
        self.option = option


def options_model(function: Callable[..., object], *, without: Container[str] = ()) -> type[BaseModel]:
    """Build the model of a function's options from its keyword-only parameters.

    A parameter without a type has that of its default. `without` names parameters that are no options.

    Raises:
        TypeError: a parameter has no type, no default, or a type that cannot be written in YAML.
    """
    hints = get_type_hints(function)
    fields: dict[str, Any] = {}
    for parameter in inspect.signature(function).parameters.values():
        name, default = parameter.name, parameter.default
        if parameter.kind is not parameter.KEYWORD_ONLY or name in without:
            continue
        hint = hints.get(name, _type_of(default))
        if default is parameter.empty or hint is None:
            raise TypeError(f"the option `{name}` of `{function.__name__}` needs a type and a default")
        fields[name] = (_field(hint, name), default)
    config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    return create_model(f"{function.__name__}_options", __config__=config, **fields)


def read_options(model: type[BaseModel], written: dict[str, Any]) -> dict[str, Any]:
    """Validate what somebody wrote and return every option with its value.

    Raises:
        OptionError: the first option that is unknown or has a wrong value.
    """
    for name in written:
        if name not in model.model_fields:
            raise OptionError(name, _unknown(name, sorted(model.model_fields)))
    try:
        read = model(**written)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        reason = first["msg"].removeprefix("Value error, ")
        raise OptionError(name, f"`{written.get(name)}` does not fit the option `{name}`: {reason}") from None
    return {name: getattr(read, name) for name in model.model_fields}


def _type_of(default: object) -> Any:
    """The type of an option that names none: that of its default; a tuple holds texts."""
    if isinstance(default, tuple):
        return tuple[str, ...]
    return type(default) if type(default) in (*_READERS, int, str) else None


def _unknown(name: str, known: list[str]) -> str:
    near = nearest(name, known)
    if near:
        return f"`{name}` is not an option; did you mean `{near}`?"
    if known:
        return f"`{name}` is not an option; write one of {', '.join(f'`{each}`' for each in known)}"
    return f"`{name}` is not an option; there are none"


def _field(hint: Any, name: str) -> Any:
    """Annotate a type with the reader that accepts it as the author's text."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        readers = tuple(None if each is type(None) else _field(each, name) for each in arguments)
        return Union[readers]  # noqa: UP007
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        many: Any = types.GenericAlias(tuple, (_field(arguments[0], name), ...))
        return Annotated[many, BeforeValidator(_many)]
    if origin is Literal or hint in (int, str):
        return hint
    if hint in _READERS:
        return Annotated[hint, BeforeValidator(_reads(_READERS[hint]))]
    raise TypeError(f"the option `{name}` has the type `{hint}`, which nobody can write in YAML")


def _many(value: object) -> object:
    return value if isinstance(value, tuple | list) else (value,)


def _reads(read: Callable[[str], object]) -> Callable[[object], object]:
    def validate(value: object) -> object:
        return read(value) if isinstance(value, str) else value

    return validate


def _read_float(text: str) -> float:
    return read_share(text) if text.endswith("%") else read_number(text)


_READERS: dict[Any, Callable[[str], object]] = {
    bool: read_bool,
    date: read_date,
    float: _read_float,
    Duration: read_duration,
}


def pack_options(model: type[BaseModel]) -> list[dict[str, Any]]:
    """The options of a model as plain values, for a process that must not import where they come from."""
    return [
        {"name": name, "type": _pack_type(each.annotation), "default": _pack(each.default)}
        for name, each in model.model_fields.items()
    ]


def unpack_options(name: str, packed: list[dict[str, Any]]) -> type[BaseModel]:
    """The model that `pack_options` took apart."""
    fields: dict[str, Any] = {
        each["name"]: (_field(_unpack_type(each["type"]), each["name"]), _unpack(each["default"]))
        for each in packed
    }
    config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    return create_model(f"{name}_options", __config__=config, **fields)


_NAMES: dict[str, Any] = {
    "int": int,
    "str": str,
    "float": float,
    "bool": bool,
    "date": date,
    "duration": Duration,
    "none": type(None),
}


def _pack_type(hint: Any) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _pack_type(arguments[0])
    if origin in (Union, types.UnionType):
        return ["union", *(_pack_type(each) for each in arguments)]
    if origin is tuple:
        return ["tuple", _pack_type(arguments[0])]
    if origin is Literal:
        return ["literal", *arguments]
    return next(name for name, known in _NAMES.items() if known is hint)


def _unpack_type(packed: Any) -> Any:
    if isinstance(packed, str):
        return _NAMES[packed]
    kind, *parts = packed
    if kind == "literal":
        return Literal[tuple(parts)]
    if kind == "tuple":
        return tuple[_unpack_type(parts[0]), ...]  # type: ignore[misc]
    return Union[tuple(_unpack_type(each) for each in parts)]  # noqa: UP007


def _pack(value: Any) -> Any:
    if isinstance(value, Duration):
        return {"duration": value.text}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, tuple):
        return {"tuple": [_pack(each) for each in value]}
    return value


def _unpack(packed: Any) -> Any:
    if not isinstance(packed, dict):
        return packed
    if "duration" in packed:
        return read_duration(packed["duration"])
    if "date" in packed:
        return read_date(packed["date"])
    return tuple(_unpack(each) for each in packed["tuple"])
