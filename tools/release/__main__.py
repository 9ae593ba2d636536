"""``python -m tools.release``: the steps of packages.yml that are our own."""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.release import assets, notes


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.release", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    step = steps.add_parser("notes", help="print what the changelog says of a tag")
    step.add_argument("tag")
    step = steps.add_parser("gather", help="put the folders for Max and Pd together")
    step.add_argument("folders", type=Path)
    step = steps.add_parser("pack", help="make archives of them")
    step.add_argument("folders", type=Path)
    step.add_argument("out", type=Path)
    step = steps.add_parser("assets", help="collect the files of a release, with their hashes")
    step.add_argument("artifacts", type=Path)
    step.add_argument("out", type=Path)
    options = parser.parse_args()
    # What needs an installed granvae is imported where it is there.
    if options.step == "notes":
        print(notes.of_tag(options.tag))
    elif options.step == "assets":
        assets.collect(options.artifacts, options.out)
    elif options.step == "gather":
        from tools.release.gather import gather

        gather(options.folders)
    else:
        from tools.release.pack import pack

        pack(options.folders, options.out)


if __name__ == "__main__":
    main()
