"""The 2020 paper's first experiment, on digits that the test draws itself."""

from __future__ import annotations

import csv
import gzip
import struct
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch
from matplotlib.font_manager import FontProperties
from matplotlib.image import imread
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from examples.mnist.idx import find_images, read_images
from examples.mnist.train import MnistExample, main, train_mnist
from granvae.errors import GranvaeError

Images = NDArray[np.uint8]
SIDE = 28
FONTS = [
    FontProperties(family=family, weight=weight)
    for family in ("DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono")
    for weight in ("normal", "bold")
]


@cache
def draw_digits(count: int, seed: int) -> tuple[Images, NDArray[np.int64]]:
    """Printed digits ``(count, 28, 28)``, each slanted, turned and moved a little, and which."""
    rng = np.random.default_rng(seed)
    labels = np.arange(count) % 10
    fine = (np.indices((2 * SIDE, 2 * SIDE)).reshape(2, -1).T[:, ::-1] + 0.5) / 2  # x, y
    images = np.empty((count, SIDE, SIDE), np.uint8)
    for index, label in enumerate(labels):
        path = TextPath((0, 0), str(label), size=24, prop=FONTS[rng.integers(len(FONTS))])
        box = path.get_extents()
        place = Affine2D().translate(-(box.x0 + box.x1) / 2, -(box.y0 + box.y1) / 2)
        place.rotate_deg(rng.uniform(-8, 8)).skew_deg(rng.uniform(-8, 8), 0).scale(1, -1)
        place.translate(SIDE / 2 + rng.uniform(-1, 1), SIDE / 2 + rng.uniform(-1, 1))
        ink = path.transformed(place).contains_points(fine).reshape(SIDE, 2, SIDE, 2)
        images[index] = np.round(255 * ink.mean(axis=(1, 3)))
    return images, labels


def idx_bytes(images: Images) -> bytes:
    return struct.pack(">4I", 0x803, *images.shape) + images.tobytes()


def write_idx(folder: Path, train: Images, test: Images) -> Path:
    """A folder as MNIST comes: one file gzipped, the other not."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "train-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx_bytes(train)))
    (folder / "t10k-images.idx3-ubyte").write_bytes(idx_bytes(test))
    return folder


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> MnistExample:
    folder = tmp_path_factory.mktemp("mnist")
    data = write_idx(folder / "data", draw_digits(800, 0)[0], draw_digits(200, 1)[0])
    return train_mnist(data, folder / "out", epochs=40, seed=1)


def test_the_loss_falls_on_images_that_were_not_learned(example: MnistExample):
    losses = [epoch.test_loss for epoch in example.epochs]
    assert losses[-1] < 0.6 * losses[0]
    assert losses[-1] < losses[len(losses) // 2] < losses[3]
    for epoch in example.epochs:
        parts = epoch.test_cross_entropy + epoch.test_divergence
        assert epoch.test_loss == pytest.approx(parts)


def test_decoded_digits_can_be_told_apart(example: MnistExample):
    train, labels = draw_digits(800, 0)
    means = np.stack([train[labels == digit].mean(axis=0).ravel() for digit in range(10)]) / 255.0
    test, wanted = draw_digits(200, 1)
    with torch.inference_mode():
        pixels = torch.from_numpy(test.reshape(-1, SIDE * SIDE) / np.float32(255.0))
        rebuilt = example.model.decode(example.model.encode(pixels)[0]).numpy()
    nearest = ((rebuilt[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)
    assert (nearest == wanted).mean() >= 0.8


def test_the_losses_and_the_pictures_are_written(example: MnistExample):
    losses, *pictures = example.files
    with losses.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["epoch"]) for row in rows] == list(range(1, 41))
    assert float(rows[-1]["test_loss"]) == pytest.approx(example.epochs[-1].test_loss, abs=1e-3)
    assert [path.name for path in pictures] == ["samples.png", "plane.png", "digits.png"]
    for path in pictures:
        ink = 1.0 - imread(path)[:, :, :3].mean()
        assert 0.02 < ink < 0.6  # neither blank nor black


def test_the_same_seed_learns_the_same(tmp_path: Path):
    data = write_idx(tmp_path / "data", draw_digits(60, 0)[0], draw_digits(20, 1)[0])
    runs = [
        train_mnist(data, tmp_path / str(run), 2, seed).epochs for run, seed in enumerate((5, 5, 6))
    ]
    assert runs[0] == runs[1]
    assert runs[0] != runs[2]


def test_the_command_reports_the_loss_and_where_the_pictures_are(tmp_path, capsys):
    data = write_idx(tmp_path / "data", draw_digits(60, 0)[0], draw_digits(20, 1)[0])
    out = tmp_path / "out"
    options = ["--data", str(data), "--out", str(out), "--epochs", "1", "--latent", "2"]
    assert main(options) == 0
    text = capsys.readouterr().out
    assert text.startswith("epoch 1: loss ")
    assert f"wrote {out / 'plane.png'}" in text


def test_an_image_comes_back_pixel_by_pixel(tmp_path: Path):
    images = draw_digits(10, 2)[0]
    data = write_idx(tmp_path, images, images[:3])
    np.testing.assert_array_equal(read_images(find_images(data, "train")), images)
    np.testing.assert_array_equal(read_images(find_images(data, "t10k")), images[:3])


def small() -> bytes:
    return idx_bytes(np.zeros((4, SIDE, SIDE), np.uint8))


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        (small()[:-1], "promises 4 images of 28 x 28 in 3152 bytes, but holds 3151"),
        (small() + b"\0", "but holds 3153"),
        (small()[:10], "is cut off after 10 bytes"),
        (b"", "is cut off after 0 bytes"),
        (gzip.compress(small(), mtime=0)[:-20], "is cut off or damaged"),
        (b"\x1f\x8bnothing of the kind", "is cut off or damaged"),
        (struct.pack(">2I", 0x801, 9) + bytes(9), "begins with 00000801 where"),
        (b"<!DOCTYPE html><html>", "begins with 3c21444f where"),
        (struct.pack(">4I", 0x803, 0, SIDE, SIDE), "promises 0 images"),
        (struct.pack(">4I", 0x803, 2**32 - 1, 2**16, 2**16), "promises 4294967295 images"),
        (idx_bytes(np.zeros((2, 32, 32), np.uint8)), "holds images of 32 x 32 pixels"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path, contents: bytes, sentence: str):
    data = write_idx(tmp_path / "data", *[np.zeros((4, SIDE, SIDE), np.uint8)] * 2)
    path = data / "train-images-idx3-ubyte.gz"
    path.write_bytes(contents)
    with pytest.raises(GranvaeError) as caught:
        train_mnist(data, tmp_path / "out", 1)
    text = str(caught.value)
    assert text.startswith(str(path))
    assert sentence in text
    assert text.endswith(".")
    assert "\n" not in text
    assert ";" in text  # what to do
    assert not (tmp_path / "out").exists()


def test_a_missing_folder_or_file_is_named(tmp_path: Path):
    with pytest.raises(GranvaeError, match=r"nowhere is no folder; give the one"):
        train_mnist(tmp_path / "nowhere", tmp_path / "out", 1)
    with pytest.raises(GranvaeError, match="holds no train-images-idx3-ubyte "):
        train_mnist(tmp_path, tmp_path / "out", 1)
