"""All files of the package that are written by the generator, with their contents."""

from __future__ import annotations

import json

from py2max.m4l import ensure_amxd_project_block, pack_amxd

from tools.max_package import device, examples, help, overview, reference, sliders
from tools.max_package.canvas import Canvas
from tools.max_package.contract import VERSION

_DATE = 3_800_000_000  # seconds since 1904, the same on every run: 2024


def files() -> dict[str, bytes]:
    patchers = {
        "help/granvae~.maxhelp": help.build(),
        f"patchers/{sliders.FILE}": sliders.build(),
        f"extras/{overview.FILE}": overview.build(),
        **{f"examples/{name}": draw() for name, draw in examples.PAGES.items()},
    }
    return {
        "package-info.json": _info().encode(),
        "docs/granvae~.maxref.xml": reference.build().encode(),
        **{name: _json(canvas).encode() for name, canvas in patchers.items()},
        "devices/granvae.amxd": _device(),
    }


def _info() -> str:
    """package-info.json: what Max's Package Manager shows and checks."""
    facts = {
        "name": "granvae",
        "displayname": "granvae",
        "version": VERSION,
        "author": "The granvae developers",
        "authors": ["The granvae developers"],
        "description": (
            "An oscillator for MSP whose waveform a neural network decodes: grains learned from "
            "your own sounds, played at any pitch and through latent space without a click. "
            "With help, examples, an instrument for Max for Live and models of recorded "
            "instruments. Models of others need libtorch in the support folder, which on macOS "
            "needs version 14 and an Apple processor."
        ),
        "tags": ["audio", "synthesis", "granular", "machine learning", "oscillator"],
        "website": "",
        "extensible": 0,
        "extends": "",
        "max_version_min": "8.5",
        "max_version_max": "none",
        "os": {
            "macintosh": {"min_version": "11.0", "platform": ["aarch64", "x64"]},
            "windows": {"min_version": "10", "platform": ["x64"]},
        },
        "homepatcher": overview.FILE,
        "package_extra": {
            "reverse_domain": "org.granvae",
            "copyright": "The granvae developers, MIT License",
        },
    }
    return json.dumps(facts, indent=2) + "\n"


def _json(canvas: Canvas) -> str:
    return json.dumps(canvas.patcher.to_dict(), indent=1) + "\n"


def _device() -> bytes:
    """The device in the container that Live reads."""
    patcher = device.build().patcher.to_dict()
    ensure_amxd_project_block(patcher, device_type="instrument", mtime=_DATE)
    return pack_amxd(
        json.dumps(patcher, indent=1), device_type="instrument",
        patcher_filename="granvae.maxpat", mtime=_DATE,
    )  # fmt: skip
