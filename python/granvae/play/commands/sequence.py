"""Messages of the latent sequencer: its pattern and its tracks, which are numbered from 0."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from granvae.errors import GranvaeError
from granvae.play.commands.steps import ON, SEED, TRACK, limited, pattern_with
from granvae.play.message import Message, Replies, number, whole, word
from granvae.play.presets import write_text
from granvae.play.sequencer.pattern import (
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

if TYPE_CHECKING:
    from granvae.play.performer import Performer


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
        performer.sequencer.play(pattern_with(performer, track).with_track(track, **{name: kept}))
        performer.tell(f"/track/{name}", [track, value])

    return run


def _steps(performer: Performer, track: int, count: int) -> None:
    pattern = pattern_with(performer, track)
    steps = pattern.tracks[track].steps
    steps = (steps + (Step(),) * (count - len(steps)))[:count]
    performer.sequencer.play(pattern.with_track(track, steps=steps))
    performer.tell("/track/steps", [track, count])


def _mutation(performer: Performer, track: int, amount: float, limit: float) -> None:
    pattern = pattern_with(performer, track).with_track(track, mutation=amount, limit=limit)
    performer.sequencer.play(pattern)
    performer.tell("/track/mutation", [track, amount, limit])


def _euclid(performer: Performer, track: int, hits: int, rotation: int) -> None:
    pattern = pattern_with(performer, track)
    steps = pattern.tracks[track].steps
    onsets = euclid(hits, len(steps), rotation)
    filled = tuple(replace(step, on=on) for step, on in zip(steps, onsets, strict=True))
    performer.sequencer.play(pattern.with_track(track, steps=filled))
    performer.tell("/track/euclid", [track, hits, rotation])


def _track_random(performer: Performer, track: int, seed: int) -> None:
    pattern = pattern_with(performer, track)
    rng = np.random.default_rng(seed)
    drawn = [
        replace(step, latent=tuple(rng.standard_normal(performer.model.latents).tolist()))
        for step in pattern.tracks[track].steps
    ]
    performer.sequencer.play(pattern.with_track(track, steps=tuple(drawn)))
    _tell_sequence(performer)


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


def _message_of(kind: type, name: str, unit: str, text: str) -> Message:
    argument: Any = limited(kind, name, unit)
    if kind is Pattern:
        return Message(f"/sequence/{name}", (argument,), _of_pattern(name), text)
    return Message(f"/track/{name}", (TRACK, argument), _of_track(name), text)


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
    Message("/track/steps", (TRACK, whole("count", 1, MOST_STEPS)), _steps,
            "How many steps a track has; tracks of different lengths are polymetric."),
    _message_of(Track, "division", "steps a beat", "How long a step is: 4 are sixteenths."),
    _message_of(Track, "level", "", "Gain of a track."),
    _message_of(Track, "pan", "", "Where a track is heard: -1 left, 1 right."),
    Message("/track/mute", (TRACK, ON), _of_track("mute"), "Silences a track; it goes on."),
    Message("/track/mutation", (TRACK, limited(Track, "mutation", "deviations"),
                                limited(Track, "limit", "deviations")), _mutation,
            "Each time the track begins anew, its steps move so far at random, but no farther "
            "than the limit from where they were set."),
    Message("/track/euclid", (TRACK, whole("hits", 0, MOST_STEPS),
                              whole("rotation", -MOST_STEPS, MOST_STEPS, "steps", 0)), _euclid,
            "Turns on so many steps, spread as evenly as can be (Bjorklund)."),
    Message("/track/random", (TRACK, SEED), _track_random,
            "Draws the latents of all steps from the prior."),
)  # fmt: skip
