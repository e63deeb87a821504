"""Every text format is the same bytes under every setting, and tells nothing of the machine, its people or its secrets."""

from __future__ import annotations

import socket
import sys

import pytest

from tests.determinism import PICTURES, REPORTS, ROOT, SAMPLE, run_once, set_out

Outputs = dict[str, bytes]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Outputs]:
    """All outputs of the workspace full of canaries, under each setting and in another folder each."""
    found = []
    for seed, zone, locale in SAMPLE:
        folder = tmp_path_factory.mktemp(f"canary-folder-{seed}")
        set_out(folder)
        found.append(run_once(folder, "lamp", seed, zone, locale, (*REPORTS, *PICTURES)))
    return found


def test_every_command_did_its_work(made: list[Outputs]) -> None:
    codes = {name: content for name, content in made[0].items() if name.endswith(".code")}
    assert len(codes) > 15
    assert set(codes.values()) <= {b"0", b"1"}, {
        name: made[0][name[:-4] + "err"] for name in codes if codes[name] > b"1"
    }
    empty = [name for name, content in made[0].items() if name.endswith(".out") and not content]
    assert not empty


def test_every_setting_gives_the_same_bytes(made: list[Outputs]) -> None:
    first, *others = made
    for other in others:
        assert sorted(other) == sorted(first)
        assert [name for name in first if first[name] != other[name]] == []


def test_no_secret_and_nothing_of_the_machine_is_told(made: list[Outputs]) -> None:
    telling = (
        b"canary",
        str(ROOT).encode(),
        sys.prefix.encode(),
        b"/tmp/",
        socket.gethostname().encode() + b".",
    )
    for outputs in made:
        for name, content in outputs.items():
            for word in telling:
                at = content.find(word)
                assert at < 0, f"{name}: {content[max(0, at - 200) : at + 100]!r}"
