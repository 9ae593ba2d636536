"""Our own presets as files: rewritten for libtorch, and as layers for the native back end."""

import struct
import zipfile
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from granvae.engine import _native
from granvae.export.graph_rewrites import TOLERANCE, rewrite
from granvae.export.model_file import quiet_torchscript
from granvae.export.model_writer import write_model
from granvae.export.native_program import NATIVE_FILE, native_program
from granvae.export.nn_tilde_module import NnTildeModule
from granvae.models import presets as models
from granvae.models.base import GrainModel
from granvae.models.noise_seeds import noise_offsets
from granvae.models.residual_mlp import ResidualGrainModel
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
    # Weights in half precision are off by 1 in 4096 at most.
    tolerance = 5e-3 if preset == "grain" else 1e-4
    torch.testing.assert_close(got, wanted, atol=tolerance, rtol=tolerance)


def with_noise(amount: float, seed: int) -> np.ndarray:
    """What the trained model of the preset that has a noise branch decodes `LATENTS` to."""
    offsets = noise_offsets(seed + torch.arange(len(LATENTS)))
    return np.asarray(untrained("grain").decode_with_noise(Z, amount, offsets))


@pytest.mark.parametrize("back_end", _native.back_ends())
@pytest.mark.parametrize(("amount", "seed"), [(1.0, 0), (0.3, 2**63 - 4)])
def test_every_back_end_draws_the_noise_of_the_trained_model(
    back_end: str, amount: float, seed: int, files: dict[str, Path]
):
    decoder = _native.Decoder(str(files["grain"]), back_end)
    assert decoder.info["noisy"]
    wanted = with_noise(amount, seed)
    np.testing.assert_allclose(decoder.decode(LATENTS, amount, seed), wanted, atol=1e-5)
    assert np.sqrt(np.mean((wanted - expected("grain")) ** 2)) > 1e-3


@pytest.mark.parametrize("back_end", [_native.back_ends()[0], "libtorch"])
def test_noise_is_each_grains_own_whatever_it_is_decoded_with(
    back_end: str, files: dict[str, Path]
):
    decoder = _native.Decoder(str(files["grain"]), back_end)
    apart = [decoder.decode(point[None], 1.0, 7 + k)[0] for k, point in enumerate(LATENTS)]
    np.testing.assert_allclose(decoder.decode(LATENTS, 1.0, 7), apart, atol=1e-6)
    if back_end != "libtorch":
        np.testing.assert_array_equal(decoder.decode(LATENTS, 1.0, 7), apart)
    assert not np.allclose(decoder.decode(LATENTS, 1.0, 6), apart, atol=1e-3)
    np.testing.assert_array_equal(decoder.decode(LATENTS, 0.0, 7), decoder.decode(LATENTS))


def test_a_model_without_a_branch_has_no_noise(files: dict[str, Path]):
    for back_end in _native.back_ends():
        decoder = _native.Decoder(str(files["paper"]), back_end)
        assert not decoder.info["noisy"]
        np.testing.assert_array_equal(decoder.decode(LATENTS, 1.0, 3), decoder.decode(LATENTS))


def test_layers_of_the_first_version_still_play(tmp_path: Path):
    program = native_program(untrained("paper"), hosted(), RATE)
    assert program is not None
    parts = [part if isinstance(part, bytes) else part.tobytes() for part in chain(*program.layers)]
    head = program.head[:8] + struct.pack("<I", 1) + program.head[12:]
    old = head + struct.pack("<I", len(program.layers)) + b"".join(parts)
    path = file_of("paper", tmp_path, old)
    for name in NATIVE:
        decoded = _native.Decoder(str(path), name).decode(LATENTS)
        np.testing.assert_allclose(decoded, expected("paper"), atol=1e-5)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-4],
        lambda data: data + b"\0\0\0\0",
        lambda data: b"GRANVAEX" + data[8:],
        lambda data: data[:8] + b"\x63\0\0\0" + data[12:],
        lambda data: data[:8] + b"\0\0\0\0" + data[12:],
        lambda data: data[:16] + b"\xff\xff\xff\xff" + data[20:],
        lambda data: b"",
    ],
    ids=["cut", "longer", "magic", "newer", "version 0", "grain", "empty"],
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


