"""Sources declared in a workspace: words, places, people, conditions, formats."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from click.testing import CliRunner

from cxmap import LoadError, SourceError, Wanted, load, open_with_plugins
from cxmap.observing import observe_all
from cxmap_tabular.command import measure as command
from tests.tabular.conftest import AS_OF, Maker, measure, values

HEADER = ["step", "who", "how", "at", "cust", "score", "happy"]
ROWS: list[list[object]] = [
    [step, who, how, f"2026-0{month}-10", f"c{number}", (number * 7 + month) % 11, number % 5 + 1]
    for number, (step, who, how, month) in enumerate(
        (step, who, how, month)
        for step in ("Web quote", "Hotline")
        for who in ("Young", "Old")
        for how in ("web", "phone")
        for month in range(1, 9)
        for _ in range(3)
    )
]
SOURCE = """\
answers:
  {where}
  columns: {{touchpoint: step, persona: who, channel: how, time: at}}
  words: {{touchpoint: {{"Web*": quote, "Hot?ine": call}}, persona: {{Young: ann, Old: bob}}}}
  measures:
    nps: {{score: score}}
    csat: {{score: happy, where: {{channel: phone}}}}
"""


def csv(rows: list[list[object]] = ROWS, header: list[str] = HEADER) -> str:
    return "\n".join(",".join(map(str, row)) for row in [header, *rows]) + "\n"


def source(where: str) -> str:
    return SOURCE.format(where=where.replace("\n", "\n  "))


def test_every_level_adds_up(make: Maker) -> None:
    found, notes = measure(make(source("path: rows.csv"), rows__csv=csv()))
    got = values(found)
    assert got["nps join"][1] == len(ROWS)
    assert got["nps find"][1] == len(ROWS)
    assert got["nps quote"][1] + got["nps call"][1] == len(ROWS)
    assert got["nps quote ann"][1] + got["nps quote bob"][1] == got["nps quote"][1]
    assert got["csat join"][1] == len(ROWS) // 2
    assert notes[0].unmatched == {}


def test_words_that_match_nothing_are_listed_with_their_counts(make: Maker) -> None:
    strange = [["Kiosk", "Young", "web", "2026-01-01", "x", 9, 5]] * 4 + [
        ["Test 1", "Young", "web", "2026-01-01", "x", 9, 5]
    ] * 3
    root = make(
        source("path: rows.csv").replace('"Hot?ine": call', '"Hot?ine": call, "Test*": ignore'),
        rows__csv=csv(ROWS + strange),
    )
    found, notes = measure(root)
    assert notes[0].unmatched == {"touchpoint": {"Kiosk": 4}}
    assert notes[0].ignored == 3
    assert values(found)["nps join"][1] == len(ROWS)


def test_small_groups_are_not_shown(make: Maker) -> None:
    few = [["Web quote", "Young", "web", "2026-01-01", f"y{n}", 9, 5] for n in range(9)]
    many = [["Hotline", "Old", "web", "2026-01-01", f"o{n}", 9, 5] for n in range(30)]
    found, _ = measure(make(source("path: rows.csv"), rows__csv=csv(few + many)))
    got = values(found)
    assert got["nps quote ann"] == (None, 9)
    assert got["nps call bob"] == (100.0, 30)


def test_the_last_answer_of_a_person_and_period_counts(make: Maker) -> None:
    text = SOURCE.replace("time: at", "time: at, customer: cust").format(where="path: rows.csv")
    twice = [
        ["Web quote", "Young", "web", f"2026-03-{day:02}", f"c{n}", score, 3]
        for n in range(20)
        for day, score in ((1, 10), (20, 0))
    ]
    found, _ = measure(make(text, rows__csv=csv(twice)))
    nps = next(one for one in found if one.cell.definition.id == "nps" and one.cell.at == "quote")
    assert (nps.estimate.value, nps.estimate.n, nps.estimate.excluded) == (-100, 20, 20)


def test_periods(make: Maker) -> None:
    found, _ = measure(make(source("path: rows.csv"), rows__csv=csv()), "quarter")
    got = {
        one.cell.period: one.estimate.n
        for one in found
        if one.cell.at == "join" and not one.cell.by and one.cell.definition.id == "nps"
    }
    assert got == {"2026-Q1": 72, "2026-Q2": 72, "2026-Q3": 48}


def test_one_table_in_every_format(make: Maker, tmp_path: Path) -> None:
    expected = values(measure(make(source("path: rows.csv"), rows__csv=csv()))[0])
    (tmp_path / "rows.tsv").write_text(csv().replace(",", "\t"))
    (tmp_path / "rows.jsonl").write_text(
        "".join(json.dumps(dict(zip(HEADER, row, strict=True))) + "\n" for row in ROWS)
    )
    duckdb.sql(
        f"COPY (SELECT * FROM '{tmp_path / 'rows.csv'}') TO '{tmp_path / 'rows.parquet'}' (FORMAT parquet)"
    )
    with duckdb.connect(str(tmp_path / "rows.duckdb")) as made:
        made.execute(f"CREATE TABLE answers AS SELECT * FROM '{tmp_path / 'rows.csv'}'")
    with sqlite3.connect(tmp_path / "rows.sqlite") as connection:
        connection.execute("CREATE TABLE answers (step, who, how, at, cust, score, happy)")
        connection.executemany("INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)", ROWS)
    connection.close()
    workbook(tmp_path / "rows.xlsx")
    for ending in ("tsv", "jsonl", "parquet", "duckdb", "sqlite", "xlsx"):
        root = make(source(f"path: rows.{ending}"))
        assert values(measure(root)[0]) == expected, ending


def workbook(path: Path, rows: list[list[object]] = ROWS) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Answers")
    for number, row in enumerate([HEADER, *rows]):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.close()


def test_a_workbook_is_refused_at_its_cell(make: Maker, tmp_path: Path) -> None:
    root = make(source("path: rows.xlsx"))
    bad = [list(row) for row in ROWS]
    bad[3][5] = 7.5
    workbook(tmp_path / "rows.xlsx", bad)
    with pytest.raises(SourceError, match=r"rows\.xlsx:5:6 SRC005 `7\.5` is not a whole number"):
        measure(root)
    root = make(source("path: rows.xlsx\nread: {sheet: Antworten}"))
    with pytest.raises(SourceError, match="no sheet `Antworten`; write one of `Answers`"):
        measure(root)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("score: score", "skore: score"), "`skore` is not an input of nps; did you mean `score`?"),
        (("score: score", "score: skore"), "there is no column `skore` for score; did you mean `score`?"),
        (
            ("touchpoint: step", "touchpoint: stp"),
            "there is no column `stp` for touchpoint; did you mean `step`?",
        ),
        (('"Web*": quote', '"Web*": qote'), "did you mean `quote`?"),
        (
            ("path: rows.csv", "path: rows.csv\n  read: {min_rows: 5000}"),
            "there are 192 rows where at least 5000 are declared",
        ),
    ],
)
def test_slips_in_the_declaration(make: Maker, change: tuple[str, str], message: str) -> None:
    root = make(source("path: rows.csv").replace(*change), rows__csv=csv())
    with pytest.raises((SourceError, LoadError)) as error:
        measure(root)
    assert message in str(error.value)


def test_a_bad_value_has_its_line(make: Maker) -> None:
    rows = [list(row) for row in ROWS]
    rows[100][5] = 11
    with pytest.raises(SourceError, match=r"rows\.csv:102:6 SRC005 `11` is outside 0 to 10 of nps"):
        measure(make(source("path: rows.csv"), rows__csv=csv(rows)))
    rows[100][5], rows[50][3] = 1, "2026-02-30"
    with pytest.raises(SourceError, match=r"rows\.csv:52:4 SRC005 `2026-02-30` is not a moment \(iso\)"):
        measure(make(source("path: rows.csv"), rows__csv=csv(rows)))


def test_day_and_month_are_never_mixed_up(make: Maker) -> None:
    rows = [[*row[:3], "03/04/2026", *row[4:]] for row in ROWS]
    declared = {"day-first": "2026-04-03", "month-first": "2026-03-04"}
    for dates, day in declared.items():
        found, _ = measure(make(source(f"path: rows.csv\nread: {{dates: {dates}}}"), rows__csv=csv(rows)))
        assert found[0].asof.isoformat() == day
    with pytest.raises(SourceError, match="is not a moment"):
        measure(make(source("path: rows.csv"), rows__csv=csv(rows)))


@pytest.mark.parametrize(
    "path", ["../rows.csv", "/etc/passwd", "https://example.org/x.csv", "~/rows.csv", "link.csv", "out/x.csv"]
)
def test_paths_that_lead_out_are_refused(make: Maker, tmp_path: Path, path: str) -> None:
    root = make(source(f'path: "{path}"'), rows__csv=csv())
    (tmp_path / "link.csv").symlink_to("/etc/hostname")
    (tmp_path / "out").symlink_to("/etc")
    with pytest.raises((SourceError, Exception), match="LNG011"):
        measure(root)


def test_columns_of_counts(make: Maker) -> None:
    text = """\
