"""Contrast of two colours, and a colour moved until text in it can be read."""

from __future__ import annotations

READABLE = 4.6
"""A little above the 4.5 that WCAG 2.2, success criterion 1.4.3 asks of text, so that rounding never falls below."""


def legible(colour: str, ground: str) -> str:
    """`colour`, moved away from `ground` until text in it can be read; both are `#rrggbb`."""
    rgb = _rgb(colour)
    towards = (0, 0, 0) if luminance(ground) > 0.4 else (255, 255, 255)
    for step in range(21):
        mixed = [round(part + (goal - part) * step / 20) for part, goal in zip(rgb, towards, strict=True)]
        made = "#{:02x}{:02x}{:02x}".format(*mixed)
        if contrast(made, ground) >= READABLE:
            return made
    return "#000000" if towards == (0, 0, 0) else "#ffffff"


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, as WCAG 2 defines it."""
    parts = [part / 255 for part in _rgb(colour)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2 defines it."""
    a, b = sorted((luminance(one), luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
