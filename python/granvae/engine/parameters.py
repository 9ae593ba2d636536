"""The engine's own tables: its parameters, and the messages that hosts send it."""

from __future__ import annotations

from functools import cache

import msgspec

from granvae.engine import _native


class ParameterSpec(msgspec.Struct, frozen=True):
    """A parameter of the engine.

    Attributes:
        name: as `Player.set` takes it.
        unit: of its value; empty for a plain number.
        minimum: the smallest value.
        maximum: the largest.
        initial: the value before anything is set; of choices, an index.
        whole: whether it takes whole numbers only.
        choices: the names that it takes; empty for a number.
        heard: when a change of it is heard.
        group: the part of the engine that it belongs to.
        signal: whether it is a control of `Player.process`, and no setting.
        documentation: what it does.
    """

    name: str
    unit: str
    minimum: float
    maximum: float
    initial: float
    whole: bool
    choices: tuple[str, ...]
    heard: str
    group: str
    signal: bool
    documentation: str


class ArgumentSpec(msgspec.Struct, frozen=True):
    """An argument of a message: its name, kind, whether it may be left out, and its meaning."""

    name: str
    kind: str
    optional: bool
    documentation: str


class MessageSpec(msgspec.Struct, frozen=True):
    """A message that Max and Pure Data send to granvae~.

    Attributes:
        name: its selector.
        arguments: what follows the selector.
        example: a message as one types it.
        digest: what it does, in a few words.
        documentation: what it does, in full.
    """

    name: str
    arguments: tuple[ArgumentSpec, ...]
    example: str
    digest: str
    documentation: str


@cache
def parameters() -> tuple[ParameterSpec, ...]:
    """The engine's parameters.

    Examples:
        >>> import granvae
        >>> next(p for p in granvae.parameters() if p.name == "law").choices
        ('cosine', 'linear', 'equal-power')
    """
    return msgspec.convert(_native.parameters(), tuple[ParameterSpec, ...])


@cache
def messages() -> tuple[MessageSpec, ...]:
    """The messages that Max and Pure Data send to granvae~; `Synth` has a method for each.

    Examples:
        >>> import granvae
        >>> [argument.name for argument in granvae.messages()[0].arguments]
        ['file']
    """
    return msgspec.convert(_native.messages(), tuple[MessageSpec, ...])
