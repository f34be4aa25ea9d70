"""Batches of two sides: pairs stay together pixel by pixel, sides without pairs know nothing of each other."""

from collections.abc import Iterator
from dataclasses import fields

import numpy as np
import pytest
import torch

from ganstudio.data.dataset import Dataset
from ganstudio.data.domain_batches import cut_out, load_domain_batch
from ganstudio.data.domain_sampler import DomainSampler, Drawn
from ganstudio.data.domains import Domains

LOADED, SIDE = 12, 8
KNOWN_PAIRS = [14, 12, 6, 9]
KNOWN_A, KNOWN_B = [14, 12, 6, 9], [14, 13, 8, 5]
KNOWN_PLACES = [[0.8332, 0.5152], [0.6643, 0.8373], [0.2716, 0.5616], [0.6604, 0.5854]]
CPU = torch.device("cpu")


def positions(count: int, number: int) -> Dataset:
    """Pictures whose red is their number, whose green is the column and whose blue is the row."""
    rows, columns = np.mgrid[:LOADED, :LOADED]
    images = np.zeros((count, 3, LOADED, LOADED), np.uint8)
    images[:, 0] = np.arange(number, number + count)[:, None, None]
    images[:, 1], images[:, 2] = columns, rows
    return Dataset(f"{number}", images, np.zeros(count, np.int64), (), f"{number}")


def make(count_a: int = 20, count_b: int = 20, pairs: int = 20) -> Domains:
    """The last four of each side are held out."""
    together = np.stack([np.arange(pairs)] * 2, 1)
    return Domains(
        "toy", positions(count_a, 0), positions(count_b, 100), ("A", "B"), np.arange(count_a - 4),
        np.arange(count_b - 4), np.arange(count_a - 4, count_a), np.arange(count_b - 4, count_b), together[: pairs - 4],
        together[pairs - 4 :], side=SIDE,
    )  # fmt: skip


def batches(
    domains: Domains, paired: bool, count: int, batch: int = 5, mirror: bool = True, seed: int = 3
) -> Iterator[dict[str, np.ndarray]]:
    """The first `count` batches, as bytes again."""
    sampler = DomainSampler(domains, batch, seed, mirror, paired)
    for index in range(count):
        made = load_domain_batch(domains, sampler.batch_at(index), slice(None), SIDE, 3, CPU)
        yield {name: made[name].add(1).mul(127.5).round().to(torch.uint8).numpy() for name in "ab"}


def test_pairs_stay_aligned_in_every_draw() -> None:
    places, flips = set(), set()
    for made in batches(make(), True, 200):
        a, b = made["a"], made["b"]
        assert (a[:, 0] + 100 == b[:, 0]).all()
        assert (a[:, 1:] == b[:, 1:]).all()
        for picture in a:
            row = picture[1, 0].astype(int)
            step = row[1] - row[0]
            assert (np.diff(row) == step).all()
            assert abs(step) == 1
            places.add((int(picture[2, 0, 0]), int(row.min())))
            flips.add(step)
    margin = LOADED - SIDE
    assert places == {(top, left) for top in range(margin + 1) for left in range(margin + 1)}
    assert flips == {-1, 1}


def test_places_are_equally_likely() -> None:
    tops = np.concatenate([made["a"][:, 2, 0, 0] for made in batches(make(), True, 600)])
    counts = np.bincount(tops, minlength=LOADED - SIDE + 1)
    expected = len(tops) / len(counts)
    assert ((counts - expected) ** 2 / expected).sum() < 18.5  # chi squared, 4 degrees of freedom, p = 0.001


def test_sides_without_pairs_are_independent() -> None:
    same_subject, same_place, same_flip, count = 0, 0, 0, 0
    for made in batches(make(), False, 400):
        for a, b in zip(made["a"], made["b"]):
            count += 1
            same_subject += int(a[0, 0, 0]) + 100 == int(b[0, 0, 0])
            same_place += a[2, 0, 0] == b[2, 0, 0]
            same_flip += (a[1, 0, 0] < a[1, 0, 1]) == (b[1, 0, 0] < b[1, 0, 1])
    for found, share in ((same_subject, 1 / 16), (same_place, 1 / 5), (same_flip, 1 / 2)):
        assert abs(found - share * count) < 5 * (count * share * (1 - share)) ** 0.5


