"""The image pool against a run by hand: which picture is kept, which is shown, which leaves."""

import torch
from torch import Tensor

from ganstudio.recipes.base import Draws
from ganstudio.recipes.image_pool import ImagePool
from tests.benchmarks.plain_cyclegan import PlainPool


class Told(Draws):
    """Draws that say what they are told."""

    def __init__(self, chances: list[float], places: list[int]) -> None:
        super().__init__(0, len(chances))
        self._chances, self._places = chances, places

    def uniform(self, *shape: int) -> Tensor:
        return torch.tensor(self._chances)

    def integers(self, low: int, high: int, *shape: int) -> Tensor:
        return torch.tensor(self._places)


def pictures(*values: float) -> Tensor:
    return torch.tensor(values).reshape(-1, 1, 1, 1).expand(-1, 1, 2, 2)


def shown(pool: ImagePool, values: list[float], chances: list[float], places: list[int]) -> list[float]:
    return pool.exchange(pictures(*values), Told(chances, places))[:, 0, 0, 0].tolist()


def held(pool: ImagePool) -> list[float]:
    return pool.pictures[: int(pool.count), 0, 0, 0].tolist()


def test_a_run_by_hand() -> None:
    pool = ImagePool(3, 1, 2)
    assert shown(pool, [1, 2], [0.1, 0.1], [0, 0]) == [1, 2]  # room: kept and shown, whatever the dice say
    assert held(pool) == [1, 2]
    # 3 still has room; 4 takes the place of 2, which is shown; 5 is shown itself
    assert shown(pool, [3, 4, 5], [0.1, 0.49, 0.5], [0, 1, 2]) == [3, 2, 5]
    assert held(pool) == [1, 4, 3]
    # one by one: 7 takes the place that 6 has just taken
    assert shown(pool, [6, 7], [0.0, 0.0], [2, 2]) == [3, 6]
    assert held(pool) == [1, 4, 7]


def test_an_empty_pool_shows_what_comes() -> None:
    pool = ImagePool(0, 1, 2)
    assert shown(pool, [1, 2], [0.1, 0.9], [0, 0]) == [1, 2]


def test_a_long_run_equals_a_list_of_pictures() -> None:
    pool, plain = ImagePool(5, 1, 2), PlainPool(5)
    for step in range(40):
        draws, again = Draws(step, 3), Draws(step, 3)
        fresh = torch.rand(3, 1, 2, 2)
        found = pool.exchange(fresh, draws)
        expected = plain.query(fresh, again.uniform().tolist(), again.integers(0, 5).tolist())
        assert torch.equal(found, expected)
    assert torch.equal(pool.pictures, torch.stack(plain.images))


def test_half_of_what_is_shown_is_old() -> None:
    pool, old = ImagePool(10, 1, 1), 0
    for step in range(400):
        fresh = torch.full((1, 1, 1, 1), float(step))
        old += bool((pool.exchange(fresh, Draws(step, 1)) != fresh).any())
    assert 160 < old < 230  # of 390


def test_micro_batches_and_a_stop_change_nothing() -> None:
    whole, parts = ImagePool(4, 1, 2), ImagePool(4, 1, 2)
    for step in range(10):
        fresh, draws = torch.rand(4, 1, 2, 2), Draws(step, 4)
        together = whole.exchange(fresh, Draws(step, 4))
        split = [
            parts.exchange(fresh[at : at + size], draws.slice(at, size)) for at, size in ((0, 1), (1, 3))
        ]
        assert torch.equal(torch.cat(split), together)
        state = parts.state_dict()
        parts = ImagePool(4, 1, 2)
        parts.load_state_dict(state)
    assert torch.equal(parts.pictures, whole.pictures)


def test_what_is_kept_has_no_gradient() -> None:
    pool = ImagePool(2, 1, 2)
    shown = pool.exchange(torch.rand(1, 1, 2, 2, requires_grad=True).detach(), Draws(0, 1))
    assert not shown.requires_grad
    assert not pool.pictures.requires_grad
