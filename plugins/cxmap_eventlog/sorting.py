"""Sort the events by case, time and row, and fold them into cases and distinct paths."""

from __future__ import annotations

from collections.abc import Collection

from cxmap_eventlog.spec import LogSpec
from cxmap_eventlog.store import Store

# Words an event may carry, and the column of `trace` that holds their number.
DIMENSIONS = {"channel": "h", "reason": "r", "persona": "p"}


def number_words(store: Store, spec: LogSpec, name: str) -> tuple[str, ...]:
    """The table `words_{name}(word, code)`; gives the words of a column in their order."""
    found = (
        store.rows(f"SELECT DISTINCT {name} FROM raw WHERE why = 0 AND {name} IS NOT NULL ORDER BY 1")
        if name in spec.columns
        else []
    )
    words = tuple(str(row[0]) for row in found)
    rows = [(word, code) for code, word in enumerate(words)]
    store.make_table(f"words_{name}", {"word": "VARCHAR", "code": "INTEGER"}, rows)
    return words


def sort_events(store: Store, spec: LogSpec) -> None:
    """Number the cases in the order of the file and sort the events by case, time and row.

    Makes `sorted` out of `raw` and `act`, and `starts` where the log says when an activity began.
    """
    some = bool(store.rows("SELECT 1 FROM act WHERE why <> 0 LIMIT 1"))
    used = "raw JOIN act USING (activity) WHERE raw.why = 0 AND act.why = 0" if some else "raw WHERE why = 0"
    store.run(
        "CREATE TABLE ids AS SELECT k, (row_number() OVER (ORDER BY r) - 1)::INTEGER AS c "
        f"FROM (SELECT k, min(row) AS r FROM {used} GROUP BY k)"
    )
    there = {name: column for name, column in DIMENSIONS.items() if name in spec.columns}
    words = "".join(f", w{column}.code AS {column}" for column in there.values())
    joins = "".join(
        f"LEFT JOIN words_{name} w{column} ON w{column}.word = raw.{name} " for name, column in there.items()
    )
    store.run(
        f"CREATE TABLE sorted AS SELECT ids.c, act.a, raw.t{words} FROM raw JOIN ids USING (k) "
        f"JOIN act USING (activity) {joins}WHERE raw.why = 0 AND act.why = 0 ORDER BY ids.c, raw.t, raw.row"
    )
    started = "raw.why = 5 AND raw.life = 'start'" if spec.lifecycle else "false"
    store.run(
        "CREATE TABLE starts AS SELECT ids.c, act.a, raw.t FROM raw JOIN ids USING (k) JOIN act USING (activity) "
        f"WHERE {started} AND act.a >= 0 ORDER BY ids.c, raw.t, raw.row"
    )
    store.run("DROP TABLE ids")


def make_trace(store: Store, known: Collection[str]) -> None:
    """Give every event its number and the next event of its case: `trace`, out of `sorted`.

    Columns that no word of the log would fill take no room.
    """
    there = [column for name, column in DIMENSIONS.items() if name in known]
    kept = "".join(f", {column}" for column in there)
    store.run(
        "CREATE TABLE steps_taken AS SELECT i, c, a, t, CASE WHEN next_c = c THEN next_a END AS b, "
        f"CASE WHEN next_c = c THEN next_t - t END AS d{kept} FROM (SELECT row_number() OVER () - 1 AS i, *, "
        "lead(c) OVER () AS next_c, lead(a) OVER () AS next_a, lead(t) OVER () AS next_t FROM sorted)"
    )
    store.run("DROP TABLE sorted")
    view_trace(store, known)


def view_trace(store: Store, known: Collection[str]) -> None:
    """Make the view `trace` of the events, with every column that a reader may ask for."""
    listed = ", ".join(
        column if name in known else f"NULL::INTEGER AS {column}" for name, column in DIMENSIONS.items()
    )
    store.run(f"CREATE VIEW trace AS SELECT i, c, a, t, b, d, {listed} FROM steps_taken")


def make_cases(store: Store, known: Collection[str]) -> None:
    """Fold events into cases with their paths, and cases into what paths say.

    Many customers walk alike, so that whatever depends on the path alone is asked of the paths, weighted by their cases.
    """
    persona = "arg_min(p, i) FILTER (p IS NOT NULL)" if "persona" in known else "NULL::INTEGER"
    store.run(
        f"CREATE TABLE folded AS SELECT c, count(*)::INTEGER AS n, min(t) AS first, max(t) AS last, {persona} AS persona, "
        "list(a ORDER BY i) AS path FROM trace GROUP BY c"
    )
    fold_paths(store)


def fold_paths(store: Store) -> None:
    """Make `cases`, `variants`, `hops` and `met` out of `folded(c, n, first, last, persona, path)`, which is dropped."""
    store.run(
        "CREATE TABLE variants AS SELECT (row_number() OVER (ORDER BY n DESC, path) - 1)::INTEGER AS v, path, n "
        "FROM (SELECT path, count(*) AS n FROM folded GROUP BY path)"
    )
    store.run(
        "CREATE TABLE cases AS SELECT c, folded.n, first, last, persona, path[1] AS start, path[-1] AS finish, v "
        "FROM folded JOIN variants USING (path) ORDER BY c"
    )
    store.run("DROP TABLE folded")
    store.run("CREATE TABLE hops AS SELECT v, n AS w, unnest(path) AS a, unnest(path[2:]) AS b FROM variants")
    store.run(
        "CREATE TABLE met AS SELECT v, a, any_value(w) AS w, count(*)::INTEGER AS n, "
        "count(*) FILTER (a = b)::INTEGER AS again FROM hops GROUP BY v, a"
    )
