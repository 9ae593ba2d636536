"""The encoder in ``native.bin`` beside the graph of the same file, which libtorch runs."""

import shutil
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from granvae.engine import _native
from granvae.export.graph_rewrites import rewrite
from granvae.export.latent_basis import LatentBasis
from granvae.export.model_file import quiet_torchscript
from granvae.export.model_writer import write_model
from granvae.export.native_encoder import NO_ENCODER
from granvae.export.native_program import (
    NATIVE_FILE,
    NativeProgram,
    check_native_encoder,
    native_program,
)
from granvae.export.nn_tilde_module import NnTildeModule
from granvae.models.level import split_level
from granvae.models.refine import FLOOR_POWER, SPECTRAL_WEIGHT
from support.preset_files import GRAIN, LATENT, PRESETS, RATE, hosted, untrained
from tools.add_encoder import add_encoder

Floats = NDArray[np.float32]

NATIVE = [name for name in _native.back_ends() if name != "libtorch"]
# The slopes of the refinement are differences of rounded floats, whose rounding weighs less in
# longer grains: of 128 samples, the graph itself is up to 0.002 from its own in double precision.
LONG = 512
SIZES = {preset: LONG if preset == "grain" else GRAIN for preset in PRESETS}
# Standard deviations of latents; the presets without a refinement have no differences.
TOLERANCES = {preset: 1e-3 if preset == "grain" else 2e-5 for preset in PRESETS}


