"""Start a plugin: a package that passes its own tests, types and lint at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from cxmap.writing import write_atomically

_NAME = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")


class ScaffoldError(Exception):
    """A plugin that cannot be started here; the message says why."""


def plugin_files(name: str) -> Mapping[str, str]:
    """The files of a new plugin by their path: `acme` becomes the package `cxmap_acme`.

    Raises:
        ScaffoldError: the name cannot be a package's.
    """
    from jinja2 import Environment, StrictUndefined

    from cxmap import __version__

    bare = name.removeprefix("cxmap-").removeprefix("cxmap_")
    if not _NAME.fullmatch(bare):
        raise ScaffoldError(f"`{name[:60]}` cannot be a plugin's name; write small letters, such as `acme`")
    package = f"cxmap_{bare.replace('-', '_')}"
    words = {
        "package": package,
        "dashed": bare.replace("_", "-"),
        "title": bare.replace("_", " ").replace("-", " ").capitalize(),
        "code": _code(bare),
        "version": ".".join(__version__.split(".")[:2]),
    }
    targets = {
        "pyproject.toml.j2": "pyproject.toml",
        "README.md.j2": "README.md",
        "gitignore.j2": ".gitignore",
        "ci.yml.j2": ".github/workflows/test.yml",
        "init.py.j2": f"{package}/__init__.py",
        "checks.py.j2": f"{package}/checks.py",
        "measuring.py.j2": f"{package}/measuring.py",
        "rendering.py.j2": f"{package}/rendering.py",
        "test_plugin.py.j2": f"tests/test_{package}.py",
    }
    # Python and TOML, no page: nothing here is ever shown by a browser, so nothing is escaped.
    engine = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    home = files("cxmap") / "scaffold"
    made = {
        target: engine.from_string((home / source).read_text(encoding="utf-8")).render(words)
        for source, target in targets.items()
    }
    return {**made, f"{package}/py.typed": ""}


def _code(name: str) -> str:
    """The letters of the plugin's codes: its own, 2 to 8 of them, none of ours."""
    letters = re.sub(r"[^a-z]", "", name).upper()[:8]
    if len(letters) < 2:
        letters = f"{letters}XX"
    return (
        letters
        if letters not in ("ACC", "CON", "DAT", "EMO", "FRI", "GOV", "MET", "ROI", "STR")
        else f"{letters}X"
    )


def write_plugin(name: str, folder: Path) -> tuple[Path, ...]:
    """Write a new plugin into a folder that is new or empty; the files written.

    Raises:
        ScaffoldError: the folder holds something, or the name cannot be a package's.
    """
    contents = plugin_files(name)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ScaffoldError(f"`{folder.name}` is not empty; choose another folder with `-o`")
    written = []
    for path, content in contents.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, content)
        written.append(target)
    return tuple(written)
