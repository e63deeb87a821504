"""Put the files of a workspace together: classify, read, join the registers, resolve every name."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cxmap import classify
from cxmap.config import Config
from cxmap.element import Part
from cxmap.files import SourceFile
from cxmap.layers import Layer, apply
from cxmap.model import Journey, LayerFile, Observation, ObservationFile, RegisterFile
from cxmap.place import Place, Problem
from cxmap.places import Places
from cxmap.reading import find_mark, place, read_what_can_be
from cxmap.register import KIND_OF_SECTION, NewWord, NewWords, Register
from cxmap.resolving import resolve_all
from cxmap.syntax import Map, parse
from cxmap.tree import unpack
from cxmap.vocabulary import Vocabulary
from cxmap.waivers import Waiver, WaiverFile
from cxmap.words import own_words
from cxmap.workspace import RuleFile, Workspace

Spots = frozenset[tuple[int, int]]  # lines and columns


@dataclass
class Assembly:
    """What has been read so far of a workspace, and every problem met."""

    name: str
    config: Config
    vocabulary: Vocabulary
    root: Path | None = None
    marked: bool = False
    files: list[SourceFile] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    journeys: dict[str, Journey] = field(default_factory=dict)
    trees: dict[str, tuple[str, Map]] = field(default_factory=dict)  # journey id -> its file and tree
    registers: list[tuple[str, Map, Register]] = field(default_factory=list)
    layers: list[tuple[Layer, Map]] = field(default_factory=list)
    observations: list[tuple[str, Map, tuple[Observation, ...]]] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    rules: list[RuleFile] = field(default_factory=list)
    places: Places = field(default_factory=Places)
    broken: bool = False  # a file could not be read: names may be missing for that reason alone
    lost: set[str] = field(default_factory=set)  # names that were dropped with something wrong
    spoilt: Spots = frozenset()  # places of the file being read whose syntax is wrong
    spoilt_of: dict[str, Spots] = field(default_factory=dict)
    pending: list[tuple[str, str, Map, Spots]] = field(default_factory=list)
    feelings: dict[str, float] = field(default_factory=dict)

    def refuse(self, where: Place, code: str, message: str, *related: Place) -> None:
        """Note a problem."""
        self.problems.append(Problem(where, code, message, related))

    def add(self, path: str, content: bytes, *, is_policy_elsewhere: bool = False) -> None:
        """Read one file, if it is ours."""
        if not classify.may_be_ours(path, content):
            return
        if is_policy_elsewhere and classify.looks_like_policy(path, content):
            return
        tree, problems = parse(content, path, self.config.limits.of_files)
        self.problems.extend(problems)
        if tree is None and problems:
            self.broken = True
            return
        self.add_tree(path, tree, content, frozenset((one.place.line, one.place.column) for one in problems))

    def add_tree(self, path: str, tree: object, content: bytes, spoilt: Spots = frozenset()) -> None:
        """Keep a file that could be parsed; `spoilt` are the places that are wrong already."""
        kind, problem = classify.kind_of(path, tree)
        if problem is not None:
            self.problems.append(problem)
            self.broken = True
            return
        if kind == "foreign" or not isinstance(tree, Map):
            return
        self.files.append(SourceFile.of(path, content))
        self.pending.append((kind, path, tree, spoilt))
        self.feelings.update(classify.own_feelings(tree))

    def _take_all(self) -> None:
        """Read every file kept; only now are all the words known that a workspace adds."""
        takers = {
            "journey": self._take_journey, "register": self._take_register, "layer": self._take_layer,
            "observations": self._take_observations, "waivers": self._take_waivers, "rules": self._take_rules,
        }  # fmt: skip
        for kind, path, tree, spoilt in self.pending:
            self.spoilt = self.spoilt_of[path] = spoilt
            takers[kind](path, tree)
        self.spoilt = frozenset()

    def _read(self, model: type[Part], tree: Map, path: str) -> Any:
        """The model of all that is right in a tree; what is wrong already is not complained of twice."""
        reading = read_what_can_be(model, tree, path, feelings=self.feelings)
        self.problems.extend(one for one in reading.problems if (one.place.line, one.place.column) not in self.spoilt)
        self.lost |= reading.lost
        self.broken = self.broken or reading.made is None
        return reading.made

    def _take_journey(self, path: str, tree: Map) -> None:
        identifier = path.rpartition("/")[2].rpartition(".")[0]
        message = classify.bad_journey_id(identifier)
        if message is not None:
            self.refuse(Place(path, 1, 1), "LNG003", message)
            return
        if identifier in self.trees:
            other = self.trees[identifier][0]
            self.refuse(Place(path, 1, 1), "LNG006", f"two files make the journey `{identifier}`, also {other}; rename one", Place(other, 1, 1))
            return
        self.trees[identifier] = (path, tree)
        journey: Journey | None = self._read(Journey, tree, path)
        if journey is None:
            return
        object.__setattr__(journey, "id", identifier)
        if journey.stages and journey.touchpoints:
            self.refuse(place(path, tree.mark_of("touchpoints")), "LNG002", "`touchpoints` stands beside `stages`; move them into a stage")
        if "name" in tree:
            self.refuse(place(path, tree.mark_of("name")), "LNG001", "`name` is not a field of a journey; its title is `journey:`")
        self.journeys[identifier] = journey

    def _take_register(self, path: str, tree: Map) -> None:
        register = self._read(RegisterFile, tree, path)
        if register is not None:
            self.registers.append((path, tree, register))

    def _take_layer(self, path: str, tree: Map) -> None:
        head = self._read(LayerFile, tree, path)
        if head is None:
            return
        changes = Map()
        for key, value in tree.items():
            if key not in ("layer", "of", "due", "touchpoints", "anytime"):
                changes[key] = value
                changes.marks.append(tree.mark_of(key))
                changes.value_marks.append(tree.value_mark_of(key))
        if head.layer in ("as-is", "observed"):
            self.refuse(place(path, tree.value_mark_of("layer")), "LNG003", f"`{head.layer}` is what is; write `to-be` or a name of your own")
        layer = classify.read_layer(head, tree, changes, path)
        self.problems.extend(layer[1])
        if layer[0] is not None:
            self.layers.append((layer[0], tree))

    def _take_observations(self, path: str, tree: Map) -> None:
        made = self._read(ObservationFile, tree, path)
        if made is not None:
            self.observations.append((path, tree, made.observations))

    def _take_waivers(self, path: str, tree: Map) -> None:
        made = self._read(WaiverFile, tree, path)
        if made is None:
            return
        for index, waiver in enumerate(made.waivers):
            mark = find_mark(tree, ("waivers", index))
            self.waivers.append(waiver.model_copy(update={"place": place(path, mark)}))

    def _take_rules(self, path: str, tree: Map) -> None:
        rules = tree.get("rules")
        if not isinstance(rules, Map):
            self.refuse(place(path, tree.mark_of("rules")), "LNG002", "`rules` is a mapping; write `CODE: {..}` lines")
            return
        self.rules.append(RuleFile(path, rules, ""))

    def finish(self, layer: str | None, alone: str | None) -> Workspace | None:
        """Join everything; None when there is a problem."""
        self._take_all()
        if not self.trees and not self.broken:
            where = Place(alone or "cxmap.yaml", 1, 1)
            self.refuse(where, "LNG010", "there is no journey here; a journey is a file that begins `cxmap: 1` and has `journey: its title`")
        register = self._joined_register()
        self.vocabulary = own_words(self.vocabulary, register, self.journeys, self.config.languages)
        self._note_places()
        self._find_duplicate_steps()
        planned = self._with_layers(layer)
        journeys = dict(sorted(self.journeys.items()))
        self.problems.extend(resolve_all(self, register, journeys, planned))
        if self.problems:
            return None
        if layer is not None:
            journeys.update({journey.id: journey for journey in planned.get(layer, {}).values()})
            self.places.layer = layer
        reported = self._reported(alone)
        names = {held.name: tuple(sorted(one.of for one, _ in self.layers if one.name == held.name)) for held, _ in self.layers}
        seen = [one for _, _, group in sorted(self.observations, key=lambda held: held[0]) for one in group]
        return Workspace(
            str(self.config.workspace or self.name), self.config, self.vocabulary, journeys, register, self.places,
            tuple(sorted(self.files, key=lambda file: file.path)), tuple(self.waivers), tuple(self.rules), tuple(seen),
            dict(sorted(names.items())), self.root, self.marked, reported, tuple(self.notes),
        )  # fmt: skip

    def _reported(self, alone: str | None) -> tuple[str, ...]:
        if alone is None:
            return ()
        for identifier, (path, _) in self.trees.items():
            if path == alone:
                return (identifier,)
        self.refuse(Place(alone, 1, 1), "LNG009", "this is not a journey, so it cannot be read by itself; give the folder")
        return ()

    def _joined_register(self) -> Register:
        sections: dict[str, Any] = {section: {} for section in KIND_OF_SECTION}
        sharing: list[Any] = []
        words: dict[str, dict[str, NewWord]] = {}
        for path, tree, register in self.registers:
            for section in KIND_OF_SECTION:
                for key, thing in getattr(register, section).items():
                    if key in sections[section]:
                        self._defined_twice(section, key, path, tree)
                    else:
                        sections[section][key] = thing
                        self._note(section, key, path, tree)
            sharing.extend(register.sharing)
            for name in NewWords.model_fields:
                words.setdefault(name, {}).update(getattr(register.vocabulary, name))
        extra: dict[str, Any] = {"sharing": tuple(sharing), "vocabulary": NewWords().model_copy(update=words)}
        answers = {key: answer for _, _, register in self.registers for key, answer in register.attestations.items()}
        extra["attestations"] = answers
        return Register().model_copy(update={**sections, **extra})

    def _note(self, section: str, key: str, path: str, tree: Map, journey: str = "") -> None:
        held = tree.get(section)
        mark = find_mark(tree, (section, key), for_key=True)
        node = held.get(key) if isinstance(held, Map) else None
        self.places.add(journey, KIND_OF_SECTION[section], key, path, mark, node)

    def _defined_twice(self, section: str, key: str, path: str, tree: Map) -> None:
        kind = KIND_OF_SECTION[section]
        other = self.places.find("", kind, key)
        here = place(path, find_mark(tree, (section, key), for_key=True))
        article = "an" if kind[0] in "aeiou" else "the"
        self.refuse(here, "LNG006", f"{article if article == 'the' else 'the'} {kind} `{key}` is defined twice, also in {other}; keep one", other)

    def _note_places(self) -> None:
        """Remember where every element of every journey is written, and refuse names defined twice."""
        for identifier, (path, tree) in self.trees.items():
            self.places.files[identifier] = path
            mark = tree.mark_of("journey") if "journey" in tree else 0
            self.places.add(identifier, "journey", identifier, path, mark, tree)
            journey = self.journeys.get(identifier)
            if journey is None:
                continue
            for section, kind in KIND_OF_SECTION.items():
                for key in getattr(journey, section):
                    if ("", kind, key) in self.places.marks:
                        self._defined_twice(section, key, path, tree)
                    self._note(section, key, path, tree, identifier)
            self._note_steps(identifier, journey, path, tree)

    def _note_steps(self, identifier: str, journey: Journey, path: str, tree: Map) -> None:
        for name, stage in journey.stages.items():
            self._note_step(identifier, "stage", name, path, tree, ("stages", name))
            inside = ("stages", name, "touchpoints")
            for step in stage.touchpoints:
                self._note_step(identifier, "touchpoint", step, path, tree, (*inside, step))
        for section in ("touchpoints", "anytime"):
            for step in getattr(journey, section):
                self._note_step(identifier, "touchpoint", step, path, tree, (section, step))
        for index, promise in enumerate(journey.promises):
            self._note_step(identifier, "promise", promise.id, path, tree, ("promises", index))

    def _note_step(self, journey: str, kind: str, key: str, path: str, tree: Map, loc: tuple[str | int, ...]) -> None:
        if (journey, kind, key) in self.places.marks:
            return
        self.places.add(journey, kind, key, path, find_mark(tree, loc, for_key=True), _node(tree, loc))

    def _find_duplicate_steps(self) -> None:
        for identifier, journey in self.journeys.items():
            path, tree = self.trees[identifier]
            seen: dict[str, tuple[str | int, ...]] = {}
            locs: list[tuple[str, tuple[str | int, ...]]] = []
            for name, stage in journey.stages.items():
                locs += [(step, ("stages", name, "touchpoints", step)) for step in stage.touchpoints]
            locs += [(step, ("anytime", step)) for step in journey.anytime]
            for step, loc in locs:
                if step in seen:
                    here = place(path, find_mark(tree, loc, for_key=True))
                    other = place(path, find_mark(tree, seen[step], for_key=True))
                    self.refuse(here, "LNG006", f"the touchpoint `{step}` is defined twice, also in {other}; keep one", other)
                seen.setdefault(step, loc)
            if not locs and not journey.touchpoints and not journey.stages:
                self.refuse(Place(path, *unpack(tree.mark_of("journey"))), "LNG010", "this journey has no touchpoint; write at least one under `stages:`")
            elif not locs and not journey.touchpoints:
                self.refuse(place(path, tree.mark_of("stages")), "LNG010", "this journey has no touchpoint; write at least one under a stage")

    def _with_layers(self, wanted: str | None) -> dict[str, dict[str, Journey]]:
        planned: dict[str, dict[str, Journey]] = {}
        for layer, tree in self.layers:
            journey = self.journeys.get(layer.of)
            if journey is None:
                continue
            if layer.of in planned.setdefault(layer.name, {}):
                self.refuse(Place(layer.file, 1, 1), "LNG006", f"two files make the layer `{layer.name}` of `{layer.of}`; keep one")
                continue
            made = apply(layer, journey)
            object.__setattr__(made, "id", layer.of)
            planned[layer.name][layer.of] = made
            if layer.name == wanted:
                for key, node in ((key, tree["touchpoints"][key]) for key in layer.touchpoints):
                    mark = find_mark(tree, ("touchpoints", key), for_key=True)
                    if key in layer.after:
                        self.places.add(layer.of, "touchpoint", key, layer.file, mark, node)
        if wanted is not None and wanted not in planned and not self.problems:
            names = ", ".join(f"`{name}`" for name in sorted(planned)) or "none"
            self.refuse(Place("cxmap.yaml", 1, 1), "LNG005", f"no file has `layer: {wanted}`; the layers here are: {names}")
        return planned

    def listed_problems(self) -> tuple[Problem, ...]:
        """The problems in the order of files and lines, at most as many as the limits allow."""
        ordered = sorted(set(self.problems), key=lambda one: (one.place, one.code, one.message))
        most = self.config.limits.errors
        if len(ordered) <= most:
            return tuple(ordered)
        last = ordered[most - 1].place
        left = len(ordered) - most
        return (*ordered[:most], Problem(last, "YML006", f"{left} more problems are not listed; mend these first"))


def _node(tree: Any, loc: tuple[str | int, ...]) -> object:
    node = tree
    for part in loc:
        if isinstance(node, Map) and isinstance(part, str) and part in node:
            node = node[part]
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            node = node[part]
        else:
            return None
    return node
