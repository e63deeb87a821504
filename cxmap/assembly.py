"""Put the files of a workspace together: classify, read, join the registers, resolve every name."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cxmap import classify
from cxmap.config import Config
from cxmap.element import Part
from cxmap.filekinds import LayerFile, Observation, ObservationFile, RegisterFile
from cxmap.files import SourceFile
from cxmap.joining import join_registers, note_journeys
from cxmap.layerfiles import read_layer
from cxmap.layers import Layer
from cxmap.model import Journey
from cxmap.place import Place, Problem
from cxmap.places import Places
from cxmap.planning import plan_layers
from cxmap.reading import find_mark, place, read_what_can_be
from cxmap.register import Register
from cxmap.resolving import resolve_all
from cxmap.syntax import Map, parse
from cxmap.vocabulary import Vocabulary
from cxmap.waivers import Waiver, WaiverFile
from cxmap.words import own_words, refuse_words
from cxmap.workspace import RuleFile, Workspace

NO_JOURNEY = (
    "there is no journey here; a journey is a file that begins `cxmap: 1` and has `journey: its title`"
)
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
        self.problems.extend(
            one for one in reading.problems if (one.place.line, one.place.column) not in self.spoilt
        )
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
            self.refuse(
                Place(path, 1, 1),
                "LNG006",
                f"two files make the journey `{identifier}`, also {other}; rename one",
                Place(other, 1, 1),
            )
            return
        self.trees[identifier] = (path, tree)
        journey: Journey | None = self._read(Journey, tree, path)
        if journey is None:
            return
        object.__setattr__(journey, "id", identifier)
        if journey.stages and journey.touchpoints:
            self.refuse(
                place(path, tree.mark_of("touchpoints")),
                "LNG002",
                "`touchpoints` stands beside `stages`; move them into a stage",
            )
        self.journeys[identifier] = journey

    def _take_register(self, path: str, tree: Map) -> None:
        register = self._read(RegisterFile, tree, path)
        if register is not None:
            self.registers.append((path, tree, register))

    def _take_layer(self, path: str, tree: Map) -> None:
        head = self._read(LayerFile, tree, path)
        if head is None:
            return
        layer, problems = read_layer(head, tree, path)
        self.problems.extend(one for one in problems if (one.place.line, one.place.column) not in self.spoilt)
        if layer is not None:
            self.layers.append((layer, tree))

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
            self.refuse(
                place(path, tree.mark_of("rules")), "LNG002", "`rules` is a mapping; write `CODE: {..}` lines"
            )
            return
        beside = next(
            (key for key in tree if key not in ("cxmap", "rules") and not key.startswith("x-")), None
        )
        if beside is not None:
            where = place(path, tree.mark_of(beside))
            self.refuse(
                where,
                "LNG009",
                f"a file of rules holds nothing else; move `{beside[:60]}:` into another file",
            )
        self.rules.append(RuleFile(path, rules, ""))

    def finish(self, layer: str | None, alone: str | None) -> Workspace | None:
        """Join everything; None when there is a problem."""
        self._take_all()
        if not self.trees and not self.broken:
            where = Place(alone or "cxmap.yaml", 1, 1)
            self.refuse(where, "LNG010", NO_JOURNEY)
        register = join_registers(self)
        self._join_words(register)
        note_journeys(self)
        planned = plan_layers(self, register, layer)
        journeys = dict(sorted(self.journeys.items()))
        self.problems.extend(resolve_all(self, register, journeys, planned))
        reported = self._reported(alone)
        if self.problems:
            return None
        if layer is not None:
            journeys.update({journey.id: journey for journey in planned.get(layer, {}).values()})
            self.places.layer = layer
        names = {
            held.name: tuple(sorted(one.of for one, _ in self.layers if one.name == held.name))
            for held, _ in self.layers
        }
        seen = [one for _, _, group in sorted(self.observations, key=lambda held: held[0]) for one in group]
        return Workspace(
            str(self.config.workspace or self.name), self.config, self.vocabulary, journeys, register, self.places,
            tuple(sorted(self.files, key=lambda file: file.path)), tuple(self.waivers), tuple(self.rules), tuple(seen),
            dict(sorted(names.items())), self.root, self.marked, reported, tuple(self.notes),
        )  # fmt: skip

    def _join_words(self, register: Register) -> None:
        """Add the workspace's own words; a known word keeps its meaning."""
        for path, tree, held in (
            *self.registers,
            *((*self.trees[name], one) for name, one in sorted(self.journeys.items())),
        ):
            for loc, code, message in refuse_words(held.vocabulary, self.vocabulary):
                where = place(path, find_mark(tree, ("vocabulary", *loc), for_key=len(loc) == 2))
                self.refuse(where, code, message)
        self.vocabulary = own_words(self.vocabulary, register, self.journeys, self.config.languages)

    def _reported(self, alone: str | None) -> tuple[str, ...]:
        if alone is None:
            return ()
        for identifier, (path, _) in self.trees.items():
            if path == alone:
                return (identifier,)
        if not any(problem.place.file == alone for problem in self.problems):
            self.refuse(
                Place(alone, 1, 1),
                "LNG009",
                "this is not a journey, so it cannot be read by itself; give the folder",
            )
        return ()

    def listed_problems(self) -> tuple[Problem, ...]:
        """The problems in the order of files and lines, at most as many as the limits allow."""
        ordered = sorted(set(self.problems), key=lambda one: (one.place, one.code, one.message))
        most = self.config.limits.errors
        if len(ordered) <= most:
            return tuple(ordered)
        last = ordered[most - 1].place
        left = len(ordered) - most
        return (
            *ordered[:most],
            Problem(last, "YML006", f"{left} more problems are not listed; mend these first"),
        )
