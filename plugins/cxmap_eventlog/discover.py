"""Draft a journey from a log: ids clean, shares filled, stages proposed, for a CX author to go on from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.found import Found
from cxmap_eventlog.outcomes import LEFT, OPEN
from cxmap_eventlog.positions import positions
from cxmap_eventlog.rounding import per_mille, tenths
from cxmap_eventlog.to_json import moment
from cxmap_eventlog.wording import plain

# Words of the language, and words that some YAML readers take for something else.
RESERVED = frozenset(
    [
        "end",
        "all",
        "none",
        "ignore",
        "entry",
        "outcome",
        "anytime",
        "yes",
        "no",
        "on",
        "off",
        "true",
        "false",
        "null",
    ]
)
CHANNELS = frozenset(
    [
        "web",
        "app",
        "phone",
        "video",
        "in-person",
        "branch",
        "store",
        "chat",
        "messaging",
        "social",
        "email",
        "sms",
        "fax",
        "post",
        "push",
        "event",
        "iot",
    ]
)
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
UNMARKED = frozenset("\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f")
FEWEST_PER_MILLE = 10
ENDS_AT = 0.5
END = ""  # no activity is called so, while many are called `end`
STAGES = {
    1: ("all_steps",),
    2: ("begin", "finish"),
    3: ("begin", "middle", "finish"),
    4: ("begin", "early", "late", "finish"),
    5: ("begin", "early", "middle", "late", "finish"),
}


@dataclass(frozen=True)
class Step:
    """One activity as a touchpoint of the draft; shares in tenths of a percent, `END` among them."""

    name: str
    position: int
    exits: tuple[tuple[str, int], ...]
    entry: int
    channels: tuple[str, ...]
    rare: int


def draft(found: Found) -> str:
    """The YAML of a journey that loads as it is."""
    log = found.trace.log
    steps = find_steps(log, found.trace.outcomes.ends)
    ids = clean_ids([step.name for step in steps])
    title = plain(log.file.rsplit("/", 1)[-1].split(".")[0], 60)
    lines = [
        "cxmap: 1",
        f"# Drafted by cxmap trace --discover from {plain(log.file.rsplit('/', 1)[-1])}: {log.events} events of "
        f"{log.cases} cases,",
        f"# {moment(log.first)[:10]} to {moment(log.last)[:10]}. Stages are proposals, by where in their paths "
        "customers meet the steps. Rename them,",
        "# say who owns each step, and take out what is noise. A missing share is drop-off or a rare way.",
        f"journey: {quoted('Journey of ' + title)}",
        "evidence: {default: observed}",
        "stages:",
    ]
    for stage, members in propose_stages(steps):
        lines += [f"  {stage}:", "    touchpoints:"]
        for step in members:
            lines += _step_lines(step, ids)
    return "\n".join(lines) + "\n"


def quoted(text: str, most: int = 200) -> str:
    """A text between quotes; what no file of ours may hold, invisible characters above all, becomes `?`."""
    shown = "".join("?" if unicodedata.category(one) in UNSEEN or one in UNMARKED else one for one in text)[
        :most
    ]
    return '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _step_lines(step: Step, ids: dict[str, str]) -> list[str]:
    parts = []
    if ids[step.name] != step.name and step.name.strip():
        parts.append(f"name: {quoted(step.name)}")
    if step.entry:
        parts.append(f"entry: {tenths(step.entry)}" if step.entry < 1000 else "entry: true")
    if step.channels:
        parts.append(f"channel: [{', '.join(step.channels)}]")
    ways = ", ".join(f"{'end' if to == END else ids[to]}: {tenths(share)}" for to, share in step.exits)
    parts.append(f"next: {{{ways}}}" if ways else "next: end")
    note = f"   # {step.rare} ways under {FEWEST_PER_MILLE / 10:g}% left out" if step.rare else ""
    return [f"      {ids[step.name]}: {{{', '.join(parts)}}}{note}"]


def clean_ids(names: list[str]) -> dict[str, str]:
    """An id of the language for every name: plain letters, unique, not reserved."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for number, name in enumerate(names, 1):
        folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "_", folded).strip("_")[:56].strip("_")
        if not slug:
            slug = f"step_{number}"
        if not slug[0].isalpha() or slug in RESERVED:
            slug = f"step_{slug}"
        unique, count = slug, 2
        while unique in taken:
            unique, count = f"{slug}_{count}", count + 1
        taken.add(unique)
        found[name] = unique
    return found


def find_steps(log: EventLog, ends: tuple[str, ...]) -> list[Step]:
    """Every activity with its shares, in the order in which customers meet them."""
    rows = log.store.rows("SELECT a, b, count(*) FROM trace WHERE b IS NOT NULL GROUP BY a, b")
    exits: dict[int, dict[str, int]] = {}
    for a, b, count in rows:
        exits.setdefault(a, {})[log.activities[b]] = count
    stops = {a: (left, still) for a, left, still in log.store.rows(
        f"SELECT a, count(*) FILTER (o <= {LEFT}), count(*) FILTER (o = {OPEN}) FROM outcome GROUP BY a"
    )}  # fmt: skip
    starts = dict(log.store.rows("SELECT start, count(*) FROM cases GROUP BY start"))
    entries = per_mille({log.activities[a]: n for a, n in starts.items()}, log.cases)
    return [
        _step(log, a, position, exits.get(a, {}), stops.get(a, (0, 0))[0], entries, ends)
        for a, position in positions(log)
    ]


def _step(
    log: EventLog,
    a: int,
    position: int,
    ways: dict[str, int],
    stopped: int,
    entries: dict[str, int],
    ends: tuple[str, ...],
) -> Step:
    name = log.activities[a]
    visits = sum(ways.values()) + stopped
    counts = dict(ways)
    is_end = name in ends if ends else visits > 0 and stopped / visits >= ENDS_AT
    if is_end:
        counts[END] = stopped
    shares = per_mille(counts, visits)
    kept = sorted(
        ((to, n) for to, n in shares.items() if n >= FEWEST_PER_MILLE), key=lambda one: (-one[1], one[0])
    )
    rare = sum(1 for to, n in counts.items() if n and shares[to] < FEWEST_PER_MILLE)
    return Step(
        name,
        position,
        tuple(kept),
        entries.get(name, 0) if entries.get(name, 0) >= 10 else 0,
        _channels(log, a),
        rare,
    )


def _channels(log: EventLog, a: int) -> tuple[str, ...]:
    rows = log.store.rows(
        f"SELECT h FROM trace WHERE a = {a} AND h IS NOT NULL GROUP BY h ORDER BY count(*) DESC, h"
    )
    return tuple(word for (h,) in rows if (word := log.channels[h].lower()) in CHANNELS)


def propose_stages(steps: list[Step]) -> list[tuple[str, list[Step]]]:
    """Cut the steps, in their order, where the gap to the next one is widest."""
    count = max(1, min(5, len(steps) // 2))
    gaps = sorted(range(1, len(steps)), key=lambda n: (steps[n - 1].position - steps[n].position, n))
    cuts = sorted(gaps[: count - 1])
    borders = [0, *cuts, len(steps)]
    names = STAGES[len(borders) - 1]
    return [(name, steps[a:b]) for name, (a, b) in zip(names, pairwise(borders), strict=True)]
