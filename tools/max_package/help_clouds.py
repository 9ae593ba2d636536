"""The tab of the help patcher on clouds of grains."""

from __future__ import annotations

from tools.max_package.canvas import Canvas, below
from tools.max_package.contract import MODEL, OBJECT, point


def clouds(page: Canvas) -> None:
    """Many grains at once, in two channels."""
    page.banner("clouds", "Many grains at once, each with a speed, a place and a pan of its own. "
                "The frequency is how often one begins.")  # fmt: skip
    synth = page.obj(f"{OBJECT} {MODEL} 2 @mode cloud @compensate 1", 24.0, 502.0, 720.0)
    page.heading("How grains differ", 22.0, 82.0)
    rows = [
        (f"line 32 {point(2.0, -1.5, 1.0)}", "a long table to wander in"),
        ("spray 6000", "starts vary by up to so many samples, either way"),
        ("detune 1200", "pitches by up to so many cents; 0: none"),
        ("async 1", "onsets wholly at random; 0: regular"),
        ("spread 1", "each grain somewhere between left and right"),
        ("intermittency 0.5", "half of the onsets make no grain"),
        ("window expodec", "struck: decays by 60 dB; or rexpodec, or fade"),
        ("seed 7", "begins random sequence 7: the same cloud again"),
    ]
    y = page.stairs((synth, 0), rows, 24.0, 114.0, 380.0, 420.0) + 56.0
    page.preset(synth, "60", 150.0, y)
    page.note("frequency: onsets a second", 148.0, y + 26.0, 104.0)
    for inlet, kind, label in (
        (1, "number", "start, in samples"),
        (2, "number", "crossfade: fades in and out, in samples"),
        (3, "flonum", "rate: 1 as recorded, below 0 backwards"),
    ):
        page.over(kind, synth, inlet, y, label, 160.0)
    page.gain(synth, 24.0, 544.0, "clouds_level", right=(synth, 1))
    scope = page.widget("scope~", below(synth, 2), 548.0, 120.0, 80.0, range=[0.0, 1.0])
    page.cord((synth, 2), scope)
    page.note("phase, from an onset to the next", 382.0, 634.0, 130.0)
    edge = page.obj("edge~", below(synth, 3), 548.0)
    light = page.widget("button", below(synth, 3), 592.0, 24.0, 24.0)
    page.chain((synth, 3), edge, light)
    page.note("onset: 1 where a grain begins", 580.0, 594.0, 130.0)
