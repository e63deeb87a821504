"""Make ready for an audit: configuration, plugins, workspace, baseline, from the tree or a revision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cxmap.baseline import Baseline, read_baseline
from cxmap.config import Config, ConfigError
from cxmap.discovery import LooseFile, name_of_file
from cxmap.files import UnsafePath, read_file
from cxmap.loading import load_workspace, open_root, read_workspace_config
from cxmap.place import Place, Problem
from cxmap.plugins import Plugins, gather
from cxmap.policy import Policy, read_policy
from cxmap.syntax import Limits
from cxmap.workspace import Workspace

MOST = Limits().file


@dataclass(frozen=True)
class Prepared:
    """Everything an audit needs but the day."""

    workspace: Workspace
    plugins: Plugins
    baseline: Baseline | None
    policy: str | None
    named_plugins: tuple[str, ...]


def prepare(
    path: Path | str,
    *,
    plugin_files: Iterable[Path] = (),
    baseline: Path | None = None,
    policy_from: str | None = None,
    layer: str | None = None,
) -> Prepared:
    """Read everything at a path, in the order in which one thing needs another.

    Raises:
        LoadError: the workspace cannot be read.
        ConfigError: the configuration, a named file or the revision cannot be used.
        PluginError: a plugin cannot be loaded.
    """
    root, _, _ = open_root(path)
    policy = read_policy(root, policy_from) if policy_from is not None else None
    config = _config(root, policy)
    by_hand = tuple(plugin_files)
    files = [*_of_config(config, root, policy), *(_by_hand(each, root, policy) for each in by_hand)]
    plugins = gather(_once(files), memory=config.limits.memory)
    workspace = load_workspace(
        path,
        vocabulary=plugins.vocabulary,
        layer=layer,
        config=config,
        policy=None if policy is None else policy.waivers_and_rules(config),
    )
    return Prepared(
        workspace=workspace,
        plugins=plugins,
        baseline=_baseline(config, root, policy, baseline),
        policy=None if policy is None else policy.commit,
        named_plugins=tuple(each.as_posix() for each in by_hand if not each.is_absolute()),
    )


def _config(root: Path, policy: Policy | None) -> Config:
    if policy is None:
        return read_workspace_config(root)[0]
    content = policy.read("cxmap.yaml")
    return Config() if content is None else read_workspace_config(root, content)[0]


def _of_config(config: Config, root: Path, policy: Policy | None) -> Iterator[LooseFile]:
    """Plugin files that cxmap.yaml names; one that is not there makes the audit incomplete, later."""
    for name in dict.fromkeys((*config.plugins, *config.require.plugins)):
        if not name.endswith(".py"):
            continue
        content = policy.read(name) if policy else read_file(root, name, MOST)[0]
        if content is not None:
            yield LooseFile(name, content)


def _by_hand(path: Path, root: Path, policy: Policy | None) -> LooseFile:
    return LooseFile(path.name, _read_named(path, root, policy, "--plugin"))


def _read_named(path: Path, root: Path, policy: Policy | None, option: str) -> bytes:
    """A file named on the command line; one inside the workspace comes from the revision, if one was named.

    Raises:
        ConfigError: it is not there.
    """
    place = Place(option, 1, 1)
    inside = path.resolve()
    if policy is not None and inside.is_relative_to(root):
        name = inside.relative_to(root).as_posix()
        content = policy.read(name)
        if content is None:
            raise ConfigError(Problem(place, "LNG011", f"`{name}` is not in that revision; check the path"))
        return content
    try:
        if not path.is_file() or path.stat().st_size > MOST:
            raise UnsafePath
        return path.read_bytes()
    except (OSError, UnsafePath):
        raise ConfigError(
            Problem(place, "LNG011", f"`{path.name}` is no file to read; check the path")
        ) from None


def _once(files: Iterable[LooseFile]) -> Iterator[LooseFile]:
    """The same file may be named in cxmap.yaml and by hand."""
    seen: set[tuple[str, bytes]] = set()
    for file in files:
        if (name_of_file(file.path), file.source) not in seen:
            seen.add((name_of_file(file.path), file.source))
            yield file


def _baseline(config: Config, root: Path, policy: Policy | None, by_hand: Path | None) -> Baseline | None:
    if by_hand is not None:
        return read_baseline(_read_named(by_hand, root, policy, "--baseline"), by_hand.name)
    if config.baseline is None:
        return None
    content = policy.read(config.baseline) if policy else read_file(root, config.baseline, 1 << 28)[0]
    if content is None:
        message = f"`{config.baseline}` cannot be read; write it with `cxmap check --write-baseline`"
        raise ConfigError(Problem(config.place("baseline"), "LNG011", message))
    return read_baseline(content, config.baseline)
