"""Numbers over time: trends measured anew, changes that may be chance, and the scorecard."""

from __future__ import annotations

import json
from datetime import date

from click.testing import CliRunner

from cxmap_tabular.command import measure as command
from cxmap_tabular.periods import period_ends
from tests.tabular.conftest import Maker, measure

SURVEY = """\
answers:
  path: rows.csv
  columns: {touchpoint: step, time: at, weight: money}
  measures: {nps: {score: score}}
"""
POLICIES = """\
book:
  path: policies.csv
  columns: {customer: who, time: since}
  measures: {retention: {active_to: until}}
"""


def said(root: object, *more: str) -> dict[str, object]:
    result = CliRunner().invoke(command, [str(root), "--as-of", "2026-11-01", "--format", "json", *more])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def survey(*waves: tuple[str, int, int]) -> str:
    lines = ["step,at,money,score"]
    for day, good, bad in waves:
        lines += [f"quote,{day},5,10"] * good + [f"quote,{day},5,0"] * bad
    return "\n".join(lines) + "\n"


def test_a_change_is_called_chance_or_more(make: Maker) -> None:
    rows = survey(("2026-02-01", 100, 100), ("2026-05-01", 104, 96), ("2026-08-01", 160, 40))
    found = said(make(SURVEY, rows__csv=rows), "--period", "quarter")
    whole = [one for one in found["observations"] if one["at"] == "quote"]  # type: ignore[attr-defined]
    assert [one["period"] for one in whole] == ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert whole[0]["change"] is None
    assert (whole[1]["change"]["since"], whole[1]["change"]["significant"]) == ("2026-Q1", False)
    assert whole[2]["change"]["significant"] is True
    assert found["unread"] == {"answers": ["weight"]}


def test_retention_is_measured_anew_at_the_end_of_every_period(make: Maker) -> None:
    lines = ["who,since,until"]
    for number in range(400):
        gone = "" if number % 4 else f"2025-{number % 12 + 1:02}-15"
        lines.append(f"c{number},2023-01-01,{gone}")
    lines.append("late,2026-10-01,")
    found, _ = measure(make(POLICIES, policies__csv="\n".join(lines) + "\n"), "quarter")
    trend = {one.cell.period: one.estimate.value for one in found}
    assert list(trend) == ["2026-Q1", "2026-Q2", "2026-Q3"]
    left = {quarter: sum(n % 4 == 0 and n % 12 + 1 > quarter for n in range(400)) for quarter in (3, 6, 9)}
    here = {quarter: 300 + gone for quarter, gone in left.items()}
    assert [round(value or 0, 6) for value in trend.values()] == [
        round(30_000 / here[quarter], 6) for quarter in (3, 6, 9)
    ]


def test_what_happens_after_the_export_is_not_known(make: Maker) -> None:
    lines = ["who,since,until"] + [
        f"c{number},2023-01-01,{'' if number % 5 else '2026-03-01'}" for number in range(200)
    ]
    found, _ = measure(make(POLICIES, policies__csv="\n".join(lines) + "\n"))
    assert (found[0].asof, found[0].estimate.value) == (date(2026, 3, 1), 80)


def test_ends_of_periods() -> None:
    assert period_ends(date(2026, 1, 31), date(2026, 3, 20), "month") == [
        ("2026-01", date(2026, 1, 31)),
        ("2026-02", date(2026, 2, 28)),
    ]
    assert period_ends(date(2025, 12, 1), date(2026, 6, 30), "quarter") == [
        ("2025-Q4", date(2025, 12, 31)),
        ("2026-Q1", date(2026, 3, 31)),
        ("2026-Q2", date(2026, 6, 30)),
    ]
    assert period_ends(date(2024, 1, 1), date(2025, 12, 31), "year") == [
        ("2024", date(2024, 12, 31)),
        ("2025", date(2025, 12, 31)),
    ]
    assert len(period_ends(date(1990, 1, 1), date(2026, 1, 1), "month")) == 24


def test_the_scorecard(make: Maker, tmp_path: object) -> None:
    root = make(SURVEY, rows__csv=survey(("2026-02-01", 60, 40)))
    (root / "names.yaml").write_text(
        "cxmap: 1\nmetrics: {nps: {baseline: 10, target: 50}, csat: {}, ces: {}, fcr: {}, retention: {}}\n"
    )
    assert said(root)["scorecards"] == {
        "join": {"all": {"value": 25, "gaps": 0}, "advocacy": {"value": 25, "gaps": 0}}
    }
    text = CliRunner().invoke(command, [str(root), "--as-of", "2026-11-01"]).stdout
    assert "scorecard of join: 25 of 100" in text
