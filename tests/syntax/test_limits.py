"""Files made to exhaust a reader: every one is answered quickly, within its memory, by one clear problem."""

import re
import subprocess
import sys
import time

import pytest

from cxmap.syntax import Limits, parse

_MOST = 4 * 1024 * 1024


def _fill(unit: str, before: str = "", after: str = "") -> bytes:
    """A file of 4 MiB that repeats one thing."""
    room = _MOST - len(before.encode()) - len(after.encode())
    return (before + unit * (room // len(unit.encode())) + after).encode()


def _bomb(levels: int, fan: int = 9) -> bytes:
    """The billion laughs: each line repeats the one above nine times."""
    lines = ["a0: &a0 lol"]
    for level in range(1, levels):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * fan)}]")
    return "\n".join(lines).encode()


def _merge_bomb(levels: int) -> bytes:
    lines = ["a0: &a0 {k: v}"]
    lines += [f"a{level}: &a{level} {{<<: [*a{level - 1}, *a{level - 1}]}}" for level in range(1, levels)]
    return "\n".join(lines).encode()


_HOSTILE = {
    "alias bomb": (_bomb(9), "YML003"),
    "merge bomb": (_merge_bomb(20), "YML003"),
    "self-reference": (b"a: &a [*a]\n", "YML003"),
    "self-reference as key": (b"&a {? *a : b}\n", "YML003"),
    "deep lists": (_fill("[\n"), "YML006"),
    "deep lists on one line": (b"[" * 900_000, "YML006"),
    "deep maps": (_fill("{a:\n"), "YML006"),
    "deep items": (b"- " * 400_000, "YML006"),
    "deep indentation": ("".join(" " * level + "a:\n" for level in range(2800)).encode(), "YML006"),
    "deep key": (b"? " * 400_000, "YML003"),
    "deep lists as key": (b"? " + b"[\n" * 400_000, "YML003"),
    "long key of lists": (b"? [" + b"a,\n" * 1_000_000 + b"]\n: b\n", "YML003"),
    "many keys": ("".join(f"k{number}: 1\n" for number in range(390_000)).encode()[:_MOST], "YML006"),
    "many items": (_fill("- a\n"), "YML006"),
    "many flow items": (_fill("a,\n", "[", "a]"), "YML006"),
    "many nested items": (_fill("[[[[[[]]]]]],\n", "[", "a]"), "YML006"),
    "one key many times": (_fill("a: 1\n"), "YML004"),
    "many duplicates": (
        "".join(f"k{number % 190_000}: 1\n" for number in range(190_060)).encode(),
        "YML004",
    ),
    "many documents": (_fill("---\n"), "YML003"),
    "many document ends": (_fill("...\n"), "YML002"),
    "huge plain text": (_fill("a" * 900_000 + "\n ", "a: "), "YML006"),
    "huge quoted text": (_fill("a\n", 'a: "', '"'), "YML006"),
    "huge escaped text": (_fill("\\n\\\n", 'a: "', '"'), "YML006"),
    "huge literal text": (_fill(" a\n", "a: |\n"), "YML006"),
    "huge folded text": (_fill(" a\n", "a: >\n"), "YML006"),
    "huge key": (b"a" * 900_000 + b": 1\n", "YML00"),
    "huge line": (_fill("a"), "YML006"),
    "unclosed quote": (_fill("a\n", 'a: "'), "YML002"),
    "unclosed bracket": (_fill("a,\n", "[")[:1_000_000], "YML002"),
    "ambiguous words": (_fill("- yes\n"), "YML005"),
    "empty items": (_fill("-\n"), "YML005"),
    "clocks": (_fill(":1", "a: 1", "\n")[-900_000:], "YML00"),
    "clock of digits": (b"a: " + b"1" * 60_000 + b":30\n", "YML005"),
    "question marks": (_fill("? a\n"), "YML003"),
    "anchors": (_fill("- &a b\n"), "YML003"),
    "tags": (_fill("- !a b\n"), "YML003"),
    "tabs": (_fill("\t\n"), "YML003"),
    "directives": (_fill("%YAML 1.2\n"), "YML003"),
    "NUL": (_fill("\0\n"), "YML001"),
    "invisible": (_fill("\u200b\n"), "YML001"),
    "invalid UTF-8": (b"a" * 900_000 + b"\xff" * 900_000, "YML001"),
    "accents": (("e" + "\u0301\u0323" * 16_000 + ": 1\n").encode() * 60, "YML00"),
    "look-alikes": (
        "".join(f"k{number}\ufdfa: 1\n" for number in range(290_000)).encode()[: _MOST - 3],
        "YML00",
    ),
    "too large": (b"a" * (_MOST + 1), "YML006"),
}


# Seconds of CPU. One pass takes about one; anything quadratic in a file of megabytes takes hours.
_TOO_LONG = 20


@pytest.mark.parametrize("name", _HOSTILE)
def test_a_hostile_file_is_answered_quickly(name):
    data, code = _HOSTILE[name]
    began = time.process_time()
    _, problems = parse(data, "quote.yaml")
    took = time.process_time() - began
    assert problems[0].code.startswith(code)
    assert len(problems) <= 50
    assert all(len(problem.message) < 200 for problem in problems)
    assert took < _TOO_LONG


@pytest.mark.parametrize("unit", ["\n", "#\n", "# ? a\n", " \n", "\r", "\r\n", "#\u00e9\n"])
def test_a_large_file_with_nothing_in_it_is_read_quickly(unit):
    began = time.process_time()
    assert parse(_fill(unit), "quote.yaml") == (None, ())
    assert time.process_time() - began < _TOO_LONG


_MEASURE = """
import re, sys
from cxmap.syntax import parse
parse({data}, "quote.yaml")
peak = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())
print(peak.group(1))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the peak of a process from /proc")
@pytest.mark.parametrize(
    "data",
    ["b'- a\\n' * 1048576", "b'a:\\n - &a\\n' * 400000", "b'[[]],\\n' * 500000", "b'x\\0\\n' * 1390000"],
)
def test_a_hostile_file_keeps_within_its_memory(data):
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE.format(data=data)], capture_output=True, text=True, check=True
    )
    assert re.fullmatch(r"\d+\n", done.stdout)
    assert int(done.stdout) < 256 * 1024


def test_each_limit_is_exact(say):
    assert say("[" * 64 + "]" * 64) == []
    assert say("[" * 65 + "]" * 65)[0].startswith("1:65 YML006 this is nested more than 64 levels deep; ")
    assert say("a: [1, 2]\n", Limits(nodes=5)) == []
    assert say("a: [1, 2]\n", Limits(nodes=4))[0].startswith(
        "1:8 YML006 this file holds more than 4 keys and "
    )
    assert say("a: " + "b" * 65536) == []
    assert say("a: " + "b" * 65537)[0].startswith("1:4 YML006 this text is longer than 64 KiB; ")
    assert say("a: " + "é" * 32768) == []
    assert say("a: " + "é" * 32769)[0].startswith("1:4 YML006 this text is longer than 64 KiB; ")
    assert say("a: 1\n", Limits(file=5)) == []
    assert say("a: 12\n", Limits(file=5))[0].startswith("1:1 YML006 this file is larger than ")


def test_limits_can_be_raised(say):
    assert say("[" * 100 + "]" * 100, Limits(depth=100)) == []
    assert say("a: " + "b" * 100_000, Limits(scalar=100_000)) == []
