"""Batches as a pure function of (seed, index)."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganstudio.data.sampler import Sampler


def drawn(sampler: Sampler, batches: int, first: int = 0) -> np.ndarray:
    return np.concatenate([sampler.batch_at(index)[0] for index in range(first, first + batches)])


@given(count=st.integers(1, 40), batch=st.integers(1, 50), seed=st.integers(0, 2**64))
def test_every_picture_once_an_epoch(count: int, batch: int, seed: int) -> None:
    row = drawn(Sampler(np.zeros(count, np.int64), batch, seed), 3 + 3 * count // batch)
    for epoch in range(len(row) // count):
        assert sorted(row[epoch * count : (epoch + 1) * count]) == list(range(count))


@given(start=st.integers(0, 10**9), weighting=st.sampled_from(["data", "balanced"]), mirror=st.booleans())
def test_any_batch_without_those_before(start: int, weighting: str, mirror: bool) -> None:
    labels = np.array([0, 1, 1, 2, 2, 2, 2])
    options = {"class_weighting": weighting, "mirror": mirror}
    ran = Sampler(labels, 4, 5, **options)  # type: ignore[arg-type]
    for index in range(start, start + 3):
        before = ran.batch_at(index)
    fresh = Sampler(labels, 4, 5, **options).batch_at(start + 2)  # type: ignore[arg-type]
    assert all((one == other).all() for one, other in zip(before, fresh))


def test_order_depends_on_seed_and_epoch() -> None:
    labels = np.zeros(50, np.int64)
    row = drawn(Sampler(labels, 50, 1), 2)
    assert (row[:50] != row[50:]).any()
    assert (row[:50] != drawn(Sampler(labels, 50, 2), 1)).any()


def test_known_draws() -> None:
    """Frozen: another order would break the resume of every run made before."""
    indices, flips = Sampler(np.zeros(10, np.int64), 6, 7, mirror=True).batch_at(3)
    assert (indices.tolist(), flips.tolist()) == KNOWN
    balanced, _ = Sampler(np.array([0] * 8 + [1] * 2), 6, 7, "balanced").batch_at(3)
    assert balanced.tolist() == KNOWN_BALANCED


KNOWN: tuple[list[int], list[bool]] = ([6, 5, 6, 8, 1, 3], [False, True, False, True, False, False])
KNOWN_BALANCED = [9, 4, 8, 1, 9, 5]


def test_balanced_classes_come_equally_often() -> None:
    labels = np.array([0] * 97 + [2] * 3 + [5] * 10)
    sampler = Sampler(labels, 8, 3, "balanced")
    for batches in (1, 5, 200):
        counts = np.bincount(labels[drawn(sampler, batches)], minlength=6)[[0, 2, 5]]
        assert counts.max() - counts.min() <= 1


def test_balanced_pictures_of_a_class_come_in_rounds() -> None:
    labels = np.array([0] * 7 + [1] * 3)
    row = drawn(Sampler(labels, 10, 3, "balanced"), 21)
    for label, size in ((0, 7), (1, 3)):
        members = row[labels[row] == label]
        for epoch in range(len(members) // size):
            assert len(set(members[epoch * size : (epoch + 1) * size])) == size


@pytest.mark.parametrize("weighting", ["data", "balanced"])
def test_kinds_of_numbers(weighting: str) -> None:
    indices, flips = Sampler(np.array([0, 1, 0]), 5, 0, weighting).batch_at(0)  # type: ignore[arg-type]
    assert (indices.dtype, indices.shape) == (np.int64, (5,))
    assert (flips.dtype, flips.shape) == (bool, (5,))


def test_flips() -> None:
    labels = np.zeros(10, np.int64)
    assert not Sampler(labels, 100, 0).batch_at(0)[1].any()
    flips = np.concatenate([Sampler(labels, 100, 0, mirror=True).batch_at(index)[1] for index in range(100)])
    assert abs(flips.mean() - 0.5) < 4 * 0.5 / 100  # four standard errors of 10,000 fair coins


def test_a_million_pictures_cost_little() -> None:
    sampler = Sampler(np.arange(1_000_000) % 1000, 64, 0)
    sampler.batch_at(0)
    begin = time.process_time()
    for index in range(1, 1001):
        sampler.batch_at(index)
    assert time.process_time() - begin < 0.5
