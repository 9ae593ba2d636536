"""The report of an evaluation: one file that holds all it needs, and its sentences."""

import base64
import io
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from granvae.evaluation.report import text
from granvae.evaluation.result import Evaluation, Metrics, Scores
from support.linear_run import SAMPLE_RATE

VOID = {"meta", "link", "br"}
ADDRESSES = {"src", "href", "xlink:href", "srcset", "poster", "data"}


class Page(HTMLParser):
    """What a browser would build: balanced elements, identifiers, addresses and text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source, self.text = source, ""
        self.open: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.addresses += [value or "" for name, value in attrs if name in ADDRESSES]

    def handle_endtag(self, tag: str) -> None:
        assert tag in VOID or self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def page(reported: Evaluation) -> Page:
    return Page(reported.written[0].read_text())


def sounds_of(page: Page) -> list[tuple[str, np.ndarray]]:
    """The sounds that the page plays, by title."""
    players = r'aria-label="([^"]*)" src="data:audio/flac;base64,([^"]*)"'
    found = []
    for title, data in re.findall(players, page.source):
        samples, rate = soundfile.read(io.BytesIO(base64.b64decode(data)))
        assert rate == SAMPLE_RATE
        found.append((title, samples))
    return found


def test_every_part_of_the_report_is_there(page: Page):
    assert not page.open
    assert len(set(page.ids)) == len(page.ids)
    figures = {"grains", "map", "latents", "training"}
    sections = figures | {"listen", "sounds", "draws", "metrics", "configuration", "method"}
    assert sections | {f"figure-{name}" for name in figures} <= {*page.ids}
    for shown in (
        "PCA, 4 numbers",
        "nearest training grain, 2 held-out files",
        "other",
        "held-out",
        "b <2> & $x$.wav",
        "the recorded grains, without a network",
        "middles of straight lines",
        "0-1.5 kHz",
        "lowest, 1.5, at step 20 of 30 and ended at 1.8",
        "optimiser: batch",
    ):
        assert shown in page.text


def test_nothing_is_fetched_from_elsewhere(page: Page):
    assert page.addresses
    for address in page.addresses:
        assert address.startswith(("data:", "#")), address
    assert not re.search(r"https?:|@import|<script|url\((?!#|data:)", page.source)
    assert len(page.source) < 8_000_000
    # Every reference inside the page has its target.
    targets = {a[1:] for a in page.addresses if a.startswith("#")}
    assert targets | set(re.findall(r"url\(#([^)]+)\)", page.source)) <= set(page.ids)


def test_every_sound_decodes_to_something_heard(page: Page):
    sounds = sounds_of(page)
    sweeps = [title for title, _ in sounds if title.startswith("sweep of ")]
    assert len(sounds) == 2 * 2 + len(sweeps)  # two classes, recorded and played
    assert sweeps[0] == "sweep of latent 0"
    for title, samples in sounds:
        assert samples.ndim == 1
        assert len(samples) > 0.9 * SAMPLE_RATE
        assert 0.01 < np.abs(samples).max() < 1.0, title


def test_an_excerpt_is_the_recording_at_another_level(page: Page, reported: Evaluation):
    samples = dict(sounds_of(page))["a.wav, recorded"]
    recorded, _ = soundfile.read(reported.written[0].parents[1] / "sounds" / "a.wav")
    assert len(samples) == pytest.approx(len(recorded), abs=SAMPLE_RATE / 10)
    lags = range(len(recorded) - len(samples) + 1)
    stretches = (recorded[lag : lag + len(samples)] for lag in lags)
    assert max(np.corrcoef(samples, stretch)[0, 1] for stretch in stretches) > 0.999


def test_figures_follow_the_theme_of_the_page(page: Page):
    figures = re.findall(r"<svg.*?</svg>", page.source, flags=re.DOTALL)
    assert len(figures) == 4
    for figure in figures:
        assert "currentColor" in figure
        assert "<text" in figure  # text as text, which a reader may search and enlarge
    assert "prefers-color-scheme: dark" in page.source


def test_a_model_file_has_a_report_without_curves(file_reported: Evaluation):
    source = file_reported.written[0].read_text()
    assert "give the run&#39;s folder to see them" in source
    assert "training files are unknown" in source
    assert "figure-training" not in source


Ratios = tuple[float, ...]  # SI-SDR of the model, of PCA and of the nearest grain, in dB


def result_of(training: Ratios, held_out: Ratios, elsewhere: Ratios | None = None):
    """As much of an evaluation as the sentences are about, each side of one file."""

    def side(ratios: Ratios | None) -> dict[str, Scores]:
        scores = (Scores({"f": Metrics(ratio, 5.0, 5.0, 5.0)}, {"f": 1}) for ratio in ratios or ())
        return dict(zip(("model", "pca", "nearest"), scores, strict=False))

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
    ("nearest", "warned", "sentence"),
    [
        (17.3, True, "as well as the model .17.3 against 16.5 dB"),
        (15.6, True, "as well as the model"),
        (19.0, True, "better than the model"),
        (15.4, False, "No over-fitting"),
    ],
)
def test_neighbouring_takes_are_warned_of_in_place_of_a_verdict(nearest, warned, sentence):
    (found,) = text.gap(result_of((16.6, 6.0), (16.5, 6.0, nearest)))
    assert re.search(sentence, found)
    assert ("measure memory" in found) == ("--held-out" in found) == warned
    assert ("No over-fitting" in found) != warned


@pytest.mark.parametrize(("nearest", "warned"), [(9.0, True), (6.5, True), (5.5, False)])
def test_recordings_from_elsewhere_may_be_neighbours_too(nearest: float, warned: bool):
    _, found = text.gap(result_of((13.0, 3.0), (10.0, 2.0, 5.0), (7.0, 2.0, nearest)))
    start = (
        "The training holds neighbours of the other files" if warned else "1 file from elsewhere"
    )
    assert found.startswith(start)


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
