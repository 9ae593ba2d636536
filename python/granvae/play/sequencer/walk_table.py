"""The grains that the steps of a walking track play, as a path for its engine."""

from __future__ import annotations

import numpy as np

from granvae.engine.latent_path import LatentPath, Places
from granvae.play.playback_state import PlaybackState
from granvae.play.sequencer.pattern import NEW_TRACK, Track

_OWN = ("live",)  # its engine plays nothing


class WalkTable:
    """A walk along the recordings for each cycle: every step has the next of its grains.

    An engine of its own makes them, one after the other. As in a `StepTable` there are two halves,
    for this cycle and the next. The same seed, steps and recordings are the same walks.
    """

    def __init__(self, state: PlaybackState, number: int) -> None:
        self._state = state
        self._number = number
        self._voice = state.new_voice(_OWN)
        self._track = NEW_TRACK
        self._seed = -1
        self._key: tuple[object, ...] = ()  # of what the walks depend on
        self._asked: int | None = None  # the cycle whose walk is being made
        self._failed = False
        self._walks: dict[int, LatentPath] = {}  # by cycle, and those of the path that was given
        self._given: dict[int, LatentPath] = {}

    def set_track(self, track: Track, seed: int) -> None:
        """Takes up the track's steps; where they need other walks, these are made."""
        self._track, self._seed = track, seed
        key = (seed, len(track.steps), track.walk, self._state.model, self._state.learned)
        if key != self._key:
            self._key = key
            self._walks, self._asked, self._failed = {}, None, False

    def path(self, cycle: int) -> LatentPath | None:
        """Of this cycle and the next; None while they are being made, or where they cannot be."""
        wanted = (cycle, cycle + 1)
        self._take(wanted)
        self._walks = {known: walk for known, walk in self._walks.items() if known in wanted}
        for each in wanted:
            if each not in self._walks and self._asked is None and not self._failed:
                self._ask(each)
                self._take(wanted)
        if len(self._walks) < len(wanted):
            return None
        self._given = dict(self._walks)
        halves = [self._given[known] for known in sorted(wanted, key=lambda known: known % 2)]
        points = np.concatenate([half.points for half in halves])
        places = np.concatenate([_places(half) for half in halves])
        places[len(places) // 2] = self._state.model.grain  # the halves do not meet
        return LatentPath.of(points, places)

    @property
    def making(self) -> bool:
        """Whether a walk is being made."""
        return self._asked is not None

    def grain(self, cycle: int, step: int) -> int:
        """The first grain of the path that a step plays."""
        return (cycle % 2 * len(self._track.steps) + step) * self._track.walk

    def length(self, cycle: int, step: int) -> int:
        """How many samples of the table its grains take; 0 while they are not there."""
        if cycle not in self._given:
            return 0
        begin = step * self._track.walk
        between = _places(self._given[cycle])[begin + 1 : begin + self._track.walk]
        return int(between.sum()) + self._state.model.grain

    def _ask(self, cycle: int) -> None:
        drawn = np.random.SeedSequence([self._seed, self._number, cycle]).generate_state(1)
        self._voice.ask("walk", len(self._track.steps) * self._track.walk, int(drawn[0]))
        self._asked = cycle

    def _take(self, wanted: tuple[int, int]) -> None:
        """Takes the walk that was asked for, if it is there."""
        if self._asked is None or not self._voice.idle:
            return
        asked, self._asked = self._asked, None
        for kind, text, _ in self._voice.events():
            if kind == "error":
                self._failed = True
                self._state.report("/error", text)
        if asked in wanted and not self._failed:
            self._walks[asked] = self._voice.path


def _places(walk: LatentPath) -> Places:
    assert walk.places is not None  # a walk has them
    return walk.places
