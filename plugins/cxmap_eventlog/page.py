"""What the page shows, as rows of ready text: groups below 10 cases are folded."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxmap_eventlog.drawing import Picture, draw
from cxmap_eventlog.found import Found
from cxmap_eventlog.held_page import held_tables
from cxmap_eventlog.log_page import (
    groups_table,
    reading_table,
    repeats_table,
    stages_table,
    stops_table,
    times_table,
    variants_table,
    ways_table,
    work_table,
)
from cxmap_eventlog.tables import FEWEST, Table
from cxmap_eventlog.to_json import moment
from cxmap_eventlog.wording import between, lasting, number, percent, plain


@dataclass(frozen=True)
class Page:
    """The parts of the page in the order in which they are read."""

    title: str
    deck: str
    figures: tuple[tuple[str, str], ...]
    says: tuple[str, ...]
    picture: Picture
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = field(default=())


def make_page(found: Found) -> Page:
    """Everything the page needs."""
    trace = found.trace
    log = trace.log
    title = found.held.title if found.held is not None else log.file.rsplit("/", 1)[-1]
    names = dict(trace.names)
    tables = [
        variants_table(trace, names),
        stages_table(trace),
        stops_table(trace, names),
        *held_tables(found, names),
    ]
    tables += [
        times_table(trace, names),
        work_table(trace, names),
        repeats_table(trace, names),
        groups_table(trace, "personas"),
    ]
    tables += [groups_table(trace, "periods"), ways_table(trace, names), reading_table(trace)]
    return Page(
        plain(title, 120),
        f"{plain(log.file)}: {number(log.cases)} cases from {moment(log.first)[:10]} to {moment(log.last)[:10]} (UTC)",
        _figures(found),
        _says(found, names),
        draw(trace),
        tuple(table for table in tables if table is not None and table.rows),
        tuple(plain(note, 300) for note in log.reading.notes),
    )


def _figures(found: Found) -> tuple[tuple[str, str], ...]:
    trace = found.trace
    figures = [
        (number(trace.log.cases), "cases"),
        (number(trace.log.events), f"events used of {number(trace.log.reading.read)} read"),
        (number(trace.variant_count), "different paths"),
        (lasting(trace.case_times["p50"]), "median case, first to last event"),
    ]
    if found.held is not None:
        figures.append((percent(found.held.conformance.share), "walk the journey as planned"))
    if trace.outcomes.ends:
        settled = trace.outcomes.ended + trace.outcomes.left
        figures.append((percent(trace.outcomes.left / settled if settled else None), "left before an end"))
    return tuple(figures)


def _says(found: Found, names: dict[str, str]) -> tuple[str, ...]:
    """The few sentences a reader should not miss."""
    trace = found.trace
    says = []
    if found.held is not None:
        for one in found.held.governance.observed[:3]:
            says.append(
                f"{percent(one.share)} of the cases at {_name(names, one.touchpoint)} ({number(one.cases)} of "
                f"{number(one.came)}): {one.purpose} {one.kind}. The journey says this is {one.model}"
                + ("; either the map is wrong or this is a breach." if one.model == "impossible" else ".")
            )
        for deviation in [one for one in found.held.conformance.deviations if one.share >= 0.02][:2]:
            says.append(
                f"{percent(deviation.share)} of cases {_VERBS[deviation.kind]} {_name(names, deviation.touchpoint)}."
            )
    if trace.outcomes.ends:
        worst = max(trace.stops, key=lambda one: (one.left, one.name))
        if worst.left >= FEWEST:
            says.append(
                f"Most cases are lost at {_name(names, worst.name)}: {number(worst.left)} of {number(worst.visited)} "
                f"who were there left ({percent(worst.drop_off)}, {between(worst.interval)})."
            )
    slow = max(
        (one for one in trace.next_times if one.n >= FEWEST and one.p50),
        key=lambda one: one.p50 or 0,
        default=None,
    )
    if slow is not None:
        says.append(
            f"The longest wait is after {_name(names, slow.name)}: median {lasting(slow.p50)}, one in ten longer than "
            f"{lasting(slow.p90)}."
        )
    if trace.repeats and trace.repeats[0].cases_with_repeats >= FEWEST:
        again = trace.repeats[0]
        says.append(
            f"{_name(names, again.name)} is done again in {percent(again.share)} of its cases "
            f"({number(again.extra)} times in all)."
        )
    return tuple(says)


_VERBS = {"skip": "skip", "insert": "have an unplanned", "swap": "meet at another place"}


def _name(names: dict[str, str], name: str) -> str:
    return f"“{plain(names.get(name, name), 60)}”"
