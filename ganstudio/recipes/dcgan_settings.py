"""What can be set of DCGAN and of its conditional form, and the presets of both."""

from typing import Literal, Self

from pydantic import model_validator

from ganstudio.networks.dcgan import Upsampling
from ganstudio.networks.latent import Latent
from ganstudio.networks.norms import NormName
from ganstudio.settings import Settings, setting


class DCGANSettings(Settings):
    """Defaults are the paper's, except for the width, which is half of it."""

    z_dim: int = setting(
        100, "Length of the latent vector from which a picture is made.",
        label="Latent size", group="Networks", ge=1, le=4096,
    )  # fmt: skip
    latent: Latent = setting(
        "normal", "How the latent vector is distributed.",
        label="Latent distribution", group="Networks", advanced=True,
    )  # fmt: skip
    width: int = setting(
        64, "Feature maps of the generator at half the resolution; they double at every halving.",
        label="Generator width", group="Networks", unit="maps", ge=1, le=512,
    )  # fmt: skip
    d_width: int = setting(
        64, "Feature maps of the discriminator at half the resolution; they double at every halving.",
        label="Discriminator width", group="Networks", unit="maps", ge=1, le=512,
    )  # fmt: skip
    generator_norm: NormName = setting(
        "batch", "Normalisation in the generator.",
        label="Generator norm", group="Networks", advanced=True,
    )  # fmt: skip
    discriminator_norm: NormName = setting(
        "batch", "Normalisation in the discriminator; penalties on its slope need one that is not batch.",
        label="Discriminator norm", group="Networks", advanced=True,
    )  # fmt: skip
    upsampling: Upsampling = setting(
        "transposed", "Transposed convolutions as published, or resize and convolve, with less checkerboard.",
        label="Upsampling", group="Networks", advanced=True,
    )  # fmt: skip
    objective: Literal["minimax", "non-saturating", "least-squares", "hinge", "relativistic"] = setting(
        "non-saturating", "What the two networks play for; minimax saturates, which is instructive but learns badly.",
        label="Objective", group="Objective",
    )  # fmt: skip
    label_smoothing: float = setting(
        0.0, "How far below 1 the discriminator's target for real pictures lies; 0.1 is usual.",
        label="Label smoothing", group="Objective", advanced=True, ge=0, lt=1,
    )  # fmt: skip
    penalty: Literal["none", "r1", "r1+r2"] = setting(
        "none", "Keeps the discriminator flat at real pictures (R1), or at real and made ones (R1 and R2).",
        label="Slope penalty", group="Objective", advanced=True,
    )  # fmt: skip
    gamma: float = setting(
        0.5, "Strength of the slope penalty.",
        label="Penalty γ", group="Objective", advanced=True, ge=0, le=10_000,
    )  # fmt: skip
    penalty_form: Literal["exact", "difference"] = setting(
        "difference", "Slopes by second derivatives, or by a small step in a random direction, much faster.",
        label="Penalty form", group="Objective", advanced=True,
    )  # fmt: skip
    penalty_step: float = setting(
        0.05, "Length of the small step, per pixel, where black to white is 2.",
        label="Penalty step", group="Objective", advanced=True, gt=0, le=1,
    )  # fmt: skip

    penalty_share: float = setting(
        1.0, "Share of the steps in which the penalty is measured; there it counts for the others too.",
        label="Penalty share", group="Objective", advanced=True, gt=0, le=1,
    )  # fmt: skip

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if self.penalty != "none" and self.discriminator_norm == "batch":
            raise ValueError(
                "A slope penalty needs each picture judged alone; set discriminator_norm to none or layer."
            )
        if self.label_smoothing and self.objective in ("hinge", "relativistic"):
            raise ValueError(
                f"The objective {self.objective} has no labels to smooth; set label_smoothing to 0."
            )
        return self


PAPER = DCGANSettings(width=128, d_width=128, latent="uniform", batch=128)
# Small batches and rates that start high and fall: what two CPU cores learn most from in a few minutes.
CPU_DEMO = DCGANSettings(
    width=32, d_width=32, discriminator_norm="none", objective="relativistic", penalty="r1+r2",
    penalty_share=0.5, batch=16, steps=8000, generator_lr=1e-3, discriminator_lr=1e-3, beta1=0.0, beta2=0.99,
    decay_start=3000, decay_end=8000, decay_floor=0.05, ema_rampup=0.1,
)  # fmt: skip
CONDITIONAL_CPU_DEMO = CPU_DEMO.changed({"gamma": 0.15, "steps": 2400, "decay_start": 900, "decay_end": 2400})
SMALL_DATA = CPU_DEMO.changed(
    {
        "width": 48, "d_width": 48, "gamma": 1.0, "penalty_share": 1.0, "upsampling": "resize",
        "batch": 32, "ema_rampup": 0.05, "generator_lr": 5e-4, "discriminator_lr": 5e-4,
        "steps": 30_000, "decay_start": 15_000, "decay_end": 30_000,
    }
)  # fmt: skip
