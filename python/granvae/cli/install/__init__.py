"""``granvae install``: the external put where Max or Pure Data looks for it."""

from pathlib import Path
from typing import Annotated, Literal

from granvae.cli.arguments import argument, file, option
from granvae.cli.console import console
from granvae.errors import InvalidValueError


def install(
    host: Annotated[
        Literal["max", "pd"] | None, argument("max|pd", "The program to install for.")
    ] = None,
    to: Annotated[
        Path | None, file("DIR", "Folder to install into.", default="where the program looks")
    ] = None,
    source: Annotated[
        Path | None,
        file("DIR", "Build folder to take it from.", "--from", default="this installation"),
    ] = None,
    check: Annotated[
        bool, option("", "Show what is installed and what is missing.", "--check")
    ] = False,
    torch: Annotated[
        bool,
        option("", "Bring libtorch along, for models of others.", "--torch/--no-torch"),
    ] = True,
    uninstall: Annotated[
        bool, option("", "Remove what an installation put there.", "--uninstall")
    ] = False,
) -> None:
    """Install granvae~ for Max or Pure Data.

    Copies the Max package, or the external for Pure Data. Where torch is installed, its libraries
    come along, which only models of others need. Repeated, it replaces what it put there. Files of
    your own in the folder stay.

    Example:
        granvae install pd
        granvae install pd --from build
        granvae install pd --uninstall
    """
    from granvae.cli.install import installer
    from granvae.cli.install.host_folders import HOSTS

    if check:
        for finding in installer.check():
            console.out(f"{'  ok     ' if finding.present else '  missing'}  {finding.text}")
        return
    if host is None:
        raise InvalidValueError(
            "say for which program: `granvae install max` or `granvae install pd`."
        )
    program = HOSTS[host]
    if uninstall:
        console.out(f"Removed granvae~ from {installer.uninstall(program, to)}.")
        return
    done = installer.install(program, source or installer.EXTERNALS / host, to, torch)
    before = f", in place of version {done.replaced}" if done.replaced else ""
    console.out(
        f"Installed granvae~ for {program.name} in {done.folder}{before}: {done.size / 1e6:.0f} MB."
    )
    if done.libtorch is not None and torch:
        console.out(f"Models of others will not play, for want of libtorch: {done.libtorch}.")
    if host == "max":
        console.out("Start Max again, choose Extras > granvae, and open the help of [granvae~].")
    else:
        console.out("In a patch: [declare -path granvae] and [granvae~ my-model.ts].")
