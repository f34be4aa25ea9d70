"""Translations of the past for a discriminator to judge (Shrivastava et al. 2017; Zhu et al. 2017, section 4)."""

import torch
from torch import Tensor, nn

from ganstudio.recipes.base import Draws


class ImagePool(nn.Module):
    """Keeps up to `size` pictures [C, R, R]. Its buffers make it part of what a checkpoint holds."""

    pictures: Tensor
    count: Tensor

    def __init__(self, size: int, channels: int, resolution: int) -> None:
        super().__init__()
        self.size = size
        self.register_buffer("pictures", torch.zeros(size, channels, resolution, resolution))
        self.register_buffer("count", torch.zeros((), dtype=torch.int64))

    def exchange(self, fresh: Tensor, draws: Draws) -> Tensor:
        """fresh [N, C, R, R] -> what to judge, of the same shape.

        Picture by picture: until the pool is full it is kept and judged; then, half of the time, it takes the place of
        one in the pool, which is judged in its stead.
        """
        chances, places = draws.uniform().tolist(), draws.integers(0, max(1, self.size)).tolist()
        if self.size == 0:
            return fresh
        judged = fresh.clone()
        filled = int(self.count)
        for index, (chance, place) in enumerate(zip(chances, places)):
            if filled < self.size:
                self.pictures[filled].copy_(fresh[index])
                filled += 1
            elif chance < 0.5:
                judged[index].copy_(self.pictures[place])
                self.pictures[place].copy_(fresh[index])
        self.count.fill_(filled)
        return judged
