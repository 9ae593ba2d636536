"""Clouds of Csound's grain3, rendered by its command."""

from __future__ import annotations

from pathlib import Path

from .bench_clouds import TABLE, Cloud
from .report import BLOCK, SAMPLE_RATE

# The window is not interpolated (8 would), as in a cloud of ours; the table is (4 would not).
_MODE = 0


def command(cloud: Cloud, sound: Path, seconds: float, folder: Path) -> list[str]:
    """Renders ``seconds`` of mono into out.wav in ``folder``. ``sound``: of `TABLE` samples."""
    score = folder / f"grain3-{cloud.grains}-{seconds:g}.csd"
    duration = cloud.length / SAMPLE_RATE
    hertz = cloud.speed * SAMPLE_RATE / TABLE  # of the whole table
    grain3 = (
        f"grain3 {hertz}, 0, 0, 0.5, {duration}, {cloud.onsets}, {cloud.grains}, 1, 2, 0, 0, "
        f"1, {_MODE}"
    )
    score.write_text(
        f"""<CsoundSynthesizer>
<CsInstruments>
sr = {SAMPLE_RATE}
ksmps = {BLOCK}
nchnls = 1
0dbfs = 1
instr 1
  asound {grain3}
  out asound * {1.0 / cloud.grains}
endin
</CsInstruments>
<CsScore>
f 1 0 {TABLE} -1 "{sound.as_posix()}" 0 0 1
f 2 0 8192 20 2 1
i 1 0 {seconds}
</CsScore>
</CsoundSynthesizer>
""",
        encoding="utf-8",
    )
    return ["csound", "-d", "-m0", "-W", "-f", "-o", str(folder / "out.wav"), str(score)]
