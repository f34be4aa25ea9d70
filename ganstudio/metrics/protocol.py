"""A name for everything that a value depends on: only values of equal protocols may be compared or share an axis."""

from dataclasses import dataclass

from ganstudio.metrics.extractors import TITLES, Extractor

HIGHER_IS_BETTER = {"fid": False, "kid": False, "is": True, "precision": True, "recall": True}
METRICS = ("fid", "kid", "is", "pr")
"""What can be asked for; pr gives precision and recall."""

SUBSETS, SUBSET_SIZE, SPLITS, NEIGHBOURS = 100, 1000, 10, 3


@dataclass(frozen=True)
class Protocol:
    """`real` counts pictures of `split` ("all" for no split) and `made` counts samples."""

    features: str
    resize: str
    real: int
    split: str
    made: int

    def of(self, metric: str) -> str:
        """Such as `FID[inception-2015|tf1-bilinear-299|5000-train|2048|flip=0]`."""
        name = {"fid": "FID" if self.is_inception else "FD", "kid": "KID", "is": "IS"}.get(
            metric, metric.capitalize()
        )
        sides = (
            [str(self.made)] if metric == "is" else [f"{self.real}-{self.split}", str(self.made), "flip=0"]
        )
        extra = {"kid": f"{SUBSETS}x{self.subset_size}", "is": f"splits={SPLITS}"}.get(
            metric, f"k={NEIGHBOURS}"
        )
        return (
            f"{name}[{'|'.join([self.features, self.resize, *sides] + ([] if metric == 'fid' else [extra]))}]"
        )

    def label(self, metric: str) -> str:
        """What a person reads; only on the 2015 Inception network do FID, KID and IS carry their bare names."""
        bare = {"fid": "FID", "kid": "KID", "is": "Inception score"}.get(metric, metric.capitalize())
        if self.is_inception and metric in ("fid", "kid", "is"):
            return bare
        return f"{'FD' if metric == 'fid' else bare} ({TITLES.get(self.features, self.features)})"

    @property
    def subset_size(self) -> int:
        """Of KID: a thousand, or as many as the smaller side has."""
        return min(SUBSET_SIZE, self.real, self.made)

    @property
    def is_inception(self) -> bool:
        return self.features.partition("@")[0] == "inception-2015"


def protocol_of(extractor: Extractor, real: int, split: str | None, made: int) -> Protocol:
    """The protocol of values that an extractor gives."""
    return Protocol(extractor.name, extractor.resize, real, split or "all", made)
