"""The words an organisation adds in its registers, joined to the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cxmap.metrics import Metric
from cxmap.model import Journey
from cxmap.ownwords import NewWord, NewWords
from cxmap.register import Register
from cxmap.values import FEELINGS
from cxmap.vocabulary import EMPTY, Vocabulary, Word, nearest

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


def refuse_words(new: NewWords, known: Vocabulary) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Way, code and sentence for each added word that changes a known one, or is like an unknown one."""
    for section, kind in KIND_OF_LIST.items():
        added: Mapping[str, NewWord] = getattr(new, section)
        families = {word.family for word in known.lists.get("channel", {}).values() if word.family}
        for name, word in added.items():
            if known.get(kind, name) is not None or (kind == "emotion" and name in FEELINGS):
                yield (
                    (section, name),
                    "LNG006",
                    f"`{name}` is a word of the language already; choose another or remove it",
                )
            if (
                word.like is not None
                and known.words(kind)
                and known.get(kind, word.like) is None
                and word.like not in added
            ):
                yield (
                    (section, name, "like"),
                    "LNG004",
                    f"`{word.like[:60]}` is not a known word; {_near(word.like, known.words(kind))}",
                )
            if kind == "channel" and word.family is not None and families and word.family not in families:
                yield (
                    (section, name, "family"),
                    "LNG004",
                    f"`{word.family[:60]}` is not a family of channels; {_near(word.family, sorted(families))}",
                )
            if kind == "emotion" and word.value is None:
                yield (section, name), "LNG007", "`value` is missing; write a number of -2 to 2"


def _near(word: str, known: Iterable[str]) -> str:
    close = nearest(word, known)
    return (
        f"did you mean `{close}`?"
        if close
        else "write one of " + ", ".join(f"`{one}`" for one in list(known)[:8])
    )


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
        "options": " ".join(metric.options),
        "low": "" if metric.low is None else f"{metric.low:g}", "high": "" if metric.high is None else f"{metric.high:g}",
    }  # fmt: skip
    return Word(metric.id, about=metric.title, group=metric.unit, maps=maps)
