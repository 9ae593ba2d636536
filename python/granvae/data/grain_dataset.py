"""Batches of random grains, for PyTorch's loader."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import IterableDataset, get_worker_info

from granvae.data.grain_sampler import GrainSampler
from granvae.errors import InvalidValueError

_AHEAD = 2  # batches drawn before they are asked for


class GrainStream(IterableDataset[Tensor]):
    """Whole batches ``(batch, grain)`` of random grains, ``batches_per_epoch`` an epoch.

    For ``DataLoader(stream, batch_size=None)``. The seed, the epoch and the index of a batch
    determine its grains, whatever the number of workers and processes (:meth:`part`), so that a
    resumed run goes on with the grains it would have had. Each pass is the next epoch, or that of
    the last call of :meth:`set_epoch`.
    """

    def __init__(
        self, sampler: GrainSampler, batch: int, batches_per_epoch: int, seed: int, epoch: int = 0
    ) -> None:
        super().__init__()
        self.sampler = sampler
        self.batch = batch
        self.batches_per_epoch = batches_per_epoch
        self.seed = seed
        self.epoch = epoch
        self.rows = slice(0, batch)  # this stream's share of each batch

    def part(self, rank: int, world: int) -> GrainStream:
        """The rows ``(batch / world, grain)`` of every batch that one of ``world`` processes takes.

        The parts of ranks 0 … world-1 together are the batches of this stream, bit for bit.

        Raises:
            InvalidValueError: the processes cannot share the batch equally.
        """
        if world < 1 or self.batch % world:
            raise InvalidValueError(
                f"A batch of {self.batch} grains cannot be shared by {world} processes equally; "
                "use a number of processes that divides it."
            )
        if not 0 <= rank < world:
            raise InvalidValueError(f"There is no rank {rank} among {world} processes.")
        part = GrainStream(self.sampler, self.batch, self.batches_per_epoch, self.seed, self.epoch)
        share = self.batch // world
        part.rows = slice(rank * share, (rank + 1) * share)
        return part

    def set_epoch(self, epoch: int) -> None:
        """Makes the next pass this epoch; the first is 0."""
        self.epoch = epoch

    def __len__(self) -> int:
        return self.batches_per_epoch

    def __iter__(self) -> Iterator[Tensor]:
        epoch = self.epoch
        self.epoch += 1
        worker = get_worker_info()
        first, step = (0, 1) if worker is None else (worker.id, worker.num_workers)
        # Batches are drawn ahead: reading sounds from a disk takes longer than drawing.
        waiting: deque[Future[Tensor]] = deque()
        with ThreadPoolExecutor(1) as ahead:
            for index in range(first, self.batches_per_epoch, step):
                waiting.append(ahead.submit(self._draw, epoch, index))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _draw(self, epoch: int, index: int) -> Tensor:
        rng = np.random.default_rng([self.seed % 2**63, epoch, index])
        # Every process draws all rows: the numbers cost nothing beside the grains.
        chances = self.sampler.chances(self.batch, rng)[self.rows]
        return torch.from_numpy(self.sampler.grains(chances))
