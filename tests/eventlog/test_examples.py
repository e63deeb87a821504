"""The example workspaces, whose logs come with them: traced, written back, and the same bytes everywhere."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cxmap import load

JOURNEYS = Path(__file__).parents[2] / "journeys"
EXAMPLES = sorted(path.parent.name for path in JOURNEYS.glob("*/cxmap.yaml"))


@pytest.fixture
def example(tmp_path):
    def copy(name):
        shutil.copytree(JOURNEYS / name, tmp_path / name)
        return tmp_path / name

    return copy


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_traced_and_its_numbers_add_up(name, example, trace):
    found = trace(example(name), "--format", "json").json
    reading, outcomes = found["reading"], found["outcomes"]
    assert reading["read"] == reading["used"] + reading["refused"]
    assert reading["refused"] == sum(one["events"] for one in reading["reasons"])
    assert outcomes["ended"] + outcomes["left"] + outcomes["open"] == found["cases"]
    assert sum(one["cases"] for one in found["variants"]) == found["cases"]
    conformance = found["conformance"]
    assert conformance["fitting"] + conformance["deviating"] + conformance["unknown"] == found["cases"]
    assert conformance["share"] > 0.9
    visits = {}
    for one in found["ways"]:
        visits.setdefault(one["from"], []).append(one)
    for ways in visits.values():
        assert sum(one["count"] for one in ways) == ways[0]["visits"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_written_shares_never_pass_the_whole(name, example, trace):
    folder = example(name)
    comments = sum(path.read_text().count("#") for path in folder.glob("*.yaml"))
    assert "shares written" in trace(folder, "--write-shares", "--format", "json").err
    assert sum(path.read_text().count("#") for path in folder.glob("*.yaml")) == comments
    for graph in load(folder).graphs:
        for one in graph.on_path:
            total = graph.end_share(one.id) + sum(edge.share or 0 for edge in graph.edges_from(one.id))
            assert total <= 1 + 1e-9, one.id


@pytest.mark.parametrize("name", EXAMPLES)
def test_observations_of_an_example_load_and_change_no_trace(name, example, trace):
    folder = example(name)
    before = trace(folder, "--format", "json").out
    assert trace(folder, "-o", folder / "observed.yaml").status == 0
    assert any(graph.observations for graph in load(folder).graphs)
    assert trace(folder, "--format", "json").out == before


def test_the_broadband_log_shows_what_the_map_says_is_impossible(example, trace):
    found = trace(example("broadband"), "--format", "json").json["governance"]["observed"]
    assert [(one["kind"], one["touchpoint"], one["model"]) for one in found] == [
        ("used before asked", "bundle_offer", "impossible")
    ]


@pytest.mark.slow
def test_seeds_zones_and_locales_change_no_byte():
    start = "import sys; from cxmap.cli import run; sys.exit(run(sys.argv[1:]))"
    options = ["--what-if", "bundle_offer -> sign_up = 60%", "--compare", "2026-03", "2026-06"]
    for form in ("json", "html", "text"):
        said = set()
        for seed, zone, locale in (
            ("1", "UTC", "C"),
            ("2", "Asia/Tokyo", "C.UTF-8"),
            ("3", "America/St_Johns", "POSIX"),
        ):
            command = [
                sys.executable,
                "-c",
                start,
                "trace",
                str(JOURNEYS / "broadband"),
                "--format",
                form,
                *options,
            ]
            world = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONUTF8": "1"}
            said.add(subprocess.run(command, env=world, capture_output=True, check=True).stdout)
        assert len(said) == 1, form
