"""How each case ended: at a proper end, by falling silent, or not yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.follows import seconds

ENDED, LEFT, OPEN = 0, 1, 2
DEFINITION = (
    "Every case is counted once, at its last event: ended when that is a declared end, open when the log closes "
    "before the timeout has passed, left otherwise. Cases that visited a touchpoint = moved on + ended + left + open "
    "there; drop-off = left / visited. Over all touchpoints ended + left + open = cases."
)
TIMEOUT_FROM = "95th percentile of the observed times to the next event"
WITHOUT_ENDS = " No end is declared (--end), so `left` means: the last thing this case did."


@dataclass(frozen=True)
class Outcomes:
    """How the cases of a log ended, and after how long a silence counts as leaving."""

    timeout: float
    timeout_from: str
    ends: tuple[str, ...]
    ended: int
    left: int
    open: int

    @property
    def definition(self) -> str:
        """What the three words mean."""
        return DEFINITION if self.ends else DEFINITION + WITHOUT_ENDS


def settle(
    log: EventLog, ends: Collection[str], timeout: float | None = None, returning: Collection[str] = ()
) -> Outcomes:
    """Decide the outcome of every case; makes the table `outcome(c, a, last, o)`, `a` being the last activity.

    A visit to a `returning` touchpoint is passed over: after it the customer is back where they were.
    """
    micros, source = _timeout(log, timeout)
    finish = _finish(log, returning)
    numbers = [log.activities.index(name) for name in sorted(ends) if name in log.activities]
    listed = ", ".join(str(number) for number in numbers) or "-1"
    log.store.run(
        f"CREATE OR REPLACE TABLE outcome AS SELECT c, finish AS a, last, CASE WHEN finish IN ({listed}) THEN {ENDED} "
        f"WHEN last >= {log.last - micros} THEN {OPEN} ELSE {LEFT} END::UTINYINT AS o FROM {finish}"
    )
    counts = dict(log.store.rows("SELECT o, count(*) FROM outcome GROUP BY o"))
    return Outcomes(
        timeout=seconds(micros),
        timeout_from=source,
        ends=tuple(sorted(ends)),
        ended=int(counts.get(ENDED, 0)),
        left=int(counts.get(LEFT, 0)),
        open=int(counts.get(OPEN, 0)),
    )


def _finish(log: EventLog, returning: Collection[str]) -> str:
    """The relation with the last activity of every case, returning visits passed over where there is another."""
    passed = ", ".join(str(n) for n, name in enumerate(log.activities) if name in returning)
    if not passed:
        return "cases"
    return (
        "(SELECT c, cases.last, coalesce(s.finish, cases.finish) AS finish FROM cases JOIN "
        f"(SELECT v, list_filter(path, lambda a: a NOT IN ({passed}))[-1] AS finish FROM variants) s USING (v))"
    )


def _timeout(log: EventLog, timeout: float | None) -> tuple[int, str]:
    if timeout is not None:
        return int(timeout * 1_000_000), "given"
    found = log.store.rows("SELECT quantile_disc(d, 0.95) FROM trace WHERE d IS NOT NULL")[0][0]
    return int(found or 0), TIMEOUT_FROM
