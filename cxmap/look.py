"""How maps, diagrams and reports look: colours on light and dark ground, fonts and logo, ours with what the theme changes."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cxmap.config import Theme
from cxmap.contrast import legible
from cxmap.files import UnsafePath, resolve_inside
from cxmap.themefiles import LOGOS
from cxmap.workspace import Workspace

Palette = dict[str, str]
LIGHT: Mapping[str, str] = {
    "paper": "#fdfcf8", "ink": "#1b1a17", "soft": "#575349", "hair": "#d8d3c6", "faint": "#ebe7dd", "rule": "#1b1a17",
    "band": "#f4f1e8", "veil": "#fdfcf8d0", "plain": "#ffffff", "flow": "#dcc793", "flowedge": "#94792f", "gone": "#4a4338",
    "us": "#1c5a9e", "them": "#b3420c", "gap": "#b3420c26", "ci": "#b3420c33",
    "err": "#a1103c", "warn": "#8a5300", "warnfill": "#f3b93a", "onwarn": "#1b1a17", "info": "#3d5166", "ok": "#0b625b",
    "okbg": "#dcefeb", "silo": "#f8dfe4", "rowlit": "#f3c95f", "hatch": "#8d877822", "lit": "#fff3c4", "litline": "#1b1a17",
    "brand": "#1b1a17",
}  # fmt: skip
DARK: Mapping[str, str] = {
    "paper": "#15171a", "ink": "#ece8de", "soft": "#b3ada0", "hair": "#3a3c40", "faint": "#26282c", "rule": "#cfcabd",
    "band": "#1d2024", "veil": "#15171ad0", "plain": "#23262b", "flow": "#6f5d31", "flowedge": "#a88f4e", "gone": "#d9d0bd",
    "us": "#7db4f0", "them": "#f2935c", "gap": "#f2935c30", "ci": "#f2935c40",
    "err": "#ff7d9c", "warn": "#f0b445", "warnfill": "#e0a52c", "onwarn": "#1b1a17", "info": "#a9bdd3", "ok": "#6fd0c4",
    "okbg": "#173a37", "silo": "#46202b", "rowlit": "#6b5310", "hatch": "#cfc8b81c", "lit": "#3b3413", "litline": "#ece8de",
    "brand": "#ece8de",
}  # fmt: skip
OWNERS = (
    (("#d3e1ef", "#2a5480"), ("#1f3448", "#8fb8e0")),
    (("#dbe7cf", "#43611f"), ("#26351a", "#a9cb83")),
    (("#f1d9cf", "#8a3f20"), ("#43271b", "#eba486")),
    (("#e2daee", "#5d478a"), ("#302745", "#bfa9ea")),
    (("#efe2c0", "#6b4e00"), ("#3a3015", "#dcbf6a")),
    (("#cfe6e3", "#155e58"), ("#16383a", "#7fcac3")),
)
"""Ground and text of an owner, on light and on dark; more than six repeat, the word is the key."""
_ROLES = {
    "customer": "them",
    "company": "us",
    "error": "err",
    "warning": "warn",
    "note": "info",
    "consent": "ok",
}
_GROUNDS = frozenset({"paper", "band", "flow", "okbg", "warnfill", "lit"})
_SANS = '"Segoe UI","Helvetica Neue",Helvetica,Arial,"Liberation Sans",system-ui,sans-serif'
_SERIF = '"Iowan Old Style","Palatino Linotype",Palatino,Charter,Georgia,"Liberation Serif","Times New Roman",serif'
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FONT = re.compile(r"[\w \-,]+")


@dataclass(frozen=True, eq=False)
class Look:
    """Colours by token, font families, and the logo as a data address (empty without one).

    `light` and `dark` hold every token of the other; `o0` to `o5` and `p0` to `p5` are ground and text of owners.
    `starts_dark` is what the theme says of the ground, None where the reader's computer decides.
    """

    light: Palette
    dark: Palette
    sans: str
    serif: str
    logo: str
    starts_dark: bool | None

    def style(self) -> str:
        """The tokens as custom properties of CSS, with `--sans` and `--serif`; paper is always light."""
        dark = _properties(self.dark)
        return (
            f":root{{color-scheme:light;{_properties(self.light)};--sans:{self.sans};--serif:{self.serif}}}"
            f"[data-theme=dark]{{color-scheme:dark;{dark}}}"
            f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}"
        )

    @property
    def tints(self) -> int:
        """How many grounds of owners there are."""
        return len(OWNERS)

    @property
    def attribute(self) -> str:
        """What stands in `<html>` for a ground the theme decides: `dark`, `light` or nothing."""
        return "" if self.starts_dark is None else "dark" if self.starts_dark else "light"


def look_of(workspace: Workspace | None) -> Look:
    """The look of a workspace; without one, ours."""
    theme = workspace.config.theme if workspace is not None else Theme()
    light, dark = _palettes(theme.colours)
    sans, serif = _fonts(theme.font)
    return Look(light, dark, sans, serif, _logo(theme_path(workspace, theme.logo)), theme.dark)


def theme_path(workspace: Workspace | None, relative: str | None) -> Path | None:
    """A file or folder the theme names; None where there is none, or it leads out of the workspace."""
    if workspace is None or workspace.root is None or relative is None:
        return None
    try:
        path = resolve_inside(workspace.root, relative)
    except UnsafePath:
        return None
    return path if path.exists() else None


def owner_tone(owner: str | None, owners: tuple[str, ...]) -> str:
    """The token of an owner's ground, by their order in the register; `plain` for nobody."""
    return f"o{owners.index(owner) % len(OWNERS)}" if owner in owners else "plain"


def _palettes(colours: Mapping[str, str]) -> tuple[Palette, Palette]:
    """Light and dark; a colour of the theme that is written with is moved until it can be read."""
    light, dark = dict(LIGHT), dict(DARK)
    for name, colour in colours.items():
        token = _ROLES.get(name, name)
        if token not in LIGHT or not _COLOUR.fullmatch(colour):
            continue
        if token in _GROUNDS:
            light[token] = colour
            continue
        light[token], dark[token] = legible(colour, light["paper"]), legible(colour, dark["paper"])
    for palette, gap, ci in ((light, "26", "33"), (dark, "30", "40")):
        palette |= {"gap": palette["them"] + gap, "ci": palette["them"] + ci}
    for ground, palette in enumerate((light, dark)):
        # What the company believes is a colour of its own on maps; links wear the brand instead.
        palette["link"] = palette["brand"] if "brand" in colours else (LIGHT, DARK)[ground]["us"]
        palette |= {f"o{number}": pair[ground][0] for number, pair in enumerate(OWNERS)}
        palette |= {f"p{number}": pair[ground][1] for number, pair in enumerate(OWNERS)}
    return light, dark


def _fonts(font: str | None) -> tuple[str, str]:
    """Sans and serif families; a font of the theme stands before both."""
    if not font or not _FONT.fullmatch(font):
        return _SANS, _SERIF
    named = ",".join(f'"{part.strip()}"' for part in font.split(",") if part.strip())
    return f"{named},{_SANS}", f"{named},{_SERIF}"


def _logo(path: Path | None) -> str:
    if path is None or path.suffix.lower() not in LOGOS or not path.is_file():
        return ""
    return f"data:{LOGOS[path.suffix.lower()]};base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"


def _properties(palette: Palette) -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in palette.items())
