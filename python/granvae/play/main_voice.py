"""The voice that ``/sound`` plays: its model, its path, and what its worker reports."""

from __future__ import annotations

import numpy as np

from granvae.engine.grain_map import GrainMap, read_map
from granvae.engine.latent_path import LatentPath
from granvae.engine.model_info import PlayedModel, describe
from granvae.engine.offline_engine import Float32
from granvae.engine.parameters import parameters
from granvae.engine.voice import Voice
from granvae.errors import GranvaeError
from granvae.play.dispatcher import Dispatcher, Reply, send
from granvae.play.learned_grains import learned_grains, recordings
from granvae.play.message import Replies, Value
from granvae.play.notes import Notes
from granvae.play.playback_state import PlaybackState
from granvae.play.sequencer.sequencer import Sequencer

_DECODED = "with the next decoded table"  # when such parameters are heard
_PERIOD = 0.25  # s: how often the path of a walk is looked at


class MainVoice:
    """Belongs to a performer, and is used on its thread; the properties on all.

    Args:
        voice: that has read the state's model.
        state: what it keeps up to date.
        dispatcher: which takes its reports.
        notes: which play the same path.
        sequencer: which plays the same model.

    Attributes:
        walking: whether a walk without an end goes on; its path is that of the second that sounds.
    """

    def __init__(
        self,
        voice: Voice,
        state: PlaybackState,
        dispatcher: Dispatcher,
        notes: Notes,
        sequencer: Sequencer,
    ) -> None:
        self._voice, self._state, self._dispatcher = voice, state, dispatcher
        self._notes, self._sequencer = notes, sequencer
        self._map: GrainMap | None = read_learned(state.model)
        self.walking = False
        self._followed = 0  # sample at which the walk was last looked at
        self._reply: Reply | None = None  # to the one who asked the worker for something
        self._path_pending = False
        self._table_pending = True
        self.stay([])

    @property
    def table(self) -> Float32:
        """A copy of the samples that sound, ``(n,)``."""
        samples = self._voice.table
        return np.zeros(0, np.float32) if samples is None else samples

    @property
    def starts(self) -> list[int]:
        """Where each grain of the table begins, in samples."""
        return [int(start) for start in self._voice.starts]

    @property
    def table_size(self) -> int:
        """Samples of the table."""
        return self._voice.table_size

    @property
    def hop(self) -> int:
        """Samples from a grain to the next where neither places nor ``fit`` say otherwise."""
        join, grain = float(self._state.parameters["join"]), self._state.model.grain
        overlap = grain // 4 if join < 0.0 else min(int(join), grain // 2)
        return grain - overlap

    @property
    def phase(self) -> float:
        """Where its cycle is, 0 … 1."""
        return self._voice.phase

    @property
    def counters(self) -> dict[str, int]:
        """The engine's: late, stolen, non_finite."""
        return self._voice.counters

    def fill(self, sound: Float32) -> None:
        """Writes the next samples into ``sound``, ``(channels, n)``."""
        signals = self._state.signals.values()
        self._voice.hold(sound, [np.nan if value is None else value for value in signals])

    def decode(self, path: LatentPath) -> None:
        """Plays another path, which is reported at once."""
        self._voice.decode(path)
        self._path_pending, self._table_pending = False, True
        self._end_walk()
        self._adopt_path(path)

    def ask(self, message: str, *atoms: float | str, file: str = "") -> None:
        """Has the engine make or change the path, as in Max; it is reported once it is there."""
        self._reply = self._dispatcher.reply
        self._voice.ask(message, *atoms, file=file)
        if (message, *atoms) == ("walk", "on"):
            self.walking = True
            self._dispatcher.report("/walk/on")
        else:
            self._end_walk()
        self._path_pending = self._table_pending = True
        if self._state.offline:
            self.take_events()

    def write_path(self, file: str) -> None:
        """Writes points and places to a file of JSON or CSV."""
        self._reply = self._dispatcher.reply
        self._voice.ask("writepath", file=file)
        if self._state.offline:
            self.take_events()

    def stay(self, sounds: list[Value]) -> None:
        """Keeps draws and walks to recordings, by name or number; to all of them if none is given.

        Raises:
            GranvaeError: the model did not learn from one of them.
        """
        names = () if self._map is None else self._map.names
        stay = recordings(names, sounds)
        if stay != self._state.learned.stay:
            self._voice.ask("stay", *stay)
        self._state.set_learned(learned_grains(self._map, self._state.model.latents, stay))
        self._sequencer.update_model()
        self._dispatcher.report("/stay", *(names[number] for number in stay))

    def set_parameter(self, name: str, value: Value) -> Value:
        """Sets a parameter; returns what the engine makes of the value."""
        self._voice.set(name, value)
        effective = self._voice.get(name)
        decodes = any(name == entry.name and entry.heard == _DECODED for entry in parameters())
        self._table_pending = self._table_pending or decodes
        return value if effective is None else effective

    def read(self, file: str) -> None:
        """Reads another model; what plays goes on until it is there."""
        self._reply = self._dispatcher.reply
        self._voice.read(file)
        if self._state.offline:
            self.take_events()

    def take_events(self) -> None:
        """Takes in what the worker reports."""
        for kind, text, values in self._voice.events():
            if kind == "error":
                if self._path_pending:
                    self._path_pending = False
                    self._end_walk()
                self._dispatcher.report("/error", text)
                self._answer("/error", text)
            elif kind == "loaded":
                self._adopt_model(text, *values)
            elif kind == "written":
                self._answer("/path/write", text)
            elif kind == "path":  # that was read
                self._answer("/path/read", text, *map(int, values))
        if not self._voice.idle:
            return
        if self._path_pending or self._walk_is_due():
            self._follow_path()
        if self._table_pending:
            self._table_pending = False
            size, grain = self.table_size, self._state.model.grain
            self._dispatcher.report("/table", size, grain, self.hop)

    def _answer(self, address: str, *arguments: Value) -> None:
        reply, self._reply = self._reply, None
        send(reply, [(address, list(arguments))])

    def _walk_is_due(self) -> bool:
        return self.walking and self._state.now - self._followed > _PERIOD * self._state.sample_rate

    def _follow_path(self) -> None:
        """Takes up the path that the engine has, if it is another."""
        path = self._voice.path
        if self._path_pending or not path.equals(self._state.path):
            self._table_pending = True
            self._adopt_path(path)
        self._path_pending, self._followed = False, self._state.now

    def _end_walk(self) -> None:
        if self.walking:
            self.walking = False
            self._dispatcher.report("/walk/off")

    def _adopt_path(self, path: LatentPath) -> None:
        self._state.path = path
        self._notes.update_path()
        address, arguments = path_message(path)
        self._dispatcher.report(address, *arguments)

    def _adopt_model(self, file: str, latents: float, grain: float, rate: float) -> None:
        state = self._state
        model = describe(file, int(latents), int(grain), float(rate))
        if model.latents != state.model.latents:
            state.path = LatentPath.of(np.zeros((1, model.latents)))
        state.set_model(model)
        self._map = None
        self.stay([])  # the recordings of one model mean nothing to another
        self._notes.update_path()
        self._table_pending = True
        self._end_walk()
        answer: list[Value] = [str(model.file), model.latents, model.grain, model.rate]
        self._dispatcher.report("/model", *answer)
        self._answer("/model", *answer)

        def adopt_map(grain_map: GrainMap | None) -> Replies:
            if state.model is model:
                self._map = grain_map
                self.stay([])
            return []

        self._dispatcher.run_in_background(lambda: read_learned(model), adopt_map)


def path_message(path: LatentPath) -> tuple[str, list[Value]]:
    """The message that plays a path: its address and arguments."""
    if path.places is not None:
        return "/path/placed", list(np.column_stack([path.places, path.points]).ravel().tolist())
    return "/latent" if len(path) == 1 else "/path", list(path.points.ravel().tolist())


def read_learned(model: PlayedModel) -> GrainMap | None:
    """The map of a model; None where there is none, or a damaged one, which plays all the same."""
    try:
        return read_map(model.file)
    except GranvaeError:
        return None
