"""Numbers, times and foreign text as people read them."""

from __future__ import annotations

from collections.abc import Sequence

from cxmap import visible

_UNITS = ((86400 * 365.25, "y"), (86400.0, "d"), (3600.0, "h"), (60.0, "min"), (1.0, "s"))


def plain(text: str, most: int = 80) -> str:
    """Foreign text on one line, its control characters written out; long texts are cut."""
    shown = visible(text, one_line=True)
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def percent(share: float | None, digits: int = 1) -> str:
    """A share as a percentage."""
    return "-" if share is None else f"{share * 100:.{digits}f}%"


def between(bounds: tuple[float, float] | None) -> str:
    """An interval of shares."""
    return "" if bounds is None else f"{bounds[0] * 100:.1f} to {bounds[1] * 100:.1f}%"


def lasting(seconds: float | None) -> str:
    """A duration in its largest fitting unit."""
    if seconds is None:
        return "-"
    for size, unit in _UNITS:
        if abs(seconds) >= size:
            value = seconds / size
            return (
                f"{value:.0f} {unit}"
                if value >= 100 or (unit == "s" and value >= 10)
                else f"{value:.1f} {unit}"
            )
    return f"{seconds:.3g} s"


def number(value: int) -> str:
    """A whole number with thin groups of three."""
    return f"{value:,}".replace(",", "\u202f") if abs(value) >= 10_000 else str(value)


def table(
    head: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, left: tuple[int, ...] = (0,)
) -> list[str]:
    """Lines of an aligned table: the columns of `left` left, the others right."""
    widths = [max(len(row[n]) for row in [head, *rows]) for n in range(len(head))]

    def line(row: tuple[str, ...]) -> str:
        cells = [text.ljust(widths[n]) if n in left else text.rjust(widths[n]) for n, text in enumerate(row)]
        return ("  " + "  ".join(cells)).rstrip()

    return [line(head), *(line(row) for row in rows)]
