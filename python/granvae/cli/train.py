"""``granvae train``: grains learned from recordings."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from granvae.cli.arguments import Sounds, file, from_options, number, only_one, option, whole

_LENGTH, _LEARNING, _MACHINE = "How long", "How it learns", "What computes"


def train(
    context: typer.Context,
    sounds: Sounds,
    out: Annotated[Path, file("RUN", "Folder of the run.")],
    preset: Annotated[
        Literal["grain", "paper", "paper-original", "spectral", "nsgt"],
        option(
            "NAME",
            "Model preset: grain; paper, the 2020 paper's model, made to learn; paper-original, "
            "the same unchanged; spectral, log-magnitudes of a spectrum; nsgt, of a constant-Q "
            "transform.",
        ),
    ] = "grain",
    grain: Annotated[int, whole("SAMPLES", "Length of a grain", 16, 65536)] = 512,
    latent: Annotated[int, whole("N", "Latents of the model", 1, 1024)] = 16,
    sample_rate: Annotated[
        int, whole("HZ", "Sample rate of the model, to which sounds are converted", 1000, 768000)
    ] = 44100,
    epochs: Annotated[int | None, whole("N", "Passes over the corpus", 1, panel=_LENGTH)] = None,
    minutes: Annotated[
        float | None,
        number("MINUTES", "Time, in place of epochs", above=0, default="10", panel=_LENGTH),
    ] = None,
    stop_early: Annotated[
        bool,
        option("", "Stop when the validation loss no longer falls.", "--stop-early", panel=_LENGTH),
    ] = False,
    resume: Annotated[
        bool, option("", "Go on with the run in RUN.", "--resume", panel=_LENGTH)
    ] = False,
    beta: Annotated[
        float | None,
        number("WEIGHT", "Weight of the KL term", 0, default="the preset's", panel=_LEARNING),
    ] = None,
    align: Annotated[
        Literal["peak", "none"],
        option(
            "HOW",
            "peak moves each grain so that a positive peak is in its middle; none takes grains as "
            "drawn.",
            panel=_LEARNING,
        ),
    ] = "peak",
    controls: Annotated[
        str,
        option(
            "NAME,…",
            "Descriptors for the first latents to follow, one each: loudness, centroid, flatness, "
            "harmonicity, crossings, pitch.",
            default="none",
            panel=_LEARNING,
        ),
    ] = "",
    held_out: Annotated[
        list[str] | None,
        option(
            "PATTERN",
            "Validate on the files and folders of these names, such as '*_05.wav' or violin. May "
            "be repeated.",
            default="a fifth of the files, drawn by the seed",
            panel=_LEARNING,
        ),
    ] = None,
    batch: Annotated[
        int | None,
        whole(
            "GRAINS",
            "Grains a step, of all processes together",
            2,
            1 << 20,
            default="the preset's",
            panel=_LEARNING,
        ),
    ] = None,
    seed: Annotated[int, whole("N", "Seed of all random choices", 0, panel=_LEARNING)] = 0,
    precision: Annotated[
        Literal["auto", "32", "bf16"],
        option("BITS", "32, bf16, or auto: bf16 where the hardware has it.", panel=_MACHINE),
    ] = "auto",
    device: Annotated[
        Literal["cuda", "mps", "cpu"] | None,
        option("NAME", "cuda, mps or cpu.", default="cuda, else cpu", panel=_MACHINE),
    ] = None,
    devices: Annotated[
        int | None,
        whole(
            "N",
            "Processes on each machine, which share the batches",
            1,
            default="1, or as many as torchrun or Slurm started",
            panel=_MACHINE,
        ),
    ] = None,
    nodes: Annotated[
        int | None, whole("N", "Machines", 1, default="likewise", panel=_MACHINE)
    ] = None,
    strategy: Annotated[
        Literal["auto", "ddp", "ddp_find_unused_parameters_true"],
        option(
            "NAME",
            "How processes work together, by Lightning's name: auto, ddp, "
            "ddp_find_unused_parameters_true.",
            panel=_MACHINE,
        ),
    ] = "auto",
) -> None:
    """Learn grains from recordings.

    Ctrl-C stops the training and saves it; --resume goes on from there.

    Example:
        granvae train my-sounds --out my-run --minutes 30
        granvae train my-sounds --out my-run --minutes 60 --resume
    """
    from granvae.training.config import TrainConfig
    from granvae.training.distributed import Machine
    from granvae.training.train import train as train_run

    only_one(context, "epochs", "minutes")
    names = tuple(name.strip() for name in controls.split(",") if name.strip())
    lists = {"sounds": tuple(sounds), "controls": names, "held_out": tuple(held_out or ())}
    config = from_options(TrainConfig, context, **lists)
    machine = from_options(Machine, context)
    train_run(config, out, resume=resume, progress=True, machine=machine)
