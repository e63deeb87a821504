"""Read a workspace: YAML files in, one frozen Workspace out, or every problem with its line and what to write."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from cxmap.assembly import Assembly
from cxmap.config import Config, read_config
from cxmap.files import (
    CONFIG,
    SourceFile,
    UnsafePath,
    exclusions_without_effect,
    find_root,
    find_yaml_files,
    read_file,
)
from cxmap.fragment import complete_fragment
from cxmap.place import Place, Problem
from cxmap.syntax import Limits, Map, parse
from cxmap.themefiles import check_theme
from cxmap.vocabulary import EMPTY, Vocabulary
from cxmap.workspace import Workspace

_MANY = 200_000  # objects that make a collection slow
NO_CONFIG = "no cxmap.yaml here or above: every default holds"


class LoadError(Exception):
    """A workspace cannot be read; `problems` holds all that is wrong, in the order of files and lines."""

    def __init__(self, *problems: Problem, root: Path | None = None) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
        self.root = root


@contextmanager
def no_collection() -> Iterator[None]:
    """Hold the cyclic collector back while many small objects are made: most of the time of a load otherwise.

    What a large load made is kept out of later collections as well, until the next load.
    """
    was_enabled = gc.isenabled()
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] > _MANY:
            gc.freeze()
        if was_enabled:
            gc.enable()


def open_root(path: Path | str) -> tuple[Path, bool, Path | None]:
    """The folder of a workspace, whether cxmap.yaml marks it, and the single file asked for (None for all).

    Raises:
        LoadError: there is no such file or folder, or it is no file to read by itself.
    """
    given = Path(path)
    if "\0" in str(given) or not given.exists():
        raise LoadError(
            Problem(Place(_shown(given), 1, 1), "LNG011", "there is no such file or folder; check the path")
        )
    root, marked = find_root(given)
    if given.is_dir():
        if marked:
            return root, True, None
        return root, False, None
    if not given.resolve().is_relative_to(root):
        message = f"a link on the way to `{given.name}` leads out of the workspace; copy the file into it"
        raise LoadError(Problem(Place(given.name, 1, 1), "LNG011", message), root=root)
    if given.name == CONFIG:
        message = "this is not a journey, so it cannot be read by itself; give the folder"
        raise LoadError(Problem(Place(_inside(given, root), 1, 1), "LNG009", message))
    if not given.name.lower().endswith((".yaml", ".yml")):
        message = "this is not a YAML file; give a journey or the folder"
        raise LoadError(Problem(Place(_inside(given, root), 1, 1), "LNG009", message))
    return root, marked, given.resolve()


def _inside(path: Path, root: Path) -> str:
    return path.resolve().relative_to(root).as_posix()


def _shown(path: Path) -> str:
    return path.name if path.is_absolute() else path.as_posix()


def read_workspace_config(root: Path, content: bytes | None = None) -> tuple[Config, SourceFile | None]:
    """The configuration of a folder, every default when it has none.

    Raises:
        LoadError: cxmap.yaml cannot be read.
    """
    ours = content is None
    if content is None:
        if not os.path.lexists(root / CONFIG):
            return Config(), None
        content, problem = read_file(root, CONFIG, Limits().file)
        if problem is not None or content is None:
            raise LoadError(*([problem] if problem else []))
    tree, problems = parse(content, CONFIG)
    if problems:
        raise LoadError(*problems, root=root)
    if not isinstance(tree, Map) or next(iter(tree), None) != "cxmap":
        raise LoadError(
            Problem(Place(CONFIG, 1, 1), "LNG007", "the first line must be `cxmap: 1`; write it"), root=root
        )
    config, found = read_config(tree)
    # What a policy from elsewhere names need not lie here.
    found = (*found, *check_theme(tree, root, CONFIG)) if ours else found
    if config is None or found:
        raise LoadError(*found, root=root)
    return config, SourceFile.of(CONFIG, content)


def load_workspace(
    path: Path | str,
    *,
    vocabulary: Vocabulary = EMPTY,
    layer: str | None = None,
    config: Config | None = None,
    policy: Mapping[str, bytes] | None = None,
) -> Workspace:
    """Read the workspace at `path`, or the one a journey file belongs to.

    Args:
        path: a folder, or one journey file (it is read with its whole workspace and reported alone).
        vocabulary: the words of all loaded plugins.
        layer: lay this layer over the journeys it changes.
        config: the configuration, when it was read before or comes from elsewhere.
        policy: contents that replace waivers and rules of the tree (path -> bytes), for `--policy-from`.

    Raises:
        LoadError: with every problem found.
    """
    root, marked, single = open_root(path)
    source = None
    if config is None:
        config, source = read_workspace_config(root)
    elif os.path.lexists(root / CONFIG):
        content, _ = read_file(root, CONFIG, Limits().file)
        source = SourceFile.of(CONFIG, content or b"")
    assembly = Assembly(root.name, config, vocabulary, root=root, marked=marked)
    if source is not None:
        assembly.files.append(source)
    if not marked:
        assembly.notes.append(NO_CONFIG)
    with no_collection():
        _read_files(assembly, root, single if not marked else None, policy)
        return _finished(assembly, layer, None if single is None else single.relative_to(root).as_posix())


def _read_files(
    assembly: Assembly, root: Path, only: Path | None, policy: Mapping[str, bytes] | None
) -> None:
    config = assembly.config
    for position, path in enumerate(config.exclude):
        if path in exclusions_without_effect(root, config.exclude):
            assembly.refuse(
                config.place("exclude", position),
                "LNG011",
                f"`{path}` excludes nothing; correct or remove it",
            )
    if config.exclude:
        assembly.notes.append("left out by `exclude`: " + ", ".join(config.exclude))
    limits = config.limits.of_files
    try:
        paths = (
            find_yaml_files(root, config.exclude) if only is None else (only.relative_to(root).as_posix(),)
        )
    except UnsafePath as error:
        assembly.refuse(Place(CONFIG, 1, 1), "LNG011", str(error))
        return
    held = dict(policy or {})
    for name in paths:
        if name == CONFIG or name in held:
            continue
        content, problem = read_file(root, name, limits.file)
        if problem is not None:
            assembly.problems.append(problem)
        elif content is not None:
            assembly.add(name, content, is_policy_elsewhere=policy is not None)
    for name, content in sorted(held.items()):
        assembly.add(name, content)


def load_files(
    texts: Mapping[str, str | bytes],
    *,
    vocabulary: Vocabulary = EMPTY,
    layer: str | None = None,
    name: str = "workspace",
) -> Workspace:
    """A workspace made of texts (path -> content), for tests and for tools that hold files in memory.

    Raises:
        LoadError: with every problem found.
    """
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in texts.items()}
    config, source = (
        read_workspace_config(Path(), contents[CONFIG]) if CONFIG in contents else (Config(), None)
    )
    assembly = Assembly(name, config, vocabulary, marked=CONFIG in contents)
    if source is not None:
        assembly.files.append(source)
    with no_collection():
        for path in sorted(contents):
            if path != CONFIG:
                assembly.add(path, contents[path])
        return _finished(assembly, layer, None)


def load_fragment(text: str, *, vocabulary: Vocabulary = EMPTY, name: str = "fragment") -> Workspace:
    """A workspace of one journey made from a fragment, completed as the language reference says under [D44].

    Top keys that are no fields are touchpoints of one stage in their order; names nobody defines are defined bare.

    Raises:
        LoadError: with every problem found.
    """
    completed = complete_fragment(text.encode(), f"{name}.yaml", vocabulary)
    assembly = Assembly(name, Config(), vocabulary)
    if not isinstance(completed, Map):
        raise LoadError(*completed)
    with no_collection():
        assembly.add_tree(f"{name}.yaml", completed, text.encode())
        return _finished(assembly, None, None)


def _finished(assembly: Assembly, layer: str | None, alone: str | None) -> Workspace:
    workspace = assembly.finish(layer, alone)
    if assembly.problems:
        raise LoadError(*assembly.listed_problems(), root=assembly.root)
    assert workspace is not None
    return workspace


__all__ = ["LoadError", "UnsafePath", "load_files", "load_fragment", "load_workspace", "open_root"]
