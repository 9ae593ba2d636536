"""The 2020 paper's first experiment, on the small digits that come with scikit-learn."""

import csv
import gzip
import re
import struct
from pathlib import Path

import numpy as np
import pytest
import torch
from matplotlib.image import imread
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.neighbors import KNeighborsClassifier

from examples.mnist.idx import find_images, read_images
from examples.mnist.train import MnistExample, main, train_mnist
from granvae.errors import GranvaeError

Images = NDArray[np.uint8]
SIDE = 28
DIGITS, LABELS = load_digits(return_X_y=True)  # of 8 x 8 pixels, from 0 to 16
DIGITS = np.kron(DIGITS.reshape(-1, 8, 8) > 7, np.full((3, 3), 255))
DIGITS = np.pad(DIGITS, ((0, 0), (2, 2), (2, 2))).astype(np.uint8)
TRAIN, TEST = slice(0, 800), slice(800, 1000)


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
    data = write_idx(folder / "data", DIGITS[TRAIN], DIGITS[TEST])
    return train_mnist(data, folder / "out", epochs=40, seed=1)


def test_the_loss_falls_on_images_that_were_not_learned(example: MnistExample):
    losses = [epoch.test_loss for epoch in example.epochs]
    assert losses[-1] < 0.6 * losses[0]
    assert losses[-1] < losses[len(losses) // 2] < losses[3]
    for epoch in example.epochs:
        parts = epoch.test_cross_entropy + epoch.test_divergence
        assert epoch.test_loss == pytest.approx(parts)


def test_decoded_digits_can_be_told_apart(example: MnistExample):
    pixels = np.float32(DIGITS.reshape(-1, SIDE * SIDE) / 255.0)
    known = KNeighborsClassifier().fit(pixels[TRAIN], LABELS[TRAIN])
    with torch.inference_mode():
        rebuilt = example.model.decode(example.model.encode(torch.from_numpy(pixels[TEST]))[0])
    assert known.score(rebuilt.numpy(), LABELS[TEST]) >= 0.8


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
    data = write_idx(tmp_path / "data", DIGITS[:60], DIGITS[60:80])
    first, again, other = (train_mnist(data, tmp_path, 2, seed).epochs for seed in (5, 5, 6))
    assert first == again
    assert first != other


def test_the_command_reports_the_loss_and_where_the_pictures_are(tmp_path, capsys):
    write_idx(tmp_path, DIGITS[:60], DIGITS[60:80])
    assert main(f"--data {tmp_path} --out {tmp_path} --epochs 1 --latent 2".split()) == 0
    text = capsys.readouterr().out
    assert text.startswith("epoch 1: loss ")
    assert f"wrote {tmp_path / 'plane.png'}" in text


def test_an_image_comes_back_pixel_by_pixel(tmp_path: Path):
    data = write_idx(tmp_path, DIGITS[:10], DIGITS[:3])
    for part, count in (("train", 10), ("t10k", 3)):
        np.testing.assert_array_equal(read_images(find_images(data, part)), DIGITS[:count])


SMALL = idx_bytes(DIGITS[:4])


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        (SMALL[:-1], "promises 4 images of 28 x 28 in 3152 bytes, but holds 3151"),
        (SMALL + b"\0", "but holds 3153"),
        (SMALL[:10], "is cut off after 10 bytes"),
        (b"", "is cut off after 0 bytes"),
        (gzip.compress(SMALL, mtime=0)[:-20], "is cut off or damaged"),
        (b"\x1f\x8bnothing of the kind", "is cut off or damaged"),
        (struct.pack(">2I", 0x801, 9) + bytes(9), "begins with 00000801 where"),
        (b"<!DOCTYPE html><html>", "begins with 3c21444f where"),
        (struct.pack(">4I", 0x803, 0, SIDE, SIDE), "promises 0 images"),
        (struct.pack(">4I", 0x803, 2**32 - 1, 2**16, 2**16), "promises 4294967295 images"),
        (idx_bytes(np.zeros((2, 32, 32), np.uint8)), "holds images of 32 x 32 pixels"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path, contents: bytes, sentence: str):
    data = write_idx(tmp_path / "data", DIGITS[:4], DIGITS[:4])
    path = data / "train-images-idx3-ubyte.gz"
    path.write_bytes(contents)
    with pytest.raises(GranvaeError) as caught:
        train_mnist(data, tmp_path / "out", 1)
    text = str(caught.value)
    assert text.startswith(str(path))
    assert sentence in text
    assert re.fullmatch(r".+; .+\.", text)  # what is wrong; what to do
    assert not (tmp_path / "out").exists()


def test_a_missing_folder_or_file_is_named(tmp_path: Path):
    with pytest.raises(GranvaeError, match=r"nowhere is no folder; give the one"):
        train_mnist(tmp_path / "nowhere", tmp_path / "out", 1)
    with pytest.raises(GranvaeError, match="holds no train-images-idx3-ubyte "):
        train_mnist(tmp_path, tmp_path / "out", 1)
