"""Which kind of file is this: ours or not, a journey, a register, a layer, policy or observations?"""

from __future__ import annotations

import re

from cxmap import values
from cxmap.place import Place, Problem
from cxmap.reading import place
from cxmap.syntax import Map
from cxmap.values import Unreadable

_TELLING = ("journey", "touchpoints", "layer", "waivers")
_POLICY_NAMES = ("waivers.yaml", "waivers.yml", "cxmap.yml")
_FIRST_KEY = re.compile(
    rb"^(?:\xef\xbb\xbf)?(?:[ \t]*(?:#[^\n\r]*)?(?:\r\n|\n|\r)|---[ \t]*(?:\r\n|\n|\r))*([^\n\r]*)"
)
_KEY = re.compile(rb"^[ \t]*[\"']?([^\"':\s]{1,40})[\"']?[ \t]*:")
_TELLING_LINE = re.compile(rb"(?:^|[\n\r{,])[ \t]*[\"']?(journey|touchpoints|layer|waivers)[\"']?[ \t]*:")


def may_be_ours(path: str, content: bytes) -> bool:
    """Whether a file must be read: its first key is (nearly) `cxmap`, or a line of it has a telling key.

    UTF-16 and the like hide their keys, so they are read and refused.
    """
    if path.rpartition("/")[2] in _POLICY_NAMES:
        return True
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:64]:
        return True
    first = first_key(content)
    return (
        (first is not None and nearly_cxmap(first))
        or _TELLING_LINE.search(content) is not None
        or b"cxmap" in content[:400]
    )


def first_key(content: bytes) -> str | None:
    """The first key of a file, by its bytes alone."""
    line = _FIRST_KEY.match(content)
    key = _KEY.match(line[1].lstrip(b"{ ")) if line else None
    return key[1].decode("utf-8", "replace") if key else None


def nearly_cxmap(key: str) -> bool:
    """Whether a first key was probably meant to be `cxmap`."""
    from difflib import SequenceMatcher

    folded = key.strip().lower()
    return folded == "cxmap" or SequenceMatcher(None, folded, "cxmap").ratio() >= 0.75


def looks_like_policy(path: str, content: bytes) -> bool:
    """Whether a file holds waivers or rules, which `--policy-from` takes from elsewhere."""
    if path.rpartition("/")[2] == "waivers.yaml":
        return True
    return re.search(rb"^rules[ \t]*:", content, re.MULTILINE) is not None


def kind_of(path: str, tree: object) -> tuple[str, Problem | None]:
    """`journey`, `register`, `layer`, `observations`, `waivers`, `rules` or `foreign`; or why it cannot be told."""
    name = path.rpartition("/")[2]
    here = Place(path, 1, 1)
    if name in ("cxmap.yml", "waivers.yml"):
        return "foreign", Problem(here, "LNG009", f"rename `{name}` to `{name[:-3]}yaml`")
    if tree is None:
        empty = "this file is empty; write `cxmap: 1` first"
        return "foreign", Problem(here, "LNG010", empty) if name == "waivers.yaml" else None
    if not isinstance(tree, Map):
        return "foreign", None
    first = next(iter(tree), None)
    if first != "cxmap":
        return "foreign", _not_begun(tree, path, first)
    if tree["cxmap"] != "1":
        where = place(path, tree.value_mark_of("cxmap"))
        return "foreign", Problem(
            where, "LNG003", "this version of cxmap reads version 1 of the language; write `cxmap: 1`"
        )
    return _kind_by_keys(tree, path, name)


def _not_begun(tree: Map, path: str, first: str | None) -> Problem | None:
    where = place(path, tree.mark_of(first)) if first is not None else Place(path, 1, 1)
    if "cxmap" in tree:
        return Problem(
            place(path, tree.mark_of("cxmap")),
            "LNG007",
            "`cxmap: 1` must be the first key; move it to the top",
        )
    if first is not None and nearly_cxmap(first):
        return Problem(
            where, "LNG001", f"`{first[:60]}` looks like `cxmap`; write `cxmap: 1` on the first line"
        )
    if any(key in tree for key in _TELLING) or path.rpartition("/")[2] == "waivers.yaml":
        return Problem(where, "LNG007", "the first line must be `cxmap: 1`; write it above")
    return None


def _kind_by_keys(tree: Map, path: str, name: str) -> tuple[str, Problem | None]:
    for key, home in (("waivers", "waivers.yaml"), ("workspace", "cxmap.yaml")):
        if key in tree and name != home:
            where = place(path, tree.mark_of(key))
            return "foreign", Problem(where, "LNG009", f"`{key}:` belongs in `{home}`; move it there")
    if name == "waivers.yaml":
        if "/" in path:
            return "foreign", Problem(
                Place(path, 1, 1), "LNG009", "waivers stand beside cxmap.yaml; move them to the top folder"
            )
        return "waivers", None
    if "journey" in tree and "layer" in tree:
        where = place(path, tree.mark_of("journey"))
        message = "a layer has no title of its own; write `of:` and the journey's id, and remove `journey:`"
        return "foreign", Problem(where, "LNG009", message)
    for kind in ("rules", "journey", "layer", "observations"):
        if kind in tree:
            return kind, None
    if "stages" in tree or "touchpoints" in tree:
        where = place(path, tree.mark_of("stages" if "stages" in tree else "touchpoints"))
        return "foreign", Problem(
            where, "LNG007", "a journey needs a title; write `journey: its title` below `cxmap: 1`"
        )
    return "register", None


def bad_journey_id(name: str) -> str | None:
    """Why a file name cannot be the id of a journey; None when it can."""
    try:
        values.read_id(name)
    except Unreadable as error:
        return f"the file name is the journey's id: {error.message}; rename the file"
    return None


def own_feelings(tree: Map) -> dict[str, float]:
    """The words for feelings a file adds under `vocabulary: {emotions: ..}`, before anything else is read."""
    vocabulary = tree.get("vocabulary")
    emotions = vocabulary.get("emotions") if isinstance(vocabulary, Map) else None
    if not isinstance(emotions, Map):
        return {}
    found = {}
    for word, meaning in emotions.items():
        number = meaning.get("value") if isinstance(meaning, Map) else meaning
        try:
            found[str(word)] = values.read_feeling(str(number))
        except Unreadable:
            continue  # refused where the register is read
    return found