def sounds(grain: int) -> Floats:
    """Silence, impulses, and tones and noise from faint to loud, some clipped."""
    rng = np.random.default_rng(0)
    time = np.arange(grain) / RATE
    made = [np.zeros(grain), np.eye(grain)[grain // 2], np.full(grain, 0.3)]
    for level in (1e-6, 1e-3, 0.1, 0.9):
        for frequency in rng.uniform(60.0, 5000.0, 4):
            tone = np.sin(2 * np.pi * frequency * time + rng.uniform(0.0, 6.0))
            made += [level * tone, level * tone * np.exp(-time * rng.uniform(0.0, 200.0))]
            made.append(np.clip(4.0 * level * tone, -0.5, 0.5))
        made.append(level * rng.normal(size=grain))
    return np.asarray(made, np.float32)


# All latents as they are.
PLAIN = LatentBasis(
    mean=np.zeros(LATENT, np.float32),
    to_model=np.eye(LATENT, dtype=np.float32),
    from_model=np.eye(LATENT, dtype=np.float32),
    variance_explained=np.ones(LATENT) / LATENT,
    labels=tuple("abcdef"),
    collapsed=0,
)


def program_of(preset: str, grain: int, basis: LatentBasis | None = None) -> NativeProgram:
    program = native_program(untrained(preset, grain), basis or hosted(), RATE)
    assert program is not None
    return program


def write(
    preset: str,
    grain: int,
    path: Path,
    program: NativeProgram | None = None,
    basis: LatentBasis | None = None,
) -> Path:
    basis = basis or hosted()
    with quiet_torchscript():
        module = NnTildeModule(rewrite(untrained(preset, grain))[0], basis, RATE).eval()
        script = torch.jit.script(module)
    write_model(script, path, {"format": 2}, {}, program or program_of(preset, grain, basis))
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("encoders")
    return {preset: write(preset, SIZES[preset], folder / f"{preset}.ts") for preset in PRESETS}


@pytest.mark.parametrize("back_end", NATIVE)
@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_encoded_as_its_graph_does(
    preset: str, back_end: str, files: dict[str, Path]
) -> None:
    grains = sounds(SIZES[preset])
    wanted = _native.Decoder(str(files[preset]), "libtorch").encode(grains)
    native = _native.Decoder(str(files[preset]), back_end)
    assert native.info["encodes"]
    np.testing.assert_allclose(native.encode(grains), wanted, atol=TOLERANCES[preset])
    assert np.ptp(wanted, axis=0).min() > 100 * TOLERANCES[preset]


@pytest.mark.parametrize("grain", [16, 96, 105, 150, 512])
@pytest.mark.parametrize("preset", ["spectral", "nsgt"])
def test_spectra_of_every_length_are_those_of_the_graph(
    preset: str, grain: int, tmp_path: Path
) -> None:
    path = write(preset, grain, tmp_path / "model.ts")
    grains = sounds(grain)
    wanted = _native.Decoder(str(path), "libtorch").encode(grains)
    for name in NATIVE:
        encoded = _native.Decoder(str(path), name).encode(grains)
        np.testing.assert_allclose(encoded, wanted, atol=1e-4)


def unrefined(program: NativeProgram) -> NativeProgram:
    without_steps = (struct.pack("<I", 0), *program.encoder[-1][1:])
    return replace(program, encoder=(*program.encoder[:-1], without_steps))


def test_without_a_refinement_only_rounding_is_left(tmp_path: Path) -> None:
    path = tmp_path / "model.ts"
    write("grain", GRAIN, path, unrefined(program_of("grain", GRAIN)))
    grains = sounds(GRAIN)
    latents = rewrite(untrained("grain", GRAIN))[0].encode(torch.from_numpy(grains))[0].numpy()
    wanted = hosted().to_host(latents)
    for name in NATIVE:
        encoded = _native.Decoder(str(path), name).encode(grains)
        np.testing.assert_allclose(encoded, wanted, atol=2e-5)


def features(grains: Floats, shapes: Floats) -> Floats:
    """What the refinement compares of shapes, whose grains set the floor; in NumPy."""
    window = np.hanning(shapes.shape[1] + 1)[:-1]
    power = np.abs(np.fft.rfft(shapes * window)) ** 2
    floor = np.abs(np.fft.rfft(grains * window)).max(axis=1, keepdims=True) ** 2 * FLOOR_POWER
    levels = 0.5 * np.log(power + floor + 1e-12)
    parts = (shapes / shapes.shape[1] ** 0.5, SPECTRAL_WEIGHT * levels / levels.shape[1] ** 0.5)
    return np.concatenate(parts, axis=1)


def test_the_refinement_comes_as_near_as_the_graph_does(tmp_path: Path) -> None:
    """Also where rounding decides which way it goes: short grains."""
    model = untrained("grain")
    grains = sounds(GRAIN)[1:]
    shapes = split_level(torch.from_numpy(grains))[0].numpy()
    wanted = features(shapes, shapes)

    def distances(path: Path, back_end: str) -> Floats:
        latents = _native.Decoder(str(path), back_end).encode(grains)
        made = model.decode(torch.from_numpy(latents))
        off = wanted - features(shapes, split_level(made)[0].numpy())
        return np.sum(off * off, axis=1)

    program = program_of("grain", GRAIN, PLAIN)
    refined = write("grain", GRAIN, tmp_path / "refined.ts", program, PLAIN)
    plain = write("grain", GRAIN, tmp_path / "plain.ts", unrefined(program), PLAIN)
    by_graph = distances(refined, "libtorch")
    for name in NATIVE:
        by_kernels = distances(refined, name)
        np.testing.assert_allclose(by_kernels, by_graph, rtol=0.02)
        assert (by_kernels < 1.01 * distances(plain, name)).all()
        assert np.median(by_kernels / distances(plain, name)) < 0.95


@pytest.mark.parametrize("preset", PRESETS)
def test_a_grain_has_the_same_latents_alone_and_in_a_batch(
    preset: str, files: dict[str, Path]
) -> None:
    encoder = _native.Decoder(str(files[preset]), NATIVE[0])
    grains = sounds(SIZES[preset])[:13]
    alone = np.concatenate([encoder.encode(grain[None]) for grain in grains])
    np.testing.assert_array_equal(encoder.encode(grains), alone)


def test_encoding_leaves_decoding_as_it_was(files: dict[str, Path]) -> None:
    latents = np.random.default_rng(1).normal(size=(9, 5)).astype(np.float32)
    decoder = _native.Decoder(str(files["grain"]), NATIVE[0])
    before = decoder.decode(latents, 1.0, 3)
    decoder.encode(sounds(LONG))
    np.testing.assert_array_equal(decoder.decode(latents, 1.0, 3), before)


def test_a_grain_that_is_not_finite_is_refused(files: dict[str, Path]) -> None:
    encoder = _native.Decoder(str(files["grain"]), NATIVE[0])
    with pytest.raises(_native.DecodeError, match="not finite"):
        encoder.encode(np.full((1, LONG), np.nan))
    assert np.isfinite(encoder.encode(sounds(LONG)[:1])).all()


def before(program: NativeProgram) -> NativeProgram:
    """The same of the version before encoders."""
    head = program.head[:8] + struct.pack("<I", 2) + program.head[12:]
    return replace(program, head=head, encoder=())


def test_what_has_no_native_encoder_is_encoded_through_libtorch(tmp_path: Path) -> None:
    program = program_of("grain", GRAIN)
    grains = sounds(GRAIN)[:5]
    for name, each in {
        "old": before(program),
        "none": replace(program, encoder=NO_ENCODER),
    }.items():
        path = write("grain", GRAIN, tmp_path / f"{name}.ts", each)
        whole = _native.Decoder(str(path))
        assert whole.info["back_end"].startswith("native")
        wanted = _native.Decoder(str(path), "libtorch").encode(grains)
        np.testing.assert_array_equal(whole.encode(grains), wanted)
        alone = _native.Decoder(str(path), NATIVE[0])
        assert not alone.info["encodes"]
        with pytest.raises(_native.DecodeError, match="no method 'encode'"):
            alone.encode(grains)


def entries_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


@pytest.mark.parametrize("preset", PRESETS)
def test_no_large_weight_of_an_encoder_is_in_a_file_twice(
    preset: str, files: dict[str, Path]
) -> None:
    with_encoder = len(entries_of(files[preset])[f"archive/extra/{NATIVE_FILE}"])
    program = replace(program_of(preset, SIZES[preset]), encoder=NO_ENCODER)
    path = write(preset, SIZES[preset], files[preset].with_name(f"{preset}-without.ts"), program)
    without = len(entries_of(path)[f"archive/extra/{NATIVE_FILE}"])
    assert with_encoder - without < 8000


@pytest.mark.parametrize("preset", PRESETS)
def test_no_change_of_an_encoder_does_harm(preset: str, tmp_path: Path) -> None:
    """Each of many random changes is refused, or encodes to finite numbers, or says that it does
    not."""
    path = write(preset, GRAIN, tmp_path / "model.ts")
    entries = entries_of(path)
    name = f"archive/extra/{NATIVE_FILE}"
    first = len(entries[name]) - _encoder_size(preset, path, tmp_path)
    rng, grains, encoded = np.random.default_rng(0), sounds(GRAIN)[:9], 0
    for _ in range(80):
        layers = bytearray(entries[name])
        for place in rng.integers(first, len(layers), rng.integers(1, 4)):
            layers[place] ^= 1 << rng.integers(0, 8)
        cut = rng.integers(first, len(layers)) if rng.random() < 0.2 else len(layers)
        with zipfile.ZipFile(tmp_path / "changed.ts", "w") as archive:
            for entry, contents in (entries | {name: bytes(layers[:cut])}).items():
                archive.writestr(entry, contents)
        try:
            encoder = _native.Decoder(str(tmp_path / "changed.ts"), NATIVE[-1])
            assert np.isfinite(encoder.encode(grains)).all()
            encoded += 1
        except _native.DecodeError:
            pass
    assert 0 < encoded < 80


def _encoder_size(preset: str, path: Path, folder: Path) -> int:
    program = replace(program_of(preset, GRAIN), encoder=())
    without = entries_of(write(preset, GRAIN, folder / "without.ts", program))
    name = f"archive/extra/{NATIVE_FILE}"
    return len(entries_of(path)[name]) - len(without[name])


def test_an_export_notices_an_encoder_that_is_off(files: dict[str, Path], tmp_path: Path) -> None:
    grains = sounds(LONG)
    wanted = _native.Decoder(str(files["grain"]), "libtorch").encode(grains)
    assert 0.0 < check_native_encoder(files["grain"], grains, wanted) < 5e-4
    program = program_of("grain", LONG)
    numbers, matrix, bias = program.encoder[-1]
    assert isinstance(bias, np.ndarray)
    wrong = replace(program, encoder=(*program.encoder[:-1], (numbers, matrix, bias + 0.01)))
    path = write("grain", LONG, tmp_path / "wrong.ts", wrong)
    assert check_native_encoder(path, grains, wanted) > 5e-3


@pytest.mark.parametrize(("preset", "grain"), [("spectral", 254), ("grain", 127)])
def test_grains_of_large_prime_factors_are_left_to_libtorch(
    preset: str, grain: int, tmp_path: Path
) -> None:
    """Their FFT would take too long."""
    path = write(preset, grain, tmp_path / "model.ts")
    assert not _native.Decoder(str(path), NATIVE[0]).info["encodes"]
    assert _native.Decoder(str(path)).encode(sounds(grain)[:1]).shape == (1, 5)


def test_an_older_file_gets_an_encoder_and_keeps_everything_else(tmp_path: Path) -> None:
    old = write("grain", LONG, tmp_path / "old.ts", before(program_of("grain", LONG)))
    new = Path(shutil.copy(old, tmp_path / "new.ts"))
    assert add_encoder(new) < 5e-4
    entries, kept = entries_of(new), entries_of(old)
    name = f"archive/extra/{NATIVE_FILE}"
    assert list(entries) == list(kept)
    assert entries | {name: b""} == kept | {name: b""}
    fresh = entries_of(write("grain", LONG, tmp_path / "fresh.ts"))
    assert entries[name] == fresh[name]
    with pytest.raises(SystemExit, match="version 2"):
        add_encoder(new)


MEDIA = sorted((Path(__file__).parents[3] / "max-package" / "media").glob("*.ts"))


@pytest.mark.parametrize("path", MEDIA, ids=lambda path: path.stem)
def test_a_model_that_ships_encodes_what_it_decodes_without_libtorch(path: Path) -> None:
    decoder = _native.Decoder(str(path), NATIVE[0])
    latents = np.random.default_rng(0).normal(size=(48, 16)).astype(np.float32)
    grains = decoder.decode(latents)
    wanted = _native.Decoder(str(path), "libtorch").encode(grains)
    assert check_native_encoder(path, grains, wanted) < 3e-4
    off = decoder.decode(decoder.encode(grains)) - grains
    assert np.median(np.sum(off**2, axis=1) / np.sum(grains**2, axis=1)) < 0.02
    assert path.stat().st_size < 5e6
