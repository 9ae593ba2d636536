"""The 2020 paper's first experiment: a variational auto-encoder of handwritten digits.

From the root of the repository, with granvae installed:

    python -m examples.mnist.train --data DIR

One hidden layer on each side, as in Kingma & Welling (2014), "Auto-Encoding Variational Bayes":
784 pixels → hidden → mean and log-variance, latent → hidden → 784 pixels through a sigmoid, Adam,
and binary cross-entropy plus KL divergence as the loss, in nats an image.
"""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from torch import Tensor, nn

from examples.mnist.idx import find_images, read_images
from examples.mnist.plots import plot_plane, plot_reconstructions, plot_samples
from granvae.cli.arguments import file, whole
from granvae.cli.main import run
from granvae.errors import GranvaeError
from granvae.models.losses import kl_divergence, sample_posterior

SIDE = 28  # pixels
PIXELS = SIDE * SIDE
HIDDEN = 400
LATENT = 20

BATCH = 128
RATE = 2e-3  # at first; it falls to zero in half a cosine, so that the last steps average

_SAMPLES = 12  # digits a row of the picture of samples
_SHOWN = 12  # test images beside their reconstructions
_TEST_BATCH = 2000


class ImageVae(nn.Module):
    """A variational auto-encoder of images ``(batch, 784)`` with values from 0 to 1."""

    def __init__(self, latent: int = LATENT, hidden: int = HIDDEN) -> None:
        super().__init__()
        self.latent = latent
        self.hidden = nn.Linear(PIXELS, hidden)
        self.mean = nn.Linear(hidden, latent)
        self.log_variance = nn.Linear(hidden, latent)
        self.decoder = nn.Sequential(
            nn.Linear(latent, hidden), nn.ReLU(), nn.Linear(hidden, PIXELS)
        )

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Images to posterior mean and log-variance, ``(batch, latent)``."""
        hidden = torch.relu(self.hidden(x))
        return self.mean(hidden), self.log_variance(hidden)

    def logits(self, z: Tensor) -> Tensor:
        """Latents ``(batch, latent)`` to pixels before the sigmoid, where losses are exact."""
        pixels: Tensor = self.decoder(z)
        return pixels

    def decode(self, z: Tensor) -> Tensor:
        """Latents ``(batch, latent)`` to images ``(batch, 784)``, the ink's probability."""
        return torch.sigmoid(self.logits(z))

    def losses(self, x: Tensor, noise: torch.Generator) -> tuple[Tensor, Tensor]:
        """Cross-entropy and divergence of each image, ``(batch,)``, in nats (equation 10)."""
        mean, log_variance = self.encode(x)
        logits = self.logits(sample_posterior(mean, log_variance, noise))
        entropy = nn.functional.binary_cross_entropy_with_logits(logits, x, reduction="none")
        return entropy.sum(dim=1), kl_divergence(mean, log_variance)


@dataclass(frozen=True)
class Epoch:
    """The mean losses of one epoch, in nats an image; ``loss`` is cross-entropy + divergence."""

    epoch: int
    train_loss: float
    test_loss: float
    test_cross_entropy: float
    test_divergence: float


@dataclass(frozen=True)
class MnistExample:
    """What the example made: the model, its epochs, and the files in the folder."""

    model: ImageVae
    epochs: tuple[Epoch, ...]
    files: tuple[Path, ...]


def train_mnist(
    data: Path,
    out: Path,
    epochs: int = 10,
    seed: int = 0,
    latent: int = LATENT,
) -> MnistExample:
    """Train on the ``train`` images, score on the ``t10k`` ones, and draw the paper's figure.

    Args:
        data: folder of the IDX files, gzipped or not.
        out: folder for ``losses.csv`` and the pictures; made if need be.
        epochs: passes over the training images, at least 1.
        seed: of weights, order and noise.
        latent: latents; with 2 the picture of the plane shows all that the model knows.

    Raises:
        GranvaeError: the images are missing, damaged or not of 28 x 28 pixels.
    """
    train, test = (_pixels(data, part) for part in ("train", "t10k"))
    out.mkdir(parents=True, exist_ok=True)  # before the work, should it be impossible
    torch.manual_seed(seed)
    noise = torch.Generator().manual_seed(seed)
    model = ImageVae(latent)
    points = torch.randn(_SAMPLES, latent, generator=torch.Generator().manual_seed(seed))
    rows = [_decoded(model, points)]
    done: list[Epoch] = []
    optimiser = torch.optim.Adam(model.parameters(), RATE)
    steps = math.ceil(len(train) / BATCH) * epochs
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for number in range(1, epochs + 1):
        learned = _train_epoch(model, train, optimiser, schedule, noise)
        entropy, divergence = _score(model, test, seed)
        done.append(Epoch(number, learned, entropy + divergence, entropy, divergence))
        rows.append(_decoded(model, points))
        typer.echo(
            f"epoch {number}: loss {learned:.1f} in training, {done[-1].test_loss:.1f} in test"
        )
    files = [out / name for name in ("losses.csv", "samples.png", "plane.png", "digits.png")]
    _write_losses(files[0], done)
    shown = [k for k in range(epochs + 1) if k in _pictured_epochs(epochs)]
    plot_samples(files[1], [rows[k] for k in shown], [f"epoch {k}" for k in shown])
    with torch.inference_mode():
        first, second = _widest(model, test)
        plot_plane(files[2], lambda z: _decoded(model, torch.from_numpy(z)), latent, first, second)
        some = test[:_SHOWN]
        plot_reconstructions(files[3], some.numpy(), _decoded(model, model.encode(some)[0]))
    return MnistExample(model, tuple(done), tuple(files))


