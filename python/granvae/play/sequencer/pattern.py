"""Patterns: paths through the latent space whose points are steps in time."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from granvae.errors import GranvaeError

MOST_TRACKS = 16
MOST_STEPS = 256  # of a track
FORMAT = 1

Piece = TypeVar("Piece", "Step", "Track", "Pattern")


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        on: whether it sounds.
        latent: the point, ``(latents,)`` in deviations; empty for the origin.
        level: gain, linear.
        length: in steps; the next onset of the track ends it too.
        pitch: semitones above the recording.
        probability: that it sounds, drawn anew each time.
        glide: share of the step in which latent and pitch come over from the step before.
    """

    on: bool = False
    latent: tuple[float, ...] = ()
    level: float = 1.0
    length: float = 1.0
    pitch: float = 0.0
    probability: float = 1.0
    glide: float = 0.0


@dataclass(frozen=True)
class Track:
    """Steps that one voice plays in turn; tracks of different lengths are polymetric.

    Attributes:
        steps: one at least.
        division: steps a beat; 4 are sixteenths.
        level: gain, linear.
        pan: -1 left … 1 right.
        mute: whether it is silent; it goes on counting.
        mutation: deviations that each step moves by, at random, each time the track begins anew.
        limit: deviations that it may go away from where it was set.
    """

    steps: tuple[Step, ...] = field(default_factory=lambda: (Step(),) * 16)
    division: float = 4.0
    level: float = 1.0
    pan: float = 0.0
    mute: bool = False
    mutation: float = 0.0
    limit: float = 1.0


@dataclass(frozen=True)
class Pattern:
    """All tracks, and the time that they share.

    Attributes:
        tempo: beats a minute.
        swing: where an odd step lies between its neighbours: 0.5 in the middle, 2/3 triplets.
        length: beats after which all tracks begin anew; 0 lets each run round by itself.
        seed: of probabilities and mutations: the same seed plays the same.
        tracks: one at least.
    """

    tempo: float = 120.0
    swing: float = 0.5
    length: float = 0.0
    seed: int = 0
    tracks: tuple[Track, ...] = field(default_factory=lambda: (Track(),))

    def with_track(self, index: int, **changes: Any) -> Pattern:
        """With another value of a track's attributes."""
        tracks = list(self.tracks)
        tracks[index] = checked(replace(tracks[index], **changes))
        return replace(self, tracks=tuple(tracks))

    def with_step(self, track: int, index: int, **changes: Any) -> Pattern:
        """With another value of a step's attributes."""
        steps = list(self.tracks[track].steps)
        steps[index] = checked(replace(steps[index], **changes))
        return self.with_track(track, steps=tuple(steps))


# Range of every number.
LIMITS: Mapping[type, Mapping[str, tuple[float, float]]] = {
    Step: {"level": (0.0, 4.0), "length": (0.01, MOST_STEPS), "pitch": (-60.0, 60.0),
           "probability": (0.0, 1.0), "glide": (0.0, 1.0)},
    Track: {"division": (0.0625, 64.0), "level": (0.0, 4.0), "pan": (-1.0, 1.0),
            "mutation": (0.0, 100.0), "limit": (0.0, 100.0)},
    Pattern: {"tempo": (1.0, 1000.0), "swing": (0.5, 0.95), "length": (0.0, 4096.0),
              "seed": (0, 2**53)},
}  # fmt: skip


def checked(piece: Piece) -> Piece:
    """The same, if its numbers are within their ranges.

    Raises:
        GranvaeError: one is not.
    """
    for name, (least, most) in LIMITS[type(piece)].items():
        value = getattr(piece, name)
        if not (isinstance(value, int | float) and least <= value <= most):
            raise GranvaeError(
                f"the {name} of a {type(piece).__name__.lower()} is a number from {least:g} to "
                f"{most:g}, not {value!r}."
            )
    return piece


def euclid(hits: int, steps: int, rotation: int = 0) -> list[bool]:
    """``hits`` onsets spread over ``steps`` as evenly as can be, the first on the first step.

    The rhythms of Bjorklund's algorithm (2003), which Toussaint (2005) found in the world's music:
    (3, 8) is x..x..x., the tresillo. ``rotation`` turns it to the right by steps.
    """
    heads = min(hits, steps)
    groups = [[True]] * heads + [[False]] * (steps - heads)
    rest = steps - heads
    while heads and rest:
        # Each of the first groups takes one of the last, until one at most is left over.
        pairs = min(heads, rest)
        paired = [groups[k] + groups[-1 - k] for k in range(pairs)]
        groups = paired + groups[pairs : len(groups) - pairs]
        heads, rest = pairs, len(groups) - pairs
        if rest == 1:
            break
    flat = [onset for group in groups for onset in group]
    return [flat[(k - rotation) % steps] for k in range(steps)]


def to_json(pattern: Pattern) -> dict[str, Any]:
    """As plain values that JSON knows."""
    return {"format": FORMAT, **asdict(pattern)}


def from_json(content: Any, name: str) -> Pattern:
    """The pattern of such values, ``name`` being what they were read from.

    Raises:
        GranvaeError: they are no pattern.
    """
    try:
        if int(content["format"]) > FORMAT:
            raise ValueError(f"format {content['format']}, newer than {FORMAT}")
        tracks = tuple(_track(entry) for entry in content["tracks"])
        if not 1 <= len(tracks) <= MOST_TRACKS:
            raise ValueError(f"{len(tracks)} tracks where 1 to {MOST_TRACKS} may be")
        rest = _known(Pattern, content, "tracks")
        return checked(Pattern(tracks=tracks, **{**rest, "seed": int(rest.get("seed", 0))}))
    except (KeyError, TypeError, ValueError, AttributeError, GranvaeError) as error:
        said = str(error).rstrip(".") if not isinstance(error, KeyError) else f"no {error}"
        raise GranvaeError(
            f"{name} holds no pattern ({said}); give a file that /sequence/write made."
        ) from error


def load_pattern(file: Path | str) -> Pattern:
    """Reads a pattern from a JSON file.

    Raises:
        GranvaeError: it cannot be read, or holds none.
    """
    try:
        content = json.loads(Path(file).read_text(encoding="utf-8"))
    except OSError as error:
        raise GranvaeError(
            f"{file} cannot be read ({error.strerror}); give a file that /sequence/write made."
        ) from error
    except ValueError as error:
        raise GranvaeError(
            f"{file} is not JSON ({error}); give a file that /sequence/write made."
        ) from error
    return from_json(content, str(file))


def _track(entry: Any) -> Track:
    steps = tuple(_step(step) for step in entry["steps"])
    if not 1 <= len(steps) <= MOST_STEPS:
        raise ValueError(f"{len(steps)} steps where 1 to {MOST_STEPS} may be")
    return checked(Track(steps=steps, **_known(Track, entry, "steps")))


def _step(entry: Any) -> Step:
    latent = tuple(float(z) for z in entry.get("latent", ()))
    if not all(map(math.isfinite, latent)):
        raise ValueError("a latent that is not finite")
    return checked(Step(latent=latent, **_known(Step, entry, "latent")))


def _known(kind: type, entry: Any, without: str) -> dict[str, Any]:
    """The attributes that are there; others, of newer versions, are left out."""
    names = [each.name for each in fields(kind) if each.name != without]
    given = {name: entry[name] for name in names if name in entry}
    for name in given:
        if name in ("on", "mute"):
            given[name] = bool(given[name])
    return given
