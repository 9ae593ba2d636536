"""package-info.json: what Max's Package Manager shows and checks."""

from __future__ import annotations

import json

from tools.max_package.contract import VERSION
from tools.max_package.overview import FILE


def build() -> str:
    """The file's text; its fields are those of Max's documentation of package-info."""
    facts = {
        "name": "granvae",
        "displayname": "granvae",
        "version": VERSION,
        "author": "The granvae developers",
        "authors": ["The granvae developers"],
        "description": (
            "An oscillator for MSP whose waveform a neural network decodes: grains learned from "
            "your own sounds, played at any pitch and through latent space without a click. "
            "With help, examples, an instrument for Max for Live and a small model. The libtorch "
            "libraries that it needs come with it, in the support folder."
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
        "homepatcher": FILE,
        "package_extra": {
            "reverse_domain": "org.granvae",
            "copyright": "The granvae developers, MIT License",
        },
    }
    return json.dumps(facts, indent=2) + "\n"
