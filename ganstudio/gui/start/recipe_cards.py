"""The cards of step 2: recipes."""

import re

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from ganstudio.gui import theme
from ganstudio.gui.icons import icon
from ganstudio.gui.start.catalog import DataInfo, RecipeInfo
from ganstudio.gui.start.costs import Cost
from ganstudio.gui.start.pick_card import TEXT_LEFT, PickCard, paint_tag
from ganstudio.gui.words import duration, gigabytes

HEIGHT, LEAST, MOST = 168, 272, 420
TAG = "Recommended"
RECOMMENDED = "Recommended to begin with on this computer."
KINDS = ("Make pictures", "Picture to picture", "Enlarge", "Text to picture", "Classics")


def reference(paper: str) -> str:
    """`A, B, C: Title, ICLR 2016; ...` as `A et al., ICLR 2016`; the whole of it is in the tool tip."""
    authors, _, rest = paper.split(";")[0].partition(":")
    names = [name.strip() for name in re.split(r",| and ", authors) if name.strip()]
    venue = rest.rsplit(",", 1)[-1].strip()
    people = names[0] if len(names) == 1 else " and ".join(names) if len(names) == 2 else f"{names[0]} et al."
    return f"{people}, {venue}" if venue else people


class RecipeCard(PickCard):
    """A recipe: pictures that it made, title, year, what it is good for, where it was published, what it costs."""

    strip_height, strip_rows = 37, 1

    def __init__(self, info: RecipeInfo) -> None:
        super().__init__(f"{info.title} {info.year}", "")
        self.setObjectName(f"recipe_{info.name}")
        self.info = info
        self._note, self._made = "", False
        self._cost: Cost | None = None
        self._is_recommended = False
        self._explain()

    def set_samples(self, made: np.ndarray | None, data: np.ndarray | None) -> None:
        """What models of this recipe made; without any, pictures that it would learn from."""
        self._made = made is not None
        self.set_pictures(made if made is not None else data)
        self._explain()

    def set_cost(self, cost: Cost | None) -> None:
        """Memory and time on this computer, once they are measured."""
        if cost != self._cost:
            self._cost = cost
            self._explain()
            self.update()

    def set_recommended(self, is_recommended: bool) -> None:
        self._is_recommended = is_recommended
        self._explain()
        self.update()

    def set_data(self, data: DataInfo) -> None:
        """Says whether this data suits the recipe."""
        self._note = self._lack(data)
        self._explain()
        self.update()

    def _lack(self, data: DataInfo) -> str:
        """What this recipe needs and the data does not have."""
        if self.info.reads == "pairs" and data.kind != "pairs":
            return f"Needs pairs, which {data.title} does not have"
        if self.info.reads == "pictures" and data.sides:
            return f"Needs one set; {data.title} has two sides"
        if self.info.classes == "required" and not data.class_names:
            return f"Needs classes, which {data.title} does not have"
        return ""

    def suits(self) -> bool:
        return not self._note

    def found_by(self, words: str) -> bool:
        """Whether every word occurs in what the card says."""
        info = self.info
        text = f"{info.name} {info.title} {info.year} {info.paper} {info.summary} {info.kind}".casefold()
        return all(word in text for word in words.casefold().split())

    def paint_words(self, painter: QPainter, colours: theme.Tokens) -> None:
        soft = colours.text2 if self.isChecked() else colours.text3
        end = self.words(painter, 46, self.info.title, 13, 600, colours.text)
        self.words(painter, 46, str(self.info.year), 13, 400, soft, left=end + 7)
        if self._is_recommended:
            paint_tag(painter, TAG, self.width() - TEXT_LEFT, 47, colours)
        self.paragraph(painter, 67, self.info.summary, 3, colours.text2)
        if self._note:
            self.words(painter, 118, self._note, 11, 500, colours.warning)
        else:
            self.words(painter, 118, reference(self.info.paper), 11, 400, soft)
        if self._cost is not None:
            self._paint_cost(painter, self._cost, colours)

    def _paint_cost(self, painter: QPainter, cost: Cost, colours: theme.Tokens) -> None:
        left = TEXT_LEFT
        parts = (("hard-drives", f"{gigabytes(cost.memory_bytes)} GB"), ("clock", duration(cost.seconds)))
        for name, words in parts:
            icon(name, "text3").paint(painter, QRect(left, 142, 14, 14))
            end = self.words(painter, 139, words, 11, 500, colours.text2, left=left + 20 - TEXT_LEFT)
            left = TEXT_LEFT + end + 16

    def _explain(self) -> None:
        cost = self._cost
        parts = (
            RECOMMENDED if self._is_recommended else "", self.info.summary, self.info.paper, self._note,
            f"{gigabytes(cost.memory_bytes)} GB of memory and {duration(cost.seconds)}, from a short trial here"
            if cost else "", "The pictures are digits that this recipe made." if self._made else "",
        )  # fmt: skip
        tip = "\n".join(part for part in parts if part)
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
