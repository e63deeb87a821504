"""The journey as it is beside the plan: the same difference from either side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import cxmap
from cxmap_map.build import build_view

Kit = Any
AS_IS = """cxmap: 1
journey: Buy a lamp
stages:
  look:
    touchpoints:
      ad: {channel: web, next: {shop: 60%}}
      shop: {channel: store, next: {pay: 50%}}
  buy:
    touchpoints:
      pay: {channel: store, next: {tell: 30%, end: 70%}}
      tell: {channel: own, next: end}
"""
TO_BE = """cxmap: 1
layer: to-be
of: lamp
touchpoints:
  shop: {next: {fit: 100%}}
  fit: {after: shop, channel: app, next: {pay: 90%}}
  pay: {next: end}
  tell: {gone: true}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cxmap.yaml").write_text("cxmap: 1\n")
    (tmp_path / "lamp.yaml").write_text(AS_IS)
    (tmp_path / "plan.yaml").write_text(TO_BE)
    return tmp_path


def said(kit: Kit, folder: Path, layer: str | None) -> dict[str, str]:
    built = cxmap.load(folder, layer=layer)
    view = build_view(kit.report(built), built.graphs[0])
    lane = next(lane for lane in view.lanes if lane.key == "plan")
    return {view.columns[cell.start].id: "; ".join(line.text for line in cell.lines) for cell in lane.cells}


def test_as_it_is_shows_what_the_plan_changes(kit: Kit, folder: Path) -> None:
    assert said(kit, folder, None) == {
        "ad": "the same",
        "shop": "changes: next; new: Fit",
        "pay": "changes: next; 30 → 54 of 100",
        "tell": "goes",
    }


def test_the_plan_shows_what_was_before(kit: Kit, folder: Path) -> None:
    assert said(kit, folder, "to-be") == {
        "ad": "the same",
        "shop": "changes: next",
        "fit": "new",
        "pay": "changes: next; 54 → 30 of 100; gone: Tell",
    }


def test_without_a_plan_there_is_no_lane(kit: Kit, folder: Path) -> None:
    (folder / "plan.yaml").unlink()
    built = cxmap.load(folder)
    view = build_view(kit.report(built), built.graphs[0])
    assert "plan" not in [lane.key for lane in view.lanes]
