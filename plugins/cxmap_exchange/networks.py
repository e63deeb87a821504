"""Journeys as graphs for other tools: node-link JSON and GraphML."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from cxmap import JourneyGraph, Report, renderer
from cxmap_exchange.processing import graphs_of

if TYPE_CHECKING:
    import networkx as nx


@renderer("node-link", kind="export", formats=("json",))
def node_link(report: Report) -> str:
    """Touchpoints and the ways between them in the node-link form that networkx and d3 read."""
    import networkx as nx

    document = nx.node_link_data(_network(graphs_of(report)), edges="links")
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


@renderer("graphml", kind="export", formats=("graphml",))
def graphml(report: Report) -> str:
    """Touchpoints and the ways between them as GraphML, for Gephi, yEd or Cytoscape."""
    import networkx as nx

    held = io.BytesIO()
    nx.write_graphml_xml(_flat(_network(graphs_of(report))), held)
    return held.getvalue().decode("utf-8")


def _network(graphs: tuple[JourneyGraph, ...]) -> nx.DiGraph[str]:
    import networkx as nx

    network: nx.DiGraph[str] = nx.DiGraph(name="cxmap")
    for graph in graphs:
        for touchpoint in graph.touchpoints:
            network.add_node(
                f"{graph.id}.{touchpoint.id}",
                label=touchpoint.title,
                journey=graph.id,
                stage=touchpoint.stage or "",
                channel=list(touchpoint.channel),
                type=touchpoint.type or "",
                by=touchpoint.by or "",
                owner=list(touchpoint.owner),
                system=list(touchpoint.system),
                entry=touchpoint.id in graph.entries,
                end=touchpoint.id in graph.ends,
                anytime=graph.is_anytime(touchpoint.id),
            )
        for edge in graph.edges:
            data: dict[str, Any] = {"kind": edge.kind, "assumed": edge.assumed}
            if edge.share is not None:
                data["share"] = round(edge.share, 6)
            network.add_edge(f"{graph.id}.{edge.from_}", f"{graph.id}.{edge.to}", **data)
    return network


def _flat(network: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """GraphML knows no lists: names joined by commas."""
    for _, data in network.nodes(data=True):
        for name, value in data.items():
            data[name] = _writable(", ".join(value) if isinstance(value, list) else value)
    return network


def _writable(value: object) -> object:
    """Text without the control characters XML forbids; they are shown as a mark."""
    if not isinstance(value, str):
        return value
    return "".join(mark if mark >= " " or mark in "\t\n" else "\N{REPLACEMENT CHARACTER}" for mark in value)
