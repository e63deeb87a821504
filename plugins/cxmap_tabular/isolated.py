"""Do one job in a process of its own, with a limit on memory and time, and get plain values back."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_CHILD = (
    "import importlib, json, sys; job = json.load(sys.stdin); sys.path[:] = job['path']; "
    "module, _, name = job['call'].partition(':'); said = getattr(importlib.import_module(module), name)(job); "
    "sys.stdout.write(chr(10) + json.dumps(said))"
)


class TooMuch(Exception):
    """The job took more memory than it may, or its process died."""


class TooLong(Exception):
    """The job took more time than it may."""


def run_isolated(call: str, job: Mapping[str, Any], *, seconds: float) -> dict[str, Any]:
    """Call `module:function` with the job in a child process, and return what it returns.

    Raises:
        TooMuch: the child ended without an answer.
        TooLong: it was ended because its time was over.
    """
    given = json.dumps({**job, "call": call, "path": sys.path})
    command = [sys.executable, "-I", "-c", _CHILD]
    try:
        ran = subprocess.run(
            command, input=given, capture_output=True, text=True, check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        raise TooLong from None
    try:
        said = json.loads(ran.stdout.rpartition("\n")[2])
    except ValueError:
        raise TooMuch from None
    if not isinstance(said, dict):
        raise TooMuch
    return said


def limit_memory(allowed: int) -> None:
    """Let this process take so much beyond what it has now, where the system can hold it to that."""
    try:
        import resource
    except ImportError:
        return
    used = 0
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text().splitlines()
        line = next((one for one in lines if one.startswith("VmSize:")), "VmSize: 0 kB")
        used = int(line.split()[1]) * 1024
    resource.setrlimit(resource.RLIMIT_AS, (used + allowed, used + allowed))
