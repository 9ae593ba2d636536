"""``granvae install``: put the external to where Max or Pure Data looks for it."""

from __future__ import annotations

import argparse
from pathlib import Path

from granvae.cli.arguments import Commands


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "install",
        help="put granvae~ into Max or Pure Data",
        description="Copy the Max package, or the external for Pure Data, with the libraries it "
        "needs to where the program looks for it. A second time it replaces the first; files of "
        "your own in its folder stay.",
    )
    parser.add_argument("host", nargs="?", choices=("max", "pd"), help="the program to play in")
    parser.add_argument("--to", type=Path, metavar="DIR", help="the folder that gets it")
    parser.add_argument(
        "--from", dest="source", type=Path, metavar="DIR", help="a build folder to take it from"
    )
    parser.add_argument("--check", action="store_true", help="tell what is there and what is not")
    parser.set_defaults(run_command=run)


def run(options: argparse.Namespace) -> None:
    """Carry it out."""
    from granvae.cli.host_folders import HOSTS, MAX
    from granvae.cli.installer import check, install
    from granvae.errors import GranvaeError

    if options.check:
        for finding in check():
            print(f"{'  ok     ' if finding.present else '  missing'}  {finding.text}")
        return
    if options.host is None:
        raise GranvaeError("say for which program: `granvae install max` or `granvae install pd`.")
    host = HOSTS[options.host]
    done = install(host, options.to, options.source)
    before = f", in place of version {done.replaced}" if done.replaced else ""
    print(
        f"Installed granvae~ for {host.name} in {done.folder}{before}: {done.size / 1e6:.0f} MB, "
        f"with {done.libraries} libraries of torch."
    )
    if host is MAX:
        print("Start Max again, choose Extras > granvae, and open the help of [granvae~].")
    else:
        print("In a patch: [declare -path granvae] and [granvae~ my-model.ts].")
