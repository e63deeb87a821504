"""Format the YAML of a workspace: comments stay, the meaning stays, only blanks and line ends change."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxmap.classify import may_be_ours
from cxmap.files import find_root, find_yaml_files, read_file
from cxmap.loading import LoadError, read_workspace_config
from cxmap.place import Place, Problem
from cxmap.syntax import Limits, Map, parse

_WIDTH = 1 << 16  # lines are the author's choice
_MOST_ROUNDS = 4


class Unformattable(Exception):
    """A file that cannot be formatted without losing something; it stays as it is."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """One file: the folder its path is relative to, and its text before and after."""

    root: Path
    path: str
    before: bytes
    after: bytes

    @property
    def changed(self) -> bool:
        """Whether formatting makes a difference."""
        return self.before != self.after


def format_text(content: bytes, path: str, limits: Limits | None = None) -> bytes:
    """The text of one file, formatted.

    Raises:
        LoadError: it cannot be read.
        Unformattable: it cannot be formatted without changing what it says.
    """
    limits = limits or Limits()
    tree, problems = parse(content, path, limits)
    if problems:
        raise LoadError(*problems)
    if not isinstance(tree, Map):
        return content
    text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    for _ in range(_MOST_ROUNDS):
        again = _once(text)
        if again == text:
            break
        text = again
    made = text.encode()
    after, problems = parse(made, path, limits)
    if problems or not _same(tree, after):
        raise Unformattable(f"`{path}` cannot be formatted without changing what it says; it stays as it is")
    if _once(text) != text or not _keeps_comments(content.decode("utf-8-sig"), text):
        raise Unformattable(f"`{path}` cannot be formatted without losing a comment; it stays as it is")
    return made


def _once(text: str) -> str:
    from ruamel.yaml import YAML
    from ruamel.yaml.resolver import VersionedResolver

    class Plain(VersionedResolver):
        """Every scalar is a text: the fields decide what it means."""

        @property
        def versioned_resolver(self) -> dict[str, object]:
            return {}

    yaml = YAML()
    yaml.Resolver = Plain
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    yaml.allow_duplicate_keys = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.explicit_start = None
    made = io.StringIO()
    try:
        yaml.dump(yaml.load(text), made)
    except Exception as error:  # ruamel reads less than libyaml does; the file is fine and stays as it is
        raise Unformattable(
            f"a line of this file cannot be formatted ({type(error).__name__}); it stays as it is"
        ) from None
    lines = [
        line.rstrip(" ") if "#" not in line and '"' not in line else line
        for line in made.getvalue().split("\n")
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _same(before: Any, after: Any) -> bool:
    """Whether two trees say the same in the same order."""
    if isinstance(before, Map):
        same = isinstance(after, Map) and list(before) == list(after)
        return same and all(_same(part, after[key]) for key, part in before.items())
    if isinstance(before, list):
        same = isinstance(after, list) and len(before) == len(after)
        return same and all(_same(one, other) for one, other in zip(before, after, strict=True))
    return type(before) is type(after) and before == after


def _keeps_comments(before: str, after: str) -> bool:
    return sorted(_remarks(before)) == sorted(_remarks(after))


def _remarks(text: str) -> Iterator[str]:
    """What may be a remark: everything after a `#` that begins a line or follows a blank."""
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        _, mark, rest = (" " + line).partition(" #")
        if mark:
            yield " ".join(rest.split())


def find_files(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """The YAML files meant by files and folders: the root of their workspace and the path in it."""
    seen: set[tuple[Path, str]] = set()
    for path in paths:
        if not path.exists():
            raise LoadError(
                Problem(Place(path.name, 1, 1), "LNG011", "there is no such file or folder; check the path")
            )
        root, _ = find_root(path)
        if path.is_dir():
            config, _ = read_workspace_config(root)
            inside = path.resolve().relative_to(root).as_posix()
            names = [
                name
                for name in find_yaml_files(root, config.exclude)
                if inside == "." or name.startswith(inside + "/")
            ]
        else:
            names = [path.resolve().parent.relative_to(root).joinpath(path.name).as_posix()]
        for name in names:
            if (root, name) not in seen:
                seen.add((root, name))
                yield root, name


def format_files(paths: Iterable[Path]) -> list[Formatted]:
    """Every file of ours, formatted; nothing is written.

    Raises:
        LoadError: with the problems of every file that cannot be read.
    """
    made, problems, root = [], [], None
    for root, name in find_files(paths):
        limits = read_workspace_config(root)[0].limits.of_files
        content, problem = read_file(root, name, limits.file)
        if problem is not None or content is None:
            problems.extend([problem] if problem else [])
            continue
        if name.rpartition("/")[2] != "cxmap.yaml" and not may_be_ours(name, content):
            continue
        try:
            made.append(Formatted(root, name, content, format_text(content, name, limits)))
        except LoadError as error:
            problems.extend(error.problems)
        except Unformattable as error:
            problems.append(Problem(Place(name, 1, 1), "YML002", str(error)))
    if problems:
        raise LoadError(*problems, root=root)
    return made
