"""How quick the engine is, beside pyo and the machine's own bound: run ``python -m tests.bench``.

Needs the library of this folder: ``cmake -B build -DGRANVAE_BENCH=ON && cmake --build build``.
"""

import sys
from pathlib import Path

# What its models and players come from, which pytest finds by itself.
sys.path.insert(0, str(Path(__file__).parents[1]))
