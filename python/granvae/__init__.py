"""granvae: play what a neural network has learned from your own sounds.

Importing it loads neither PyTorch nor the engine; each name does so when it is first used.

Examples:
    >>> import granvae
    >>> synth = granvae.Synth(model)
    >>> synth.encode(sound)[0].shape
    (16,)
    >>> samples = synth.process(110.0, seconds=1.0)
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from granvae.errors import (
    FileError,
    GranvaeError,
    InstallationError,
    InvalidValueError,
    ModelError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from granvae.engine.grain_map import GrainMap, read_map
    from granvae.engine.model import Model, load_model
    from granvae.engine.offline_engine import Sound
    from granvae.engine.parameters import messages, parameters
    from granvae.engine.player import Player
    from granvae.engine.synth import Synth
    from granvae.evaluation.result import Evaluation
    from granvae.training.run_folder import Run

    FilePath = str | os.PathLike[str]
    __version__: str

__all__ = [
    "FileError",
    "GrainMap",
    "GranvaeError",
    "InstallationError",
    "InvalidValueError",
    "Model",
    "ModelError",
    "Player",
    "Sound",
    "Synth",
    "__version__",
    "evaluate",
    "export",
    "load_model",
    "messages",
    "parameters",
    "read_map",
    "train",
]

_MODULES = {
    "GrainMap": "granvae.engine.grain_map",
    "Model": "granvae.engine.model",
    "Player": "granvae.engine.player",
    "Sound": "granvae.engine.offline_engine",
    "Synth": "granvae.engine.synth",
    "load_model": "granvae.engine.model",
    "messages": "granvae.engine.parameters",
    "parameters": "granvae.engine.parameters",
    "read_map": "granvae.engine.grain_map",
}


def train(
    sounds: FilePath | Sequence[FilePath],
    out: FilePath,
    *,
    preset: str = "grain",
    minutes: float | None = None,
    epochs: int | None = None,
    grain: int = 512,
    latents: int = 16,
    sample_rate: int = 44100,
    align: str = "peak",
    controls: Sequence[str] = (),
    beta: float | None = None,
    batch: int | None = None,
    precision: str = "auto",
    stop_early: bool = False,
    seed: int = 0,
    resume: bool = False,
    device: str | None = None,
    progress: bool = False,
) -> Run:
    """Train a model on recordings.

    Args:
        sounds: sound files, and folders of any depth.
        out: the folder of the run, which must not hold another one unless ``resume``.
        preset: ``grain``, ``paper``, ``paper-original``, ``spectral`` or ``nsgt``.
        minutes: how long to train; 10 where ``epochs`` is not given either.
        epochs: how long to train, in epochs.
        grain: samples of a grain.
        latents: dimensions of the latent space.
        sample_rate: of the model, in Hz; sounds are resampled to it.
        align: ``peak`` moves grains so that a positive peak lies in their middle, ``none`` does
            not.
        controls: descriptors that the first latents follow, such as ``loudness``, ``centroid``.
        beta: weight of the KL term; None for the preset's own.
        batch: grains of a training step; None for the preset's own.
        precision: ``auto``, ``32`` or ``bf16``.
        stop_early: end when the validation loss no longer falls.
        seed: of everything random.
        resume: go on with the run in ``out``.
        device: ``cuda``, ``mps`` or ``cpu``; None for the fastest there is.
        progress: show progress bars on a terminal.

    Returns:
        The run, with its best weights.

    Raises:
        GranvaeError: the sounds, an option or the folder cannot be used.

    Examples:
        >>> run = granvae.train(sounds, folder / "run", grain=64, latents=4, epochs=1)
        >>> granvae.export(run, folder / "model.ts").latents
        4
    """
    from granvae.training.config import TrainConfig
    from granvae.training.distributed import Machine
    from granvae.training.train import train as train_run

    config = TrainConfig(
        sounds=_paths(sounds),
        preset=preset,
        grain=grain,
        latent=latents,
        sample_rate=sample_rate,
        align=align,
        controls=tuple(controls),
        beta=beta,
        epochs=epochs,
        minutes=minutes,
        seed=seed,
        batch=batch,
        precision=precision,
        stop_early=stop_early,
    )
    return train_run(config, Path(out), resume, progress, machine=Machine(device))


def export(run: Run | FilePath, out: FilePath, origin: str = "") -> Model:
    """Write the best model of a run as the file that every host loads.

    Args:
        run: what `train` returned, or the folder of a run.
        out: the ``.ts`` file to write.
        origin: where its sounds come from and whose they are, which ``granvae info`` shows.

    Returns:
        The model, read from the file.

    Raises:
        GranvaeError: the run cannot be exported, or the file cannot be written.

    Examples:
        >>> granvae.export(run, folder / "exported.ts").grain
        64
    """
    from granvae.engine.model import load_model
    from granvae.export.export_run import export_run
    from granvae.training.run_folder import Run, load_run

    export_run(run if isinstance(run, Run) else load_run(Path(run)), Path(out), origin)
    return load_model(out)


def evaluate(
    target: Run | FilePath,
    sounds: FilePath | Sequence[FilePath] = (),
    *,
    out: FilePath | None = None,
    split: str = "all",
    seed: int = 0,
    beside: Sequence[FilePath] = (),
) -> Evaluation:
    """Measure how well a model reproduces recordings.

    Args:
        target: a run, its folder, or a model file.
        sounds: what to reproduce; where none are given, a run's own sounds.
        out: a folder for the report with its figures and sounds; None writes nothing.
        split: of a run's own sounds, ``all``, ``train`` or ``validation``.
        seed: of the choice of grains, where there are very many.
        beside: other runs or model files, scored on the same grains.

    Returns:
        The metrics, of the model and of the baselines.

    Raises:
        GranvaeError: the target or the sounds cannot be used.

    Examples:
        >>> result = granvae.evaluate(run, split="validation")
        >>> sorted(result.scores)
        ['encoder', 'model', 'nearest', 'pca']
    """
    from granvae.evaluation.evaluate import evaluate as evaluate_model
    from granvae.training.run_folder import Run

    return evaluate_model(
        target.folder if isinstance(target, Run) else Path(target),
        _paths(sounds),
        out=None if out is None else Path(out),
        split=split,
        seed=seed,
        beside=list(map(Path, beside)),
    )


def _paths(paths: FilePath | Sequence[FilePath]) -> tuple[str, ...]:
    if isinstance(paths, str | os.PathLike):
        return (os.fspath(paths),)
    return tuple(os.fspath(path) for path in paths)


def __getattr__(name: str) -> Any:
    from importlib import import_module, metadata

    if name == "__version__":
        try:
            return metadata.version("granvae")
        except metadata.PackageNotFoundError:  # a source tree that is not installed
            return "0+unknown"
    if name not in _MODULES:
        raise AttributeError(f"module 'granvae' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_MODULES[name]), name)
    return value


def __dir__() -> list[str]:
    return __all__
