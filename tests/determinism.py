"""Same input, same bytes: `python -m tests.determinism` runs every seed x time zone x locale; CI runs a covering sample.

Each run is a process of its own, in a folder of its own, with twenty canary secrets around it.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
SEEDS = ("0", "1", "2", "3", "7", "42", "99", "1234", "65535", "4294967295")
ZONES = ("UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu")
LOCALES = ("C", "C.UTF-8", "tr_TR.UTF-8", "de_DE.UTF-8")
# Every pair of zone and locale is not needed, but every value is, each with another seed.
SAMPLE = (
    ("0", "UTC", "C"),
    ("1234", "Pacific/Kiritimati", "tr_TR.UTF-8"),
    ("4294967295", "America/St_Johns", "C.UTF-8"),
)
AS_OF = "2026-11-01"
NAMES = (
    "API_TOKEN", "PASSWORD", "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "PGPASSWORD", "HOME", "USER", "LOGNAME", "HOSTNAME",
    "EMAIL", "DATABASE_URL", "CXMAP_SECRET", "SSH_AUTH_SOCK", "NO_PROXY",
)  # fmt: skip
CANARIES = {name: f"/canary-{number}-{name.lower()}" for number, name in enumerate(NAMES)}
HIDDEN = """cxmap: 1
journey: Buy a lamp
owner: shop
outcome: thanks
reviewed: 2026-10-01
x-secret: canary-14-x-key
owners: {shop: {unit: retail, x-phone: canary-15-x-phone}}
touchpoints:
  see: {channel: web, owner: shop, x-note: canary-16-x-note}
  pay: {channel: web, owner: shop, next: {thanks: 90%}}
  thanks: {channel: email, by: company, owner: shop}
sources:
  answers:
    path: answers.csv
    columns: {touchpoint: touchpoint}
    measures: {nps: {score: score}}
"""
ROWS = "respondent,touchpoint,score,comment\n" + "".join(
    f"canary-17-respondent-{number},see,{number % 11},canary-18-comment {number}\n" for number in range(40)
)
CONFIG = "cxmap: 1\nworkspace: A lamp shop\nprofile: full\n"
DOTENV = "SECRET=canary-19-dotenv\n"

REPORTS = tuple(
    ("check", "{at}", "--format", form)
    for form in ("text", "json", "sarif", "junit", "github", "markdown", "html")
)
PICTURES = (
    ("render", "{at}", "--to", "map", "--format", "html"),
    ("render", "{at}", "--to", "map", "--format", "svg"),
    ("render", "{at}", "--to", "flow", "--format", "dot"),
    ("render", "{at}", "--to", "flow", "--format", "mermaid"),
)
SCRIPT = """
import os, sys
from pathlib import Path
from cxmap.cli import run
from cxmap.plugins import gather
at, out, as_of = sys.argv[1:4]
commands = [line.split("\\t") for line in Path(out, "commands").read_text().splitlines()]
for renderer in gather(only_ours=True).renderers:
    if renderer.kind in ("register", "export"):
        form = next((one for one in renderer.formats if one not in ("xlsx", "pdf", "png", "pptx")), None)
        if form is not None:
            word = "render" if renderer.kind == "register" else "export"
            commands.append([word, "{at}", "--to", renderer.name, "--format", form])
for number, words in enumerate(commands):
    measured = ["--measure"] if words[0] in ("check", "render") else []
    name = Path(out, f"{number:02} {' '.join(words[2:])}")
    sys.stdout = open(name.with_suffix(".out"), "w", encoding="utf-8", newline="")
    sys.stderr = open(name.with_suffix(".err"), "w", encoding="utf-8", newline="")
    words = [word.replace("{at}", at) for word in words]
    extra = ["--no-cache"] if words[0] == "check" else []
    code = run([*words, *measured, *extra, "--as-of", as_of, *([] if words[0] == "check" else ["-o", "-"])])
    sys.stdout.flush(); sys.stderr.flush()
    name.with_suffix(".code").write_text(str(code))
"""


def set_out(folder: Path) -> None:
    """The workspaces: one full of canaries, and an example."""
    lamp = folder / "lamp"
    lamp.mkdir()
    for name, text in {
        "cxmap.yaml": CONFIG,
        "lamp.yaml": HIDDEN,
        "answers.csv": ROWS,
        ".env": DOTENV,
    }.items():
        (lamp / name).write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "journeys" / "broadband", folder / "broadband")


def run_once(
    folder: Path, workspace: str, seed: str, zone: str, locale: str, commands: Iterable[tuple[str, ...]]
) -> dict[str, bytes]:
    """Every output of one process, by the command that gave it."""
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    (out / "commands").write_text("".join("\t".join(words) + "\n" for words in commands))
    environment = {
        **CANARIES, "PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "plugins")]),
        "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONDONTWRITEBYTECODE": "1",
        "XDG_CACHE_HOME": str(folder / "cache"),
    }  # fmt: skip
    words = [sys.executable, "-c", SCRIPT, workspace, str(out), AS_OF]
    subprocess.run(words, cwd=folder, env=environment, check=True)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir()) if path.name != "commands"}


def digest(outputs: dict[str, bytes]) -> str:
    """One number for all outputs."""
    return hashlib.sha256(repr(sorted(outputs.items())).encode()).hexdigest()


def main() -> int:
    """Run the full product and say what differs."""
    first: dict[str, dict[str, bytes]] = {}
    count = 0
    for seed, zone, locale in itertools.product(SEEDS, ZONES, LOCALES):
        with tempfile.TemporaryDirectory() as name:
            set_out(Path(name))
            for workspace in ("lamp", "broadband"):
                found = run_once(
                    Path(name),
                    workspace,
                    seed,
                    zone,
                    locale,
                    (*REPORTS, *PICTURES[: 4 if workspace == "lamp" else 0]),
                )
                held = first.setdefault(workspace, found)
                different = [each for each in found if found[each] != held.get(each)]
                if different or len(found) != len(held):
                    sys.stdout.write(f"seed {seed}, zone {zone}, locale {locale}: {', '.join(different)}\n")
                    return 1
        count += 1
    sys.stdout.write(f"{count} settings, {sum(map(len, first.values())) // 3} outputs each, the same bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
