"""Numbers and dates as people read them."""

# ruff: noqa: RUF001 - typographic signs are meant

from __future__ import annotations

from datetime import date

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def people(share: float) -> str:
    """Of a hundred: whole people, "<1" below half a person."""
    hundred = share * 100
    if 0 < hundred < 0.5:
        return "<1"
    return str(int(hundred + 0.5))


def feeling(value: float) -> str:
    """A feeling with its sign."""
    size = f"{abs(value):.1f}".removesuffix(".0")
    if value == 0:
        return "0"
    return f"{'+' if value > 0 else '−'}{size}"


def plain(value: float, digits: int = 1) -> str:
    """A number without needless zeros."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "−") if text != "-0" else "0"


def day(when: date | None, language: str = "en") -> str:
    """`1 Oct 2026`; in other languages the ISO form, which everybody reads."""
    if when is None:
        return ""
    if language.split("-")[0] == "en":
        return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"
    return when.isoformat()


def month(when: date | None, language: str = "en") -> str:
    """`Mar 2027`."""
    if when is None:
        return ""
    return (
        f"{_MONTHS[when.month - 1]} {when.year}" if language.split("-")[0] == "en" else when.isoformat()[:7]
    )


def coordinate(value: float) -> str:
    """A coordinate, short and the same on every machine."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"
