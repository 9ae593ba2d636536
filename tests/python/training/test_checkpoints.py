import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from granvae.errors import GranvaeError
from granvae.training import checkpoints
from granvae.training.checkpoints import BEST, FOLDER, LAST


def contents(step: int) -> dict[str, Any]:
    return {"global_step": step, "state_dict": {"weight": torch.zeros(3)}}


def run_script(text: str, path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _IMPORTS + text, str(path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


_IMPORTS = """
import sys, torch
from pathlib import Path
from granvae.training.checkpoints import write_checkpoint
from granvae.errors import GranvaeError
path = Path(sys.argv[1])
"""
_FULL_DISK = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
write_checkpoint({"global_step": 1, "state_dict": {"weight": torch.zeros(1000)}}, path)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write_checkpoint({"global_step": 2, "state_dict": {"weight": torch.zeros(1000_000)}}, path)
except GranvaeError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a system without limits for files")
def test_a_disk_that_takes_no_more_keeps_the_checkpoint_before_it(tmp_path: Path) -> None:
    # The system itself refuses the bytes here: no file may grow past a limit.
    path = tmp_path / LAST
    (sentence,) = run_script(_FULL_DISK, path).communicate()[0].splitlines()
    assert "last.ckpt could not be written" in sentence
    assert "--resume" in sentence
    assert checkpoints.read_checkpoint(path)["global_step"] == 1
    assert os.listdir(tmp_path) == [LAST]


_WRITER = """
weight = torch.zeros(2_000_000)
for step in range(10**6):
    contents = {"global_step": step, "state_dict": {"weight": weight + step}}
    write_checkpoint(contents, path)
    print(step, flush=True)
"""


def test_a_process_killed_while_it_writes_leaves_a_whole_checkpoint(tmp_path: Path) -> None:
    path = tmp_path / FOLDER / LAST
    writer = run_script(_WRITER, path)
    assert writer.stdout is not None
    while int(writer.stdout.readline()) < 3:
        pass
    writer.kill()
    writer.wait()
    got = checkpoints.read_checkpoint(path)
    assert got["global_step"] >= 3
    assert torch.equal(got["state_dict"]["weight"], torch.full((2_000_000,), got["global_step"]))
    checkpoints.remove_partial(tmp_path)
    assert os.listdir(path.parent) == [LAST]


def test_a_training_goes_on_from_the_furthest_checkpoint(tmp_path: Path) -> None:
    assert checkpoints.read_newest(tmp_path) is None
    checkpoints.write_checkpoint(contents(9), tmp_path / FOLDER / BEST)
    checkpoints.write_checkpoint(contents(4), tmp_path / FOLDER / LAST)
    newest = checkpoints.read_newest(tmp_path)
    assert newest is not None
    assert newest[0].name == BEST


def test_two_damaged_checkpoints_are_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    for name in (LAST, BEST):
        (tmp_path / FOLDER / name).write_bytes(b"")
    with pytest.raises(GranvaeError, match="holds no checkpoint that can be read"):
        checkpoints.read_either(tmp_path, BEST, LAST)
    with pytest.raises(GranvaeError, match="is not a whole checkpoint"):
        checkpoints.read_newest(tmp_path)


class _Trap:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> Any:
        return (Path.touch, (self.mark,))


def test_a_checkpoint_cannot_run_code(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    torch.save({"state_dict": _Trap(mark)}, tmp_path / "trap.ckpt", pickle_module=pickle)
    with pytest.raises(GranvaeError, match="is not a whole checkpoint"):
        checkpoints.read_checkpoint(tmp_path / "trap.ckpt")
    assert not mark.exists()
