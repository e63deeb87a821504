"""Other languages: what is missing here is said in English."""

from __future__ import annotations

from cxmap_map.texts_de import GERMAN
from cxmap_map.texts_pt import PORTUGUESE

LANGUAGES: dict[str, dict[str, str]] = {"de": GERMAN, "pt": PORTUGUESE}
