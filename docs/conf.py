"""The documentation of cxmap."""

from __future__ import annotations

import cxmap

project = "cxmap"
author = "the cxmap authors"
copyright = "2026, the cxmap authors"
version = release = cxmap.__version__

extensions = ["myst_parser"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
nitpicky = True

html_theme = "furo"
html_title = "cxmap"
html_static_path: list[str] = []
