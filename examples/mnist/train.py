"""The 2020 paper's first experiment: a variational auto-encoder of handwritten digits.

From the root of the repository, with granvae installed:

    python -m examples.mnist.train --data DIR

One hidden layer on each side, as in Kingma & Welling (2014), "Auto-Encoding Variational Bayes":
784 pixels → hidden → mean and log-variance, latent → hidden → 784 pixels through a sigmoid, Adam,
and binary cross-entropy plus KL divergence as the loss, in nats an image.
"""

import csv
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import torch
import typer
from numpy.typing import NDArray
from torch import Generator, Tensor, nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from examples.mnist.idx import find_images, read_images
from examples.mnist.plots import plot_plane, plot_rows
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

_SHOWN = 12  # digits in a row of a picture
_TEST_BATCH = 2000


class ImageVae(nn.Module):
    """A variational auto-encoder of images ``(batch, 784)`` with values from 0 to 1."""

    def __init__(self, latent: int = LATENT, hidden: int = HIDDEN) -> None:
        super().__init__()
        self.latent = latent
        self.hidden = nn.Linear(PIXELS, hidden)
        self.mean = nn.Linear(hidden, latent)
        self.log_variance = nn.Linear(hidden, latent)
        layers = nn.Linear(latent, hidden), nn.ReLU(), nn.Linear(hidden, PIXELS)
        self.decoder = nn.Sequential(*layers)

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

    def losses(self, x: Tensor, noise: Generator) -> tuple[Tensor, Tensor]:
        """Cross-entropy and divergence of each image, ``(batch,)``, in nats (equation 10)."""
        mean, log_variance = self.encode(x)
        logits = self.logits(sample_posterior(mean, log_variance, noise))
        entropy = nn.functional.binary_cross_entropy_with_logits(logits, x, reduction="none")
        return entropy.sum(dim=1), kl_divergence(mean, log_variance)


class Epoch(NamedTuple):
    """The mean losses of one epoch, in nats an image; ``loss`` is cross-entropy + divergence."""

    epoch: int
    train_loss: float
    test_loss: float
    test_cross_entropy: float
    test_divergence: float


class MnistExample(NamedTuple):
    """What the example made: the model, its epochs, and the files in the folder."""

    model: ImageVae
    epochs: list[Epoch]
    files: list[Path]


def train_mnist(
    data: Annotated[
        Path, file("DIR", "Folder of MNIST's IDX files (train-images-idx3-ubyte, t10k-…).")
    ],
    out: Annotated[Path, file("DIR", "Folder for losses and pictures.")] = Path("mnist"),
    epochs: Annotated[int, whole("N", "Passes over the training images", 1, 1000)] = 10,
    seed: Annotated[int, whole("N", "Seed of weights, order and noise", 0)] = 0,
    latent: Annotated[int, whole("N", "Latents, of which the plane shows two", 2, 400)] = LATENT,
) -> MnistExample:
    """Train the 2020 paper's first auto-encoder, on handwritten digits, and draw its figure."""
    train, test = (_pixels(data, part) for part in ("train", "t10k"))
    out.mkdir(parents=True, exist_ok=True)  # before the work, should it be impossible
    torch.manual_seed(seed)
    noise = Generator().manual_seed(seed)
    model = ImageVae(latent)
    points = torch.randn(_SHOWN, latent, generator=Generator().manual_seed(seed))
    rows = {"epoch 0": _decoded(model, points)}
    done: list[Epoch] = []
    optimiser = Adam(model.parameters(), RATE)
    schedule = CosineAnnealingLR(optimiser, math.ceil(len(train) / BATCH) * epochs)
    for number in range(1, epochs + 1):
        loss = _train_epoch(model, train, optimiser, schedule, noise)
        entropy, divergence = _score(model, test, seed)
        done.append(Epoch(number, loss, entropy + divergence, entropy, divergence))
        if number == epochs or str(number).rstrip("0") in ("1", "2", "5"):
            rows[f"epoch {number}"] = _decoded(model, points)
        typer.echo(
            f"epoch {number}: loss {loss:.1f} in training, {entropy + divergence:.1f} in test, "
            f"of which {divergence:.1f} are divergence (nats an image)"
        )
    files = [out / name for name in ("losses.csv", "samples.png", "plane.png", "digits.png")]
    with files[0].open("w", encoding="utf-8", newline="") as table:
        rounded = ([round(value, 4) for value in epoch] for epoch in done)
        csv.writer(table).writerows([Epoch._fields, *rounded])
    heading = "The same random latents, decoded as training goes on"
    plot_rows(files[1], list(rows.values()), list(rows), heading)
    with torch.inference_mode():
        # The two latents along which the images lie furthest apart.
        spread = model.encode(test)[0].std(dim=0)
        first, second = torch.argsort(spread, descending=True, stable=True)[:2].tolist()
        plot_plane(files[2], lambda z: _decoded(model, torch.from_numpy(z)), latent, first, second)
        some = test[:_SHOWN]
        rebuilt = _decoded(model, model.encode(some)[0])
        plot_rows(files[3], [some.numpy(), rebuilt], ["test", "decoded"])
    for path in files:
        typer.echo(f"wrote {path}")
    return MnistExample(model, done, files)


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
    model: ImageVae, images: Tensor, optimiser: Adam, schedule: CosineAnnealingLR, noise: Generator
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
    noise = Generator().manual_seed(seed)
    with torch.inference_mode():
        parts = [model.losses(part, noise) for part in torch.split(images, _TEST_BATCH)]
    entropy, divergence = (float(torch.cat(terms).mean()) for terms in zip(*parts, strict=True))
    return entropy, divergence


def _decoded(model: ImageVae, z: Tensor) -> NDArray[np.float32]:
    with torch.inference_mode():
        return np.asarray(model.decode(z).numpy(), np.float32)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status, as ``granvae`` does."""
    app = typer.Typer(add_completion=False)
    app.command()(train_mnist)
    return run(app, "python -m examples.mnist.train", arguments)


if __name__ == "__main__":
    sys.exit(main())
