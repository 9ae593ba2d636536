"""How near what the instrument plays is to the recordings, by system and file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from granvae.analysis.metrics import si_sdr_db
from granvae.analysis.pitch import harmonic_ratio_db, pitch_kept, pitch_track
from granvae.analysis.sound_metrics import grain_modulation_db, log_mel_distance_db, onsets_kept
from granvae.evaluation.band_scores import BandScores, score_bands

if TYPE_CHECKING:
    from granvae.evaluation.sounds import PlayedSound
    from granvae.export.codec import Floats

SOUND_HEADINGS = {  # metric → heading; the arrow points to the better side
    "pitch": "pitch kept ↑",
    "hnr_db": "HNR dB ↑",
    "modulation_db": "AM dB ↓",
    "si_sdr_db": "SI-SDR dB ↑",
    "log_mel_db": "log-mel dB ↓",
    "onsets": "onsets kept ↑",
}
SHARES = ("pitch", "onsets")  # of 1; the others are in dB
RECORDING = "recording"


@dataclass(frozen=True)
class SoundMetrics:
    """How near a played sound is to its recording; NaN where a metric has no meaning.

    Attributes:
        pitch: the share of voiced frames within 50 cents of the recording's pitch.
        hnr_db: energy at the harmonics of the recording's pitch over the rest.
        modulation_db: modulation of the amplitude at the rate of grains.
        si_sdr_db: as `granvae.analysis.metrics.si_sdr_db`, of the whole sound.
        log_mel_db: distance of mel spectrograms.
        onsets: the share of onsets within 7 ms of the recording's.
    """

    pitch: float
    hnr_db: float
    modulation_db: float
    si_sdr_db: float
    log_mel_db: float
    onsets: float

    def to_dict(self) -> dict[str, float | None]:
        """The metrics by name, without NaN, which JSON does not know."""
        return {name: value if np.isfinite(value) else None for name, value in asdict(self).items()}

    @classmethod
    def median(cls, several: Sequence[SoundMetrics]) -> SoundMetrics:
        """The median of each metric over the sounds for which it has a meaning."""
        columns = (np.array([getattr(one, field.name) for one in several]) for field in fields(cls))
        known = (column[np.isfinite(column)] for column in columns)
        return cls(*(float(np.median(one)) if len(one) else float("nan") for one in known))


@dataclass(frozen=True)
class SoundScores:
    """The metrics of whole sounds.

    Attributes:
        systems: by system (see `PlayedSound.played`, and ``recording`` for what the recording
            itself has of harmonics and modulation) and file.
        bands: by system and file, of the model without and with its noise; silent files have none.
        heard: the system that one hears with the engine's defaults.
        seconds: of each stretch, by file.
    """

    systems: dict[str, dict[str, SoundMetrics]]
    bands: dict[str, dict[str, BandScores]]
    heard: str
    seconds: dict[str, float]

    def __bool__(self) -> bool:
        return bool(self.seconds)

    @property
    def files(self) -> tuple[str, ...]:
        """The files of which a stretch was played."""
        return tuple(self.seconds)

    def medians(self, names: Collection[str] | None = None) -> dict[str, SoundMetrics]:
        """By system, the median over all files, or over some of them; none without a file."""
        chosen = self.files if names is None else [name for name in self.files if name in names]
        if not chosen:
            return {}
        return {
            system: SoundMetrics.median([files[name] for name in chosen if name in files])
            for system, files in self.systems.items()
        }

    def mean_bands(
        self, system: str | None = None, files: Collection[str] | None = None
    ) -> BandScores | None:
        """The mean over all files, or over some of them, of a system or else of what is heard."""
        of_system = self.bands.get(system or self.heard, {})
        chosen = [one for name, one in of_system.items() if files is None or name in files]
        return BandScores.mean(chosen) if chosen else None

    def to_dict(self) -> dict[str, object]:
        """For JSON: medians and bands by system, and the metrics of each file."""
        bands = {system: self.mean_bands(system) for system in self.bands}
        return {
            "median": plain(self.medians()),
            "bands": {system: mean.to_dict() for system, mean in bands.items() if mean},
            "files": {name: plain(self.medians([name])) for name in self.files},
            "seconds": self.seconds,
        }


def plain(systems: dict[str, SoundMetrics]) -> dict[str, dict[str, float | None]]:
    """Metrics by system and name, for JSON."""
    return {system: metrics.to_dict() for system, metrics in systems.items()}


def score_sounds(sounds: Sequence[PlayedSound], grain: int, rate: int) -> SoundScores:
    """The metrics of each played sound, at ``rate`` Hz, of a model with grains of ``grain``."""
    systems: dict[str, dict[str, SoundMetrics]] = {}
    bands: dict[str, dict[str, BandScores]] = {}
    for sound in sounds:
        for system, metrics in _score(sound, grain, rate).items():
            systems.setdefault(system, {})[sound.name] = metrics
        for system in dict.fromkeys(("model", sound.heard)):
            if of_system := score_bands(sound, system, grain, rate):
                bands.setdefault(system, {})[sound.name] = of_system
    heard = "with noise" if "with noise" in systems else "model"
    return SoundScores(
        systems, bands, heard, {sound.name: len(sound.recorded) / rate for sound in sounds}
    )


def _score(sound: PlayedSound, grain: int, rate: int) -> dict[str, SoundMetrics]:
    recorded = sound.recorded
    track = pitch_track(recorded, rate)
    interval = float(np.mean(sound.places[1:])) if len(sound.places) > 1 else float(grain)

    def alone(samples: Floats) -> tuple[float, float]:
        ratio = harmonic_ratio_db(samples, rate, track)
        return ratio, grain_modulation_db(samples, rate, interval)

    unknown = float("nan")  # of a recording beside itself
    scores = {RECORDING: SoundMetrics(unknown, *alone(recorded), unknown, unknown, unknown)}
    for system, samples in sound.played.items():
        scores[system] = SoundMetrics(
            pitch_kept(track, pitch_track(samples, rate)),
            *alone(samples),
            float(si_sdr_db(recorded[None], samples[None])[0]),
            log_mel_distance_db(recorded, samples, rate),
            onsets_kept(recorded, samples, rate),
        )
    return scores
