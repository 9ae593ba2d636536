"""Where messages come in and answers go out: the part of the performer that knows no sound."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from granvae.errors import GranvaeError
from granvae.play.message import Message, Replies, Value
from granvae.play.scheduler import Inbox

Reply = Callable[[str, list[Value]], None]
Listener = Callable[[str, list[Value]], None]
Made = TypeVar("Made")


def no_reply(_address: str, _arguments: list[Value]) -> None:
    """For those who do not wait for an answer."""


class Desk:
    """Carries out messages, each at its sample, and tells what comes of them.

    Args:
        messages: what there is, by address.
        offline: wait for files, so that a rendering is the same each time.
    """

    def __init__(self, messages: dict[str, Message], offline: bool) -> None:
        self.messages = messages
        self.offline = offline
        self.counts = {"messages": 0, "refused": 0, "malformed": 0, "late_bundles": 0, "xruns": 0}
        self._inbox = Inbox()
        self._workers = ThreadPoolExecutor(1, "granvae files")
        self._listeners: tuple[Listener, ...] = ()
        self._reply: Reply = no_reply  # of the message that is being carried out

    def do(self, address: str, arguments: Sequence[Value], reply: Reply | None = None) -> Replies:
        """Carries out one message at once, on the owner's thread.

        Args:
            address: as docs/osc.md lists them.
            arguments: numbers and words.
            reply: is told what comes of it later, once a file is read or written.

        Returns:
            What is answered; ``("/error", [sentence])`` where it was refused.
        """
        self._reply = reply or no_reply
        self.counts["messages"] += 1
        return self._guarded(lambda: self._find(address).perform(self, arguments))

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
        answer = reply or no_reply
        self._inbox.put(lambda: send(answer, self.do(address, arguments, reply)), sample)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Tells every change as a message, on the owner's thread: be quick. Returns how to end it.

        What is told has the address and the arguments of the message that would cause it, and
        besides ``/table samples grain hop`` when a new one sounds, ``/sequence/step track step`` at
        each onset, ``/sequence json`` when all of the pattern changed, and ``/error sentence``.
        """
        self._listeners = (*self._listeners, listener)

        def end() -> None:
            self._listeners = tuple(known for known in self._listeners if known is not listener)

        return end

    def tell(self, address: str, arguments: Sequence[Value]) -> None:
        """Tells all listeners of a change."""
        for listener in self._listeners:
            send(listener, [(address, list(arguments))])

    def later(self, job: Callable[[], Made], then: Callable[[Made], Replies]) -> Replies:
        """Does what takes long on another thread, and ``then`` what follows on the owner's.

        Both may raise GranvaeError. Offline, all of it is done at once, and answered.
        """
        reply = self._reply
        if self.offline:
            return then(job())

        def follow(done: Future[Made]) -> None:
            self._inbox.put(lambda: send(reply, self._guarded(lambda: then(done.result()))))

        self._workers.submit(job).add_done_callback(follow)
        return []

    def _find(self, address: str) -> Message:
        message = self.messages.get(address)
        if message is None:
            raise GranvaeError(f"there is no message {address}; /help tells all of them.")
        return message

    def _guarded(self, call: Callable[[], Replies]) -> Replies:
        """Its answers, or the error as an answer: a bad message never ends the sound."""
        try:
            return call()
        except GranvaeError as error:
            sentence = str(error)
        except Exception as error:  # a fault of ours; who plays must hear of it, and play on
            sentence = f"granvae itself failed ({error!r}); please report this with the message."
        self.counts["refused"] += 1
        self.tell("/error", [sentence])
        return [("/error", [sentence])]


def send(receiver: Reply, answers: Replies) -> None:
    """Answers, unless the receiver fails: one that has gone must not end the sound."""
    with contextlib.suppress(Exception):
        for address, arguments in answers:
            receiver(address, arguments)
