"""Where a picture lies: fit, zoom and pan, against numbers worked out by hand and the definition of an anchor."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSizeF

from ganstudio.gui.widgets.viewport import LARGEST, Edges, Viewport


def viewport(
    width: float = 700, height: float = 500, side: float = 32, ratio: float = 1.0, edges: Edges = Edges.CRISP
) -> Viewport:
    return Viewport(QSizeF(width, height), QSizeF(side, side), ratio, edges=edges)


def test_a_crisp_picture_that_fits_is_centred_at_a_whole_scale() -> None:
    rect = viewport().rect  # 476 px of height are free: 14 times 32 is 448
    assert (rect.width(), rect.height()) == (448, 448)
    assert (rect.x(), rect.y()) == (126, 26)


def test_a_smooth_picture_fills_what_is_free() -> None:
    for edges in (Edges.SMOOTH, Edges.WHEN_ZOOMED):
        assert viewport(edges=edges).rect.height() == pytest.approx(476)


def test_pixels_are_seen_once_one_looks_closer() -> None:
    assert Viewport(QSizeF(700, 500), QSizeF(32, 32)).edges is Edges.WHEN_ZOOMED
    seen = {edges: (viewport(edges=edges), viewport(edges=edges).zoomed(20.0)) for edges in Edges}
    crisp = {edges: tuple(made.is_crisp for made in each) for edges, each in seen.items()}
    assert crisp == {
        Edges.WHEN_ZOOMED: (False, True), Edges.CRISP: (True, True), Edges.SMOOTH: (False, False),
    }  # fmt: skip
    assert not seen[Edges.WHEN_ZOOMED][1].fitted().is_crisp


def test_a_large_picture_is_made_smaller() -> None:
    assert viewport(side=1024).fit_scale == pytest.approx(476 / 1024)


def test_on_a_fine_screen_whole_scales_are_of_its_own_pixels() -> None:
    made = viewport(ratio=2.0)
    assert made.fit_scale == 29  # 952 of the screen's pixels are free
    assert made.rect.width() == pytest.approx(29 * 32 / 2)
    corner = made.rect.topLeft() * 2
    assert (corner.x() % 1, corner.y() % 1) == (0, 0)


def test_what_lies_under_the_pointer_stays_there() -> None:
    draws = np.random.default_rng(0)
    for _ in range(200):
        made = viewport().zoomed(20.0, QPointF(350, 250))
        anchor = QPointF(*draws.uniform((130, 30), (570, 470)))
        scale = float(draws.uniform(20, 128))
        before, after = made.place_at(anchor), made.zoomed(scale, anchor).place_at(anchor)
        assert after.x() == pytest.approx(before.x(), abs=0.6 / scale + 0.03)  # corners lie on whole pixels
        assert after.y() == pytest.approx(before.y(), abs=0.6 / scale + 0.03)


def test_steps_take_the_usual_scales_and_end() -> None:
    made = viewport()  # 14 times
    assert made.stepped(1).shown_scale == 16
    assert made.stepped(-1).shown_scale == 12
    for _ in range(40):
        made = made.stepped(1)
    assert made.shown_scale == LARGEST
    for _ in range(40):
        made = made.stepped(-1)
    assert made.shown_scale == pytest.approx(1 / 16)


def test_panning_stops_while_the_picture_is_in_the_middle() -> None:
    made = viewport().zoomed(64.0)
    moved = made.panned(QPointF(100, -50))
    assert moved.rect.topLeft() - made.rect.topLeft() == QPointF(100, -50)
    far = made.panned(QPointF(1e6, 1e6))
    assert far.centre == (0.0, 0.0)
    assert far.rect.topLeft() == QPointF(350, 250)


def test_a_picture_that_is_wholly_seen_is_centred() -> None:
    made = viewport().zoomed(64.0).panned(QPointF(500, 0)).zoomed(2.0)
    assert made.rect.center() == QPointF(350, 250)
    assert not made.overflows


def test_pixels_are_found_and_none_beside_the_picture() -> None:
    made = viewport()
    assert made.pixel_at(QPointF(126, 26)) == (0, 0)
    assert made.pixel_at(QPointF(126 + 447.9, 26 + 14)) == (31, 1)
    assert made.pixel_at(QPointF(125.9, 30)) is None
    assert made.pixel_at(QPointF(126 + 448, 30)) is None
