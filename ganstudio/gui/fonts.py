"""Inter, with figures of equal width so that live numbers do not jitter."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from ganstudio.resources import resource

FAMILY = "Inter"
FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")
_WEIGHTS = {400: QFont.Weight.Normal, 500: QFont.Weight.Medium, 600: QFont.Weight.DemiBold}


@cache
def load_fonts() -> tuple[int, ...]:
    """Registers the bundled fonts once; needs a QApplication."""
    return tuple(QFontDatabase.addApplicationFont(str(resource("fonts", name))) for name in FILES)


def font(pixels: int, weight: int = 400) -> QFont:
    """Inter at a size of the type scale."""
    made = QFont(FAMILY)
    made.setPixelSize(pixels)
    made.setWeight(_WEIGHTS[weight])
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def body_font() -> QFont:
    return font(13)
