"""Put observed shares into a journey's YAML: only the numbers change, every comment and space stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cxmap_eventlog.found import Found
from cxmap_eventlog.refusal import refuse
from cxmap_eventlog.rounding import per_mille, tenths
from cxmap_eventlog.walked import Way
from cxmap_eventlog.writing import replace_file

if TYPE_CHECKING:
    from yaml.nodes import Node

FEWEST = 10
WAYS = ("next", "fails", "recover")


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of the text to be replaced."""

    start: int
    stop: int
    text: str


def write_shares(found: Found) -> list[str]:
    """Edit the files of the journey; says what changed, and what was left alone and why."""
    if found.held is None or found.graph is None or found.workspace is None or found.workspace.root is None:
        raise refuse(
            found.trace.log.file, "LOG006", "--write-shares needs a journey; give a workspace, or --journey"
        )
    by_file: dict[str, dict[str, list[Way]]] = {}
    said = []
    for way in found.held.walked.ways:
        if "/" in way.from_ or found.graph.is_anytime(way.from_):
            continue
        # The way into a nested journey is written as the way to the step that holds it.
        outer = replace(way, to=way.to.split("/")[0])
        by_file.setdefault(found.graph.place(way.from_).file, {}).setdefault(way.from_, []).append(outer)
    for name, touchpoints in sorted(by_file.items()):
        path = found.workspace.root / name
        text = path.read_bytes().decode("utf-8")
        new, notes = edit(text, touchpoints, frozenset(found.held.walked.unrecorded))
        said += [f"{name}: {note}" for note in notes]
        if new != text:
            replace_file(path, new)
            said.append(f"{name}: shares written")
    return said


def edit(
    text: str, touchpoints: dict[str, list[Way]], unrecorded: frozenset[str] = frozenset()
) -> tuple[str, list[str]]:
    """The text with the observed shares of these touchpoints, and what was left alone."""
    import yaml

    body = text.removeprefix("\ufeff")
    root = yaml.compose(body, Loader=yaml.SafeLoader)
    edits: list[Edit] = []
    notes: list[str] = []
    for name, node in sorted(_touchpoints(root).items()):
        ways = touchpoints.get(name, [])
        if not ways:
            continue
        reason = _why_not(node, ways, unrecorded)
        if reason is not None:
            notes.append(f"`{name}` left as it is: {reason}")
            continue
        edits += _edits(name, node, ways, notes)
    for one in sorted(edits, key=lambda one: -one.start):
        body = body[: one.start] + one.text + body[one.stop :]
    return text[: len(text) - len(text.removeprefix("\ufeff"))] + body, notes


def _why_not(node: Node, ways: list[Way], unrecorded: frozenset[str]) -> str | None:
    """Why a touchpoint keeps its shares as a whole: changing only some of them could pass 100%."""
    if ways[0].visits < FEWEST:
        return f"only {ways[0].visits} visits"
    unseen = sorted(_targets(node) & unrecorded)
    if unseen:
        return f"the log does not record `{unseen[0]}`, where some go"
    for key, value in _pairs(node).items():
        for to, old in _pairs(value).items() if key in WAYS else ():
            if {"from", "n", "asof"} & set(_pairs(old)):
                return f"the share of `{to}` says where it comes from; see the report for the observed ones"
    return None


def _pairs(node: Node | None) -> dict[str, Node]:
    from yaml.nodes import MappingNode

    return {key.value: value for key, value in node.value} if isinstance(node, MappingNode) else {}


def _touchpoints(root: Node | None) -> dict[str, Node]:
    top = _pairs(root)
    found = dict(_pairs(top.get("touchpoints")))
    for stage in _pairs(top.get("stages")).values():
        found.update(_pairs(_pairs(stage).get("touchpoints")))
    return found


def _targets(node: Node) -> set[str]:
    """Every touchpoint that the ways of a touchpoint name."""
    from yaml.nodes import ScalarNode, SequenceNode

    found: set[str] = set()
    for key, value in _pairs(node).items():
        if key in WAYS:
            found |= set(_pairs(value))
            if isinstance(value, SequenceNode):
                found |= {one.value for one in value.value}
            if isinstance(value, ScalarNode):
                found.add(value.value)
    return found


def _edits(name: str, node: Node, ways: list[Way], notes: list[str]) -> list[Edit]:
    from yaml.nodes import MappingNode

    said = _pairs(node)
    shares = {way.to: way for way in ways if way.to != "drop-off"}
    texts = _texts(ways)
    found: list[Edit] = []
    declared = {to for key in WAYS for to in _pairs(said.get(key))}
    for key in WAYS:
        value = said.get(key)
        if isinstance(value, MappingNode):
            for to, old in _pairs(value).items():
                if to in shares:
                    found += _edit_way(old, texts[to])
        elif value is not None and key == "next":
            found += _edit_bare(value, shares, texts)
    if "next" not in said and "recover" not in said and "journey" not in said:
        found += _add_next(name, node, shares, texts, declared, notes)
    return found


def _texts(ways: list[Way]) -> dict[str, str]:
    """Every share as it is written; rounded together, so that they never pass 100%."""
    rounded = per_mille({way.to: way.count for way in ways}, ways[0].visits)
    return {to: tenths(share) for to, share in rounded.items()}


def _edit_way(old: Node, share: str) -> list[Edit]:
    """Replace a share, alone or in a mapping that says more about the way."""
    from yaml.nodes import MappingNode, ScalarNode

    if isinstance(old, ScalarNode):
        return _replace(old, share)
    said = _pairs(old)
    if "share" in said:
        return _replace(said["share"], share)
    if isinstance(old, MappingNode) and old.flow_style:
        at = old.start_mark.index + 1
        return [Edit(at, at, f"share: {share}, " if said else f"share: {share}")]
    first = old.value[0][0].start_mark
    return [Edit(first.index, first.index, f"share: {share}\n{' ' * first.column}")]


def _replace(node: Node, text: str) -> list[Edit]:
    if node.value == text:
        return []
    return [Edit(node.start_mark.index, node.end_mark.index, text)]


def _edit_bare(value: Node, shares: dict[str, Way], texts: dict[str, str]) -> list[Edit]:
    """`next: a` and `next: [a, b]` become a mapping, where the observed shares are not what they mean anyway."""
    from yaml.nodes import ScalarNode

    targets = [value.value] if isinstance(value, ScalarNode) else [one.value for one in value.value]
    walked = [to for to in targets if to in shares]
    if (
        len(walked) != len(targets)
        or not targets
        or (len(targets) == 1 and shares[targets[0]].share > 0.9995)
    ):
        return []
    new = ", ".join(f"{to}: {texts[to]}" for to in targets)
    stop = value.end_mark.index
    return [Edit(value.start_mark.index, stop, f"{{{new}}}")]


def _add_next(
    name: str, node: Node, shares: dict[str, Way], texts: dict[str, str], declared: set[str], notes: list[str]
) -> list[Edit]:
    """Say the share of the default way, where not everybody takes it."""
    from yaml.nodes import MappingNode

    default = [way for way in shares.values() if way.declared is not None and way.to not in declared]
    if len(default) != 1 or default[0].share > 0.9995:
        return []
    new = f"next: {{{default[0].to}: {texts[default[0].to]}}}"
    if not isinstance(node, MappingNode) or not node.value:
        notes.append(f"`{name}` left as it is: it says nothing yet; write `{new}`")
        return []
    if node.flow_style:
        at = node.value[-1][1].end_mark.index
        return [Edit(at, at, f", {new}")]
    first = node.value[0][0].start_mark
    return [Edit(first.index, first.index, f"{new}\n{' ' * first.column}")]
