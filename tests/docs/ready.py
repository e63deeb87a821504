"""A `cxmap` that is ready: imported once, forked for each command, so that hundreds of documented commands stay quick.

Run as a program it reads one JSON line a command from its input and answers with one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path


class ReadyCommand:
    """The command line of this environment, in a process of its own that forks for each command."""

    def __init__(self) -> None:
        program = [sys.executable, str(Path(__file__))]
        self._process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, arguments: Sequence[str], folder: Path, surroundings: Mapping[str, str]) -> tuple[int, str]:
        """Exit status and everything that was said, standard output first."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"arguments": list(arguments), "folder": str(folder), "surroundings": dict(surroundings)}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        status, said = json.loads(self._process.stdout.readline())
        return int(status), str(said)

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()


def _answer(order: Mapping[str, object]) -> tuple[int, str]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            _become(order, out.fileno(), err.fileno())
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said = b""
        for stream in (out, err):
            stream.seek(0)
            said += stream.read()
        return status, said.decode()


def _become(order: Mapping[str, object], out: int, err: int) -> None:
    """Be the command: never returns."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    status = 70
    try:
        surroundings, arguments = order["surroundings"], order["arguments"]
        assert isinstance(surroundings, dict)
        assert isinstance(arguments, list)
        os.environ.clear()
        os.environ.update(surroundings)
        os.chdir(str(order["folder"]))
        from cxmap.cli import run

        status = run(arguments)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def main() -> None:
    """Answer until the input ends."""
    import networkx  # noqa: F401
    import pydantic  # noqa: F401

    import cxmap.audit
    import cxmap.opening  # noqa: F401

    for line in sys.stdin:
        sys.stdout.write(json.dumps(_answer(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
