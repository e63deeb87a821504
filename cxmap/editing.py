"""What an editor asks about a place in a file: what may stand there, what it is, where it is defined, how to rename it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel

from cxmap.config import Config
from cxmap.desk import Desk
from cxmap.element import Part
from cxmap.fields import Ref, Word
from cxmap.filekinds import LayerFile, ObservationFile, RegisterFile
from cxmap.model import Journey, Stage, Touchpoint
from cxmap.names import touchpoint_ids
from cxmap.parts import Claim, Consent, Decision, Feels, Opportunity, Pain, PlaceMetric, Promise, Transition
from cxmap.place import Place, Problem
from cxmap.places import KINDS
from cxmap.reading import find_mark, read_what_can_be
from cxmap.references import mentions
from cxmap.register import (
    DataItem,
    Metric,
    Owner,
    Persona,
    Purpose,
    Segment,
    Sharing,
    Stakeholder,
    System,
)  # fmt: skip
from cxmap.syntax import Map, parse
from cxmap.tables import Log, Source
from cxmap.tree import unpack
from cxmap.values import Unreadable, read_id

_TOKEN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]*")
# The field whose value is being written, and the mapping whose keys are ids being written.
_VALUE_OF = re.compile(r"(?:^|[{,\s-])([A-Za-z_][A-Za-z0-9_-]*)\s*:\s*(?:\[[^\[\]{}]*|[^,{}\[\]]*)$")
_KEY_IN = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*)\s*:\s*\{(?:[^{}]*,)?\s*[^,:{}]*$")
_KEYED_BY_IDS = ("next", "fails", "recover", "feeds", "collects", "uses", "metrics")
_MODELS: tuple[type[Part], ...] = (
    Touchpoint, Stage, Journey, RegisterFile, Consent, Decision, Transition, Claim, Pain, Opportunity, Promise, PlaceMetric,
    Owner, Persona, Segment, System, DataItem, Purpose, Sharing, Metric, Source, Log, Stakeholder, Config,
)  # fmt: skip
_INSIDE: dict[str, type[Part]] = {"consent": Consent, "decision": Decision, "feels": Feels}
_PARENTS: dict[str, type[Part]] = {
    "touchpoints": Touchpoint, "anytime": Touchpoint, "stages": Stage, "owners": Owner, "personas": Persona,
    "segments": Segment, "systems": System, "data": DataItem, "purposes": Purpose, "metrics": Metric, "sources": Source,
    "logs": Log, "consent": Consent, "pains": Pain, "opportunities": Opportunity, "stakeholders": Stakeholder,
}  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """Something that may stand at a place."""

    text: str
    about: str
    is_field: bool = False


@dataclass(frozen=True)
class Edit:
    """A change: so many characters at a place give way to a text."""

    place: Place
    length: int
    text: str


@cache
def _marked_fields() -> dict[str, list[Ref | Word]]:
    """Field -> what it refers to, over all models."""
    found: dict[str, list[Ref | Word]] = {}
    for model in _MODELS:
        for key, name in model.keys().items():
            for marker in _markers(model.model_fields[name].metadata, model.model_fields[name].annotation):
                found.setdefault(key, []).append(marker)
    found["next"] = found["fails"] = found["recover"] = [Ref(("touchpoint",), also=("end",))]
    return found


def _markers(metadata: object, annotation: object) -> Iterator[Ref | Word]:
    if isinstance(metadata, list | tuple):
        yield from (one for one in metadata if isinstance(one, Ref | Word))
    for argument in getattr(annotation, "__args__", ()):
        yield from (one for one in getattr(argument, "__metadata__", ()) if isinstance(one, Ref | Word))


def complete(desk: Desk, name: str, line: int, column: int) -> list[Offer]:
    """What may stand at a place: ids and words behind a field, else the fields of what is written here."""
    lines = desk.text(name).splitlines()
    if not 0 < line <= len(lines) + 1:
        return []
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    key = _VALUE_OF.search(before)
    if key is not None and key[1] in _marked_fields():
        return _values(desk, name, _marked_fields()[key[1]])
    inside = _KEY_IN.search(before)
    if inside is not None and inside[1] in _KEYED_BY_IDS:
        return _values(desk, name, _marked_fields()[inside[1]])
    return _fields(lines, line, before)


def _values(desk: Desk, name: str, markers: list[Ref | Word]) -> list[Offer]:
    offers: dict[str, Offer] = {}
    vocabulary = desk.plugins.vocabulary
    for marker in markers:
        kinds = (marker.kind,) if isinstance(marker, Word) else ((marker.word,) if marker.word else ())
        for kind in kinds:
            for word in vocabulary.lists.get(kind, {}).values():
                offers.setdefault(word.id, Offer(word.id, word.about or f"a {kind}"))
        for kind in marker.kinds if isinstance(marker, Ref) else ():
            for identifier, title in _ids(desk, name, kind):
                offers.setdefault(identifier, Offer(identifier, f"{kind}: {title}"))
        for also in marker.also:
            offers.setdefault(also, Offer(also, ""))
    return [offers[text] for text in sorted(offers)]


_SECTIONS = {
    "owner": "owners", "persona": "personas", "segment": "segments", "system": "systems", "data": "data",
    "purpose": "purposes", "metric": "metrics", "source": "sources", "log": "logs", "stakeholder": "stakeholders",
}  # fmt: skip


def _ids(desk: Desk, name: str, kind: str) -> Iterator[tuple[str, str]]:
    workspace = desk.workspace
    if workspace is None:
        return
    journey = next(
        (one for one in workspace.journeys.values() if workspace.places.files.get(one.id) == name), None
    )
    journeys = [journey] if journey is not None else list(workspace.journeys.values())
    if kind == "journey":
        yield from ((one.id, one.title) for one in workspace.journeys.values())
    elif kind == "touchpoint":
        for one in journeys:
            graph = workspace.graph(one.id)
            yield from (
                (step, graph.touchpoint(step).title) for step in touchpoint_ids(one) if graph.has(step)
            )
    elif kind == "stage":
        yield from ((stage.id, stage.title) for one in journeys for stage in workspace.graph(one.id).stages)
    elif kind in _SECTIONS:
        for one in journeys:
            held = getattr(workspace.graph(one.id).register, _SECTIONS[kind])
            yield from ((identifier, thing.title) for identifier, thing in held.items())


def _fields(lines: list[str], line: int, before: str) -> list[Offer]:
    """The fields of the thing around a place, by the nearest section above with less indent."""
    model = _model_around(lines, line, before)
    fields = model.model_fields
    return [Offer(key, fields[name].description or "", True) for key, name in sorted(model.keys().items())]


def _model_around(lines: list[str], line: int, before: str) -> type[Part]:
    inside = re.search(r"\b(consent|feels|decision)\s*:\s*\{[^}]*$", before)
    if inside is not None:
        return _INSIDE[inside[1]]
    indent = len(before) - len(before.lstrip(" "))
    depth = 0 if before.strip() == "" or "{" not in before else 1
    for above in reversed(lines[: line - 1] if depth == 0 else lines[:line]):
        bare = above.lstrip(" ")
        here = len(above) - len(bare)
        key = re.match(r"([A-Za-z_][A-Za-z0-9_-]*)\s*:", bare)
        if key is not None and (here < indent or depth):
            if key[1] in _PARENTS:
                return _PARENTS[key[1]]
            indent = min(indent, here) if here < indent else indent
    return Journey


def token_at(text: str, line: int, column: int) -> tuple[str, int] | None:
    """The word at a place and the column it begins at."""
    lines = text.splitlines()
    if not 0 < line <= len(lines):
        return None
    for match in _TOKEN.finditer(lines[line - 1]):
        if match.start() < column <= match.end() + 1:
            return match[0], match.start() + 1
    return None


def hover(desk: Desk, name: str, line: int, column: int) -> str | None:
    """What the word at a place is: title, what is known of it, and what was found there."""
    word = token_at(desk.text(name), line, column)
    if word is None or desk.workspace is None:
        return None
    for graph in desk.workspace.graphs:
        if graph.has(word[0]):
            one = graph.touchpoint(word[0])
            facts = [
                f"**{one.title}** ({', '.join(one.channel) or 'channel not said'}{f', {one.type}' if one.type else ''})"
            ]
            facts += [f"owner: {', '.join(one.owner)}"] if one.owner else ["nobody owns it"]
            facts += [str(one.about)] if one.about else []
            found = desk.report.findings if desk.report is not None else ()
            facts += [
                f"- {f.severity} {f.code}: {f.message}"
                for f in found
                if f.element == one.id and f.journey == graph.id
            ]
            return "\n\n".join(facts)
    field_name = Touchpoint.keys().get(word[0])
    if field_name is not None:
        return Touchpoint.model_fields[field_name].description
    for kind in _SECTIONS:
        for identifier, title in _ids(desk, name, kind):
            if identifier == word[0]:
                return f"**{title}** ({kind})"
    return None


def definition(desk: Desk, name: str, line: int, column: int) -> Place | None:
    """Where the word at a place is defined."""
    word = token_at(desk.text(name), line, column)
    if word is None or desk.workspace is None:
        return None
    places = desk.workspace.places
    home = next((one for one, file in places.files.items() if file == name), "")
    for key in ((home, kind, word[0]) for kind in KINDS):
        if key in places.marks:
            return places.find(*key)
    for (journey, kind, identifier), _ in places.marks.items():
        if identifier == word[0]:
            return places.find(journey, kind, identifier)
    return None


_FILE_MODELS = (("journey", Journey), ("layer", LayerFile), ("observations", ObservationFile))


def rename(desk: Desk, name: str, line: int, column: int, new: str) -> tuple[Edit, ...]:
    """Every change that gives the thing at a place another id, over all files of the workspace.

    Raises:
        ValueError: there is nothing to rename, the files are broken, or the new id cannot be one.
    """
    word = token_at(desk.text(name), line, column)
    if desk.problems or desk.workspace is None:
        raise ValueError("mend what is wrong first; a rename needs all files to be readable")
    where = definition(desk, name, line, column)
    if word is None or where is None:
        raise ValueError("there is nothing here that has an id")
    try:
        read_id(new)
    except Unreadable as error:
        raise ValueError(error.message) from None
    kind, journey = _kind_of(desk, where, word[0])
    edits = {Edit(where, len(word[0]), new)}
    for file, content in desk.files.items():
        edits.update(_mentions_of(desk, file, content, word[0], new, kind, journey))
    return tuple(sorted(edits, key=lambda edit: edit.place))


def _kind_of(desk: Desk, where: Place, identifier: str) -> tuple[str, str]:
    assert desk.workspace is not None
    for (journey, kind, name), (file, mark) in desk.workspace.places.marks.items():
        if name == identifier and file == where.file and unpack(mark) == (where.line, where.column):
            return kind, journey
    raise ValueError("there is nothing here that has an id")


def _mentions_of(
    desk: Desk, file: str, content: bytes, old: str, new: str, kind: str, journey: str
) -> Iterator[Edit]:
    tree, _ = parse(content, file)
    if not isinstance(tree, Map) or "cxmap" not in tree:
        return
    model: type[BaseModel] = next((held for key, held in _FILE_MODELS if key in tree), RegisterFile)
    made = read_what_can_be(model, tree, file).made
    if made is None:
        return
    own = desk.workspace.places.files.get(journey) if desk.workspace is not None and journey else None
    text = content.decode("utf-8-sig", "replace").splitlines()
    for loc, marker, said in mentions(made):
        if not isinstance(marker, Ref) or kind not in marker.kinds:
            continue
        if said not in (old, f"{kind}:{old}", f"{journey}.{old}") or (
            own is not None and file != own and "." not in said and kind == "touchpoint"
        ):
            continue
        is_key = loc[-1] == "[key]"
        if loc[-1] == "to" and len(loc) > 1:
            loc, is_key = loc[:-1], True
        line, column = unpack(find_mark(tree, loc, for_key=is_key))
        at = text[line - 1].find(old, column - 1) if line <= len(text) else -1
        if at >= 0:
            yield Edit(Place(file, line, at + 1), len(old), new)


def quick_fixes(problem: Problem) -> list[str]:
    """The words a problem suggests to write instead."""
    meant = re.search(r"did you mean `([^`]+)`", problem.message)
    if meant is not None:
        return [meant[1].removesuffix(":")]
    write = re.search(r"; write `([^`]+)`(?: or `?\"?([^`\"]+)\"?`)?", problem.message)
    if write is not None and problem.code in ("LNG003", "YML005"):
        return [one for one in (write[1], f'"{write[2]}"' if write[2] else None) if one and ".." not in one]
    return []
