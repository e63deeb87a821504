"""Every broken file is refused with its line and column, or read exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxmap import SourceError
from cxmap_tabular.manner import text_manner
from cxmap_tabular.opened import open_table, quoted

Rows = list[tuple[object, ...]]


def read(tmp_path: Path, name: str, content: bytes, form: str = "csv", **said: object) -> Rows:
    path = tmp_path / name
    path.write_bytes(content)
    with open_table(path, text_manner(name, form, **said)) as table:
        columns = ", ".join(quoted(column) for column in table.columns)
        return sorted(
            (
                tuple(value or None for value in row)
                for row in table.run(f"SELECT {columns} FROM {table.relation}")
            ),
            key=str,
        )


EXACT = {
    "plain": (b"a,b\n1,2\n3,4\n", {}, [("1", "2"), ("3", "4")]),
    "no last line end": (b"a,b\n1,2\n3,4", {}, [("1", "2"), ("3", "4")]),
    "windows line ends": (b"a,b\r\n1,2\r\n3,4\r\n", {}, [("1", "2"), ("3", "4")]),
    "old mac line ends": (b"a,b\r1,2\r3,4\r", {}, [("1", "2"), ("3", "4")]),
    "mixed line ends": (b"a,b\r\n1,2\n3,4\r\n", {}, [("1", "2"), ("3", "4")]),
    "byte order mark": (b"\xef\xbb\xbfa,b\n1,2\n", {}, [("1", "2")]),
    "quoted comma": (b'a,b\n"x, y",2\n', {}, [("x, y", "2")]),
    "quoted line end": (b'a,b\n"x\ny",2\n', {}, [("x\ny", "2")]),
    "doubled quote": (b'a,b\n"x ""y""",2\n', {}, [('x "y"', "2")]),
    "quote inside a field": (b'a,b\n5",2\n', {}, [('5"', "2")]),
    "missing value": (b"a,b\n,2\n", {}, [(None, "2")]),
    "blank lines at the end": (b"a,b\n1,2\n\n\n", {}, [("1", "2")]),
    "blanks are kept": (b"a,b\n 1 ,2\n", {}, [(" 1 ", "2")]),
    "preamble": (b"Export of today\na,b\n1,2\n", {"header": 2}, [("1", "2")]),
    "semicolons": (b"a;b\n1,5;2\n", {"delimiter": ";"}, [("1,5", "2")]),
    "single quotes": (b"a,b\n'x, y',2\n", {"quote": "'"}, [("x, y", "2")]),
    "latin-1 as declared": ("a,b\né,2\n".encode("latin-1"), {"encoding": "latin-1"}, [("é", "2")]),
    "utf-16 as declared": ("a,b\né,2\n".encode("utf-16"), {"encoding": "utf-16"}, [("é", "2")]),
    "looks like sql": (b"a,b\n'; DROP TABLE x; --,2\n", {}, [("'; DROP TABLE x; --", "2")]),
    "many columns": (
        ",".join(f"c{n}" for n in range(300)).encode()
        + b"\n"
        + ",".join(map(str, range(300))).encode()
        + b"\n",
        {},
        [tuple(str(n) if n else "0" for n in range(300))],
    ),
}


@pytest.mark.parametrize("name", EXACT)
def test_read_exactly(tmp_path: Path, name: str) -> None:
    content, said, rows = EXACT[name]
    assert read(tmp_path, "x.csv", content, **said) == rows


