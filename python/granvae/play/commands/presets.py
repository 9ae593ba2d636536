"""Messages that store, recall, morph and keep presets."""

from __future__ import annotations

from granvae.data.atomic_write import write_json
from granvae.errors import GranvaeError
from granvae.play.json_files import read_json
from granvae.play.message import Argument, Message, Replies, Value, change, symbol
from granvae.play.performer import Performer
from granvae.play.presets import Preset, PresetFile, blend


def capture(performer: Performer) -> Preset:
    """All that a preset holds, as it is now."""
    state = performer.state
    points = tuple(map(tuple, state.path.points.tolist()))
    places = () if state.path.places is None else tuple(state.path.places.tolist())
    return Preset(points, dict(state.signals), dict(state.parameters), places)


def restore(performer: Performer, preset: Preset) -> None:
    """Sets what differs from a preset, and decodes its points if they do."""
    state = performer.state
    for name, value in preset.parameters.items():
        if state.parameters.get(name) != value:
            performer.set_parameter(name, value)
    for name, signal in preset.signals.items():
        if signal is not None and state.signals[name] != signal:
            performer.set_signal(name, signal)
    if not preset.path.equals(state.path):
        performer.main_voice.decode(preset.path)


def find_preset(performer: Performer, name: str) -> Preset:
    """A preset that the current model can play.

    Raises:
        GranvaeError: there is none of this name.
    """
    if name not in performer.presets:
        known = ", ".join(performer.presets) or "none yet"
        raise GranvaeError(f"there is no preset {name}; there are: {known}.")
    preset, latents = performer.presets[name], performer.state.model.latents
    if len(preset.points[0]) != latents:
        raise GranvaeError(
            f"the preset {name} was saved with a model of {len(preset.points[0])} latents, and "
            f"this one has {latents}; read the model that it was made with."
        )
    return preset


def _save(performer: Performer, name: str) -> None:
    performer.presets[name] = capture(performer)


def _morph(performer: Performer, pairs: list[Value]) -> None:
    names, amounts = pairs[0::2], pairs[1::2]
    weights = [float(a) for a in amounts if isinstance(a, int | float) and 0.0 <= a < 1e9]
    if len(weights) != len(names) or sum(weights) <= 0.0:
        raise GranvaeError(
            "/preset/morph takes a name and its weight of 0 or more, for each preset, and not all "
            "weights 0; send /preset/morph A 0.25 B 0.75."
        )
    restore(performer, blend([find_preset(performer, str(name)) for name in names], weights))


def _delete(performer: Performer, name: str) -> None:
    find_preset(performer, name)
    del performer.presets[name]


def _write(performer: Performer, file: str) -> Replies:
    content = PresetFile(presets=dict(performer.presets))
    return performer.dispatcher.run_in_background(
        lambda: write_json(file, content), lambda _: [("/preset/write", [file])]
    )


def _read(performer: Performer, file: str) -> Replies:
    def add(content: PresetFile) -> Replies:
        performer.presets.update(content.presets)
        performer.report("/preset/read", file)
        return [("/preset/read", [file, len(content.presets)])]

    return performer.dispatcher.run_in_background(
        lambda: read_json(file, PresetFile, "presets", "/preset/write"), add
    )


MESSAGES = (
    change("/preset/save", (symbol("name"),), _save,
           "Keeps the path, its places, the signals and parameters of now under a name."),
    change("/preset/recall", (symbol("name"),),
           lambda performer, name: restore(performer, find_preset(performer, name)),
           "Takes them up again."),
    change("/preset/morph", (Argument("name weight", kind="value", many=True),), _morph,
           "Between presets, each with its weight: latents and numbers are blended, frequencies "
           "and rates as intervals; choices are those of the heaviest."),
    change("/preset/delete", (symbol("name"),), _delete, "Forgets one."),
    Message("/preset/list", (), lambda performer: [("/preset/list", list(performer.presets))],
            "Names them.", "/preset/list name…"),
    Message("/preset/write", (symbol("file"),), _write, "Writes all of them to a JSON file.",
            "/preset/write file, once it is written"),
    Message("/preset/read", (symbol("file"),), _read, "Adds those of such a file.",
            "/preset/read file count"),
)  # fmt: skip
