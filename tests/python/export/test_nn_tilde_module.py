"""What hosts of the nn~ convention hear of our files: whole sounds, aligned grains, noise."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from granvae.data.corpus import Corpus, Recording
from granvae.data.grain_sampler import GrainSampler
from granvae.engine import _native
from granvae.export.latent_basis import LatentBasis
from granvae.export.model_file import quiet_torchscript
from granvae.export.nn_tilde_module import NnTildeModule
from granvae.export.whole_sounds import WholeSounds
from granvae.models.base import GrainModel
from support.preset_files import LATENTS, file_of, program_of

GRAIN = 64
RATE = 8000


class Identity(GrainModel):
    """Latents that are the grain itself, and white noise of RMS 0.1 behind it."""

    def __init__(self) -> None:
        super().__init__(GRAIN, GRAIN)
        self.bands = 1
        generator = torch.Generator().manual_seed(0)
        self.register_buffer("hiss", 0.1 * torch.randn(4096 + GRAIN, generator=generator))

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return x, torch.zeros_like(x)

    def decode(self, z: Tensor) -> Tensor:
        return z

    @torch.jit.export
    def decode_with_noise(self, z: Tensor, amount: float, offsets: Tensor) -> Tensor:
        places = offsets.unsqueeze(1) + torch.arange(self.grain)
        return z + amount * self.hiss[places]


def scripted(aligned: bool = True) -> torch.jit.ScriptModule:
    one = np.eye(GRAIN, dtype=np.float32)
    labels = tuple(f"sample {k}" for k in range(GRAIN))
    basis = LatentBasis(np.zeros(GRAIN, np.float32), one, one, np.ones(GRAIN), labels, 0)
    with quiet_torchscript():
        script = torch.jit.script(NnTildeModule(Identity(), basis, RATE, aligned).eval())
    assert isinstance(script, torch.jit.ScriptModule)
    script.set_noise(0.0)
    return script


def sounds(length: int, batch: int = 2) -> Tensor:
    return 0.2 * torch.randn(batch, 1, length, generator=torch.Generator().manual_seed(1))


def sampler_of(sound: Tensor) -> GrainSampler:
    samples = sound.flatten().numpy()
    recording = Recording("a.wav", 0, len(samples))
    return GrainSampler(Corpus(samples, (recording,), RATE), GRAIN, "peak")


@pytest.mark.parametrize("aligned", [True, False])
@pytest.mark.parametrize("length", [1, 63, 64, 65, 200, 1024])
def test_whole_sounds_of_any_length_come_back_where_they_were(length: int, aligned: bool):
    x = sounds(length)
    torch.testing.assert_close(scripted(aligned)(x), x, atol=1e-6, rtol=0.0)


@pytest.mark.parametrize("length", [64, 70, 1000])
def test_grains_lie_at_the_peaks_that_training_finds(length: int):
    x = sounds(length, 1)
    places = torch.arange(0, length - GRAIN + 1, 7)
    moved = WholeSounds(GRAIN).aligned(x[:, 0], places)
    expected = sampler_of(x).aligned(places.numpy())
    np.testing.assert_array_equal(moved[0], expected)


def test_encoded_frames_lie_as_they_are_unless_they_are_to_be_aligned():
    script, x = scripted(), sounds(5 * GRAIN, 1)
    assert script.get_attributes() == ["noise", "seed", "align"]
    frames = x.reshape(1, -1, GRAIN).transpose(1, 2)
    torch.testing.assert_close(script.encode(x), frames)
    assert script.set_align(True) == 0
    sampler = sampler_of(x)
    grains = sampler.take(sampler.aligned(np.arange(5) * GRAIN))
    np.testing.assert_array_equal(script.encode(x)[0].t(), grains)
    middles = script.encode(sounds(5 * GRAIN))[:, GRAIN // 2]
    assert (middles > 0.0).all()
    for alone in frames.unbind(2):
        torch.testing.assert_close(script.encode(alone.unsqueeze(1))[:, :, 0], alone)
    assert scripted(aligned=False).get_attributes() == ["noise", "seed"]


def test_noise_of_overlapping_grains_keeps_its_level():
    script = scripted(aligned=False)
    silence = torch.zeros(1, 1, 200 * GRAIN)
    for amount in (0.25, 1.0):
        script.set_noise(amount)
        level = 20.0 * torch.log10(script(silence).square().mean().sqrt())
        assert abs(float(level) - 20.0 * np.log10(0.1 * amount)) < 0.5


def test_noise_repeats_after_its_seed_and_not_before():
    script, z = scripted(), torch.zeros(2, GRAIN, 3)
    assert (script.set_noise(1.0), script.set_seed(5)) == (0, 0)
    first, second = script.decode(z), script.decode(z)
    grains = torch.cat([first, second]).reshape(-1, GRAIN)
    assert len(torch.unique(grains, dim=0)) == len(grains)
    script.set_seed(5)
    torch.testing.assert_close(script.decode(z), first)
    for refused in (-0.1, 1.1, float("nan")):
        assert script.set_noise(refused) == -1
    assert (script.get_noise(), script.get_seed()) == (1.0, 5)


def test_hosts_of_nn_hear_the_noise_that_the_engine_plays(tmp_path: Path):
    path = file_of("grain", tmp_path, program_of("grain"))
    with quiet_torchscript():
        module = torch.jit.load(str(path))
    z = torch.from_numpy(LATENTS).t().unsqueeze(0)
    module.set_noise(0.7)
    module.set_seed(40)
    decoded = module.decode(z).reshape(len(LATENTS), -1)
    played = _native.Decoder(str(path)).decode(LATENTS, 0.7, 40)
    np.testing.assert_allclose(decoded, played, atol=1e-5)


def test_a_foreign_host_finds_the_attributes(tmp_path: Path):
    """Without ``granvae.json`` the file is a foreign one to the engine too."""
    path, script = tmp_path / "foreign.ts", scripted()
    script.set_noise(0.5)
    script.save(str(path))
    decoder = _native.Decoder(str(path), "libtorch")
    kinds = {"noise": ["real"], "seed": ["integer"], "align": ["boolean"]}
    assert decoder.info["attributes"] == kinds
    decoder.set("noise", [1.0])
    assert decoder.get("noise") == [1.0]
    with pytest.raises(_native.DecodeError, match="does not take these values for 'noise'"):
        decoder.set("noise", [2.0])
    point = np.zeros((1, GRAIN), np.float32)
    np.testing.assert_array_equal(decoder.decode(point), decoder.decode(point))
