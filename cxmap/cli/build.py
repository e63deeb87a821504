"""`cxmap build`: the site, in a folder; only what changed is written, only what we made is removed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

import click

from cxmap.cli import BAD_INPUT, PASS
from cxmap.cli.failing import tell_problems
from cxmap.cli.options import (
    as_of_option,
    layer_option,
    measure_option,
    plugin_option,
    quiet_option,
    today,
    workspace_argument,
)
from cxmap.cli.running import Run, make_report, root_of
from cxmap.config import ConfigError
from cxmap.loading import LoadError
from cxmap.opening import Wanted
from cxmap.sources import SourceError
from cxmap.writing import write_atomically

MANIFEST = ".cxmap-site.json"


class BuildError(click.ClickException):
    """A folder the site cannot be written into."""

    exit_code = BAD_INPUT


@dataclass
class Folder:
    """The folder of a site, with what an earlier build put there."""

    root: Path
    before: dict[str, str]
    after: dict[str, str] = field(default_factory=dict)
    written: int = 0

    def put(self, name: str, content: bytes) -> bool:
        """Write one file unless it is there already; whether it was written.

        Raises:
            BuildError: a file stands there that no build made.
        """
        target = self._path(name)
        self.after[name] = digest = sha256(content).hexdigest()
        if target.is_file() and not target.is_symlink():
            if name not in self.before:
                raise BuildError(
                    f"`{name}` is in the folder already and no build made it; choose another folder with -o"
                )
            if sha256(target.read_bytes()).hexdigest() == digest:
                return False
        if name not in self.before:
            self.before[name] = digest
            self.save(self.before)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, content)
        self.written += 1
        return True

    def remove_stale(self) -> tuple[list[str], list[str]]:
        """Remove what earlier builds made and this one did not; what somebody changed since stays, and is named."""
        removed, kept = [], []
        for name in sorted(set(self.before) - set(self.after)):
            target = self._path(name)
            if not target.is_file():
                continue
            if target.is_symlink() or sha256(target.read_bytes()).hexdigest() != self.before[name]:
                kept.append(name)
                continue
            target.unlink()
            removed.append(name)
            if target.parent != self.root and not any(target.parent.iterdir()):
                target.parent.rmdir()
        return removed, kept

    def save(self, files: dict[str, str]) -> None:
        """Note down which files are ours."""
        held = {"made_by": "cxmap build", "files": dict(sorted(files.items()))}
        write_atomically(self.root / MANIFEST, json.dumps(held, indent=1, ensure_ascii=False) + "\n")

    def _path(self, name: str) -> Path:
        parts = PurePosixPath(name).parts
        if not parts or PurePosixPath(name).is_absolute() or ".." in parts or "\\" in name:
            raise BuildError(f"`{name[:80]}` leads out of the folder; remove `{MANIFEST}` and build anew")
        for depth in range(1, len(parts)):
            if self.root.joinpath(*parts[:depth]).is_symlink():
                raise BuildError(f"`{'/'.join(parts[:depth])}` is a link; write to a plain folder")
        return self.root.joinpath(*parts)


def open_folder(root: Path) -> Folder:
    """The folder, made where it is missing, with the list of files an earlier build left.

    Raises:
        BuildError: it is no folder, or its list cannot be read.
    """
    if root.exists() and not root.is_dir():
        raise BuildError(f"`{root.name}` is a file; name a folder with -o")
    root.mkdir(parents=True, exist_ok=True)
    manifest = root / MANIFEST
    if not manifest.is_file():
        return Folder(root, {})
    try:
        files = json.loads(manifest.read_text(encoding="utf-8"))["files"]
        held = {str(name): str(digest) for name, digest in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BuildError(
            f"`{MANIFEST}` in the folder cannot be read; build into another folder with -o"
        ) from None
    return Folder(root, held)


@click.command("build")
@workspace_argument
@click.option(
    "-o",
    "--output",
    default="site",
    show_default=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Write here.",
)
@layer_option
@measure_option
@plugin_option
@as_of_option
@quiet_option
def build(path: Path, **given: Any) -> int:
    """Build a small static site of the workspace at PATH: maps, diagrams, findings, registers, search.

    It works from the file system. Built again, only what changed is written; what the site no longer has is
    removed, if an earlier build made it.
    """
    wanted = Wanted(path, given["plugin_files"], given["layer"])
    run = Run(wanted, given["as_of"] or today(), measured=given["measured"], quiet=given["quiet"])
    try:
        report = make_report(run)
    except (LoadError, ConfigError, SourceError) as error:
        tell_problems(error.problems, getattr(error, "root", None) or root_of(run))
        return BAD_INPUT
    from cxmap_site import site_pages

    folder = open_folder(given["output"])
    for page in site_pages(report):
        if folder.put(page.path, page.content) and not given["quiet"]:
            click.echo(f"wrote {page.path}", err=True)
    removed, kept = folder.remove_stale()
    folder.save({**folder.after, **{name: folder.before[name] for name in kept}})
    if not given["quiet"]:
        _tell(folder, removed, kept)
    click.echo((given["output"] / "index.html").as_posix())
    return PASS


def _tell(folder: Folder, removed: list[str], kept: list[str]) -> None:
    same = len(folder.after) - folder.written
    click.echo(f"{folder.written} written, {same} unchanged, {len(removed)} removed", err=True)
    for name in kept:
        click.echo(f"{name} is no longer part of the site but was changed by hand; it stays", err=True)
