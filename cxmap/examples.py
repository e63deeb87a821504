"""The example workspaces: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

AS_OF = "2026-11-01"  # the day the examples speak of, so that they always say the same


def find_examples() -> Path | None:
    """The folder that holds the example workspaces; None when this installation has none."""
    home = Path(__file__).resolve().parent
    for folder in (home / "journeys", home.parent / "journeys"):
        if folder.is_dir() and any((one / "cxmap.yaml").is_file() for one in folder.iterdir()):
            return folder
    return None


def example_workspaces(folder: Path) -> tuple[Path, ...]:
    """The workspaces in the folder, sorted by name."""
    return tuple(sorted(one for one in folder.iterdir() if (one / "cxmap.yaml").is_file()))
