"""Maps, findings and cross-references of a workspace inside a Sphinx site: the extension `cxmap.sphinxext`."""

from __future__ import annotations

from typing import Any

from cxmap import __version__


def setup(app: Any) -> dict[str, Any]:
    """Add the domain, its configuration and its pictures to a Sphinx application."""
    from cxmap.sphinxext.domain import CxmapDomain
    from cxmap.sphinxext.pictures import add_pictures
    from cxmap.sphinxext.state import open_workspace

    app.add_config_value("cxmap_workspace", None, "env", types=(str, type(None)))
    app.add_config_value("cxmap_fail_on_error", True, "", types=(bool,))
    app.add_config_value("cxmap_as_of", None, "env", types=(str, type(None)))
    app.add_config_value("cxmap_profile", None, "env", types=(str, type(None)))
    app.add_domain(CxmapDomain)
    add_pictures(app)
    app.connect("builder-inited", open_workspace)
    return {"version": __version__, "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
