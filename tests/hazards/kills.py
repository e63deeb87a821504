"""Kill commands that write at many random moments: `python -m tests.hazards.kills 1000`.

After each kill every file is the whole old one or the whole new one; what a killed run left of its own is hidden.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.hazards.conftest import AS_OF, LAMP, command_line, make_lamp, surroundings

MESSY = LAMP.replace(": ", ":   ")
COMMANDS: dict[str, tuple[str, ...]] = {
    "check": ("check", "lamp", *AS_OF, "--no-cache", "-o", "out/report.html"),
    "render": ("render", "lamp", *AS_OF, "-o", "out/map.html"),
    "build": ("build", "lamp", *AS_OF, "-q", "-o", "out"),
    "demo": ("demo", "-q", "-o", "out"),
    "fmt": ("fmt", "-q", "lamp"),
}
Tree = dict[str, bytes]


@dataclass(frozen=True)
class Case:
    """A command, the files before and after it, and how long it takes."""

    folder: Path
    words: tuple[str, ...]
    before: Tree
    after: Tree
    seconds: float


def prepared(folder: Path, name: str) -> Case:
    """Run the command once to the end, then set out its old files: as they were, each with other content."""
    lamp = make_lamp(folder / "lamp")
    (folder / "out").mkdir()
    if name == "fmt":
        (lamp / "lamp.yaml").write_text(MESSY)
    start = _tree(folder)
    begun = time.monotonic()
    subprocess.run(
        command_line(*COMMANDS[name]), cwd=folder, env=surroundings(folder), capture_output=True, check=False
    )
    seconds = time.monotonic() - begun
    after = _tree(folder)
    assert after != start, "the command wrote nothing"
    return Case(folder, COMMANDS[name], start, after, seconds)


def kill_once(case: Case, moment: float) -> None:
    """Start anew from the old files, kill the command at a moment, and look at every file."""
    _set_out(case.folder, case.before)
    words = command_line(*case.words)
    process = subprocess.Popen(
        words,
        cwd=case.folder,
        env=surroundings(case.folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    found = _tree(case.folder)
    for name in sorted(case.before):
        assert name in found, f"`{name}` is lost after {moment:.3f}s"
    for name, content in found.items():
        allowed = {tree[name] for tree in (case.before, case.after) if name in tree}
        assert content in allowed or name.endswith(".cxmap-site.json"), (
            f"`{name}` is torn after {moment:.3f}s"
        )
    subprocess.run(words, cwd=case.folder, env=surroundings(case.folder), capture_output=True, check=False)
    again = _tree(case.folder)
    assert again == case.after, f"a run after the kill at {moment:.3f}s does not mend it"


def _tree(folder: Path) -> Tree:
    """Every file that is not a hidden temporary one, with its bytes."""
    found = {}
    for path in sorted(folder.rglob("*")):
        temporary = path.name.startswith(".") and path.name.endswith(".tmp")
        if path.is_file() and not temporary and "cache" not in path.relative_to(folder).parts:
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def _set_out(folder: Path, files: Tree) -> None:
    for name in _tree(folder):
        (folder / name).unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def main(points: int) -> None:
    """Kill as often as asked, spread over the commands."""
    seed = random.SystemRandom().randrange(1 << 32)
    sys.stdout.write(f"seed {seed}\n")
    sys.stdout.flush()
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as home:
        cases = []
        for name in COMMANDS:
            (Path(home) / name).mkdir()
            cases.append(prepared(Path(home) / name, name))
        for point in range(points):
            case = cases[point % len(cases)]
            kill_once(case, draw.uniform(0.0, 1.0) * case.seconds)
    sys.stdout.write(f"{points} kills, nothing torn, nothing lost\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
