"""The model file as it is opened: any model of the convention plays, a broken one is refused."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from granvae.engine.model_info import METADATA_FILE
from granvae.errors import GranvaeError
from granvae.export.model_file import ModelFile, open_model_file, quiet_torchscript
from support import tiny_models
from support.foreign_models import Foreign
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
    if frames == 1:  # there is nothing for grains to overlap with
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
    module = open_model_file(exported.path).module.to(torch.float64)
    assert module.decode(torch.zeros(1, HOSTED, 1, dtype=torch.float64)).dtype == torch.float64


def test_wrong_latents_and_audio_are_refused_in_words(exported: ModelFile, tmp_path: Path):
    decoder = open_model_file(tiny_models.linear_model(tmp_path / "decoder.ts"))
    for call, array, sentence in (
        (exported.decode, np.zeros((2, 4)), rf"takes {HOSTED} latents.*\(2, 4\)"),
        (exported.encode, np.zeros((1, GRAIN + 1)), f"whole grains of {GRAIN} samples"),
        (decoder.encode, np.zeros((1, decoder.grain)), "has no method encode"),
    ):
        with pytest.raises(GranvaeError, match=sentence):
            call(array)


class Stereo(Foreign):
    """Two channels in frames of 16 samples, both the second of two latents."""

    def __init__(self, parameters: tuple[int, ...] = (2, 16, 2, 1)) -> None:
        super().__init__(16)
        self.register_buffer("decode_params", torch.tensor(parameters) if parameters else None)

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        return z[:, 1:].repeat_interleave(16, 2).repeat(1, 2, 1)


def test_a_foreign_model_of_the_convention_plays(tmp_path: Path):
    foreign = Stereo()
    model = open_model_file(tiny_models.save(foreign, tmp_path / "foreign.ts"))
    assert (model.latent, model.grain, model.sample_rate) == (2, 16, 22050)
    assert (model.metadata, model.pca) == ({}, None)
    audio = model.decode([[0.0, 0.5]])
    np.testing.assert_array_equal(audio, np.full((1, 16), 0.5, np.float32))
    assert model.decode(np.zeros((2, 2, 4))).shape == (2, 64)
    del foreign.sampling_rate
    assert open_model_file(tiny_models.save(foreign, tmp_path / "foreign.ts")).sample_rate is None


def flipped(path: Path, exported: ModelFile) -> None:
    data = bytearray(exported.path.read_bytes())
    middle = data.index(b"code/__torch__") + 100
    data[middle : middle + 200] = bytes(200)
    path.write_bytes(data)


def from_the_future(path: Path, _: ModelFile) -> None:
    with quiet_torchscript():
        script = torch.jit.script(Foreign())
    script.save(str(path), _extra_files={METADATA_FILE: '{"format": 99}'})


@pytest.mark.parametrize(
    ("name", "write", "sentence"),
    [
        ("missing", None, "cannot be read (No such file"),
        ("text", None, "is not a TorchScript file"),
        ("empty", None, "is not a TorchScript file"),
        ("corrupt", None, "is damaged"),
        ("archive", None, "is damaged"),
        ("weights", None, "no TorchScript program"),
        ("no-decode", None, "has no method decode"),
        ("nan", None, "not finite"),
        ("shape", None, "decodes to the shape"),
        ("two", None, "returns tuple from its method decode"),
        ("fails", None, "failed in its method decode"),
        ("folder", lambda path, _: path.mkdir(), "cannot be read (Is a directory"),
        ("flipped", flipped, "is damaged"),
        ("params", (), "has no decode_params with the four"),
        ("params", (2, 16), "has no decode_params with"),
        ("params", (0, 16, 2, 1), "which no decoder"),
        ("params", (2, 32, 2, 1), "decodes to the shape"),
        ("params", (2, 16, 1, 1), "decodes to the shape"),
        ("future", from_the_future, "newer than the 2 that this granvae reads"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path, exported, name, write, sentence):
    path = tmp_path / f"{name}.ts"
    if write is None:
        tiny_models.bad_models(tmp_path)
    elif isinstance(write, tuple):  # decode_params
        tiny_models.save(Stereo(write), path)
    else:
        write(path, exported)
    with pytest.raises(GranvaeError) as caught:
        open_model_file(path)
    text = str(caught.value)
    assert sentence in text
    assert str(path) in text
    assert text.endswith(".")
    assert "\n" not in text
    assert ";" in text  # what to do