def _pixels(data: Path, part: str) -> Tensor:
    path = find_images(data, part)
    images = read_images(path)
    if images.shape[1:] != (SIDE, SIDE):
        raise GranvaeError(
            f"{path} holds images of {images.shape[1]} x {images.shape[2]} pixels; "
            f"give images of {SIDE} x {SIDE}, such as MNIST's."
        )
    return torch.from_numpy(images.reshape(-1, PIXELS).astype(np.float32) / 255.0)


def _train_epoch(
    model: ImageVae,
    images: Tensor,
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
    noise: torch.Generator,
) -> float:
    total = 0.0
    for rows in torch.split(torch.randperm(len(images), generator=noise), BATCH):
        entropy, divergence = model.losses(images[rows], noise)
        loss = (entropy + divergence).mean()
        if not torch.isfinite(loss):
            raise GranvaeError("the loss was not finite; train again with another --seed.")
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        optimiser.step()
        schedule.step()
        total += float(loss.detach()) * len(rows)
    return total / len(images)


def _score(model: ImageVae, images: Tensor, seed: int) -> tuple[float, float]:
    """Mean cross-entropy and divergence, with the same noise after every epoch."""
    noise = torch.Generator().manual_seed(seed)
    sums = np.zeros(2)
    with torch.inference_mode():
        for part in torch.split(images, _TEST_BATCH):
            sums += [float(term.sum()) for term in model.losses(part, noise)]
    entropy, divergence = sums / len(images)
    return float(entropy), float(divergence)


def _decoded(model: ImageVae, z: Tensor) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    with torch.inference_mode():
        return np.asarray(model.decode(z).numpy(), np.float32)


def _widest(model: ImageVae, images: Tensor) -> tuple[int, int]:
    """The two dimensions along which the images lie furthest apart."""
    spread = model.encode(images)[0].std(dim=0)
    first, second = torch.argsort(spread, descending=True, stable=True)[:2].tolist()
    return int(first), int(second)


def _pictured_epochs(epochs: int) -> set[int]:
    """None, one, two, five, ten … epochs, and the last."""
    series = {scale * step for scale in (1, 10, 100) for step in (1, 2, 5)}
    return {0, epochs} | {k for k in series if k < epochs}


def _write_losses(path: Path, epochs: list[Epoch]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(asdict(epochs[0])))
        writer.writeheader()
        writer.writerows({k: round(v, 4) for k, v in asdict(epoch).items()} for epoch in epochs)


def command(
    data: Annotated[
        Path, file("DIR", "Folder of MNIST's IDX files (train-images-idx3-ubyte, t10k-…).")
    ],
    out: Annotated[Path, file("DIR", "Folder for losses and pictures.")] = Path("mnist"),
    epochs: Annotated[int, whole("N", "Passes over the training images", 1, 1000)] = 10,
    latent: Annotated[int, whole("N", "Latents; 2 to see the whole latent plane", 2, 400)] = LATENT,
    seed: Annotated[int, whole("N", "Seed of all random choices", 0)] = 0,
) -> None:
    """Train the 2020 paper's first auto-encoder, on handwritten digits."""
    example = train_mnist(data, out, epochs, seed, latent)
    last = example.epochs[-1]
    typer.echo(
        f"After {last.epoch} epochs the test loss is {last.test_loss:.2f} nats an image "
        f"(cross-entropy {last.test_cross_entropy:.2f} + divergence {last.test_divergence:.2f})."
    )
    for path in example.files:
        typer.echo(f"wrote {path}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status, as ``granvae`` does."""
    app = typer.Typer(add_completion=False)
    app.command()(command)
    return run(app, "python -m examples.mnist.train", arguments)


if __name__ == "__main__":
    sys.exit(main())
