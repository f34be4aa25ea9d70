"""Every state of the Translate room on request."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from ganstudio.gui import screenshot
from ganstudio.gui.room_names import TRANSLATE_STATES


@pytest.mark.slow
@pytest.mark.parametrize("state", TRANSLATE_STATES)
def test_every_state_is_shown(qapp: QApplication, tmp_path: Path, state: str) -> None:
    screenshot.take_screenshot("translate", tmp_path / "a.png", size=(1280, 800), state=state)
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.size == (1280, 800)
