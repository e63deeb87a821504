"""Write what `cxmap trace` found as JSON; keys are a contract, counts are exact."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from cxmap_eventlog.conformance import Conformance
from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.follows import Activity, Follow
from cxmap_eventlog.found import Found
from cxmap_eventlog.governance import Governance
from cxmap_eventlog.held import Held
from cxmap_eventlog.outcomes import Outcomes
from cxmap_eventlog.report import Trace
from cxmap_eventlog.variants import variants_as_json

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(micros: int) -> str:
    """A time in UTC as ISO 8601."""
    text = (EPOCH + timedelta(microseconds=micros)).isoformat()
    return text.replace("+00:00", "Z")


def _plain(found: object) -> Any:
    values = asdict(found)  # type: ignore[call-overload]
    return {key.rstrip("_"): value for key, value in values.items()}


def document(found: Found) -> dict[str, Any]:
    """Everything found, as plain values."""
    trace = found.trace
    plain = log_values(trace.log, trace.follows, trace.activities) | _analyses(trace)
    if found.held is not None:
        plain |= _held(found.held)
    if found.changed is not None:
        plain["changes"] = _plain(found.changed) | {"changes": [_plain(one) for one in found.changed.changes]}
    if found.imagined:
        plain["what_if"] = [_plain(one) for one in found.imagined]
    return plain


def log_values(log: EventLog, follows: Iterable[Follow], activities: Iterable[Activity]) -> dict[str, Any]:
    """What was read, and the paths walked, as plain values."""
    reading = log.reading
    return {
        "file": log.file,
        "format": log.format,
        "reading": {
            "read": reading.read,
            "used": reading.used,
            "refused": reading.left_out,
            "reasons": [_plain(group) for group in reading.refused],
            "unmatched": [{"activity": name, "events": count} for name, count in log.unmatched],
            "notes": list(reading.notes),
        },
        "events": log.events,
        "cases": log.cases,
        "activities": len(log.activities),
        "first": moment(log.first),
        "last": moment(log.last),
        "directly_follows": [follow_values(one) for one in follows],
        "variants": Written(variants_as_json(log)),
        "activity_counts": [_plain(one) for one in activities],
    }


def _analyses(trace: Trace) -> dict[str, Any]:
    return {
        "outcomes": outcome_values(trace.outcomes),
        "touchpoints": [_plain(one) for one in trace.stops],
        "stages": _stages(trace),
        "case_seconds": trace.case_times,
        "seconds_to_next": [_plain(one) for one in trace.next_times],
        "work_seconds": [_plain(one) for one in trace.work],
        "rework": [_plain(one) for one in trace.repeats],
        "to_and_fro": [_plain(one) for one in trace.to_and_fro],
        "channel_switches": _switches(trace),
        "contacts": None if trace.contacts is None else _plain(trace.contacts),
        "by_period": {"period": trace.period, "groups": [_plain(one) for one in trace.periods]},
        "by_persona": [_plain(one) for one in trace.personas],
    }


def _held(held: Held) -> dict[str, Any]:
    walked = held.walked
    return {
        "journey": held.journey,
        **judged_values(held.conformance, held.governance),
        "ways": [_plain(one) for one in walked.ways],
        "unplanned": [_plain(one) for one in walked.unplanned],
        "never_walked": list(walked.never),
        "not_recorded": list(walked.unrecorded),
        "promises": [_plain(one) for one in held.claims.promises],
        "takes": [_plain(one) for one in held.claims.takes],
        "over_max_times": [_plain(one) for one in held.claims.exceeded],
        "claims_unknown": list(held.claims.unknown),
    }


def judged_values(conformance: Conformance, governance: Governance) -> dict[str, Any]:
    """How far the journey explains the paths, and where they break consent or notice, as plain values."""
    return {
        "conformance": {
            "cases": conformance.cases,
            "fitting": conformance.fitting,
            "deviating": conformance.deviating,
            "unknown": conformance.unknown,
            "share": conformance.share,
            "interval": conformance.interval,
            "mean_cost": conformance.mean_cost,
            "deviations": [_plain(one) for one in conformance.deviations],
            "alignments": [
                {
                    "path": one.path,
                    "cases": one.cases,
                    "unfinished": one.unfinished,
                    "persona": one.persona,
                    "cost": None if one.alignment is None else one.alignment.cost,
                }
                for one in conformance.paths
            ],
        },
        "governance": {
            "observed": [_plain(one) for one in governance.observed],
            "unknown": [_plain(one) for one in governance.unknown],
            "judged": governance.judged,
        },
    }


def follow_values(one: Follow) -> dict[str, Any]:
    """One way as plain values."""
    return {
        "from": one.from_,
        "to": one.to,
        "count": one.count,
        "median_seconds": one.median,
        "cases": one.cases,
        "p90_seconds": one.p90,
    }


def outcome_values(outcomes: Outcomes) -> dict[str, Any]:
    """How cases ended, as plain values."""
    return {
        "ended": outcomes.ended,
        "left": outcomes.left,
        "open": outcomes.open,
        "ends": list(outcomes.ends),
        "timeout_seconds": outcomes.timeout,
        "timeout_from": outcomes.timeout_from,
        "definition": outcomes.definition,
    }


def _stages(trace: Trace) -> dict[str, Any] | None:
    if trace.stages is None:
        return None
    return {
        "funnel": [_plain(one) for one in trace.stages.stops],
        "outside": trace.stages.outside,
        "seconds": [_plain(one) for one in trace.stages.times],
    }


def _switches(trace: Trace) -> dict[str, Any] | None:
    if trace.switches is None:
        return None
    found = _plain(trace.switches)
    found["between"] = [{"from": a, "to": b, "count": n} for a, b, n in trace.switches.between]
    return dict(found)


class Written(list[str]):
    """Items of a list that are JSON already."""


def write_json(found: dict[str, Any]) -> str:
    """The document as text: one key a line, and one item of a list a line."""
    lines = []
    for key, value in found.items():
        if isinstance(value, list) and value:
            items = ",\n  ".join(value if isinstance(value, Written) else map(_compact, value))
            lines.append(f"{_compact(key)}: [\n  {items}\n ]")
        else:
            lines.append(f"{_compact(key)}: {_compact(value)}")
    return "{\n " + ",\n ".join(lines) + "\n}\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
