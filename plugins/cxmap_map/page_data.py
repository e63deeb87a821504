"""What the page's script needs to know, as JSON that cannot end its element."""

from __future__ import annotations

from typing import Any

from cxmap import page_json
from cxmap_map.columns import centres
from cxmap_map.texts import Words
from cxmap_map.view import MapView, Overlay

SAID = (
    "dark", "light", "read_as_text", "read_as_map", "open_all", "fold_all", "open_stage", "fold_stage", "hits", "step_of",
    "owner", "findings", "witness", "places", "fold_steps", "pains", "chance",
)  # fmt: skip


def page_data(view: MapView, words: Words, label: float) -> str:
    """The data block."""
    data: dict[str, Any] = {
        "columns": _columns(view),
        "notes": _notes(view),
        "stages": _stages(view),
        "walks": {walk.id: {"off": list(walk.closed), "says": walk.says} for walk in view.walks},
        "measured": view.measured_says,
        "fold": view.folding,
        "path": view.path_count,
        "label": round(label, 2),
        "words": {key: words(key) for key in SAID},
    }
    if view.overlay is not None:
        data["plan"] = _plan(view.overlay)
    return page_json(data)


def _columns(view: MapView) -> list[dict[str, Any]]:
    x = centres(view.columns)
    return [
        {
            "id": column.id,
            "t": column.title,
            "x": round(x[column.id], 1) if column.id in x else None,
            "y": round(view.flow.middles.get(column.id, 38.0), 1),
            "w": column.weight,
            "s": column.stage,
            "o": list(column.owners),
            "c": list(column.channel_ids),
            "l": column.line,
        }
        for column in view.columns
    ]


def _notes(view: MapView) -> list[dict[str, Any]]:
    return [
        {
            "n": note.number,
            "m": note.mark,
            "name": note.name,
            "says": note.message,
            "fam": note.family,
            "path": note.is_path,
            "rows": list(note.rows),
            "at": list(note.places),
            "steps": [
                {"c": step.column, "t": step.title, "f": step.fact, "w": step.where} for step in note.steps
            ],
        }
        for note in view.notes
    ]


def _stages(view: MapView) -> list[dict[str, Any]]:
    return [
        {
            "t": stage.title,
            "start": stage.start,
            "span": stage.span,
            "any": stage.anytime,
            "open": stage.open_first,
            "fw": stage.fold_weight,
        }
        for stage in view.stages
    ]


def _plan(overlay: Overlay) -> dict[str, Any]:
    return {
        "id": overlay.value,
        "says": overlay.says,
        "layer": overlay.layer,
        "ahead": overlay.ahead,
        "word": overlay.gone_word,
        "gone": list(overlay.gone),
        "shows": sorted({*overlay.gone, *(each.column for each in overlay.arrivals)}),
    }
