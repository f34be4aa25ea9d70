"""The 2015 Inception network against torch-fidelity and pytorch-fid, from one and the same weights file."""

from pathlib import Path
from unittest import mock

import numpy as np
import pytest
import torch
import torch_fidelity
from PIL import Image
from pytorch_fid import fid_score
from pytorch_fid import inception as pytorch_fid
from scipy import linalg
from torch import Tensor
from torch_fidelity.feature_extractor_inceptionv3 import FeatureExtractorInceptionV3
from torch_fidelity.metric_fid import fid_features_to_statistics, fid_statistics_to_metric
from torch_fidelity.metric_isc import isc_features_to_metric
from torch_fidelity.metric_kid import kid_features_to_metric

from ganstudio.errors import StudioError
from ganstudio.metrics.extractors import load_extractor
from ganstudio.metrics.frechet import frechet_distance, frechet_distance_of_features
from ganstudio.metrics.inception_score import inception_score
from ganstudio.metrics.kernel import kernel_distance
from ganstudio.metrics.moments import moments_of
from ganstudio.networks.weights_file import read_weights
from tests.metrics.conftest import blobs


def torch_fidelitys(file: Path, pictures: Tensor) -> tuple[Tensor, Tensor]:
    network = FeatureExtractorInceptionV3(
        "inception", ["2048", "logits_unbiased"], feature_extractor_weights_path=str(file)
    )
    with torch.no_grad():
        features, logits = network(pictures)
    return features, logits


def pytorch_fids_distance(one: tuple[np.ndarray, np.ndarray], two: tuple[np.ndarray, np.ndarray]) -> float:
    """Its sqrtm call uses an argument that SciPy 1.18 removed; SciPy's own square root stands in for it there."""

    square_root = linalg.sqrtm

    def sqrtm(matrix: np.ndarray, disp: bool = True) -> tuple[np.ndarray, float]:
        return square_root(matrix), 0.0

    with mock.patch.object(fid_score.linalg, "sqrtm", sqrtm):
        return float(fid_score.calculate_frechet_distance(*one, *two))


def pytorch_fids(file: Path) -> pytorch_fid.InceptionV3:
    with mock.patch.object(pytorch_fid, "load_state_dict_from_url", return_value=read_weights(file)):
        return pytorch_fid.InceptionV3([3]).eval()


def is_close(mine: Tensor, theirs: Tensor) -> bool:
    return bool((mine - theirs).abs().max() <= 1e-4 * theirs.abs().max())


def test_features_and_scores_are_torch_fidelitys(inception_file: Path) -> None:
    """Features to 1e-4; FID to 1e-3, KID to 1e-6 and the score to 1e-3 from each one's own features."""
    pictures = torch.cat((blobs(8, 0), 255 - blobs(8, 1) // 2))
    theirs, their_logits = torch_fidelitys(inception_file, pictures)
    extractor = load_extractor("inception-2015", 32, weights=inception_file)
    mine, logits = (torch.cat(parts) for parts in zip(*(extractor(part) for part in pictures.split(8))))
    assert theirs.std() > 0.01
    assert is_close(mine, theirs)
    assert is_close(logits, their_logits)
    kid = kid_features_to_metric(theirs[:8], theirs[8:], kid_subset_size=6, verbose=False)
    assert kernel_distance(mine[:8], mine[8:], subset_size=6)[0] == pytest.approx(
        kid["kernel_inception_distance_mean"], rel=1e-4, abs=1e-6
    )
    centre, spread = (
        their_logits.mean(dim=0),
        their_logits.std(dim=0).mean(),
    )  # random weights decide almost nothing
    score = isc_features_to_metric((their_logits - centre) * 3 / spread)["inception_score_mean"]
    assert score > 1.1
    assert inception_score((logits - centre) * 3 / spread)[0] == pytest.approx(score, abs=1e-3)
    ours = frechet_distance_of_features(mine[:8], mine[8:])
    assert ours > 1e-3
    assert ours == pytest.approx(frechet_distance_of_features(theirs[:8], theirs[8:]), rel=1e-3)


def test_features_are_pytorch_fids_under_its_resizing(inception_file: Path) -> None:
    pictures = blobs(2, 1)
    with torch.no_grad():
        theirs = pytorch_fids(inception_file)(pictures / 255)[0].flatten(1)
    extractor = load_extractor("inception-2015", 32, weights=inception_file, resize="pytorch-fid")
    assert is_close(extractor(pictures)[0], theirs)
    other = load_extractor("inception-2015", 32, weights=inception_file)
    assert not is_close(other(pictures)[0], theirs), (
        "the two ways of resizing differ, which is why they have names"
    )
    assert (extractor.resize, other.resize) == ("pytorch-fid-299", "tf1-bilinear-299")


def test_other_weights_have_another_name(inception_file: Path) -> None:
    name = load_extractor("inception-2015", 32, weights=inception_file).name
    assert name.startswith("inception-2015@")
    assert len(name) == len("inception-2015@") + 8


def test_a_file_of_something_else(tmp_path: Path) -> None:
    torch.save({"fc.weight": torch.zeros(3, 3)}, tmp_path / "other.pth")
    with pytest.raises(StudioError, match="does not hold the weights of the 2015 Inception network"):
        load_extractor("inception-2015", 32, weights=tmp_path / "other.pth")


def test_weights_that_are_not_finite(inception_file: Path, tmp_path: Path) -> None:
    state = read_weights(inception_file)
    state["Mixed_6b.branch1x1.conv.weight"][0, 0] = torch.nan
    torch.save(state, tmp_path / "bad.pth")
    with pytest.raises(StudioError, match="not finite"):
        load_extractor("inception-2015", 32, weights=tmp_path / "bad.pth")


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("resnet", {}, "no features called resnet"),
        ("inception-2015", {"resize": "bicubic"}, "no resizing called bicubic"),
        ("inception-2015", {}, "download it or give its path"),
        ("efficientnet-lite0", {"resize": "tf1"}, "for the features inception-2015 only"),
    ],
)
def test_wrong_wishes(name: str, options: dict[str, str], words: str) -> None:
    with pytest.raises(StudioError, match=words):
        load_extractor(name, 32, **options)


