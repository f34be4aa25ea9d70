"""The two themes as tables of colours, and how one of them is put on."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ganstudio.gui.fonts import FAMILY, body_font, load_fonts

Theme = Literal["dark", "light"]
Choice = Literal["system", "dark", "light"]
RESTYLED = (QEvent.Type.StyleChange,)  # the palette changes just before
"""What a widget hears after a change of theme; one that keeps coloured icons makes them again."""
DRESSED = "dressed"  # the property of windows that carry the style sheet


@dataclass(frozen=True)
class Tokens:
    """The named colours of one theme. Blue is real and D, amber is generated and G, in every room."""

    name: Theme
    canvas: str  # behind pictures
    window: str  # rail and bars too
    panel: str  # cards too
    raised: str  # buttons, selects
    hover: str
    pressed: str
    field: str
    text: str
    text2: str  # labels
    text3: str  # captions, units
    off: str  # disabled
    hairline: str
    border: str  # of a control
    groove: str  # of sliders, bars and switches
    accent: str  # fills; the text on it is white
    accent_hover: str
    accent_pressed: str
    accent_line: str  # lines, links, sliders
    accent_soft: str  # the chosen row
    ring: str  # focus, the chosen picture
    good: str
    warning: str
    error: str
    grid: str  # of plots
    series: tuple[str, ...]

    @property
    def real(self) -> str:
        return self.series[0]

    @property
    def made(self) -> str:
        return self.series[1]


DARK = Tokens(
    name="dark", canvas="#121212", window="#181818", panel="#1e1e1e", raised="#2a2a2a", hover="#343434",
    pressed="#222222", field="#141414", text="#ededed", text2="#a8a8a8", text3="#909090", off="#565656",
    hairline="#2b2b2b", border="#3b3b3b", groove="#3b3b3b", accent="#5a68e8", accent_hover="#6875f0",
    accent_pressed="#4b58d2", accent_line="#9aa5ff", accent_soft="#272a45", ring="#6b78f6", good="#5dbb7b",
    warning="#e3b341", error="#f0655b", grid="#292929",
    series=("#3d94e8", "#ffb655", "#10bf88", "#b4609c", "#84842e", "#e6e6e6"),
)  # fmt: skip
LIGHT = Tokens(
    name="light", canvas="#e0e0e0", window="#f0f0f0", panel="#f8f8f8", raised="#ffffff", hover="#e9e9e9",
    pressed="#dcdcdc", field="#ffffff", text="#1a1a1a", text2="#505050", text3="#636363", off="#adadad",
    hairline="#dfdfdf", border="#cbcbcb", groove="#cbcbcb", accent="#4956d4", accent_hover="#5a66df",
    accent_pressed="#3c48bc", accent_line="#4450c8", accent_soft="#e3e6fb", ring="#6b78f6", good="#237a44",
    warning="#946200", error="#c4342b", grid="#e6e6e6",
    series=("#1c78c1", "#c96b19", "#045238", "#8e2172", "#57520e", "#8d8d8d"),
)  # fmt: skip


def tokens(theme: Theme) -> Tokens:
    return DARK if theme == "dark" else LIGHT


def current() -> Tokens:
    """The theme that is on now. Painted controls ask for it each time they paint."""
    return LIGHT if QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() > 127 else DARK


def resolve(choice: Choice) -> Theme:
    """What `choice` means now: the system's own scheme, dark where it says nothing."""
    if choice != "system":
        return choice
    is_light = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Light
    return "light" if is_light else "dark"


def apply(app: QApplication, theme: Theme) -> None:
    """Puts a theme on: fonts, palette, and the style sheet of every window that was dressed."""
    from ganstudio.gui.stylesheet import style_sheet

    load_fonts()
    colours = tokens(theme)
    sheet = style_sheet(colours)
    dressed = _dressed()
    if not dressed and app.styleSheet() == sheet:
        return
    if app.font().family() != FAMILY:  # once: each of these polishes every widget anew
        app.setStyle("Fusion")
        app.setFont(body_font())
    app.setPalette(palette(colours))
    for window in dressed:
        window.setStyleSheet(sheet)
    if not dressed:
        app.setStyleSheet(sheet)


def dress(window: QWidget) -> None:
    """Gives a window the style sheet of the theme that is on; `apply` keeps it right from then on.

    The sheet of a window restyles a thousand widgets in a tenth of a second; the sheet of the application takes
    ten times as long, and again for each widget that finds its parent. So call this when the window is laid out.
    """
    from ganstudio.gui.stylesheet import style_sheet

    app = QApplication.instance()
    if isinstance(app, QApplication) and app.styleSheet():
        app.setStyleSheet("")
    window.setProperty(DRESSED, True)
    window.setStyleSheet(style_sheet(current()))


def _dressed() -> list[QWidget]:
    return [window for window in QApplication.topLevelWidgets() if window.property(DRESSED)]


def palette(colours: Tokens) -> QPalette:
    """For what a style sheet does not reach: menus of the system, selections, painted controls."""
    role = QPalette.ColorRole
    normal = {
        role.Window: colours.window, role.WindowText: colours.text, role.Base: colours.field,
        role.AlternateBase: colours.panel, role.Text: colours.text, role.Button: colours.raised,
        role.ButtonText: colours.text, role.BrightText: "#ffffff", role.Highlight: colours.accent,
        role.HighlightedText: "#ffffff", role.ToolTipBase: colours.raised, role.ToolTipText: colours.text,
        role.Link: colours.accent_line, role.PlaceholderText: colours.text3, role.Mid: colours.border,
        role.Dark: colours.hairline, role.Light: colours.hover, role.Accent: colours.accent,
    }  # fmt: skip
    made = QPalette()
    for name, colour in normal.items():
        made.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.off))
    return made
