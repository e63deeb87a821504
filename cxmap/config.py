"""What cxmap.yaml may say: which checks run, how strictly, which plugins, and how it looks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, PlainValidator, PrivateAttr

from cxmap import shapes
from cxmap.checks import Severity
from cxmap.element import Part
from cxmap.fields import Flag, Languages, Many, Names, Own, Span, TextField, choice, text_of, wrong
from cxmap.place import Place, Problem
from cxmap.reading import find_mark, place, read
from cxmap.shapes import Shape
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


Size = Annotated[int, PlainValidator(_size), shapes.pattern("size", "^[1-9][0-9]* ?(KiB|MiB|GiB)$", "8 MiB")]
Count = Annotated[int, PlainValidator(_count), shapes.number("whole number from 1", 100, minimum=1)]
Depth = Annotated[int, PlainValidator(_depth), shapes.number("1 to 256", 128, minimum=1, maximum=256)]
FilePath = Annotated[str, PlainValidator(_path), shapes.pattern("path", r"^[^/~\\:][^\\]*$", "drafts")]
Colour = Annotated[str, PlainValidator(_colour), shapes.pattern("colour", "^#[0-9a-fA-F]{6}$", "#1f4e79")]
Currency = Annotated[str, PlainValidator(_currency), shapes.pattern("currency", "^[A-Z]{3}$", "EUR")]
Settings = Annotated[
    CheckSettings,
    PlainValidator(_check_settings),
    Shape("severity, timeout and options of the check", {"type": "object"}, ({"severity": "warning"},)),
]
Level = Annotated[Severity, choice(*_LEVELS)]
Name = Annotated[str, PlainValidator(_name), shapes.IDENTIFIER]
Codes = Annotated[
    Names,
    Shape(
        "codes, names or prefixes",
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        (["CON", "FRI001"],),
    ),
]


class Profile(Part):
    """A choice of checks with a name."""

    noun: ClassVar[str] = "a profile"

    extends: str | None = Field(None, description="The profile it adds to.", examples=["governance"])
    select: Codes = Field((), description="Rules it adds.")
    ignore: Codes = Field((), description="Rules it takes away.", examples=[["FRI019"]])
    checks: Annotated[dict[str, Settings], Own] = Field(
        default_factory=dict,
        description="Settings of single rules.",
        examples=[{"DAT010": {"severity": "warning"}}],
    )
    fail_on: Level | None = Field(None, description="From which severity a finding fails.")


class Require(Part):
    """What must be there and must have ended, or the verdict is incomplete."""

    noun: ClassVar[str] = "`require`"

    checks: Codes = Field(
        (), description="Rules that must be planned, completed and not unknown.", examples=[["CON", "STR003"]]
    )
    plugins: Names = Field((), description="Plugins that must be there.", examples=[["cxmap_data"]])
    approval: Flag = Field(False, description="A waiver needs `approved_by`.")


class Bounds(Part):
    """How much files, plugins and queries may take."""

    noun: ClassVar[str] = "`limits`"

    file: Size = Field(4 << 20, description="Bytes of one file.")
    scalar: Size = Field(64 << 10, description="Bytes of one text.", examples=["128 KiB"])
    memory: Size = Field(
        2 << 30,
        description="What the process of a plugin or a user query may take beyond its start.",
        examples=["1 GiB"],
    )
    depth: Depth = Field(64, description="How deep mappings and lists may be nested.")
    nodes: Count = Field(400_000, description="Keys, values and items of one file.", examples=[1000000])
    errors: Count = Field(50, description="How many errors are listed.")

    @property
    def of_files(self) -> Limits:
        """The limits that hold while a file is read."""
        return Limits(self.file, self.depth, self.nodes, self.scalar, self.errors)


class Connection(Part):
    """A database to read observations from; never with a password."""

    noun: ClassVar[str] = "a connection"

    engine: str = Field(
        ..., description="The engine: duckdb, sqlite or one that ibis knows.", examples=["postgres"]
    )
    service: str | None = Field(
        None, description="The service, as the client's own files name it.", examples=["cx"]
    )
    path: FilePath | None = Field(None, description="The file of a database.", examples=["data/lake.duckdb"])
    host: str | None = Field(None, description="The host.", examples=["warehouse.example"])
    port: Count | None = Field(None, description="The port.", examples=[5432])
    database: str | None = Field(None, description="The database.", examples=["cx"])
    schema_: str | None = Field(None, alias="schema", description="The schema.", examples=["journeys"])
    project: str | None = Field(None, description="The project.", examples=["cx-project"])
    dataset: str | None = Field(None, description="The dataset.", examples=["journeys"])


class Theme(Part):
    """How maps and reports look."""

    noun: ClassVar[str] = "`theme`"

    language: str | None = Field(None, description="Language of labels.", examples=["en"])
    colours: Annotated[dict[Name, Colour], Own] = Field(
        default_factory=dict, description="Six digits in quotes.", examples=[{"brand": "#1f4e79"}]
    )
    font: str | None = Field(None, description="Font of maps and reports.", examples=["Inter"])
    logo: FilePath | None = Field(
        None, description="A picture for maps and reports.", examples=["assets/logo.svg"]
    )
    lanes: Annotated[tuple[Annotated[str, choice(*LANES)], ...], Many] = Field(
        LANES,
        description="Rows of the map, in the order wanted.",
        examples=[["flow", "customer", "touchpoints"]],
    )
    texts: Annotated[dict[str, Annotated[dict[str, str], Own]], Own] = Field(
        default_factory=dict,
        description="Words of the map, per language.",
        examples=[{"en": {"drop_off": "leave here"}}],
    )
    templates: FilePath | None = Field(
        None, description="A folder of templates of your own for maps.", examples=["theme"]
    )
    dark: Flag | None = Field(None, description="Dark colours.")


def _is_version(value: object) -> object:
    if value != "1":
        raise wrong(f"`{value}` is not a version of the language; write `cxmap: 1`")
    return value


class Config(Part):
    """Everything in cxmap.yaml."""

    noun: ClassVar[str] = "cxmap.yaml"

    cxmap: Annotated[str, BeforeValidator(_is_version)] = Field("1", description="Version of the language.")
    workspace: TextField | None = Field(
        None, description="Title; default: the folder's name.", examples=["An auto insurer"]
    )
    profile: str | None = Field(
        None,
        description="Which rules run: starter, governance, full or your own; default: starter.",
        examples=["governance"],
    )
    profiles: Annotated[dict[Name, Profile], Own] = Field(
        default_factory=dict,
        description="Your own profiles.",
        examples=[{"ours": {"extends": "governance", "select": ["MET"]}}],
    )
    select: Codes = Field((), description="Only these rules; replaces the profile's choice.")
    ignore: Codes = Field((), description="Without these rules.", examples=[["FRI019"]])
    fail_on: Level | None = Field(None, description="From which severity a finding fails; default: error.")
    checks: Annotated[dict[str, Settings], Own] = Field(
        default_factory=dict,
        description="Severity, timeout and options of single rules.",
        examples=[{"too-many-hand-offs": {"max": 5}}],
    )
    plugins: Names = Field(
        (), description="Plugins that must be there, or files to load.", examples=[["rules/acme.py"]]
    )
    require: Require = Field(Require(), description="What must be there and must have ended.")
    timeout: Span = Field(Duration(30, "30s"), description="How long one check may take.", examples=["60s"])
    baseline: FilePath | None = Field(
        None,
        description="Findings accepted at adoption, written by `check --write-baseline`.",
        examples=["baseline.json"],
    )
    exclude: Annotated[tuple[FilePath, ...], Many] = Field((), description="Folders that are not read.")
    currency: Currency = Field("EUR", description="Of amounts that name none.")
    languages: Languages = Field(("en",), description="Languages of labels.")
    limits: Bounds = Field(Bounds(), description="How much files, plugins and queries may take.")
    connections: Annotated[dict[Name, Connection], Own] = Field(
        default_factory=dict,
        description="Databases to read from; never with a password.",
        examples=[{"warehouse": {"engine": "postgres", "service": "cx"}}],
    )
    theme: Theme = Field(Theme(), description="How maps and reports look.")

    _tree: Map = PrivateAttr(default_factory=Map)

    @property
    def written(self) -> Map:
        """What the file says, as written."""
        return self._tree

    def place(self, *path: str | int) -> Place:
        """Where something in the configuration is written."""
        return place(FILE, find_mark(self._tree, path))


def read_config(tree: Map) -> tuple[Config | None, tuple[Problem, ...]]:
    """The configuration, or None and what is wrong with it."""
    config, problems = read(Config, tree, FILE)
    if config is not None:
        config._tree = tree
    return config, problems
