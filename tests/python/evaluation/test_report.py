"""The report of an evaluation: one file that holds all it needs."""

from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
import soundfile

from granvae.analysis.metrics import METRICS
from granvae.cli import main
from granvae.evaluation import nearest_grain
from granvae.evaluation.evaluate import evaluate
from granvae.evaluation.latent_probes import Smoothness
from granvae.evaluation.report import text
from granvae.evaluation.result import Evaluation
from granvae.evaluation.scores import Scores
from granvae.export.export_run import export_run
from support.linear_run import SAMPLE_RATE, make_run, save_run, write_sounds

CURVES = "epoch,step,train_loss,val_loss\n1,10,2,2.1\n2,20,1,1.5\n3,30,0.5,1.8\n"
VOID = {"meta", "link", "br"}


class Page(HTMLParser):
    """What a browser would build: balanced elements, identifiers, addresses and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("src", "href", "xlink:href", "srcset", "poster", "data"):
                self.addresses.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a run with curves, beside another one; a class of two files, one of a strange name."""
    folder = tmp_path_factory.mktemp("report")
    sounds = write_sounds(folder / "sounds", ("a.wav", "b.wav", "b <2> & $x$.wav"))
    run = save_run(folder / "run", sounds)
    (run / "metrics.csv").write_text(CURVES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearest_grain, "STORED_GRAINS", 500)
        result = evaluate(run, out=folder / "out", beside=[save_run(folder / "paper", sounds)])
    assert result.written[0] == folder / "out" / "report.html"
    return result.written[0]


def test_every_part_of_the_report_is_there(report: Path):
    page = Page(report.read_text())
    assert not page.open
    assert len(set(page.ids)) == len(page.ids)
    parts = {"listen", "figures", "grains", "map", "dimensions", "training", "configuration"}
    assert parts | {f"picture-{name}" for name in ("grains", "map", "dimensions", "training")} <= {
        *page.ids
    }
    for words_of_it in ("PCA, 4 numbers", "nearest training grain, 2 unseen", "paper", "unseen"):
        assert words_of_it in page.text
    assert "b <2> & $x$.wav" in page.text
    assert "lowest, 1.5, at step 20 of 30 and ended at 1.8" in page.text
    assert "batch" in page.text  # of the recipe


def test_nothing_is_fetched_from_elsewhere(report: Path):
    text = report.read_text()
    page = Page(text)
    assert page.addresses
    for address in page.addresses:
        assert address.startswith(("data:", "#")), address
    assert not re.search(r"https?:|@import|<script|url\((?!#|data:)", text)
    assert report.stat().st_size < 8_000_000
    # Every reference inside the page has its target.
    targets = {a[1:] for a in page.addresses if a.startswith("#")}
    targets |= set(re.findall(r"url\(#([^)]+)\)", text))
    assert targets <= set(page.ids)


def test_every_sound_decodes_to_something_heard(report: Path):
    sounds = re.findall(
        r'aria-label="([^"]*)" src="data:audio/flac;base64,([^"]*)"', report.read_text()
    )
    traversals = [title for title, _ in sounds if title.startswith("traversal of ")]
    assert len(sounds) == 2 * 2 + len(traversals)  # two classes before and after
    assert traversals[0] == "traversal of latent 0"
    for title, data in sounds:
        samples, rate = soundfile.read(io.BytesIO(base64.b64decode(data)))
        assert rate == SAMPLE_RATE
        assert samples.ndim == 1
        assert len(samples) > 0.9 * rate
        assert np.abs(samples).max() > 0.01, title
        assert np.abs(samples).max() < 1.0


def test_an_excerpt_is_the_recording_at_another_level(report: Path):
    (data,) = re.findall(
        r'aria-label="a.wav, original" src="data:audio/flac;base64,([^"]*)"', report.read_text()
    )
    samples, _ = soundfile.read(io.BytesIO(base64.b64decode(data)))
    recorded, _ = soundfile.read(report.parents[1] / "sounds" / "a.wav")
    assert len(samples) == pytest.approx(len(recorded), abs=SAMPLE_RATE / 10)
    best = max(
        np.corrcoef(samples, recorded[lag : lag + len(samples)])[0, 1]
        for lag in range(len(recorded) - len(samples) + 1)
    )
    assert best > 0.999


