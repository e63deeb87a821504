"""The colours and fonts of a map: ours, with what the theme changes kept legible on both grounds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

LIGHT = {
    "paper": "#fdfcf8", "ink": "#1b1a17", "soft": "#575349", "hair": "#d8d3c6", "faint": "#ebe7dd", "rule": "#1b1a17",
    "band": "#f4f1e8", "veil": "#fdfcf8d0", "flow": "#dcc793", "flowedge": "#94792f", "gone": "#4a4338",
    "us": "#1c5a9e", "them": "#b3420c", "gap": "#b3420c26", "ci": "#b3420c33",
    "err": "#a1103c", "warn": "#8a5300", "warnfill": "#f3b93a", "info": "#3d5166", "ok": "#0b625b", "okbg": "#dcefeb",
    "rowlit": "#f3c95f", "hatch": "#8d877822", "lit": "#fff3c4", "litline": "#1b1a17", "brand": "#1b1a17",
}  # fmt: skip
DARK = {
    "paper": "#15171a", "ink": "#ece8de", "soft": "#b3ada0", "hair": "#3a3c40", "faint": "#26282c", "rule": "#cfcabd",
    "band": "#1d2024", "veil": "#15171ad0", "flow": "#6f5d31", "flowedge": "#a88f4e", "gone": "#d9d0bd",
    "us": "#7db4f0", "them": "#f2935c", "gap": "#f2935c30", "ci": "#f2935c40",
    "err": "#ff7d9c", "warn": "#f0b445", "warnfill": "#e0a52c", "info": "#a9bdd3", "ok": "#6fd0c4", "okbg": "#173a37",
    "rowlit": "#6b5310", "hatch": "#cfc8b81c", "lit": "#3b3413", "litline": "#ece8de", "brand": "#ece8de",
}  # fmt: skip
OWNERS = (
    (("#d3e1ef", "#2a5480"), ("#1f3448", "#8fb8e0")),
    (("#dbe7cf", "#43611f"), ("#26351a", "#a9cb83")),
    (("#f1d9cf", "#8a3f20"), ("#43271b", "#eba486")),
    (("#e2daee", "#5d478a"), ("#302745", "#bfa9ea")),
    (("#efe2c0", "#6b4e00"), ("#3a3015", "#dcbf6a")),
    (("#cfe6e3", "#155e58"), ("#16383a", "#7fcac3")),
)
ROLES = {
    "customer": "them",
    "company": "us",
    "error": "err",
    "warning": "warn",
    "note": "info",
    "consent": "ok",
}
SANS = '"Segoe UI","Helvetica Neue",Helvetica,Arial,system-ui,sans-serif'
SERIF = '"Iowan Old Style","Palatino Linotype",Palatino,Charter,Georgia,"Times New Roman",serif'
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FONT = re.compile(r"[\w \-,]+")
READABLE = 4.6
Palette = dict[str, str]


def palettes(theme: Any) -> tuple[Palette, Palette]:
    """Light and dark tokens; a colour of the theme is darkened or lightened until it can be read."""
    said: Mapping[str, object] = getattr(theme, "colours", None) or {}
    light, dark = dict(LIGHT), dict(DARK)
    for name, written in said.items():
        token, colour = ROLES.get(name, name), str(written)
        if token not in LIGHT or not _COLOUR.fullmatch(colour):
            continue
        as_ground = token in {"paper", "band", "flow", "okbg", "warnfill", "lit"}
        if as_ground:
            light[token] = colour
            continue
        light[token] = legible(colour, light["paper"])
        dark[token] = legible(colour, dark["paper"])
    for palette in (light, dark):
        palette["gap"] = palette["them"] + ("26" if palette is light else "30")
        palette["ci"] = palette["them"] + ("33" if palette is light else "40")
    return light, dark


def fonts(theme: Any) -> tuple[str, str]:
    """Sans and serif families; one font in the theme stands before both."""
    font = getattr(theme, "font", None)
    if not font or not _FONT.fullmatch(str(font)):
        return SANS, SERIF
    named = ",".join(f'"{part.strip()}"' for part in str(font).split(",") if part.strip())
    return f"{named},{SANS}", f"{named},{SERIF}"


def root_style(theme: Any) -> str:
    """The custom properties of the page."""
    light, dark = palettes(theme)
    sans, serif = fonts(theme)
    dark_tokens = _tokens(dark, 1)
    faces = f"--sans:{sans};--serif:{serif}"
    return (
        f":root{{color-scheme:light;{_tokens(light, 0)};{faces}}}"
        f"[data-theme=dark]{{color-scheme:dark;{dark_tokens}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{color-scheme:dark;{dark_tokens}}}}}"
        + "".join(
            f".o{number}{{background:var(--o{number});color:var(--p{number})}}"
            for number in range(len(OWNERS))
        )
    )


def _tokens(palette: Palette, ground: int) -> str:
    owners = [(f"o{n}", pair[ground][0]) for n, pair in enumerate(OWNERS)]
    texts = [(f"p{n}", pair[ground][1]) for n, pair in enumerate(OWNERS)]
    return ";".join(f"--{name}:{colour}" for name, colour in [*palette.items(), *owners, *texts])


def legible(colour: str, ground: str) -> str:
    """`colour`, moved away from `ground` until text in it can be read."""
    rgb = _rgb(colour)
    towards = (0, 0, 0) if luminance(ground) > 0.4 else (255, 255, 255)
    for step in range(21):
        mixed = [round(part + (goal - part) * step / 20) for part, goal in zip(rgb, towards, strict=True)]
        made = "#{:02x}{:02x}{:02x}".format(*mixed)
        if contrast(made, ground) >= READABLE:
            return made
    return "#000000" if towards == (0, 0, 0) else "#ffffff"


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2."""
    parts = [part / 255 for part in _rgb(colour)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, WCAG 2."""
    a, b = sorted((luminance(one), luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)
