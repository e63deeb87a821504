"""The pages of the language: every field of every file, and every word a field may use, from the model itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cxmap import json_schema

if TYPE_CHECKING:
    from cxmap import Vocabulary

FILES = {
    "journey": "A journey file", "layer": "A layer file", "waivers": "`waivers.yaml`",
    "observations": "An observations file", "rules": "A rules file",
}  # fmt: skip
INNER = (
    "Stage", "Touchpoint", "Transition", "Consent", "Decision", "Feels", "Effort", "Pain", "Opportunity", "Promise",
    "PlaceMetric", "JourneyEvidence", "Owner", "Unit", "Stakeholder", "Persona", "Segment", "System", "Feed",
    "DataItem", "Purpose", "Sharing", "Metric", "Point", "Quality", "Source", "Reading", "Measure", "Log", "Lifecycle",
    "StageModel", "NewWords", "NewWord", "Attestation", "Waiver", "Observation", "Every", "Never", "Bounds", "AtMost",
    "Profile", "Require", "Connection", "Theme",
)  # fmt: skip


def language_page(vocabulary: Vocabulary) -> str:
    """Every file and every part of one, as tables of fields."""
    schema = json_schema(vocabulary)
    parts = ["# The language", "", "Every field of every file, with an example. The first line of each file is `cxmap: 1`; keys that "
             "begin with `x-` are yours. `cxmap schema` writes the same as a JSON Schema for your editor; the words that a field may "
             "use are [on a page of their own](words.md).", ""]  # fmt: skip
    for title, described in _files(schema):
        parts += [f"## {title}", "", *_table(described)]
    definitions: Mapping[str, Any] = schema["$defs"]
    ordered = [name for name in INNER if name in definitions]
    ordered += sorted(set(definitions) - set(ordered))
    for name in ordered:
        parts += [f"(language-{name.lower()})=", f"## {_spaced(name)}", "", *_table(definitions[name])]
    return "\n".join(parts)


def words_page(vocabulary: Vocabulary) -> str:
    """Every list of words."""
    from reference import cell

    parts = [
        "# Words",
        "",
        "The words that fields may use. Add your own under [`vocabulary:`](../../how-to/own-words.md).",
        "",
    ]
    for kind in sorted(vocabulary.lists):
        parts += [f"## {kind.replace(':', ' of ')}", "", "| word | meaning |", "|---|---|"]
        for word in vocabulary.lists[kind].values():
            more = [f"family {word.family}"] if word.family else []
            more += [f"behaves as {word.like}"] if word.like else []
            parts.append(
                f"| `{word.id}` | {cell('; '.join([*([word.about] if word.about else []), *more]))} |"
            )
        parts.append("")
    return "\n".join(parts)


def _files(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each kind of file: the schema chooses by the key that makes it one, configuration and register last."""
    kinds: dict[str, Mapping[str, Any]] = {}
    node = schema
    while "if" in node:
        kinds[node["if"].get("required", ["config"])[0]] = node["then"]
        node = node["else"]
    yield FILES["journey"], kinds["journey"]
    yield "A register file", node
    yield "`cxmap.yaml`", kinds["config"]
    for kind in ("waivers", "rules", "layer", "observations"):
        yield FILES[kind], kinds[kind]


def _table(described: Mapping[str, Any]) -> list[str]:
    from reference import cell, prose

    needed = set(described.get("required", ()))
    parts = [
        prose(described.get("description", "")),
        "",
        "| field | what it holds | meaning | for example |",
        "|---|---|---|---|",
    ]
    for name, field in described.get("properties", {}).items():
        must = " (required)" if name in needed else ""
        example = next(iter(field.get("examples", ())), None)
        shown = f"`{_written(example)}`" if example is not None and _fits(name, example) else ""
        holds = cell(field.get("title", "").partition(": ")[2])
        parts.append(f"| `{name}`{must} | {holds} | {cell(field.get('description', ''))} | {cell(shown)} |")
    return [*parts, ""]


def _fits(field: str, example: object) -> bool:
    """Whether an example tells anything of this field: the schema gives every text the same one."""
    return field in ("name", "title") or "Quote on the web" not in _written(example)


def _written(example: object) -> str:
    """An example as an author writes it, on one line."""
    if isinstance(example, Mapping):
        return "{" + ", ".join(f"{key}: {_written(value)}" for key, value in example.items()) + "}"
    if isinstance(example, list | tuple):
        return "[" + ", ".join(map(_written, example)) + "]"
    return str(example).lower() if isinstance(example, bool) else str(example)


def _spaced(name: str) -> str:
    return (
        "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip().capitalize()
    )
