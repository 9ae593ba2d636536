"""The model file: what export promises, and how a file that breaks the promise is refused."""

# No postponed annotations: TorchScript reads those of the modules below and takes no strings.

import io
import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import linear_run
import numpy as np
import pytest
import torch
from linear_run import GRAIN, LATENT, SAMPLE_RATE, LinearModel, make_run, training_latents
from torch import Tensor, nn

from granvae.errors import GranvaeError
from granvae.export import export_run
from granvae.latents import fit_whitening
from granvae.modelfile import ModelFile, load_model, quiet_torchscript

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> ModelFile:
    folder = tmp_path_factory.mktemp("export")
    export_run(make_run(folder / "run"), folder / "model.ts")
    return load_model(folder / "model.ts")


def test_the_reloaded_file_decodes_and_encodes_as_the_trained_model(exported: ModelFile):
    trained = LinearModel()
    z = np.random.default_rng(0).normal(size=(9, LATENT)).astype(np.float32)
    whitening = fit_whitening(
        training_latents(), lambda rows: trained.decode(torch.from_numpy(rows)).numpy()
    )
    expected = trained.decode(torch.from_numpy(whitening.to_model(z))).numpy()
    np.testing.assert_allclose(exported.decode(z), expected, atol=1e-6)
    mean = trained.encode(torch.from_numpy(expected))[0].numpy()
    np.testing.assert_allclose(exported.encode(expected), whitening.to_host(mean), atol=1e-4)


def test_both_measured_differences_are_in_the_file(exported: ModelFile):
    error = exported.metadata["export_error"]
    assert set(error) == {"in_memory", "reloaded"}
    assert all(0.0 <= value < 1e-6 for value in error.values())


def test_the_file_keeps_the_contract_of_nn_tilde(exported: ModelFile):
    module = exported.module
    assert set(module.get_methods()) == {"decode", "encode", "forward"}
    assert module.decode_params.tolist() == [LATENT, GRAIN, 1, 1]
    assert module.encode_params.tolist() == [1, 1, LATENT, GRAIN]
    assert module.forward_params.tolist() == [1, 1, 1, 1]
    assert not module.decode_params.is_floating_point()
    assert module.get_sample_rate() == module.sr == SAMPLE_RATE
    for method, inputs, outputs in (
        ("decode", LATENT, 1),
        ("encode", 1, LATENT),
        ("forward", 1, 1),
    ):
        assert len(getattr(module, f"{method}_input_labels")) == inputs
        assert len(getattr(module, f"{method}_output_labels")) == outputs
    assert not any(parameter.requires_grad for parameter in module.parameters())


@pytest.mark.parametrize(("batch", "frames"), [(1, 1), (1, 7), (3, 1), (2, 5)])
def test_any_batch_and_any_number_of_frames_decode_frame_by_frame(
    exported: ModelFile, batch: int, frames: int
):
    z = torch.randn(batch, LATENT, frames, generator=torch.Generator().manual_seed(1))
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
    whole = torch.randn(LATENT, 2, 3, GRAIN, generator=torch.Generator().manual_seed(1))
    view = whole.select(-1, -1).permute(1, 0, 2)
    assert not view.is_contiguous()
    torch.testing.assert_close(
        exported.module.decode(view), exported.module.decode(view.contiguous())
    )


def test_the_file_moves_to_another_device_and_type_as_hosts_do_it(exported: ModelFile):
    # A frozen graph would keep its weights as constants, where no host can move them.
    module = load_model(exported.path).module.to(torch.float64)
    assert module.decode(torch.zeros(1, LATENT, 1, dtype=torch.float64)).dtype == torch.float64


def test_latents_come_in_deviations_with_the_strongest_first(exported: ModelFile):
    info = exported.metadata
    assert info["whitening"]["order"] == [2, 1, 0, 3]
    shares = info["variance_explained"]
    assert shares == sorted(shares, reverse=True)
    # Variance of each decoded cosine is its squared weight: 16, 4, 1 and 0 of 21.
    np.testing.assert_allclose(shares, np.array([16, 4, 1, 0]) / 21, atol=0.02)
    np.testing.assert_allclose(info["statistics"]["mean"], [0, 0, 0, 0], atol=1e-3)
    np.testing.assert_allclose(info["statistics"]["deviation"][:3], 1.0, atol=1e-3)


def test_a_collapsed_latent_is_last_and_keeps_the_prior_as_its_unit(exported: ModelFile):
    assert exported.metadata["active"] == [True, True, True, False]
    assert exported.metadata["whitening"]["scale"][3] == 1.0
    assert exported.metadata["statistics"]["deviation"][3] < 0.01


