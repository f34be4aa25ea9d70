"""The rows for numbers and layer ranges, moved by mouse, keys, wheel and typing."""

from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.widgets.layer_range import LayerRange
from ganstudio.gui.widgets.track import HANDLE, place_of, share_at
from ganstudio.gui.widgets.value_row import MINUS, ValueRow
from ganstudio.latents.point import Layers

W = TypeVar("W", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton
NONE, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class Heard:
    """What a row has said."""

    def __init__(self, row: ValueRow | LayerRange) -> None:
        self.moved: list[object] = []
        self.settled: list[object] = []
        row.moved.connect(self.moved.append)
        row.settled.connect(self.settled.append)


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> QWidget:
    theme.apply(qapp, "dark")
    made = QWidget()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    made.resize(304, 120)
    return made


@pytest.fixture
def row(page: QWidget, qtbot: QtBot) -> ValueRow:
    made = ValueRow("Smile", -5, 5, 0.1, 0.0, "How much of a smile", decimals=1, origin=0)
    return shown(page, made, qtbot)


@pytest.fixture
def layers(page: QWidget, qtbot: QtBot) -> LayerRange:
    made = LayerRange("Applies to layers", 8, "Which styles")
    return shown(page, made, qtbot)


def shown(page: QWidget, widget: W, qtbot: QtBot) -> W:
    layout = page.layout()
    assert layout is not None
    layout.addWidget(widget)
    page.show()
    page.activateWindow()
    qtbot.waitExposed(page)
    return widget


def at(row: ValueRow, value: float) -> QPoint:
    slider = row.slider
    return QPoint(round(place_of((value + 5) / 10, slider.width())), slider.height() // 2)


def drag(qtbot: QtBot, widget: QWidget, *places: QPoint) -> None:
    qtbot.mousePress(widget, LEFT, pos=places[0])
    for place in places[1:]:
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(place), QPointF(widget.mapToGlobal(place)), LEFT, LEFT, NONE
        )
        QApplication.sendEvent(widget, event)
    qtbot.mouseRelease(widget, LEFT, pos=places[-1])


def test_places_and_shares_are_each_other_s_inverse() -> None:
    assert place_of(0, 114) == HANDLE / 2
    assert place_of(1, 114) == 114 - HANDLE / 2
    assert [share_at(place_of(share, 114), 114) for share in (0, 0.3, 1)] == pytest.approx([0, 0.3, 1])
    assert share_at(-50, 114) == 0


def test_a_drag_tells_every_step_and_settles_once(qtbot: QtBot, row: ValueRow) -> None:
    heard = Heard(row)
    drag(qtbot, row.slider, at(row, 0), at(row, 1), at(row, 2))
    assert heard.moved[-1] == pytest.approx(2.0, abs=0.11)
    assert len(heard.moved) == 2
    assert heard.settled == [row.value()]
    assert row.value() == round(row.value(), 1)
    assert row.reset.isEnabled()
    assert row.label.property("type") == "changed"


def test_a_click_on_the_groove_goes_there(qtbot: QtBot, row: ValueRow) -> None:
    heard = Heard(row)
    qtbot.mouseClick(row.slider, LEFT, pos=at(row, -3))
    assert row.value() == pytest.approx(-3, abs=0.11)
    assert heard.settled == [row.value()]
    assert row.edit.shown.text().startswith(MINUS)


@pytest.mark.parametrize(
    ("key", "held", "value"),
    [
        (Qt.Key.Key_Right, NONE, 0.1), (Qt.Key.Key_Left, NONE, -0.1), (Qt.Key.Key_Right, SHIFT, 1.0),
        (Qt.Key.Key_Up, ALT, 0.01), (Qt.Key.Key_Home, NONE, -5.0), (Qt.Key.Key_End, NONE, 5.0),
    ],
)  # fmt: skip
def test_keys_step(qtbot: QtBot, row: ValueRow, key: Qt.Key, held: Qt.KeyboardModifier, value: float) -> None:
    heard = Heard(row)
    qtbot.keyClick(row.slider, key, held)
    assert row.value() == pytest.approx(value, abs=1e-9)
    assert heard.moved == heard.settled == [row.value()]


def test_a_double_click_on_the_handle_and_the_button_reset(qtbot: QtBot, row: ValueRow) -> None:
    heard = Heard(row)
    row.set_value(2.5)
    assert heard.moved == []
    qtbot.mouseDClick(row.slider, LEFT, pos=at(row, 2.5))
    assert row.value() == 0
    row.set_value(-2.5)
    qtbot.mouseClick(row.reset, LEFT)
    assert heard.settled == [0.0, 0.0]
    assert not row.reset.isEnabled()
    assert row.label.property("type") == "label"


def test_the_wheel_moves_a_slider_that_has_the_focus_only(qtbot: QtBot, row: ValueRow) -> None:
    heard = Heard(row)
    row.slider.clearFocus()
    wheel(row.slider, 120)
    assert heard.moved == []
    row.slider.setFocus()
    qtbot.waitUntil(row.slider.hasFocus)
    wheel(row.slider, 120)
    assert heard.moved == [0.1]
    qtbot.waitUntil(lambda: heard.settled == [0.1])


def wheel(widget: QWidget, turn: int) -> None:
    middle = widget.rect().center()
    event = QWheelEvent(
        QPointF(middle), QPointF(widget.mapToGlobal(middle)), QPoint(), QPoint(0, turn),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


@pytest.mark.parametrize("words", ["-1.25", f"{MINUS}1.25", "-1,25"])
def test_a_value_can_be_typed(qtbot: QtBot, row: ValueRow, words: str) -> None:
    heard = Heard(row)
    row.slider.setFocus()
    qtbot.keyClick(row.slider, Qt.Key.Key_Return)
    field = row.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert field.isVisible()
    field.setText(words)  # QTest's keys know no minus sign but the hyphen
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.settled == [-1.25]
    assert row.edit.shown.text() == f"{MINUS}1.25"
    assert not field.isVisible()


def test_escape_and_nonsense_change_nothing_and_too_much_is_the_end(qtbot: QtBot, row: ValueRow) -> None:
    heard = Heard(row)
    qtbot.mouseDClick(row.edit.shown, LEFT)
    qtbot.keyClicks(row.edit.field, "3")
    qtbot.keyClick(row.edit.field, Qt.Key.Key_Escape)
    assert not row.edit.field.isVisible()
    row.edit.begin()
    qtbot.keyClicks(row.edit.field, "smile")
    qtbot.keyClick(row.edit.field, Qt.Key.Key_Return)
    assert heard.moved == []
    row.edit.begin()
    qtbot.keyClicks(row.edit.field, "99")
    qtbot.keyClick(row.edit.field, Qt.Key.Key_Return)
    assert heard.moved == [5.0]


def test_qt_s_own_way_of_setting_a_slider_is_heard_too(qtbot: QtBot, row: ValueRow) -> None:
    heard = Heard(row)
    row.slider.setValue(row.slider.maximum())
    assert heard.moved == [5.0]
    qtbot.waitUntil(lambda: heard.settled == [5.0])


def test_an_exact_value_is_kept(row: ValueRow) -> None:
    row.set_value(0.123456)
    assert row.value() == 0.123456
    assert row.edit.shown.text() == "+0.12"


# -- layers -----------------------------------------------------------------------------------------------------


def layer_at(layers: LayerRange, layer: int) -> QPoint:
    track = layers.track
    return QPoint(round(place_of(layer / 7, track.width())), track.height() // 2)


def test_handles_of_a_range_are_dragged_and_do_not_pass(qtbot: QtBot, layers: LayerRange) -> None:
    heard = Heard(layers)
    drag(qtbot, layers.track, layer_at(layers, 7), layer_at(layers, 5), layer_at(layers, 4))
    assert layers.layers() == Layers(first=0, last=4)
    assert heard.settled == [Layers(first=0, last=4)]
    drag(qtbot, layers.track, layer_at(layers, 0), layer_at(layers, 6))
    assert layers.layers() == Layers(first=4, last=4)
    assert layers.value_label.text() == "4"
    drag(qtbot, layers.track, layer_at(layers, 4), layer_at(layers, 2))
    assert layers.layers() == Layers(first=2, last=4)
    assert layers.value_label.text() == "2\u20134"


def test_the_part_between_drags_both(qtbot: QtBot, layers: LayerRange) -> None:
    layers.set_layers(Layers(first=1, last=4))
    drag(qtbot, layers.track, layer_at(layers, 2), layer_at(layers, 4), layer_at(layers, 7))
    assert layers.layers() == Layers(first=4)  # the last layer is the end


def test_each_handle_has_its_keys(qtbot: QtBot, layers: LayerRange) -> None:
    heard = Heard(layers)
    qtbot.keyClick(layers.track.first, Qt.Key.Key_Right)
    qtbot.keyClick(layers.track.last, Qt.Key.Key_Left)
    assert heard.settled == [Layers(first=1), Layers(first=1, last=6)]
    assert layers.track.first.accessibleName() == "Applies to layers: first"
    qtbot.mouseClick(layers.reset, LEFT)
    assert layers.layers() == Layers()
    assert not layers.reset.isEnabled()


def test_a_range_fits_another_number_of_layers(layers: LayerRange) -> None:
    layers.set_layers(Layers(first=2, last=6))
    layers.set_count(4)
    assert layers.layers() == Layers(first=2)
