"""A log that was kept gives what the file gives, and anything that differs is read anew."""

import os

import pytest

from cxmap_eventlog import kept, reading

HEAD = "who,what,at,by,as\n"
ROWS = "".join(
    f"secret-{n % 17},{'abcab'[n % 5]},2026-01-{1 + n % 28:02d} 10:00:{n % 60:02d},{['web', 'app', ''][n % 3]},p{n % 2}\n"
    for n in range(400)
)
COLUMNS = ("--case", "who", "--activity", "what", "--time", "at", "--channel", "by", "--persona", "as")
JOURNEY = "cxmap: 1\njourney: J\npersonas: {p0: {}, p1: {}}\ntouchpoints: {a: {}, b: {}, c: {next: end}}\n"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    return tmp_path / "xdg" / "cxmap" / "traces"


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(HEAD + ROWS)
    return path


@pytest.fixture
def times_read(monkeypatch):
    """How often a log was read from its file."""
    seen = []
    true = dict(reading._LOADERS)
    for name, loader in true.items():
        monkeypatch.setitem(reading._LOADERS, name, lambda *a, loader=loader: (seen.append(1), loader(*a))[1])
    return seen


def test_nothing_is_kept_unless_asked_for(home, log, trace):
    trace(log, *COLUMNS)
    assert not home.exists()


@pytest.mark.parametrize("form", ["json", "text", "html", "yaml"])
def test_the_second_answer_is_the_first_to_the_byte(home, log, trace, tmp_path, times_read, form):
    (tmp_path / "j.yaml").write_text(JOURNEY)
    said = []
    for number, options in enumerate([(), ("--cache",), ("--cache",)]):
        out = tmp_path / f"{number}.{form if form != 'text' else 'txt'}"
        end = ("--end", "c", "--what-if", "a -> b = 60%", "--compare", "2026-01", "2026-01")
        found = trace(log, *COLUMNS, *end, "--journey", tmp_path / "j.yaml", "-o", out, *options)
        assert found.status == 0, found.err
        said.append(out.read_bytes())
    assert said[0] == said[1] == said[2]
    assert len(times_read) == 2


def test_another_question_about_the_same_events_needs_no_reading(home, log, trace, times_read):
    trace(log, *COLUMNS, "--cache")
    assert trace(log, *COLUMNS, "--cache", "--timeout", "2d", "--period", "day", "--end", "b").status == 0
    assert len(times_read) == 1


@pytest.mark.parametrize(
    "options",
    [("--time-zone", "Europe/Lisbon"), ("--lifecycle", "all"), ("--dates", "day-first"), ("--reason", "by")],
)
def test_reading_it_another_way_is_another_entry(home, log, trace, times_read, options):
    trace(log, *COLUMNS, "--cache")
    trace(log, *COLUMNS, "--cache", *options)
    assert len(times_read) == 2


def test_a_changed_byte_is_read(home, log, trace, times_read):
    before = trace(log, *COLUMNS, "--cache", "--format", "json").json
    status = log.stat()
    log.write_text((HEAD + ROWS).replace("secret-1,b", "secret-1,c", 1))
    os.utime(log, ns=(status.st_atime_ns, status.st_mtime_ns))
    after = trace(log, *COLUMNS, "--cache", "--format", "json").json
    assert len(times_read) == 2
    assert before["variants"] != after["variants"]


def test_a_map_that_names_activities_otherwise_is_read_and_one_that_does_not_is_not(
    home, log, trace, tmp_path, times_read
):
    journey = tmp_path / "j.yaml"
    for text in (JOURNEY, JOURNEY.replace("journey: J", "journey: Another"), JOURNEY.replace("a: {}, ", "")):
        journey.write_text(text)
        assert trace(log, *COLUMNS, "--journey", journey, "--cache").status == 0
    assert len(times_read) == 2


def test_no_case_is_named_in_what_is_kept(home, log, trace):
    trace(log, *COLUMNS, "--cache")
    files = list(home.iterdir())
    assert len(files) == 3
    assert not any(b"secret-" in one.read_bytes() for one in files)
    assert all(one.stat().st_mode & 0o077 == 0 for one in (home, *home.glob("*.duckdb")))


@pytest.mark.parametrize("ending", ["duckdb", "json", "names"])
@pytest.mark.parametrize("damage", ["cut", "turned", "empty", "gone", "another"])
def test_a_damaged_entry_is_as_good_as_none(home, log, trace, tmp_path, times_read, ending, damage):
    cold = trace(log, *COLUMNS, "--cache", "--format", "json").json
    (file,) = home.glob(f"*.{ending}")
    content = file.read_bytes()
    middle = len(content) // 2
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(
            {
                "cut": content[:middle],
                "turned": content[:middle] + bytes([content[middle] ^ 0x55]) + content[middle + 1 :],
                "empty": b"",
                "another": b'{"entry": "x", "digest": "", "log": []}',
            }[damage]
        )
    assert trace(log, *COLUMNS, "--cache", "--format", "json").json == cold
    assert trace(log, *COLUMNS, "--cache", "--format", "json").json == cold
    assert len(times_read) == 2


def test_a_folder_that_others_may_write_is_not_used(home, log, trace, times_read):
    home.mkdir(parents=True)
    home.chmod(0o777)
    for _ in range(2):
        assert trace(log, *COLUMNS, "--cache").status == 0
    assert len(times_read) == 2
    assert not list(home.iterdir())


def test_the_entries_used_last_stay(home, log, trace, monkeypatch):
    monkeypatch.setattr(kept, "MOST_ENTRIES", 2)
    for zone in ("UTC", "Europe/Lisbon", "Asia/Tokyo"):
        trace(log, *COLUMNS, "--cache", "--time-zone", zone)
    assert (
        len(list(home.glob("*.duckdb")))
        == len(list(home.glob("*.json")))
        == len(list(home.glob("*.names")))
        == 2
    )


def test_a_database_is_read_every_time(home, tmp_path, trace, times_read):
    import sqlite3

    path = tmp_path / "log.sqlite"
    con = sqlite3.connect(path)
    con.execute("CREATE TABLE e AS SELECT 1 AS who, 'a' AS what, '2026-01-01' AS at")
    con.commit()
    con.close()
    for _ in range(2):
        assert trace(path, "--table", "e", *COLUMNS[:6], "--cache").status == 0
    assert len(times_read) == 2
