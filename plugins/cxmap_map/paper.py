"""Which sheet a printed map needs: A3 or A2 if no column is squeezed on it, else so much of a roll."""

from __future__ import annotations

from math import ceil

from cxmap_map.view import MapView

SHEETS = ((420.0, 297.0), (594.0, 420.0))  # A3 and A2 in millimetres; browsers know few names
MARGIN = 14.0
ROOT = 11.4 * 25.4 / 96  # millimetres of one rem in print
WEIGHT = 9.35 / 16 * ROOT  # millimetres a weight needs


def sheet_for(weights: float, label: float) -> tuple[str, float]:
    """The `size` of the page and the width of the map on it; beyond A2 a piece of a plotter's roll."""
    need = (1.35 + label) * ROOT + weights * WEIGHT + MARGIN
    for wide, high in SHEETS:
        if need <= wide:
            return f"{wide:.0f}mm {high:.0f}mm", wide - MARGIN
    return f"{ceil(need)}mm 420mm", ceil(need) - MARGIN


def open_weights(view: MapView) -> float:
    """The weights of what stands open at first."""
    return sum(
        sum(column.weight for column in view.columns[stage.start : stage.start + stage.span])
        if stage.open_first
        else stage.fold_weight
        for stage in view.stages
    )
