"""A trained generator that can be explored: `load_model(path)` and what one can ask of it."""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from ganstudio.errors import StudioError
from ganstudio.latents.building import build_generator
from ganstudio.latents.capabilities import HasStyles, Noise, NoiseSource, has_placement, has_skips, has_styles
from ganstudio.latents.locate import locate_model, model_name
from ganstudio.latents.mapping import Mapper
from ganstudio.latents.model_file import ModelRecord, read_model, write_model
from ganstudio.latents.seeds import HIGHEST_SEED
from ganstudio.networks.translators import Direction, translates

Labels = Tensor | np.ndarray | Sequence[int] | Sequence[Sequence[float]] | int | None
CENTRE_SAMPLES = 1024  # z that make the mean w of a class
PIXELS_AT_ONCE = 1 << 20  # keeps memory flat however many pictures are asked for


def load_model(path: str | Path, device: str | torch.device = "cpu") -> "Model":
    """The model of a run folder, a checkpoint folder or a .safetensors file.

    Raises StudioError with one sentence where the file is damaged, hostile, or of another program.
    """
    file = locate_model(Path(path))
    record, tensors = read_model(file)
    return Model(build_generator(file, record, tensors).to(device), record, name=model_name(file))


class Model:
    """A generator in evaluation mode with its record. Its random numbers are its own: exploring changes no run.

    z [N, z_dim] and w [N, num_ws, w_dim] are tensors on the model's device; images are [N, C, H, W] float32,
    nominally in [-1, 1], unclamped. labels are class numbers [N] or weights [N, classes] whose rows sum to 1.
    """

    def __init__(self, generator: nn.Module, record: ModelRecord, name: str = "") -> None:
        self.generator = generator.eval().requires_grad_(False)
        self.record, self.name = record, name or record.recipe
        self.device = next((tensor.device for tensor in generator.state_dict().values()), torch.device("cpu"))
        self.mapper = Mapper(self)
        self._noise = torch.Generator(self.device).manual_seed(0)
        self._centres: dict[int, Tensor] = {}

    @property
    def recipe(self) -> str:
        return self.record.recipe

    @property
    def resolution(self) -> int:
        return self.record.pictures.resolution

    @property
    def channels(self) -> int:
        return self.record.pictures.channels

    @property
    def class_names(self) -> tuple[str, ...]:
        return self.record.pictures.class_names

    @property
    def num_classes(self) -> int:
        return len(self.class_names)

    @property
    def z_dim(self) -> int:
        """0 for a translator, which has no latents."""
        if translates(self.generator):
            return 0
        return int(self.generator.z_dim)  # type: ignore[arg-type]  # nn.Module attributes are Any-like

    @property
    def has_styles(self) -> bool:
        return has_styles(self.generator)

    @property
    def w_dim(self) -> int | None:
        """None where the model has no styles."""
        return self.generator.w_dim if has_styles(self.generator) else None

    @property
    def num_ws(self) -> int | None:
        """None where the model has no styles."""
        return self.generator.num_ws if has_styles(self.generator) else None

    @cached_property
    def fingerprint(self) -> str:
        """What tells this model from others: 16 hexadecimal digits over its weights and what it was built from."""
        digest = hashlib.sha256(
            self.record.model_dump_json(include={"recipe", "settings", "pictures"}).encode()
        )
        for name, tensor in sorted(self.generator.state_dict().items()):
            digest.update(name.encode())
            digest.update(tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes())
        return digest.hexdigest()[:16]

    def latents(self, seeds: Iterable[int]) -> Tensor:
        """z [N, z_dim]: numpy's RandomState(seed).randn, so that official tools' seeds give the same z."""
        self.require_latents()
        return torch.from_numpy(np.stack([self._latent(int(seed)) for seed in seeds])).to(self.device)

    def _latent(self, seed: int) -> np.ndarray:
        if not 0 <= seed <= HIGHEST_SEED:
            raise StudioError(f"{seed} is not a seed; seeds go from 0 to {HIGHEST_SEED}.")
        return np.random.RandomState(seed).randn(self.z_dim).astype(np.float32)

    @torch.no_grad()
    def map(
        self, z: Tensor | np.ndarray, labels: Labels = None, psi: float = 1.0, cutoff: int | None = None
    ) -> Tensor:
        """w [N, num_ws, w_dim]. psi < 1 draws the first `cutoff` styles, all when None, towards the mean w.

        That mean is the training average, and with classes the mean of the class asked for: the average over all
        classes shows none of them.
        """
        styles, z = self.styles, self._checked_z(z)
        weights = self._weights(labels, len(z))
        if weights is None or psi == 1:
            return styles.map(z, weights, psi=psi, cutoff=cutoff)
        w = styles.map(z, weights, psi=1)
        rows = slice(None, cutoff)
        w[:, rows] = torch.lerp(self.centre(weights)[:, None].expand_as(w), w, psi)[:, rows]
        return w

    @torch.no_grad()
    def centre(self, weights: Tensor | None = None) -> Tensor:
        """The mean w [N, w_dim] of classes in proportion to `weights` [N, classes]; without classes [w_dim]."""
        styles = self.styles
        if weights is None:
            zeros = torch.zeros(1, self.z_dim, device=self.device)
            return styles.map(zeros, None, psi=0)[0, 0]
        return torch.stack([weights[:, c, None] * self._centre(c) for c in _used(weights)]).sum(dim=0)

    @torch.no_grad()
    def synthesize(self, w: Tensor | np.ndarray, noise: Noise = "const") -> Tensor:
        """w -> images. noise "const" is the run's own, "none" leaves it out, "random" is new at every call."""
        styles = self.styles
        if noise not in ("const", "none", "random"):
            raise StudioError(f"There is no noise '{noise}'; choose const, none or random.")
        w = torch.as_tensor(w, dtype=torch.float32, device=self.device)
        if w.ndim != 3 or w.shape[1:] != (styles.num_ws, styles.w_dim):
            shape = f"[N, {styles.num_ws}, {styles.w_dim}]"
            raise StudioError(f"w must be {shape}, as map gives it, and is {list(w.shape)}.")
        parts = [self._synthesize(styles, part, noise) for part in w.split(self._at_once())]
        return torch.cat(parts)

    @torch.no_grad()
    def synthesize_placed(
        self, w: Tensor, noise: Noise | NoiseSource, *, up_to: int | None = None,
        shift: tuple[float, float] = (0.0, 0.0), turn: float = 0.0,
    ) -> Tensor:  # fmt: skip
        """w -> images in one go, perhaps only `up_to` a resolution, and placed where the generator can be."""
        if has_placement(self.generator):
            self.generator.place(shift, turn)
        if up_to is not None and has_skips(self.generator):
            return self.generator.synthesis(w, noise, up_to=up_to).float()  # type: ignore[operator]
        return self.styles.synthesis(w, noise).float()

    @property
    def previews(self) -> tuple[int, ...]:
        """Resolutions at which `synthesize_placed` can stop, the full one last."""
        return tuple(self.generator.synthesis.blocks) if has_skips(self.generator) else (self.resolution,)  # type: ignore[union-attr,arg-type]

    @torch.no_grad()
    def generate(
        self, z: Tensor | np.ndarray, labels: Labels = None, psi: float = 1.0, noise: Noise = "const"
    ) -> Tensor:
        """z -> images, for every generator. Without styles, psi scales z: less variety, nearer to the middle."""
        if self.has_styles:
            return self.synthesize(self.map(z, labels, psi=psi), noise)
        z = self._checked_z(z) * psi
        weights = self._weights(labels, len(z))
        size = self._at_once()
        known = [None] * len(z) if weights is None else weights.split(size)
        return torch.cat([self.generator(part, label).float() for part, label in zip(z.split(size), known)])

    @property
    def domains(self) -> tuple[str, ...]:
        """What a translator translates between, A first; empty for other models."""
        return self.record.pictures.domains

    @property
    def directions(self) -> tuple[Direction, ...]:
        """Ways in which this model translates; empty where it makes pictures from latents."""
        return self.generator.directions if translates(self.generator) else ()

    @torch.no_grad()
    def translate(self, images: Tensor | np.ndarray, direction: Direction = "a2b") -> Tensor:
        """images [N, C, H, W] in [-1, 1] of any size -> the same size, as pictures of the other domain, in [-1, 1].

        Raises StudioError where the model does not translate, or not in this direction.
        """
        if not translates(self.generator):
            raise StudioError(
                f"A {self.recipe} model makes pictures and translates none; choose a translator."
            )
        if direction not in self.generator.directions:
            raise StudioError(
                f"This model translates {' and '.join(self.generator.directions)}, not {direction}."
            )
        images = torch.as_tensor(images, dtype=torch.float32, device=self.device)
        if images.ndim != 4 or images.shape[1] != self.channels:
            raise StudioError(f"images must be [N, {self.channels}, H, W] and are {list(images.shape)}.")
        return self.generator(images, direction).float()

    def save(self, path: str | Path) -> None:
        """Writes the model as one .safetensors file, whole or not at all."""
        write_model(Path(path), self.generator.state_dict(), self.record)

    @property
    def styles(self) -> HasStyles:
        """The generator as one with styles. Raises StudioError where it has none."""
        self.require_latents()
        if not has_styles(self.generator):
            raise StudioError(
                f"A {self.recipe} model has no styles; use generate(z) in place of map and synthesize."
            )
        return self.generator

    def _synthesize(self, styles: HasStyles, w: Tensor, noise: Noise) -> Tensor:
        def fresh(resolution: int) -> Tensor:
            size = (len(w), 1, resolution, resolution)
            return torch.randn(size, generator=self._noise, device=self.device)

        return styles.synthesis(w, noise=fresh if noise == "random" else noise).float()

    def _centre(self, class_number: int) -> Tensor:
        """The mean w [w_dim] of one class over fixed z, so that it is the same in every process."""
        if class_number not in self._centres:
            z = np.random.RandomState(0).randn(CENTRE_SAMPLES, self.z_dim).astype(np.float32)
            weights = torch.zeros(CENTRE_SAMPLES, self.num_classes, device=self.device)
            weights[:, class_number] = 1
            w = self.styles.map(torch.from_numpy(z).to(self.device), weights, psi=1)
            self._centres[class_number] = w[:, 0].mean(dim=0)
        return self._centres[class_number]

    def require_latents(self) -> None:
        """Raises StudioError for a translator, which makes pictures of pictures."""
        if translates(self.generator):
            raise StudioError(
                f"{self.name} translates pictures and has no latents to explore; give it pictures with "
                "ganstudio translate, or choose a model that makes pictures."
            )

    def _checked_z(self, z: Tensor | np.ndarray) -> Tensor:
        self.require_latents()
        z = torch.as_tensor(z, dtype=torch.float32, device=self.device)
        if z.ndim != 2 or z.shape[1] != self.z_dim:
            raise StudioError(f"z must be [N, {self.z_dim}], as latents gives it, and is {list(z.shape)}.")
        return z

    def _weights(self, labels: Labels, count: int) -> Tensor | None:
        """Labels of any form as class weights [N, classes]; None for a model without classes."""
        if not self.num_classes:
            if labels is not None:
                raise StudioError("This model knows no classes; leave the labels out.")
            return None
        if labels is None:
            last = self.num_classes - 1
            raise StudioError(
                f"This model needs a class for every picture: give labels, numbers from 0 to {last}."
            )
        return _as_weights(torch.as_tensor(labels, device=self.device), count, self.num_classes)

    def _at_once(self) -> int:
        return max(1, PIXELS_AT_ONCE // (self.resolution * self.resolution))


def _as_weights(labels: Tensor, count: int, classes: int) -> Tensor:
    if labels.is_floating_point() and labels.ndim == 2:
        if labels.shape != (count, classes):
            raise StudioError(f"Class weights must be [{count}, {classes}] and are {list(labels.shape)}.")
        if not bool(((labels.sum(dim=1) - 1).abs() < 1e-3).all()):
            raise StudioError("The class weights of every picture must sum to 1.")
        return labels.float()
    if labels.is_floating_point() or labels.dtype == torch.bool or labels.shape not in ((), (count,)):
        raise StudioError(f"labels must be {count} class numbers or weights [{count}, {classes}].")
    if not bool(((labels >= 0) & (labels < classes)).all()):
        raise StudioError(f"There is no such class; this model's classes are numbered 0 to {classes - 1}.")
    return nn.functional.one_hot(labels.long(), classes).float().expand(count, classes)


def _used(weights: Tensor) -> list[int]:
    return [int(number) for number in weights.ne(0).any(dim=0).nonzero()]
