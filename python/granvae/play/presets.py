"""Presets: where in the latent space one was, and how everything was set."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from granvae.engine.parameters import parameters
from granvae.errors import GranvaeError
from granvae.play.message import Message, Replies, Value, values, word

if TYPE_CHECKING:
    from granvae.play.performer import Performer


@dataclass(frozen=True)
class Preset:
    """Everything that a preset holds.

    Attributes:
        points: of the path, ``(count, latents)``; a single latent is a path of one.
        signals: frequency, start, crossfade and rate; None where none was ever given.
        parameters: the engine's, by name.
    """

    points: tuple[tuple[float, ...], ...]
    signals: dict[str, float | None]
    parameters: dict[str, Value]


def capture(performer: Performer) -> Preset:
    """All that a preset holds, as it is now."""
    points = tuple(map(tuple, performer.points.tolist()))
    return Preset(points, dict(performer.signals), dict(performer.parameters))


def restore(performer: Performer, preset: Preset) -> None:
    """Sets what differs from a preset, and decodes its points if they do."""
    for name, value in preset.parameters.items():
        if performer.parameters.get(name) != value:
            performer.set_parameter(name, value)
    for name, signal in preset.signals.items():
        if signal is not None and performer.signals[name] != signal:
            performer.set_signal(name, signal)
    points = np.array(preset.points, dtype=np.float64)
    if not np.array_equal(points, performer.points):
        performer.go(points)


def blend(presets: Sequence[Preset], weights: Sequence[float]) -> Preset:
    """Between presets: numbers are weighted, choices and whole numbers are those of the nearest.

    Frequencies and rates of one sign are weighted as intervals, so that half way between two
    octaves lies the tritone. Paths of different length are both resampled to the longer.
    """
    share = np.asarray(weights, dtype=np.float64) / np.sum(weights)
    nearest = presets[int(np.argmax(share))]
    signals = {
        name: _blend_signal([preset.signals[name] for preset in presets], share, nearest, name)
        for name in nearest.signals
    }
    settled: dict[str, Value] = {}
    for entry in parameters():
        name = entry.name
        if name not in nearest.parameters:
            continue
        held = [preset.parameters.get(name) for preset in presets]
        numeric = all(isinstance(value, int | float) for value in held)
        stepped = entry.whole or entry.choices or entry.heard == "with the next decoded table"
        settled[name] = nearest.parameters[name]
        if numeric and not stepped:
            settled[name] = float(share @ np.array(held, dtype=np.float64))
    return Preset(_blend_points([p.points for p in presets], share), signals, settled)


def _blend_signal(
    held: Sequence[float | None], share: Any, nearest: Preset, name: str
) -> float | None:
    known = [value for value in held if value is not None]
    if len(known) < len(held):
        return nearest.signals[name]
    if len(set(known)) == 1:
        return known[0]
    figures = np.array(known)
    if name in ("frequency", "rate") and (np.all(figures > 0.0) or np.all(figures < 0.0)):
        return float(np.sign(figures[0]) * np.exp(share @ np.log(np.abs(figures))))
    return float(share @ figures)


def _blend_points(
    paths: Sequence[tuple[tuple[float, ...], ...]], share: Any
) -> tuple[tuple[float, ...], ...]:
    count = max(map(len, paths))
    mixed = 0.0
    for path, weight in zip(paths, share, strict=True):
        points = np.asarray(path, dtype=np.float64)
        at = np.linspace(0.0, len(points) - 1.0, count)
        known = np.arange(len(points))
        mixed = mixed + weight * np.stack([np.interp(at, known, axis) for axis in points.T], axis=1)
    return tuple(map(tuple, np.asarray(mixed).tolist()))


def _save(performer: Performer, name: str) -> None:
    performer.presets[name] = capture(performer)
    performer.tell("/preset/save", [name])


def find_preset(performer: Performer, name: str) -> Preset:
    """A preset that the model of now can play.

    Raises:
        GranvaeError: there is none of this name.
    """
    try:
        preset = performer.presets[name]
    except KeyError:
        known = ", ".join(performer.presets) or "none yet"
        raise GranvaeError(f"there is no preset {name}; there are: {known}.") from None
    if len(preset.points[0]) != performer.model.latents:
        raise GranvaeError(
            f"the preset {name} was saved with a model of {len(preset.points[0])} latents, and "
            f"this one has {performer.model.latents}; read the model that it was made with."
        )
    return preset


def _recall(performer: Performer, name: str) -> None:
    restore(performer, find_preset(performer, name))
    performer.tell("/preset/recall", [name])


def _morph(performer: Performer, pairs: list[Value]) -> None:
    names, amounts = pairs[0::2], pairs[1::2]
    weights = [float(a) for a in amounts if isinstance(a, int | float) and 0.0 <= a < 1e9]
    if len(weights) != len(names) or sum(weights) <= 0.0:
        raise GranvaeError(
            "/preset/morph takes a name and its weight of 0 or more, for each preset, and not all "
            "weights 0; send /preset/morph A 0.25 B 0.75."
        )
    restore(performer, blend([find_preset(performer, str(name)) for name in names], weights))
    performer.tell("/preset/morph", pairs)


def _delete(performer: Performer, name: str) -> None:
    find_preset(performer, name)
    del performer.presets[name]
    performer.tell("/preset/delete", [name])


def _list(performer: Performer) -> Replies:
    return [("/preset/list", list(performer.presets))]


def _write(performer: Performer, file: str) -> Replies:
    text = json.dumps(
        {"format": 1, "presets": {name: asdict(p) for name, p in performer.presets.items()}},
        indent=1,
    )
    return performer.later(lambda: write_text(file, text), lambda _: [("/preset/write", [file])])


def write_text(file: str, text: str) -> None:
    """Writes a file.

    Raises:
        GranvaeError: it cannot be written.
    """
    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise GranvaeError(
            f"{file} cannot be written ({error.strerror}); choose another place or make room."
        ) from error


def read_json(file: str, what: str) -> Any:
    """The contents of a JSON file of ours.

    Raises:
        GranvaeError: it cannot be read, or is no JSON.
    """
    try:
        return json.loads(Path(file).read_text(encoding="utf-8"))
    except OSError as error:
        raise GranvaeError(
            f"{file} cannot be read ({error.strerror}); give a file of {what}."
        ) from error
    except ValueError as error:
        raise GranvaeError(f"{file} is not JSON ({error}); give a file of {what}.") from error


def _presets_of(file: str) -> dict[str, Preset]:
    content = read_json(file, "presets, as /preset/write makes it")
    try:
        return {
            str(name): Preset(
                tuple(tuple(float(z) for z in point) for point in entry["points"]),
                {key: None if v is None else float(v) for key, v in entry["signals"].items()},
                dict(entry["parameters"]),
            )
            for name, entry in content["presets"].items()
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise GranvaeError(
            f"{file} holds no presets ({error!r}); give a file that /preset/write made."
        ) from error


def _read(performer: Performer, file: str) -> Replies:
    def known(presets: dict[str, Preset]) -> Replies:
        performer.presets.update(presets)
        performer.tell("/preset/read", [file])
        return [("/preset/read", [file, len(presets)])]

    return performer.later(lambda: _presets_of(file), known)


MESSAGES = (
    Message("/preset/save", (word("name"),), _save,
            "Keeps the latents, signals and parameters of now under a name."),
    Message("/preset/recall", (word("name"),), _recall, "Takes them up again."),
    Message("/preset/morph", (values("name weight"),), _morph,
            "Between presets, each with its weight: latents and numbers are blended, frequencies "
            "and rates as intervals; choices are those of the heaviest."),
    Message("/preset/delete", (word("name"),), _delete, "Forgets one."),
    Message("/preset/list", (), _list, "Names them.", "/preset/list name…"),
    Message("/preset/write", (word("file"),), _write, "Writes all of them to a JSON file.",
            "/preset/write file, once it is written"),
    Message("/preset/read", (word("file"),), _read, "Adds those of such a file.",
            "/preset/read file count"),
)  # fmt: skip
