"""Plots of any number of grains, and of what is read from a run's table."""

from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from granvae.analysis.plots import draw_reconstructions, plot_grains
from granvae.analysis.training_curves import draw_curves, plot_training, read_curves

TABLE = (
    "epoch,step,train_loss,val_loss,val_si_sdr_db,rate\n0,10,2.0,,,0.1\n0,10,,2.5,1.0,\n"
    "1,20,1.0,,,0.05\n1,20,,1.5,4.0,\n"
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "metrics.csv").write_text(TABLE)
    return tmp_path / "metrics.csv"


def test_training_curves_come_from_a_table_with_gaps(tmp_path: Path, table: Path):
    assert read_curves(table) == {
        "loss": {"train": ([10.0, 20.0], [2.0, 1.0]), "val": ([10.0, 20.0], [2.5, 1.5])},
        "si_sdr_db": {"val": ([10.0, 20.0], [1.0, 4.0])},
        "rate": {"": ([10.0, 20.0], [0.1, 0.05])},
    }
    plot_training(tmp_path / "training.png", table)
    assert imread(tmp_path / "training.png").shape[1] >= 600


def test_a_table_without_rows_makes_no_plot(tmp_path: Path, table: Path):
    table.write_text("epoch,step,train_loss\n")
    plot_training(tmp_path / "none.png", table)
    assert not (tmp_path / "none.png").exists()
    assert read_curves(tmp_path / "missing.csv") == {}


def test_several_runs_share_a_panel_and_each_keeps_its_colour(table: Path):
    curves = read_curves(table)
    figure = draw_curves({"one": curves, "two": curves})
    losses = next(axis for axis in figure.axes if axis.get_title() == "loss")
    colours = {line.get_label(): line.get_color() for line in losses.get_lines()}
    assert set(colours) == {"one", "two"}
    assert len(set(colours.values())) == 2
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["one", "two"]


@pytest.mark.parametrize("count", [1, 3, 5])
def test_any_number_of_grains_is_drawn(tmp_path: Path, count: int):
    grains = np.random.default_rng(0).normal(size=(count, 64))
    plot_grains(tmp_path / "grains.png", grains, 8000, ["a [b] $x$"] * count)
    assert imread(tmp_path / "grains.png").shape[1] >= 300
    figure = draw_reconstructions(grains, 0 * grains, 8000)
    waves = [axis for axis in figure.axes if axis.get_title()]
    assert len(waves) == count
    assert all(len(axis.get_lines()) == 2 for axis in waves)
