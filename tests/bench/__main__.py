"""``python -m tests.bench``: one Markdown table of what cloud, loop and ``granvae play`` cost, and
``python -m tests.bench decoder`` and ``encoder`` one of what decoding and encoding cost. ``alias``
prints what reading adds to a sound, ``fft`` how long the transforms of tables take beside
SciPy's, ``peers`` what clouds cost beside Csound's and SuperCollider's, and ``startup`` how long
whole commands take beside ``import torch``.

Every row is the median of many rounds, in each of which every player of the job is timed once.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from tools import peers
from tools.generated import markdown

from . import (
    bench_alias,
    bench_clouds,
    bench_decoder,
    bench_encoder,
    bench_fft,
    bench_loop,
    bench_peers,
    bench_startup,
    native,
)
from .report import HEADINGS, Row, machine

Bench = Callable[[int], list[Row]]
BENCHES: Mapping[str, Bench] = {
    "cloud": bench_clouds.run,
    "loop": bench_loop.run,
    "play": bench_clouds.run_play,
}
# A table of their own each.
TABLES: Mapping[str, Callable[[int], str]] = {
    "decoder": bench_decoder.run,
    "encoder": bench_encoder.run,
    "fft": bench_fft.run,
    "peers": bench_peers.run,
    "startup": lambda rounds: bench_startup.run(rounds, native.FOLDER.parent / "pd"),
}


def main(arguments: list[str] | None = None, benches: Mapping[str, Bench] = BENCHES) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "which",
        nargs="?",
        choices=[*BENCHES, *TABLES, "alias"],
        help="cloud, loop and play if none",
    )
    parser.add_argument("--rounds", type=int, default=41)
    options = parser.parse_args(arguments)
    if options.which == "alias":
        print(bench_alias.run())
        return
    print(machine(native.compiler()))
    if options.which in TABLES:
        print(TABLES[options.which](options.rounds))
        return
    chosen = [options.which] if options.which else benches
    rows = [row.cells() for name in chosen for row in benches[name](options.rounds)]
    print(
        f"CPU time in ns for a sample of a grain: the median of {options.rounds} rounds. Shared "
        "machines are noisy: compare within a run, and run it again before you believe it."
    )
    if not peers.pyo_installed():
        print(peers.HOW_TO_GET_PYO)
    print(f"\n{markdown(HEADINGS, rows, texts=3)}")


if __name__ == "__main__":
    main()
