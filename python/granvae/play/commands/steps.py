"""Messages of the steps of the latent sequencer; tracks and steps are numbered from 0."""

from __future__ import annotations

from granvae.engine.latent_path import LatentPath
from granvae.play.commands.paths import check_point, encoder
from granvae.play.commands.presets import find_preset
from granvae.play.commands.sequence import (
    ON,
    SEED,
    STEP,
    TRACK,
    drawn_points,
    number_message,
    of_step,
    pattern_with,
)
from granvae.play.message import Message, Replies, change, number, symbol
from granvae.play.performer import Performer
from granvae.play.sequencer.pattern import Step


def _set_latent(performer: Performer, track: int, step: int, z: list[float]) -> None:
    point = tuple(check_point(performer, z))
    of_step(lambda _: {"latent": point})(performer, track, step)
    performer.report("/step/latent", track, step, *z)


def _step_random(performer: Performer, track: int, step: int, seed: int) -> None:
    _set_latent(performer, track, step, drawn_points(performer, seed, 1)[0])


def _step_here(performer: Performer, track: int, step: int) -> None:
    _set_latent(performer, track, step, performer.latent.tolist())


def _step_preset(performer: Performer, track: int, step: int, name: str) -> None:
    _set_latent(performer, track, step, list(find_preset(performer, name).points[-1]))


def _step_encode(performer: Performer, track: int, step: int, file: str) -> Replies:
    pattern_with(performer, track, step)

    def take(path: LatentPath) -> Replies:
        # The middle of a sound is what it sustains; its beginning is a transient.
        _set_latent(performer, track, step, path.points[len(path) // 2].tolist())
        return [("/step/encode", [track, step, file])]

    return performer.dispatcher.run_in_background(encoder(performer, file), take)


MESSAGES = (
    change("/step/on", (TRACK, STEP, ON), of_step(lambda _, on: {"on": bool(on)}),
           "Whether a step sounds."),
    Message("/step/latent", (TRACK, STEP, number("z", unit="σ", many=True)), _set_latent,
            "The point of a step."),
    Message("/step/random", (TRACK, STEP, SEED), _step_random, "Draws it near a learned grain."),
    Message("/step/here", (TRACK, STEP), _step_here, "Takes the point that /latent has."),
    Message("/step/preset", (TRACK, STEP, symbol("name")), _step_preset, "Takes a preset's."),
    Message("/step/encode", (TRACK, STEP, symbol("file")), _step_encode,
            "Takes the middle of a sound file.", "/step/encode track step file"),
    number_message(Step, "level", "", "Gain of a step."),
    number_message(Step, "length", "steps", "How long it sounds; the next onset ends it too."),
    number_message(Step, "pitch", "semitones", "How much higher it sounds than recorded."),
    number_message(Step, "probability", "", "How probably it sounds, drawn anew each time."),
    number_message(Step, "glide", "",
            "Share of the step in which latent and pitch come over from the step before."),
)  # fmt: skip
