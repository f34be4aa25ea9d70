"""Measures of quality: one curve a protocol, the best, and the words under a plot."""

import math

from ganstudio.gui.models.quality import Measure, Quality, protocol_words

LABEL = "FD (EfficientNet-Lite0)"
OLD = "FD[efficientnet-lite0|area-224|5000-all|500|flip=0]"
NEW = "FD[efficientnet-lite0|area-224|5000-all|1000|flip=0]"


def filled() -> Quality:
    quality = Quality()
    for step, value in ((10, 40.0), (20, 8.0)):
        quality.add(step, "fid", value, OLD, LABEL)
    for step, value in ((30, 12.0), (40, 9.0), (50, 9.0), (60, math.nan)):
        quality.add(step, "fid", value, NEW, LABEL)
        quality.add(step, "precision", value / 100, "Precision[x]", "Precision")
    return quality


def test_values_of_two_protocols_are_two_curves_the_newest_first() -> None:
    quality = filled()
    assert [measure.protocol for measure in quality.measures()] == [NEW, OLD, "Precision[x]"]
    assert quality.names() == ["fid", "precision"]
    assert quality.points("fid")[0].tolist() == [30, 40, 50, 60]
    assert quality.points_of(Measure("fid", OLD, LABEL))[1].tolist() == [40, 8]


def test_the_best_is_the_earliest_lowest_or_highest_finite_value() -> None:
    quality = filled()
    fid, precision = quality.newest("fid"), quality.newest("precision")
    assert fid is not None
    assert precision is not None
    assert quality.best(fid) == (40, 9.0)  # not the 8 of another protocol
    assert quality.best(precision) == (30, 0.12)
    assert quality.best(Measure("kid")) is None


def test_a_resume_forgets_what_lay_beyond() -> None:
    quality = filled()
    quality.cut_after(20)
    newest = quality.newest("fid")
    assert newest is not None
    assert newest.protocol == OLD
    quality.cut_after(5)
    assert quality.measures() == []
    assert quality.main() is None


def test_the_protocol_in_words() -> None:
    says = "1,000 samples against 5,000 pictures, EfficientNet-Lite0. Lower is better."
    assert protocol_words(Measure("fid", NEW, LABEL)) == says
    split = Measure("fid", "FID[inception-2015|tf1-bilinear-299|50000-train|2048|flip=0]", "FID")
    assert protocol_words(split) == (
        "2,048 samples against 50,000 pictures of the train split, inception-2015. Lower is better."
    )
    score = Measure("is", "IS[inception-2015|tf1-bilinear-299|5000|splits=10]", "Inception score")
    assert protocol_words(score) == "5,000 samples, inception-2015. Higher is better."
    assert protocol_words(Measure("fid")) == "Lower is better."


def test_short_names_say_whether_it_is_the_real_thing() -> None:
    assert Measure("fid", "", LABEL).short == "FD"
    assert Measure("fid", "", "FID").short == "FID"
    assert Measure("kid").short == "KID"
