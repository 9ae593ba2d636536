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
from granvae.play.message import Message, Replies, change, number, symbol, whole
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


def _clock(performer: Performer, source: str) -> None:
    if source not in ("internal", "external"):
        raise GranvaeError(f"the clock is internal or external, not {source}.")
    performer.sequencer.set_external(source == "external")


def _of_pattern(changes: Callable[..., dict[str, Any]]) -> Callable[..., None]:
    """Sets attributes of the pattern: ``changes`` gets it and the arguments of the message."""

    def run(performer: Performer, *arguments: float) -> None:
        pattern = performer.sequencer.pattern
        performer.sequencer.set_pattern(replace(pattern, **changes(pattern, *arguments)))

    return run


def _of_track(changes: Callable[..., dict[str, Any]]) -> Callable[..., None]:
    """The same of a track."""

    def run(performer: Performer, track: int, *arguments: float) -> None:
        pattern = pattern_with(performer, track)
        changed = changes(pattern.tracks[track], *arguments)
        performer.sequencer.set_pattern(pattern.with_track(track, **changed))

    return run


def _resized(held: tuple[Any, ...], new: Struct, count: int) -> tuple[Any, ...]:
    return (held + (new,) * (count - len(held)))[:count]


def _euclid(track: Track, hits: int, rotation: int) -> dict[str, Any]:
    onsets = euclid(hits, len(track.steps), rotation)
    return {"steps": tuple(replace(s, on=on) for s, on in zip(track.steps, onsets, strict=True))}


def _track_random(performer: Performer, track: int, seed: int) -> None:
    pattern = pattern_with(performer, track)
    steps = pattern.tracks[track].steps
    drawn = np.random.default_rng(seed).standard_normal((len(steps), performer.state.model.latents))
    moved = zip(steps, map(tuple, drawn.tolist()), strict=True)
    _play(performer, pattern.with_track(
        track, steps=tuple(replace(step, latent=point) for step, point in moved)
    ))  # fmt: skip


def _play(performer: Performer, pattern: Pattern) -> None:
    """Plays a pattern that is reported as a whole."""
    performer.sequencer.set_pattern(pattern)
    performer.report("/sequence", _as_json(pattern))


def _write(performer: Performer, file: str) -> Replies:
    pattern = performer.sequencer.pattern
    return performer.dispatcher.run_in_background(
        lambda: write_json(file, pattern), lambda _: [("/sequence/write", [file])]
    )


def _read(performer: Performer, file: str) -> Replies:
    def play(pattern: Pattern) -> Replies:
        _play(performer, pattern)
        return [("/sequence/read", [file])]

    return performer.dispatcher.run_in_background(lambda: load_pattern(file), play)


def _as_json(pattern: Pattern) -> str:
    """The whole pattern as one symbol, since OSC has no lists of lists."""
    return msgspec.json.encode(pattern).decode()


def _message_of(kind: type[Struct], name: str, unit: str, text: str) -> Message:
    """A message that sets a number of the pattern or of a track."""
    argument = limited(kind, name, unit)

    def changes(_: Struct, value: float) -> dict[str, Any]:
        return {name: value}

    if kind is Pattern:
        return change(f"/sequence/{name}", (argument,), _of_pattern(changes), text)
    return change(f"/track/{name}", (TRACK, argument), _of_track(changes), text)


_ROTATION = whole("rotation", -MOST_STEPS, MOST_STEPS, "steps", initial=0)

MESSAGES = (
    change("/sequence/start", (), lambda performer: performer.sequencer.start(),
           "Plays the pattern from its first step, as soon as its grains are decoded."),
    change("/sequence/stop", (), lambda performer: performer.sequencer.stop(),
           "Begins no step any more."),
    change("/sequence/clock", (symbol("internal|external"),), _clock,
           "Whether it follows its own tempo or /clock."),
    Message("/clock", (number("per beat", 0.25, 960.0, "pulses", initial=24.0),),
            lambda performer, per_beat: performer.sequencer.pulse(per_beat),
            "A pulse of an external clock; 24 a beat, as MIDI sends, unless it says otherwise."),
    _message_of(Pattern, "tempo", "beats a minute", "How fast it is."),
    _message_of(Pattern, "swing", "",
                "Where odd steps lie between their neighbours: 0.5 in the middle, 0.667 triplets."),
    _message_of(Pattern, "length", "beats",
                "After how long all tracks begin anew; 0 lets each run round by itself."),
    change("/sequence/seed", (whole("seed", 0, 2**53),),
           _of_pattern(lambda _, seed: {"seed": seed}),
           "Of probabilities and mutations: the same seed plays the same."),
    change("/sequence/tracks", (whole("count", 1, MOST_TRACKS),),
           _of_pattern(lambda now, count: {"tracks": _resized(now.tracks, NEW_TRACK, count)}),
           "How many tracks there are."),
    Message("/sequence/write", (symbol("file"),), _write, "Writes the pattern to a JSON file.",
            "/sequence/write file, once it is written"),
    Message("/sequence/read", (symbol("file"),), _read, "Plays the pattern of such a file.",
            "/sequence/read file"),
    Message("/sequence/get", (),
            lambda performer: [("/sequence", [_as_json(performer.sequencer.pattern)])],
            "Asks for the pattern, as JSON.", "/sequence json"),
    change("/track/steps", (TRACK, whole("count", 1, MOST_STEPS)),
           _of_track(lambda now, count: {"steps": _resized(now.steps, Step(), count)}),
           "How many steps a track has; tracks of different lengths are polymetric."),
    _message_of(Track, "division", "steps a beat", "How long a step is: 4 are sixteenths."),
    _message_of(Track, "level", "", "Gain of a track."),
    _message_of(Track, "pan", "", "Where a track is heard: -1 left, 1 right."),
    change("/track/mute", (TRACK, ON), _of_track(lambda _, on: {"mute": bool(on)}),
           "Silences a track; it goes on."),
    change("/track/mutation",
           (TRACK, limited(Track, "mutation", "σ"), limited(Track, "limit", "σ")),
           _of_track(lambda _, amount, limit: {"mutation": amount, "limit": limit}),
           "Each time the track begins anew, its steps move so far at random, but no farther "
           "than the limit from where they were set."),
    change("/track/euclid", (TRACK, whole("hits", 0, MOST_STEPS), _ROTATION), _of_track(_euclid),
           "Turns on so many steps, spread as evenly as can be (Bjorklund)."),
    Message("/track/random", (TRACK, SEED), _track_random,
            "Draws the latents of all steps from the prior."),
)  # fmt: skip
