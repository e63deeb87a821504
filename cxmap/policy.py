"""Take configuration, waivers, rules, loose plugins and baseline from a git revision, not from the tree."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from cxmap.config import FILE, Config, ConfigError
from cxmap.place import Place, Problem
from cxmap.syntax import Limits, parse
from cxmap.tree import Map

WAIVERS = "waivers.yaml"
# Neither hooks, nor helpers, nor the network: what is read are blobs, and nothing else happens.
_GIT = (
    "git", "--no-pager", "--literal-pathspecs", "-c", "core.hooksPath=/dev/null",
    "-c", "core.fsmonitor=false", "-c", "protocol.allow=never",
)  # fmt: skip
_KEPT = ("PATH", "HOME", "XDG_CONFIG_HOME", "USERPROFILE", "SYSTEMROOT")
_QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_PLACE = Place("--policy-from", 1, 1)


@dataclass(frozen=True)
class Policy:
    """The files of a workspace as one commit has them, by their path below the workspace."""

    commit: str
    blobs: Mapping[str, str] = field(repr=False)
    root: Path = field(repr=False)
    most: int = Limits().file

    def read(self, path: str) -> bytes | None:
        """The content of a file in that commit; None when it is not there."""
        if path not in self.blobs:
            return None
        content = _git(self.root, "cat-file", "blob", self.blobs[path])
        if len(content) > self.most:
            raise _refused(f"`{path}` is larger there than a file may be; split it")
        return content

    def read_named(self, path: Path, option: str) -> bytes | None:
        """A file named on the command line as that commit has it; None when it lies outside the repository.

        Raises:
            ConfigError: the file lies in the repository, and that commit does not have it.
        """
        top = Path(os.fsdecode(_git(self.root, "rev-parse", "--show-toplevel").rstrip(b"\n")))
        named = path.resolve()
        if not named.is_relative_to(top):
            return None
        inside = named.relative_to(top).as_posix()
        rows = dict(_rows(_git(self.root, "ls-tree", "-z", "--full-tree", self.commit, "--", inside)))
        if inside not in rows:
            message = f"`{path.name}` is not in that revision; commit it there first, or leave it away"
            raise ConfigError(Problem(Place(option, 1, 1), "LNG011", message))
        return _git(self.root, "cat-file", "blob", rows[inside])

    def waivers_and_rules(self, config: Config) -> dict[str, bytes]:
        """The policy files in YAML: waivers, and every file of rules."""
        found = {}
        for path in self._yaml(config):
            content = self.read(path)
            if content is not None and (path == WAIVERS or _has_rules(path, content, config.limits.of_files)):
                found[path] = content
        return found

    def _yaml(self, config: Config) -> Iterator[str]:
        inner = {PurePosixPath(path).parent for path in self.blobs if path.endswith(f"/{FILE}")}
        for path in sorted(self.blobs):
            pure = PurePosixPath(path)
            hidden = any(part.startswith((".", "_")) for part in pure.parts)
            excluded = any(pure.is_relative_to(each) for each in config.exclude)
            if pure.suffix.lower() not in (".yaml", ".yml") or hidden or excluded or path == FILE:
                continue
            if not any(pure.is_relative_to(folder) for folder in inner):
                yield path


def read_policy(root: Path, ref: str, *, most: int = Limits().file) -> Policy:
    """The policy of a workspace in a git revision.

    Raises:
        ConfigError: there is no git, no repository or no such revision.
    """
    try:
        named = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    except ConfigError as error:
        if _is_repository(root):
            raise _refused(
                f"`{ref[:80]}` is not a revision of this repository; write a branch, tag or commit"
            ) from None
        raise error from None
    commit = named.decode("ascii", "replace").strip()
    if not _COMMIT.fullmatch(commit):
        raise _refused(f"`{ref[:80]}` is not one revision; write a branch, tag or commit")
    return Policy(commit, dict(_blobs(root, commit)), root, most)


def _blobs(root: Path, commit: str) -> Iterator[tuple[str, str]]:
    """Path and object of every plain file below the workspace in a commit."""
    yield from _rows(_git(root, "ls-tree", "-r", "-z", commit))


def _rows(listing: bytes) -> Iterator[tuple[str, str]]:
    for row in listing.split(b"\0"):
        kind, _, path = row.partition(b"\t")
        words = kind.split()
        if len(words) == 3 and words[0] in (b"100644", b"100755"):
            yield path.decode("utf-8", "surrogateescape"), words[2].decode("ascii")


def _has_rules(path: str, content: bytes, limits: Limits) -> bool:
    if b"rules" not in content:
        return False
    tree, problems = parse(content, path, limits)
    # A broken file is kept: the loader says what is wrong, and no rule goes unseen.
    return bool(problems) or (isinstance(tree, Map) and "rules" in tree)


def _is_repository(root: Path) -> bool:
    try:
        _git(root, "rev-parse", "--git-dir")
    except ConfigError:
        return False
    return True


def _git(root: Path, *arguments: str) -> bytes:
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    try:
        done = subprocess.run(
            [*_GIT, *arguments],
            cwd=root,
            env={**environment, **_QUIET},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
    except FileNotFoundError:
        raise _refused("git is not installed; install it, or leave this option away") from None
    except subprocess.TimeoutExpired:
        raise _refused("git took longer than a minute; look at the repository") from None
    if done.returncode != 0:
        raise _refused("this folder is in no git repository that can be read; run it in a clone")
    return done.stdout


def _refused(message: str) -> ConfigError:
    return ConfigError(Problem(_PLACE, "LNG011", message))
