"""Messages that set the steps of the latent sequencer, which are numbered from 0."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from granvae.engine.trajectory import Points
from granvae.errors import GranvaeError
from granvae.play.commands.paths import check_point, encoder
from granvae.play.commands.presets import find_preset
from granvae.play.message import Argument, Message, Replies, change, number, symbol, whole
from granvae.play.performer import Performer
from granvae.play.sequencer.pattern import MOST_STEPS, MOST_TRACKS, Pattern, Step, limits

TRACK = whole("track", 0, MOST_TRACKS - 1)
_STEP = whole("step", 0, MOST_STEPS - 1)
ON = whole("on", 0, 1)
SEED = whole("seed", 0, initial=0)


def pattern_with(performer: Performer, track: int, step: int = 0) -> Pattern:
    """The pattern, if it has this track and step.

    Raises:
        GranvaeError: it has not.
    """
    pattern = performer.sequencer.pattern
    if track >= len(pattern.tracks):
        raise GranvaeError(
            f"there are the tracks 0 to {len(pattern.tracks) - 1}, not {track}; "
            "/sequence/tracks makes more."
        )
    if step >= len(pattern.tracks[track].steps):
        raise GranvaeError(
            f"track {track} has the steps 0 to {len(pattern.tracks[track].steps) - 1}, not "
            f"{step}; /track/steps makes more."
        )
    return pattern


def limited(kind: type[Struct], name: str, unit: str = "") -> Argument:
    """An argument that sets this number of a pattern, track or step."""
    return number(name, *limits(kind, name), unit)


def _set(performer: Performer, track: int, step: int, **changes: object) -> None:
    pattern = pattern_with(performer, track, step).with_step(track, step, **changes)
    performer.sequencer.set_pattern(pattern)


def _set_latent(performer: Performer, track: int, step: int, z: list[float]) -> None:
    _set(performer, track, step, latent=tuple(check_point(performer, z)))
    performer.report("/step/latent", track, step, *z)


def _step_random(performer: Performer, track: int, step: int, seed: int) -> None:
    drawn = np.random.default_rng(seed).standard_normal(performer.state.model.latents)
    _set_latent(performer, track, step, drawn.tolist())


def _step_here(performer: Performer, track: int, step: int) -> None:
    _set_latent(performer, track, step, performer.latent.tolist())


def _step_preset(performer: Performer, track: int, step: int, name: str) -> None:
    _set_latent(performer, track, step, list(find_preset(performer, name).points[-1]))


def _step_encode(performer: Performer, track: int, step: int, file: str) -> Replies:
    pattern_with(performer, track, step)

    def take(points: Points) -> Replies:
        # The middle of a sound is what it sustains; its beginning is a transient.
        _set_latent(performer, track, step, points[len(points) // 2].tolist())
        return [("/step/encode", [track, step, file])]

    return performer.dispatcher.run_in_background(encoder(performer, file), take)


def _message_of(name: str, unit: str, text: str) -> Message:
    def run(performer: Performer, track: int, step: int, value: float) -> None:
        _set(performer, track, step, **{name: value})

    return change(f"/step/{name}", (TRACK, _STEP, limited(Step, name, unit)), run, text)


MESSAGES = (
    change("/step/on", (TRACK, _STEP, ON),
           lambda performer, track, step, on: _set(performer, track, step, on=bool(on)),
           "Whether a step sounds."),
    Message("/step/latent", (TRACK, _STEP, number("z", unit="σ", many=True)), _set_latent,
            "The point of a step."),
    Message("/step/random", (TRACK, _STEP, SEED), _step_random, "Draws it from the prior."),
    Message("/step/here", (TRACK, _STEP), _step_here, "Takes the point that /latent has."),
    Message("/step/preset", (TRACK, _STEP, symbol("name")), _step_preset, "Takes a preset's."),
    Message("/step/encode", (TRACK, _STEP, symbol("file")), _step_encode,
            "Takes the middle of a sound file.", "/step/encode track step file"),
    _message_of("level", "", "Gain of a step."),
    _message_of("length", "steps", "How long it sounds; the next onset ends it too."),
    _message_of("pitch", "semitones", "How much higher it sounds than recorded."),
    _message_of("probability", "", "How probably it sounds, drawn anew each time."),
    _message_of("glide", "",
                "Share of the step in which latent and pitch come over from the step before."),
)  # fmt: skip
