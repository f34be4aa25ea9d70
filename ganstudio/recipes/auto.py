"""What "auto" means where recipes agree on it, and which pictures their networks can take."""

from ganstudio.errors import StudioError
from ganstudio.recipes.base import Pictures
from ganstudio.settings import Settings


def check_resolution(name: str, pictures: Pictures, low: int, high: int) -> None:
    """Raises StudioError unless the side is a power of two from `low` to `high`."""
    side = pictures.resolution
    if not low <= side <= high or side & (side - 1):
        sizes = ", ".join(str(1 << power) for power in range(low.bit_length() - 1, high.bit_length()))
        raise StudioError(f"{name} makes pictures of {sizes} px, not {side}; choose another resolution.")


def fill_auto(settings: Settings, pictures: Pictures, lr: float, batch: int) -> Settings:
    """Every "auto" of the common settings replaced; precision stays, as the device decides it at each start."""
    values: dict[str, object] = {
        "resolution": pictures.resolution,
        "batch": batch,
        "generator_lr": lr,
        "discriminator_lr": lr,
        "ema_kimg": 10.0,
    }
    filled = settings.changed(
        {key: value for key, value in values.items() if getattr(settings, key) == "auto"}
    )
    return filled.changed({"micro_batch": filled.batch}) if filled.micro_batch == "auto" else filled
