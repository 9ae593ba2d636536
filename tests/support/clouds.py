"""A cloud with everything on, for the tests that compare hosts: in numbers that Pd has too."""

from __future__ import annotations

CLOUD: dict[str, float | str] = {
    "mode": "cloud",
    "law": "linear",
    "window": "expodec",
    "length": 300,
    "transpose": -5,
    "gain": 0.875,
    "pan": 0.25,
    "spray": 200,
    "detune": 700,
    "async": 0.75,
    "intermittency": 0.25,
    "spread": 0.5,
    "level": 12,
    "compensate": "on",
    "seed": 5,
}
