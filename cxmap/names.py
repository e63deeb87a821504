"""Does every name lead somewhere, and is every word known? One sentence for each that does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cxmap.completing import stages_of
from cxmap.fields import Ref, Word
from cxmap.files import unsafe_path
from cxmap.model import SERVICE, Journey
from cxmap.register import KIND_OF_SECTION, Register
from cxmap.vocabulary import Vocabulary, nearest

NOUNS = {
    "touchpoint": "a touchpoint of this journey", "stage": "a stage of this journey", "promise": "a promise of this journey",
    "journey": "a journey", "persona": "a persona", "segment": "a segment", "owner": "an owner", "unit": "a unit",
    "stakeholder": "a stakeholder", "system": "a system", "data": "a data item", "purpose": "a purpose",
    "metric": "a metric", "source": "a source", "log": "an event log", "model": "a stage model",
}  # fmt: skip
_SECTION = {kind: section for section, kind in KIND_OF_SECTION.items()}
_WORD_NOUNS = {
    "channel": "a channel", "type": "a touchpoint type", "cause": "a root cause", "app": "an app role",
    "source": "a kind of source", "right": "a right", "basis": "a lawful basis", "special": "a special condition",
    "need": "a need", "support": "a support", "demand": "a demand", "level": "a level", "intent": "an intent",
    "law": "a law", "identification": "a way to identify", "subject": "a data subject",
    "data": "a data category", "purpose": "a data use", "metric": "a kind of metric",
}  # fmt: skip
_TAXONOMIES = {"data": ("user.x.", "x."), "purpose": ("x.",)}


_DEFINED_IN_SECTIONS = tuple((kind,) for kind in ("owner", "persona", "system", "purpose", "data", "metric"))


@dataclass
class Names:
    """All names of one scope, by kind: those of a journey with the registers, or of the registers alone."""

    vocabulary: Vocabulary
    own: dict[str, set[str]] = field(default_factory=dict)
    steps: Mapping[str, frozenset[str]] = field(default_factory=dict)  # journey -> its touchpoints
    homes: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict
    )  # kind -> private name -> its journey
    units_are_closed: bool = False
    journey: str | None = None

    def knows(self, kind: str, name: str) -> bool:
        """Whether something of this kind has this name here."""
        if name in self.own.get(kind, ()):
            return True
        if kind == "touchpoint":
            return self._knows_elsewhere(name)
        if kind == "unit" and not self.units_are_closed:
            return True
        if kind == "purpose" and name == SERVICE:
            return True
        return kind == "metric" and self.vocabulary.get("metric", name) is not None

    def _knows_elsewhere(self, name: str) -> bool:
        """Whether this is `journey.touchpoint`; registers look into every journey."""
        home, dot, step = name.partition(".")
        if dot:
            return step in self.steps.get(home, ())
        return self.journey is None and any(name in steps for steps in self.steps.values())

    def unknown(self, marker: Ref | Word, texts: set[str]) -> set[str]:
        """Those of the texts that lead nowhere or are no word of the list."""
        if isinstance(marker, Word):
            left = texts - self.vocabulary.lists.get(marker.kind, {}).keys()
        else:
            left = texts.difference(*(self.own.get(kind, ()) for kind in marker.kinds))
        return {text for text in left if not self.accepts(marker, text)}

    def accepts(self, marker: Ref | Word, text: str) -> bool:
        """Whether a reference leads somewhere, or a word is known."""
        if isinstance(marker, Word):
            return self._refuse_word(marker, text) is None
        if text in marker.also or self._found(marker, text):
            return True
        if marker.word is not None and self.vocabulary.get(marker.word, text) is not None:
            return True
        return marker.path and ("/" in text or "." in text) and unsafe_path(text) is None

    def refuse(self, marker: Ref | Word, text: str) -> tuple[str, str] | None:
        """Code and sentence when a reference leads nowhere or a word is unknown; None when all is well."""
        return self._refuse_word(marker, text) if isinstance(marker, Word) else self._refuse_ref(marker, text)

    def _refuse_ref(self, marker: Ref, text: str) -> tuple[str, str] | None:
        if self.accepts(marker, text):
            return None
        if marker.path and ("/" in text or "." in text):
            return "LNG011", unsafe_path(text) or ""
        shown = text if len(text) <= 60 else text[:57] + "..."
        for kind in marker.kinds:
            home = self.homes.get(kind, {}).get(text)
            if home is not None and home != self.journey:
                return (
                    "LNG005",
                    f"`{shown}` is known only to `{home}`; move it to a register so that both can use it",
                )
        return "LNG005", f"`{shown}` is not {self._noun(marker)}; {self._hint(marker, text)}"

    def _noun(self, marker: Ref) -> str:
        nouns = [NOUNS[kind] for kind in marker.kinds]
        if marker.word is not None:
            nouns.append(_WORD_NOUNS[marker.word])
        if marker.path:
            nouns.append("a path to a document")
        noun = ", ".join(nouns[:-1]) + " or " + nouns[-1] if len(nouns) > 1 else nouns[0]
        return noun.replace("of this journey", "of any journey") if self.journey is None else noun

    def _hint(self, marker: Ref, text: str) -> str:
        candidates = {name for kind in marker.kinds for name in self.own.get(kind, ())}
        if self.journey is None and "touchpoint" in marker.kinds:
            candidates.update(*self.steps.values())
        candidates.update(marker.also, self.vocabulary.words(marker.word) if marker.word else ())
        close = nearest(text, candidates)
        if close is not None:
            return f"did you mean `{close}`?"
        if marker.kinds in _DEFINED_IN_SECTIONS:
            return f"define it under `{_SECTION[marker.kinds[0]]}:`"
        return "write the id of one"

    def _found(self, marker: Ref, text: str) -> bool:
        kind, colon, name = text.partition(":")
        if colon:
            return kind in marker.kinds and self.knows(kind, name)
        return any(self.knows(kind, text) for kind in marker.kinds)

    def _refuse_word(self, marker: Word, text: str) -> tuple[str, str] | None:
        kind = marker.kind
        if text in marker.also or not self.vocabulary.words(kind):
            return None
        if self.vocabulary.get(kind, text) is not None:
            return None
        if kind in _TAXONOMIES:
            return self._refuse_key(kind, text)
        noun = _WORD_NOUNS.get(kind, f"a {kind}")
        shown = text if len(text) <= 60 else text[:57] + "..."
        close = self.vocabulary.nearest(kind, text)
        hint = f"did you mean `{close}`?" if close else "write " + _some(self.vocabulary.words(kind))
        return "LNG004", f"`{shown}` is not {noun}; {hint}"

    def _refuse_key(self, kind: str, text: str) -> tuple[str, str] | None:
        """A key below a known one is fine unless it is nearly a known sibling; others begin with `x.`."""
        free = _TAXONOMIES[kind]
        if text.startswith(free):
            return None
        known = self.vocabulary.words(kind)
        if any(word.startswith(f"{text}.") for word in known):
            return None  # a branch of the taxonomy
        parent = text.rpartition(".")[0]
        siblings = [word for word in known if word.rpartition(".")[0] == parent]
        close = next((word for word in siblings if distance(word, text, 2) <= 2), None)
        below = self.vocabulary.resolve_key(kind, text) is not None or bool(siblings)
        if close is None and parent and below:
            return None
        close = close or nearest(text, known)
        hint = (
            f"did you mean `{close}`?"
            if close
            else f"begin it with `{free[0]}` or add it under `vocabulary:`"
        )
        shown = text if len(text) <= 60 else text[:57] + "..."
        return "LNG004", f"`{shown}` is not {_WORD_NOUNS[kind]}; {hint}"


def _some(words: Iterable[str]) -> str:
    listed = list(words)
    shown = ", ".join(f"`{word}`" for word in listed[:12])
    return shown if len(listed) <= 12 else f"{shown} .."


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, add or remove to make one text of another; anything above `most` is `most + 1`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row = row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b)))
    return min(row[-1], most + 1)


def ids_of(register: Register) -> dict[str, set[str]]:
    """The names a register defines, by kind."""
    return {kind: set(getattr(register, section)) for section, kind in KIND_OF_SECTION.items()}


def touchpoint_ids(journey: Journey) -> list[str]:
    """The ids of all steps of a journey, those of anytime included, in order."""
    stages = stages_of(journey).values()
    return [*(name for stage in stages for name in stage.touchpoints), *journey.anytime]


def _nested_ids(journey: Journey, journeys: Mapping[str, Journey], seen: frozenset[str]) -> set[str]:
    """`step/inner` for everything inside the nested journeys of a journey."""
    found: set[str] = set()
    for stage in stages_of(journey).values():
        for step, touchpoint in stage.touchpoints.items():
            inner = journeys.get(touchpoint.journey or "")
            if inner is None or inner.id in seen:
                continue
            names = [*touchpoint_ids(inner), *_nested_ids(inner, journeys, seen | {inner.id})]
            found.update(f"{step}/{name}" for name in names)
    return found


def steps_of(journeys: Mapping[str, Journey]) -> dict[str, frozenset[str]]:
    """The touchpoints of every journey, those inside nested journeys included."""
    return {
        name: frozenset((*touchpoint_ids(one), *_nested_ids(one, journeys, frozenset((name,)))))
        for name, one in journeys.items()
    }


def names_of_journey(journey: Journey, shared: Names, steps: frozenset[str]) -> Names:
    """The names a journey sees: its own, and all registers."""
    own = {**shared.own}
    for kind, names in ids_of(journey).items():
        if names:
            own[kind] = own.get(kind, set()) | names
    own["touchpoint"] = set(steps)
    own["stage"] = set(stages_of(journey))
    own["promise"] = {promise.id for promise in journey.promises}
    closed = shared.units_are_closed or bool(journey.units)
    return Names(shared.vocabulary, own, shared.steps, shared.homes, closed, journey.id)


def names_of_registers(register: Register, journeys: Mapping[str, Journey], vocabulary: Vocabulary) -> Names:
    """The names registers see: each other's, and the touchpoints and stages of every journey."""
    own = ids_of(register)
    own["stage"], own["promise"] = set(), set()
    for journey in journeys.values():
        own["stage"].update(stages_of(journey))
        own["promise"].update(promise.id for promise in journey.promises)
    own["journey"] = set(journeys)
    homes = homes_of_private_names(journeys)
    return Names(vocabulary, own, steps_of(journeys), homes, bool(register.units))


def homes_of_private_names(journeys: Mapping[str, Journey]) -> dict[str, dict[str, str]]:
    """kind -> name -> the first journey that keeps it to itself."""
    homes: dict[str, dict[str, str]] = {}
    for journey in journeys.values():
        for kind, names in ids_of(journey).items():
            for name in sorted(names):
                homes.setdefault(kind, {}).setdefault(name, journey.id)
    return homes
