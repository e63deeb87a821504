"""The cache answers the same question about the same files, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxmap.caching import Kept, cache_folder, folder, keep, key_of, recall

JOURNEY = "cxmap: 1\njourney: Buy a lamp\ntouchpoints: [see, pay]\n"


@pytest.fixture
def lamp(tmp_path: Path) -> Path:
    home = tmp_path / "lamp"
    home.mkdir()
    (home / "cxmap.yaml").write_text("cxmap: 1\n")
    (home / "lamp.yaml").write_text(JOURNEY)
    return home


def test_the_same_question_has_the_same_key(lamp: Path) -> None:
    assert key_of(lamp, ["json"]) == key_of(lamp, ["json"])


@pytest.mark.parametrize("name", ["lamp.yaml", "cxmap.yaml", "waivers.yaml", "deep/more.yml"])
def test_a_changed_file_changes_the_key(lamp: Path, name: str) -> None:
    before = key_of(lamp, ["json"])
    (lamp / name).parent.mkdir(exist_ok=True)
    (lamp / name).write_text("cxmap: 1\n# changed\n")
    assert key_of(lamp, ["json"]) != before


def test_another_question_has_another_key(lamp: Path) -> None:
    assert key_of(lamp, ["json", ("STR",)]) != key_of(lamp, ["json", ("FRI",)])
    assert key_of(lamp / "lamp.yaml", ["json"]) != key_of(lamp, ["json"])


def test_a_file_that_cannot_be_read_plainly_has_no_key(lamp: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yaml").write_text(JOURNEY)
    (lamp / "link.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert key_of(lamp, ["json"]) is None
    assert key_of(lamp / "nowhere", ["json"]) is None


def test_what_was_kept_is_recalled(tmp_path: Path) -> None:
    home = tmp_path / "cache"
    keep("k", Kept(b"findings\nand more", 1), home)
    assert recall("k", home) == Kept(b"findings\nand more", 1)
    assert recall("other", home) is None
    assert home.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "damage", [b"", b"{}\n", b"nonsense", b'{"key": "k", "exit": 0, "digest": "00"}\nfindings']
)
def test_a_damaged_entry_is_as_good_as_none(tmp_path: Path, damage: bytes) -> None:
    home = tmp_path / "cache"
    keep("k", Kept(b"findings", 1), home)
    (home / "k").write_bytes(damage)
    assert recall("k", home) is None


def test_an_entry_put_under_another_key_is_not_recalled(tmp_path: Path) -> None:
    home = tmp_path / "cache"
    keep("k", Kept(b"findings", 0), home)
    (home / "other").write_bytes((home / "k").read_bytes())
    assert recall("other", home) is None


def test_a_folder_others_can_write_is_not_used(tmp_path: Path) -> None:
    home = tmp_path / "cache"
    home.mkdir(mode=0o777)
    home.chmod(0o777)
    keep("k", Kept(b"findings", 0), home)
    assert recall("k", home) is None


def test_old_entries_are_forgotten(tmp_path: Path) -> None:
    home = tmp_path / "cache"
    for number in range(70):
        keep(f"k{number}", Kept(b"x", 0), home)
    assert len(list(home.iterdir())) == 64


def test_the_folder_follows_the_environment() -> None:
    assert folder({"XDG_CACHE_HOME": "/somewhere"}) == Path("/somewhere/cxmap")
    assert folder({"HOME": "/home/me"}) == Path("/home/me/.cache/cxmap")
    assert folder({"XDG_CACHE_HOME": "relative"}) is None


def test_a_plugin_gets_a_folder_that_is_only_ours(tmp_path: Path) -> None:
    place = cache_folder("traces", {"XDG_CACHE_HOME": str(tmp_path / "xdg")})
    assert place == tmp_path / "xdg" / "cxmap" / "traces"
    assert place.stat().st_mode & 0o777 == place.parent.stat().st_mode & 0o777 == 0o700
    assert cache_folder("traces", {"XDG_CACHE_HOME": str(tmp_path / "xdg")}) == place


@pytest.mark.parametrize("unsafe", ["open", "above", "link", "file"])
def test_a_folder_that_others_reach_is_none(tmp_path: Path, unsafe: str) -> None:
    place = tmp_path / "cxmap" / "traces"
    place.parent.mkdir(mode=0o700)
    if unsafe == "file":
        place.write_text("")
    elif unsafe == "link":
        (tmp_path / "theirs").mkdir()
        place.symlink_to(tmp_path / "theirs")
    else:
        place.mkdir(mode=0o700)
        (place if unsafe == "open" else place.parent).chmod(0o777)
    assert cache_folder("traces", {"XDG_CACHE_HOME": str(tmp_path)}) is None
    assert cache_folder("traces", {}) is None
