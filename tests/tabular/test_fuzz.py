"""Whatever stands in a file is read exactly or refused; nothing else ever happens."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cxmap import SourceError
from cxmap_tabular.manner import text_manner
from cxmap_tabular.opened import open_table, quoted
from cxmap_tabular.words import matches

FIELDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)
NAMES = st.lists(
    st.text("abcdefgh XYZ'é", min_size=1, max_size=6).filter(str.strip),
    min_size=2,
    max_size=5,
    unique_by=str.strip,
)


def read(content: bytes, form: str = "csv", **said: object) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"x.{form}"
        path.write_bytes(content)
        with open_table(path, text_manner(path.name, form, **said)) as table:
            names = tuple(table.columns)
            columns = ", ".join(quoted(name) for name in names)
            rows = table.run(f"SELECT {columns} FROM {table.relation}")
            return names, sorted(tuple("" if value is None else str(value) for value in row) for row in rows)


@settings(max_examples=40, deadline=None)
@given(
    NAMES,
    st.data(),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_a_csv_writer_wrote_is_read_back(
    names: list[str], data: st.DataObject, delimiter: str, ending: str, quoting: int
) -> None:
    rows = data.draw(st.lists(st.tuples(*[FIELDS for _ in names]), min_size=1, max_size=6))
    into = io.StringIO()
    writer = csv.writer(into, delimiter=delimiter, lineterminator=ending, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([names, *rows])
    found_names, found = read(into.getvalue().encode(), delimiter=delimiter)
    assert found_names == tuple(name.strip() for name in names)
    assert found == sorted(rows)


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.binary(max_size=80), st.text('ab,"\n\r;0123é', max_size=60).map(str.encode)))
@example(b'a\n"')
@example(b"a,b\n1,2\n\xff")
@example(b"\xef\xbb\xbf")
@example(b"a\r\n\r\n")
@example(b"a\n,")
@example(b"a,b\n1,2\n1,2,\n")
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        names, rows = read(content)
    except SourceError as error:
        assert str(error).startswith("x.csv:")
        return
    strict = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    written = [row for row in strict[1:] if row]
    assert tuple(name.strip() for name in strict[0]) == names
    assert rows == sorted(tuple(row) for row in written)


def test_a_comma_too_many_is_refused_even_when_the_last_field_is_empty() -> None:
    with pytest.raises(SourceError, match="3 fields where the header has 2"):
        read(b"name,note\nLee, Ada,\n")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from("abc"), st.one_of(st.integers(), st.booleans(), FIELDS, st.none()), min_size=1
        ),
        min_size=1,
        max_size=6,
    )
)
def test_json_lines_are_read_back(rows: list[dict[str, object]]) -> None:
    content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode(
        "utf-8", "surrogatepass"
    )
    names, found = read(content, "jsonl")

    def shown(value: object) -> str:
        if value is None:
            return ""
        return str(value).lower() if isinstance(value, bool) else str(value)

    assert found == sorted(tuple(shown(row.get(name)) for name in names) for row in rows)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=120), st.sampled_from(["jsonl", "parquet", "sqlite", "duckdb"]))
def test_any_bytes_in_any_format_are_read_or_refused(content: bytes, form: str) -> None:
    try:
        read(content, form)
    except SourceError as error:
        assert str(error).startswith(f"x.{form}:")


@settings(max_examples=300, deadline=None)
@given(st.text("ab*?", max_size=8), st.text("ab", max_size=10))
def test_patterns_match_as_the_shell_s_do(pattern: str, word: str) -> None:
    from fnmatch import fnmatchcase

    assert matches(pattern, word) == fnmatchcase(word, pattern)


def test_a_hostile_pattern_is_no_slower_than_both_lengths() -> None:
    assert not matches("*a" * 2000 + "b", "a" * 20_000)