@pytest.mark.parametrize("paired", [False, True])
def test_every_picture_once_an_epoch_and_none_that_is_held_out(paired: bool) -> None:
    domains = make(20, 24)
    epoch_a, epoch_b = [], []
    for made in batches(domains, paired, 80, batch=4):
        epoch_a += made["a"][:, 0, 0, 0].tolist()
        epoch_b += (made["b"][:, 0, 0, 0] - 100).tolist()
    length_b = 16 if paired else 20
    for epoch in range(320 // 16):
        assert sorted(epoch_a[16 * epoch : 16 * epoch + 16]) == list(range(16))
    for epoch in range(320 // length_b):
        assert sorted(epoch_b[length_b * epoch : length_b * (epoch + 1)]) == list(range(length_b))
    assert epoch_a[:16] != epoch_a[16:32]


def same(one: Drawn, other: Drawn) -> bool:
    return all((getattr(one, part.name) == getattr(other, part.name)).all() for part in fields(Drawn))


@pytest.mark.parametrize("paired", [False, True])
def test_a_pure_function_of_seed_and_index(paired: bool) -> None:
    domains = make()
    first, again = (DomainSampler(domains, 6, 11, True, paired) for _ in range(2))
    later = {index: first.batch_at(index) for index in (90, 3, 0)}
    for index in (0, 3, 90):
        assert same(again.batch_at(index), later[index])
    assert not same(later[0], later[3])
    assert not same(DomainSampler(domains, 6, 12, True, paired).batch_at(0), later[0])
    assert DomainSampler(domains, 6, -1, True, paired).batch_at(0).a.dtype == np.int64


def test_seed_zero_is_known() -> None:
    """A resumed run must see what it would have seen, in any later version too."""
    drawn = DomainSampler(make(), 4, 0, True, True).batch_at(2)
    assert drawn.a.tolist() == drawn.b.tolist() == KNOWN_PAIRS
    drawn = DomainSampler(make(), 4, 0, True, False).batch_at(2)
    assert (drawn.a.tolist(), drawn.b.tolist()) == (KNOWN_A, KNOWN_B)
    assert drawn.places_b.round(4).tolist() == KNOWN_PLACES


@pytest.mark.parametrize("paired", [False, True])
def test_processes_share_a_batch(paired: bool) -> None:
    domains = make()
    drawn = DomainSampler(domains, 6, 1, True, paired).batch_at(7)
    whole = load_domain_batch(domains, drawn, slice(None), SIDE, 3, CPU)
    parts = [load_domain_batch(domains, drawn, slice(first, first + 2), SIDE, 3, CPU) for first in (0, 2, 4)]
    for name in "ab":
        assert torch.equal(torch.cat([part[name] for part in parts]), whole[name])


def test_without_mirroring_or_margin() -> None:
    domains = make()
    for made in batches(domains, False, 20, mirror=False):
        assert (np.diff(made["a"][:, 1].astype(int)) == 1).all()
    drawn = DomainSampler(domains, 5, 0, False, True).batch_at(0)
    whole = load_domain_batch(domains, drawn, slice(None), LOADED, 3, CPU)["a"]
    expected = domains.a.images[drawn.a].astype(np.float32) / 127.5 - 1
    assert torch.equal(whole, torch.from_numpy(expected))


def test_grey_becomes_colour_where_the_other_side_has_colours() -> None:
    grey = Dataset("g", np.random.default_rng(0).integers(0, 256, (20, 1, LOADED, LOADED), np.uint8),
                   np.zeros(20, np.int64), (), "g")  # fmt: skip
    mixed = make()
    domains = Domains(
        "m", grey, mixed.b, ("A", "B"), mixed.train_a, mixed.train_b, mixed.test_a, mixed.test_b, side=SIDE
    )
    drawn = DomainSampler(domains, 4, 0, True, False).batch_at(0)
    a = load_domain_batch(domains, drawn, slice(None), SIDE, domains.channels, CPU)["a"]
    assert a.shape == (4, 3, SIDE, SIDE)
    assert a.dtype == torch.float32
    assert a.is_contiguous()
    assert (a[:, :1] == a).all()
    assert a.min() >= -1
    assert a.max() <= 1


def test_places_never_reach_beyond_the_margin() -> None:
    data, last = positions(1, 0), np.nextafter(1, 0)
    cut = cut_out(data, np.zeros(1, np.int64), np.zeros(1, bool), np.full((1, 2), last), SIDE)
    assert (cut[0, 1, 0, 0], cut[0, 2, 0, 0]) == (LOADED - SIDE, LOADED - SIDE)
