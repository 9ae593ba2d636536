import json
from pathlib import Path

import pytest

from granvae.errors import GranvaeError
from granvae.training.config import TrainConfig

CHANGES = ({"grain": "many"}, {"sounds": 3}, {"from_the_future": 1})
WRONG = ("{", "[]", "{}", *(json.dumps({"sounds": ["a"], **change}) for change in CHANGES))


def test_a_configuration_comes_back_as_it_was(tmp_path: Path) -> None:
    config = TrainConfig(sounds=("größe",), controls=("centroid",), minutes=0.5, seed=2**63)
    config.save(tmp_path / "config.json")
    assert TrainConfig.load(tmp_path / "config.json") == config


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_configuration_is_refused_in_one_sentence(text: str, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(text)
    with pytest.raises(GranvaeError, match=r"config\.json is not a run's configuration") as caught:
        TrainConfig.load(tmp_path / "config.json")
    assert "\n" not in str(caught.value)
