"""Whether what a theme names is there: its logo and its folder of templates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cxmap.files import UnsafePath, resolve_inside
from cxmap.place import Problem
from cxmap.reading import place
from cxmap.tree import Map

LOGOS = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
LARGEST_LOGO = 1 << 20  # bytes; it is written into every page


def check_theme(tree: Map, root: Path, file: str) -> Iterator[Problem]:
    """What is wrong with the files the `theme` of a configuration names, at the place of each."""
    theme = tree.get("theme")
    if not isinstance(theme, Map):
        return
    for key, judge in (("logo", _about_logo), ("templates", _about_templates)):
        written = theme.get(key)
        if not isinstance(written, str):
            continue
        try:
            message = judge(resolve_inside(root, written), written)
        except UnsafePath as unsafe:
            message = str(unsafe)
        if message is not None:
            yield Problem(place(file, theme.value_mark_of(key)), "LNG011", message)


def _about_logo(path: Path, written: str) -> str | None:
    if not path.is_file():
        return f"there is no file `{written}`; check the path"
    if path.suffix.lower() not in LOGOS:
        return f"`{written}` is no picture we can show; give a logo as .svg, .png or .jpg"
    if path.stat().st_size > LARGEST_LOGO:
        return f"`{written}` is larger than 1 MiB, and every page holds it; give a smaller picture"
    return None


def _about_templates(path: Path, written: str) -> str | None:
    return None if path.is_dir() else f"there is no folder `{written}`; check the path"
