"""One tiny run and its evaluations, made once for all tests that only look at them."""

from pathlib import Path

import pytest

from granvae.evaluation.evaluate import Limits, evaluate
from granvae.evaluation.result import Evaluation
from granvae.evaluation.scoring import PARTS
from granvae.export.export_run import export_run
from support.linear_run import make_run, save_run, write_sounds

QUICK = Limits(stored_grains=500, sound_seconds=3.0, drawn_points=40)
GRAINS_ONLY = Limits(stored_grains=500, sound_seconds=0.0, drawn_points=4)
CURVES = "epoch,step,train_loss,val_loss\n1,10,2,2.1\n2,20,1,1.5\n3,30,0.5,1.8\n"


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``sounds``, and a ``run`` that was trained on ``a.wav`` of them.

    Besides, it has ``linear.ts``, a model file of `LinearModel`, and sounds from ``elsewhere``.
    """
    folder = tmp_path_factory.mktemp("shared")
    save_run(folder / "run", write_sounds(folder / "sounds"))
    export_run(make_run(folder / "linear"), folder / "linear.ts")
    write_sounds(folder / "elsewhere", ("a.wav", "b.wav", "c.wav", "d.wav"))
    for own in ("a.wav", "b.wav"):  # which sound as the run's own do
        (folder / "elsewhere" / own).unlink()
    (folder / "empty").mkdir()
    return folder


@pytest.fixture(scope="session")
def by_split(shared: Path) -> dict[str, Evaluation]:
    """The shared run, evaluated on each part of its own sounds."""
    return {part: evaluate(shared / "run", split=part, limits=GRAINS_ONLY) for part in PARTS}


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    """A run with curves beside another one, with all that an evaluation writes.

    One class has two files, and one of them a strange name.
    """
    folder = tmp_path_factory.mktemp("reported")
    sounds = write_sounds(folder / "sounds", ("a.wav", "b.wav", "b <2> & $x$.wav"))
    run, other = (save_run(folder / name, sounds) for name in ("run", "other"))
    (run / "metrics.csv").write_text(CURVES)
    written = {"out": folder / "out", "json_file": folder / "new" / "report.json"}
    return evaluate(run, seed=5, beside=[other], limits=QUICK, **written)


@pytest.fixture(scope="session")
def linear_file(shared: Path) -> Path:
    return shared / "linear.ts"


@pytest.fixture(scope="session")
def file_reported(shared: Path, linear_file: Path) -> Evaluation:
    """The model file, with half a second of sound examples."""
    limits = Limits(sound_seconds=0.5, stretch_seconds=(0.25, 0.25), drawn_points=40)
    return evaluate(linear_file, [shared / "sounds"], out=shared / "out", limits=limits)
