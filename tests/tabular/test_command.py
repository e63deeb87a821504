"""The command a newcomer types first: one file, one metric."""

from __future__ import annotations

import json
import random
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from cxmap import Tally
from cxmap_metrics import nps
from cxmap_tabular.command import measure


def run(*arguments: object) -> Result:
    return CliRunner().invoke(measure, [str(one) for one in arguments])


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    draw = random.Random(3)
    lines = ["score,step,note"]
    lines += [
        f"{draw.choice([0, 5, 7, 9, 10, ''])},{draw.choice(['web', 'call'])},secret-{n}" for n in range(200)
    ]
    lines += ["9,rare,secret"] * 5
    path = tmp_path / "survey.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_one_result_without_a_group(survey: Path) -> None:
    result = run(survey, "--metric", "nps", "--column", "score", "--format", "json")
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    scores = [int(line.split(",")[0]) for line in survey.read_text().splitlines()[1:] if line[0] != ","]
    expected = nps(Tally.of(scores))
    assert set(said) == {"metric", "results"}
    assert said["metric"] == "nps"
    assert said["results"] == [
        {name: pytest.approx(getattr(expected, name)) for name in ("value", "low", "high", "n")}
    ]


def test_groups_are_sorted_and_small_ones_have_n_only(survey: Path) -> None:
    said = json.loads(
        run(survey, "--metric", "nps", "--column", "score", "--by", "step", "--format", "json").stdout
    )
    assert [one["group"] for one in said["results"]] == ["call", "rare", "web"]
    assert said["results"][1] == {"group": "rare", "n": 5}
    assert set(said["results"][0]) == {"group", "value", "low", "high", "n"}


def test_parquet_gives_the_same_as_csv(survey: Path, tmp_path: Path) -> None:
    target = tmp_path / "survey.parquet"
    duckdb.sql(
        f"COPY (SELECT TRY_CAST(score AS TINYINT) AS score, step FROM '{survey}') TO '{target}' (FORMAT parquet)"
    )
    asked = ("--metric", "nps", "--column", "score", "--by", "step", "--format", "json")
    assert run(target, *asked).stdout == run(survey, *asked).stdout


