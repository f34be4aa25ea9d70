"""A decoded data set as a source again, to bring it to another size."""

from PIL import Image

from ganstudio.data.dataset import Dataset
from ganstudio.data.entries import Entry, Listing, Payload


class ArraySource:
    """The pictures of a data set that has already been decoded."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset, self.title = dataset, dataset.title

    def identity(self) -> tuple[str, str | None]:
        """Its fingerprint covers everything."""
        return self._dataset.name, self._dataset.fingerprint

    def listing(self) -> Listing:
        """Every picture with its class, caption and split."""
        data, classes = self._dataset, self._dataset.class_names
        rows = zip(
            data.files, data.labels, data.captions or [""] * len(data), data.splits or [""] * len(data)
        )
        entries = [
            Entry(file, index, label=classes[label] if classes else None, caption=caption, split=split)
            for index, (file, label, caption, split) in enumerate(rows)
        ]
        return Listing(entries, class_names=classes or None)

    def load(self, entry: Entry) -> Payload:
        """One picture, grey or in colour."""
        planes = self._dataset.images[entry.key]
        return Image.fromarray(planes[0] if len(planes) == 1 else planes.transpose(1, 2, 0).copy())
