"""The data register as JSON-LD in the W3C Data Privacy Vocabulary."""

from __future__ import annotations

import json
from typing import Any

from cxmap import JourneyGraph, Report, renderer
from cxmap_exchange.iris import DPV, EU_GDPR, PD, basis_iri, condition_iri, data_iri, purpose_iri, right_iri
from cxmap_exchange.processing import Processing, find_processing, graphs_of

CONTEXT = {
    "dpv": DPV,
    "pd": PD,
    "eu-gdpr": EU_GDPR,
    "dcterms": "http://purl.org/dc/terms/",
    "hasPurpose": {"@id": "dpv:hasPurpose", "@type": "@id"},
    "hasPersonalData": {"@id": "dpv:hasPersonalData", "@type": "@id"},
    "hasLegalBasis": {"@id": "dpv:hasLegalBasis", "@type": "@id"},
    "hasDataController": {"@id": "dpv:hasDataController"},
    "hasDataSubject": {"@id": "dpv:hasDataSubject"},
    "hasRecipient": {"@id": "dpv:hasRecipient"},
    "hasStorageCondition": {"@id": "dpv:hasStorageCondition"},
    "hasRight": {"@id": "dpv:hasRight", "@type": "@id"},
    "title": {"@id": "dcterms:title"},
    "identifier": {"@id": "dcterms:identifier"},
}


@renderer("dpv", kind="export", formats=("jsonld",))
def dpv(report: Report) -> str:
    """The data register in the W3C Data Privacy Vocabulary 2.3, one process per purpose and data item."""
    graphs = {graph.id: graph for graph in graphs_of(report)}
    processes = [_process(graphs[row.journeys[0]], row) for row in find_processing(report)]
    document = {"@context": CONTEXT, "@graph": processes}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _process(graph: JourneyGraph, row: Processing) -> dict[str, Any]:
    bases = [iri for iri in (basis_iri(row.basis), condition_iri(row.condition)) if iri is not None]
    rights = sorted({right for touchpoint in graph.touchpoints for right in graph.rights(touchpoint)})
    told = {
        "@id": f"urn:cxmap:process:{row.purpose}:{row.data}",
        "@type": "dpv:Process",
        "identifier": f"{row.purpose}:{row.data}",
        "title": f"{row.data_title} for {row.purpose_title}",
        "hasPurpose": purpose_iri(graph, row.purpose_key),
        "hasPersonalData": data_iri(graph, row.data_key),
        "hasLegalBasis": bases,
        "hasDataController": row.controllers,
        "hasDataSubject": row.subjects,
        "hasRecipient": row.recipients,
        "hasStorageCondition": row.keep,
        "hasRight": [iri for right in rights if (iri := right_iri(graph, right)) is not None],
    }
    return {name: value for name, value in told.items() if value not in (None, [])}
