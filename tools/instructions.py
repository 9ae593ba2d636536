"""``python -m tools.instructions build/test build/arm64``: how long the inner loops are.

Prints the table of docs/decoding.md: instructions for each value that a loop makes, counted in the
objects of a build for 64-bit PCs and of one for 64-bit ARM, both by GCC.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

DISASSEMBLERS = ("objdump", "aarch64-linux-gnu-objdump")  # for the two builds
SETS = ("NEON", "AVX2", "AVX-512")
HEAD = re.compile(r"^[0-9a-f]+ <(.+)>:$")
LINE = re.compile(r"^ +([0-9a-f]+):\t(\S+)(?:.*?\b([0-9a-f]+) <)?")
JUMP = re.compile(r"j\w+|b|b\.\w+|cbn?z|tbn?z")


@dataclass(frozen=True)
class Loop:
    """One that makes `values` a pass; of `parts`, the longest of a function count together."""

    source: str  # that it is compiled from
    function: str  # a part of its name
    values: int
    parts: int = 1
    shortest: bool = False  # of the loops that compute, rather than the longest


KERNELS = {"NEON": ("plain", 4), "AVX2": ("avx2", 8), "AVX-512": ("avx512", 16)}
TILES = {"NEON": (6, 4), "AVX2": (6, 2), "AVX-512": (12, 2)}  # rows, and vectors of a row


def kernel(function: str) -> dict[str, Loop]:
    return {
        name: Loop(f"kernels_{file}", f"each<.*{function}", lanes)
        for name, (file, lanes) in KERNELS.items()
    }


LOOPS = {
    "multiplication and addition of a layer": {
        name: Loop(f"kernels_{file}", f"::tile<{rows}, {wide}>", rows * wide * lanes)
        for (name, (file, lanes)), (rows, wide) in zip(KERNELS.items(), TILES.values(), strict=True)
    },
    "exponential": kernel("exp_of"),
    "SiLU": kernel("silu_of"),
    "tanh": kernel("tanh_of"),
    "sample read by a line": {
        "NEON": Loop("read_plain", "read_by<.*Line>", 4, shortest=True),
        "AVX2": Loop("read_plain", "read_eights<.*Linear, .*LineFours>", 8, parts=2),
    },
    "sample read by a cubic": {
        "NEON": Loop("read_plain", "read_by<.*Line>", 4),
        "AVX2": Loop("read_plain", "read_eights<.*Cubic, .*LineFours>", 8, parts=2),
    },
    "sample read by the band-limited kernel": {
        "NEON": Loop("read_level", "read_all<.*Line>", 4),
        "AVX2": Loop("read_level", "read_all_avx2<.*Line>", 8, parts=2),
    },
}


def functions(disassembler: str, path: Path) -> dict[str, list[tuple[int, str, int | None]]]:
    """Name to instructions: address, what it does, and the address that it jumps to."""
    command = [disassembler, "-dC", "--no-show-raw-insn", str(path)]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, list[tuple[int, str, int | None]]] = {}
    name = ""
    for line in text.splitlines():
        if head := HEAD.match(line):
            name = head[1]
            found[name] = []
        elif found and (match := LINE.match(line)):
            to = int(match[3], 16) if match[3] and JUMP.fullmatch(match[2]) else None
            found[name].append((int(match[1], 16), line, to))
    return found


def straight_loops(code: list[tuple[int, str, int | None]]) -> list[int]:
    """Instructions of each loop of vectors with no jump but the one back, ascending."""
    lengths = []
    for end, _, begin in code:
        if begin is None or begin > end:
            continue
        body = [each for each in code if begin <= each[0] <= end]
        vectors = any(re.search(r"%[yz]mm|\.4s", line) for _, line, _ in body)
        if vectors and not any(to for _, _, to in body[:-1]):
            lengths.append(len(body))
    return sorted(lengths)


def count(loop: Loop, disassembler: str, build: Path) -> float:
    """Instructions for each value."""
    for path in sorted(build.glob("external/CMakeFiles/**/*.o")):
        if loop.source not in path.name and "unity" not in path.name:
            continue
        for name, code in functions(disassembler, path).items():
            if re.search(loop.function, name) and (lengths := straight_loops(code)):
                chosen = lengths[:1] if loop.shortest else lengths[-loop.parts :]
                return sum(chosen) / loop.values
    sys.exit(f"'{build}' holds no '{loop.function}'; build it with GCC and without sanitizers.")


def main() -> None:
    builds = [Path(path) for path in sys.argv[1:]]
    if len(builds) != 2:
        sys.exit("python -m tools.instructions BUILD-FOR-PC BUILD-FOR-ARM")
    print(f"| instructions for one | {' | '.join(SETS)} |\n|---|{'---:|' * len(SETS)}")
    for name, loops in LOOPS.items():
        cells = []
        for each in SETS:
            arm = each == "NEON"
            loop = loops.get(each)
            cells.append(
                f"{count(loop, DISASSEMBLERS[arm], builds[arm]):.2g}" if loop else "as AVX2"
            )
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
