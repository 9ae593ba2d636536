"""How quick the engine is, beside pyo and the machine's own bound: run ``python -m tests.bench``.

Needs the library of this folder: ``cmake -B build -DGRANVAE_BENCH=ON && cmake --build build``.
"""
