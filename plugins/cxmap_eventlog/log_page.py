"""The tables of a page that the log alone can fill."""

from __future__ import annotations

from cxmap_eventlog.report import Trace
from cxmap_eventlog.tables import FEWEST, Cell, Table, bar, cells
from cxmap_eventlog.variants import SHOWN
from cxmap_eventlog.wording import between, lasting, number, percent, plain

WAYS = 40


def variants_table(trace: Trace, names: dict[str, str]) -> Table:
    """The most walked paths."""
    shown = [one for one in trace.variants[:SHOWN] if one.cases >= FEWEST]
    most = shown[0].cases if shown else 1
    rows = []
    for number_, one in enumerate(shown, 1):
        steps = tuple(plain(names.get(name, name), 40) for name in trace.say(one.path))
        rows.append(
            cells(
                f"Path {number_}",
                number(one.cases),
                percent(one.cases / trace.log.cases),
                bar(one.cases / most),
                steps,
            )
        )
    rest = trace.variant_count - len(shown)
    foot = ""
    if rest:
        cases = trace.log.cases - sum(one.cases for one in shown)
        rare = trace.variants_rare
        foot = (
            f"{number(rest)} further paths with {number(cases)} cases "
            f"({percent(cases / trace.log.cases)}); {number(rare)} of them walked by fewer than {FEWEST} cases each."
        )
    return Table(
        "paths",
        "Paths walked",
        "Every distinct order of steps and how many cases walked exactly it.",
        ("Path", "Cases", "Share", "", "Steps"),
        tuple(rows),
        foot,
    )


def stages_table(trace: Trace) -> Table | None:
    """The funnel over the stages of a journey."""
    if trace.stages is None:
        return None
    rows = tuple(
        cells(
            plain(one.name),
            number(one.entered),
            number(one.reached),
            bar(one.reached / max(1, trace.log.cases)),
            number(one.went_further),
            number(one.ended),
            number(one.left),
            number(one.open),
            percent(one.conversion),
            between(one.interval),
        )
        for one in trace.stages.stops
    )
    return Table(
        "stages",
        "How far they got",
        "Reached = went further + ended + left + open. A case counts at the furthest stage it touched; conversion = went "
        "further / (reached less open).",
        (
            "Stage",
            "With an event here",
            "Reached",
            "",
            "Went further",
            "Ended",
            "Left",
            "Open",
            "Conversion",
            "95%",
        ),
        rows,
        f"Cases in no stage: {number(trace.stages.outside)}." if trace.stages.outside else "",
    )


def stops_table(trace: Trace, names: dict[str, str]) -> Table:
    """The fate of those who were at each touchpoint."""
    known = bool(trace.outcomes.ends)
    shown = [one for one in trace.stops if one.visited >= FEWEST]
    rows = []
    for one in shown:
        row = [plain(names.get(one.name, one.name), 60), number(one.visited), number(one.moved_on)]
        row += [number(one.ended), number(one.left)] if known else [number(one.left)]
        row.append(number(one.open))
        last: list[Cell | str] = [bar(one.drop_off), percent(one.drop_off), between(one.interval)]
        rows.append(cells(*row, *(last if known else [])))
    head: tuple[str, ...] = ("Touchpoint", "Visited", "Moved on")
    head += ("Ended", "Left", "Open", "", "Drop-off", "95%") if known else ("Last step", "Open")
    outcomes = trace.outcomes
    about = (
        f"{outcomes.definition} Silent for {lasting(outcomes.timeout)} = left ({outcomes.timeout_from}). "
        f"In all: {number(outcomes.ended)} ended, {number(outcomes.left)} left, {number(outcomes.open)} open."
    )
    return Table("stops", "Where they stop", about, head, tuple(rows), _folded(len(trace.stops) - len(shown)))


def _folded(count: int) -> str:
    return f"{number(count)} with fewer than {FEWEST} cases are not shown." if count else ""


def times_table(trace: Trace, names: dict[str, str]) -> Table:
    """Times to the next step, longest first."""
    shown = sorted(
        (one for one in trace.next_times if one.n >= FEWEST), key=lambda one: (-(one.p50 or 0), one.name)
    )
    longest = max((one.p90 or 0 for one in shown), default=0) or 1
    rows = tuple(
        cells(
            plain(names.get(one.name, one.name), 60),
            number(one.n),
            number(one.censored),
            lasting(one.p50),
            lasting(one.p90),
            lasting(one.p95),
            bar((one.p90 or 0) / longest),
            lasting(one.median_all),
        )
        for one in shown
    )
    return Table(
        "times",
        "How long until the next step",
        "From each event to the next of its case. Those who fell silent or are still waiting are counted in the last "
        "column (Kaplan-Meier median; - when fewer than half ever moved on).",
        ("After", "Moved on", "Silent", "Median", "90%", "95%", "", "Median, silent counted"),
        rows,
        _folded(len(trace.next_times) - len(shown)),
    )


