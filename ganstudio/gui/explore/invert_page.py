"""Fitting a picture: the picture beside the fit as it comes nearer, and the curve of their distance."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from ganstudio.gui.explore.drop_picture import DropPicture
from ganstudio.gui.explore.fit_curve import FitCurve
from ganstudio.gui.explore.map_view import PictureView
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.invert_model import FITS, InvertModel
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.choice import Choice
from ganstudio.gui.widgets.file_dialog import ask_open
from ganstudio.gui.widgets.text import ElidedLabel, describe, text

ANY_CLASS = "Any class"
PICTURES = "Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff *.gif);;All files (*)"
FIT_WORDS = {"crop": "Crop to a square", "letterbox": "Show all of it", "stretch": "Stretch"}
STAGES = {"start": "Looking for a start", "w": "Fitting w", "w+": "Fitting w+", "z": "Fitting z"}


class InvertPage(Surfaced):
    """Everything is in its model; this shows it."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__("canvas", parent)
        self.setObjectName("invert_page")
        self._explore = explore
        self.model = InvertModel(explore, self)
        self.drop, self.fit = DropPicture(), PictureView("Fit", "Fit")
        self.curve = FitCurve()
        self.state = ElidedLabel("", "caption")
        self.problem = text("", "error", wrap=True)
        self.classes = Choice(
            "Class", "The class that the fit begins from; any tries all of them and takes the nearest"
        )
        self.shape = Choice("Shape", "How a picture that is not square becomes one")
        self.steps = QSpinBox()
        self.begin = Button("Fit", "primary", "play", "Find the point that looks like this picture")
        self.use = Button(
            "Use this point", "plain", "check", "Go to the fitted point; one step that can be undone"
        )
        self._name_parts()
        self._lay_out()
        self._connect()
        self._show_model()

    def start_with(self, picture: Path | QImage) -> None:
        """Fits a file or a copied picture at once."""
        self.model.take(picture, begin=True)

    def close_down(self) -> None:
        self.model.close()

    # -- what a person does ---------------------------------------------------------------------------------------

    @Slot()
    def _choose(self) -> None:
        ask_open(self, "Choose a picture", PICTURES, lambda paths: self.start_with(paths[0]))

    @Slot()
    def _toggle(self) -> None:
        if self.model.is_running:
            self.model.stop()
        else:
            self.model.start()

    @Slot(int)
    def _set_class(self, row: int) -> None:
        self.model.class_number = None if row <= 0 else row - 1

    @Slot(int)
    def _set_shape(self, row: int) -> None:
        self.model.set_fit(FITS[row])

    @Slot(int)
    def _set_steps(self, steps: int) -> None:
        self.model.steps = steps

    # -- what is shown --------------------------------------------------------------------------------------------

    @Slot()
    def _show_model(self) -> None:
        facts = self._explore.facts
        names = facts.class_names if facts is not None else ()
        with QSignalBlocker(self.classes):
            self.classes.clear()
            self.classes.addItems([ANY_CLASS, *names])
        self.classes.setVisible(bool(names))
        self._show()

    @Slot()
    def _show(self) -> None:
        model, found = self.model, self.model.found
        self.drop.show_pixels(None if model.target is None else model.target.transpose(1, 2, 0))
        self.drop.set_caption("" if model.target is None else model.name)
        self.fit.show_pixels(None if found is None else found.pixels)
        self.fit.set_caption("" if found is None else f"Fit, {found.psnr:.1f} dB")
        self.fit.setVisible(found is not None)
        self.curve.setVisible(bool(len(model.curve)))
        self.curve.show_curve(model.curve, model.steps if found is None else found.steps)
        self.state.setText(self._words())
        self.problem.setText(model.problem)
        self.problem.setVisible(bool(model.problem))
        self._show_controls()

    def _words(self) -> str:
        found = self.model.found
        if found is None:
            return "Reading the features" if self.model.is_running else ""
        doing = STAGES[found.stage] if self.model.is_running else "Done"
        numbers = f"step {found.step:,} of {found.steps:,} · distance {found.distance:.3f} · PSNR {found.psnr:.1f} dB"
        return f"{doing}: {numbers}"

    def _show_controls(self) -> None:
        running = self.model.is_running
        self.begin.setText("Stop" if running else "Fit again" if self.model.found is not None else "Fit")
        self.begin.set_icon("stop" if running else "play")
        self.begin.setEnabled(running or self.model.target is not None)
        self.use.setVisible(self.model.can_use)
        for control in (self.classes, self.shape, self.steps):
            control.setEnabled(not running)

    def _name_parts(self) -> None:
        self.state.setObjectName("invert_state")
        self.problem.setObjectName("invert_problem")
        self.begin.setObjectName("invert_start")
        self.use.setObjectName("invert_use")
        self.classes.setObjectName("invert_class")
        describe(self.begin, "Fit or stop", "Find the point that looks like this picture; again to stop")
        describe(self.steps, "Steps", "Steps of the optimiser; more come nearer and take longer")
        self.steps.setRange(20, 5000)
        self.steps.setSingleStep(50)
        self.steps.setSuffix(" steps")
        self.steps.setFixedHeight(28)
        self.steps.setValue(self.model.steps)
        self.shape.addItems([FIT_WORDS[fit] for fit in FITS])

    def _connect(self) -> None:
        self.drop.asked.connect(self._choose)
        self.drop.dropped.connect(self.start_with)
        self.begin.clicked.connect(self._toggle)
        self.use.clicked.connect(self.model.use)
        self.classes.currentIndexChanged.connect(self._set_class)
        self.shape.currentIndexChanged.connect(self._set_shape)
        self.steps.valueChanged.connect(self._set_steps)
        self.model.changed.connect(self._show)
        self._explore.model_changed.connect(self._show_model)
        self._explore.point_changed.connect(self._show_controls)
        self.setFocusProxy(self.drop)

    def _lay_out(self) -> None:
        pictures = QHBoxLayout()
        pictures.setSpacing(16)
        pictures.addWidget(self.drop, 1)
        pictures.addWidget(self.fit, 1)
        controls = QHBoxLayout()
        controls.setSpacing(8)
        for control in (self.classes, self.shape, self.steps):
            controls.addWidget(control)
        controls.addStretch(1)
        controls.addWidget(self.begin)
        reached = QHBoxLayout()
        reached.setSpacing(8)
        reached.addWidget(self.state, 1)
        reached.addWidget(self.use)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 16, 12)
        column.setSpacing(8)
        column.addLayout(pictures, 1)
        column.addWidget(self.problem)
        column.addWidget(self.curve)
        column.addLayout(reached)
        column.addLayout(controls)
