"""The cards of step 2: recipes."""

import re

from PySide6.QtGui import QPainter

from ganstudio.gui import theme
from ganstudio.gui.start.catalog import DataInfo, RecipeInfo
from ganstudio.gui.start.pick_card import PickCard

HEIGHT, LEAST, MOST = 150, 272, 420
KINDS = ("Make pictures", "Picture to picture", "Enlarge", "Text to picture", "Classics")


def reference(paper: str) -> str:
    """`A, B, C: Title, ICLR 2016; ...` as `A et al., ICLR 2016`; the whole of it is in the tool tip."""
    authors, _, rest = paper.split(";")[0].partition(":")
    names = [name.strip() for name in re.split(r",| and ", authors) if name.strip()]
    venue = rest.rsplit(",", 1)[-1].strip()
    people = names[0] if len(names) == 1 else " and ".join(names) if len(names) == 2 else f"{names[0]} et al."
    return f"{people}, {venue}" if venue else people


class RecipeCard(PickCard):
    """A recipe: pictures it would learn from, title, year, what it is, and where it was published."""

    strip_height, strip_rows = 37, 1

    def __init__(self, info: RecipeInfo) -> None:
        super().__init__(f"{info.title} {info.year}", "")
        self.setObjectName(f"recipe_{info.name}")
        self.info = info
        self._note = ""
        self._explain()

    def set_data(self, data: DataInfo) -> None:
        """Says whether this data suits the recipe."""
        needs = self.info.classes == "required" and not data.class_names
        self._note = f"Needs classes, which {data.title} does not have" if needs else ""
        self._explain()
        self.update()

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
        self.paragraph(painter, 67, self.info.summary, 3, colours.text2)
        if self._note:
            self.words(painter, 121, self._note, 11, 500, colours.warning)
        else:
            self.words(painter, 121, reference(self.info.paper), 11, 400, soft)

    def _explain(self) -> None:
        parts = (self.info.summary, self.info.paper, self._note)
        tip = "\n".join(part for part in parts if part)
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
