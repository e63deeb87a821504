"""Logs made from a few lines, and the ways to read them."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from cxmap.cli import run as run_command
from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.mapping import Mapper, keep_names
from cxmap_eventlog.reading import read_log
from cxmap_eventlog.spec import LogSpec, format_of
from cxmap_eventlog.store import open_store

Row = tuple[str, str, str]


@pytest.fixture
def csv_log(tmp_path: Path) -> Callable[[Sequence[Row]], Path]:
    """Write rows of (case, activity, time) as a CSV file."""

    def write(rows: Sequence[Row], name: str = "log.csv") -> Path:
        path = tmp_path / name
        path.write_text("case,activity,time\n" + "".join(",".join(row) + "\n" for row in rows))
        return path

    return write


@contextmanager
def opened(path: Path, mapper: Mapper = keep_names, **options: object) -> Iterator[EventLog]:
    """The compact log of a file."""
    with open_store("256MiB", 1) as store:
        yield read_log(store, LogSpec(path, path.name, format_of(path, path.name), **options), mapper)  # type: ignore[arg-type]


@pytest.fixture
def open_log() -> Callable[..., object]:
    return opened


class Said:
    """What a command wrote, and how it ended."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self) -> dict:  # type: ignore[type-arg]
        assert self.status == 0, self.err
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


@pytest.fixture
def trace(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run `cxmap trace` with these arguments."""

    def call(*arguments: object) -> Said:
        capsys.readouterr()
        status = run_command(["trace", *(str(one) for one in arguments)])
        said = capsys.readouterr()
        return Said(status, said.out, said.err)

    return call


@pytest.fixture
def reference() -> Path:
    """The folder of real logs; tests that need it are skipped without."""
    folder = os.environ.get("CXMAP_REFERENCE")
    if not folder or not (Path(folder) / "data" / "teleclaims.xes.gz").exists():
        pytest.skip("CXMAP_REFERENCE names no folder with the real logs")
    return Path(folder) / "data"
