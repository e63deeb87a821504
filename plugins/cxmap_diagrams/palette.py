"""The colours of diagrams: those of the map, light and dark, with what the theme changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LIGHT = {
    "paper": "#fdfcf8", "ink": "#1b1a17", "soft": "#575349", "hair": "#d8d3c6", "band": "#f4f1e8", "plain": "#ffffff",
    "flow": "#dcc793", "flowedge": "#94792f", "gone": "#4a4338", "us": "#1c5a9e", "them": "#b3420c",
    "err": "#a1103c", "warn": "#8a5300", "warnfill": "#f3b93a", "info": "#3d5166", "ok": "#0b625b",
    "okbg": "#dcefeb", "onwarn": "#1b1a17", "silo": "#f8dfe4", "lit": "#fff3c4", "litline": "#1b1a17",
}  # fmt: skip
DARK = {
    "paper": "#15171a", "ink": "#ece8de", "soft": "#b3ada0", "hair": "#3a3c40", "band": "#1d2024", "plain": "#23262b",
    "flow": "#6f5d31", "flowedge": "#a88f4e", "gone": "#d9d0bd", "us": "#7db4f0", "them": "#f2935c",
    "err": "#ff7d9c", "warn": "#f0b445", "warnfill": "#e0a52c", "info": "#a9bdd3", "ok": "#6fd0c4",
    "okbg": "#173a37", "onwarn": "#1b1a17", "silo": "#46202b", "lit": "#3b3413", "litline": "#ece8de",
}  # fmt: skip
OWNERS = (
    (("#d3e1ef", "#2a5480"), ("#1f3448", "#8fb8e0")),
    (("#dbe7cf", "#43611f"), ("#26351a", "#a9cb83")),
    (("#f1d9cf", "#8a3f20"), ("#43271b", "#eba486")),
    (("#e2daee", "#5d478a"), ("#302745", "#bfa9ea")),
    (("#efe2c0", "#6b4e00"), ("#3a3015", "#dcbf6a")),
    (("#cfe6e3", "#155e58"), ("#16383a", "#7fcac3")),
)
"""Ground and text of an owner, light and dark; more than six repeat, the word is the key."""
ROLES = {
    "customer": "them",
    "company": "us",
    "error": "err",
    "warning": "warn",
    "note": "info",
    "consent": "ok",
}
SANS = "Helvetica, Arial, 'Liberation Sans', sans-serif"
SERIF = "'Iowan Old Style', Palatino, Charter, Georgia, 'Liberation Serif', serif"
SEVERITY = {"error": "err", "warning": "warn", "info": "info"}
Palette = dict[str, str]


def palettes(theme: Any) -> tuple[Palette, Palette]:
    """Light and dark, with the theme's colours where it has some."""
    light, dark = dict(LIGHT), dict(DARK)
    for number, ((ground, text), (dark_ground, dark_text)) in enumerate(OWNERS):
        light |= {f"o{number}": ground, f"p{number}": text}
        dark |= {f"o{number}": dark_ground, f"p{number}": dark_text}
    said: Mapping[str, str] = getattr(theme, "colours", None) or {}
    for name, colour in said.items():
        token = ROLES.get(name, name)
        if token in LIGHT:
            light[token] = colour
    return light, dark


def owner_tone(owner: str | None, owners: tuple[str, ...]) -> str:
    """The tint of an owner, by their order in the register."""
    return f"o{owners.index(owner) % len(OWNERS)}" if owner in owners else "plain"
