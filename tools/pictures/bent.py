"""A recording, what the instrument makes of it, and the same bent, as sounds and a picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
from matplotlib.figure import Figure

from granvae import Synth
from granvae.engine.offline_engine import Float32
from tools.pictures import style

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "max-package" / "media" / "granvae-consort.ts"
RECORDING = ROOT / "docs" / "sounds" / "recorded.flac"  # which the model was not trained on
_WINDOW = 2048  # samples
_HOP = 256
_HIGHEST = 8000.0  # Hz
_QUIETEST_DB = -70.0


def played(synth: Synth) -> Float32:
    """The path once from its beginning, as recorded: ``(n,)``."""
    return synth.process(None, 0, 0, len(synth.table))


def make_bent(pictures: Path) -> None:
    """Write ``played.flac`` and ``bent.flac`` beside the recording, and ``bent.png``."""
    synth = Synth(MODEL, sample_rate=None)
    recorded, rate = soundfile.read(RECORDING, dtype="float32")
    synth.encode(recorded, rate)
    sounds = {"recorded": recorded, "played": played(synth)}
    synth.stretch(2.0)
    synth.scale(1.4)
    sounds["bent"] = played(synth)
    for name in ("played", "bent"):
        peak = max(1.0, float(np.abs(sounds[name]).max()))
        soundfile.write(RECORDING.with_name(f"{name}.flac"), sounds[name] / peak, rate)
    draw_spectrograms(pictures / "bent.png", sounds, rate)


def draw_spectrograms(file: Path, sounds: dict[str, Float32], rate: int) -> None:
    """One below the other, on one axis of time."""
    longest = max(len(sound) for sound in sounds.values()) / rate
    figure = Figure(figsize=(7.5, 4.6), layout="constrained")
    axes = figure.subplots(len(sounds), 1, sharex=True)
    for axis, (title, sound) in zip(axes, sounds.items(), strict=True):
        last = axis is axes[-1]
        style.dress(axis, "seconds" if last else "", "kHz", title)
        frames = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[::_HOP]
        power = np.abs(np.fft.rfft(frames * np.hanning(_WINDOW))) ** 2
        decibels = 10.0 * np.log10(power / power.max() + 1e-12)
        shown = decibels[:, : int(_HIGHEST / rate * _WINDOW)]
        extent = (0.0, len(sound) / rate, 0.0, _HIGHEST / 1000.0)
        axis.imshow(shown.T, origin="lower", aspect="auto", extent=extent, cmap="magma",
                    vmin=_QUIETEST_DB, vmax=0.0)  # fmt: skip
        axis.set_xlim(0.0, longest)
        axis.grid(visible=False)
    style.save(figure, file)
