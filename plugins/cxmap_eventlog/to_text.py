"""Say what `cxmap trace` found in plain text."""

from __future__ import annotations

from cxmap_eventlog.found import Found
from cxmap_eventlog.held_text import held_parts
from cxmap_eventlog.report import Trace
from cxmap_eventlog.to_json import moment
from cxmap_eventlog.wording import between, lasting, number, percent, plain, table

ROWS = 15


def write_text(found: Found) -> str:
    """The report as lines; long tables show their first rows and say how many there are."""
    trace = found.trace
    parts = [
        _head(trace),
        _reading(trace),
        _follows(trace),
        _variants(trace),
        _stops(trace),
        _stages(trace),
        _times(trace),
        _rework(trace),
        _contacts(trace),
        _groups(trace),
        *held_parts(found),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _head(trace: Trace) -> list[str]:
    log = trace.log
    return [
        f"{plain(log.file)}: {number(log.events)} events of {number(log.cases)} cases, "
        f"{len(log.activities)} activities, {trace.variant_count} variants",
        f"from {moment(log.first)} to {moment(log.last)}; a case lasts {lasting(trace.case_times['p50'])} "
        f"(median), nine in ten at most {lasting(trace.case_times['p90'])}",
    ]


def _reading(trace: Trace) -> list[str]:
    reading = trace.log.reading
    lines = [f"Read {reading.read} = used {reading.used} + left out {reading.left_out}"]
    lines += [f"  {one.events}  {plain(one.reason)} (first: {plain(one.first)})" for one in reading.refused]
    if trace.log.unmatched:
        named = ", ".join(f"`{plain(name)}` ({count})" for name, count in trace.log.unmatched[:ROWS])
        lines.append(f"  matched no touchpoint: {named}")
    return lines + [f"  note: {plain(note, 200)}" for note in reading.notes]


def _cut(title: str, total: int) -> str:
    return f"{title} ({ROWS} of {total})" if total > ROWS else title


def _follows(trace: Trace) -> list[str]:
    rows = [
        (
            f"{plain(one.from_, 40)} -> {plain(one.to, 40)}",
            str(one.count),
            lasting(one.median),
            lasting(one.p90),
        )
        for one in trace.follows[:ROWS]
    ]
    head = ("", "times", "median", "p90")
    return [_cut("Directly follows", len(trace.follows)), *table(head, rows)] if rows else []


def _variants(trace: Trace) -> list[str]:
    lines = [_cut("Paths walked", trace.variant_count)]
    for one in trace.variants[:ROWS]:
        path = " > ".join(plain(name, 40) for name in trace.say(one.path[:12]))
        more = f" > … ({len(one.path)} steps)" if len(one.path) > 12 else ""
        lines.append(f"  {one.cases:>8}  {percent(one.cases / trace.log.cases):>6}  {path}{more}")
    return lines


def _stops(trace: Trace) -> list[str]:
    outcomes = trace.outcomes
    known = bool(outcomes.ends)
    silent = f"(silent for {lasting(outcomes.timeout)} = left; {outcomes.timeout_from})"
    counts = f"{outcomes.ended} ended, {outcomes.left} left" if known else f"{outcomes.left} fell silent"
    lines = [f"How cases ended: {counts}, {outcomes.open} open {silent}", f"  {outcomes.definition}"]
    rows = []
    for one in trace.stops[:ROWS]:
        last = (percent(one.drop_off), between(one.interval)) if known else ()
        row = (one.visited, one.moved_on, *((one.ended,) if known else ()), one.left, one.open)
        rows.append((plain(one.name, 50), *(str(count) for count in row), *last))
    end, share = (("ended",), ("drop-off", "95%")) if known else ((), ())
    lines += table(("", "visited", "moved on", *end, "left" if known else "last step", "open", *share), rows)
    final = [one.name for one in trace.stops if not known and one.visited and not one.moved_on]
    if final:
        lines.append(
            f"  nobody moves on from {', '.join(f'`{plain(name)}`' for name in final)}; name an end with --end"
        )
    return lines


def _stages(trace: Trace) -> list[str]:
    if trace.stages is None:
        return []
    rows = [
        (
            plain(one.name, 40),
            *(str(n) for n in (one.entered, one.reached, one.went_further, one.ended, one.left, one.open)),
            percent(one.conversion),
            between(one.interval),
        )
        for one in trace.stages.stops
    ]
    head = ("Stages", "entered", "reached", "further", "ended", "left", "open", "conversion", "95%")
    return [*table(head, rows), f"  cases in no stage: {trace.stages.outside}"]


def _times(trace: Trace) -> list[str]:
    rows = [
        (
            plain(one.name, 40),
            str(one.n),
            str(one.censored),
            lasting(one.p50),
            lasting(one.p90),
            lasting(one.median_all),
        )
        for one in sorted(trace.next_times, key=lambda one: -one.n)[:ROWS]
    ]
    head = ("Time to the next step", "moved on", "silent", "median", "p90", "median, silent counted")
    lines = table(head, rows)
    if trace.work:
        work = [
            (
                plain(one.name, 60),
                str(one.n),
                lasting(one.service_p50),
                lasting(one.service_p90),
                lasting(one.waiting_p50),
                lasting(one.waiting_p90),
            )
            for one in trace.work[:ROWS]
        ]
        head = ("Work", "n", "work median", "work p90", "wait median", "wait p90")
        lines += ["", *table(head, work)]
    return lines


def _rework(trace: Trace) -> list[str]:
    if not trace.repeats:
        return []
    rows = [
        (plain(one.name, 40), str(one.extra), str(one.at_once), percent(one.share), between(one.interval))
        for one in trace.repeats[:ROWS]
    ]
    lines = table(("Done again", "times", "at once", "of its cases", "95%"), rows)
    lines += [f"  to and fro: {plain(a.from_)} <-> {plain(a.over)} {a.count}" for a in trace.to_and_fro[:5]]
    return lines


def _contacts(trace: Trace) -> list[str]:
    lines = []
    if trace.switches is not None and trace.switches.pairs:
        found = trace.switches
        lines.append(
            f"Channel switches: {found.switches} of {found.pairs} moves, {percent(found.rate)} "
            f"({between(found.interval)}, {found.method})"
        )
    if trace.contacts is not None:
        found_contacts = trace.contacts
        chained = "customer and reason" if found_contacts.by_reason else "customer only"
        lines.append(
            f"Repeat contacts: {found_contacts.repeats} of {found_contacts.contacts} within "
            f"{lasting(found_contacts.window)}, {percent(found_contacts.repeat_rate)} "
            f"({between(found_contacts.repeat_interval)})"
        )
        lines.append(
            f"First-contact resolution: {found_contacts.resolved_first} of "
            f"{found_contacts.issues - found_contacts.pending} issues, {percent(found_contacts.fcr)} "
            f"({between(found_contacts.fcr_interval)}); {found_contacts.pending} pending; chained by {chained}"
        )
    return lines


def _groups(trace: Trace) -> list[str]:
    lines: list[str] = []
    known = bool(trace.outcomes.ends)
    for title, groups in ((f"By {trace.period}", trace.periods), ("By persona", trace.personas)):
        rows = []
        for one in groups[:24]:
            fate = (str(one.ended), str(one.left)) if known else ()
            share = (percent(one.share_left), between(one.interval)) if known else ()
            row = (str(one.cases), *fate, str(one.open), *share, lasting(one.median_duration))
            more = (percent(one.share_again), percent(one.switch_rate), percent(one.fcr))
            rows.append((plain(one.name, 40), *row, *more))
        if rows:
            middle = ("ended", "left", "open", "left of settled", "95%") if known else ("open",)
            lines += [*table((title, "cases", *middle, "median case", "again", "switches", "fcr"), rows), ""]
    return lines[:-1]
