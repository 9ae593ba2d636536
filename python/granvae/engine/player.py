"""Plays any table of samples, without a model."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from granvae.engine.offline_engine import OfflineEngine
from granvae.errors import InvalidValueError


class Player(OfflineEngine):
    """Plays any table of samples, without a model.

    Args:
        table: ``(n,)`` at least 4 finite samples.
        table_rate: Hz at which the table sounds as recorded.
        sample_rate: Hz of the output.
        crossfade_law: ``cosine`` (raised), ``linear`` or ``equal-power``.
        length: table samples that a grain reads; 0 reads to the table's end.
        channels: of the output, 1 to 64.

    Raises:
        InvalidValueError: the table or a value cannot be used.

    Examples:
        >>> player = Player(np.sin(2 * np.pi * np.arange(512) / 512))
        >>> player.set("mode", "cloud")
        >>> player.process(20, rate=0.5, seconds=1).shape
        (44100,)
    """

    def __init__(
        self,
        table: ArrayLike,
        table_rate: float = 44100,
        sample_rate: float = 44100,
        crossfade_law: str = "cosine",
        length: float = 0,
        channels: int = 1,
    ) -> None:
        super().__init__(sample_rate, channels)
        self.set("law", crossfade_law)
        self.set("length", length)
        self.set_table(table, table_rate)

    def __repr__(self) -> str:
        return (
            f"Player(table=({len(self.table)},), sample_rate={self.sample_rate:g}, "
            f"channels={self.channels})"
        )

    def set_table(self, table: ArrayLike, table_rate: float = 44100) -> None:
        """Replaces the table; it is heard from the next onset on, or within ``swap`` ms.

        Examples:
            >>> player.set_table(np.ones(1024))
            >>> len(player.table)
            1024
        """
        samples = np.asarray(table, dtype=np.float32)
        if not (np.isfinite(table_rate) and table_rate > 0):
            raise InvalidValueError(f"table_rate is in Hz and above 0, not {table_rate}.")
        try:
            self._engine.set_table(samples, float(table_rate))
        except ValueError as error:
            raise InvalidValueError(f"{error} This one has the shape {samples.shape}.") from error
