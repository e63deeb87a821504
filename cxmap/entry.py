"""The way in from the command line: answers `--version` at once, and leaves everything else to the commands."""

from __future__ import annotations

import sys


def main() -> None:
    """Run `cxmap` with the arguments of the process and exit with its status."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from cxmap import __version__

        sys.stdout.write(f"cxmap {__version__}\n")
        return
    from cxmap.cli import run

    sys.exit(run(sys.argv[1:]))
