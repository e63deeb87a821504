"""What cxmap.yaml may say: which checks run, how strictly, which plugins, and how it looks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, PlainValidator, PrivateAttr

from cxmap.checks import Severity
from cxmap.element import Part
from cxmap.fields import Flag, Languages, Many, Names, Span, TextField, choice, text_of, wrong
from cxmap.place import Place, Problem
from cxmap.reading import find_mark, place, read
from cxmap.syntax import Limits
from cxmap.tree import Map
from cxmap.values import Duration, Unreadable, read_duration, read_id

FILE = "cxmap.yaml"
LANES = (
    "flow", "customer", "touchpoints", "people", "systems", "feelings",
    "pains", "opportunities", "owners", "metrics", "data", "findings",
)  # fmt: skip
_SIZE = re.compile(r"([1-9][0-9]{0,5}) ?(KiB|MiB|GiB)")
_UNITS = {"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
_LEVELS = ("error", "warning", "info")


class ConfigError(Exception):
    """Configuration or arguments that cannot be used; says where and what to write instead."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(each) for each in problems))
        self.problems = problems


@dataclass(frozen=True)
class CheckSettings:
    """How one check is to run: its severity, its time and its own options, as written."""

    severity: Severity | None = None
    timeout: Duration | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


def _check_settings(value: object) -> CheckSettings:
    if isinstance(value, CheckSettings):
        return value
    if not isinstance(value, Mapping):
        raise wrong("settings of a check are a mapping; write `{severity: error}`", "LNG002")
    options = {key: part for key, part in value.items() if not key.startswith("x-")}
    severity, timeout = options.pop("severity", None), options.pop("timeout", None)
    if severity not in (None, *_LEVELS):
        raise wrong(f"`{severity}` is not a severity; write `error`, `warning` or `info`", "LNG004")
    try:
        duration = (
            read_duration(text_of(timeout, "a duration such as `30s`")) if timeout is not None else None
        )
    except Unreadable as error:
        raise wrong(error.message, error.code) from None
    return CheckSettings(severity, duration, options)


def _size(value: object) -> int:
    if isinstance(value, int):
        return value
    match = _SIZE.fullmatch(text_of(value, "a size such as `8 MiB`"))
    if not match:
        raise wrong(f"`{value}` is not a size; write one such as `8 MiB`")
    return int(match[1]) * _UNITS[match[2]]


def _count(value: object) -> int:
    if isinstance(value, int):
        return value
    text = text_of(value, "a whole number")
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        raise wrong(f"`{text}` is not a whole number above 0; write one such as `100`")
    return int(text)


def _depth(value: object) -> int:
    depth = _count(value)
    if depth > 256:
        raise wrong(f"`{depth}` is deeper than files may be; write at most `256`")
    return depth


def _path(value: object) -> str:
    text = text_of(value, "a path such as `drafts`")
    unsafe = text.startswith(("/", "~")) or "\\" in text or ".." in text.split("/") or re.match(r"\w+:", text)
    if unsafe or not text:
        raise wrong(
            f"`{text}` leads out of the workspace; write a path below it, such as `data/voc.csv`", "LNG011"
        )
    return text.rstrip("/")


def _colour(value: object) -> str:
    text = text_of(value, "a colour")
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise wrong(f'`{text}` is not a colour; write six digits in quotes, such as `"#1f4e79"`')
    return text.lower()


def _name(value: object) -> str:
    try:
        return read_id(text_of(value, "an id"))
    except Unreadable as error:
        raise wrong(error.message, error.code) from None


def _currency(value: object) -> str:
    text = text_of(value, "a currency such as `EUR`")
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise wrong(f"`{text}` is not a currency; write three capitals such as `EUR`")
    return text


Size = Annotated[int, PlainValidator(_size)]
Count = Annotated[int, PlainValidator(_count)]
FilePath = Annotated[str, PlainValidator(_path)]
Settings = Annotated[CheckSettings, PlainValidator(_check_settings)]
Level = Annotated[Severity, choice(*_LEVELS)]
Name = Annotated[str, PlainValidator(_name)]


class Profile(Part):
    """A choice of checks with a name."""

    noun: ClassVar[str] = "a profile"

    extends: str | None = None
    select: Names = ()
    ignore: Names = ()
    checks: dict[str, Settings] = Field(default_factory=dict)
    fail_on: Level | None = None


class Require(Part):
    """What must be there and must have ended, or the verdict is incomplete."""

    noun: ClassVar[str] = "`require`"

    checks: Names = ()
    plugins: Names = ()
    approval: Flag = False


class Bounds(Part):
    """How much files, plugins and queries may take."""

    noun: ClassVar[str] = "`limits`"

    file: Size = 4 << 20
    scalar: Size = 64 << 10
    memory: Size = 2 << 30
    depth: Annotated[int, PlainValidator(_depth)] = 64
    nodes: Count = 400_000
    errors: Count = 50

    @property
    def of_files(self) -> Limits:
        """The limits that hold while a file is read."""
        return Limits(self.file, self.depth, self.nodes, self.scalar, self.errors)


class Connection(Part):
    """A database to read observations from; never with a password."""

    noun: ClassVar[str] = "a connection"

    engine: str
    service: str | None = None
    path: FilePath | None = None
    host: str | None = None
    port: Count | None = None
    database: str | None = None
    schema_: str | None = Field(None, alias="schema")
    project: str | None = None
    dataset: str | None = None


class Theme(Part):
    """How maps and reports look."""

    noun: ClassVar[str] = "`theme`"

    language: str | None = None
    colours: dict[Name, Annotated[str, PlainValidator(_colour)]] = Field(default_factory=dict)
    font: str | None = None
    logo: FilePath | None = None
    lanes: Annotated[tuple[Annotated[str, choice(*LANES)], ...], Many] = LANES
    texts: dict[str, dict[str, str]] = Field(default_factory=dict)
    templates: FilePath | None = None
    dark: Flag | None = None


def _is_version(value: object) -> object:
    if value != "1":
        raise wrong(f"`{value}` is not a version of the language; write `cxmap: 1`")
    return value


class Config(Part):
    """Everything in cxmap.yaml."""

    noun: ClassVar[str] = "cxmap.yaml"

    cxmap: Annotated[str, BeforeValidator(_is_version)] = "1"
    workspace: TextField | None = None
    profile: str | None = None
    profiles: dict[Name, Profile] = Field(default_factory=dict)
    select: Names = ()
    ignore: Names = ()
    fail_on: Level | None = None
    checks: dict[str, Settings] = Field(default_factory=dict)
    plugins: Names = ()
    require: Require = Require()
    timeout: Span = Duration(30, "30s")
    baseline: FilePath | None = None
    exclude: Annotated[tuple[FilePath, ...], Many] = ()
    currency: Annotated[str, PlainValidator(_currency)] = "EUR"
    languages: Languages = ("en",)
    limits: Bounds = Bounds()
    connections: dict[Name, Connection] = Field(default_factory=dict)
    theme: Theme = Theme()

    _tree: Map = PrivateAttr(default_factory=Map)

    def place(self, *path: str | int) -> Place:
        """Where something in the configuration is written."""
        return place(FILE, find_mark(self._tree, path))


def read_config(tree: Map) -> tuple[Config | None, tuple[Problem, ...]]:
    """The configuration, or None and what is wrong with it."""
    config, problems = read(Config, tree, FILE)
    if config is not None:
        config._tree = tree
    return config, problems
