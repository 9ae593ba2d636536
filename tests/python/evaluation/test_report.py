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

from granvae.cli import main
from granvae.evaluation.result import Evaluation
from support.linear_run import SAMPLE_RATE

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


@pytest.fixture
def report(reported: Evaluation) -> Path:
    return reported.written[0]


def test_every_part_of_the_report_is_there(report: Path):
    page = Page(report.read_text())
    assert not page.open
    assert len(set(page.ids)) == len(page.ids)
    figures = {"grains", "map", "latents", "training"}
    sections = figures | {"listen", "metrics", "configuration", "method"}
    assert sections | {f"figure-{name}" for name in figures} <= {*page.ids}
    for text in ("PCA, 4 numbers", "nearest training grain, 2 held-out files", "other", "held-out"):
        assert text in page.text
    assert "b <2> & $x$.wav" in page.text
    assert "lowest, 1.5, at step 20 of 30 and ended at 1.8" in page.text
    assert "optimiser: batch" in page.text


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
    sweeps = [title for title, _ in sounds if title.startswith("sweep of ")]
    assert len(sounds) == 2 * 2 + len(sweeps)  # two classes before and after
    assert sweeps[0] == "sweep of latent 0"
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


def test_figures_follow_the_theme_of_the_page(report: Path):
    text = report.read_text()
    figures = re.findall(r"<svg.*?</svg>", text, flags=re.DOTALL)
    assert len(figures) == 4
    for figure in figures:
        assert "currentColor" in figure
        assert "<text" in figure  # text as text, which a reader may search and enlarge
    assert "prefers-color-scheme: dark" in text


def test_a_model_file_has_a_report_without_curves(file_reported: Evaluation):
    text = file_reported.written[0].read_text()
    assert "give the run&#39;s folder to see them" in text
    assert "training files are unknown" in text
    assert "figure-training" not in text


def test_a_report_that_cannot_be_written_is_one_sentence(shared: Path, tmp_path: Path, capsys):
    (tmp_path / "file").write_text("")
    assert main.main(["evaluate", str(shared / "run"), "--out", str(tmp_path / "file")]) == 1
    text = capsys.readouterr().err
    assert text.count("\n") == 1
    assert "choose another place" in text
