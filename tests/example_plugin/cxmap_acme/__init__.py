"""What an organisation called Acme adds to cxmap: a check, a source, a renderer, a metric and a few words."""

from collections.abc import Sequence

from cxmap import Vocabulary, Word, hookimpl
from cxmap_acme.checks import unconsented_call
from cxmap_acme.measuring import letters, smiles
from cxmap_acme.poster import poster


@hookimpl
def cxmap_vocabularies() -> Sequence[object]:
    """A channel of our own."""
    hologram = Word("hologram", about="A picture in the room that talks.", family="digital-self")
    return [Vocabulary({"channel": {"hologram": hologram}})]


@hookimpl
def cxmap_sources() -> Sequence[object]:
    """A source and a metric."""
    return [letters, smiles]


@hookimpl
def cxmap_checks() -> Sequence[object]:
    """One check."""
    return [unconsented_call]


@hookimpl
def cxmap_renderers() -> Sequence[object]:
    """One renderer."""
    return [poster]