REFUSED = {
    "short row": (b"a,b\n1,2\n3\n", {}, "x.csv:3:2 SRC003 1 field where the header has 2"),
    "long row": (b"a,b\n1,2\n3,4,5\n", {}, "x.csv:3:3 SRC003 3 fields where the header has 2"),
    "long first row": (b"a,b\n1,2,3\n4,5\n", {}, "x.csv:2:3 SRC003"),
    "short row after quotes": (b'a,b\n"1\n2",2\n3\n', {}, "x.csv:4:2 SRC003"),
    "empty line": (b"a,b\n1,2\n\n3,4\n", {}, "x.csv:3:1 SRC003 this line is empty"),
    "empty first line": (b"\na,b\n1,2\n", {}, "x.csv:1:1 SRC004"),
    "quote never closed": (b'a,b\n1,2\n"x,2\n3,4\n', {}, "x.csv:3:1 SRC003"),
    "text after a closing quote": (b'a,b\n"x" y,2\n', {}, "x.csv:2:1 SRC003"),
    "name twice": (b"a,a\n1,2\n", {}, "x.csv:1:2 SRC004 `a` stands twice"),
    "name missing": (b"a,\n1,2\n", {}, "x.csv:1:2 SRC004 column 2 has no name"),
    "no rows": (b"a,b\n", {}, "x.csv:1:1 SRC006 there are no rows"),
    "empty file": (b"", {}, "x.csv:1:1 SRC006 the file is empty"),
    "too few rows": (b"a,b\n1,2\n", {"min_rows": 5}, "x.csv:1:1 SRC006 there are 1 rows where at least 5"),
    "nul": (b"a,b\n1,2\n3,\x004\n", {}, "x.csv:3:3 SRC002 a NUL"),
    "not utf-8": ("a,b\n1,2\né,4\n".encode("latin-1"), {}, "x.csv:3:1 SRC002 these bytes are not utf-8"),
    "cut in a character": (b"a,b\n1,\xc3", {}, "SRC002 these bytes are not utf-8"),
    "header below the file": (b"a,b\n1,2\n", {"header": 9}, "SRC004 there is no line 9"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refuse_with_the_line(tmp_path: Path, name: str) -> None:
    content, said, message = REFUSED[name]
    with pytest.raises(SourceError) as error:
        read(tmp_path, "x.csv", content, **said)
    assert message in str(error.value)


def test_a_long_row_far_down_a_large_file(tmp_path: Path) -> None:
    content = b"a,b\n" + b"1,2\n" * 300_000 + b"1,2,3\n" + b"1,2\n" * 10
    with pytest.raises(SourceError, match=r"x\.csv:300002:3 SRC003"):
        read(tmp_path, "x.csv", content)


@pytest.mark.parametrize(
    ("form", "content", "message"),
    [
        ("jsonl", b'{"a": 1, "a": 2}\n', "1:1 SRC003 `a` stands twice"),
        ("jsonl", b'{"a": NaN}\n', "1:1 SRC003 `NaN` is not a number"),
        ("jsonl", b'{"a": 1}\n[1]\n', "2:1 SRC003 this line is not a JSON object"),
        ("jsonl", b'{"a": 1}\n{"a": \n', "2:7 SRC003"),
        ("jsonl", b"[" * 100_000, "1:1 SRC003"),
        ("parquet", b"PAR1 nothing PAR1", "SRC002 the rows cannot be read"),
        ("xlsx", b"PK\x03\x04 nothing", "SRC002 it cannot be read as a workbook"),
        ("ods", b"nothing", "SRC002 it cannot be read as a workbook"),
        ("duckdb", b"nothing" * 1000, "SRC002 it cannot be read as a DuckDB file"),
        ("sqlite", b"nothing" * 1000, "SRC002 it cannot be read as an SQLite file"),
    ],
)
def test_refuse_other_damaged_files(tmp_path: Path, form: str, content: bytes, message: str) -> None:
    with pytest.raises(SourceError) as error:
        read(tmp_path, f"x.{form}", content, form)
    assert message in str(error.value)
    assert str(tmp_path) not in str(error.value)


def test_json_lines_are_read_as_written(tmp_path: Path) -> None:
    content = b'{"a": 1.50, "b": true}\n\n{"a": null, "b": "x"}\n'
    assert read(tmp_path, "x.jsonl", content, "jsonl") == [("1.50", "true"), (None, "x")]


def test_devices_and_folders_are_refused(tmp_path: Path) -> None:
    for path in (Path("/dev/null"), tmp_path):
        with (
            pytest.raises(SourceError, match="not a plain file"),
            open_table(path, text_manner("x.csv", "csv")),
        ):
            pass
    with (
        pytest.raises(SourceError, match="no such file"),
        open_table(tmp_path / "x.csv", text_manner("x.csv", "csv")),
    ):
        pass


@pytest.mark.parametrize(
    "said",
    [
        {"delimiter": ";;"},
        {"decimal": "x"},
        {"dates": "any"},
        {"encoding": "klingon"},
        {"time_zone": "Mars/Base"},
        {"quote": ","},
    ],
)
def test_conventions_that_cannot_be_followed_are_refused(said: dict[str, object]) -> None:
    with pytest.raises(SourceError, match="SRC001"):
        text_manner("x.csv", "csv", **said)


def test_names_of_files_and_columns_are_never_sql(tmp_path: Path) -> None:
    path = tmp_path / "a'; DROP TABLE x; --[1]*?.csv"
    path.write_bytes(b'"a""b; --",b\n1,2\n')
    with open_table(path, text_manner("x.csv", "csv")) as table:
        assert list(table.columns) == ['a"b; --', "b"]
        assert table.run(f"SELECT {quoted('b')} FROM {table.relation}") == [("2",)]


def test_a_workbook_that_asks_for_all_memory_is_refused(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "bomb.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write(0, 0, "score")
    sheet.write(1, 0, 9)
    sheet.write(1_048_575, 16_383, "far away")
    book.close()
    assert path.stat().st_size < 10_000
    with pytest.raises(SourceError, match=r"bomb\.xlsx:1:1 SRC002 the workbook takes more memory"):
        read(tmp_path, "bomb.xlsx", path.read_bytes(), "xlsx")


def test_a_view_in_a_database_reaches_for_no_other_file(tmp_path: Path) -> None:
    import duckdb

    path = tmp_path / "x.duckdb"
    with duckdb.connect(str(path)) as made:
        made.execute("CREATE VIEW answers AS SELECT content AS score FROM read_text('/etc/hostname')")
        made.execute("CREATE TABLE honest AS SELECT 9 AS score")
    manner = text_manner("x.duckdb", "duckdb", table="answers")
    with (
        pytest.raises(SourceError, match="there is no table `answers`; write one of `honest`"),
        open_table(path, manner),
    ):
        pass
    with open_table(path, text_manner("x.duckdb", "duckdb")) as table:
        assert table.run(f"SELECT * FROM {table.relation}") == [(9,)]
