"""The first weights come from the seed alone, whatever else draws random numbers."""

import threading

import pytest
import torch

from ganstudio.recipes import RECIPES
from ganstudio.recipes.base import Pictures
from ganstudio.training.first_weights import DrawnFrom
from ganstudio.training.session import begin

from .conftest import TINY

CPU = torch.device("cpu")
PICTURES = Pictures(16, 1, ("a", "b", "c"))


@pytest.mark.parametrize("name", RECIPES)
def test_they_are_those_of_the_global_source_seeded_alike(name: str) -> None:
    recipe = RECIPES[name]
    settings = recipe.resolve(recipe.settings_type(**TINY[name]), PICTURES, CPU)
    before = torch.get_rng_state()
    state = begin(recipe, settings, PICTURES, 7, CPU)
    assert torch.equal(torch.get_rng_state(), before)  # nothing was drawn from the global source
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        expected = recipe(settings, PICTURES).state_dict()
    assert all(torch.equal(tensor, expected[key]) for key, tensor in state.recipe.state_dict().items())


def test_another_thread_that_draws_changes_nothing() -> None:
    stop = threading.Event()

    def draw() -> None:
        while not stop.is_set():
            with torch.random.fork_rng(devices=[]):
                torch.manual_seed(1)
                torch.randn(1000)

    alone = drawn()
    thread = threading.Thread(target=draw)
    thread.start()
    try:
        assert all(torch.equal(drawn(), alone) for _ in range(50))
    finally:
        stop.set()
        thread.join()


def drawn() -> torch.Tensor:
    with DrawnFrom(3):
        layer = torch.nn.Linear(40, 50)
        torch.nn.init.orthogonal_(layer.weight[:40])
        return torch.cat([layer.weight.detach().flatten(), torch.rand(9), torch.randperm(5).float()])
