"""The words an organisation adds in its registers, joined to the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cxmap.metrics import Metric
from cxmap.model import Journey
from cxmap.register import NewWord, Register
from cxmap.vocabulary import EMPTY, Vocabulary, Word

KIND_OF_LIST = {
    "channels": "channel", "types": "type", "causes": "cause", "apps": "app", "needs": "need",
    "supports": "support", "data": "data", "purposes": "purpose", "emotions": "emotion",
}  # fmt: skip


def own_words(
    vocabulary: Vocabulary, register: Register, journeys: Mapping[str, Journey], languages: Iterable[str]
) -> Vocabulary:
    """The vocabulary with everything `vocabulary:` sections add."""
    lists: dict[str, dict[str, Word]] = {}
    for held in (register, *journeys.values()):
        for section, kind in KIND_OF_LIST.items():
            for name, word in getattr(held.vocabulary, section).items():
                lists.setdefault(kind, {})[name] = _word(name, word)
    return vocabulary.joined(Vocabulary(lists)) if lists else vocabulary


def _word(name: str, word: NewWord) -> Word:
    return Word(name, str(word.about or ""), word.family, word.like, word.group, word.value)


def words_for(metrics: Iterable[Metric]) -> Vocabulary:
    """The kinds of metrics as words: an author names a formula by its id."""
    known = {one.id: Word(one.id, about=one.title, group=one.unit) for one in sorted(metrics, key=lambda m: m.id)}
    return Vocabulary({"metric": known}) if known else EMPTY
