"""Throw damaged files at the readers and stop at the first one that is not answered: `python -m tests.fuzz`."""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from cxmap.syntax import parse

_ROOT = Path(__file__).parent.parent
_CODES = {"YML001", "YML002", "YML003", "YML004", "YML005", "YML006"}
_MOST_SECONDS = 2.0
_PIECES = [
    "\n",
    "  ",
    "    ",
    "\t",
    "- ",
    "-",
    ": ",
    ":",
    ", ",
    ",",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "\\",
    "#",
    "#ff0000",
    " #",
    "&x ",
    "*x",
    "!t ",
    "!!str ",
    "<<: ",
    "? ",
    "?",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "> ",
    ">-\n",
    "~",
    "yes",
    "no: ",
    "null",
    "True",
    "1:30",
    ".nan",
    "1e400",
    "@",
    "`",
    "%",
    "\x00",
    "\x1b",
    "\x85",
    "\u2028",
    "\u200b",
    "\u202e",
    "\ufeff",
    "\r",
    "\r\n",
    "é",
    "😀",
    "ﬁ",
    "\\u0000",
    "\\x",
    "|",
    "|\n",
]
_SEED_FILE = b"""\
cxmap: 1
journey: {en: Quote on the web, pt: Cotacao}
stages:
  quote:
    touchpoints:
      start: {name: "Start", channel: web, next: {pay: 55%, leave: 5%}}
      pay:
        about: >
          Pay by card
          or bank
        pains: [too many questions, 'it''s slow']
        metrics:
          completion: {now: 83%, target: 90%}
"""


def find_seed_files() -> list[bytes]:
    """Valid files to damage: the examples of the project, and one that is always there."""
    found = [path.read_bytes() for path in sorted((_ROOT / "journeys").rglob("*.yaml"))]
    return [_SEED_FILE, *(data for data in found if len(data) < 20_000)]


def damage(data: bytes, chance: random.Random) -> bytes:
    """Do one to six small kinds of harm to a file."""
    for _ in range(chance.randint(1, 6)):
        at, to = sorted((chance.randint(0, len(data)), chance.randint(0, len(data))))
        to = min(to, at + chance.choice((1, 1, 4, 20, 200)))
        kind = chance.randrange(7)
        if kind == 0:
            data = data[:at] + chance.randbytes(chance.randint(1, 4)) + data[to:]
        elif kind == 1:
            data = data[:at] + data[to:]
        elif kind == 2:
            data = data[:to] + data[at:to] * chance.choice((1, 2, 40)) + data[to:]
        elif kind == 3:
            lines = data.split(b"\n")
            line, other = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines[line], lines[other] = lines[other], lines[line]
            lines[line] = b" " * chance.randint(0, 8) + lines[line].lstrip()
            data = b"\n".join(lines)
        elif kind == 4:
            data = data[:at]
        else:
            data = data[:at] + chance.choice(_PIECES).encode() + data[at if kind == 5 else to :]
    return data


def mix(chance: random.Random) -> bytes:
    """A short file of pieces that mean something to YAML."""
    return "".join(chance.choice(_PIECES) for _ in range(chance.randint(1, 30))).encode()


