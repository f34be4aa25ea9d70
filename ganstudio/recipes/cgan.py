"""Conditional GAN: DCGAN that is told which class to make."""

from collections.abc import Mapping
from typing import ClassVar

import torch

from ganstudio.errors import StudioError
from ganstudio.recipes.base import Card, Pictures
from ganstudio.recipes.dcgan import DCGAN
from ganstudio.recipes.dcgan_settings import CONDITIONAL_CPU_DEMO, PAPER, SMALL_DATA
from ganstudio.settings import Settings


class CGAN(DCGAN):
    """Labels are appended to z (Mirza and Osindero 2014) and projected in D (Miyato and Koyama 2018).

    Everything else is DCGAN, whose losses pass the batch's labels to both networks: fakes carry the labels of the
    real pictures they are compared with, so classes appear as often as in the data.
    """

    card: ClassVar[Card] = Card(
        name="cgan",
        title="Conditional GAN",
        year=2014,
        paper="Mirza, Osindero: Conditional Generative Adversarial Nets, 2014; "
        "Miyato, Koyama: cGANs with Projection Discriminator, ICLR 2018",
        link="https://arxiv.org/abs/1411.1784",
        kind="Make pictures",
        summary="A DCGAN that makes the class you ask for. Telling the networks the class also helps them learn.",
        classes="required",
    )
    presets: ClassVar[Mapping[str, Settings]] = {
        "paper": PAPER,
        "cpu-demo": CONDITIONAL_CPU_DEMO,
        "small-data": SMALL_DATA,
    }

    @classmethod
    def resolve(cls, settings: Settings, pictures: Pictures, device: torch.device) -> Settings:
        if pictures.num_classes == 0:
            raise StudioError("cgan needs pictures with classes; sort them into one folder per class.")
        return super().resolve(settings, pictures, device)
