"""Which model is explored: a button that says so, and the list that it opens."""

from pathlib import Path

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget, QWidgetAction

from ganstudio.gui import theme
from ganstudio.gui.icons import icon
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.facts import Picture
from ganstudio.gui.models.explore.shelf import Shelf, ShelfRow
from ganstudio.gui.train.preview_grid import image_of
from ganstudio.gui.widgets.text import describe

WIDTH, THUMB = 320, 28
TIP = "The model to explore: one that comes with the program, one of your runs, or a file"


class ModelChoice(QPushButton):
    """A picture, a name, what it is, and a caret. Its menu lists every model there is."""

    asked = Signal(object)  # Path

    def __init__(self, explore: ExploreModel, shelf: Shelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("model_choice")
        self.setProperty("kind", "plain")
        self.setFixedSize(WIDTH, 36)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._explore, self._shelf = explore, shelf
        self.menu_of_models = QMenu(self)
        self.menu_of_models.aboutToShow.connect(self._fill)
        self.setMenu(self.menu_of_models)
        describe(self, "Model", TIP)
        self._picture: Picture | None = None
        explore.model_changed.connect(self._forget)
        explore.loading_changed.connect(self._refresh)
        explore.picture_changed.connect(self._keep)
        shelf.changed.connect(self._refresh)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 36)

    def choose(self, path: Path) -> None:
        """As a click on its row."""
        self.asked.emit(path)

    @Slot()
    def _fill(self) -> None:
        menu = self.menu_of_models
        menu.clear()
        self._add_section("Comes with GAN Studio", self._shelf.starters)
        self._add_section("Your models", self._shelf.rows[len(self._shelf.starters) :])
        menu.addSeparator()
        open_folder = menu.addAction(icon("folder-open", "text2"), "Open a run folder")
        open_folder.triggered.connect(lambda: self._browse(is_folder=True))
        open_file = menu.addAction(icon("file", "text2"), "Open a model file")
        open_file.triggered.connect(lambda: self._browse(is_folder=False))

    def _add_section(self, title: str, rows: list[ShelfRow]) -> None:
        if not rows:
            return
        self.menu_of_models.addSection(title)
        for row in rows:
            action = QWidgetAction(self.menu_of_models)
            button = _Row(
                row, is_chosen=self._explore.facts is not None and self._explore.facts.path == row.path
            )
            button.clicked.connect(lambda _=False, path=row.path: self._chosen(path))
            action.setDefaultWidget(button)
            action.triggered.connect(lambda _=False, path=row.path: self._chosen(path))
            self.menu_of_models.addAction(action)

    def _chosen(self, path: Path) -> None:
        self.menu_of_models.close()
        self.choose(path)

    def _browse(self, is_folder: bool) -> None:
        dialog = QFileDialog(self.window(), "Choose a run folder" if is_folder else "Choose a model file")
        if is_folder:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            dialog.setNameFilter("*.safetensors")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self._open_chosen(Path(chosen)))
        dialog.open()

    def _open_chosen(self, path: Path) -> None:
        self._shelf.add(path)
        self.asked.emit(path)

    @Slot(object)
    def _keep(self, picture: Picture) -> None:
        if self._picture is None:
            self._picture = picture
            self.update()

    @Slot()
    def _forget(self) -> None:
        """The picture is another model's."""
        self._picture = None
        self._refresh()

    @Slot()
    def _refresh(self, *_ignored: object) -> None:
        name, about = self.words()
        self.setAccessibleDescription(f"{name}. {about}. {TIP}")
        self.update()

    def words(self) -> tuple[str, str]:
        """What it says: a name and what the model is."""
        facts = self._explore.facts
        if self._explore.is_loading:
            return "Opening the model", ""
        if facts is None:
            return "Choose a model", ""
        row = next((row for row in self._shelf.rows if row.path == facts.path), None)
        return (row.name, row.about) if row else (facts.name, f"{facts.recipe}, {facts.resolution} px")

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = colours.hover if self.underMouse() or self.menu_of_models.isVisible() else colours.raised
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1).toRectF().translated(0.5, 0.5), 6, 6)
        left = 12
        if self._picture is not None and not self._explore.is_loading:
            _draw_picture(painter, QRect(4, 4, THUMB, THUMB), self._picture.pixels)
            left = 4 + THUMB + 8
        _draw_words(painter, QRect(left, 0, WIDTH - left - 30, self.height()), *self.words())
        icon("caret-down", "text2").paint(painter, WIDTH - 24, 12, 12, 12)

    def enterEvent(self, event: QEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()


class _Row(QPushButton):
    """One model in the list."""

    def __init__(self, row: ShelfRow, is_chosen: bool) -> None:
        super().__init__()
        self.setFixedSize(WIDTH - 8, 40)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._row, self._is_chosen = row, is_chosen
        describe(self, row.name, f"{row.about}: {row.path}")

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._is_chosen or self.underMouse() or self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft if self._is_chosen else colours.hover))
            painter.drawRoundedRect(self.rect().adjusted(4, 0, -4, 0), 6, 6)
        left = 12
        if self._row.picture is not None:
            _draw_picture(painter, QRect(12, 6, THUMB, THUMB), self._row.picture)
        else:
            icon("cube", "text2").paint(painter, 18, 12, 16, 16)
        left = 12 + THUMB + 8
        rect = QRect(left, 4, self.width() - left - 12, 16)
        _draw_line(painter, rect, self._row.name, colours.text, bold=True)
        _draw_line(painter, rect.translated(0, 16), self._row.about, colours.text2, bold=False)


def _draw_picture(painter: QPainter, rect: QRect, pixels: "object") -> None:
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(rect, image_of(pixels))  # type: ignore[arg-type]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(128, 128, 128, 64), 1))
    painter.drawRect(rect.adjusted(0, 0, -1, -1))


def _draw_words(painter: QPainter, rect: QRect, name: str, about: str) -> None:
    colours = theme.current()
    font = painter.font()
    font.setPixelSize(13)
    font.setWeight(font.Weight.DemiBold)
    painter.setFont(font)
    shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, rect.width())
    painter.setPen(QColor(colours.text))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), shown)
    used = painter.fontMetrics().horizontalAdvance(shown) + 8
    font.setPixelSize(12)
    font.setWeight(font.Weight.Normal)
    painter.setFont(font)
    painter.setPen(QColor(colours.text2))
    rest = rect.adjusted(used, 0, 0, 0)
    shown = painter.fontMetrics().elidedText(about, Qt.TextElideMode.ElideRight, max(0, rest.width()))
    painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter), shown)


def _draw_line(painter: QPainter, rect: QRect, words: str, colour: str, *, bold: bool) -> None:
    font = painter.font()
    font.setPixelSize(12 if bold else 11)
    font.setWeight(font.Weight.Medium if bold else font.Weight.Normal)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), shown)
