"""What image-to-image recipes share: what "auto" means, and how their weights begin."""

from typing import cast

from torch import nn

from ganstudio.errors import StudioError
from ganstudio.recipes.base import Pictures
from ganstudio.recipes.translation_settings import TranslationSettings
from ganstudio.settings import Settings

FIRST_DEVIATION = 0.02  # of the weights: Isola et al. 2017, appendix 6.2; Zhu et al. 2017, appendix 7.2


def fill_translation_auto(title: str, settings: Settings, pictures: Pictures, multiple: int = 4) -> Settings:
    """Every "auto" replaced. Raises StudioError where the networks cannot take pictures of this side."""
    side = pictures.resolution
    if side % multiple or side < 16:
        raise StudioError(
            f"{title} needs a resolution that is a multiple of {multiple} and at least 16, not {side}; choose another."
        )
    chosen = cast(TranslationSettings, settings)
    values: dict[str, object] = {
        "resolution": side,
        "batch": 1,
        "generator_lr": 2e-4,
        "discriminator_lr": 2e-4,
        "ema_kimg": 0.0,
        "decay_start": chosen.steps // 2,
        "decay_end": chosen.steps,
    }
    filled = settings.changed(
        {key: value for key, value in values.items() if getattr(settings, key) == "auto"}
    )
    return filled.changed({"micro_batch": filled.batch}) if filled.micro_batch == "auto" else filled


def draw_first_weights_(recipe: nn.Module) -> None:
    """Convolutions from N(0, 0.02), biases zero; the gains of norms from N(1, 0.02)."""
    for module in recipe.modules():
        if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
            nn.init.normal_(module.weight, 0.0, FIRST_DEVIATION)
        elif isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.weight, 1.0, FIRST_DEVIATION)
        if getattr(module, "bias", None) is not None:
            nn.init.zeros_(module.bias)  # type: ignore[arg-type]
