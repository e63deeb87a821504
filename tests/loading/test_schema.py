"""The JSON Schema accepts what the loader accepts, refuses what it refuses, and explains every field."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from cxmap.dumping import to_yaml
from cxmap.opening import load, own_vocabulary
from cxmap.schema import json_schema
from tests.loading.made import journeys, register
from tests.loading.test_cases import CASES, files_of

_ROOT = Path(__file__).parents[2]
_FOLDERS = [path.parent for path in sorted((_ROOT / "journeys").glob("*/cxmap.yaml"))]
if "CXMAP_REFERENCE" in os.environ:
    _FOLDERS.append(Path(os.environ["CXMAP_REFERENCE"]) / "journeys" / "insurer")
SCHEMA = json_schema(own_vocabulary())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


class Core(yaml.SafeLoader):
    """Scalars as YAML 1.2 core has them, which is how editors read a file."""


Core.yaml_implicit_resolvers = {}
for _tag, _words, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_words})$"), list(_first))


def errors_of(text: str, validator: jsonschema.Draft202012Validator = VALIDATOR) -> list[str]:
    found = validator.iter_errors(yaml.load(text, Core))
    return [
        f"{list(one.absolute_path)}: {one.message}" for error in found for one in (error, *_causes(error))
    ]


def _causes(error: Any) -> Iterator[Any]:
    for cause in error.context or ():
        yield cause
        yield from _causes(cause)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "urn:cxmap:language:1"
    assert json_schema(own_vocabulary()) == SCHEMA


def _properties(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        for key, part in schema.items():
            if key == "properties":
                yield from ((f"{path}.{name}", one) for name, one in part.items())
            yield from _properties(part, f"{path}/{key}")
    elif isinstance(schema, list):
        for part in schema:
            yield from _properties(part, path)


def test_every_field_is_explained_and_shown_and_nothing_may_be_null() -> None:
    fields = dict(_properties(SCHEMA))
    assert len(fields) > 250
    assert [
        name for name, one in fields.items() if not one.get("description") or not one.get("examples")
    ] == []
    assert '"null"' not in str(SCHEMA).replace("'", '"')


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda folder: folder.name)
def test_every_example_is_accepted(folder: Path) -> None:
    own = jsonschema.Draft202012Validator(json_schema(workspace=load(folder)))
    files = sorted(folder.rglob("*.yaml"))
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert errors_of(text, own) == [], file.name


@pytest.mark.parametrize("title", [title for title, case in CASES.items() if not case.get("says")])
def test_what_loads_is_accepted(title: str) -> None:
    for text in files_of(CASES[title]).values():
        assert errors_of(text) == []


@given(journeys(), register)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
def test_whatever_loads_is_accepted(journey: dict[str, Any], register: dict[str, Any]) -> None:
    for held in (journey, register):
        assert errors_of(to_yaml({"cxmap": "1", **held})) == []


@pytest.mark.parametrize(
    "text",
    [
        "journey: A\nstagez: {s: [a]}\n",
        "journey: A\ntouchpoints: {a: {chanel: web}}\n",
        "journey: A\ntouchpoints: {a: {channel: webb}}\n",
        "journey: A\ntouchpoints: {a: {by: customers}}\n",
        "journey: A\ntouchpoints: {a: {next: {b: 0.55}}}\n",
        "journey: A\ntouchpoints: {a: {next: {b: {probability: 5%}}}}\n",
        "journey: A\ntouchpoints: {a: {consent: {ask: x}}}\n",
        "journey: A\ntouchpoints: {a: {pains: slow}}\n",
        "journey: A\ntouchpoints: {A b: {}}\n",
        "journey: A\ntouchpoints: {a: {moment_of_truth: maybe}}\n",
        "journey: A\nreviewed: tomorrow\n",
        "journy: A\nstages: {s: [a]}\n",
        "owners: {care: {unti: x}}\n",
        "persona: {p: {}}\n",
        "sources: {s: {path: /etc/passwd}}\n",
        "layer: to-be\nof: j\ntouchpoints: {a: {chanel: web}}\n",
        "layer: to-be\n",
        "rules: {ACME1: {}}\n",
        "waivers: [{rule: STR001, at: a, untill: 2026-01-01}]\n",
        "workspace: A\nprofil: full\n",
        "observations: [{metrik: ces}]\n",
    ],
)
def test_slips_are_refused(text: str) -> None:
    assert errors_of("cxmap: 1\n" + text)


def test_the_first_line_is_required() -> None:
    assert errors_of("journey: A\n")
    assert errors_of("cxmap: 2\njourney: A\n")


def test_ids_of_the_workspace_are_offered() -> None:
    schema = json_schema(workspace=load(_ROOT / "journeys" / "broadband"))
    offered = str(schema["$defs"]["Touchpoint"]["properties"]["owner"])
    assert "head_of_cx" in offered and "pattern" in offered
    assert "price_call" in str(schema["$defs"]["Touchpoint"]["properties"]["next"])


def test_words_of_the_workspace_are_accepted() -> None:
    from cxmap.opening import from_files

    text = "cxmap: 1\njourney: A\nvocabulary: {channels: {kiosk: {family: digital-self}}}\ntouchpoints: {a: {channel: kiosk}}\n"
    own = jsonschema.Draft202012Validator(json_schema(workspace=from_files({"j.yaml": text})))
    assert errors_of(text)
    assert errors_of(text, own) == []
