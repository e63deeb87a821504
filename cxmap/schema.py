"""The JSON Schema of every file an author writes, for editors: completion, explanations and errors while typing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cxmap.config import Config
from cxmap.describing import Describer, Known, defined_ids
from cxmap.element import Part
from cxmap.fields import without_own
from cxmap.filekinds import LayerFile, ObservationFile, RegisterFile
from cxmap.model import Journey, Touchpoint
from cxmap.rule import Rule
from cxmap.shapes import ID, TEXT
from cxmap.vocabulary import EMPTY, Vocabulary
from cxmap.waivers import WaiverFile

if TYPE_CHECKING:
    from cxmap.workspace import Workspace

IDENTIFIER = "urn:cxmap:language:1"
MODELINE = "# yaml-language-server: $schema="
_X = {"^x-": {"description": "Yours; nothing reads it."}}
_FILES: dict[str, type[Part]] = {
    "journey": Journey, "layer": LayerFile, "observations": ObservationFile, "waivers": WaiverFile,
    "config": Config, "register": RegisterFile,
}  # fmt: skip
_CONFIG_KEYS = (
    "workspace", "profile", "profiles", "select", "ignore", "fail_on", "checks", "plugins", "require", "timeout",
    "baseline", "exclude", "currency", "limits", "connections", "theme",
)  # fmt: skip


def json_schema(vocabulary: Vocabulary = EMPTY, workspace: Workspace | None = None) -> dict[str, Any]:
    """JSON Schema 2020-12 for journeys, registers, layers, waivers, rules, observations and cxmap.yaml.

    Words come from the vocabulary. Ids of a workspace are offered where something refers to one, and others are
    accepted, because an author names a thing before defining it.
    """
    held = () if workspace is None else (workspace.register, *workspace.journeys.values())
    if workspace is not None:
        vocabulary = workspace.vocabulary
    describer = Describer(Known(vocabulary, defined_ids(held)))
    made = {name: _object(describer, model) for name, model in _FILES.items()}
    made["layer"] = _layer(describer, made["journey"])
    made["rules"] = _rules(describer)
    definitions: dict[str, Any] = {}
    while left := sorted(set(describer.models) - set(definitions)):
        for name in left:
            definitions[name] = _object(describer, describer.models[name])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": IDENTIFIER,
        "title": "cxmap",
        "description": "Customer journeys as code: a journey, a register, a layer, waivers, rules, observations or cxmap.yaml.",
        "type": "object",
        "required": ["cxmap"],
        "properties": {
            "cxmap": {
                "enum": [1, "1"],
                "description": "Version of the language; the first line of every file.",
                "examples": [1],
            },
            "journey": {
                **TEXT.schema,
                "description": "The title of a journey; makes this file one.",
                "examples": ["Keep good drivers"],
            },
        },
        **_by_kind(made),
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text(vocabulary: Vocabulary = EMPTY, workspace: Workspace | None = None) -> str:
    """The schema as a file, the same bytes for the same input."""
    return (
        json.dumps(json_schema(vocabulary, workspace), indent=1, ensure_ascii=False, sort_keys=False) + "\n"
    )


def _by_kind(made: dict[str, Any]) -> dict[str, Any]:
    """Choose by the key that makes a file what it is, as the loader does."""
    chosen = made["register"]
    config = {"anyOf": [{"required": [key]} for key in _CONFIG_KEYS]}
    chosen = {"if": config, "then": made["config"], "else": chosen}
    for kind in ("observations", "waivers", "layer", "journey", "rules"):
        chosen = {"if": {"required": [kind]}, "then": made[kind], "else": chosen}
    return chosen


def _object(describer: Describer, model: type[Part]) -> dict[str, Any]:
    """The mapping an author writes for a part."""
    properties: dict[str, Any] = {}
    required = []
    for key, name in model.keys().items():
        if key == "cxmap":
            properties[key] = {"enum": [1, "1"], "description": "Version of the language.", "examples": [1]}
            continue
        described = describer.describe(key, model.model_fields[name])
        properties[key] = described.schema
        if described.required:
            required.append(key)
    about = (model.__doc__ or "").strip().split("\n")[0]
    schema: dict[str, Any] = {
        "type": "object",
        "description": about,
        "properties": properties,
        "patternProperties": _X,
    }
    if required:
        schema["required"] = required
    schema["additionalProperties"] = model.model_config.get("extra") == "allow" and {
        "type": ["string", "number"]
    }
    return schema


def _layer(describer: Describer, journey: dict[str, Any]) -> dict[str, Any]:
    """A layer: its head, any field of a journey, and changes to touchpoints."""
    head = _object(describer, LayerFile)
    change = _object(describer, Touchpoint)
    change["properties"] = {
        **change["properties"],
        "after": {
            "type": "string",
            "description": "A new step stands after this one.",
            "examples": ["quote_web"],
        },
        "gone": {"enum": [True, "true"], "description": "The step goes.", "examples": [True]},
    }
    fields = {
        key: part for key, part in journey["properties"].items() if key not in ("journey", "stages", "cxmap")
    }
    for section, about in (
        ("touchpoints", "Steps that change, come or go."),
        ("anytime", "Anytime steps that change or come."),
    ):
        steps = {
            "type": "object",
            "additionalProperties": change,
            "patternProperties": {"^x-": {}},
            "propertyNames": {"pattern": ID},
        }
        fields[section] = {**steps, "description": about, "examples": [{"quote_web": {"channel": "app"}}]}
    return {**head, "properties": {**fields, **head["properties"]}, "additionalProperties": False}


def _rules(describer: Describer) -> dict[str, Any]:
    rule = _object(describer, Rule)
    codes = {
        "type": "object",
        "patternProperties": {"^[A-Z]{2,8}[0-9]{3}$": rule, "^x-": {}},
        "additionalProperties": False,
    }
    about = {
        "description": "Rules without Python, by code.",
        "examples": [{"ACME001": {"name": "few-steps"}}],
    }
    cxmap = {"enum": [1, "1"], "description": "Version of the language.", "examples": [1]}
    properties = {"cxmap": cxmap, "rules": {**codes, **about}}
    return {
        "type": "object",
        "description": "A file of rules.",
        "properties": properties,
        "patternProperties": _X,
        "additionalProperties": False,
    }


__all__ = ["IDENTIFIER", "MODELINE", "json_schema", "schema_text", "without_own"]
