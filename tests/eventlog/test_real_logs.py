"""The two real logs: exact counts, and PM4Py's answers beside ours (it is run by its own interpreter, never imported)."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ECOM = ("--case", "session_id", "--activity", "event", "--time", "timestamp")
ASK = Path(__file__).parent / "peers" / "pm4py_answers.py"


def test_teleclaims(reference, trace):
    found = trace(reference / "teleclaims.xes.gz", "--format", "json").json
    assert (found["events"], found["cases"], found["activities"]) == (24825, 3512, 11)
    assert found["reading"]["read"] == 46138
    assert [one["cases"] for one in found["variants"]] == [
        525,
        469,
        367,
        262,
        260,
        257,
        248,
        237,
        235,
        232,
        225,
        195,
    ]
    assert found["directly_follows"][0]["count"] == 2461
    assert (
        trace(reference / "teleclaims.xes.gz", "--lifecycle", "all", "--format", "json").json["events"]
        == 46138
    )


def test_ecom(reference, trace):
    found = trace(reference / "ecom.csv.gz", *ECOM, "--format", "json").json
    assert (found["events"], found["cases"], found["activities"], len(found["variants"])) == (
        31106,
        3605,
        19,
        3003,
    )
    assert sum(one["cases"] for one in found["variants"]) == 3605
    assert sum(one["count"] for one in found["directly_follows"]) == 31106 - 3605


@pytest.fixture
def pm4py():
    python = os.environ.get("CXMAP_PM4PY", "")
    if not python or not Path(python).exists():
        pytest.skip("CXMAP_PM4PY names no Python that has PM4Py")

    def ask(question, *arguments):
        said = subprocess.run(
            [python, str(ASK), *map(str, arguments)],
            input=json.dumps(question),
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(said.stdout)

    return ask


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "columns", "keep"),
    [
        ("teleclaims.xes.gz", ("-", "-", "-"), "complete"),
        ("teleclaims.xes.gz", ("-", "-", "-"), "start"),
        ("teleclaims.xes.gz", ("-", "-", "-"), "all"),
        ("ecom.csv.gz", ("session_id", "event", "timestamp"), "all"),
        ("ecom.csv.gz", ("user_id", "event", "timestamp"), "all"),
    ],
)
def test_pm4py_counts_the_same(reference, trace, pm4py, name, columns, keep):
    theirs = pm4py({}, reference / name, *columns, keep)
    options = (
        []
        if columns[0] == "-"
        else [x for pair in zip(("--case", "--activity", "--time"), columns, strict=True) for x in pair]
    )
    ours = trace(reference / name, *options, "--lifecycle", keep, "--format", "json").json
    assert (
        sorted([one["from"], one["to"], one["count"]] for one in ours["directly_follows"])
        == theirs["directly_follows"]
    )
    assert sorted([one["path"], one["cases"]] for one in ours["variants"]) == theirs["variants"]


@pytest.mark.slow
def test_pm4py_aligns_at_the_same_cost(reference, trace, pm4py, tmp_path):
    """A journey drafted from all but the common ways of the shop, so that most paths deviate."""
    from cxmap import load
    from cxmap_eventlog.alignment import Aligner
    from cxmap_eventlog.automaton import build_automaton

    (tmp_path / "ws").mkdir()
    assert (
        trace(reference / "ecom.csv.gz", *ECOM, "--discover", "-o", tmp_path / "ws" / "shop.yaml").status == 0
    )
    graph = load(tmp_path / "ws" / "shop.yaml").journey("shop").graph
    full = build_automaton(graph, {"wishlist_add"})
    # Keep the three strongest ways out of each touchpoint, and let paths stop in a few places only.
    ends = frozenset(n for n, name in enumerate(full.names) if name in ("purchase", "home", "account_page"))
    machine = type(full)(full.names, tuple(a[:3] for a in full.after), full.visits, ends, ends, full.silent)
    found = trace(reference / "ecom.csv.gz", *ECOM, "--format", "json").json
    paths = sorted([one["path"] for one in found["variants"] if len(one["path"]) <= 9][::12])
    question = {
        "names": machine.names,
        "after": machine.after,
        "visits": [sorted(visits) for visits in machine.visits],
        "accepting": sorted(machine.accepting),
        "silent": sorted(machine.silent),
    }
    aligner = Aligner(machine)
    ours = [aligner.align(path).cost for path in paths]
    assert len(paths) > 100 and max(ours) > 3 and min(ours) == 0
    assert pm4py({"machine": question, "paths": paths})["costs"] == ours
