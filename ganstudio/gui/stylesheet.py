"""The style sheet of a theme. Controls choose their look by dynamic properties: `kind`, `type`, `chosen`."""

from dataclasses import asdict
from string import Template

from ganstudio.gui.theme import Tokens


def style_sheet(colours: Tokens) -> str:
    """All rules with the theme's colours filled in."""
    values = asdict(colours) | {"chip": colours.hover if colours.name == "dark" else colours.raised}
    values["rail"] = colours.hover if colours.name == "dark" else colours.canvas
    values["trough"] = colours.window if colours.name == "dark" else colours.hover
    return Template(TYPE + SURFACES + BUTTONS + FIELDS + RANGES + LISTS).substitute(values)


TYPE = """
QLabel { background: transparent; color: $text; }
QLabel[type="big"] { font-size: 28px; font-weight: 600; }
QLabel[type="readout"] { font-size: 20px; font-weight: 600; }
QLabel[type="title"] { font-size: 15px; font-weight: 600; }
QLabel[type="section"] { font-size: 13px; font-weight: 600; }
QLabel[type="body"] { font-size: 13px; }
QLabel[type="note"] { font-size: 13px; color: $text2; }
QLabel[type="label"] { font-size: 12px; color: $text2; }
QLabel[type="value"] { font-size: 12px; font-weight: 500; }
QLabel[type="caption"] { font-size: 11px; color: $text3; }
QLabel[type="error"] { font-size: 12px; color: $error; }
QLabel[type="link"] { font-size: 13px; font-weight: 500; color: $accent_line; }
QLabel[on_chosen="true"] { color: $text2; }
QLabel:disabled { color: $off; }
"""

SURFACES = """
QMainWindow, QDialog { background: $window; }
QFrame[surface="window"] { background: $window; }
QFrame[surface="canvas"] { background: $canvas; }
QFrame[surface="panel"] { background: $panel; }
QFrame[surface="card"] { background: $panel; border: 1px solid $hairline; border-radius: 8px; }
QFrame[surface="card"][chosen="true"] { background: $accent_soft; border: 2px solid $accent_line; }
QFrame[surface="inset"] { background: $field; border: 1px solid $hairline; border-radius: 8px; }
QFrame[line="h"] { background: $hairline; border: none; max-height: 1px; min-height: 1px; }
QFrame[line="v"] { background: $hairline; border: none; max-width: 1px; min-width: 1px; }
QScrollArea, QScrollArea > QWidget > QWidget[surface="none"] { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle {
  background: $border; border-radius: 3px; margin: 2px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $off; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $hairline; }
QSplitter::handle:hover { background: $accent_line; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 6px 8px; font-size: 12px; }
QMenu { background: $raised; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; color: $text; }
QMenu::item:selected { background: $hover; }
QMenu::item:disabled { color: $off; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
"""

