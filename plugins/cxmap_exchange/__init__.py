"""Exchange with other tools: the data register, consent records, DPV, graphs."""

from cxmap import Renderer, hookimpl
from cxmap_exchange.consent_record import consent_record
from cxmap_exchange.dpv import dpv
from cxmap_exchange.networks import graphml, node_link
from cxmap_exchange.to_register import register


@hookimpl
def cxmap_renderers() -> list[Renderer]:
    """The data register and the exports of this pack."""
    return [register, consent_record, dpv, node_link, graphml]
