"""`--discover` drafts a journey that loads and says what the log says."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cxmap import load
from cxmap_eventlog.discover import RESERVED, clean_ids

NAMES = ["Look around", "Warenkorb öffnen", "Kauf!", "end", "支払い", "look-around", "9 lives", "anytime"]


def write_draft(trace, path, tmp_path, *more):
    assert trace(path, "--discover", "-o", tmp_path / "ws" / "draft.yaml", *more).status == 0
    return load(tmp_path / "ws" / "draft.yaml").journey("draft").graph


@pytest.fixture
def log(tmp_path, csv_log):
    (tmp_path / "ws").mkdir()
    rows = []
    for case in range(30):
        names = NAMES[: 2 + case % 7]
        rows += [(str(case), name, f"2026-01-{n + 1:02d}") for n, name in enumerate(names)]
    return csv_log(rows)


def test_a_draft_loads_with_clean_ids_and_shares(log, trace, tmp_path):
    graph = write_draft(trace, log, tmp_path)
    assert {one.id for one in graph.touchpoints} == {
        "look_around", "warenkorb_offnen", "kauf", "step_end", "step_5", "look_around_2", "step_9_lives", "step_anytime"
    }  # fmt: skip
    assert {str(one.title) for one in graph.touchpoints} == set(NAMES)
    assert graph.entries == ("look_around",)
    edge = graph.edge("warenkorb_offnen", "kauf")
    assert edge is not None and edge.share == pytest.approx(25 / 30, abs=0.001)
    assert len(graph.stages) > 1


def test_a_draft_fits_its_own_log(log, trace, tmp_path):
    write_draft(trace, log, tmp_path)
    logs = "cxmap: 1\nlogs: {own: {path: log.csv, touchpoints: {"
    ids = clean_ids(NAMES)
    logs += ", ".join(f'"{name}": {ids[name]}' for name in NAMES) + "}}}\n"
    (tmp_path / "ws" / "logs.yaml").write_text(logs)
    (tmp_path / "ws" / "cxmap.yaml").write_text("cxmap: 1\n")
    (tmp_path / "ws" / "log.csv").write_bytes(log.read_bytes())
    found = trace(tmp_path / "ws", "--format", "json").json
    assert found["conformance"]["share"] == 1


def test_declared_ends_are_ends(log, trace, tmp_path):
    graph = write_draft(trace, log, tmp_path, "--end", "Kauf!")
    assert "kauf" in graph.ends and "step_5" not in graph.ends


def test_real_logs_become_journeys(reference, trace, tmp_path):
    (tmp_path / "ws").mkdir()
    graph = write_draft(trace, reference / "teleclaims.xes.gz", tmp_path)
    assert len(graph.touchpoints) == 11
    columns = ("--case", "session_id", "--activity", "event", "--time", "timestamp")
    graph = write_draft(trace, reference / "ecom.csv.gz", tmp_path, *columns)
    assert len(graph.touchpoints) == 19


@given(st.lists(st.text(min_size=1, max_size=80), unique=True, min_size=1, max_size=12))
def test_ids_are_always_clean_and_unique(names):
    import re

    ids = clean_ids(names)
    assert len(set(ids.values())) == len(names)
    for one in ids.values():
        assert re.fullmatch(r"[a-z][a-z0-9_-]{0,63}", one) and one not in RESERVED


ANY_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=12)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(
    rows=[
        (0, "NO"),
        (0, "null"),
        (0, "on"),
        (1, "True"),
        (1, "1:30"),
        (1, "0x1f"),
        (1, "~"),
        (2, "a: b #c"),
        (2, "'\""),
    ]
)
@given(rows=st.lists(st.tuples(st.integers(0, 5), ANY_TEXT), min_size=1, max_size=30))
def test_any_log_becomes_a_journey_that_loads(rows, tmp_path_factory, trace):
    import csv

    folder = tmp_path_factory.mktemp("any")
    (folder / "ws").mkdir()
    with (folder / "log.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["case", "activity", "time"])
        writer.writerows((case, name, f"2026-01-01 00:00:{n:02d}") for n, (case, name) in enumerate(rows))
    if all(not name.strip() for _, name in rows):
        return
    write_draft(trace, folder / "log.csv", folder)
