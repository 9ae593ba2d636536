"""Patterns: paths through the latent space whose points are steps in time."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import msgspec
import numpy as np
from msgspec import Meta, Struct
from msgspec.structs import replace

from granvae.engine.trajectory import Points
from granvae.play.json_files import read_json
from granvae.play.learned_grains import LearnedGrains

MOST_TRACKS = 16
MOST_STEPS = 256  # of a track
MOST_WALK = 256  # grains of a step
FORMAT = 1

Gain = Annotated[float, Meta(ge=0.0, le=4.0)]  # linear
Share = Annotated[float, Meta(ge=0.0, le=1.0)]
Distance = Annotated[float, Meta(ge=0.0, le=100.0)]  # σ


class Step(Struct, frozen=True, kw_only=True):
    """One step.

    Attributes:
        on: whether it sounds.
        latent: the point, ``(latents,)`` in σ; empty for the origin.
        level: gain, linear.
        length: in steps; the next onset of the track ends it too.
        pitch: semitones above the recording.
        probability: that it sounds, drawn anew each time.
        glide: share of the step in which latent and pitch come over from the step before.
    """

    on: bool = False
    latent: tuple[float, ...] = ()
    level: Gain = 1.0
    length: Annotated[float, Meta(ge=0.01, le=MOST_STEPS)] = 1.0
    pitch: Annotated[float, Meta(ge=-60.0, le=60.0)] = 0.0
    probability: Share = 1.0
    glide: Share = 0.0


class Track(Struct, frozen=True, kw_only=True):
    """Steps that one voice plays in turn; tracks of different lengths are polymetric.

    Attributes:
        steps: one at least.
        division: steps per beat; 4 are sixteenths.
        level: gain, linear.
        pan: -1 left … 1 right.
        mute: whether it is silent; it goes on counting.
        mutation: σ that each step moves by, towards a learned grain near by, each time the track
            begins anew.
        limit: σ that a step may be away from where it was set.
        walk: grains that each step plays of a walk along the recordings that the model learned
            from, at their places; 0: each repeats the grain of its own latent.
    """

    steps: Annotated[tuple[Step, ...], Meta(min_length=1, max_length=MOST_STEPS)]
    division: Annotated[float, Meta(ge=0.0625, le=64.0)] = 4.0
    level: Gain = 1.0
    pan: Annotated[float, Meta(ge=-1.0, le=1.0)] = 0.0
    mute: bool = False
    mutation: Distance = 0.0
    limit: Distance = 1.0
    walk: Annotated[int, Meta(ge=0, le=MOST_WALK)] = 0


class Pattern(Struct, frozen=True, kw_only=True):
    """All tracks, and the time that they share: the contents of a pattern file.

    Attributes:
        format: of the file.
        tempo: beats a minute.
        swing: where an odd step lies between its neighbours: 0.5 in the middle, 2/3 triplets.
        length: beats after which all tracks begin anew; 0 lets each run round by itself.
        seed: of probabilities and mutations: the same seed plays the same.
        tracks: one at least.
    """

    format: Annotated[int, Meta(le=FORMAT)] = FORMAT
    tempo: Annotated[float, Meta(ge=1.0, le=1000.0)] = 120.0
    swing: Annotated[float, Meta(ge=0.5, le=0.95)] = 0.5
    length: Annotated[float, Meta(ge=0.0, le=4096.0)] = 0.0
    seed: Annotated[int, Meta(ge=0, le=2**53)] = 0
    tracks: Annotated[tuple[Track, ...], Meta(min_length=1, max_length=MOST_TRACKS)]

    def with_track(self, index: int, **changes: Any) -> Pattern:
        """With another value of a track's attributes."""
        track, end = replace(self.tracks[index], **changes), index + 1
        return replace(self, tracks=(*self.tracks[:index], track, *self.tracks[end:]))

    def with_step(self, track: int, index: int, **changes: Any) -> Pattern:
        """With another value of a step's attributes."""
        steps = self.tracks[track].steps
        step, end = replace(steps[index], **changes), index + 1
        return self.with_track(track, steps=(*steps[:index], step, *steps[end:]))


NEW_TRACK = Track(steps=(Step(),) * 16)
NEW_PATTERN = Pattern(tracks=(NEW_TRACK,))


def limits(kind: type[Struct], name: str) -> tuple[float, float]:
    """The range of a number of a step, track or pattern."""
    described: Any = msgspec.inspect.type_info(kind)
    (number,) = (field.type for field in described.fields if field.name == name)
    return number.ge, number.le


def load_pattern(file: Path | str) -> Pattern:
    """Reads a pattern from a JSON file.

    Raises:
        FileError: it cannot be read, or holds none.
    """
    return read_json(file, Pattern, "pattern", "/sequence/write")


def euclid(hits: int, steps: int, rotation: int = 0) -> list[bool]:
    """``hits`` onsets spread over ``steps`` as evenly as possible, the first on the first step.

    The rhythms of Bjorklund's algorithm (2003), which Toussaint (2005) found in the world's music.
    ``rotation`` moves them to the right by steps.

    Examples:
        >>> "".join(".x"[on] for on in euclid(3, 8))  # the tresillo
        'x..x..x.'
    """
    first, rest = [[True]] * min(hits, steps), [[False]] * (steps - hits)
    while first and rest:
        # Each of the first groups takes one of the rest, until one at most is left over.
        pairs = min(len(first), len(rest))
        left = first[pairs:] or rest[pairs:]
        first, rest = [first[k] + rest[k] for k in range(pairs)], left
        if len(rest) == 1:
            break
    flat = [onset for group in first + rest for onset in group]
    return [flat[(k - rotation) % steps] for k in range(steps)]


class Mutation:
    """The displacement of each step of a track, cycle by cycle.

    Each cycle leads by the track's ``mutation`` towards one of the learned grains near by, or
    anywhere, where none are known; always within its ``limit``. It depends on the seed, the track's
    number, the points, these grains and the cycle alone.
    """

    def __init__(self, seed: int, number: int, shape: tuple[int, int]) -> None:
        self.key = (seed, number, shape)
        self._cycle = 0
        self._moved: Points = np.zeros(shape)  # in this cycle
        self._before: Points = self._moved  # in the cycle before

    def at(self, cycle: int, track: Track, points: Points, learned: LearnedGrains) -> Points:
        """Displacements of the points ``(steps, latents)`` in a cycle; 0 in the first."""
        if cycle == self._cycle - 1:
            return self._before
        if cycle < self._cycle:
            self._cycle = 0
            self._moved = self._before = np.zeros_like(self._moved)
        while self._cycle < cycle:
            self._cycle += 1
            self._before = self._moved
            if track.mutation > 0.0:
                self._moved = self._next(track, points, learned)
        return self._moved

    def _next(self, track: Track, points: Points, learned: LearnedGrains) -> Points:
        seed, number, _ = self.key
        rng = np.random.default_rng([seed, number, self._cycle])
        way = learned.towards(rng, points + self._moved)
        way *= track.mutation / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-12)
        moved = self._moved + way
        far = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-12)
        return np.asarray(moved * np.minimum(1.0, track.limit / far))
