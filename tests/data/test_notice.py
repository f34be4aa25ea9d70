"""Everything that ships is credited."""

import csv
import io
import zipfile

from ganstudio.resources import resource


def test_every_photo_is_credited_with_its_licence() -> None:
    """The row of NOTICE.md that covers a file names the author and the licence of its metadata."""
    rows = {
        cells[0].strip(" `"): cells
        for line in resource("NOTICE.md").read_text("utf-8").splitlines()
        if len(cells := line.strip("|").split("|")) == 5
    }
    with zipfile.ZipFile(resource("datasets", "photos.zip")) as archive:
        table = list(csv.DictReader(io.StringIO(archive.read("metadata.csv").decode("utf-8"))))
    counts: dict[str, int] = {}
    for row in table:
        files = f"{row['file'][:4]}_*.jpg"
        counts[files] = counts.get(files, 0) + 1
        assert rows[files][3].strip() == row["credit"]
        assert rows[files][4].strip() == row["licence"]
    assert {files: int(rows[files][1]) for files in counts} == counts


def test_every_shipped_file_is_named() -> None:
    notice = resource("NOTICE.md").read_text("utf-8")
    for path in resource("datasets").iterdir():
        assert f"datasets/{path.name}" in notice
    for words in (
        "SIL Open Font License 1.1",
        "CC BY-SA 3.0",
        "Apache License 2.0",
        "CC BY 4.0",
        "Phosphor Icons",
        "QtAwesome",
    ):
        assert words in notice
