"""Open a workspace with the words of the plugins that come with cxmap: what `cxmap.load` and the test kit call."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cxmap.discovery import find_plugins, new_manager, register
from cxmap.loading import load_files, load_fragment, load_workspace
from cxmap.metrics import Metric
from cxmap.vocabulary import EMPTY, Vocabulary, Word
from cxmap.workspace import Workspace


@cache
def own_vocabulary() -> Vocabulary:
    """Every word of the first-party plugins, the kinds of metrics included.

    Raises:
        PluginError: a first-party plugin does not load.
    """
    manager = new_manager()
    for found in find_plugins():
        if found.first_party:
            register(manager, found.name, found.load())
    said = [one for group in reversed(manager.hook.cxmap_vocabularies()) for one in group]
    measured = [one for group in manager.hook.cxmap_sources() for one in group if isinstance(one, Metric)]
    return EMPTY.joined(*said, words_for(measured))


def words_for(metrics: list[Metric]) -> Vocabulary:
    """The kinds of metrics as words: an author names a formula by its id."""
    known = {one.id: Word(one.id, about=one.title, group=one.unit) for one in sorted(metrics, key=lambda m: m.id)}
    return Vocabulary({"metric": known}) if known else EMPTY


def load(path: Path | str, *, layer: str | None = None) -> Workspace:
    """Read the workspace at a folder, or the one a journey file belongs to.

    Raises:
        LoadError: with every problem found.
    """
    return load_workspace(path, vocabulary=own_vocabulary(), layer=layer)


def from_files(files: Mapping[str, str | bytes], *, layer: str | None = None) -> Workspace:
    """A workspace made of texts: path -> content.

    Raises:
        LoadError: with every problem found.
    """
    return load_files(files, vocabulary=own_vocabulary(), layer=layer)


def from_fragment(text: str) -> Workspace:
    """A workspace of one journey from a fragment of it.

    Raises:
        LoadError: with every problem found.
    """
    return load_fragment(text, vocabulary=own_vocabulary())
