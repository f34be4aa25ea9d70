"""What a check found: figures, a contact sheet, classes, and the list of findings."""

import numpy as np
from PIL import Image
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.data.check import Report
from ganstudio.gui.start.findings_list import FindingsList
from ganstudio.gui.start.import_sources import TwoSided
from ganstudio.gui.start.strip import as_image
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.card import Card
from ganstudio.gui.widgets.sign import Sign
from ganstudio.gui.widgets.text import text


class SheetPicture(QWidget):
    """The contact sheet, never larger than it is, as wide as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QPixmap | None = None
        self.setAccessibleName("Contact sheet")
        self.setToolTip("Pictures from all over the data, with classes one row for each")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_picture(self, picture: Image.Image | None) -> None:
        pixels = None if picture is None else as_image(np.asarray(picture.convert("RGB")))
        self._picture = None if pixels is None else QPixmap.fromImage(pixels)
        self.setVisible(pixels is not None)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._fitted(width).height()

    def sizeHint(self) -> QSize:
        return self._fitted(720)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is not None:
            size = self._fitted(self.width()) * self.devicePixelRatioF()
            mode = Qt.TransformationMode.SmoothTransformation
            small = self._picture.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, mode)
            small.setDevicePixelRatio(self.devicePixelRatioF())
            QPainter(self).drawPixmap(0, 0, small)

    def _fitted(self, width: int) -> QSize:
        if self._picture is None:
            return QSize(0, 0)
        size = self._picture.size()
        return size.scaled(
            min(width, size.width()), min(300, size.height()), Qt.AspectRatioMode.KeepAspectRatio
        )


class ReportView(QWidget):
    """Everything a person should know before the pictures are imported."""

    left_out_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.figures = {
            name: text("", "title")
            for name in ("Usable", "Left out", "Usual size", "Pictures are", "Classes")
        }
        self.names: dict[str, QLabel] = {}
        self.picture = SheetPicture()
        self.classes = text("", "note", wrap=True)
        self.list = FindingsList()
        self.list.findings.left_out_changed.connect(self._count)
        self.count = text("", "caption")
        self.all_out = Button(
            "Leave all out", "plain", tip="Leave out every file that is only suspicious", height=28
        )
        self.none_out = Button("Keep all", "quiet", tip="Keep every file that can be read", height=28)
        self.all_out.clicked.connect(lambda: self.list.findings.leave_out_all(True))
        self.none_out.clicked.connect(lambda: self.list.findings.leave_out_all(False))
        self._notes = QVBoxLayout()
        self._shown_notes: list[QWidget] = []
        self._report: Report | None = None
        self._lay_out()

    def show_report(self, report: Report) -> None:
        self._report = report
        self.picture.set_picture(report.contact_sheet if report.usable else None)
        self.classes.setText("   ".join(f"{name} {count:,}" for name, count in report.class_counts.items()))
        is_two = isinstance(report, TwoSided)
        self._class_card.title.setText("Two sides" if is_two else "Classes")
        self.names["Classes"].setText("Pairs" if is_two else "Classes")
        self._class_card.setVisible(bool(report.class_counts))
        self._show_notes(report)
        self.list.findings.set_findings(report.findings)
        has_files = self.list.findings.rowCount() > 0
        self._finding_card.setVisible(has_files)
        choices = any(self.list.findings.can_choose(row) for row in range(self.list.findings.rowCount()))
        self.all_out.setVisible(choices)
        self.none_out.setVisible(choices)

    def left_out(self) -> tuple[str, ...]:
        return self.list.findings.left_out()

    def _count(self) -> None:
        report, out = self._report, len(self.left_out())
        if report is None:
            return
        sizes = list(report.sizes)
        values = (
            f"{report.usable - out:,} of {report.files:,}", f"{report.files - report.usable + out:,}",
            f"{sizes[0].replace('x', ' × ')} px" if sizes else "none", "in colour" if report.channels == 3 else "grey",
            _classes(report),
        )  # fmt: skip
        for label, value in zip(self.figures.values(), values):
            label.setText(value)
        rows = self.list.findings.rowCount()
        self.count.setText(
            f"{rows:,} findings. Files that cannot be read are left out; tick others to leave them out."
        )
        self.left_out_changed.emit()

    def _show_notes(self, report: Report) -> None:
        for made in self._shown_notes:
            made.deleteLater()
        whole = [finding for finding in report.findings if not finding.file]
        self._shown_notes = [note(f"{finding.reason} {finding.fix or ''}".strip()) for finding in whole]
        for made in self._shown_notes:
            self._notes.addWidget(made)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        row = QHBoxLayout()
        row.setSpacing(40)
        for name, label in self.figures.items():
            pair = QVBoxLayout()
            pair.setSpacing(2)
            self.names[name] = text(name, "label")
            pair.addWidget(self.names[name])
            pair.addWidget(label)
            row.addLayout(pair)
        row.addStretch(1)
        column.addLayout(row)
        self._notes.setSpacing(4)
        column.addLayout(self._notes)
        column.addWidget(self.picture)
        self._class_card = Card("Classes")
        self._class_card.body.addWidget(self.classes)
        column.addWidget(self._class_card)
        self._finding_card = Card("Findings")
        self._finding_card.head.addWidget(self.none_out)
        self._finding_card.head.addWidget(self.all_out)
        self._finding_card.body.addWidget(self.count)
        self._finding_card.body.addWidget(self.list, 1)
        column.addWidget(self._finding_card, 1)
        column.addStretch(0)


def _classes(report: Report) -> str:
    """How many there are; of two sides how many pairs."""
    count = report.pairs if isinstance(report, TwoSided) else len(report.class_counts)
    return f"{count:,}" if count else "none"


def note(words: str) -> QWidget:
    """A warning about the whole set."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(Sign("warning", 16, "warning"), alignment=Qt.AlignmentFlag.AlignTop)
    row.addWidget(text(words, "body", wrap=True), 1)
    return made
