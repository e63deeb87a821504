"""Counts, paths, fates and alignments equal what a few slow lines of Python say, on random small logs."""

import heapq
from collections import Counter
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxmap import kaplan_meier, median_age
from cxmap_eventlog.alignment import Aligner, Walker
from cxmap_eventlog.automaton import Automaton
from cxmap_eventlog.contacts import count_contacts
from cxmap_eventlog.follows import directly_follows
from cxmap_eventlog.funnel import count_stages, count_stops
from cxmap_eventlog.outcomes import settle
from cxmap_eventlog.rework import count_repeats, count_to_and_fro
from cxmap_eventlog.rounding import per_mille
from cxmap_eventlog.variants import variants
from cxmap_eventlog.waiting import time_to_next

NAMES = "abcd"
events = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from(NAMES), st.integers(0, 40)), min_size=1, max_size=40
)
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def at(second):
    return f"2026-01-01T00:00:{second:02d}Z" if second < 60 else ""


@pytest.fixture
def table(csv_log, open_log):
    def make(rows):
        return open_log(csv_log([(str(case), name, at(second)) for case, name, second in rows]))

    return make


def by_case(rows):
    cases = {}
    for case, name, second in rows:
        cases.setdefault(case, []).append((second, name))
    return {case: sorted(steps, key=lambda step: step[0]) for case, steps in cases.items()}


@quick
@given(rows=events)
def test_directly_follows_and_variants(table, rows):
    gaps = {}
    for steps in by_case(rows).values():
        for (t1, a), (t2, b) in pairwise(steps):
            gaps.setdefault((a, b), []).append(t2 - t1)
    paths = Counter("".join(name for _, name in steps) for steps in by_case(rows).values())
    with table(rows) as log:
        assert {(one.from_, one.to): (one.count, one.median) for one in directly_follows(log)} == {
            pair: (len(found), median(found)) for pair, found in gaps.items()
        }
        found = ["".join(log.activities[a] for a in one.path) for one in variants(log)]
        assert Counter(dict(zip(found, (one.cases for one in variants(log)), strict=True))) == paths
        assert found == sorted(paths, key=lambda path: (-paths[path], path))


@quick
@given(rows=events, ends=st.sets(st.sampled_from(NAMES)), timeout=st.integers(0, 40))
def test_fates_add_up(table, rows, ends, timeout):
    cases = by_case(rows)
    last = max(second for _, _, second in rows)
    fate = {}
    for case, steps in cases.items():
        when, name = steps[-1]
        fate[case] = (name, "ended" if name in ends else "open" if when >= last - timeout else "left")
    with table(rows) as log:
        outcomes = settle(log, ends & set(log.activities), float(timeout))
        assert outcomes.ended + outcomes.left + outcomes.open == log.cases
        stops = count_stops(log)
        assert sum(one.ended + one.left + one.open for one in stops) == log.cases
        for one in stops:
            assert one.visited == one.moved_on + one.ended + one.left + one.open
            assert one.visited == sum(one.name in {name for _, name in steps} for steps in cases.values())
            for how in ("ended", "left", "open"):
                assert getattr(one, how) == sum(end == (one.name, how) for end in fate.values())
        stages, outside = count_stages(log, ("one", "two"), {"a": "one", "b": "one", "c": "two"})
        assert stages[0].reached + outside == log.cases
        assert stages[0].went_further == stages[1].reached
        for stage in stages:
            assert stage.reached == stage.went_further + stage.ended + stage.left + stage.open
        touched = [{name for _, name in steps} for steps in cases.values()]
        assert stages[1].reached == sum("c" in names for names in touched)
        assert outside == sum(names == {"d"} for names in touched)


@quick
@given(rows=events)
def test_median_with_the_silent_counted_is_that_of_kaplan_and_meier(table, rows):
    last = max(second for _, _, second in rows)
    tally = {}
    for steps in by_case(rows).values():
        for (t1, a), (t2, _) in pairwise(steps):
            tally.setdefault(a, Counter())[float(t2 - t1), True] += 1
        tally.setdefault(steps[-1][1], Counter())[float(last - steps[-1][0]), False] += 1
    with table(rows) as log:
        settle(log, ())
        assert {one.name: one.median_all for one in time_to_next(log)} == {
            name: median_age(kaplan_meier(ages)) for name, ages in tally.items()
        }


