"""What everything that sounds shares: the model, its points, and how they are played."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from granvae.engine.model_info import PlayedModel
from granvae.engine.trajectory import Points
from granvae.engine.voice import Voice
from granvae.play.message import Value

SIGNALS = ("frequency", "start", "crossfade", "rate")


@dataclass
class PlaybackState:
    """Changed by the performer alone, on its thread.

    Attributes:
        sample_rate: Hz.
        channels: of the sound.
        offline: whether voices wait for every decode.
        model: that is played.
        points: of the path, ``(count, latents)``.
        parameters: the engine's, by name.
        report: reports a change to all listeners: an address and its arguments.
        signals: frequency, start, crossfade and rate; None where none was ever given.
        now: the sample that comes next.
    """

    sample_rate: float
    channels: int
    offline: bool
    model: PlayedModel
    points: Points
    parameters: dict[str, Value]
    report: Callable[..., None]
    signals: dict[str, float | None] = field(default_factory=lambda: dict.fromkeys(SIGNALS))
    now: int = 0

    def __post_init__(self) -> None:
        self._own: WeakKeyDictionary[Voice, Collection[str]] = WeakKeyDictionary()

    def new_voice(self, own: Collection[str] = ()) -> Voice:
        """Another engine that plays the model with these parameters, but for its ``own``."""
        voice = Voice(self.sample_rate, self.channels, self.offline)
        voice.read(str(self.model.file))
        for name, value in self.parameters.items():
            if name not in own:
                voice.set(name, value)
        self._own[voice] = own
        return voice

    def set_parameter(self, name: str, value: Value) -> None:
        """Sets a parameter, of these voices too."""
        self.parameters[name] = value
        for voice, own in self._own.items():
            if name not in own:
                voice.set(name, value)

    def set_model(self, model: PlayedModel) -> None:
        """Plays another model, with these voices too; they have to decode again."""
        self.model = model
        for voice in self._own:
            voice.read(str(model.file))
