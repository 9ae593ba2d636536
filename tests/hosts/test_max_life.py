"""How long granvae~ lives in Max: made, deleted and made again, it leaves nothing behind."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from hosts.max_host import Host

PAGE = 4096  # bytes


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def under_a_sanitizer() -> bool:
    """A sanitizer keeps freed memory for a while, which looks like growth."""
    return "libasan" in Path("/proc/self/maps").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count otherwise")
def test_a_thousand_boxes_made_and_deleted_leave_no_memory_behind(host: Host, model: Path) -> None:
    sizes = []
    for cycle in range(1000):
        box = host.new(f'granvae~ "{model}" @autoread 1')
        box.send("random 1")
        box.wait_for("latents")
        assert np.isfinite(box.play(64)[0]).all()
        box.delete()
        if cycle % 100 == 99:
            sizes.append(resident())
    # What a process needs once is there after the first hundreds. Of 600 boxes, tables with their
    # mipmaps would take 9 MB, and models 60.
    if not under_a_sanitizer():
        assert sizes[-1] - sizes[3] < 1 << 22


def test_deleting_while_a_model_loads_is_safe(host: Host, model: Path, other_model: Path) -> None:
    for cycle in range(100):
        box = host.new(f'granvae~ "{model}"')
        box.send(f'read "{other_model}"')
        box.send("random 1")
        if cycle % 3 == 1:
            host.library.host_pass(1.0)
        if cycle % 3 == 2:
            box.play(64)
        box.delete()
    survivor = host.new(f'granvae~ "{model}"')
    assert [name for name, _ in survivor.finish()] == ["loaded"]


def test_deleting_a_box_leaves_the_sound_of_the_others_alone(host: Host, model: Path) -> None:
    kept, gone = (host.new(f'granvae~ "{model}"') for _ in range(2))
    kept.finish()
    gone.finish()
    cycle = 512 - 512 // 4  # samples: a grain less its crossfade
    before = kept.play(cycle * 64)[0][-cycle:]
    gone.delete()
    np.testing.assert_array_equal(kept.play(cycle * 64)[0][-cycle:], before)
