"""Messages of the latent sequencer. Tracks and steps are numbered from 0."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from granvae.errors import GranvaeError
from granvae.play.messages import Argument, Message, Replies, number, numbers, whole, word
from granvae.play.paths import encoder
from granvae.play.pattern import (
    LIMITS,
    MOST_STEPS,
    MOST_TRACKS,
    Pattern,
    Step,
    Track,
    checked,
    euclid,
    load_pattern,
    to_json,
)
from granvae.play.presets import find_preset, write_text
from granvae.play.trajectory import Points

if TYPE_CHECKING:
    from granvae.play.performer import Performer

_TRACK = whole("track", 0, MOST_TRACKS - 1)
_STEP = whole("step", 0, MOST_STEPS - 1)
_ON = whole("on", 0, 1)


def _pattern(performer: Performer, track: int = 0, step: int = 0) -> Pattern:
    """The pattern, if it has this track and step."""
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


def _start(performer: Performer) -> None:
    performer.sequencer.start()
    performer.tell("/sequence/start", [])


def _stop(performer: Performer) -> None:
    performer.sequencer.stop()
    performer.tell("/sequence/stop", [])


def _clock(performer: Performer, source: str) -> None:
    if source not in ("internal", "external"):
        raise GranvaeError(f"the clock is internal or external, not {source}.")
    performer.sequencer.lead(source == "external")
    performer.tell("/sequence/clock", [source])


def _pulse(performer: Performer, a_beat: float) -> None:
    performer.sequencer.pulse(a_beat)


def _of_pattern(name: str) -> Callable[..., None]:
    def run(performer: Performer, value: float) -> None:
        changes: dict[str, Any] = {name: value}
        performer.sequencer.play(checked(replace(performer.sequencer.pattern, **changes)))
        performer.tell(f"/sequence/{name}", [value])

    return run


def _tracks(performer: Performer, count: int) -> None:
    pattern = performer.sequencer.pattern
    more = (Track(),) * (count - len(pattern.tracks))
    performer.sequencer.play(replace(pattern, tracks=(pattern.tracks + more)[:count]))
    performer.tell("/sequence/tracks", [count])


def _of_track(name: str) -> Callable[..., None]:
    def run(performer: Performer, track: int, value: float) -> None:
        kept = bool(value) if name == "mute" else value
        performer.sequencer.play(_pattern(performer, track).with_track(track, **{name: kept}))
        performer.tell(f"/track/{name}", [track, value])

    return run


def _steps(performer: Performer, track: int, count: int) -> None:
    pattern = _pattern(performer, track)
    steps = pattern.tracks[track].steps
    steps = (steps + (Step(),) * (count - len(steps)))[:count]
    performer.sequencer.play(pattern.with_track(track, steps=steps))
    performer.tell("/track/steps", [track, count])


def _mutation(performer: Performer, track: int, amount: float, limit: float) -> None:
    pattern = _pattern(performer, track).with_track(track, mutation=amount, limit=limit)
    performer.sequencer.play(pattern)
    performer.tell("/track/mutation", [track, amount, limit])


def _euclid(performer: Performer, track: int, hits: int, rotation: int) -> None:
    pattern = _pattern(performer, track)
    steps = pattern.tracks[track].steps
    onsets = euclid(hits, len(steps), rotation)
    filled = tuple(replace(step, on=on) for step, on in zip(steps, onsets, strict=True))
    performer.sequencer.play(pattern.with_track(track, steps=filled))
    performer.tell("/track/euclid", [track, hits, rotation])


def _track_random(performer: Performer, track: int, seed: int) -> None:
    pattern = _pattern(performer, track)
    rng = np.random.default_rng(seed)
    drawn = [
        replace(step, latent=tuple(rng.standard_normal(performer.model.latents).tolist()))
        for step in pattern.tracks[track].steps
    ]
    performer.sequencer.play(pattern.with_track(track, steps=tuple(drawn)))
    _tell_sequence(performer)


def _of_step(name: str) -> Callable[..., None]:
    def run(performer: Performer, track: int, step: int, value: float) -> None:
        kept = bool(value) if name == "on" else value
        pattern = _pattern(performer, track, step).with_step(track, step, **{name: kept})
        performer.sequencer.play(pattern)
        performer.tell(f"/step/{name}", [track, step, value])

    return run


def _set_latent(performer: Performer, track: int, step: int, z: list[float]) -> None:
    if len(z) != performer.model.latents:
        raise GranvaeError(
            f"the model has {performer.model.latents} latents and {len(z)} values came; send "
            f"{performer.model.latents} numbers."
        )
    pattern = _pattern(performer, track, step).with_step(track, step, latent=tuple(z))
    performer.sequencer.play(pattern)
    performer.tell("/step/latent", [track, step, *z])


def _step_random(performer: Performer, track: int, step: int, seed: int) -> None:
    drawn = np.random.default_rng(seed).standard_normal(performer.model.latents)
    _set_latent(performer, track, step, drawn.tolist())


def _step_here(performer: Performer, track: int, step: int) -> None:
    _set_latent(performer, track, step, performer.latent.tolist())


def _step_preset(performer: Performer, track: int, step: int, name: str) -> None:
    _set_latent(performer, track, step, list(find_preset(performer, name).points[-1]))


def _step_encode(performer: Performer, track: int, step: int, file: str) -> Replies:
    _pattern(performer, track, step)

    def take(points: Points) -> Replies:
        # The middle of a sound is what it sustains; its beginning is a transient.
        _set_latent(performer, track, step, points[len(points) // 2].tolist())
        return [("/step/encode", [track, step, file])]

    return performer.later(encoder(performer, file), take)


def _write(performer: Performer, file: str) -> Replies:
    text = json.dumps(to_json(performer.sequencer.pattern), indent=1)
    return performer.later(lambda: write_text(file, text), lambda _: [("/sequence/write", [file])])


def _read(performer: Performer, file: str) -> Replies:
    def take(pattern: Pattern) -> Replies:
        performer.sequencer.play(pattern)
        _tell_sequence(performer)
        return [("/sequence/read", [file])]

    return performer.later(lambda: load_pattern(file), take)


def _tell_sequence(performer: Performer) -> None:
    """All of it has changed: told as JSON, since OSC has no lists of lists."""
    performer.tell("/sequence", [json.dumps(to_json(performer.sequencer.pattern))])


def _get(performer: Performer) -> Replies:
    return [("/sequence", [json.dumps(to_json(performer.sequencer.pattern))])]


def _limited(kind: type, name: str, unit: str = "") -> Argument:
    least, most = LIMITS[kind][name]
    return number(name, unit, least, most)


def _message_of(kind: type, name: str, unit: str, text: str) -> Message:
    argument: Any = _limited(kind, name, unit)
    if kind is Pattern:
        return Message(f"/sequence/{name}", (argument,), _of_pattern(name), text)
    if kind is Track:
        return Message(f"/track/{name}", (_TRACK, argument), _of_track(name), text)
    return Message(f"/step/{name}", (_TRACK, _STEP, argument), _of_step(name), text)


_SEED = whole("seed", 0, initial=0)

MESSAGES = (
    Message("/sequence/start", (), _start,
            "Plays the pattern from its first step, as soon as its grains are decoded."),
    Message("/sequence/stop", (), _stop, "Begins no step any more."),
    Message("/sequence/clock", (word("internal|external"),), _clock,
            "Whether its tempo or /clock leads it."),
    Message("/clock", (number("a beat", "pulses", 0.25, 960.0, 24.0),), _pulse,
            "A pulse of an external clock; 24 a beat, as MIDI sends, unless it says otherwise."),
    _message_of(Pattern, "tempo", "beats a minute", "How fast it is."),
    _message_of(Pattern, "swing", "",
                "Where odd steps lie between their neighbours: 0.5 in the middle, 0.667 triplets."),
    _message_of(Pattern, "length", "beats",
                "After how long all tracks begin anew; 0 lets each run round by itself."),
    Message("/sequence/seed", (whole("seed", 0, 2**53),), _of_pattern("seed"),
            "Of probabilities and mutations: the same seed plays the same."),
    Message("/sequence/tracks", (whole("count", 1, MOST_TRACKS),), _tracks,
            "How many tracks there are."),
    Message("/sequence/write", (word("file"),), _write, "Writes the pattern to a JSON file.",
            "/sequence/write file, once it is written"),
    Message("/sequence/read", (word("file"),), _read, "Plays the pattern of such a file.",
            "/sequence/read file"),
    Message("/sequence/get", (), _get, "Asks for the pattern, as JSON.", "/sequence json"),
    Message("/track/steps", (_TRACK, whole("count", 1, MOST_STEPS)), _steps,
            "How many steps a track has; tracks of different lengths are polymetric."),
    _message_of(Track, "division", "steps a beat", "How long a step is: 4 are sixteenths."),
    _message_of(Track, "level", "", "Gain of a track."),
    _message_of(Track, "pan", "", "Where a track is heard: -1 left, 1 right."),
    Message("/track/mute", (_TRACK, _ON), _of_track("mute"), "Silences a track; it goes on."),
    Message("/track/mutation", (_TRACK, _limited(Track, "mutation", "deviations"),
                                _limited(Track, "limit", "deviations")), _mutation,
            "Each time the track begins anew, its steps move so far at random, but no farther "
            "than the limit from where they were set."),
    Message("/track/euclid", (_TRACK, whole("hits", 0, MOST_STEPS),
                              whole("rotation", -MOST_STEPS, MOST_STEPS, "steps", 0)), _euclid,
            "Turns on so many steps, spread as evenly as can be (Bjorklund)."),
    Message("/track/random", (_TRACK, _SEED), _track_random,
            "Draws the latents of all steps from the prior."),
    Message("/step/on", (_TRACK, _STEP, _ON), _of_step("on"), "Whether a step sounds."),
    Message("/step/latent", (_TRACK, _STEP, numbers("z", "deviations")), _set_latent,
            "The point of a step."),
    Message("/step/random", (_TRACK, _STEP, _SEED), _step_random, "Draws it from the prior."),
    Message("/step/here", (_TRACK, _STEP), _step_here, "Takes the point that /latent has."),
    Message("/step/preset", (_TRACK, _STEP, word("name")), _step_preset, "Takes a preset's."),
    Message("/step/encode", (_TRACK, _STEP, word("file")), _step_encode,
            "Takes the middle of a sound file.", "/step/encode track step file"),
    _message_of(Step, "level", "", "Gain of a step."),
    _message_of(Step, "length", "steps", "How long it sounds; the next onset ends it too."),
    _message_of(Step, "pitch", "semitones", "How much higher it sounds than recorded."),
    _message_of(Step, "probability", "", "How probably it sounds, drawn anew each time."),
    _message_of(Step, "glide", "",
                "Share of the step in which latent and pitch come over from the step before."),
)  # fmt: skip
