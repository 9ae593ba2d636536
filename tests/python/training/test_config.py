from __future__ import annotations

import json
from pathlib import Path

import pytest

from granvae.errors import GranvaeError
from granvae.training.config import TrainConfig

OLD = {"sounds": ["a", "b"], "preset": "paper", "grain": 512, "latent": 16, "minutes": 5}


def test_a_configuration_comes_back_as_it_was(tmp_path: Path) -> None:
    config = TrainConfig(sounds=("größe",), controls=("centroid",), minutes=0.5, seed=2**63)
    config.save(tmp_path / "config.json")
    assert TrainConfig.load(tmp_path / "config.json") == config


def test_a_configuration_of_an_older_version_has_the_defaults_of_what_it_lacks(
    tmp_path: Path,
) -> None:
    (tmp_path / "config.json").write_text(json.dumps(OLD))
    expected = TrainConfig(sounds=("a", "b"), preset="paper", minutes=5.0)
    assert TrainConfig.load(tmp_path / "config.json") == expected


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        json.dumps({**OLD, "grain": "many"}),
        json.dumps({**OLD, "sounds": 3}),
        json.dumps({**OLD, "from_the_future": 1}),
    ],
)
def test_what_is_no_configuration_is_refused_in_one_sentence(text: str, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(text)
    with pytest.raises(GranvaeError, match=r"config\.json is not a run's configuration") as caught:
        TrainConfig.load(tmp_path / "config.json")
    assert "\n" not in str(caught.value)