def write(model: GrainModel, path: Path) -> Path:
    """A model file as an export writes it, whose layers name records of the graph."""
    program = native_program(model, hosted(), RATE)
    with quiet_torchscript():
        script = torch.jit.script(NnTildeModule(rewrite(model)[0], hosted(), RATE).eval())
    write_model(script, path, {"format": 2}, {}, program)
    return path


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(untrained("grain"), tmp_path_factory.mktemp("written") / "model.ts")


def entries_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def stored(entries: dict[str, bytes], path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, contents in entries.items():
            archive.writestr(name, contents)
    return path


def test_no_weight_of_the_decoder_is_in_a_file_twice(written: Path, files: dict[str, Path]):
    layers = entries_of(written)[f"archive/extra/{NATIVE_FILE}"]
    assert len(layers) < 4000 < len(program_of("grain")) / 50
    for name in _native.back_ends():
        whole = _native.Decoder(str(files["grain"]), name)
        named = _native.Decoder(str(written), name)
        np.testing.assert_array_equal(named.decode(LATENTS, 1.0, 5), whole.decode(LATENTS, 1.0, 5))


def test_a_file_of_the_default_sizes_takes_little_more_than_four_megabytes_beside_its_map(
    tmp_path: Path,
):
    path = write(untrained("grain", 512), tmp_path / "model.ts")
    assert path.stat().st_size < 4.2e6


def test_noises_that_half_precision_cannot_hold_are_kept_whole(tmp_path: Path):
    model = untrained("grain")
    assert isinstance(model, ResidualGrainModel)
    model.noises.mul_(1.0 + 1e-5)
    decoder = _native.Decoder(str(write(model, tmp_path / "model.ts")))
    offsets = noise_offsets(torch.arange(len(LATENTS)))
    wanted = model.decode_with_noise(Z, 1.0, offsets)
    np.testing.assert_allclose(decoder.decode(LATENTS, 1.0), wanted, atol=1e-5)


@pytest.mark.parametrize("change", ["missing", "shorter", "longer", "compressed", "not finite"])
def test_records_that_do_not_fit_are_not_played(change: str, written: Path, tmp_path: Path):
    entries = entries_of(written)
    layers = f"archive/extra/{NATIVE_FILE}"
    tensors = {n: data for n, data in entries.items() if n.startswith("archive/data/")}
    noises = next(n for n, data in tensors.items() if len(data) == 2 * 10 * 4096)
    weights = max(tensors, key=lambda n: len(tensors[n]))
    path = tmp_path / "changed.ts"
    if change == "missing":
        stored({n: data for n, data in entries.items() if n != weights}, path)
    elif change == "compressed":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(weights, entries[weights])
            archive.writestr(zipfile.ZipInfo(layers), entries[layers])
    elif change == "not finite":
        stored(entries | {noises: b"\x00\x7c" + entries[noises][2:]}, path)
    else:
        data = entries[weights]
        stored(entries | {weights: data[4:] if change == "shorter" else data + data[:4]}, path)
    for name in NATIVE:
        with pytest.raises(_native.DecodeError, match="holds no layers"):
            _native.Decoder(str(path), name)


def test_no_change_of_the_layers_or_their_names_does_harm(written: Path, tmp_path: Path):
    """Each of many random changes is refused, or plays what is finite."""
    entries = entries_of(written)
    name = f"archive/extra/{NATIVE_FILE}"
    rng = np.random.default_rng(0)
    program = native_program(untrained("grain"), hosted(), RATE)
    assert program is not None
    program_head, played = len(program.head), 0
    for _ in range(200):
        layers = bytearray(entries[name])
        # Behind the labels, which are texts and may be any.
        for place in rng.integers(program_head, len(layers), rng.integers(1, 4)):
            layers[place] = rng.integers(0, 256)
        cut = rng.integers(0, len(layers)) if rng.random() < 0.2 else len(layers)
        path = stored(entries | {name: bytes(layers[:cut])}, tmp_path / "changed.ts")
        try:
            decoder = _native.Decoder(str(path), NATIVE[0])
            assert np.isfinite(decoder.decode(np.zeros((3, decoder.info["latents"])), 1.0)).all()
            played += 1
        except _native.DecodeError:
            pass
    assert 0 < played < 200


def test_long_grains_of_spectra_are_left_to_libtorch():
    model = models.build_model("spectral", 2048, 6).eval()
    assert native_program(model, hosted(), preset_files.RATE) is None
