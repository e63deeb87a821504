"""The way in from the command line: answers `--version` at once, and leaves everything else to the commands."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run `cxmap` with the arguments of the process and exit with its status."""
    _open_what_is_closed()
    if sys.argv[1:] in (["--version"], ["-V"]):
        from cxmap import __version__

        sys.stdout.write(f"cxmap {__version__}\n")
        sys.exit(_finished(0))
    from cxmap.cli import run

    sys.exit(_finished(run(sys.argv[1:])))


def _finished(status: int) -> int:
    """The exit status, once everything printed has arrived: 2 when the disk behind the output is full."""
    try:
        sys.stdout.flush()
    except OSError as error:
        # Python must not try again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return status if isinstance(error, BrokenPipeError) else max(status, 2)
    return status


def _open_what_is_closed() -> None:
    """Give a process started without streams empty ones, before a file of ours gets the number of one of them."""
    for name, number in (("stdin", 0), ("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            nothing = os.open(os.devnull, os.O_RDWR)
            if nothing != number:
                os.dup2(nothing, number)
                os.close(nothing)
            setattr(sys, name, os.fdopen(number, "r" if number == 0 else "w", encoding="utf-8"))