monthly:
  path: counts.csv
  grain: counts
  columns: {touchpoint: step}
  measures:
    nps: {counts: {promoters: p, passives: s, detractors: d}}
    fcr: {counts: {met: solved, n: all}}
"""
    rows = "step,p,s,d,solved,all\nquote,500,300,200,70,100\nquote,40,30,30,5,10\ncall,4,3,3,2,8\n"
    got = values(measure(make(text, counts__csv=rows))[0])
    assert got["nps quote"] == (round(100 * (540 - 230) / 1100, 4), 1100)
    assert got["fcr join"] == (round(100 * 77 / 118, 4), 118)
    assert got["fcr call"] == (None, 8)
    with pytest.raises(SourceError, match=r"more than all"):
        measure(make(text, counts__csv=rows.replace("2,8", "9,8").replace("70,100", "700,100")))
    with pytest.raises(SourceError, match=r"counts\.csv:2:2 SRC005 .*-5"):
        measure(make(text, counts__csv=rows.replace("quote,500", "quote,-5")))


THEYDO = {
    "format": "THEYDO_METRICS_V1",
    "metrics": [
        {
            "type": "NPS",
            "importKey": "NPS",
            "title": "Net",
            "unit": "responses",
            "dataPoints": [
                {"dateOfMeasurement": "2026-08-31", "promoters": 1, "passives": 1, "detractors": 99},
                {
                    "dateOfMeasurement": "2026-09-30",
                    "promoters": 60,
                    "passives": 30,
                    "detractors": 10,
                    "dimensions": [{"key": "where", "value": "W"}],
                },
                {
                    "dateOfMeasurement": "2026-09-30",
                    "promoters": 10,
                    "passives": 30,
                    "detractors": 60,
                    "dimensions": [{"key": "where", "value": "P"}],
                },
            ],
        },
        {
            "type": "CSAT",
            "importKey": "CSAT",
            "title": "Happy",
            "unit": "responses",
            "dataPoints": [
                {
                    "dateOfMeasurement": "2026-09-30",
                    "veryUnsatisfied": 1,
                    "unsatisfied": 2,
                    "neutral": 3,
                    "satisfied": 14,
                    "verySatisfied": 20,
                },
            ],
        },
        {
            "type": "CES",
            "importKey": "CES",
            "title": "Easy",
            "unit": "score",
            "dataPoints": [
                {"dateOfMeasurement": "2026-09-30", "score": 5.5, "respondents": 300},
                {"dateOfMeasurement": "2026-09-30", "score": 4.5, "respondents": 100},
            ],
        },
        {
            "type": "RATIO",
            "importKey": "FCR",
            "title": "Solved",
            "unit": "cases",
            "dataPoints": [
                {"dateOfMeasurement": "2026-09-30", "numerator": 74, "denominator": 100},
            ],
        },
    ],
}
THEYDO_SOURCE = """\
counts:
  path: counts.json
  read: {format: theydo}
  columns: {touchpoint: where}
  words: {touchpoint: {W: quote, P: call}}
  measures: {nps: {}}
