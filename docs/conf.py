"""The documentation of cxmap."""

from __future__ import annotations

import sys
from pathlib import Path

import cxmap

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "cxmap"
author = "the cxmap authors"
copyright = "2026, the cxmap authors"
version = release = cxmap.__version__

extensions = ["myst_parser", "cxmap.sphinxext", "reference"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns = ["_build", "pictures"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
nitpicky = True

# The pages show an example whose problems are planted, on a fixed day.
cxmap_workspace = "../journeys/auto-insurer"
cxmap_fail_on_error = False
cxmap_as_of = "2026-11-01"

html_theme = "furo"
html_title = "cxmap"
html_static_path: list[str] = []
