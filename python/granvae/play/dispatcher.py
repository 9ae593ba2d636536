"""Where messages come in and answers go out: the part of a performance that knows no sound."""

from __future__ import annotations

import contextlib
import itertools
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from granvae.errors import GranvaeError
from granvae.play.message import Message, Replies, Value
from granvae.play.timeline import Scheduler, Timeline

Reply = Callable[[str, list[Value]], None]
Result = TypeVar("Result")

_log = logging.getLogger(__name__)


class Dispatcher:
    """Carries out messages, each at its sample, and reports what comes of them.

    One thread owns it: the performer's. `post` and `timeline` are for all threads.

    Args:
        performer: what handlers of messages are called with.
        messages: what can be asked of it, by address.
        sample_rate: Hz.
        offline: wait for files, so that a rendering is the same each time.
        wall: returns the Unix time in seconds, against which time tags are measured.
    """

    def __init__(
        self,
        performer: object,
        messages: Mapping[str, Message],
        sample_rate: float,
        offline: bool,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.messages = messages
        self.timeline = Timeline(sample_rate, wall)
        self.scheduler = Scheduler()
        self.counts = {"messages": 0, "refused": 0, "malformed": 0, "late_bundles": 0, "xruns": 0}
        self.reply: Reply | None = None  # to the message that is being carried out
        self._performer = performer
        self._offline = offline
        self._workers = ThreadPoolExecutor(1, "granvae files")
        self._listeners: tuple[Reply, ...] = ()

    def do(self, address: str, arguments: Sequence[Value], reply: Reply | None = None) -> Replies:
        """Carries out one message at once, on the owner's thread.

        Args:
            address: as docs/osc.md lists them.
            arguments: numbers and symbols.
            reply: takes later answers, once a file is read or written.

        Returns:
            The answers; ``("/error", [sentence])`` where it was refused.
        """
        self.reply = reply
        self.counts["messages"] += 1
        return self._guarded(lambda: self._carry_out(address, arguments))

    def post(
        self,
        address: str,
        arguments: Sequence[Value],
        reply: Reply | None = None,
        sample: int = 0,
    ) -> None:
        """From any thread, without waiting: carries out a message at a sample, or with the next
        block if that has passed. Answers, now and later, go to ``reply``, on the owner's thread.
        """
        self.scheduler.put(lambda: send(reply, self.do(address, arguments, reply)), sample)

    def subscribe(self, listener: Reply) -> Callable[[], None]:
        """Reports every change as a message, on the owner's thread: be quick.

        A report has the address and the arguments of the message that would cause the change. There
        are besides ``/table samples grain hop`` when a new one sounds, ``/sequence/step track
        step`` at each onset, ``/sequence json`` when all of the pattern changed, and ``/error
        sentence``.

        Returns:
            What ends it.
        """
        self._listeners = (*self._listeners, listener)

        def end() -> None:
            self._listeners = tuple(known for known in self._listeners if known is not listener)

        return end

    def report(self, address: str, *arguments: Value) -> None:
        for listener in self._listeners:
            send(listener, [(address, list(arguments))])

    def run_in_background(
        self, job: Callable[[], Result], then: Callable[[Result], Replies]
    ) -> Replies:
        """Runs ``job`` on another thread, and ``then`` with its result on the owner's.

        Both may raise GranvaeError. Offline, all of it is done at once, and answered.
        """
        reply = self.reply
        if self._offline:
            return then(job())

        def follow(done: Future[Result]) -> None:
            self.scheduler.put(lambda: send(reply, self._guarded(lambda: then(done.result()))))

        self._workers.submit(job).add_done_callback(follow)
        return []

    def close(self) -> None:
        """Waits for what runs in the background."""
        self._workers.shutdown(wait=True)

    def _carry_out(self, address: str, values: Sequence[Value]) -> Replies:
        message = self.messages.get(address)
        if message is None:
            raise GranvaeError(f"there is no message {address}; /help lists all of them.")
        arguments = message.convert(values)
        replies = message.run(self._performer, *arguments)
        if message.reported:
            flat = (each if isinstance(each, list) else [each] for each in arguments)
            self.report(address, *itertools.chain(*flat))
        return replies or []

    def _guarded(self, call: Callable[[], Replies]) -> Replies:
        """Its answers, or the error as an answer: a bad message never ends the sound."""
        try:
            return call()
        except GranvaeError as error:
            sentence = str(error)
        except Exception as error:  # a fault of ours: the musician has to see it, and to play on
            _log.exception("A message failed.")
            sentence = f"granvae itself failed ({error!r}); please report this with the message."
        self.counts["refused"] += 1
        self.report("/error", sentence)
        return [("/error", [sentence])]


def send(receiver: Reply | None, answers: Replies) -> None:
    """Answers, unless the receiver fails: one that has gone must not end the sound."""
    if receiver is None:
        return
    with contextlib.suppress(Exception):
        for address, arguments in answers:
            receiver(address, arguments)
