"""Templates of consent records, with the field names of ISO/IEC TS 27560:2023."""

from __future__ import annotations

import json
from typing import Any

from cxmap import JourneyGraph, Report, consent_purposes, renderer
from cxmap_exchange.iris import basis_iri, data_iri, purpose_iri
from cxmap_exchange.processing import Processing, find_processing, graphs_of

SCHEMA = "cxmap-consent-record-template-1"
STATES = ("consent-requested", "consent-given", "consent-refused", "consent-withdrawn")


@renderer("consent-record", kind="export", formats=("json",))
def consent_record(report: Report) -> str:
    """One template per consent-based purpose: what the map knows of its design; who and when stay empty."""
    rows = find_processing(report)
    graphs = graphs_of(report)
    purposes = sorted({name for graph in graphs for name in consent_purposes(graph)})
    records = [_record(purpose, [r for r in rows if r.purpose == purpose], graphs) for purpose in purposes]
    document = {"as_of": report.as_of.isoformat(), "records": records}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _record(purpose: str, rows: list[Processing], graphs: tuple[JourneyGraph, ...]) -> dict[str, Any]:
    graph = next(one for one in graphs if purpose in consent_purposes(one))
    asked = _places(graphs, purpose, "asks")
    return {
        "schema_version": SCHEMA,
        "record_id": f"template:{purpose}",
        "pii_principal_id": None,
        "pii_processing": {
            "privacy_notice": _joined(row.told_at for row in rows) or asked,
            "language": list(dict.fromkeys(tag for one in graphs for tag in one.journey.languages)) or ["en"],
            "purposes": [_purpose(graph, purpose)],
            "lawful_basis": {"type": graph.basis(purpose), "iri": basis_iri(graph.basis(purpose))},
            "pii_information": [_item(graph, row) for row in rows],
            "pii_controllers": _joined(row.controllers for row in rows),
            "collection_method": [_method(graphs, place) for place in asked],
            "processing_method": sorted(_kinds(graphs, rows)),
            "storage_locations": _joined(row.systems for row in rows),
            "processing_locations": _joined(row.regions for row in rows),
            "jurisdiction": list(dict.fromkeys(law for one in graphs for law in one.journey.law)),
            "recipient_third_parties": _joined(row.recipients for row in rows),
            "withdrawal_method": _places(graphs, purpose, "withdraws"),
            "privacy_rights": sorted(
                {right for one in graphs for t in one.touchpoints for right in one.rights(t)}
            ),
            "impact_assessment": _text(graph.purposes[purpose].assessment),
            "validity_duration": _text(graph.purposes[purpose].lasts),
        },
        "events": {"event_type": list(STATES), "event_state": None, "event_time": None, "entity_id": None},
    }


def _purpose(graph: JourneyGraph, purpose: str) -> dict[str, Any]:
    key = graph.purpose_key(purpose)
    return {
        "purpose": graph.purposes[purpose].title,
        "purpose_id": purpose,
        "purpose_type": key,
        "iri": purpose_iri(graph, key),
    }


def _item(graph: JourneyGraph, row: Processing) -> dict[str, Any]:
    return {
        "pii_type": row.data_title,
        "pii_id": row.data,
        "pii_category": row.data_key,
        "iri": data_iri(graph, row.data_key),
        "special_pii_category": row.special,
        "retention_period": row.keep,
    }


def _places(graphs: tuple[JourneyGraph, ...], purpose: str, verb: str) -> list[str]:
    return [
        f"{graph.id}.{touchpoint.id}"
        for graph in graphs
        for touchpoint in graph.touchpoints
        if purpose in getattr(touchpoint.consent, verb)
    ]


def _method(graphs: tuple[JourneyGraph, ...], place: str) -> dict[str, Any]:
    journey, _, name = place.partition(".")
    touchpoint = next(graph for graph in graphs if graph.id == journey).touchpoint(name)
    return {"touchpoint": place, "channel": list(touchpoint.channel), "type": touchpoint.type}


def _kinds(graphs: tuple[JourneyGraph, ...], rows: list[Processing]) -> set[str]:
    """How the data is worked on: the types of the touchpoints that use it, and decisions by machine."""
    kinds = set()
    for graph in graphs:
        used = {place for row in rows for place in row.used_at}
        for touchpoint in graph.touchpoints:
            if f"{graph.id}.{touchpoint.id}" in used:
                kinds |= {touchpoint.type} if touchpoint.type else set()
                kinds |= {f"{touchpoint.decision.how} decision"} if touchpoint.decision else set()
    return kinds


def _joined(lists: Any) -> list[str]:
    return list(dict.fromkeys(name for names in lists for name in names))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
