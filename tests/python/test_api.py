"""What ``import granvae`` offers."""

from __future__ import annotations

import doctest
import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import granvae
from support import encoding_models, learned_models, tiny_models
from support.tones import write_tones

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "max-package" / "media" / "granvae-consort.ts"
(VERSION,) = re.findall(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)


def printed(code: str, *options: str) -> str:
    """What a fresh interpreter prints; with ``-S`` it knows no installed package."""
    return subprocess.run(
        [sys.executable, *options, "-c", code],
        env={**os.environ, "PYTHONPATH": str(Path(granvae.__file__).parents[1])},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the examples use without saying where it comes from."""
    folder = tmp_path_factory.mktemp("examples")
    sounds = write_tones(folder / "sounds")
    public = {name: getattr(granvae, name) for name in granvae.__all__}
    run = granvae.train(sounds, folder / "trained", grain=64, latents=4, epochs=1)
    sound = encoding_models.sayable()
    model = learned_models.with_places(DEMO, folder / "model.ts")
    given = {"np": np, "granvae": granvae, "model": model, "sound": sound}
    adjustable = encoding_models.save(encoding_models.Adjustable(), folder / "adjustable.ts")
    given |= {"foreign": granvae.Synth(adjustable), "synth": granvae.Synth(model)}
    given |= {"player": granvae.Player(np.ones(512), crossfade_law="linear")}
    return {**public, **given, "folder": folder, "sounds": sounds, "run": run}


@pytest.mark.parametrize("name", ["", *granvae.__all__])
def test_every_example_of_the_public_names_runs(
    name: str, names: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Tests of the command line, which shows what the library logs, may run in the same process.
    monkeypatch.setattr(logging.getLogger("granvae"), "handlers", [])
    documented = getattr(granvae, name) if name else granvae
    if isinstance(documented, ModuleType) and name:
        documented = documented.__call__  # export: a package that is called as a function
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    finder = doctest.DocTestFinder(recurse=bool(name), exclude_empty=False)
    bases = documented.__mro__[:-1] if name in ("Player", "Synth") else (documented,)
    tests = [test for each in bases for test in finder.find(each, name, globs=dict(names))]
    for test in tests:
        runner.run(test)
    assert runner.summarize(verbose=False).failed == 0
    if name in ("Player", "Synth"):
        public = [test for test in tests if "." in test.name and "._" not in test.name]
        assert [test.name for test in public if not test.examples] == []
    errors = isinstance(documented, type) and issubclass(documented, Exception)
    if not errors and name not in ("__version__", "GrainMap", "Model"):
        assert any(test.examples for test in tests)


def test_importing_granvae_loads_neither_torch_nor_numpy_nor_the_engine() -> None:
    code = (
        "import sys, granvae; dir(granvae);"
        "print(*sorted(m for m in sys.modules if m.startswith(('granvae', 'torch', 'numpy'))))"
    )
    assert printed(code).split() == ["granvae", "granvae.errors"]


def test_playing_and_reading_models_needs_no_pytorch() -> None:
    code = (
        "import sys, granvae;"
        f"granvae.Synth({str(DEMO)!r}); granvae.load_model({str(DEMO)!r});"
        f"granvae.read_map({str(DEMO)!r}); granvae.parameters(); granvae.messages();"
        "print('torch' in sys.modules)"
    )
    assert printed(code).strip() == "False"


def test_dir_lists_what_there_is_and_nothing_else() -> None:
    assert dir(granvae) == sorted(granvae.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'sing'"):
        granvae.sing  # noqa: B018


def test_export_is_a_function_before_and_after_its_package_is_imported() -> None:
    code = (
        "import granvae; first = callable(granvae.export);"
        "import granvae.export.latent_basis; print(first, callable(granvae.export))"
    )
    assert printed(code).split() == ["True", "True"]


def test_the_version_stands_in_one_place_and_the_others_agree() -> None:
    assert granvae.__version__ == VERSION
    package = json.loads((ROOT / "max-package" / "package-info.json").read_text())
    assert package["version"] == VERSION
    plist = (ROOT / "external" / "max" / "Info.plist.in").read_text()
    assert "@PROJECT_VERSION@" in plist or plist.count(f"<string>{VERSION}</string>") == 2
    assert "version:" not in (ROOT / "CITATION.cff").read_text().replace("cff-version:", "")
    source = printed("import granvae; print(granvae.__version__)", "-S")
    assert source.strip() == "0+unknown"


def test_a_rendering_has_its_length_in_samples_or_seconds() -> None:
    player = granvae.Player(np.ones(512), sample_rate=8000)
    assert player.process(110.0, seconds=0.5).shape == (4000,)
    assert player.play(110.0, samples=4000, seconds=0.5).phase.shape == (4000,)


def test_objects_say_what_they_are() -> None:
    player = granvae.Player(np.ones(512))
    assert repr(player) == "Player(table=(512,), sample_rate=44100, channels=1)"
    assert repr(player.play(100, seconds=1)) == "Sound(samples=(44100,), onsets=100)"
    for model in (granvae.Synth(DEMO), granvae.load_model(DEMO)):
        assert f"{DEMO}', latents=16, grain=512, sample_rate=44100" in repr(model)
    assert "latents, " in repr(granvae.read_map(DEMO))


def test_a_loaded_model_decodes_what_a_synth_plays() -> None:
    model, synth = granvae.load_model(DEMO), granvae.Synth(DEMO)
    point = np.linspace(-1, 1, model.latents, dtype=np.float32)
    synth.latent(point)
    decoded = model.decode([point], noise=0.5)[0]
    np.testing.assert_allclose(decoded, synth.table, rtol=0, atol=1e-7)
    assert model.labels[0] == model.metadata["labels"][0] == "gain"
    assert model.encodes


def test_a_loaded_foreign_model_has_labels_and_no_metadata(tmp_path: Path) -> None:
    model = granvae.load_model(tiny_models.linear_model(tmp_path / "model.ts", latents=3))
    assert model.labels == ("latent 0", "latent 1", "latent 2")
    assert model.metadata == {}
    assert not model.encodes