totals:
  path: counts.json
  read: {format: theydo}
  measures: {csat: {}, ces: {}, fcr: {key: FCR}}
"""


def test_counts_in_theydo_shape(make: Maker) -> None:
    found, _ = measure(make(THEYDO_SOURCE, counts__json=json.dumps(THEYDO)))
    got = values(found)
    assert got["nps quote"] == (50.0, 100)
    assert got["nps call"] == (-50.0, 100)
    assert got["nps join"] == (0.0, 200)
    assert got["csat join"] == (4.25, 40)
    assert got["ces join"] == (5.25, 400)
    assert got["fcr join"] == (74.0, 100)
    assert next(one.estimate.method for one in found if one.cell.definition.id == "ces") == "widest t"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "SRC003 this is not JSON"),
        ("{}", "SRC003 this is no file of counts"),
        (
            json.dumps(THEYDO).replace('"promoters": 60', '"promoters": -60'),
            "SRC005 data point 2 of `NPS` holds `-60`",
        ),
        (json.dumps(THEYDO).replace('"passives": 30, ', ""), "data point 2 of `NPS` lacks 'passives'"),
        (json.dumps(THEYDO).replace("FCR", "XXX"), "no metric of counts.json fit `fcr`"),
    ],
)
def test_broken_files_of_counts(make: Maker, content: str, message: str) -> None:
    with pytest.raises(SourceError) as error:
        measure(make(THEYDO_SOURCE, counts__json=content))
    assert message in str(error.value)


def test_observations_are_written_and_load_again(make: Maker, tmp_path: Path) -> None:
    root = make(source("path: rows.csv"), rows__csv=csv())
    result = CliRunner().invoke(
        command, [str(root), "--as-of", "2026-11-01", "-o", str(root / "measured.yaml")]
    )
    assert result.exit_code == 0, result.output
    found, _ = measure(root)
    held = load(root).observations
    assert len(held) == len(found)
    for one, written in zip(found, held, strict=True):
        assert (written.metric, written.at, dict(written.by)) == (
            one.cell.definition.id,
            one.cell.at,
            dict(one.cell.by),
        )
        assert written.n == one.estimate.n
        assert written.value is None or written.value.number == pytest.approx(one.estimate.value, abs=1e-4)
    again = (root / "measured.yaml").read_text()
    CliRunner().invoke(command, [str(root), "--as-of", "2026-11-01", "-o", str(root / "measured.yaml")])
    assert (root / "measured.yaml").read_text() == again


def test_sources_are_laid_over_the_graph(make: Maker) -> None:
    opened = open_with_plugins(Wanted(make(source("path: rows.csv"), rows__csv=csv())))
    workspace = observe_all(opened.workspace, opened.plugins, AS_OF)
    seen = [one for one in workspace.graph("join").observations if one.at == "quote" and not one.by]
    assert {one.metric for one in seen} == {"nps", "csat"}


def test_text_and_json_say_the_same(make: Maker) -> None:
    root = make(source("path: rows.csv"), rows__csv=csv())
    text = CliRunner().invoke(command, [str(root), "--as-of", "2026-11-01"])
    said = json.loads(
        CliRunner().invoke(command, [str(root), "--as-of", "2026-11-01", "--format", "json"]).stdout
    )
    assert text.exit_code == 0
    for one in said["observations"]:
        assert one["at"] in text.stdout
    whole = next(
        one
        for one in said["observations"]
        if one["metric"] == "nps" and one["at"] == "join" and not one["by"]
    )
    assert (whole["target"], whole["state"]) == (20, "missed")


def test_a_workspace_without_rows_says_so(make: Maker) -> None:
    result = CliRunner().invoke(command, [str(make("voc: {type: survey}"))])
    assert result.exit_code == 2
    assert "no source of this workspace has rows" in result.output


def test_tables_of_database_files_behind_connections(make: Maker, tmp_path: Path) -> None:
    expected = values(measure(make(source("path: rows.csv"), rows__csv=csv()))[0])
    with sqlite3.connect(tmp_path / "lake.sqlite") as connection:
        connection.execute("CREATE TABLE answers (step, who, how, at, cust, score, happy)")
        connection.executemany("INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)", ROWS)
        connection.execute("CREATE TABLE other (x)")
    connection.close()
    config = "connections: {lake: {engine: sqlite, path: lake.sqlite}}\n"
    assert values(measure(make(source("connection: lake\ntable: answers"), config=config))[0]) == expected
    with pytest.raises(SourceError, match=r"there is no table `answer`; write one of `answers`, `other`"):
        measure(make(source("connection: lake\ntable: answer"), config=config))
    with pytest.raises(SourceError, match="holds several tables"):
        measure(make(source("connection: lake"), config=config))


def test_an_opendocument_sheet(make: Maker, tmp_path: Path) -> None:
    expected = values(measure(make(source("path: rows.csv"), rows__csv=csv()))[0])
    cells = "".join(
        f"<table:table-row>{''.join(_cell(value) for value in row)}</table:table-row>"
        for row in [HEADER, *ROWS]
    )
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    names += ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    body = f'<office:body><office:spreadsheet><table:table table:name="A">{cells}</table:table></office:spreadsheet></office:body>'
    with zipfile.ZipFile(tmp_path / "rows.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="/" '
            'm:media-type="application/vnd.oasis.opendocument.spreadsheet"/></m:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {names}>{body}</office:document-content>',
        )
    assert values(measure(make(source("path: rows.ods")))[0]) == expected


def _cell(value: object) -> str:
    if isinstance(value, int):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def test_one_metric_of_a_workspace(make: Maker) -> None:
    root = make(source("path: rows.csv"), rows__csv=csv())
    said = json.loads(CliRunner().invoke(command, [str(root), "--metric", "csat", "--format", "json"]).stdout)
    assert {one["metric"] for one in said["observations"]} == {"csat"}
    result = CliRunner().invoke(command, [str(root), "--metric", "aht"])
    assert "no source of this workspace measures `aht`" in result.output


def test_one_journey_of_several_is_measured_alone(make: Maker, tmp_path: Path) -> None:
    root = make(source("path: rows.csv"), rows__csv=csv())
    (root / "leave.yaml").write_text(
        "cxmap: 1\njourney: Leave\ntouchpoints: {call: {channel: phone}, bye: {channel: email}}\n"
    )
    both = json.loads(CliRunner().invoke(command, [str(root), "--format", "json"]).stdout)
    assert {one["journey"] for one in both["observations"]} == {"join", "leave"}
    alone = json.loads(CliRunner().invoke(command, [str(root / "leave.yaml"), "--format", "json"]).stdout)
    assert {(one["journey"], one["at"]) for one in alone["observations"]} == {
        ("leave", "leave"),
        ("leave", "call"),
    }
