"""``python -m tests.bench.training SOUNDS``: what a training step costs one core, and of what.

Figures are process time, so that other work on the machine hardly changes them.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch.utils.data import DataLoader

from granvae.analysis.metrics import SILENCE_DBFS
from granvae.data.corpus import load_corpus
from granvae.data.grain_dataset import GrainStream
from granvae.data.grain_sampler import ResamplingSampler
from granvae.models.presets import build_model, find_model_preset
from granvae.training.checkpoint_callback import MemoryCheckpointIO
from granvae.training.checkpoints import write_checkpoint
from granvae.training.config import TrainConfig
from granvae.training.distributed import Machine, resolve_machine
from granvae.training.lightning_module import GrainLightningModule
from granvae.training.trainer import make_trainer, quiet_lightning


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.training")
    parser.add_argument("sounds", nargs="+")
    parser.add_argument("--preset", default="grain")
    parser.add_argument("--steps", type=int, default=200)
    options = parser.parse_args()
    torch.set_num_threads(1)
    preset = find_model_preset(options.preset)
    batch = preset.optimiser.batch
    corpus = load_corpus(options.sounds, 44100, 512)
    sampler = ResamplingSampler(corpus, 512, "peak", SILENCE_DBFS, preset.resampled)
    drawn = GrainStream(sampler, batch, options.steps, 0)
    grains: list[torch.Tensor] = []
    drawing = seconds(lambda: grains.extend(drawn)) / options.steps
    with tempfile.TemporaryDirectory() as folder:
        module, memory = train(Path(folder), options.preset, grains)
        trained = seconds(lambda: train(Path(folder), options.preset, grains)) / options.steps
        file = Path(folder) / "one.ckpt"
        writing = seconds(lambda: write_checkpoint(memory.newest, file))
        megabytes = file.stat().st_size / 1e6
    weights = sum(p.numel() for p in module.model.parameters())
    print(f"preset {options.preset}, batches of {batch}, one core, process time")
    print(f"weights {weights / 1e6:.2f} M, of the decoder {decoder_weights(module) / 1e6:.2f} M")
    print(f"drawing {1e3 * drawing:.1f} ms a batch, {batch / drawing:,.0f} grains/s")
    print(f"training {1e3 * trained:.1f} ms a step, {batch / trained:,.0f} grains/s")
    print(f"checkpoint {megabytes:.1f} MB, {1e3 * writing:.0f} ms")


def train(
    folder: Path, name: str, grains: list[torch.Tensor]
) -> tuple[GrainLightningModule, MemoryCheckpointIO]:
    """Train one epoch of given batches, and keep the checkpoint of its end in memory."""
    memory, config = MemoryCheckpointIO(), TrainConfig(sounds=(), preset=name, epochs=1)
    model = build_model(name, config.grain, config.latent)
    module = GrainLightningModule(model, find_model_preset(name), config)
    module.schedule.batches = len(grains)
    with quiet_lightning():
        trainer = make_trainer(folder, resolve_machine(Machine("cpu", 1, 1)), memory)
        trainer.fit_loop.max_epochs = 1
        # Lists serve as data sets, though they are not declared as such.
        loaded: Any = DataLoader(grains, batch_size=None)
        held_out: Any = DataLoader(grains[:1], batch_size=None)
        trainer.fit(module, loaded, held_out)
        trainer.save_checkpoint(folder / "unused.ckpt")
    return module, memory


def decoder_weights(module: GrainLightningModule) -> int:
    """Weights of matrices on the way from latents to grains: its multiply-adds, if dense."""
    named = module.model.named_parameters()
    return sum(p.numel() for name, p in named if name.startswith("decoder") and p.ndim > 1)


def seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
