"""Messages of the latent sequencer: its pattern and its tracks, which are numbered from 0."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from granvae.errors import GranvaeError
from granvae.play.commands.steps import ON, SEED, TRACK, limited, pattern_with
from granvae.play.json_files import write_json
from granvae.play.message import Message, Replies, Value, number, symbol, whole
from granvae.play.performer import Performer
from granvae.play.sequencer.pattern import (
    MOST_STEPS,
    MOST_TRACKS,
    NEW_TRACK,
    Pattern,
    Step,
    Track,
    euclid,
    load_pattern,
)


def _play(performer: Performer, pattern: Pattern, address: str, *arguments: Value) -> None:
    """Plays a pattern, and reports the change that made it."""
    performer.sequencer.set_pattern(pattern)
    performer.report(address, *arguments)


def _start(performer: Performer) -> None:
    performer.sequencer.start()
    performer.report("/sequence/start")


def _stop(performer: Performer) -> None:
    performer.sequencer.stop()
    performer.report("/sequence/stop")


def _clock(performer: Performer, source: str) -> None:
    if source not in ("internal", "external"):
        raise GranvaeError(f"the clock is internal or external, not {source}.")
    performer.sequencer.set_external(source == "external")
    performer.report("/sequence/clock", source)


def _pulse(performer: Performer, per_beat: float) -> None:
    performer.sequencer.pulse(per_beat)


def _of_pattern(name: str) -> Callable[..., None]:
    def run(performer: Performer, value: float) -> None:
        pattern = replace(performer.sequencer.pattern, **{name: value})
        _play(performer, pattern, f"/sequence/{name}", value)

    return run


def _tracks(performer: Performer, count: int) -> None:
    pattern = performer.sequencer.pattern
    more = (NEW_TRACK,) * (count - len(pattern.tracks))
    pattern = replace(pattern, tracks=(pattern.tracks + more)[:count])
    _play(performer, pattern, "/sequence/tracks", count)


def _of_track(name: str) -> Callable[..., None]:
    def run(performer: Performer, track: int, value: float) -> None:
        changed: dict[str, Any] = {name: bool(value) if name == "mute" else value}
        pattern = pattern_with(performer, track).with_track(track, **changed)
        _play(performer, pattern, f"/track/{name}", track, value)

    return run


def _steps(performer: Performer, track: int, count: int) -> None:
    pattern = pattern_with(performer, track)
    steps = pattern.tracks[track].steps
    steps = (steps + (Step(),) * (count - len(steps)))[:count]
    _play(performer, pattern.with_track(track, steps=steps), "/track/steps", track, count)


def _mutation(performer: Performer, track: int, amount: float, limit: float) -> None:
    pattern = pattern_with(performer, track).with_track(track, mutation=amount, limit=limit)
    _play(performer, pattern, "/track/mutation", track, amount, limit)


def _euclid(performer: Performer, track: int, hits: int, rotation: int) -> None:
    pattern = pattern_with(performer, track)
    steps = pattern.tracks[track].steps
    onsets = euclid(hits, len(steps), rotation)
    filled = tuple(replace(step, on=on) for step, on in zip(steps, onsets, strict=True))
    pattern = pattern.with_track(track, steps=filled)
    _play(performer, pattern, "/track/euclid", track, hits, rotation)


def _track_random(performer: Performer, track: int, seed: int) -> None:
    pattern = pattern_with(performer, track)
    rng, latents = np.random.default_rng(seed), performer.state.model.latents
    drawn = tuple(
        replace(step, latent=tuple(rng.standard_normal(latents).tolist()))
        for step in pattern.tracks[track].steps
    )
    pattern = pattern.with_track(track, steps=drawn)
    _play(performer, pattern, "/sequence", _as_json(pattern))


def _write(performer: Performer, file: str) -> Replies:
    pattern = performer.sequencer.pattern
    return performer.dispatcher.run_in_background(
        lambda: write_json(file, pattern), lambda _: [("/sequence/write", [file])]
    )


def _read(performer: Performer, file: str) -> Replies:
    def play(pattern: Pattern) -> Replies:
        _play(performer, pattern, "/sequence", _as_json(pattern))
        return [("/sequence/read", [file])]

    return performer.dispatcher.run_in_background(lambda: load_pattern(file), play)


def _get(performer: Performer) -> Replies:
    return [("/sequence", [_as_json(performer.sequencer.pattern)])]


def _as_json(pattern: Pattern) -> str:
    """The whole pattern as one symbol, since OSC has no lists of lists."""
    return msgspec.json.encode(pattern).decode()


def _message_of(kind: type[Struct], name: str, unit: str, text: str) -> Message:
    argument = limited(kind, name, unit)
    if kind is Pattern:
        return Message(f"/sequence/{name}", (argument,), _of_pattern(name), text)
    return Message(f"/track/{name}", (TRACK, argument), _of_track(name), text)


_ROTATION = whole("rotation", -MOST_STEPS, MOST_STEPS, "steps", initial=0)

MESSAGES = (
    Message("/sequence/start", (), _start,
            "Plays the pattern from its first step, as soon as its grains are decoded."),
    Message("/sequence/stop", (), _stop, "Begins no step any more."),
    Message("/sequence/clock", (symbol("internal|external"),), _clock,
            "Whether it follows its own tempo or /clock."),
    Message("/clock", (number("per beat", "pulses", 0.25, 960.0, initial=24.0),), _pulse,
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
    Message("/sequence/write", (symbol("file"),), _write, "Writes the pattern to a JSON file.",
            "/sequence/write file, once it is written"),
    Message("/sequence/read", (symbol("file"),), _read, "Plays the pattern of such a file.",
            "/sequence/read file"),
    Message("/sequence/get", (), _get, "Asks for the pattern, as JSON.", "/sequence json"),
    Message("/track/steps", (TRACK, whole("count", 1, MOST_STEPS)), _steps,
            "How many steps a track has; tracks of different lengths are polymetric."),
    _message_of(Track, "division", "steps a beat", "How long a step is: 4 are sixteenths."),
    _message_of(Track, "level", "", "Gain of a track."),
    _message_of(Track, "pan", "", "Where a track is heard: -1 left, 1 right."),
    Message("/track/mute", (TRACK, ON), _of_track("mute"), "Silences a track; it goes on."),
    Message("/track/mutation", (TRACK, limited(Track, "mutation", "σ"),
                                limited(Track, "limit", "σ")), _mutation,
            "Each time the track begins anew, its steps move so far at random, but no farther "
            "than the limit from where they were set."),
    Message("/track/euclid", (TRACK, whole("hits", 0, MOST_STEPS), _ROTATION), _euclid,
            "Turns on so many steps, spread as evenly as can be (Bjorklund)."),
    Message("/track/random", (TRACK, SEED), _track_random,
            "Draws the latents of all steps from the prior."),
)  # fmt: skip
