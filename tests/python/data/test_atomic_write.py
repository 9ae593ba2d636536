"""A file is replaced whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from granvae.data.atomic_write import atomic_write


def test_the_file_appears_when_the_block_ends_and_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "model.ts"
    with atomic_write(path) as part:
        part.write_text("new")
        assert not path.exists()
        assert part.suffix == ".ts"
    assert path.read_text() == "new"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("begun", [False, True])
def test_a_block_that_fails_keeps_the_old_file_and_leaves_nothing(
    tmp_path: Path, begun: bool
) -> None:
    path = tmp_path / "model.ts"
    path.write_text("old")

    def fail() -> None:
        with atomic_write(path) as part:
            if begun:
                part.write_text("half")
            raise RuntimeError("full")

    with pytest.raises(RuntimeError, match="full"):
        fail()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
