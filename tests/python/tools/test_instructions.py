"""Instructions of inner loops are counted as a disassembler lists them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import instructions

LISTING = """
0000000000000000 <void each<exp_of>(float*, int)>:
   0:\tcbz\tw1, 14 <void each<exp_of>(float*, int)+0x14>
   4:\tldr\tq0, [x0]
   8:\tfmul\tv0.4s, v0.4s, v1.4s
   c:\tstr\tq0, [x0], #16
  10:\tb.ne\t4 <void each<exp_of>(float*, int)+0x4>  // b.any
  14:\tldr\ts0, [x0]
  18:\tcbnz\tw1, 14 <void each<exp_of>(float*, int)+0x14>
  1c:\tret
0000000000000000 <tile(float*)>:
   0:\tvmulps (%rax),%ymm1,%ymm0
   4:\tje     8 <tile(float*)+0x8>
   8:\tjne    0 <tile(float*)+0x0>
"""


def test_a_loop_is_what_lies_between_a_jump_back_and_where_it_leads(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("subprocess.run", lambda *_, **__: type("Done", (), {"stdout": LISTING}))
    found = instructions.functions("objdump", tmp_path)
    lengths = {name: instructions.straight_loops(code) for name, code in found.items()}
    # Neither the loop without vectors nor the one with a way out counts.
    assert lengths == {"void each<exp_of>(float*, int)": [4], "tile(float*)": []}