def work_table(trace: Trace, names: dict[str, str]) -> Table | None:
    """Service and waiting times, where the log has starts."""
    rows = tuple(
        cells(
            plain(names.get(one.name, one.name), 60),
            number(one.n),
            lasting(one.service_p50),
            lasting(one.service_p90),
            lasting(one.waiting_p50),
            lasting(one.waiting_p90),
        )
        for one in trace.work
        if one.n >= FEWEST
    )
    about = "From start to completion (the n-th start meets the n-th completion), and from the step before to the start."
    head = ("Activity", "Pairs", "Work, median", "Work, 90%", "Wait before, median", "Wait before, 90%")
    return Table("work", "Working and waiting", about, head, rows, "") if rows else None


def repeats_table(trace: Trace, names: dict[str, str]) -> Table | None:
    """Rework, with switches and contacts below."""
    rows = tuple(
        cells(
            plain(names.get(one.name, one.name), 60),
            number(one.extra),
            number(one.at_once),
            number(one.later),
            bar(one.share),
            percent(one.share),
            between(one.interval),
        )
        for one in trace.repeats
        if one.cases_with_repeats >= FEWEST
    )
    facts = []
    if trace.switches is not None and trace.switches.pairs:
        found = trace.switches
        facts.append(
            f"Channel switches: {percent(found.rate)} of {number(found.pairs)} moves ({between(found.interval)})."
        )
    if trace.contacts is not None:
        one = trace.contacts
        facts.append(
            f"Repeat contacts within {lasting(one.window)}: {percent(one.repeat_rate)} ({between(one.repeat_interval)}); "
            f"first-contact resolution {percent(one.fcr)} ({between(one.fcr_interval)}) of "
            f"{number(one.issues - one.pending)} issues, {number(one.pending)} still pending."
        )
    about = (
        "Events beyond the first of their kind in a case, and the share of its cases in which that happened."
    )
    head = ("Activity", "Again", "At once", "Later", "", "Of its cases", "95%")
    return Table("again", "Done again", about, head, rows, " ".join(facts))


def groups_table(trace: Trace, which: str) -> Table | None:
    """The cases by persona or by period."""
    groups = trace.personas if which == "personas" else trace.periods
    shown = [one for one in groups if one.cases >= FEWEST]
    most = max((one.cases for one in shown), default=1)
    known = bool(trace.outcomes.ends)
    moved, called = any(one.moves for one in shown), any(one.contacts for one in shown)
    rows = []
    for one in shown:
        end = (number(one.ended), number(one.left)) if known else ()
        share = (percent(one.share_left), between(one.interval)) if known else ()
        rows.append(
            cells(
                plain(one.name, 60),
                number(one.cases),
                bar(one.cases / most),
                *end,
                number(one.open),
                *share,
                lasting(one.median_duration),
                percent(one.share_again),
                *((percent(one.switch_rate),) if moved else ()),
                *((percent(one.repeat_rate), percent(one.fcr), between(one.fcr_interval)) if called else ()),
            )
        )
    title = "By persona" if which == "personas" else f"By {trace.period}"
    middle = ("Ended", "Left", "Open", "Left of settled", "95%") if known else ("Open",)
    about = (
        "Cases by the persona the log gives them."
        if which == "personas"
        else "Cases by their first event, in UTC."
    )
    after = ("Something again", *(("Channel switches",) if moved else ()))
    after += ("Repeat contacts", "First contact resolves", "95%") if called else ()
    head = (title, "Cases", "", *middle, "Median case", *after)
    return Table(which, title, about, head, tuple(rows), _folded(len(groups) - len(shown)))


def ways_table(trace: Trace, names: dict[str, str]) -> Table:
    """Neighbours in a case: the table twin of the picture."""
    shown = [one for one in trace.follows[:WAYS] if one.count >= FEWEST]
    most = shown[0].count if shown else 1
    rows = tuple(
        cells(
            f"{plain(names.get(one.from_, one.from_), 45)} → {plain(names.get(one.to, one.to), 45)}",
            number(one.count),
            number(one.cases),
            bar(one.count / most),
            lasting(one.median),
            lasting(one.p90),
        )
        for one in shown
    )
    rest = trace.follows[len(shown) :]
    foot = (
        f"{number(len(rest))} further ways, walked {number(sum(one.count for one in rest))} times."
        if rest
        else ""
    )
    about = "Every pair of neighbours in a case; the same numbers as the picture above, as a table."
    return Table(
        "ways",
        "What directly follows what",
        about,
        ("Way", "Times", "Cases", "", "Median", "90%"),
        rows,
        foot,
    )


def reading_table(trace: Trace) -> Table:
    """What was read, used and left out."""
    reading = trace.log.reading
    rows = [cells("read", number(reading.read), ""), cells("used", number(reading.used), "")]
    rows += [
        cells(f"left out: {plain(one.reason)}", number(one.events), plain(one.first))
        for one in reading.refused
    ]
    rows += [
        cells(f"matched no touchpoint: {plain(n)}", number(c), "")
        for n, c in trace.log.unmatched[:20]
        if c >= FEWEST
    ]
    about = "Every event is accounted for: read = used + left out."
    return Table("reading", "What was read", about, ("Events", "Number", "First of them"), tuple(rows), "")