@quick
@given(rows=events)
def test_repeats_and_to_and_fro(table, rows):
    extra, at_once, fro = Counter(), Counter(), Counter()
    for steps in by_case(rows).values():
        names = [name for _, name in steps]
        extra.update({name: count - 1 for name, count in Counter(names).items() if count > 1})
        at_once.update(a for a, b in pairwise(names) if a == b)
        fro.update((a, b) for a, b, c in zip(names, names[1:], names[2:], strict=False) if a == c != b)
    with table(rows) as log:
        found = count_repeats(log)
        assert {one.name: one.extra for one in found} == dict(extra)
        assert {one.name: one.at_once for one in found if one.at_once} == dict(at_once)
        assert {(one.from_, one.over): one.count for one in count_to_and_fro(log)} == dict(fro)


@quick
@given(rows=events, window=st.integers(1, 20))
def test_repeat_contacts_and_first_contact_resolution(table, rows, window):
    contacts = repeats = issues = pending = first = 0
    last = max(second for _, _, second in rows)
    for steps in by_case(rows).values():
        times = [second for second, name in steps if name in "ab"]
        chains = []
        for second in times:
            if chains and second - chains[-1][-1] <= window:
                chains[-1].append(second)
                repeats += 1
            else:
                chains.append([second])
        contacts += len(times)
        issues += len(chains)
        pending += sum(chain[-1] > last - window for chain in chains)
        first += sum(len(chain) == 1 and chain[0] <= last - window for chain in chains)
    with table(rows) as log:
        found = count_contacts(log, {"a", "b"}, float(window))
        if not contacts:
            assert found is None
        else:
            assert found is not None
            got = (found.contacts, found.repeats, found.issues, found.pending, found.resolved_first)
            assert got == (contacts, repeats, issues, pending, first)


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 1000), min_size=1), st.integers(0, 50))
def test_rounded_shares_never_pass_the_whole(counts, others):
    total = sum(counts.values()) + others
    rounded = per_mille(counts, total)
    if total:
        assert sum(rounded.values()) == sum(counts.values()) * 1000 // total
        assert all(abs(rounded[name] - count * 1000 / total) < 1 for name, count in counts.items())


@st.composite
def machines(draw):
    size = draw(st.integers(2, 5))
    states = range(size)
    names = ("", *(draw(st.sampled_from(NAMES)) for _ in range(size - 1)))
    after = tuple(
        tuple(sorted(draw(st.sets(st.sampled_from(range(1, size)), max_size=size)))) for _ in states
    )
    visits = tuple(
        frozenset() if s == 0 else frozenset(draw(st.sets(st.just("v"), max_size=1))) for s in states
    )
    accepting = frozenset(draw(st.sets(st.sampled_from(states), min_size=1)))
    silent = frozenset(draw(st.sets(st.sampled_from(range(1, size)), max_size=1)))
    return Automaton(names, after, visits, accepting, frozenset(), silent)


def cheapest(machine, path, unfinished):
    """Dijkstra over (events read, state), written as plainly as can be."""
    queue, seen = [(0, 0, 0)], set()
    while queue:
        cost, read, state = heapq.heappop(queue)
        if (read, state) in seen:
            continue
        seen.add((read, state))
        if read == len(path) and (unfinished or state in machine.accepting):
            return cost
        for target in machine.after[state]:
            heapq.heappush(queue, (cost + (target not in machine.silent), read, target))
            if read < len(path) and machine.names[target] == path[read]:
                heapq.heappush(queue, (cost, read + 1, target))
        if read < len(path):
            free = path[read] in machine.visits[state]
            heapq.heappush(queue, (cost + (not free), read + 1, state))
    return None


@settings(max_examples=300, deadline=None)
@given(
    machine=machines(),
    paths=st.lists(st.text(NAMES + "v", max_size=6), min_size=1, max_size=4),
    unfinished=st.booleans(),
)
def test_alignments_cost_the_least_and_explain_the_path(machine, paths, unfinished):
    aligner = Aligner(machine)
    for path in sorted(paths):
        found = aligner.align(path, unfinished=unfinished)
        assert (None if found is None else found.cost) == cheapest(machine, path, unfinished)
        assert Walker(machine).allows(path, unfinished=unfinished) == (found is not None and found.cost == 0)
        if found is not None:
            assert [move.touchpoint for move in found.moves if move.kind != "skip"] == list(path)
            assert sum(move.kind != "both" for move in found.moves) == found.cost
            assert found == Aligner(machine).align(path, unfinished=unfinished)
