"""Messages of the latent sequencer: its pattern and tracks, which are numbered from 0."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from granvae.data.atomic_write import write_json
from granvae.errors import GranvaeError
from granvae.play.message import Argument, Message, Replies, change, number, symbol, whole
from granvae.play.performer import Performer
from granvae.play.sequencer.pattern import (
    MOST_STEPS,
    MOST_TRACKS,
    MOST_WALK,
    NEW_TRACK,
    Pattern,
    Step,
    Track,
    euclid,
    limits,
    load_pattern,
)

Changes = Callable[..., dict[str, Any]]

TRACK = whole("track", 0, MOST_TRACKS - 1)
STEP = whole("step", 0, MOST_STEPS - 1)
ON = whole("on", 0, 1)
SEED = whole("seed", 0, initial=0)
_ROTATION = whole("rotation", -MOST_STEPS, MOST_STEPS, "steps", initial=0)


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


def _of_pattern(changes: Changes) -> Callable[..., None]:
    """Sets attributes of the pattern: ``changes`` gets it and the arguments of the message."""

    def run(performer: Performer, *arguments: Any) -> None:
        pattern = performer.sequencer.pattern
        performer.sequencer.set_pattern(replace(pattern, **changes(pattern, *arguments)))

    return run


def _of_track(changes: Changes) -> Callable[..., None]:
    """The same of a track."""

    def run(performer: Performer, track: int, *arguments: Any) -> None:
        pattern = pattern_with(performer, track)
        changed = changes(pattern.tracks[track], *arguments)
        performer.sequencer.set_pattern(pattern.with_track(track, **changed))

    return run


def of_step(changes: Changes) -> Callable[..., None]:
    """The same of a step."""

    def run(performer: Performer, track: int, step: int, *arguments: Any) -> None:
        pattern = pattern_with(performer, track, step)
        changed = changes(pattern.tracks[track].steps[step], *arguments)
        performer.sequencer.set_pattern(pattern.with_step(track, step, **changed))

    return run


def _limited(kind: type[Struct], name: str, unit: str = "") -> Argument:
    return number(name, *limits(kind, name), unit)


def number_message(kind: type[Struct], name: str, unit: str, text: str) -> Message:
    """A message that sets a number of the pattern, of a track or of a step."""
    group, place, of = {
        Pattern: ("sequence", (), _of_pattern),
        Track: ("track", (TRACK,), _of_track),
        Step: ("step", (TRACK, STEP), of_step),
    }[kind]
    run = of(lambda _, value: {name: value})
    return change(f"/{group}/{name}", (*place, _limited(kind, name, unit)), run, text)


def _clock(performer: Performer, source: str) -> None:
    if source not in ("internal", "external"):
        raise GranvaeError(f"the clock is internal or external, not {source}.")
    performer.sequencer.set_external(source == "external")


def _resized(held: tuple[Any, ...], new: Struct, count: int) -> tuple[Any, ...]:
    return (held + (new,) * (count - len(held)))[:count]


def _euclid(track: Track, hits: int, rotation: int) -> dict[str, Any]:
    onsets = euclid(hits, len(track.steps), rotation)
    return {"steps": tuple(replace(s, on=on) for s, on in zip(track.steps, onsets, strict=True))}


def drawn_points(performer: Performer, seed: int, count: int) -> list[list[float]]:
    """Points near learned grains, ``(count, latents)``."""
    state, rng = performer.state, np.random.default_rng(seed)
    points: list[list[float]] = state.learned.draw(rng, count, state.model.latents).tolist()
    return points


def _track_random(performer: Performer, track: int, seed: int) -> None:
    pattern = pattern_with(performer, track)
    steps = pattern.tracks[track].steps
    moved = zip(steps, map(tuple, drawn_points(performer, seed, len(steps))), strict=True)
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
    number_message(Pattern, "tempo", "beats a minute", "How fast it is."),
    number_message(Pattern, "swing", "",
            "Where odd steps lie between their neighbours: 0.5 in the middle, 0.667 triplets."),
    number_message(Pattern, "length", "beats",
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
    number_message(Track, "division", "steps a beat", "How long a step is: 4 are sixteenths."),
    number_message(Track, "level", "", "Gain of a track."),
    number_message(Track, "pan", "", "Where a track is heard: -1 left, 1 right."),
    change("/track/mute", (TRACK, ON), _of_track(lambda _, on: {"mute": bool(on)}),
           "Silences a track; it goes on."),
    change("/track/mutation",
           (TRACK, _limited(Track, "mutation", "σ"), _limited(Track, "limit", "σ")),
           _of_track(lambda _, amount, limit: {"mutation": amount, "limit": limit}),
           "Each time the track begins anew, its steps move so far towards learned grains near by, "
           "but no farther than the limit from where they were set."),
    change("/track/walk", (TRACK, whole("grains", 0, MOST_WALK)),
           _of_track(lambda _, grains: {"walk": grains}),
           "Each step plays the next so many grains of a walk, at their places; 0: it repeats the "
           "grain of its latent. Each cycle is another walk. /jump, /near and /stay say where, and "
           "/sequence/seed which; 16 grains are about a sixteenth at 120 beats a minute."),
    change("/track/euclid", (TRACK, whole("hits", 0, MOST_STEPS), _ROTATION), _of_track(_euclid),
           "Turns on so many steps, spread as evenly as can be (Bjorklund)."),
    Message("/track/random", (TRACK, SEED), _track_random,
            "Draws the latents of all steps near learned grains, as /random does."),
)  # fmt: skip
