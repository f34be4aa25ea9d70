"""What image-to-image recipes share: what "auto" means, their networks, how weights begin, and how both sides play."""

from typing import cast

import torch
from torch import Tensor, nn

from ganstudio.errors import StudioError
from ganstudio.networks.patchgan import PatchGAN
from ganstudio.networks.resnet_translator import ResNetTranslator
from ganstudio.networks.unet import UNet
from ganstudio.objectives import Objective
from ganstudio.recipes.base import Pictures
from ganstudio.recipes.translation_settings import TranslationSettings
from ganstudio.settings import Settings

FIRST_DEVIATION = 0.02  # of the weights: Isola et al. 2017, appendix 6.2; Zhu et al. 2017, appendix 7.2
MOST_DOWNS = 8  # 256 pixels to one


def fill_translation_auto(
    title: str, settings: Settings, pictures: Pictures, device: torch.device
) -> TranslationSettings:
    """Every "auto" replaced, but for the decay of the learning rates, which follows the run's length.

    Raises StudioError where the networks cannot take pictures of this side.
    """
    chosen, side, is_light = cast(TranslationSettings, settings), pictures.resolution, device.type == "cpu"
    values: dict[str, object] = {
        "resolution": side,
        "batch": 1,
        "generator_lr": 2e-4,
        "discriminator_lr": 2e-4,
        "ema_kimg": 0.0,
        "width": (32 if chosen.network == "unet" else 16) if is_light else 64,
        "blocks": 9 if side >= 256 else 4 if is_light and side < 128 else 6,
        "downs": min(MOST_DOWNS, max(3, _halvings(side))),
        "d_width": 32 if is_light else 64,
        "d_layers": 3 if side >= 128 else 2 if side >= 64 else 1,
    }
    filled = chosen.changed({key: value for key, value in values.items() if getattr(chosen, key) == "auto"})
    _check_side(title, filled, side)
    return filled.changed({"micro_batch": filled.batch}) if filled.micro_batch == "auto" else filled


def _halvings(side: int) -> int:
    """How often a side can be halved: 96 -> 5."""
    return (side & -side).bit_length() - 1


def _check_side(title: str, settings: TranslationSettings, side: int) -> None:
    multiple = 2 ** int(settings.downs) if settings.network == "unet" else 4
    if side % multiple or side < 16:
        raise StudioError(
            f"{title} needs a resolution that is a multiple of {multiple} and at least 16, not {side}; choose another."
        )
    if side >> int(settings.d_layers) < 3:
        raise StudioError(
            f"A discriminator of {settings.d_layers} layers has no patch to judge in pictures of {side} px; "
            "set d_layers to auto or to less."
        )


def build_translator(settings: TranslationSettings, channels: int) -> nn.Module:
    """One network from pictures to pictures, of as many channels."""
    if settings.network == "unet":
        return UNet(
            channels, channels, int(settings.width), int(settings.downs), settings.norm, settings.dropout
        )
    return ResNetTranslator(
        channels, channels, int(settings.width), int(settings.blocks), settings.norm, settings.dropout,
        settings.upsampling, settings.skips,
    )  # fmt: skip


def build_patch_judge(settings: TranslationSettings, channels: int) -> PatchGAN:
    """A discriminator of patches."""
    return PatchGAN(channels, int(settings.d_width), int(settings.d_layers), settings.judges_norm)


def draw_first_weights_(recipe: nn.Module) -> None:
    """Convolutions from N(0, 0.02), biases zero; the gains of norms from N(1, 0.02)."""
    for module in recipe.modules():
        if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
            nn.init.normal_(module.weight, 0.0, FIRST_DEVIATION)
        elif isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.weight, 1.0, FIRST_DEVIATION)
        if getattr(module, "bias", None) is not None:
            nn.init.zeros_(module.bias)  # type: ignore[arg-type]


def judge_both(network: nn.Module, real: Tensor, fake: Tensor, norm: str) -> tuple[Tensor, Tensor]:
    """Logits of both: in one pass, or apart where batch norm would mix them."""
    if norm == "batch":
        return network(real), network(fake)
    real_logits, fake_logits = network(torch.cat((real, fake))).chunk(2)
    return real_logits, fake_logits


def fooling(objective: Objective, name: str, logits: Tensor) -> Tensor:
    """The translator's loss as published: the whole square (logit - 1)^2, or -log sigmoid(logit)."""
    loss = objective.generator(logits, logits)
    return 2 * loss if name == "least-squares" else loss


def telling_apart(objective: Objective, name: str, real: Tensor, fake: Tensor) -> Tensor:
    """The discriminator's loss as published: the mean of both terms, "which slows it down" (2017, appendix 6.2)."""
    loss = objective.discriminator(real, fake)
    return loss if name == "least-squares" else loss / 2
