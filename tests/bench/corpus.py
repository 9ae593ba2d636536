"""``python -m tests.bench.corpus FOLDER``: what many hours cost to prepare and to train on.

Makes its own recordings: one minute of synthetic instruments, which every file begins elsewhere
and plays at another level, so that no two are equal. ``--times`` then repeats the prepared corpus
on the disk, under other names: the training has as many sounds, offsets and bytes before it as it
would have of so many hours, though a musician would not hear as many. 100 hours take 32 GB.

Memory is the sum over a command's processes, read from /proc ten times a second.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import msgspec
import numpy as np
import soundfile
import torch
from msgspec.structs import replace

from granvae.analysis.metrics import SILENCE_DBFS
from granvae.data.builtin.builtin_sounds import builtin_sounds
from granvae.data.corpus import load_corpus
from granvae.data.grain_dataset import GrainStream
from granvae.data.grain_sampler import ResamplingSampler
from granvae.data.prepared import index as prepared_index
from granvae.models.presets import build_model, find_model_preset
from granvae.training.config import TrainConfig
from granvae.training.lightning_module import GrainLightningModule

from .report import medians

RATE, GRAIN, LATENT = TrainConfig.sample_rate, TrainConfig.grain, TrainConfig.latent
PRESET = find_model_preset(TrainConfig.preset)
ROUNDS, TURNS = 100, 5
FILE_SECONDS = 60


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.corpus", description=__doc__)
    parser.add_argument("folder", type=Path, help="for the recordings and the corpus; kept")
    parser.add_argument("--hours", type=float, default=1.0)
    parser.add_argument("--times", type=int, default=1, help="that the corpus is repeated")
    parser.add_argument("--minutes", type=float, default=1.0, help="of the training")
    options = parser.parse_args()
    sounds, corpus = options.folder / "sounds", options.folder / "corpus"
    record(sounds, options.hours)
    command = [sys.executable, "-m", "granvae.cli"]
    if not corpus.exists():
        seconds, peak = watched([*command, "prepare", str(sounds), "--out", str(corpus)])
        speed = options.hours * 3600 / seconds
        print(f"prepare: {options.hours:g} h in {seconds:.0f} s, {speed:.0f} times real time")
        print(f"prepare: {peak['Rss']:.2f} GB at most in all processes")
        repeat(corpus, options.times)
    begun, used = time.perf_counter(), time.process_time()
    opened = load_corpus([corpus], RATE, GRAIN)
    seconds, used = time.perf_counter() - begun, time.process_time() - used
    print(f"open: {seconds:.2f} s, of which {used:.2f} s were computed")
    print(f"corpus: {opened.seconds / 3600:.1f} h without silence, {len(opened.sounds)} sounds")
    size = sum(file.stat().st_size for file in corpus.iterdir()) / 1e9
    print(f"corpus: {size:.1f} GB")
    learning = Learning(corpus)
    own, step = learning.share()
    print(f"input: {own:.2f} ms of processor time a batch, a step without it {step:.1f} ms")
    print(f"input: {100.0 * own / (own + step):.1f} % of the processor time of a step")
    streamed, given = learning.delay()
    print(f"input: a step takes {streamed:.1f} ms, {given:.1f} ms where its batch was there before")
    print(f"input: {100.0 * (1.0 - given / streamed):.1f} % of the time of a step")
    run, minutes = options.folder / f"run-{os.getpid()}", str(options.minutes)
    _, peak = watched([*command, "train", str(corpus), "--out", str(run), "--minutes", minutes])
    print(f"train: {peak['Rss']:.2f} GB at most, {peak['Anon']:.2f} GB of them not file pages")


def record(folder: Path, hours: float) -> None:
    """Write what is missing of so many hours of recordings, 16-bit FLAC of a minute each."""
    folder.mkdir(parents=True, exist_ok=True)
    base = np.concatenate(list(builtin_sounds(RATE).values()))[: FILE_SECONDS * RATE]
    for index in range(round(hours * 3600 / FILE_SECONDS)):
        path = folder / f"{index // 100:03}" / f"{index:05}.flac"
        if path.exists():
            continue
        path.parent.mkdir(exist_ok=True)
        rng = np.random.default_rng(index)
        samples = rng.uniform(0.5, 1.0) * np.roll(base, int(rng.integers(len(base))))
        soundfile.write(path, samples, RATE, subtype="PCM_16", compression_level=0.0)


def repeat(corpus: Path, times: int) -> None:
    """Let a corpus of 16-bit sounds hold all so many times, each with samples of its own."""
    index = prepared_index.parse_index(corpus)
    samples = corpus / prepared_index.FILES[0]
    size = samples.stat().st_size
    entries = []
    for turn in range(times):
        shift = turn * size // prepared_index.TYPES[0].itemsize
        for entry in index.sounds:
            name, reading = f"{turn:03}/{entry.name}", entry.reading
            reading = replace(reading, digest=f"{reading.digest} {turn}")
            entries.append(replace(entry, name=name, start=entry.start + shift, reading=reading))
        if turn:
            with samples.open("rb") as source, samples.open("ab") as out:
                while (left := size - source.tell()) > 0:
                    out.write(source.read(min(left, 1 << 24)))
    repeated = replace(index, sounds=tuple(entries))
    (corpus / prepared_index.INDEX).write_bytes(msgspec.json.encode(repeated))


def watched(command: list[str]) -> tuple[float, dict[str, float]]:
    """Seconds that a command took, and the most memory of its processes together, in GB.

    ``Rss`` is all of it; ``Anon`` leaves out pages of files, which the system takes back when it
    needs them.
    """
    most = {"Rss": 0.0, "Anon": 0.0}
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            status = [_memory(one) for one in _family(process.pid)]
            for kind in most:
                most[kind] = max(most[kind], sum(one.get(kind, 0.0) for one in status))
            time.sleep(0.1)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed with {process.returncode}")
    return time.perf_counter() - begun, most


def _family(root: int) -> list[int]:
    """A process and all that descend from it."""
    found = [root]
    for process in found:
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:  # it has ended since
                continue
    return found


def _memory(process: int) -> dict[str, float]:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return {}
    sizes = dict(line.split(":", 1) for line in lines if line.endswith("kB"))
    names = {"Rss": "VmRSS", "Anon": "RssAnon"}
    # A process that has ended and waits for its parent has no sizes.
    return {k: int(sizes[name].split()[0]) / 1e6 for k, name in names.items() if name in sizes}


class Learning:
    """Steps of a training on a prepared corpus, one thread each for learning and drawing."""

    def __init__(self, corpus: Path) -> None:
        torch.set_num_threads(1)
        training, _ = load_corpus([corpus], RATE, GRAIN).split(TrainConfig.validation, 0, GRAIN)
        self.sampler = ResamplingSampler(training, GRAIN, "peak", SILENCE_DBFS, PRESET.resampled)
        self.model = build_model(PRESET.name, GRAIN, LATENT)
        config = TrainConfig(sounds=(), epochs=1000)
        self.module = GrainLightningModule(self.model, PRESET, config)
        self.optimiser = self.module.configure_optimizers()

    def step(self, batch: torch.Tensor) -> None:
        self.optimiser.zero_grad()
        self.module.training_step(batch, 0).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), PRESET.optimiser.clip or 1.0)
        self.optimiser.step()

    def share(self) -> tuple[float, float]:
        """Processor time in ms that a batch takes to be drawn, and a step to learn from it.

        One thread: the sum over threads would count those that wait for each other.
        """
        rng = np.random.default_rng(0)
        batch = next(iter(self._batches(0))).clone()

        def draw() -> None:
            chances = self.sampler.chances(PRESET.optimiser.batch, rng)
            batch[:] = torch.from_numpy(self.sampler.grains(chances))

        taken = medians({"draw": draw, "step": lambda: self.step(batch)}, ROUNDS)
        return 1e-6 * taken["draw"], 1e-6 * taken["step"]

    def delay(self) -> tuple[float, float]:
        """Time in ms that a step takes as in a training, and when its batch is there already.

        Batches are drawn ahead by a thread of their own, as in a training. Medians of turns that
        follow each other, so that a busy machine disturbs both alike.
        """
        streamed, given = [], []
        for turn in range(TURNS):
            held = list(self._batches(2 * turn))  # not those that the stream will read again
            given.append(self._walk(held))
            streamed.append(self._walk(self._batches(2 * turn + 1)))
        return statistics.median(streamed), statistics.median(given)

    def _batches(self, seed: int) -> GrainStream:
        return GrainStream(self.sampler, PRESET.optimiser.batch, ROUNDS, seed)

    def _walk(self, batches: Iterable[torch.Tensor]) -> float:
        begun = time.perf_counter()
        for batch in batches:
            self.step(batch)
        return 1e3 * (time.perf_counter() - begun) / ROUNDS


if __name__ == "__main__":
    main()
