"""The words a journey may use: channels, touchpoint types, causes, roles, data categories, purposes, rights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cxmap import Vocabulary, Word, hookimpl
from cxmap_vocabularies import words
from cxmap_vocabularies.taxonomy import DATA, PURPOSES


def _grouped(groups: Mapping[str, str | None]) -> dict[str, Word]:
    return {name: Word(name, group=group) for name, group in groups.items()}


def _plain(names: Iterable[str]) -> dict[str, Word]:
    return {name: Word(name) for name in names}


def _types() -> dict[str, Word]:
    return {
        **_grouped(words.TYPES),
        **{name: Word(name, like=like) for name, like in words.TYPES_LIKE.items()},
    }


def _apps() -> dict[str, Word]:
    heard = {name: {"source": kind} for name, kind in words.LISTENS.items()}
    return {name: Word(name, group=group, maps=heard.get(name, {})) for name, group in words.APPS.items()}


def _rights() -> dict[str, Word]:
    """Rights with the law that `rights: all` counts them under; being told and complaining are no such right."""
    rights = {name: Word(name, group="gdpr", maps={"gdpr": at}) for name, at in words.GDPR_RIGHTS.items()}
    rights |= {name: Word(name, maps={"gdpr": at}) for name, at in words.TOLD_RIGHTS.items()}
    return rights | {name: Word(name, group="ccpa", like=like) for name, like in words.CCPA_RIGHTS.items()}


def _keys(rows: Iterable[tuple[str, str, str, str]]) -> dict[str, Word]:
    keys = {}
    for key, plain, dpv, tcf in rows:
        maps = {name: value for name, value in (("dpv", dpv), ("tcf", tcf)) if value != "-"}
        keys[key] = Word(key, about=plain, maps=maps)
    return keys


def _plain_data() -> dict[str, Word]:
    """The plain word of each data category that is one word: an id that needs no `is:`."""
    plain = {row[1].replace(" ", "_"): row[0] for row in DATA if row[1].replace(" ", "").isalpha()}
    return {word: Word(word, like=key) for word, key in plain.items()}


def _stages() -> dict[str, dict[str, Word]]:
    lists = {f"stages:{model}": _plain(stages) for model, stages in words.MODELS.items()}
    lists["stage"] = {name: Word(name, group=row[0]) for row in words.SAME_STAGE for name in row}
    lists["model"] = _plain(words.MODELS)
    return lists


@hookimpl
def cxmap_vocabularies() -> list[Vocabulary]:
    """Every closed list of the language."""
    lists = {
        "channel": {name: Word(name, family=family) for name, family in words.CHANNELS.items()},
        "type": _types(),
        "cause": _grouped(words.CAUSES),
        "app": _apps(),
        "source": _grouped(words.SOURCES),
        "basis": _plain(words.BASES),
        "special": _plain(words.SPECIAL),
        "right": _rights(),
        "identification": _grouped(words.IDENTIFICATION),
        "need": _plain(words.NEEDS),
        "support": _plain(words.SUPPORTS),
        "demand": _plain(words.DEMANDS),
        "law": _plain(words.LAWS),
        "level": _plain(words.LEVELS),
        "intent": _plain(words.INTENTS),
        "subject": _plain(words.SUBJECTS),
        "data": _keys(DATA),
        "purpose": _keys(PURPOSES),
        "plain-data": _plain_data(),
        **_stages(),
    }
    return [Vocabulary(lists)]
