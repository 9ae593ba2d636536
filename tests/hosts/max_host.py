"""A small Max: makes boxes of the real external, patches them to a test and plays them."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from granvae.cli.install.host_folders import MAX

# `make test` builds both here; GRANVAE_MAX_DIR names another folder that holds them.
FOLDER = Path(
    os.environ.get("GRANVAE_MAX_DIR", Path(__file__).parents[2] / "build" / "test" / "max")
)
HOST = {"darwin": "libgranvae_max_host.dylib"}.get(sys.platform, "libgranvae_max_host.so")
# On macOS the external is a bundle with the code in it.
EXTERNAL = MAX.file() + ("/Contents/MacOS/granvae~" if sys.platform == "darwin" else "")
# Which of Max's threads sends a message.
MAIN, SCHEDULER, AUDIO = 1, 2, 3
FIELD = "\x1f"
PATIENCE = 600.0  # s, for what takes a few ms: the machine may be busy
TICK = 10.0  # ms of Max's time

HANDOVER = ctypes.CFUNCTYPE(None, ctypes.c_char_p)

Value = int | float | str
Message = tuple[str, tuple[Value, ...]]


def value(text: str) -> Value:
    kinds = {"i": int, "f": float, "s": str}
    return kinds[text[0]](text[1:])


def load() -> ctypes.CDLL:
    """The host with the external in it; once a process, as Max keeps what it has loaded."""
    library = ctypes.CDLL(str(FOLDER / HOST), ctypes.RTLD_GLOBAL)
    doubles = np.ctypeslib.ndpointer(np.float64, flags="C_CONTIGUOUS")
    floats = np.ctypeslib.ndpointer(np.float32, flags="C_CONTIGUOUS")
    pointer, text, long = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_long
    signatures = {
        "load": (text, [text]),
        "new": (pointer, [text]),
        "delete": (None, [pointer]),
        "send": (None, [pointer, long, ctypes.c_int, text]),
        "dsp": (None, [pointer, ctypes.c_double, long, ctypes.c_uint]),
        "channels": (None, [pointer, long, long]),
        "play": (None, [pointer, doubles, doubles, long]),
        "pass": (None, [ctypes.c_double]),
        "log": (text, []),
        "assist": (text, [pointer, long, long]),
        "class": (text, [text]),
        "ports": (text, [pointer]),
        "signals": (long, [pointer]),
        "file_usage": (text, [pointer]),
        "search_path": (None, [text, ctypes.c_int]),
        "patcher": (None, [text]),
        "buffer": (None, [text, floats, long, long, ctypes.c_double]),
        "on_handover": (None, [HANDOVER]),
        "answer_dialog": (None, [text]),
        "file_changed": (None, [text, text]),
        "drop": (ctypes.c_int, [pointer, text, ctypes.c_int]),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(library, f"host_{name}")
        function.restype, function.argtypes = result, arguments
    fault = library.host_load(str(FOLDER / EXTERNAL).encode())
    if fault:
        raise RuntimeError(f"the external cannot be loaded: {fault.decode()}")
    return library


class Box:
    """One object, whose signal inlets are numbered from the left."""

    def __init__(self, host: Host, address: int) -> None:
        self.host, self.address = host, address
        self.extra_channels = 0
        self.dsp()

    def send(self, message: str, inlet: int = 0, thread: int = MAIN) -> None:
        """A message as it is typed; quotes keep a name with spaces together."""
        self.host.library.host_send(self.address, inlet, thread, message.encode())

    def dsp(
        self, connected: Sequence[int] = (), vector: int = 64, sample_rate: float = 44100
    ) -> None:
        """Makes the chain anew, with signals at the inlets in ``connected``."""
        bits = sum(1 << inlet for inlet in connected)
        self.vector = vector
        self.host.library.host_dsp(self.address, sample_rate, vector, bits)

    def widen(self, inlet: int, channels: int) -> None:
        """Gives the cord into the last inlet several channels, from the next `dsp` on."""
        self.host.library.host_channels(self.address, inlet, channels)
        self.extra_channels = channels - 1

    def play(self, samples: int, controls: np.ndarray | None = None) -> tuple[np.ndarray, ...]:
        """The channels of all outlets, ``(samples,)`` float64 each: the sound, phase, onset.

        Max plays whole vectors only. ``controls``: ``(n, samples)``, for the first channels of the
        inlets.
        """
        assert samples % self.vector == 0
        _, inlets = self.ports()
        ins = np.zeros((inlets + self.extra_channels, samples))
        if controls is not None:
            ins[: len(controls)] = controls
        outs = np.zeros((self.host.library.host_signals(self.address), samples))
        self.host.library.host_play(self.address, ins, outs, samples)
        return tuple(outs)

    def take(self) -> list[Message]:
        """What came out of the info outlet since the last call."""
        self.host.read_log()
        return self.host.reports.pop(self.address, [])

    def wait_for(self, selector: str) -> list[Message]:
        """Lets time pass until this comes; all that came out up to it and with it."""
        messages: list[Message] = []
        for _ in self.host.time():
            messages += self.take()
            if any(message[0] == selector for message in messages):
                return messages
        raise TimeoutError(f"no {selector} came, only {messages}")

    def finish(self, info: bool = False) -> list[Message]:
        """Waits until all that was asked for is done; all reports of it, with or without info."""
        self.send("info")
        return [message for message in self._wait_for_info() if info or message[0] != "info"]

    def info(self) -> dict[str, Value]:
        """What a bang is answered with; of several values, the first."""
        self.finish()
        self.send("bang")
        return {str(v[0]): v[1] for name, v in self._wait_for_info() if name == "info"}

    def _wait_for_info(self) -> list[Message]:
        messages: list[Message] = []
        while not any(name == "info" and values[0] == "rate" for name, values in messages):
            messages += self.wait_for("info")
        return messages

    def get(self, attribute: str) -> Value:
        self.take()
        self.send(f"get{attribute}")
        ((name, values),) = self.take()
        assert name == attribute
        return values[0]

    def assist(self, kind: int, index: int) -> str:
        return self.host.library.host_assist(self.address, kind, index).decode()

    def ports(self) -> tuple[list[str], int]:
        """The types of the outlets, "" for messages, and how many inlets there are."""
        *outlets, inlets = self.host.library.host_ports(self.address).decode().split(FIELD)
        return outlets, int(inlets)

    def file_usage(self) -> list[str]:
        """The files that a collective or a frozen device must hold for this box."""
        return self.host.library.host_file_usage(self.address).decode().splitlines()

    def drop(self, file: Path, locked: bool = True) -> bool:
        return bool(self.host.library.host_drop(self.address, str(file).encode(), locked))

    def delete(self) -> None:
        self.host.library.host_delete(self.address)
        self.host.boxes.remove(self)


@dataclass
class Host:
    """All boxes of a test, and what Max itself saw of them."""

    library: ctypes.CDLL
    boxes: list[Box] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    reports: defaultdict[int, list[Message]] = field(default_factory=lambda: defaultdict(list))

    def new(self, text: str) -> Box:
        self.read_log()
        address = self.library.host_new(text.encode())
        assert address, f"no object was made of '{text}'"
        self.reports.pop(address, None)  # of a box that was deleted, whose place it took
        self.boxes.append(Box(self, address))
        return self.boxes[-1]

    def io_vector(self, samples: int) -> None:
        """How many samples Max says that it plays in a row; 0: it does not say."""
        ctypes.c_int.in_dll(self.library, "sys_ioblksize").value = samples

    def time(self) -> Iterator[None]:
        """Lets Max's time pass while real time does."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.library.host_pass(TICK)
            yield
            time.sleep(0.001)

    def read_log(self) -> None:
        for line in self.library.host_log().decode().splitlines():
            kind, *fields = line.split(FIELD)
            if kind == "violation":
                self.violations.append(fields[0])
            elif kind == "console":
                self.console.append(fields[1])
            else:
                message = fields[1], tuple(value(text) for text in fields[2:])
                self.reports[int(fields[0])].append(message)

    def search_path(self, folder: Path, patch: bool = False) -> None:
        """Adds a folder to the search path, or begins a new one with the patch's own."""
        self.library.host_search_path(str(folder).encode(), patch)

    def patcher(self, file: Path | None) -> None:
        """Says where the patcher is saved that the boxes are in."""
        self.library.host_patcher(str(file or "").encode())

    def buffer(self, name: str, samples: np.ndarray, rate: float) -> None:
        """A buffer~ of this name: ``(n,)`` or ``(n, channels)``."""
        frames = np.ascontiguousarray(samples, np.float32)
        channels = 1 if frames.ndim == 1 else frames.shape[1]
        self.library.host_buffer(name.encode(), frames.ravel(), frames.size, channels, rate)

    @contextmanager
    def during(self, point: str, act: Callable[[], object]) -> Iterator[list[str]]:
        """Acts once while an object's call into Max is under way, and lists where that was.

        ``point``: "dialog", "console", or the selector of a message out of an outlet; "" is any.
        """
        acted: list[str] = []

        def on_handover(name: bytes) -> None:
            if not acted and point in ("", name.decode()):
                acted.append(name.decode())
                act()

        callback = HANDOVER(on_handover)
        self.library.host_on_handover(callback)
        try:
            yield acted
        finally:
            self.library.host_on_handover(HANDOVER())

    def answer_dialog(self, file: Path | str) -> None:
        """What the next dialogs answer; an empty name cancels them."""
        self.library.host_answer_dialog(str(file).encode())

    def file_changed(self, file: Path) -> None:
        self.library.host_file_changed(str(file.parent).encode(), file.name.encode())

    def methods(self) -> dict[str, list[int]]:
        """The class's methods with the types of their arguments."""
        rows = [line.split(FIELD) for line in self._class() if line.startswith("method")]
        return {name: [int(type_) for type_ in types] for _, name, *types in rows}

    def attributes(self) -> dict[str, dict[str, list[Value]]]:
        """The class's attributes with what the inspector knows of them."""
        attributes: dict[str, dict[str, list[Value]]] = {}
        for line in self._class():
            kind, name, *fields = line.split(FIELD)
            if kind == "attribute":
                attributes.setdefault(name, {})[fields[0]] = [value(text) for text in fields[1:]]
        return attributes

    def _class(self) -> list[str]:
        return self.library.host_class(b"granvae~").decode().splitlines()

    def close(self) -> None:
        for box in list(self.boxes):
            box.delete()
        self.answer_dialog("")
        self.read_log()
