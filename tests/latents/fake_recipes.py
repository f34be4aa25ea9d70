"""Two small recipes that are quick to reason about: one with styles, one without."""

from typing import ClassVar

import torch
from torch import Tensor, nn

from ganstudio.latents.model_file import DataRecord, ModelRecord, PicturesRecord
from ganstudio.recipes.base import Card, Pictures, Recipe
from ganstudio.settings import Settings, setting


class PlainGenerator(nn.Module):
    def __init__(self, pictures: Pictures, width: int) -> None:
        super().__init__()
        self.z_dim, self.shape = width, (pictures.channels, pictures.resolution, pictures.resolution)
        size = pictures.channels * pictures.resolution**2
        self.layer = nn.Linear(width + pictures.num_classes, size)

    def forward(self, z: Tensor, labels: Tensor | None) -> Tensor:
        z = z if labels is None else torch.cat((z, labels), dim=1)
        return self.layer(z).view(-1, *self.shape)


class StyledGenerator(nn.Module):
    """w = [z, labels] A; every pixel is the sum of w plus the noise. The three are easy to predict."""

    w_avg: Tensor

    def __init__(self, pictures: Pictures, width: int) -> None:
        super().__init__()
        self.z_dim, self.w_dim, self.num_ws = width, 5, 4
        self.shape = (pictures.channels, pictures.resolution, pictures.resolution)
        self.mapping = nn.Linear(width + pictures.num_classes, 5)
        self.register_buffer("w_avg", torch.full((5,), 0.25))

    def map(self, z: Tensor, labels: Tensor | None, psi: float = 1, cutoff: int | None = None) -> Tensor:
        w = self.mapping(z if labels is None else torch.cat((z, labels), dim=1))[:, None].repeat(1, 4, 1)
        if psi != 1:
            w[:, :cutoff] = self.w_avg + psi * (w[:, :cutoff] - self.w_avg)
        return w

    def synthesis(self, ws: Tensor, noise: object = "const") -> Tensor:
        images = ws.sum(dim=(1, 2)).view(-1, 1, 1, 1).expand(-1, *self.shape)
        if callable(noise):
            return images + noise(self.shape[-1])
        return images + (1.0 if noise == "const" else 0.0)

    def forward(self, z: Tensor, labels: Tensor | None) -> Tensor:
        return self.synthesis(self.map(z, labels))


class FakeSettings(Settings):
    width: int = setting(6, "Length of z.", label="Width", group="Networks", ge=1, le=64)


class Plain(Recipe):
    card: ClassVar[Card] = Card(
        "plain", "Plain", 2020, "A paper", "https://example.org", "Make pictures", "Plain.", "optional"
    )
    settings_type = FakeSettings
    presets: ClassVar[dict[str, Settings]] = {"paper": FakeSettings()}

    @classmethod
    def build_generator(cls, settings: Settings, pictures: Pictures) -> nn.Module:
        assert isinstance(settings, FakeSettings)
        return PlainGenerator(pictures, settings.width)


class Styled(Plain):
    @classmethod
    def build_generator(cls, settings: Settings, pictures: Pictures) -> nn.Module:
        assert isinstance(settings, FakeSettings)
        return StyledGenerator(pictures, settings.width)


FAKES: dict[str, type[Recipe]] = {"plain": Plain, "styled": Styled}


def fake_record(recipe: str, classes: tuple[str, ...] = (), **settings: float) -> ModelRecord:
    return ModelRecord(
        recipe=recipe, settings=dict(settings), pictures=PicturesRecord(resolution=8, channels=1, class_names=classes),
        data=DataRecord(name="digits"), step=10, images=320, seed=0,
    )  # fmt: skip
