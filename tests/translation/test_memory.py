"""A large photograph in a process of its own."""

import sys

import pytest


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is read as Unix tells it")
def test_a_photograph_of_twelve_megapixels_takes_less_than_two_gigabytes() -> None:
    from tests.benchmarks.applying import memory_of

    found = memory_of(4000, 3000)
    assert found["tiles"] > 4
    assert found["peak_mib"] < 2048