def test_encoded_training_grains_have_unit_deviation(exported: ModelFile):
    grains = LinearModel().decode(torch.from_numpy(training_latents())).numpy()
    latents = exported.encode(grains)
    np.testing.assert_allclose(latents[:, :3].mean(axis=0), 0.0, atol=1e-3)
    np.testing.assert_allclose(latents[:, :3].std(axis=0), 1.0, atol=1e-3)


def test_percentiles_are_those_of_the_training_latents(exported: ModelFile):
    percentiles = exported.metadata["statistics"]["percentiles"]
    assert list(percentiles) == ["1", "5", "25", "50", "75", "95", "99"]
    # A normal distribution, which the training latents are.
    for name, expected in (("1", -2.33), ("25", -0.67), ("50", 0.0), ("95", 1.64)):
        np.testing.assert_allclose(percentiles[name][:3], expected, atol=0.15)


def test_the_description_is_valid_json_inside_the_archive(exported: ModelFile):
    with zipfile.ZipFile(exported.path) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith("extra/granvae.json"))
        info = json.loads(archive.read(name), parse_constant=pytest.fail)
    assert info["format"] == 1
    assert (info["name"], info["sample_rate"]) == ("model", SAMPLE_RATE)
    assert (info["grain"], info["latent"], info["align"]) == (GRAIN, LATENT, "none")
    assert info["training"] == {"epochs": 3, "minutes": 0.5}
    assert info["torch_version"] == torch.__version__
    assert info["architecture"]["preset"] == "grain"
    assert len(info["labels"]) == LATENT


def test_the_baseline_travels_with_the_file(exported: ModelFile, tmp_path: Path):
    run = make_run(tmp_path / "run")
    grains = np.random.default_rng(0).normal(size=(5, GRAIN)).astype(np.float32)
    assert exported.pca is not None
    expected = linear_run.fit_pca(run.model.decode(torch.from_numpy(training_latents())).numpy(), 2)
    np.testing.assert_allclose(exported.pca.reconstruct(grains), expected.reconstruct(grains))


def test_wrong_latents_and_audio_are_refused_in_words(exported: ModelFile):
    with pytest.raises(GranvaeError, match=rf"takes {LATENT} latents.*\(2, 3\)"):
        exported.decode(np.zeros((2, 3)))
    with pytest.raises(GranvaeError, match=f"whole grains of {GRAIN} samples"):
        exported.encode(np.zeros((1, GRAIN + 1)))


def test_export_replaces_an_older_file_and_leaves_nothing_beside_it(tmp_path: Path):
    out = tmp_path / "deep" / "model.ts"
    run = make_run(tmp_path / "run")
    export_run(run, out)
    first = out.read_bytes()
    export_run(run, out)
    assert [path.name for path in out.parent.iterdir()] == ["model.ts"]
    assert len(out.read_bytes()) == len(first)


class BrokenDecoder(LinearModel):
    def decode(self, z: Tensor) -> Tensor:
        return z @ self.basis / torch.zeros_like(self.basis[0])


def test_an_export_that_fails_keeps_the_older_file(tmp_path: Path):
    out = tmp_path / "model.ts"
    out.write_bytes(b"the older one")
    with pytest.raises(GranvaeError, match="not finite"):
        export_run(make_run(tmp_path / "run", BrokenDecoder()), out)
    assert out.read_bytes() == b"the older one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.ts", "run"]


def test_a_run_without_latents_says_how_to_finish_it(tmp_path: Path):
    run = make_run(tmp_path / "run")
    (tmp_path / "run" / "latents.npz").unlink()
    with pytest.raises(GranvaeError, match=r"latents\.npz .*--resume"):
        export_run(run, tmp_path / "model.ts")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(GranvaeError, match=r"file.model\.ts cannot be written"):
        export_run(make_run(tmp_path / "run"), tmp_path / "file" / "model.ts")


def test_a_full_disk_keeps_the_older_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / "model.ts"
    out.write_bytes(b"the older one")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(GranvaeError, match="No space left on device"):
        export_run(make_run(tmp_path / "run"), out)
    assert out.read_bytes() == b"the older one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.ts", "run"]


def test_figures_that_are_not_finite_do_not_spoil_the_description(tmp_path: Path):
    run = replace(make_run(tmp_path / "run"), summary={"best": float("inf"), "epochs": 0})
    export_run(run, tmp_path / "model.ts")
    assert load_model(tmp_path / "model.ts").metadata["training"] == {"best": None, "epochs": 0}


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


def with_parameters(params: list[int]) -> Foreign:
    return Foreign(params)


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
            lambda path, _: save(with_parameters([3, 16]), path),
            "has no decode_params with the four",
        ),
        (lambda path, _: save(with_parameters([0, 16, 2, 1]), path), "which no decoder"),
        (lambda path, _: save(with_parameters([3, 32, 2, 1]), path), "decodes to the shape"),
        (lambda path, _: save(with_parameters([3, 16, 1, 1]), path), "decodes to the shape"),
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
