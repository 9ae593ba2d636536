from __future__ import annotations

from pathlib import Path

import pytest

from granvae.errors import GranvaeError
from granvae.training.run_folder import CONTROLS, load_correlations, load_run, save_correlations


def test_a_folder_without_a_run_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(GranvaeError, match="holds no training run"):
        load_run(tmp_path)


def test_correlations_come_back_as_they_were_and_damaged_ones_are_refused(tmp_path: Path) -> None:
    assert load_correlations(tmp_path) == {}
    correlations = {"loudness": {"spearman": None, "pearson": 0.5}}
    save_correlations(tmp_path, correlations)
    assert load_correlations(tmp_path) == correlations
    (tmp_path / CONTROLS).write_text("[")
    with pytest.raises(GranvaeError, match=r"controls\.json does not say.*--resume"):
        load_correlations(tmp_path)