def test_a_table_for_people_holds_no_answers(survey: Path) -> None:
    result = run(survey, "--metric", "nps", "--column", "score", "--by", "step")
    assert result.exit_code == 0
    assert "fewer than 10" in result.stdout
    assert "secret" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--metric", "nps", "--column", "scor"),
            "survey.csv:1:1 SRC004 there is no column `scor`; did you mean `score`?",
        ),
        (("--metric", "ces1", "--column", "score"), "SRC005 `7` is outside 1 to 5 of ces1"),
        (("--metric", "nps", "--column", "step"), "SRC005"),
        (("--metric", "nps", "--column", "score", "--by", "stp"), "did you mean `step`?"),
        (("--metric", "npss", "--column", "score"), "did you mean `nps`?"),
        (("--metric", "nps"), "nps needs score"),
        (("--metric", "scorecard", "--column", "score"), "is computed from the map"),
        (("--metric", "csat", "--column", "score", "--option", "scal=7"), "did you mean `scale`?"),
        (("--metric", "fcr", "--column", "customer_id=step", "--column", "ts=note"), "is not a moment"),
        (("--column", "score"), "say which metric"),
    ],
)
def test_bad_input_is_one_sentence(survey: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run(survey, *arguments, "--format", "json")
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output
    assert "secret" not in result.output


def test_a_text_where_a_score_belongs_is_not_repeated(survey: Path) -> None:
    result = run(survey, "--metric", "nps", "--column", "note")
    assert result.exit_code == 2
    assert "survey.csv:2:3 SRC005 `(a text of 8 characters)` is not a whole number" in result.output


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = run(tmp_path / "no.csv", "--metric", "nps", "--column", "score")
    assert result.exit_code == 2
    assert "no.csv:1:1 SRC001 there is no such file" in result.output


def test_semicolons_are_pointed_out(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("score;step\n9;web\n")
    assert "delimiter" in run(path, "--metric", "nps", "--column", "score").output
    assert run(path, "--metric", "nps", "--column", "score", "--delimiter", ";").exit_code == 0


def test_words_that_mean_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("score\n" + "9\n" * 12 + "N/A\n" * 3)
    assert run(path, "--metric", "nps", "--column", "score").exit_code == 2
    said = json.loads(
        run(path, "--metric", "nps", "--column", "score", "--missing", "N/A", "--format", "json").stdout
    )
    assert said["results"][0]["n"] == 12


def test_contacts_chained_into_issues(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    rows = [f"c{n},2026-01-05 10:00" for n in range(20)] + [f"c{n},2026-01-08 10:00" for n in range(5)]
    rows += ["late,2026-03-01 10:00"]
    path.write_text("who,at\n" + "\n".join(rows) + "\n")
    asked = ("--metric", "fcr", "--column", "customer_id=who", "--column", "ts=at", "--format", "json")
    said = json.loads(run(path, *asked, "--as-of", "2026-03-02").stdout)
    assert (said["results"][0]["value"], said["results"][0]["n"]) == (75, 20)
    said = json.loads(run(path, *asked, "--as-of", "2026-06-01").stdout)
    assert said["results"][0]["n"] == 21
    said = json.loads(run(path, *asked, "--as-of", "2026-06-01", "--option", "window=2d").stdout)
    assert (said["results"][0]["value"], said["results"][0]["n"]) == (100, 26)


def test_terminal_controls_in_a_file_do_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("score,step\n" + "9,\x1b[31mred\n" * 12)
    result = run(path, "--metric", "nps", "--column", "score", "--by", "step")
    assert "\x1b" not in result.output
    assert "\\u001b[31mred" in result.output


def test_the_result_can_be_written(survey: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    result = run(survey, "--metric", "nps", "--column", "score", "--format", "json", "-o", target)
    assert result.exit_code == 0
    assert json.loads(target.read_text())["metric"] == "nps"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["out.json", "survey.csv"]


def test_options_that_would_do_nothing_are_refused(survey: Path, tmp_path: Path) -> None:
    result = run(survey, "--metric", "nps", "--column", "score", "--period", "month")
    assert result.exit_code == 2
    assert "--period belongs to a workspace" in result.output
    result = run(tmp_path, "--column", "score")
    assert result.exit_code == 2
    assert "--column belongs to a single file" in result.output
    assert "--min-rows belongs to a single file" in run(tmp_path, "--min-rows", "5").output


def test_json_does_nothing_to_a_terminal_either(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("score,step\n" + "9,\x9b31m\u202e\U000e0041red\n" * 12)
    result = run(path, "--metric", "nps", "--column", "score", "--by", "step", "--format", "json")
    assert "\x9b" not in result.output
    assert "\u202e" not in result.output
    assert json.loads(result.stdout)["results"][0]["group"] == "\x9b31m\u202e\U000e0041red"


@pytest.mark.parametrize("ending", ["csv", "tsv", "parquet", "jsonl", "duckdb"])
def test_of_many_wrong_values_the_one_that_stands_first_is_named(tmp_path: Path, ending: str) -> None:
    """The engine groups on several threads and gives groups in any order."""
    draw = random.Random(5)
    scores = [draw.randint(1, 5) for _ in range(3000)]
    for place, wrong in ((700, 77), (90, 9), (1500, 6), (2999, 0)):
        scores[place] = wrong
    path = tmp_path / f"survey.{ending}"
    if ending in ("csv", "tsv"):
        path.write_text("score\n" + "".join(f"{score}\n" for score in scores))
    elif ending == "jsonl":
        path.write_text("".join(f'{{"score": "{score}"}}\n' for score in scores))
    elif ending == "parquet":
        duckdb.sql(f"COPY (SELECT unnest({scores}) AS score) TO '{path}'")
    else:
        with duckdb.connect(str(path)) as made:
            made.execute(f"CREATE TABLE survey AS SELECT unnest({scores}) AS score")
    table = ["--table", "survey"] if ending == "duckdb" else []
    result = run(path, "--metric", "ces1", "--column", "score", *table)
    assert result.exit_code == 2
    assert "SRC005 `9` is outside 1 to 5 of ces1" in result.output
    assert f":{92 if ending in ('csv', 'tsv') else 91}:" in result.output
