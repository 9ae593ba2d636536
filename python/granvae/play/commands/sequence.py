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
from granvae.play.message import Message, Replies, number, symbol, whole
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


def _of_pattern(change: Callable[..., dict[str, Any]]) -> Callable[..., None]:
    """Changes attributes of the pattern: ``change`` gets it and the arguments of the message."""

    def run(performer: Performer, *arguments: float) -> None:
        pattern = performer.sequencer.pattern
        performer.sequencer.set_pattern(replace(pattern, **change(pattern, *arguments)))

    return run


def _of_track(change: Callable[..., dict[str, Any]]) -> Callable[..., None]:
    """The same of a track."""

    def run(performer: Performer, track: int, *arguments: float) -> None:
        pattern = pattern_with(performer, track)
        changes = change(pattern.tracks[track], *arguments)
        performer.sequencer.set_pattern(pattern.with_track(track, **changes))

    return run


def _tracks(pattern: Pattern, count: int) -> dict[str, Any]:
    more = (NEW_TRACK,) * (count - len(pattern.tracks))
    return {"tracks": (pattern.tracks + more)[:count]}


def _steps(track: Track, count: int) -> dict[str, Any]:
    return {"steps": (track.steps + (Step(),) * (count - len(track.steps)))[:count]}


def _euclid(track: Track, hits: int, rotation: int) -> dict[str, Any]:
    onsets = euclid(hits, len(track.steps), rotation)
    return {"steps": tuple(replace(s, on=on) for s, on in zip(track.steps, onsets, strict=True))}


def _track_random(performer: Performer, track: int, seed: int) -> None:
    rng, latents = np.random.default_rng(seed), performer.state.model.latents

    def draw(each: Track) -> dict[str, Any]:
        points = [tuple(rng.standard_normal(latents).tolist()) for _ in each.steps]
        steps = zip(each.steps, points, strict=True)
        return {"steps": tuple(replace(step, latent=point) for step, point in steps)}

    _of_track(draw)(performer, track)
    _report_all(performer)


def _report_all(performer: Performer) -> None:
    performer.report("/sequence", _as_json(performer.sequencer.pattern))


def _write(performer: Performer, file: str) -> Replies:
    pattern = performer.sequencer.pattern
    return performer.dispatcher.run_in_background(
        lambda: write_json(file, pattern), lambda _: [("/sequence/write", [file])]
    )


def _read(performer: Performer, file: str) -> Replies:
    def play(pattern: Pattern) -> Replies:
        performer.sequencer.set_pattern(pattern)
        _report_all(performer)
        return [("/sequence/read", [file])]

    return performer.dispatcher.run_in_background(lambda: load_pattern(file), play)


def _get(performer: Performer) -> Replies:
    return [("/sequence", [_as_json(performer.sequencer.pattern)])]


def _as_json(pattern: Pattern) -> str:
    """The whole pattern as one symbol, since OSC has no lists of lists."""
    return msgspec.json.encode(pattern).decode()


def _message_of(kind: type[Struct], name: str, unit: str, text: str) -> Message:
    """A message that sets a number of the pattern or of a track."""
    argument = limited(kind, name, unit)

    def change(_: Struct, value: float) -> dict[str, Any]:
        return {name: value}

    if kind is Pattern:
        return Message(f"/sequence/{name}", (argument,), _of_pattern(change), text, reported=True)
    return Message(f"/track/{name}", (TRACK, argument), _of_track(change), text, reported=True)


_ROTATION = whole("rotation", -MOST_STEPS, MOST_STEPS, "steps", initial=0)

MESSAGES = (
    Message("/sequence/start", (), lambda performer: performer.sequencer.start(),
            "Plays the pattern from its first step, as soon as its grains are decoded.",
            reported=True),
    Message("/sequence/stop", (), lambda performer: performer.sequencer.stop(),
            "Begins no step any more.", reported=True),
    Message("/sequence/clock", (symbol("internal|external"),), _clock,
            "Whether it follows its own tempo or /clock.", reported=True),
    Message("/clock", (number("per beat", "pulses", 0.25, 960.0, initial=24.0),),
            lambda performer, per_beat: performer.sequencer.pulse(per_beat),
            "A pulse of an external clock; 24 a beat, as MIDI sends, unless it says otherwise."),
    _message_of(Pattern, "tempo", "beats a minute", "How fast it is."),
    _message_of(Pattern, "swing", "",
                "Where odd steps lie between their neighbours: 0.5 in the middle, 0.667 triplets."),
    _message_of(Pattern, "length", "beats",
                "After how long all tracks begin anew; 0 lets each run round by itself."),
    Message("/sequence/seed", (whole("seed", 0, 2**53),),
            _of_pattern(lambda _, seed: {"seed": seed}),
            "Of probabilities and mutations: the same seed plays the same.", reported=True),
    Message("/sequence/tracks", (whole("count", 1, MOST_TRACKS),), _of_pattern(_tracks),
            "How many tracks there are.", reported=True),
    Message("/sequence/write", (symbol("file"),), _write, "Writes the pattern to a JSON file.",
            "/sequence/write file, once it is written"),
    Message("/sequence/read", (symbol("file"),), _read, "Plays the pattern of such a file.",
            "/sequence/read file"),
    Message("/sequence/get", (), _get, "Asks for the pattern, as JSON.", "/sequence json"),
    Message("/track/steps", (TRACK, whole("count", 1, MOST_STEPS)), _of_track(_steps),
            "How many steps a track has; tracks of different lengths are polymetric.",
            reported=True),
    _message_of(Track, "division", "steps a beat", "How long a step is: 4 are sixteenths."),
    _message_of(Track, "level", "", "Gain of a track."),
    _message_of(Track, "pan", "", "Where a track is heard: -1 left, 1 right."),
    Message("/track/mute", (TRACK, ON), _of_track(lambda _, on: {"mute": bool(on)}),
            "Silences a track; it goes on.", reported=True),
    Message("/track/mutation", (TRACK, limited(Track, "mutation", "σ"),
                                limited(Track, "limit", "σ")),
            _of_track(lambda _, amount, limit: {"mutation": amount, "limit": limit}),
            "Each time the track begins anew, its steps move so far at random, but no farther "
            "than the limit from where they were set.", reported=True),
    Message("/track/euclid", (TRACK, whole("hits", 0, MOST_STEPS), _ROTATION), _of_track(_euclid),
            "Turns on so many steps, spread as evenly as can be (Bjorklund).", reported=True),
    Message("/track/random", (TRACK, SEED), _track_random,
            "Draws the latents of all steps from the prior."),
)  # fmt: skip
