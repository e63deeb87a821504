"""The words of a look that diagrams use: fonts every reader of SVG knows, and the colour of a severity."""

from __future__ import annotations

from cxmap import look_of

Palette = dict[str, str]
LIGHT = look_of(None).light
SEVERITY = {"error": "err", "warning": "warn", "info": "info"}
# Words are measured before they are drawn, so pictures keep to families that are as wide everywhere.
SANS = "Helvetica, Arial, 'Liberation Sans', sans-serif"
SERIF = "'Iowan Old Style', Palatino, Charter, Georgia, 'Liberation Serif', serif"
