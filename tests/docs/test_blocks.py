"""Every code block of the README and of the documentation does what the page says."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from blocks import Block, commands_of, find_blocks, matches, run_block
from ready import ReadyCommand

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MOST_SKIPPED = 12
PAGES = sorted(
    page
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")]
    if not {"generated", "_build", "decisions"} & set(page.relative_to(ROOT).parts)
)


def _blocks(page: Path) -> list[Block]:
    return list(find_blocks(page.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def ready() -> Iterator[ReadyCommand]:
    made = ReadyCommand()
    yield made
    made.close()


@pytest.mark.parametrize("page", [pytest.param(page, id=page.relative_to(ROOT).as_posix()) for page in PAGES])
def test_a_page_does_what_it_says(page: Path, tmp_path: Path, ready: ReadyCommand) -> None:
    folder = (
        tmp_path / "lamps"
    )  # a workspace without a name is called like its folder; the README's holds lamps
    folder.mkdir()
    for block in _blocks(page):
        run_block(block, folder, ready)


def test_few_blocks_are_skipped_and_each_says_why() -> None:
    skipped = [block.words["skip"] for page in PAGES for block in _blocks(page) if "skip" in block.words]
    assert len(skipped) <= MOST_SKIPPED
    assert all(len(reason.split()) > 1 for reason in skipped)


def test_commands_are_told_from_what_they_print() -> None:
    assert list(commands_of("$ one \\\n  more\nout\n$ two\n")) == [("one \\\n  more", "out"), ("two", "")]


def test_three_dots_stand_for_anything_and_nothing_else_does() -> None:
    assert matches("a\n...\nz\n", "a\nb\nc\nz\n")
    assert matches("took ... s\n", "took 3.1 s\n")
    assert not matches("a\nz\n", "a\nb\nz\n")
    assert not matches("a.c\n", "abc\n")


def test_an_info_string_is_read_and_directives_are_left_alone() -> None:
    text = "```yaml file=a/b.yaml\nx: 1\n```\n\n```{toctree}\nz\n```\n\n```console exit=1\n$ false\n```\n"
    first, second = find_blocks(text)
    assert (first.kind, first.words) == ("yaml", {"file": "a/b.yaml"})
    assert (second.kind, second.words, second.line) == ("console", {"exit": "1"}, 9)


def test_a_block_that_nobody_can_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="needs `file=`"):
        run_block(Block("text", 1, "words"), tmp_path)
    with pytest.raises(AssertionError, match="exit status 1"):
        run_block(Block("console", 1, "$ false\n"), tmp_path)
    with pytest.raises(AssertionError, match="and the page says"):
        run_block(Block("console", 1, "$ echo one\ntwo\n"), tmp_path)
