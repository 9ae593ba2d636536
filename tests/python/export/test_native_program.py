"""Our own presets as files: rewritten for libtorch, and as layers for the native back end."""

import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from granvae.engine import _native
from granvae.export.graph_rewrites import TOLERANCE, rewrite
from granvae.export.native_program import NATIVE_FILE, native_program
from granvae.models import presets as models
from support import preset_files
from support.preset_files import LATENTS, PRESETS, file_of, hosted, program_of, untrained

GRAIN, HOSTED, RATE = preset_files.GRAIN, preset_files.HOSTED, preset_files.RATE
Z = torch.from_numpy(hosted().from_host(LATENTS))
NATIVE = [name for name in _native.back_ends() if name != "libtorch"]


def expected(preset: str) -> np.ndarray:
    return np.asarray(untrained(preset).decode(Z))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("native")
    return {preset: file_of(preset, folder, program_of(preset)) for preset in PRESETS}


@pytest.mark.parametrize("back_end", _native.back_ends())
@pytest.mark.parametrize("preset", PRESETS)
def test_every_back_end_decodes_as_the_trained_model(
    preset: str, back_end: str, files: dict[str, Path]
):
    decoder = _native.Decoder(str(files[preset]), back_end)
    np.testing.assert_allclose(decoder.decode(LATENTS), expected(preset), atol=1e-5)


@pytest.mark.parametrize("grain", [128, 160, 512])
def test_no_back_end_is_less_exact_than_floats_are(grain: int, tmp_path: Path):
    """Convolutions that save multiplications may lose precision, and more so for some lengths."""
    path = file_of("paper", tmp_path, program_of("paper", grain), grain)
    exact = untrained("paper", grain).double().decode(Z.double()).numpy()
    for back_end in _native.back_ends():
        error = _native.Decoder(str(path), back_end).decode(LATENTS) - exact
        ratio = np.sqrt(np.mean(error**2) / np.mean(exact**2))
        assert 20.0 * np.log10(ratio) < -120.0, back_end


@pytest.mark.parametrize("preset", PRESETS)
def test_a_grain_has_the_same_bits_alone_and_in_a_batch(preset: str, files: dict[str, Path]):
    decoder = _native.Decoder(str(files[preset]))
    alone = np.concatenate([decoder.decode(point[None]) for point in LATENTS])
    np.testing.assert_array_equal(decoder.decode(LATENTS), alone)


@pytest.mark.parametrize("preset", PRESETS)
def test_the_native_back_end_reads_what_hosts_ask_for(preset: str, files: dict[str, Path]):
    info = _native.Decoder(str(files[preset])).info
    assert info["back_end"].startswith("native")
    wanted = {"latents": HOSTED, "grain": GRAIN, "rate": RATE, "labels": list(hosted().labels)}
    assert info == {**info, **wanted, "stochastic": False, "attributes": {}}


def test_recordings_are_encoded_through_libtorch(files: dict[str, Path]):
    native = _native.Decoder(str(files["grain"]))
    assert native.info["encodes"]
    grains = native.decode(LATENTS)
    by_torch = _native.Decoder(str(files["grain"]), "libtorch").encode(grains)
    np.testing.assert_allclose(native.encode(grains), by_torch, atol=1e-5)


@pytest.mark.parametrize("preset", models.PRESETS)
def test_a_rewritten_model_is_the_same_in_other_layers(preset: str):
    before, (model, graph) = untrained(preset), rewrite(untrained(preset))
    error = graph["error_before_tanh" if preset.startswith("paper") else "error_of_network"]
    assert 0.0 <= error < TOLERANCE / 10
    assert not any(isinstance(layer, nn.BatchNorm1d) for layer in model.modules())
    decoder = dict(model.named_children())["decoder"]
    assert not any(isinstance(layer, nn.Linear) for layer in decoder.modules())
    for latents in (Z, Z[:1]):
        wanted = before.decode(latents)
        torch.testing.assert_close(model.decode(latents), wanted, atol=1e-5, rtol=1e-4)
    x = torch.randn(3, GRAIN)
    got, wanted = (torch.stack(each.encode(x)) for each in (model, before))
    torch.testing.assert_close(got, wanted, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-4],
        lambda data: data + b"\0\0\0\0",
        lambda data: b"GRANVAEX" + data[8:],
        lambda data: data[:8] + b"\x63\0\0\0" + data[12:],
        lambda data: data[:16] + b"\xff\xff\xff\xff" + data[20:],
        lambda data: b"",
    ],
    ids=["cut", "longer", "magic", "version", "grain", "empty"],
)
def test_layers_that_are_not_known_are_left_to_libtorch(damage, tmp_path: Path):
    path = file_of("grain", tmp_path, damage(program_of("grain")))
    decoder = _native.Decoder(str(path))
    assert decoder.info["back_end"] == "libtorch"
    np.testing.assert_allclose(decoder.decode(LATENTS), expected("grain"), atol=1e-5)


def test_a_flipped_bit_in_the_layers_is_noticed(files: dict[str, Path], tmp_path: Path):
    data = bytearray(files["grain"].read_bytes())
    with zipfile.ZipFile(files["grain"]) as archive:
        entry = next(e for e in archive.infolist() if e.filename.endswith(NATIVE_FILE))
    data[entry.header_offset + 2000 + entry.file_size // 2] ^= 1
    path = tmp_path / "flipped.ts"
    path.write_bytes(data)
    for name in NATIVE:
        with pytest.raises(_native.DecodeError, match="holds no layers"):
            _native.Decoder(str(path), name)


def test_long_grains_of_spectra_are_left_to_libtorch():
    model = models.build_model("spectral", 2048, 6).eval()
    assert native_program(model, hosted(), preset_files.RATE) is None
