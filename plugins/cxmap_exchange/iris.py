"""What our words are called in the W3C Data Privacy Vocabulary: nearest concepts by name, no official crosswalk."""

from __future__ import annotations

from cxmap import JourneyGraph

DPV = "https://w3id.org/dpv#"
PD = "https://w3id.org/dpv/pd#"
EU_GDPR = "https://w3id.org/dpv/legal/eu/gdpr#"
BASES = {
    "consent": "A6-1-a", "contract": "A6-1-b", "legal-obligation": "A6-1-c", "vital-interests": "A6-1-d",
    "public-task": "A6-1-e", "legitimate-interests": "A6-1-f",
}  # fmt: skip
SPECIAL_CONDITIONS = {
    "explicit-consent": "A9-2-a", "employment": "A9-2-b", "vital": "A9-2-c", "non-profit": "A9-2-d",
    "made-public": "A9-2-e", "legal-claims": "A9-2-f", "substantial-public-interest": "A9-2-g",
    "health-care": "A9-2-h", "public-health": "A9-2-i", "research": "A9-2-j",
}  # fmt: skip


def basis_iri(basis: str | None) -> str | None:
    """The legal basis of Art. 6 GDPR."""
    return None if basis not in BASES else EU_GDPR + BASES[basis]


def condition_iri(condition: str | None) -> str | None:
    """The condition of Art. 9 GDPR."""
    return None if condition not in SPECIAL_CONDITIONS else EU_GDPR + SPECIAL_CONDITIONS[condition]


def purpose_iri(graph: JourneyGraph, key: str | None) -> str | None:
    """The purpose nearest to a key, or to the nearest key above it."""
    name = _nearest(graph, "purpose", key)
    return None if name is None else DPV + name


def data_iri(graph: JourneyGraph, key: str | None) -> str | None:
    """The personal data concept nearest to a key, or to the nearest key above it."""
    name = _nearest(graph, "data", key)
    return None if name is None else PD + name


def right_iri(graph: JourneyGraph, right: str) -> str | None:
    """The article of the GDPR that gives a right."""
    word = graph.word("right", right)
    article = None if word is None else word.maps.get("gdpr")
    return None if article is None else EU_GDPR + article


def _nearest(graph: JourneyGraph, kind: str, key: str | None) -> str | None:
    while key:
        word = graph.word(kind, key)
        if word is not None and "dpv" in word.maps:
            return word.maps["dpv"]
        key = key.rpartition(".")[0]
    return None
