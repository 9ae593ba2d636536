"""What `granvae export` writes, and what it leaves in place when it cannot."""

import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

import granvae
from granvae.analysis.pca import fit_pca
from granvae.errors import GranvaeError
from granvae.export.export_run import export_run
from granvae.export.latent_basis import fit_latent_basis
from granvae.export.model_file import ModelFile, open_model_file
from granvae.models.presets import build_model
from granvae.training.run_folder import LATENTS, Run, save_latents
from support import linear_run
from support.fitting import fit, grains
from support.linear_run import HOSTED, LATENT, LinearModel, linear_decode, training_latents

pytestmark = pytest.mark.filterwarnings("error")


def test_the_reloaded_file_decodes_and_encodes_as_the_trained_model(exported: ModelFile):
    z = np.random.default_rng(0).normal(size=(9, HOSTED)).astype(np.float32)
    basis = fit_latent_basis(training_latents(), linear_decode)
    expected = linear_decode(basis.from_host(z))
    np.testing.assert_allclose(exported.decode(z), expected, atol=1e-6)
    mean = LinearModel().encode(torch.from_numpy(expected))[0].numpy()
    np.testing.assert_allclose(exported.encode(expected), basis.to_host(mean), atol=1e-4)
    error = exported.metadata["export_error"]
    assert set(error) == {"in_memory", "reloaded"}
    assert all(0.0 <= value < 1e-6 for value in error.values())


def test_the_file_keeps_the_contract_of_nn_tilde(exported: ModelFile):
    module = exported.module
    assert set(module.get_methods()) == {"decode", "encode", "forward"}
    assert module.decode_params.tolist() == [HOSTED, linear_run.GRAIN, 1, 1]
    assert module.encode_params.tolist() == [1, 1, HOSTED, linear_run.GRAIN]
    assert module.forward_params.tolist() == [1, 1, 1, 1]
    assert not module.decode_params.is_floating_point()
    assert module.get_sample_rate() == module.sr == linear_run.SAMPLE_RATE
    for method in module.get_methods():
        inputs, _, outputs, _ = getattr(module, f"{method}_params").tolist()
        assert len(getattr(module, f"{method}_input_labels")) == inputs
        assert len(getattr(module, f"{method}_output_labels")) == outputs
    assert not any(parameter.requires_grad for parameter in module.parameters())


def test_latents_come_in_standard_deviations_with_the_strongest_first(exported: ModelFile):
    info = exported.metadata
    to_model = np.abs(info["rotation"]["to_model"])
    assert to_model.argmax(axis=0).tolist() == [2, 1, 0]
    shares = info["variance_explained"]
    assert shares == sorted(shares, reverse=True)
    # Variance of each decoded cosine is its squared weight: 16, 4 and 1 of 21.
    np.testing.assert_allclose(shares, np.array([16, 4, 1]) / 21, atol=0.02)
    np.testing.assert_allclose(info["statistics"]["mean"], [0, 0, 0], atol=1e-3)
    np.testing.assert_allclose(info["statistics"]["deviation"], 1.0, atol=1e-3)
    latents = exported.encode(linear_decode(training_latents()))
    np.testing.assert_allclose(latents.mean(axis=0), 0.0, atol=1e-3)
    np.testing.assert_allclose(latents.std(axis=0), 1.0, atol=1e-3)


@pytest.fixture(scope="module", params=["grain", "spectral", "nsgt"])
def rotated(request, tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, ModelFile]:
    """A run of a preset that has learned a little, and its model file."""
    folder = tmp_path_factory.mktemp(request.param)
    torch.manual_seed(0)
    model = build_model(request.param, linear_run.GRAIN, LATENT)
    fit(model, request.param, [grains(16, linear_run.GRAIN)] * 20, 3e-3)
    run = linear_run.make_run(folder / "run", model)
    run = replace(run, config=replace(run.config, preset=request.param))
    export_run(run, folder / "model.ts")
    return run, open_model_file(folder / "model.ts")


def test_rotated_latents_decode_and_encode_as_the_model_itself(rotated: tuple[Run, ModelFile]):
    run, model = rotated
    info = model.metadata
    assert (info["latent"], info["collapsed"]) == (LATENT, 0)
    assert max(info["export_error"].values()) < 1e-5
    to_model = np.array(info["rotation"]["to_model"])
    assert np.count_nonzero(np.abs(to_model) > 1e-3) > 2 * LATENT  # it does rotate
    x = LinearModel().decode(torch.from_numpy(training_latents(50)))
    with torch.inference_mode():
        own, through = run.model.infer(x).numpy(), run.model(x).numpy()
    host = model.encode(x.numpy())
    # An encoder in half precision is refined from another beginning: by -60 dB of full scale.
    halved = "encoder in half precision" in info["graph"]["rewrites"]
    grains, latents = (1e-3, 2e-2) if halved else (1e-4, 1e-4)
    np.testing.assert_allclose(model.decode(host), through, atol=grains)
    # Where the decoder hardly hears a latent, the two may end apart.
    apart = np.abs(info["rotation"]["mean"] + host @ to_model.T - own)
    assert np.quantile(apart, 0.98) < latents