def test_2048_features_and_torch_fidelitys_own_distance() -> None:
    """On more pictures than the width, so that torch-fidelity's covariances are sound. 256 of the features suffice."""
    random = np.random.RandomState(0)
    mix = random.randn(256, 256) / 16
    one, two = (
        torch.from_numpy(np.abs(random.randn(1500, 256) @ mix + shift)).float() for shift in (0.2, 0.3)
    )
    theirs = fid_statistics_to_metric(fid_features_to_statistics(one), fid_features_to_statistics(two), False)
    mine = frechet_distance(moments_of(one), moments_of(two))
    assert mine == pytest.approx(theirs["frechet_inception_distance"], rel=1e-3, abs=1e-5)
    stats = [(part.numpy().mean(axis=0), np.cov(part.numpy(), rowvar=False)) for part in (one, two)]
    assert mine == pytest.approx(pytorch_fids_distance(*stats), rel=1e-3, abs=1e-5)


@pytest.mark.slow
@pytest.mark.timeout(900)  # torch-fidelity takes the eigenvalues of a 2048 x 2048 product
@pytest.mark.filterwarnings("ignore:This DataLoader")
def test_the_packages_from_files_to_numbers(inception_file: Path, tmp_path: Path) -> None:
    """Both packages run as a person would run them, on folders of PNGs."""
    sets = [blobs(24, 0), blobs(24, 1) // 2 + 60]
    for name, pictures in zip("ab", sets):
        (tmp_path / name).mkdir()
        for number, picture in enumerate(pictures):
            Image.fromarray(picture.permute(1, 2, 0).numpy()).save(tmp_path / name / f"{number:03d}.png")
    theirs = torch_fidelity.calculate_metrics(
        input1=str(tmp_path / "a"), input2=str(tmp_path / "b"), cuda=False, isc=True, fid=True, kid=True,
        kid_subset_size=20, verbose=False, cache=False, batch_size=12,
        feature_extractor_weights_path=str(inception_file),
    )  # fmt: skip
    extractor = load_extractor("inception-2015", 32, weights=inception_file)
    (one, logits), (two, _) = (
        tuple(torch.cat(parts) for parts in zip(*(extractor(part) for part in pictures.split(6))))
        for pictures in sets
    )
    assert frechet_distance_of_features(one, two) == pytest.approx(
        theirs["frechet_inception_distance"], rel=1e-3
    )
    assert kernel_distance(one, two, subset_size=20)[0] == pytest.approx(
        theirs["kernel_inception_distance_mean"], rel=1e-5, abs=1e-6
    )
    assert inception_score(logits)[0] == pytest.approx(theirs["inception_score_mean"], abs=1e-3)
    network = pytorch_fids(inception_file)
    files = [sorted((tmp_path / name).iterdir()) for name in "ab"]
    theirs_of = [fid_score.get_activations(part, network, 12, 2048, "cpu", 0) for part in files]
    peer = frechet_distance_of_features(*(torch.from_numpy(part) for part in theirs_of))
    extractor = load_extractor("inception-2015", 32, weights=inception_file, resize="pytorch-fid")
    one, two = (torch.cat([extractor(part)[0] for part in pictures.split(6)]) for pictures in sets)
    assert frechet_distance_of_features(one, two) == pytest.approx(peer, rel=1e-3)
