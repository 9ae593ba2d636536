"""What an evaluation says in sentences."""

import re
from types import SimpleNamespace

import pytest

from granvae.evaluation.report import text
from granvae.evaluation.scores import Metrics, Scores

Ratios = tuple[float, float]  # SI-SDR of the model and of PCA, in dB


def result_of(training: Ratios, held_out: Ratios, elsewhere: Ratios | None = None):
    """As much of an evaluation as the sentences are about, each side of one file."""

    def side(ratios: Ratios | None) -> dict[str, Scores]:
        scores = (Scores({"f": Metrics(ratio, 5.0, 5.0, 5.0)}, {"f": 1}) for ratio in ratios or ())
        return dict(zip(("model", "pca"), scores, strict=False))

    return SimpleNamespace(
        scores=side(elsewhere or held_out),
        training=side(training),
        held_out=side(held_out),
        elsewhere=side(elsewhere),
    )


@pytest.mark.parametrize(
    ("training", "held_out", "sentence"),
    [
        ((10.0, 3.0), (10.2, 3.0), "No over-fitting to speak of: .* 0.2 dB better"),
        ((13.0, 3.0), (10.0, 2.0), "Over-fitting: .* 3.0 dB .* loses 1.0 dB too, .* other 2.0 dB"),
        ((13.0, 3.0), (10.0, 3.2), "Over-fitting: .* 3.0 dB .* next to nothing"),
        ((13.0, 6.0), (10.0, 3.0), "No over-fitting to speak of: .* 3.0 dB .* loses 3.0 dB too"),
    ],
)
def test_the_gap_is_explained(training: Ratios, held_out: Ratios, sentence: str):
    (found,) = text.gap(result_of(training, held_out))
    assert re.search(sentence, found)


@pytest.mark.parametrize(
    ("elsewhere", "sentence"),
    [
        ((7.0, 2.0), "1 file from elsewhere: .* 3.0 dB worse .* PCA 1.0 dB worse. The 2.0 dB"),
        ((7.0, 0.2), "3.0 dB worse .* PCA 2.8 dB worse. .* no more than PCA"),
        ((12.0, 6.0), "2.0 dB better .* PCA 3.0 dB better. The 1.0 dB between both"),
    ],
)
def test_the_price_of_other_sounds_is_told_from_how_hard_they_are(elsewhere: Ratios, sentence: str):
    result = result_of((10.0, 3.0), (10.0, 3.0), elsewhere)
    _, found = text.gap(result)
    assert re.search(sentence, found)
    assert f"On 1 file from elsewhere, this model reaches {elsewhere[0]}" in text.summary(result)


@pytest.mark.parametrize(
    ("losses", "sentence"),
    [
        ([2.0, 1.5, 1.2], "still fell at the end"),
        ([2.0, 1.2, 1.201], "came down to 1.2 and stayed there"),
        ([2.0, 1.2, 1.8], "lowest, 1.2, at step 2 of 3 and ended at 1.8"),
    ],
)
def test_the_course_of_the_validation_loss_is_explained(losses: list[float], sentence: str):
    assert sentence in text.over_training(([1.0, 2.0, 3.0], losses))
