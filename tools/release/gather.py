"""The folders for Max and Pure Data, as `granvae install` puts them together for a person."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

from granvae.cli.install.host_folders import HOSTS, Host
from granvae.cli.install.installer import EXTERNALS, RECEIPT, install
from tools.release import licences, platforms

LIBTORCH = "-libtorch"  # ends the name of a folder with the second download


def gather(folders: Path) -> None:
    """Of the installed granvae: `pd` and `max`, and what libtorch adds to each.

    Each holds one folder, granvae. That of libtorch is laid over the other one by who wants to play
    models of others. Where torch is not installed there is none.
    """
    hosts = [host for host in HOSTS.values() if (EXTERNALS / host.key).is_dir()]
    if not hosts:
        sys.exit(f"There are no externals in {EXTERNALS}; install a wheel of granvae.")
    with_torch = importlib.util.find_spec("torch") is not None
    for host in hosts:
        _plain(host, folders)
        if with_torch:
            _libtorch(host, folders)
    if not with_torch:
        print("Without libtorch, for torch is not installed.")


def _plain(host: Host, folders: Path) -> None:
    made = install(host, EXTERNALS / host.key, folders / host.key, libtorch=False).folder
    (made / RECEIPT).unlink()
    is_max = host.key == "max"
    licences.add(made, max_sdk=is_max)
    if is_max:
        _name_platform(made / "package-info.json")
    print(f"{made}: {_megabytes(made)} MB")


def _name_platform(package_info: Path) -> None:
    """The package is for the system that made it, and says so."""
    facts = json.loads(package_info.read_text(encoding="utf-8"))
    facts["os"] = {
        name: facts["os"][name] | processors for name, processors in platforms.max_package().items()
    }
    package_info.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


def _libtorch(host: Host, folders: Path) -> None:
    """What the installation with libtorch has, and the one without has not."""
    done = install(host, EXTERNALS / host.key, folders / (host.key + LIBTORCH))
    if done.libtorch is not None:
        sys.exit(f"libtorch did not come along: {done.libtorch}.")
    for file in sorted(done.folder.rglob("*"), reverse=True):
        plain = folders / host.key / done.folder.name / file.relative_to(done.folder)
        if file.is_dir():
            if not any(file.iterdir()):
                file.rmdir()
        elif plain.exists() or file.name == RECEIPT:
            file.unlink()
    licences.add(done.folder, libtorch=True)
    print(f"{done.folder}: {_megabytes(done.folder)} MB")


def _megabytes(folder: Path) -> str:
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return f"{size / 1e6:.1f}"
