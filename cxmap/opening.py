"""Open a workspace with the words of the plugins that come with cxmap: what `cxmap.load` and the test kit call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cxmap.config import Config
from cxmap.discovery import LooseFile, find_plugins, new_manager, register
from cxmap.files import CONFIG, resolve_inside
from cxmap.loading import (
    LoadError,
    load_files,
    load_fragment,
    load_workspace,
    open_root,
    read_workspace_config,
)
from cxmap.metrics import Metric
from cxmap.place import Place, Problem
from cxmap.plugins import Plugins, gather
from cxmap.policy import Policy, read_policy
from cxmap.vocabulary import EMPTY, Vocabulary
from cxmap.words import words_for
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


PIPED = "stdin.yaml"


@dataclass(frozen=True)
class Wanted:
    """What to open: a path, plugin files named by hand, a layer, and a revision that holds the policy."""

    path: Path
    plugin_files: tuple[Path, ...] = ()
    layer: str | None = None
    policy_from: str | None = None
    text: bytes | None = None  # the journey itself, when it comes through a pipe


@dataclass(frozen=True)
class Opened:
    """A workspace with the plugins that were loaded for it, and the policy it is held to."""

    workspace: Workspace
    plugins: Plugins
    policy: Policy | None = None


def open_with_plugins(wanted: Wanted) -> Opened:
    """Load every plugin a workspace asks for, then the workspace with all their words.

    Raises:
        LoadError, ConfigError, PluginError: what is wrong with files, configuration or plugins.
    """
    if wanted.text is not None:
        plugins = gather([_named_file(each, None) for each in wanted.plugin_files])
        workspace = load_files(
            {PIPED: wanted.text}, vocabulary=plugins.vocabulary, layer=wanted.layer, name="stdin"
        )
        return Opened(workspace, plugins)
    root, _, _ = open_root(wanted.path)
    if wanted.policy_from is None:
        config, _ = read_workspace_config(root)
        policy, held = None, None
    else:
        policy = read_policy(root, wanted.policy_from)
        config, _ = (
            read_workspace_config(root, policy.read(CONFIG)) if CONFIG in policy.blobs else (Config(), None)
        )
        held = policy.waivers_and_rules(config)
    files = [
        *_configured_files(config, root, policy),
        *(_named_file(each, policy) for each in wanted.plugin_files),
    ]
    plugins = gather(files, memory=config.limits.memory)
    workspace = load_workspace(
        wanted.path, vocabulary=plugins.vocabulary, layer=wanted.layer, config=config, policy=held
    )
    return Opened(workspace, plugins, policy)


def _configured_files(config: Config, root: Path, policy: Policy | None) -> Iterator[LooseFile]:
    """The loose plugins cxmap.yaml names; one that is not there is reported by the audit."""
    for path in sorted({*config.plugins, *config.require.plugins}):
        if not path.endswith(".py"):
            continue
        if policy is not None:
            content = policy.read(path)
        else:
            content = _read_inside(root, path)
        if content is not None:
            yield LooseFile(path, content)


def _read_inside(root: Path, path: str) -> bytes | None:
    target = resolve_inside(root, path)
    return target.read_bytes() if target.is_file() else None


def _named_file(path: Path, policy: Policy | None) -> LooseFile:
    held = None if policy is None else policy.read_named(path, "--plugin")
    if held is not None:
        return LooseFile(path.name, held)
    if not path.is_file():
        where = Place("--plugin", 1, 1)
        raise LoadError(Problem(where, "LNG011", f"there is no file `{path.name}`; check the path"))
    return LooseFile(path.name, path.read_bytes())
