"""Runs side by side: only what differs, the metrics of each, and one figure."""

import json
import re
from pathlib import Path

import pytest

from granvae.cli import main
from granvae.errors import GranvaeError
from granvae.evaluation.compare_runs import differences, metric_rows, read_runs
from support.linear_run import save_run, write_sounds


@pytest.fixture
def pair(tmp_path: Path) -> list[Path]:
    sounds = write_sounds(tmp_path / "sounds")
    folders = [save_run(tmp_path / name / "run", sounds) for name in ("first", "second")]
    for folder, losses in zip(folders, ((3.0, 1.0, 1.5), (3.0, 2.5, 2.0)), strict=True):
        rows = [f"{i},{10 * i},{0.5 * loss},{loss}\n" for i, loss in enumerate(losses, 1)]
        (folder / "metrics.csv").write_text("epoch,step,train_loss,val_loss\n" + "".join(rows))
    config = json.loads((folders[1] / "config.json").read_text())
    (folders[1] / "config.json").write_text(json.dumps({**config, "beta": 0.25}))
    return folders


def test_only_settings_that_differ_are_shown(pair: list[Path]):
    compared = read_runs(pair)
    assert differences(compared) == {"beta": ["not set", "0.25"]}
    rows = metric_rows(compared)
    assert rows["validation loss, lowest ↓"] == ["1", "2"]
    assert rows["validation loss minus training loss there"] == ["0.5", "1"]
    assert [run.name for run in compared] == ["first/run", "second/run"]


def test_the_terminal_and_the_page_show_the_same(pair, tmp_path, capsys):
    page = tmp_path / "new" / "compare.html"
    assert main.main(["compare", *map(str, pair), "--out", str(page)]) == 0
    shown, written = capsys.readouterr().out, page.read_text()
    for text in ("first/run", "second/run", "beta", "0.25", "not set"):
        assert text in shown
        assert text in written
    assert "latent" not in re.sub(r"<style.*?</style>", "", written, flags=re.DOTALL)
    assert written.count("<svg") == 1
    assert not re.search(r"https?:|<script", written)


@pytest.mark.parametrize(
    ("choose", "sentence"),
    [
        (lambda pair: pair[:1], "needs two different runs"),
        (lambda pair: [pair[0], pair[0]], "needs two different runs"),
        (lambda pair: [pair[0], pair[0].parent], "holds no training run"),
    ],
)
def test_what_cannot_be_compared_is_refused(pair: list[Path], choose, sentence: str):
    with pytest.raises(GranvaeError, match=sentence):
        read_runs(choose(pair))
