from pathlib import Path

import pytest

from granvae.data.atomic_write import write_json
from granvae.errors import GranvaeError
from granvae.training.checkpoints import BEST, FOLDER, LAST, write_checkpoint
from granvae.training.run_folder import CONTROLS, load_correlations, load_run
from support.short_training import checkpoint, state_of


def test_a_folder_without_a_run_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(GranvaeError, match="holds no training run"):
        load_run(tmp_path)


def test_a_run_of_other_layers_is_refused_and_left_as_it_is(learn, finished: Path) -> None:
    for name in (BEST, LAST):
        contents = checkpoint(finished, name)
        for owner in ("model", "average"):
            first = f"{owner}.encoder.0.weight"
            contents["state_dict"][first] = contents["state_dict"][first].repeat(2, 1)
        write_checkpoint(contents, finished / FOLDER / name)
    before = state_of(finished / FOLDER)
    sentence = r"not fit the preset grain with grains of 64 samples and 4 latents.*train it again"
    for read in (lambda: load_run(finished), lambda: learn(epochs=5, resume=True)):
        with pytest.raises(GranvaeError, match=sentence) as caught:
            read()
        assert "\n" not in str(caught.value)
    assert state_of(finished / FOLDER) == before


def test_correlations_come_back_as_they_were_and_damaged_ones_are_refused(tmp_path: Path) -> None:
    assert load_correlations(tmp_path) == {}
    correlations = {"loudness": {"spearman": None, "pearson": 0.5}}
    write_json(tmp_path / CONTROLS, correlations)
    assert load_correlations(tmp_path) == correlations
    (tmp_path / CONTROLS).write_text("[")
    with pytest.raises(GranvaeError, match=r"controls\.json does not say.*--resume"):
        load_correlations(tmp_path)
