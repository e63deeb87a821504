"""Lines for an editor: as few points to drag as keep their shape, and ends that move with their boxes."""

from __future__ import annotations

import pytest

from cxmap_diagrams.placed import Route, Spot
from cxmap_diagrams.waypoints import bends, ends, halfway, share_of


def test_a_straight_line_has_no_point_to_drag() -> None:
    assert bends(Route(((0, 0), (100, 0), (200, 0), (300, 0)))) == []


def test_a_winding_line_keeps_its_shape() -> None:
    points = bends(Route(((0, 0), (100, 0), (0, 100), (100, 100))))
    assert points == [(43.75, 15.625), (50, 50), (56.25, 84.375)]


def test_a_long_piece_between_corners_is_held_at_both_ends() -> None:
    corner, turn = (10, 50), (410, 50)
    route = Route(((0, 0), (0, 50), (0, 50), corner, corner, turn, turn, (420, 50), (420, 50), (420, 0)))
    points = bends(route)
    assert (22, 50) in points
    assert (398, 50) in points
    assert [point[1] for point in points if 10 <= point[0] <= 410] == [50] * 4


def test_ends_are_the_tips_of_the_arrows() -> None:
    points = ((0.0, 7.0), (0.0, 20.0), (0.0, 30.0), (0.0, 43.0))
    assert ends(Route(points, (0, 50), None, (0, 0))) == ((0, 0), (0, 50))
    assert ends(Route(points)) == ((0, 7), (0, 43))


def test_an_end_is_a_share_of_its_box_and_never_outside() -> None:
    spot = Spot(100, 50, 80, 40)
    assert share_of(spot, (140, 50)) == (1.0, 0.5)
    assert share_of(spot, (60, 20)) == (0.0, 0.0)


def test_a_label_hangs_halfway_by_length() -> None:
    assert halfway([(0, 0), (10, 0), (10, 30)]) == pytest.approx((10, 10))
    assert halfway([(5, 5), (5, 5)]) == (5, 5)