def check_syntax(data: bytes) -> str:
    """What is wrong with the answer to one file; nothing when all is well."""
    began = time.process_time()
    tree, problems = parse(data, "fuzz.yaml")
    if time.process_time() - began > _MOST_SECONDS:
        return "it took too long"
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(problems) > 50:
        return "too many problems"
    for problem in problems:
        place = problem.place
        if problem.code not in _CODES or not problem.message:
            return f"an odd problem: {problem}"
        if not 1 <= place.line <= len(lines) or not 1 <= place.column <= len(lines[place.line - 1]) + 1:
            return f"a place outside the file: {problem}"
    if not problems and parse(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n"), "fuzz.yaml")[0] != tree:
        return "line ends change the meaning"
    return ""


def make_cases(seed: int, cases: int) -> Iterator[bytes]:
    """The damaged files of one seed, always the same."""
    chance = random.Random(seed)
    files = find_seed_files()
    for _ in range(cases):
        choice = chance.random()
        if choice < 0.5:
            yield damage(chance.choice(files), chance)
        elif choice < 0.9:
            yield mix(chance)
        else:
            yield chance.randbytes(chance.randint(0, 60))


_LOADING = re.compile(r"(YML00[1-6]|LNG00[1-9]|LNG01[01])")
_KEYS = re.compile(rb"[a-z_]+(?=:)")
_WORDS = [
    b"end", b"all", b"{}", b"[]", b"[a, a]", b"0.55", b"55%", b"101%", b"7", b"-3", b"1e9", b"5x", b"2026-13-01", b"x-a", b"{a: {b: [c]}}",
    b"web", b"webb", b"true", b"no", b"../x", b"/dev/zero", b"a.b", b"a/b", b"owner:a", b"'a -> b'", b"{en: x, pt: y}", b"{p50: 1d}", b"A B",
]  # fmt: skip


def make_folder(chance: random.Random, folders: list[dict[str, bytes]]) -> dict[str, bytes]:
    """A workspace with one to five of its parts changed: keys moved, values swapped, files renamed, doubled or cut."""
    files = dict(chance.choice(folders))
    for _ in range(chance.randint(1, 5)):
        name = chance.choice(sorted(files))
        data, kind = files[name], chance.randrange(8)
        keys = [(match.start(), match.end()) for match in _KEYS.finditer(data)]
        if kind == 0:
            files[
                chance.choice(["b.yaml", "sub/c.yaml", "Big.yaml", "waivers.yaml", "end.yaml", "j.yml"])
            ] = data
        elif kind == 1:
            files[name] = damage(data, chance)
        elif kind == 2 and len(files) > 1:
            del files[name]
        elif keys and kind in (3, 4):
            begin, end = chance.choice(keys)
            other = chance.choice(keys)
            files[name] = data[:begin] + data[other[0] : other[1]] + data[end:]
        elif keys:
            begin, end = chance.choice(keys)
            stop = min(
                (at for at in (data.find(mark, end) for mark in (b",", b"}", b"\n")) if at >= 0),
                default=len(data),
            )
            files[name] = data[:end] + b": " + chance.choice(_WORDS) + data[stop:]
    return files


def check_folder(files: dict[str, bytes]) -> str:
    """What is wrong with the answer to one workspace; nothing when all is well."""
    from cxmap.loading import LoadError
    from cxmap.opening import from_files

    began = time.process_time()
    try:
        for graph in from_files(files).graphs:
            _ = graph.flow
    except LoadError as error:
        if not 1 <= len(error.problems) <= 51:
            return f"{len(error.problems)} problems"
        if list(error.problems) != sorted(error.problems, key=lambda one: one.place):
            return "problems out of order"
        for problem in error.problems:
            lines = (
                files.get(problem.place.file, b"").replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n")
                + 1
            )
            if (
                not _LOADING.fullmatch(problem.code)
                or not problem.message
                or not 1 <= problem.place.line <= lines
            ):
                return f"an odd problem: {problem}"
    return "it took too long" if time.process_time() - began > 2 * _MOST_SECONDS else ""


def find_folders() -> list[dict[str, bytes]]:
    """The example workspaces, and a small one that is always there."""
    found = [
        {"j.yaml": _SEED_FILE, "r.yaml": b"cxmap: 1\nowners: [care]\nmetrics: {completion: {kind: kpi}}\n"}
    ]
    for config in sorted((_ROOT / "journeys").glob("*/cxmap.yaml")):
        folder = config.parent
        found.append(
            {
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in sorted(folder.rglob("*.yaml"))
            }
        )
    return found


def fuzz_folders(seed: int, cases: int) -> str:
    """Damage whole workspaces; the first that is not answered well, or nothing."""
    chance = random.Random(seed)
    folders = find_folders()
    for number in range(cases):
        files = make_folder(chance, folders)
        try:
            wrong = check_folder(files)
        except Exception as error:
            wrong = f"{type(error).__name__}: {error}"
        if wrong:
            return f"workspace, seed {seed}, case {number}: {wrong}\n{files!r}"
    return ""


_TARGETS: dict[str, Callable[[bytes], str]] = {"syntax": check_syntax}


def fuzz(target: str, seed: int, cases: int) -> str:
    """Run the cases of one seed; the first that is not answered well, or nothing."""
    for number, data in enumerate(make_cases(seed, cases)):
        try:
            wrong = _TARGETS[target](data)
        except Exception as error:
            wrong = f"{type(error).__name__}: {error}"
        if wrong:
            return f"{target}, seed {seed}, case {number}: {wrong}\n{data!r}"
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", nargs="?", choices=sorted((*_TARGETS, "workspace")), default="syntax")
    parser.add_argument("--seed", type=int, help="repeat one run; without it a new seed is drawn and printed")
    parser.add_argument("--cases", type=int, default=10_000)
    chosen = parser.parse_args()
    seed = random.SystemRandom().randrange(2**32) if chosen.seed is None else chosen.seed
    sys.stdout.write(f"{chosen.target}: seed {seed}, {chosen.cases} cases\n")
    wrong = (
        fuzz_folders(seed, chosen.cases)
        if chosen.target == "workspace"
        else fuzz(chosen.target, seed, chosen.cases)
    )
    sys.stdout.write(f"{wrong or 'all answered'}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
