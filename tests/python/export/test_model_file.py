"""The model file as it is opened: any model of the convention plays, a broken one is refused."""

# No postponed annotations: TorchScript reads those of the modules below and takes no strings.

import io
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from granvae.errors import GranvaeError
from granvae.export.model_file import ModelFile, load_model, quiet_torchscript
from support.linear_run import GRAIN, HOSTED

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize(("batch", "frames"), [(1, 1), (1, 7), (3, 1), (2, 5)])
def test_any_batch_and_any_number_of_frames_decode_frame_by_frame(
    exported: ModelFile, batch: int, frames: int
):
    z = torch.randn(batch, HOSTED, frames, generator=torch.Generator().manual_seed(1))
    audio = exported.module.decode(z)
    assert audio.shape == (batch, 1, frames * GRAIN)
    for b in range(batch):
        for t in range(frames):
            alone = exported.module.decode(z[b : b + 1, :, t : t + 1])[0, 0]
            torch.testing.assert_close(audio[b, 0, t * GRAIN : (t + 1) * GRAIN], alone)
    again = exported.module.encode(audio)
    assert again.shape == z.shape
    torch.testing.assert_close(exported.module.forward(audio), exported.module.decode(again))


def test_views_as_nn_tilde_hands_them_over_are_taken(exported: ModelFile):
    whole = torch.randn(HOSTED, 2, 3, GRAIN, generator=torch.Generator().manual_seed(1))
    view = whole.select(-1, -1).permute(1, 0, 2)
    assert not view.is_contiguous()
    torch.testing.assert_close(
        exported.module.decode(view), exported.module.decode(view.contiguous())
    )


def test_the_file_moves_to_another_device_and_type_as_hosts_do_it(exported: ModelFile):
    # A frozen graph would keep its weights as constants, where no host can move them.
    module = load_model(exported.path).module.to(torch.float64)
    assert module.decode(torch.zeros(1, HOSTED, 1, dtype=torch.float64)).dtype == torch.float64


def test_wrong_latents_and_audio_are_refused_in_words(exported: ModelFile):
    with pytest.raises(GranvaeError, match=rf"takes {HOSTED} latents.*\(2, 4\)"):
        exported.decode(np.zeros((2, 4)))
    with pytest.raises(GranvaeError, match=f"whole grains of {GRAIN} samples"):
        exported.encode(np.zeros((1, GRAIN + 1)))


class Foreign(nn.Module):
    """A decoder of the convention as others write it: frames of 16, two channels, no extras."""

    def __init__(self, params: list[int]) -> None:
        super().__init__()
        self.register_buffer("decode_params", torch.tensor(params))
        self.factor = 1.0

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        return self.factor * z[:, :1].repeat_interleave(16, 2).repeat(1, 2, 1)


class WithoutDecode(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x


def save(module: nn.Module, path: Path) -> Path:
    with quiet_torchscript():
        torch.jit.save(torch.jit.script(module), path)
    return path


def test_a_foreign_model_of_the_convention_plays(tmp_path: Path):
    model = load_model(save(Foreign([3, 16, 2, 1]), tmp_path / "foreign.ts"))
    assert (model.latent, model.grain, model.sample_rate) == (3, 16, None)
    assert (model.metadata, model.pca) == ({}, None)
    audio = model.decode([[0.5, 0.0, 0.0]])
    np.testing.assert_array_equal(audio, np.full((1, 16), 0.5, np.float32))
    assert model.decode(np.zeros((2, 3, 4))).shape == (2, 64)
    with pytest.raises(GranvaeError, match="has no method encode"):
        model.encode(np.zeros((1, 16)))


def truncated(path: Path, exported: ModelFile) -> None:
    path.write_bytes(exported.path.read_bytes()[:-1000])


def flipped(path: Path, exported: ModelFile) -> None:
    data = bytearray(exported.path.read_bytes())
    middle = data.index(b"code/__torch__") + 100
    data[middle : middle + 200] = bytes(200)
    path.write_bytes(data)


def decoding_nan() -> Foreign:
    module = Foreign([3, 16, 2, 1])
    module.factor = float("nan")
    return module


def without_parameters() -> nn.Module:
    module = Foreign([3, 16, 2, 1])
    del module._buffers["decode_params"]
    return module


def checkpoint(path: Path, exported: ModelFile) -> None:
    torch.save({"weight": torch.zeros(3)}, path)


@pytest.mark.parametrize(
    ("write", "sentence"),
    [
        (lambda path, _: None, "cannot be read (No such file"),
        (lambda path, _: path.mkdir(), "cannot be read (Is a directory"),
        (lambda path, _: path.write_text("hello"), "is not a TorchScript file"),
        (lambda path, _: path.write_bytes(b""), "is not a TorchScript file"),
        (truncated, "is damaged"),
        (flipped, "is damaged"),
        (checkpoint, "no TorchScript program"),
        (lambda path, _: save(WithoutDecode(), path), "has no method decode"),
        (lambda path, _: save(without_parameters(), path), "has no "),
        (
            lambda path, _: save(Foreign([3, 16]), path),
            "has no decode_params with the four",
        ),
        (lambda path, _: save(Foreign([0, 16, 2, 1]), path), "which no decoder"),
        (lambda path, _: save(Foreign([3, 32, 2, 1]), path), "decodes to the shape"),
        (lambda path, _: save(Foreign([3, 16, 1, 1]), path), "decodes to the shape"),
        (lambda path, _: save(decoding_nan(), path), "not finite"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path, exported, write, sentence):
    path = tmp_path / "bad.ts"
    write(path, exported)
    with pytest.raises(GranvaeError) as caught:
        load_model(path)
    text = str(caught.value)
    assert sentence in text
    assert str(path) in text
    assert text.endswith(".")
    assert "\n" not in text
    assert ";" in text  # what to do


def test_a_description_from_the_future_is_refused(tmp_path: Path):
    path = tmp_path / "future.ts"
    with quiet_torchscript():
        buffer = io.BytesIO()
        torch.jit.save(
            torch.jit.script(Foreign([3, 16, 2, 1])),
            buffer,
            _extra_files={"granvae.json": json.dumps({"format": 99})},
        )
    path.write_bytes(buffer.getvalue())
    with pytest.raises(GranvaeError, match="newer granvae"):
        load_model(path)
