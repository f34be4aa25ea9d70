"""One picture at a time from StyleGAN2's synthesis network, as the explorer asks for them, against the reference."""

from collections.abc import Iterator

import torch

from ganstudio.networks.stylegan2 import StyleGAN2Generator
from tests.benchmarks import reference_stylegan2 as reference
from tests.benchmarks.pairing import Row, measure_pairs, require_equal
from tests.benchmarks.peak import operations, peak_gflops

SIZES = {64: None, 256: 1.8}  # px: goal


@torch.no_grad()
def measure(quick: bool, slow: bool) -> Iterator[Row]:
    """At batch 1 the reference makes the weights of that one sample and convolves once: "grouped" with one group."""
    peak = peak_gflops()
    for side, goal in SIZES.items():
        torch.manual_seed(side)
        network = StyleGAN2Generator(side, channel_base=16384).eval()
        weights = {**dict(network.named_parameters()), **dict(network.named_buffers())}
        ws = network.map(torch.randn(1, network.z_dim))
        ours = lambda: network.synthesis(ws)  # noqa: B023, E731
        other = lambda: reference.synthesis(weights, ws, "const", side, "grouped")  # noqa: B023, E731
        require_equal(f"synthesis at {side} px", ours(), other(), 1e-4)
        times = measure_pairs(ours, other, 3 if quick else 15)
        row = times.row(f"StyleGAN2 synthesis, batch 1, {side} px", against="reference operations", goal=goal)
        yield row.with_peak(operations(ours) / 1e9, peak)
