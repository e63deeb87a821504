"""Workspaces with rows, and a real Postgres where one can be started."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from cxmap import Wanted, open_with_plugins
from cxmap_tabular.command_workspace import requests
from cxmap_tabular.observe import Measured, Notes, measure_source

AS_OF = date(2026, 11, 1)
JOURNEY = """\
cxmap: 1
journey: Join
goals: [retention]
stages:
  find: {touchpoints: {quote: {channel: web, metrics: [nps]}, call: {channel: phone, metrics: [fcr]}}}
  buy: {touchpoints: {pay: {channel: web, metrics: [csat, ces]}}}
"""

NAMES = """\
cxmap: 1
personas: {ann: {}, bob: {}}
metrics: {nps: {target: 20}, csat: {}, ces: {}, fcr: {}, retention: {}}
"""

Maker = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    """Write a workspace: its sources as YAML below `sources:`, and files by name."""

    def write(sources: str, *, config: str = "", journey: str = JOURNEY, **files: str | bytes) -> Path:
        (tmp_path / "cxmap.yaml").write_text(f"cxmap: 1\n{config}")
        (tmp_path / "join.yaml").write_text(journey)
        (tmp_path / "names.yaml").write_text(NAMES)
        body = "".join(f"  {line}\n" for line in sources.strip().splitlines())
        (tmp_path / "sources.yaml").write_text(f"cxmap: 1\nsources:\n{body}")
        for name, content in files.items():
            path = tmp_path / name.replace("__", ".")
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write


def measure(root: Path, period: str | None = None) -> tuple[list[Measured], list[Notes]]:
    """Everything the sources of a workspace show."""
    opened = open_with_plugins(Wanted(root))
    found: list[Measured] = []
    notes = []
    for request in requests(opened, AS_OF, ()):
        notes.append(Notes(request.declared.id))
        found += measure_source(request, notes[-1], period)
    return found, notes


def values(found: list[Measured]) -> dict[str, tuple[float | None, int]]:
    """Metric, place and word -> value and n."""
    return {
        " ".join(
            [one.cell.definition.id, one.cell.at or "", *one.cell.by.values(), one.cell.period or ""]
        ).strip(): (
            None if one.estimate.value is None else round(one.estimate.value, 4),
            one.estimate.n,
        )
        for one in found
    }


@pytest.fixture(scope="session")
def postgres() -> Iterator[dict[str, object]]:
    """Host and port of a Postgres server that was started for this run."""
    pytest.importorskip("ibis", reason="ibis is not installed (extra `warehouse`)")
    pytest.importorskip("psycopg", reason="psycopg is not installed (extra `warehouse`)")
    found = shutil.which("initdb") or next(
        (str(one) for one in Path("/usr/lib/postgresql").glob("*/bin/initdb")), None
    )
    if found is None:
        pytest.skip("Postgres is not installed: no initdb")
    binaries = Path(found).resolve().parent
    # Not below pytest's own folder, which another user may not enter.
    folder = Path(tempfile.mkdtemp(prefix="cxmap-pg-"))
    as_user = _other_user(folder)
    data, port = folder / "data", 54329
    made = _run(as_user, [binaries / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8"])
    if made.returncode:
        pytest.skip(f"Postgres cannot be set up: {made.stderr.strip()[-200:]}")
    options = f"-k {folder} -p {port} -c listen_addresses=''"
    started = _run(
        as_user, [binaries / "pg_ctl", "-D", data, "-o", options, "-w", "-l", folder / "log", "start"]
    )
    if started.returncode:
        pytest.skip(f"Postgres cannot be started: {started.stderr.strip()[-200:]}")
    try:
        yield {"host": str(folder), "port": port, "user": "tester", "database": "postgres"}
    finally:
        _run(as_user, [binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def _other_user(folder: Path) -> list[str]:
    """Postgres refuses to run as root: use the user made for it."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("Postgres does not run as root and there is no user `postgres`")
    folder.chmod(0o777)
    return ["runuser", "-u", "postgres", "--"]


def _run(as_user: list[str], command: list[object]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*as_user, *map(str, command)], capture_output=True, text=True, check=False, cwd="/"
    )
