"""The same audit is the same bytes, whatever the machine is set to, and holds nothing of the machine."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORMATS = ("text", "json", "sarif", "junit", "github", "markdown", "html")
SETTINGS = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8"},
)
CANARIES = {"API_TOKEN": "canary-token-5c1f", "HOME": "/home/canary-home-77aa", "USER": "canary-user-e210"}
SCRIPT = """
import sys
from datetime import date
from pathlib import Path
import cxmap
from cxmap.audit import Settings, audit
report = audit(cxmap.load(Path(sys.argv[1])), Settings(date(2026, 10, 1)))
for form in sys.argv[3:]:
    Path(sys.argv[2], form).write_bytes(cxmap.render(report, form, kinds=("report",)).encode())
"""


def audit_in(folder: Path, out: Path, **environment: str) -> dict[str, bytes]:
    """Every format of an audit made in a process of its own."""
    out.mkdir()
    paths = os.pathsep.join([str(ROOT), str(ROOT / "plugins")])
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": paths, "XDG_CACHE_HOME": str(out), **environment}
    command = [sys.executable, "-c", SCRIPT, str(folder), str(out), *FORMATS]
    subprocess.run(command, check=True, env=given, cwd=out)
    return {form: (out / form).read_bytes() for form in FORMATS}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """The same audit under every setting, each in another folder."""
    found = []
    for number, environment in enumerate(SETTINGS):
        home = tmp_path_factory.mktemp(f"canary-folder-{number}")
        folder = Path(shutil.copytree(ROOT / "journeys" / "broadband", home / "workspace"))
        (folder / ".env").write_text("SECRET=canary-secret-0b9d\n", encoding="utf-8")
        (folder / "notes.txt").write_text("canary-notes-91c4\n", encoding="utf-8")
        found.append(audit_in(folder, home / "out", **environment, **CANARIES))
    return found


@pytest.mark.parametrize("form", FORMATS)
def test_every_setting_gives_the_same_bytes(made: list[dict[str, bytes]], form: str) -> None:
    assert len({hashlib.sha256(each[form]).hexdigest() for each in made}) == 1


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_of_the_machine_is_told(made: list[dict[str, bytes]], form: str) -> None:
    for each in made:
        assert b"canary" not in each[form]
        assert str(ROOT).encode() not in each[form]
        assert sys.prefix.encode() not in each[form]
