"""One tiny run and its evaluations, made once for all tests that only look at them."""

from __future__ import annotations

from pathlib import Path

import pytest

from granvae.evaluation.evaluate import Limits, evaluate
from granvae.evaluation.latent_probes import LatentSpace, host_space
from granvae.evaluation.result import Evaluation
from granvae.evaluation.scoring import PARTS
from granvae.export.codec import codec_of_run
from granvae.export.export_run import export_run
from support.linear_run import make_run, save_run, write_sounds

QUICK = Limits(stored_grains=500, example_seconds=3.0)
CURVES = "epoch,step,train_loss,val_loss\n1,10,2,2.1\n2,20,1,1.5\n3,30,0.5,1.8\n"


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``sounds`` and a ``run`` that was trained on ``a.wav`` of them."""
    folder = tmp_path_factory.mktemp("shared")
    save_run(folder / "run", write_sounds(folder / "sounds"))
    return folder


@pytest.fixture(scope="session")
def by_split(shared: Path) -> dict[str, Evaluation]:
    """The shared run, evaluated on each part of its own sounds."""
    return {part: evaluate(shared / "run", split=part, limits=QUICK) for part in PARTS}


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    """A run with curves beside another one, with all that an evaluation writes.

    One class has two files, and one of them a strange name.
    """
    folder = tmp_path_factory.mktemp("reported")
    sounds = write_sounds(folder / "sounds", ("a.wav", "b.wav", "b <2> & $x$.wav"))
    run, other = (save_run(folder / name, sounds) for name in ("run", "other"))
    (run / "metrics.csv").write_text(CURVES)
    return evaluate(
        run,
        out=folder / "out",
        json_file=folder / "new" / "report.json",
        seed=5,
        beside=[other],
        limits=QUICK,
    )


@pytest.fixture(scope="session")
def linear_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model file of `LinearModel`."""
    folder = tmp_path_factory.mktemp("linear")
    export_run(make_run(folder / "run"), folder / "linear.ts")
    return folder / "linear.ts"


@pytest.fixture(scope="session")
def file_reported(
    shared: Path, linear_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Evaluation:
    """The model file, with half a second of sound examples."""
    out = tmp_path_factory.mktemp("file") / "out"
    return evaluate(linear_file, [shared / "sounds"], out=out, limits=Limits(example_seconds=0.5))


@pytest.fixture(scope="session")
def linear_space(tmp_path_factory: pytest.TempPathFactory) -> LatentSpace:
    """The latents of `LinearModel` as hosts see them."""
    return host_space(codec_of_run(make_run(tmp_path_factory.mktemp("space") / "run")))
