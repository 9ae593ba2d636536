"""What the tests of the latent sequencer share: points, a tempo and tracks of a rhythm."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from granvae.play.sequencer.pattern import Step, Track
from support.performers import LATENTS

POINTS = np.random.default_rng(5).normal(size=(8, LATENTS)).round(3)
TEMPO = 137.0  # beats a minute: no step is a whole number of samples


def track_of(*ons: int, **more: object) -> Track:
    """A track with one grain long steps where there is a 1."""
    steps = tuple(
        Step(on=bool(on), latent=tuple(POINTS[k % 8].tolist()), length=0.02)
        for k, on in enumerate(ons)
    )
    return replace(Track(steps=steps), **more)