def test_the_gain_latent_changes_the_level_and_nothing_else(rotated: tuple[Run, ModelFile]):
    z = np.zeros((2, LATENT), np.float32)
    z[:, rotated[1].metadata["labels"].index("gain")] = (-3.0, -4.0)  # far from full scale
    loud, quiet = rotated[1].decode(z)
    np.testing.assert_allclose(quiet, loud * np.sqrt((quiet**2).sum() / (loud**2).sum()), rtol=1e-3)
    assert np.abs(quiet).max() < 0.5 * np.abs(loud).max()


def test_percentiles_are_those_of_the_training_latents(exported: ModelFile):
    percentiles = exported.metadata["statistics"]["percentiles"]
    assert list(percentiles) == ["1", "5", "25", "50", "75", "95", "99"]
    # A normal distribution, which the training latents are.
    for name, expected in (("1", -2.33), ("25", -0.67), ("50", 0.0), ("95", 1.64)):
        np.testing.assert_allclose(percentiles[name], expected, atol=0.15)


def test_the_description_is_valid_json_inside_the_archive(exported: ModelFile):
    with zipfile.ZipFile(exported.path) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith("extra/granvae.json"))
        info = json.loads(archive.read(name), parse_constant=pytest.fail)
    assert info["format"] == 2
    assert (info["name"], info["sample_rate"]) == ("model", linear_run.SAMPLE_RATE)
    assert (info["grain"], info["latent"], info["align"]) == (linear_run.GRAIN, HOSTED, "none")
    assert (len(info["statistics"]["deviation"]), info["collapsed"]) == (HOSTED, 1)
    assert info["training"] == {"epochs": 3, "minutes": 0.5}
    assert info["torch_version"] == torch.__version__
    assert info["architecture"]["preset"] == "grain"
    assert info["labels"] == ["latent 0", "latent 1", "latent 2"]


def test_the_file_does_not_say_where_it_was_made(exported: ModelFile):
    folder = str(Path(granvae.__file__).parent).encode()
    with zipfile.ZipFile(exported.path) as archive:
        found = [name for name in archive.namelist() if folder in archive.read(name)]
    assert found == []


def test_the_baseline_travels_with_the_file(exported: ModelFile):
    grains = np.random.default_rng(0).normal(size=(5, linear_run.GRAIN)).astype(np.float32)
    assert exported.pca is not None
    expected = fit_pca(linear_decode(training_latents()), 2)
    np.testing.assert_allclose(exported.pca.reconstruct(grains), expected.reconstruct(grains))


def test_export_replaces_an_older_file_and_leaves_nothing_beside_it(run: Run, tmp_path: Path):
    out = tmp_path / "deep" / "model.ts"
    sizes = []
    for _ in range(2):
        export_run(run, out)
        sizes.append(out.stat().st_size)
    assert [path.name for path in out.parent.iterdir()] == ["model.ts"]
    assert sizes[0] == sizes[1]


class BrokenDecoder(LinearModel):
    def decode(self, z: Tensor) -> Tensor:
        return z @ self.basis / torch.zeros_like(self.basis[0])


def collapse(run: Run, _: object) -> None:
    save_latents(run.folder, 0.05 * training_latents())


def full(_descriptor: int) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda run, _: replace(run, model=BrokenDecoder()), "not finite"),
        (collapse, "All 4 latents of .*run are collapsed.*--beta"),
        (lambda run, _: (run.folder / LATENTS).unlink(), r"latents\.npz .*--resume"),
        (lambda run, patch: patch.setattr(os, "fsync", full), "No space left on device"),
    ],
)
def test_an_export_that_fails_says_why_and_keeps_the_older_file(
    run: Run, out: Path, monkeypatch: pytest.MonkeyPatch, change, sentence: str
):
    out.write_bytes(b"the older one")
    changed = change(run, monkeypatch) or run
    with pytest.raises(GranvaeError, match=sentence):
        export_run(changed, out)
    assert out.read_bytes() == b"the older one"
    assert sorted(path.name for path in out.parent.iterdir()) == ["model.ts", "run"]


def test_a_place_that_cannot_be_written_is_named(run: Run, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(GranvaeError, match=r"file.model\.ts cannot be written"):
        export_run(run, tmp_path / "file" / "model.ts")


def test_infinite_metrics_do_not_spoil_the_description(run: Run, out: Path):
    export_run(replace(run, summary={"best": float("inf"), "epochs": 0}), out)
    assert open_model_file(out).metadata["training"] == {"best": None, "epochs": 0}
