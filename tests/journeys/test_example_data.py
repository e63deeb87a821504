"""The data beside the example journeys: small, and the same bytes whenever it is generated."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ("auto-insurer", "broadband", "machine-maker")


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("journeys")
    subprocess.run([sys.executable, ROOT / "benchmarks" / "generate_examples.py", folder], check=True)
    return folder


@pytest.mark.parametrize("name", EXAMPLES)
def test_data_is_what_the_script_writes(generated: Path, name: str) -> None:
    committed = {path.name: path.read_bytes() for path in (ROOT / "journeys" / name / "data").iterdir()}
    assert committed == {path.name: path.read_bytes() for path in (generated / name / "data").iterdir()}


def test_answers_are_what_the_script_planted(generated: Path) -> None:
    committed = Path(__file__).with_name("answers.yaml").read_bytes()
    assert committed == (generated / "answers.yaml").read_bytes()


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_stays_under_a_megabyte(name: str) -> None:
    files = [path for path in (ROOT / "journeys" / name).rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 1_000_000
