"""The worker thread runs before others while somebody plays live, where the system lets it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from granvae import Synth
from support.performers import wait_until
from support.playing import LATENTS, RATE, live

resource = pytest.importorskip("resource", reason="a system without limits for processes")
pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="other systems do not show priorities"
)

BLOCK = 64


def hosted(model: Path) -> Synth:
    """As in a host: time does not wait for its grains."""
    synth = live(model, 4 * BLOCK)
    synth._engine.set_offline(False)
    return synth


def peak_in_real_time(synth: Synth, blocks: int = 20) -> float:
    peak = 0.0
    for _ in range(blocks):
        heard = synth.process(200.0, 0, 64, BLOCK, latents=np.ones(LATENTS))
        peak = max(peak, float(np.abs(heard).max()))
        time.sleep(BLOCK / RATE)
    return peak


def scheduling() -> set[tuple[int, int]]:
    """Policy and nice value of each thread of this process."""
    found = set()
    for thread in Path("/proc/self/task").iterdir():
        fields = (thread / "stat").read_text().rpartition(")")[2].split()
        found.add((int(fields[38]), int(fields[16])))
    return found


def may_be_real_time() -> bool:
    """Whether the system lets a thread of ours be real-time."""

    def ask() -> bool:
        try:
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
        except PermissionError:
            return False
        return True

    with ThreadPoolExecutor(1) as another:
        allowed = another.submit(ask).result()
    return allowed and resource.getrlimit(resource.RLIMIT_RTTIME)[0] == resource.RLIM_INFINITY


def test_the_worker_is_real_time_only_while_somebody_plays_live(model: Path):
    if not may_be_real_time():
        pytest.skip("this user may not have real-time threads")

    def is_real_time() -> bool:
        return any(policy == os.SCHED_RR for policy, _ in scheduling())

    wait_until(lambda: not is_real_time(), "the worker stays real-time")
    before = scheduling()
    synth = hosted(model)
    peak_in_real_time(synth)
    wait_until(is_real_time, "the worker never becomes real-time")
    synth.set("live", "off")
    synth.process(200.0, samples=20 * BLOCK)
    wait_until(lambda: scheduling() <= before, "the worker stays real-time")


def test_without_the_right_to_real_time_threads_one_plays_live_all_the_same(model: Path):
    """In a process of its own, which gives the right away."""
    program = f"""
import ctypes, sys
sys.path[:0] = {[str(Path(__file__).parent), str(Path(__file__).parents[2])]!r}
from pathlib import Path
from test_urgency import hosted, peak_in_real_time, scheduling, wait_until
no_rights = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
assert ctypes.CDLL(None).capset(*no_rights) == 0
synth = hosted(Path({str(model)!r}))
wait_until(lambda: peak_in_real_time(synth) > 0.0, "nothing sounds")
assert {{policy for policy, _ in scheduling()}} == {{0}}, scheduling()
"""

    def give_rights_away() -> None:
        for limit in (resource.RLIMIT_RTPRIO, resource.RLIMIT_NICE):
            resource.setrlimit(limit, (0, 0))

    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        preexec_fn=give_rights_away,
    )
    assert done.returncode == 0, done.stderr
