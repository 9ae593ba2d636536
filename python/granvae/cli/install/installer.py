"""Puts the Max package or the Pd external, with its libraries, to where the host looks for it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import granvae
from granvae.cli.install.host_folders import HOSTS, MAX, PD, Host, place_of, torch_libraries
from granvae.errors import GranvaeError

_FOLDER = "granvae"  # in the host's folder
_RECEIPT = "granvae-installed.json"  # what was put there, so that nothing else is ever removed
_DEMO = "granvae-demo.ts"  # in the Max package's media
EXPLORER = "granvae-explorer.html"  # beside it: its page, which an example opens
_PARTS = Path(__file__).parents[1] / "externals"  # inside the wheel


@dataclass(frozen=True)
class Installed:
    """What was put where.

    Attributes:
        folder: the installed folder.
        replaced: the version that was there before, or None.
        libraries: how many libraries of torch came with it.
        size: of everything, in bytes.
    """

    folder: Path
    replaced: str | None
    libraries: int
    size: int


@dataclass(frozen=True)
class _Receipt:
    version: str
    files: frozenset[str]


@dataclass(frozen=True)
class Finding:
    """One line of a check: what is there, or what is missing and what to do."""

    present: bool
    text: str


def install(host: Host, to: Path | None = None, source: Path | None = None) -> Installed:
    """Copies what belongs to the host; a second call replaces the first one's files.

    The new folder is made beside the old one and takes its place in the end, so that a failure
    leaves the old one as it was. Files that somebody else put into it are kept.

    Args:
        host: `granvae.cli.install.host_folders.MAX` or `PD`.
        to: the folder that gets ours; where the host looks, if not given.
        source: a build folder; this installation, if not given.

    Raises:
        GranvaeError: something is missing, or the folder cannot be written.
    """
    parts = _parts(host, source)
    libraries = torch_libraries()
    place = (to or place_of(host)).expanduser().absolute()
    target = place / _FOLDER
    before = _receipt(target)
    if target.exists() and before is None:
        raise GranvaeError(
            f"{target} was not made by granvae install; move it away or name another folder with "
            "--to."
        )
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".granvae-", dir=place) as workshop:
            made = Path(workshop) / _FOLDER
            _gather(made, host, parts, libraries)
            if before is not None:
                _keep_foreign(target, made, before.files)
            _swap(made, target, Path(workshop) / "before")
    except OSError as problem:
        raise GranvaeError(
            f"{problem.filename or place} cannot be written ({problem.strerror}); quit "
            f"{host.name}, check the folder's permissions, or name another with --to."
        ) from problem
    size = sum(file.stat().st_size for file in target.rglob("*") if file.is_file())
    return Installed(target, before.version if before else None, len(libraries), size)


def check() -> list[Finding]:
    """What is present for each host, and what is missing."""
    findings = [_ask(lambda: f"libtorch: {len(torch_libraries())} libraries found")]
    for host in HOSTS.values():
        findings.append(_ask(partial(_built, host)))
        findings.append(_ask(partial(_installed, host)))
    return findings


def _ask(question: Callable[[], str]) -> Finding:
    try:
        return Finding(True, question())
    except GranvaeError as problem:
        return Finding(False, str(problem))


def _built(host: Host) -> str:
    return f"{host.name}: {_parts(host, None)[0].name} is part of this installation"


def _installed(host: Host) -> str:
    target = place_of(host) / _FOLDER
    receipt = _receipt(target)
    if receipt is None:
        raise GranvaeError(
            f"{host.name}: not installed in {target}; run `granvae install {host.key}`."
        )
    lost = [name for name in sorted(receipt.files) if not (target / name).exists()]
    if lost:
        raise GranvaeError(
            f"{host.name}: {target} lacks {lost[0]}"
            + (f" and {len(lost) - 1} more" if lost[1:] else "")
            + f"; run `granvae install {host.key}` again."
        )
    if receipt.version != granvae.__version__:
        raise GranvaeError(
            f"{host.name}: {target} holds version {receipt.version} and this is "
            f"{granvae.__version__}; run `granvae install {host.key}`."
        )
    return f"{host.name}: version {receipt.version} is installed in {target}"


def _parts(host: Host, source: Path | None) -> tuple[Path, Path]:
    """The external, and the folder whose other files go with it."""
    base = source or _PARTS / host.key
    places = (base, base / host.key, base / host.external)
    external = next((p / host.file() for p in places if (p / host.file()).exists()), None)
    if external is None:
        where = f"{source} holds" if source else "This installation holds"
        raise GranvaeError(
            f"{where} no {host.file()}; build it with `cmake -B build -D{host.option}=ON && "
            f"cmake --build build` in granvae's sources and run "
            f"`granvae install {host.key} --from build`."
        )
    if host is PD:
        return external, external.parent
    packages = (base, base / "max-package", base.absolute().parent / "max-package", _PARTS / "max")
    package = next((p for p in packages if (p / "package-info.json").exists()), None)
    if package is None:
        raise GranvaeError(
            f"there is no max-package folder in or beside {base}; give --from a build folder that "
            "lies in granvae's sources."
        )
    return external, package


def _gather(made: Path, host: Host, parts: tuple[Path, Path], libraries: tuple[Path, ...]) -> None:
    """Makes the whole folder, and a receipt of it."""
    external, rest = parts
    if host is MAX:
        unwanted = shutil.ignore_patterns(host.libraries, host.external, ".*")
        shutil.copytree(rest, made, ignore=unwanted)
        _write_explorer(made / "media")
    else:
        made.mkdir()
        for file in sorted((*rest.glob("*.pd"), *rest.glob("*.ts"))):
            shutil.copy2(file, made)
    for folder in (host.external, host.libraries):
        (made / folder).mkdir(exist_ok=True)
    place = made / host.external / external.name
    if external.is_dir():
        shutil.copytree(external, place, symlinks=True)
    else:
        shutil.copy2(external, place)
    for library in libraries:
        shutil.copy2(library, made / host.libraries)
    files = sorted(f.relative_to(made).as_posix() for f in made.rglob("*") if not f.is_dir())
    receipt = {"version": granvae.__version__, "files": files}
    (made / _RECEIPT).write_text(json.dumps(receipt, indent=1), encoding="utf-8")


def _write_explorer(media: Path) -> None:
    if not (media / _DEMO).exists():
        return
    from granvae.play.explorer.page import write_page  # loads torch, which a check needs not

    write_page(media / _DEMO, media / EXPLORER)


def _receipt(folder: Path) -> _Receipt | None:
    """What an earlier call put there, or None."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        found = json.loads((folder / _RECEIPT).read_text(encoding="utf-8"))
        return _Receipt(str(found["version"]), frozenset(str(name) for name in found["files"]))
    return None


def _keep_foreign(old: Path, new: Path, ours: frozenset[str]) -> None:
    """Copies what we did not put there, as somebody's own models."""
    known = {*ours, _RECEIPT}
    for file in sorted(old.rglob("*")):
        name = file.relative_to(old)
        if not file.is_dir() and name.as_posix() not in known and not (new / name).exists():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, new / name)


def _swap(made: Path, target: Path, aside: Path) -> None:
    """Puts the new folder into the place of the old one, or leaves that where it was."""
    there = target.exists()
    if there:
        os.replace(target, aside)
    try:
        os.replace(made, target)
    except OSError:
        if there:
            os.replace(aside, target)
        raise
