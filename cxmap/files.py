"""Find and read the files of a workspace, without following anything that leads out of it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from cxmap.place import Place, Problem

CONFIG = "cxmap.yaml"
ENDINGS = (".yaml", ".yml")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class UnsafePath(ValueError):
    """A path that leads out of the workspace, or to something that is not a plain file."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file that was read: its path in the workspace and the SHA-256 of its bytes."""

    path: str
    digest: str
    content: bytes

    @classmethod
    def of(cls, path: str, content: bytes) -> SourceFile:
        """The record of these bytes."""
        return cls(path, sha256(content).hexdigest(), content)


def find_root(path: Path) -> tuple[Path, bool]:
    """The workspace a path belongs to, and whether a `cxmap.yaml` marks it.

    The nearest folder with `cxmap.yaml`, at or above the path; without one, the folder given, or the file alone.
    """
    start = path if path.is_dir() else path.parent
    start = start.resolve()
    for folder in (start, *start.parents):
        # Whatever has the name counts, a pipe or a broken link too: it is refused when read, never passed over.
        if os.path.lexists(folder / CONFIG):
            return folder, True
    return start, False


def find_yaml_files(root: Path, exclude: Iterable[str] = ()) -> tuple[str, ...]:
    """Paths of all YAML files below a folder, sorted; hidden ones, other workspaces and `exclude` left out."""
    left_out = frozenset(exclude)
    return tuple(sorted(_walk(root, PurePosixPath(), left_out)))


def _walk(folder: Path, inside: PurePosixPath, left_out: frozenset[str]) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        shown = str(inside) if inside.parts else folder.name
        raise UnsafePath(
            f"the folder `{shown}` cannot be read ({reason}); check its rights, or `exclude` it"
        ) from None
    for entry in found:
        relative = inside / entry.name
        if entry.name.startswith((".", "_")) or str(relative) in left_out:
            continue
        if entry.is_dir(follow_symlinks=False):
            if not (Path(entry.path) / CONFIG).exists():
                yield from _walk(Path(entry.path), relative, left_out)
        elif entry.name.lower().endswith(ENDINGS):
            yield str(relative)


def exclusions_without_effect(root: Path, exclude: Iterable[str]) -> tuple[str, ...]:
    """Excluded paths that match nothing."""
    return tuple(path for path in exclude if not os.path.lexists(root / path))


def unsafe_path(path: str) -> str | None:
    """Why a path cannot be one of a file in the workspace, by its letters alone; None when it can."""
    shown = path if len(path) <= 60 else path[:57] + "..."
    if _URL.match(path):
        return f"`{shown}` is an address, not a file of the workspace; write a path below it"
    leads_out = path.startswith(("/", "~")) or ".." in PurePosixPath(path).parts
    if not path or leads_out or "\\" in path or "$" in path or not path.isprintable():
        return f"`{shown}` leads out of the workspace; write a path below it, such as `data/voc.csv`"
    return None


def resolve_inside(root: Path, path: str) -> Path:
    """The file a relative POSIX path names.

    Raises:
        UnsafePath: it is absolute, climbs, is a URL, holds a variable, or a link on the way leads out.
    """
    message = unsafe_path(path)
    if message is not None:
        raise UnsafePath(message)
    home = root.resolve()
    target = home / path
    if not Path(os.path.realpath(target)).is_relative_to(home):  # realpath ends where links go in circles
        raise UnsafePath(f"a link on the way to `{path}` leads out of the workspace; copy the file into it")
    return target


def read_file(root: Path, path: str, most: int) -> tuple[bytes | None, Problem | None]:
    """The bytes of a file, or the problem that stops it from being read; devices and pipes are refused."""
    here = Place(path, 1, 1)
    try:
        target = resolve_inside(root, path)
        with _open_plain(target) as handle:
            content = handle.read(most + 1)
    except UnsafePath as error:
        return None, Problem(here, "LNG011", str(error))
    except ValueError:
        return None, Problem(here, "LNG011", "this name cannot be read; rename the file")
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        return None, Problem(
            here, "LNG011", f"`{path}` cannot be read ({reason}); check the file and its rights"
        )
    return content, None


def _open_plain(target: Path):  # type: ignore[no-untyped-def]  # BufferedReader
    descriptor = os.open(target, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UnsafePath(f"`{target.name}` is not a plain file; put a plain file in its place")
    return os.fdopen(descriptor, "rb")