BUTTONS = """
QPushButton { outline: none; }
QPushButton[kind] { border-radius: 6px; padding: 0 12px; font-size: 13px; font-weight: 500; }
QPushButton[kind="primary"] { background: $accent; color: #ffffff; border: 1px solid $accent; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[kind="plain"], QPushButton[kind="destructive"] {
  background: $raised; color: $text; border: 1px solid $border; }
QPushButton[kind="plain"]:hover, QPushButton[kind="destructive"]:hover { background: $hover; }
QPushButton[kind="plain"]:pressed, QPushButton[kind="destructive"]:pressed { background: $pressed; }
QPushButton[kind="plain"]:checked { background: $pressed; color: $accent_line; border-color: $accent_line; }
QPushButton[kind="destructive"] { color: $error; }
QPushButton[kind="quiet"] { background: transparent; color: $text2; border: 1px solid transparent; }
QPushButton[kind="quiet"]:hover { background: $raised; color: $text; }
QPushButton[kind="quiet"]:pressed { background: $hover; }
QPushButton[kind="link"] {
  background: transparent; color: $accent_line; border: none; padding: 0; font-weight: 500; }
QPushButton[kind="link"]:hover { color: $text; }
QPushButton::menu-indicator { image: none; width: 0; }
QPushButton[kind]:disabled { background: transparent; color: $off; border: 1px solid $hairline; }
QPushButton[kind="quiet"]:disabled, QPushButton[kind="link"]:disabled { border-color: transparent; }
QToolButton[kind="icon"] { background: transparent; border: none; border-radius: 6px; }
QToolButton[kind="icon"]:hover { background: $raised; }
QToolButton[kind="icon"]:pressed, QToolButton[kind="icon"]:checked { background: $hover; }
QToolButton[kind="icon"]::menu-indicator { image: none; width: 0; }
QToolButton[kind="rail"] {
  background: transparent; border: none; border-radius: 6px; color: $text2; padding: 6px 0 4px 0;
  font-size: 11px; font-weight: 500; }
QToolButton[kind="rail"]:hover { background: $raised; color: $text; }
QToolButton[kind="rail"]:checked { background: $rail; color: $text; font-weight: 600; }
QFrame[segmented="true"] { background: $trough; border: 1px solid $border; border-radius: 6px; }
QPushButton[kind="segment"] {
  background: transparent; color: $text2; border: none; border-radius: 5px; padding: 0 10px;
  font-size: 12px; font-weight: 500; }
QPushButton[kind="segment"]:hover { color: $text; }
QPushButton[kind="segment"]:checked { background: $chip; color: $text; }
QPushButton[kind="segment"]:disabled { background: transparent; border: none; color: $off; }
QPushButton[kind="chip"] {
  background: transparent; color: $text2; border: 1px solid $border; border-radius: 14px; padding: 0 12px;
  font-size: 12px; font-weight: 500; }
QPushButton[kind="chip"]:hover { background: $raised; color: $text; }
QPushButton[kind="chip"]:checked { background: $accent_soft; color: $text; border-color: $accent_line; }
"""

FIELDS = """
QLineEdit, QSpinBox, QDoubleSpinBox, QAbstractSpinBox {
  background: $field; color: $text; border: 1px solid $border; border-radius: 6px; padding: 0 8px;
  selection-background-color: $accent; selection-color: #ffffff; font-size: 12px; font-weight: 500; }
QLineEdit:hover, QAbstractSpinBox:hover { border-color: $off; }
QLineEdit:focus, QAbstractSpinBox:focus { border-color: $ring; }
QLineEdit[wrong="true"], QAbstractSpinBox[wrong="true"] { border-color: $error; }
QLineEdit:disabled, QAbstractSpinBox:disabled {
  background: transparent; color: $text2; border-color: $hairline; }
QAbstractSpinBox QLineEdit { border: none; background: transparent; padding: 0 0 0 6px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QPlainTextEdit, QTextEdit, QTextBrowser {
  background: $field; color: $text; border: 1px solid $border; border-radius: 6px;
  selection-background-color: $accent; selection-color: #ffffff; }
QComboBox {
  background: $raised; color: $text; border: 1px solid $border; border-radius: 6px; padding: 0 0 0 8px;
  font-size: 12px; font-weight: 500; }
QComboBox:hover { background: $hover; }
QComboBox:disabled { background: transparent; color: $text2; border-color: $hairline; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QComboBox[size="large"] { font-size: 13px; padding-left: 8px; }
QComboBox QAbstractItemView {
  background: $raised; border: 1px solid $border; padding: 4px; outline: none;
  selection-background-color: $hover; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected { background: $hover; color: $text; }
"""

RANGES = """
QSlider { background: transparent; }
QSlider::groove:horizontal { height: 4px; background: $groove; border-radius: 2px; }
QSlider::sub-page:horizontal { height: 4px; background: $accent_line; border-radius: 2px; }
QSlider::handle:horizontal {
  width: 12px; height: 12px; margin: -5px 0; background: #ffffff;
  border: 1px solid $text3; border-radius: 7px; }
QSlider::handle:horizontal:hover { border-color: $ring; }
QSlider::sub-page:horizontal:disabled { background: $off; }
QSlider::handle:horizontal:disabled { background: $off; border-color: $off; }
QProgressBar { background: $groove; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent_line; border-radius: 2px; }
QProgressBar[tone="neutral"]::chunk { background: $text2; }
"""

LISTS = """
QListView, QTreeView, QTableView { background: transparent; border: none; outline: none; color: $text; }
QTableView { selection-background-color: transparent; }
QListView::item { border-radius: 6px; }
QListView::item:hover { background: $raised; }
QListView::item:selected { background: $accent_soft; color: $text; }
QHeaderView::section { background: $panel; color: $text2; border: none; padding: 8px; font-size: 12px; }
"""
