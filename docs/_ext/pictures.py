"""Draw the pictures of the explanations from the journeys in `docs/pictures`, with cxmap itself."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

# Picture -> journey file, and what `cxmap render` is told.
DRAWN = {
    "consent-flow.svg": ("renewal.yaml", ("--to", "flow", "--overlay", "path:see_price,buy,renewal_offer")),
    "gates.svg": ("renewal.yaml", ("--to", "flow", "--overlay", "none")),
    "first-map.svg": ("renewal.yaml", ("--to", "map")),
}


def draw(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every picture: its name and its bytes."""
    from cxmap.cli import run

    with tempfile.TemporaryDirectory() as made:
        for name, (journey, options) in DRAWN.items():
            path = Path(made, name)
            status = run(
                ["render", str(folder / journey), *options, "--as-of", "2026-11-01", "-q", "-o", str(path)]
            )
            if status:
                raise RuntimeError(f"`{name}` cannot be drawn: exit status {status}")
            yield name, path.read_bytes()
