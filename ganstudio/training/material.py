"""What a run learns from, and all that depends on its kind: one set of pictures, or two to translate between."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor, nn

from ganstudio.data.batches import load_batch
from ganstudio.data.dataset import Dataset
from ganstudio.data.domain_batches import load_domain_batch
from ganstudio.data.domain_sampler import DomainSampler
from ganstudio.data.domains import Domains, open_domains
from ganstudio.data.entries import Progress
from ganstudio.data.library import open_dataset
from ganstudio.data.sampler import Sampler
from ganstudio.errors import StudioError
from ganstudio.networks.translators import translates
from ganstudio.recipes.base import Batch, Pictures, Recipe
from ganstudio.settings import Settings
from ganstudio.training import distributed
from ganstudio.training.preview import LatentPainter, Painter
from ganstudio.training.scoring import Scorer, Scoring
from ganstudio.training.stopping import StopAsked
from ganstudio.training.translation_preview import TranslationPainter
from ganstudio.training.translation_scoring import TranslationScoring


class Material(Protocol):
    """Opened pictures, and how a run uses them."""

    name: str

    @property
    def fingerprint(self) -> str: ...

    def __len__(self) -> int: ...

    def pictures(self, recipe_type: type[Recipe], settings: Settings) -> Pictures:
        """What the networks will see. Raises StudioError where the recipe cannot learn from this."""
        ...

    def batches(
        self, settings: Settings, pictures: Pictures, seed: int, device: torch.device
    ) -> Callable[[int], Batch]:
        """The number of a batch -> this process's share of it."""
        ...

    def class_shares(self, pictures: Pictures) -> Tensor | None:
        """How often each class comes, [classes]; None without."""
        ...

    def painter(self, generator: nn.Module, pictures: Pictures, device: torch.device) -> Painter:
        """Draws what previews show of such a generator."""
        ...

    def scorer(self, settings: Settings, pictures: Pictures, device: torch.device) -> Scorer:
        """Measures quality."""
        ...


class OneSet:
    """Pictures with classes or without: `Dataset`."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset, self.name, self.fingerprint = dataset, dataset.name, dataset.fingerprint

    def __len__(self) -> int:
        return len(self.dataset)

    def pictures(self, recipe_type: type[Recipe], settings: Settings) -> Pictures:
        return pictures_of(self.dataset, recipe_type, settings)

    def batches(
        self, settings: Settings, pictures: Pictures, seed: int, device: torch.device
    ) -> Callable[[int], Batch]:
        sampler = Sampler(
            self.dataset.labels, int(settings.batch), seed, settings.class_weighting, settings.mirror
        )
        mine = _share(settings)

        def batch_at(index: int) -> Batch:
            indices, flips = sampler.batch_at(index)
            return load_batch(self.dataset, indices[mine], flips[mine], device, pictures.num_classes > 0)

        return batch_at

    def class_shares(self, pictures: Pictures) -> Tensor | None:
        if not pictures.num_classes:
            return None
        return torch.from_numpy(np.bincount(self.dataset.labels, minlength=pictures.num_classes)).float()

    def painter(self, generator: nn.Module, pictures: Pictures, device: torch.device) -> Painter:  # noqa: ARG002
        return LatentPainter(pictures, device)

    def scorer(self, settings: Settings, pictures: Pictures, device: torch.device) -> Scorer:
        return Scoring(self.dataset, settings, pictures, device)


class TwoSides:
    """Two sets, or pairs, to translate between: `Domains`."""

    def __init__(self, domains: Domains, paired: bool) -> None:
        self.domains, self.name, self.fingerprint = domains, domains.name, domains.fingerprint
        self._paired = paired

    def __len__(self) -> int:
        return len(self.domains)

    def pictures(self, recipe_type: type[Recipe], settings: Settings) -> Pictures:
        if recipe_type.reads == "pairs" and not len(self.domains.train_pairs):
            raise StudioError(
                f"{recipe_type.card.title} learns from pairs, and {self.name} has none; choose pictures side by side, "
                "folders A and B with equal names, or cyclegan, which needs no pairs."
            )
        resolution = self.domains.resolution if settings.resolution == "auto" else int(settings.resolution)
        return Pictures(resolution, self.domains.channels, (), self.domains.titles)

    def batches(
        self, settings: Settings, pictures: Pictures, seed: int, device: torch.device
    ) -> Callable[[int], Batch]:
        sampler = DomainSampler(self.domains, int(settings.batch), seed, settings.mirror, self._paired)
        mine = _share(settings)
        return lambda index: load_domain_batch(
            self.domains, sampler.batch_at(index), mine, pictures.resolution, pictures.channels, device
        )

    def class_shares(self, pictures: Pictures) -> Tensor | None:  # noqa: ARG002
        return None

    def painter(self, generator: nn.Module, pictures: Pictures, device: torch.device) -> Painter:
        assert translates(generator)
        return TranslationPainter(self.domains, pictures, generator.directions, device)

    def scorer(self, settings: Settings, pictures: Pictures, device: torch.device) -> Scorer:
        return TranslationScoring(self.domains, settings, pictures, device)


def open_material(
    recipe_type: type[Recipe], data: str | Path, to: str | Path | None, settings: Settings, *,
    progress: Progress | None = None, should_stop: StopAsked,
) -> Material:  # fmt: skip
    """Opens what a recipe learns from. Raises StudioError where there is too little or it does not fit."""
    resolution = None if settings.resolution == "auto" else int(settings.resolution)
    if recipe_type.reads == "pictures":
        if to is not None:
            raise StudioError(
                f"{recipe_type.card.title} learns from one set of pictures; leave the other out."
            )
        dataset = open_dataset(data, resolution, progress=progress, should_stop=should_stop)
        if len(dataset) == 0:
            raise StudioError(f"{data} has no usable pictures; check it with: ganstudio data check.")
        return OneSet(dataset)
    margin = float(getattr(settings, "margin", 0.0))
    disjoint = recipe_type.reads == "domains" and bool(getattr(settings, "disjoint", False))
    domains = open_domains(
        data, to, resolution, margin=margin, disjoint=disjoint, progress=progress, should_stop=should_stop
    )
    return TwoSides(domains, paired=recipe_type.reads == "pairs")


def pictures_of(dataset: Dataset, recipe_type: type[Recipe], settings: Settings) -> Pictures:
    """What the networks will see of a data set. Raises StudioError if classes are needed and missing."""
    card = recipe_type.card
    wants = card.classes == "required" or (
        card.classes == "optional" and getattr(settings, "use_classes", True)
    )
    if card.classes == "required" and len(dataset.class_names) < 2:
        raise StudioError(
            f"{card.title} learns classes, and {dataset.name} has none; put the pictures of each class into a "
            "sub-folder of its own, or choose a recipe without classes, such as dcgan."
        )
    names = dataset.class_names if wants and len(dataset.class_names) > 1 else ()
    return Pictures(dataset.resolution, dataset.channels, names)


def pictures_from(record: dict[str, Any]) -> Pictures:
    """What run.json remembers of the pictures."""
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in record.items()
    }
    return Pictures(**known)


def _share(settings: Settings) -> slice:
    """The part of a batch that belongs to this process."""
    share = int(settings.batch) // distributed.world_size()
    return slice(distributed.rank() * share, (distributed.rank() + 1) * share)
