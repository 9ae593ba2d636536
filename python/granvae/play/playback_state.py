"""What everything that sounds shares: the model, its points, and how they are played."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from granvae.engine.latent_path import LatentPath
from granvae.engine.model_info import PlayedModel
from granvae.engine.trajectory import Points
from granvae.engine.voice import Voice
from granvae.play.learned_grains import LearnedGrains, learned_grains
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
        path: that is played.
        parameters: the engine's, by name.
        report: reports a change to all listeners: an address and its arguments.
        signals: frequency, start, crossfade and rate; None where none was ever given.
        now: the sample that comes next.
        learned: grains that points are drawn from; `set_learned` replaces them.
    """

    sample_rate: float
    channels: int
    offline: bool
    model: PlayedModel
    path: LatentPath
    parameters: dict[str, Value]
    report: Callable[..., None]
    signals: dict[str, float | None] = field(default_factory=lambda: dict.fromkeys(SIGNALS))
    now: int = 0
    learned: LearnedGrains = field(init=False)

    def __post_init__(self) -> None:
        self._own: WeakKeyDictionary[Voice, Collection[str]] = WeakKeyDictionary()
        self.learned = learned_grains(None, self.model.latents)

    @property
    def points(self) -> Points:
        """Of the path, ``(count, latents)``."""
        return self.path.points

    def new_voice(self, own: Collection[str] = ()) -> Voice:
        """Another engine that plays the model with these parameters, but for its ``own``."""
        voice = Voice(self.sample_rate, self.channels, self.offline)
        voice.read(str(self.model.file))
        for name, value in self.parameters.items():
            if name not in own:
                voice.set(name, value)
        if self.learned.stay:
            voice.ask("stay", *self.learned.stay)
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

    def set_learned(self, learned: LearnedGrains) -> None:
        """Draws from these grains, and keeps the walks of these voices to their recordings."""
        if learned.stay != self.learned.stay:
            for voice in self._own:
                voice.ask("stay", *learned.stay)
        self.learned = learned
