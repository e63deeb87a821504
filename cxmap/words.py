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
    known = {one.id: _metric_word(one) for one in sorted(metrics, key=lambda m: m.id)}
    return Vocabulary({"metric": known}) if known else EMPTY


def _metric_word(metric: Metric) -> Word:
    """A kind of metric with what rules ask of it: category, class, direction, how its values spread, its inputs."""
    needed = " ".join(f"{one.name}:{one.meaning or one.name}" for one in metric.inputs if one.required)
    maps = {
        "category": metric.category, "class": metric.cls, "better": metric.better, "spread": metric.spread, "inputs": needed,
        "low": "" if metric.low is None else f"{metric.low:g}", "high": "" if metric.high is None else f"{metric.high:g}",
    }  # fmt: skip
    return Word(metric.id, about=metric.title, group=metric.unit, maps=maps)
