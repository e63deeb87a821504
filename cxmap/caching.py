"""Keep what an audit said, so that the same question about the same files is answered at once.

An entry holds the bytes a format gave and the exit status. Its key covers every YAML file of the workspace, the
question, the version and the plugins installed; a damaged entry is as good as none. Evidence never reads it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b, sha256
from pathlib import Path
from stat import S_ISDIR

from cxmap import __version__
from cxmap.files import UnsafePath, find_root, find_yaml_files, read_file
from cxmap.writing import write_atomically

MOST_ENTRIES = 64
MOST_BYTES = 64 << 20


@dataclass(frozen=True)
class Kept:
    """The answer to a question that was asked before."""

    output: bytes
    exit_code: int


def folder(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Where entries lie; None when there is no home for them."""
    base = environment.get("XDG_CACHE_HOME") or ""
    home = environment.get("HOME") or ""
    if base.startswith("/"):
        return Path(base) / "cxmap"
    return Path(home) / ".cache" / "cxmap" if home.startswith("/") else None


def key_of(path: Path, question: Iterable[object]) -> str | None:
    """The key of a question about a workspace; None when its files cannot all be read plainly."""
    digest = blake2b(digest_size=20)
    digest.update(code_digest().encode())
    for part in question:
        digest.update(repr(part).encode() + b"\0")
    try:
        if not path.exists():
            return None
        root, marked = find_root(path)
        single = path.is_file()
        alone = path.resolve().relative_to(root).as_posix() if single else ""
        names = find_yaml_files(root) if marked or not single else (alone,)
        digest.update(f"{alone}\0{marked}\0{root.name}\0".encode())
        for name in names:
            content, _ = read_file(root, name, MOST_BYTES)
            if content is None or len(content) > MOST_BYTES:
                return None
            digest.update(f"{name}\0{sha256(content).hexdigest()}\0".encode())
    except (OSError, UnsafePath, ValueError):
        return None
    return digest.hexdigest()


def code_digest() -> str:
    """A digest of the code that would answer: this version, and every plugin that is installed.

    What one version kept must not be read by another, whose answer might differ.
    """
    digest = blake2b(__version__.encode(), digest_size=20)
    for part in _installed():
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


def cache_folder(name: str, environment: Mapping[str, str] | None = None) -> Path | None:
    """A folder of that name for what a plugin keeps between runs, made if need be; nobody else may read or write it.

    None when there is no home, the disk does not let us, or others could put something there.
    """
    home = folder(os.environ if environment is None else environment)
    if home is None:
        return None
    for place in (home, home / name):
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_private(place):
                return None
        except OSError:
            return None
    return home / name


def _is_private(place: Path) -> bool:
    """Whether a place is a true folder of ours that nobody else may enter."""
    status = place.lstat()
    mine = status.st_uid == os.getuid() if hasattr(os, "getuid") else True
    return S_ISDIR(status.st_mode) and not status.st_mode & 0o077 and mine


def _installed() -> list[str]:
    """The code that would answer: plugins by distribution and version, and every source file by size and time.

    The times matter in a checkout, where the code changes and the version does not.
    """
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    found = [one for one in entry_points(group="cxmap") if one.dist is not None]
    said = [
        f"{one.name} {one.value} {one.dist.name} {one.dist.version}" for one in found if one.dist is not None
    ]
    for name in sorted({"cxmap", *(one.module for one in found)}):
        spec = find_spec(name)
        for place in spec.submodule_search_locations or () if spec is not None else ():
            said += _stamps(Path(place))
    return sorted(said)


def _stamps(place: Path) -> list[str]:
    stamps = []
    for directory, _, names in os.walk(place):
        for name in names:
            if not name.endswith(".pyc"):
                status = (Path(directory) / name).stat()
                stamps.append(f"{name} {status.st_size} {status.st_mtime_ns}")
    return stamps


def recall(key: str, home: Path) -> Kept | None:
    """The entry of a key; None when there is none, or when it is damaged."""
    try:
        head, _, output = (home / key).read_bytes().partition(b"\n")
        said = json.loads(head)
        if said["digest"] != sha256(output).hexdigest() or said["key"] != key:
            return None
        return Kept(output, int(said["exit"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(key: str, kept: Kept, home: Path) -> None:
    """Write an entry; a disk that is full or read-only is no reason to fail."""
    if len(kept.output) > MOST_BYTES:
        return
    head = {"key": key, "exit": kept.exit_code, "digest": sha256(kept.output).hexdigest()}
    with suppress(OSError):
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_private(home):
            return  # others could put answers there
        write_atomically(home / key, json.dumps(head).encode() + b"\n" + kept.output)
        _prune(home)


def _prune(home: Path) -> None:
    """Forget the oldest entries beyond the most that are kept."""
    entries = sorted(
        (one for one in home.iterdir() if one.is_file()), key=lambda one: one.stat().st_mtime, reverse=True
    )
    for entry in entries[MOST_ENTRIES:]:
        with suppress(OSError):
            entry.unlink()