def test_pictures_follow_the_theme_of_the_page(report: Path):
    text = report.read_text()
    pictures = re.findall(r"<svg.*?</svg>", text, flags=re.DOTALL)
    assert len(pictures) == 4
    for picture in pictures:
        assert "currentColor" in picture
        assert "<text" in picture  # text as text, which a reader may search and enlarge
    assert "prefers-color-scheme: dark" in text


def test_a_model_file_has_a_report_without_curves(tmp_path: Path):
    sounds = write_sounds(tmp_path / "sounds")
    export_run(make_run(tmp_path / "linear"), tmp_path / "linear.ts")
    assert main.main(["evaluate", str(tmp_path / "linear.ts"), str(sounds)]) == 0
    text = (tmp_path / "linear-evaluation" / "report.html").read_text()
    assert "give the run&#x27;s folder to see them" in text
    assert "training files are not known" in text


def test_a_report_that_cannot_be_written_is_one_sentence(tmp_path, capsys):
    sounds = write_sounds(tmp_path / "sounds")
    run = save_run(tmp_path / "run", sounds)
    (tmp_path / "file").write_text("")
    assert main.main(["evaluate", str(run), "--out", str(tmp_path / "file")]) == 1
    text = capsys.readouterr().err
    assert text.count("\n") == 1
    assert "choose another place" in text


def scores_of(ratio: float) -> Scores:
    return Scores({"f": {**dict.fromkeys(METRICS, 5.0), "si_sdr_db": ratio}}, {"f": 1})


def result_of(
    seen: tuple[float, float],
    unseen: tuple[float, float],
    elsewhere: tuple[float, float] | None = None,
) -> Evaluation:
    """An evaluation with these SI-SDRs of the model and of PCA."""

    def side(ratios: tuple[float, float] | None) -> dict[str, Scores]:
        return dict(zip(("model", "pca"), map(scores_of, ratios), strict=True)) if ratios else {}

    return Evaluation(
        name="run",
        scores=side(elsewhere or unseen),
        training=side(seen),
        unseen=side(unseen),
        elsewhere=side(elsewhere),
        seen=frozenset(),
        active_units=1,
        latent=1,
        dimensions=(),
        path_smoothness=Smoothness(1.2, 1.4),
        seed=0,
        skipped=(),
    )


@pytest.mark.parametrize(
    ("seen", "unseen", "said"),
    [
        ((10.0, 3.0), (10.2, 3.0), "No over-fitting to speak of: .* 0.2 dB better"),
        ((13.0, 3.0), (10.0, 2.0), "Over-fitting: 3.0 dB .* loses 1.0 dB too, .* other 2.0 dB"),
        ((13.0, 3.0), (10.0, 3.2), "Over-fitting: 3.0 dB .* next to nothing"),
        ((13.0, 6.0), (10.0, 3.0), "No over-fitting to speak of: 3.0 dB .* loses 3.0 dB there too"),
    ],
)
def test_the_gap_is_explained(seen, unseen, said):
    (sentence,) = text.gap(result_of(seen, unseen))
    assert re.search(said, sentence)


@pytest.mark.parametrize(
    ("elsewhere", "said"),
    [
        (
            (7.0, 2.0),
            "1 file from elsewhere, grains come out 3.0 dB worse .* 1.0 dB worse: the 2.0 dB",
        ),
        ((7.0, 0.2), "3.0 dB worse .* PCA of them 2.8 dB worse: strange sounds cost .* no more"),
        ((12.0, 6.0), "2.0 dB better .* 3.0 dB better: the 1.0 dB between both"),
    ],
)
def test_what_strange_sounds_cost_is_told_apart_from_how_hard_they_are(elsewhere, said):
    result = result_of((10.0, 3.0), (10.0, 3.0), elsewhere)
    _, sentence = text.gap(result)
    assert re.search(said, sentence)
    assert f"On 1 file from elsewhere, this model reaches {elsewhere[0]}" in text.summary(result)


@pytest.mark.parametrize(
    ("losses", "said"),
    [
        ([2.0, 1.5, 1.2], "still fell at the end"),
        ([2.0, 1.2, 1.201], "came down to 1.2 and stayed there"),
        ([2.0, 1.2, 1.8], "lowest, 1.2, at step 2 of 3 and ended at 1.8"),
    ],
)
def test_what_the_validation_loss_says_is_told(losses: list[float], said: str):
    assert said in text.over_training(([1.0, 2.0, 3.0], losses))
