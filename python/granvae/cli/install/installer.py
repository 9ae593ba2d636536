"""Puts the Max package or the Pd external, with its libraries, where the host looks for it."""

import json
import os
import shutil
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

import granvae
from granvae.cli.console import as_called
from granvae.cli.install.host_folders import (
    HOSTS,
    Host,
    back_end_file,
    place_of,
    torch_libraries,
)
from granvae.errors import FileError, GranvaeError, InstallationError

# Of a wheel that holds them; an editable install lies in two folders.
EXTERNALS = max((Path(each) / "externals" for each in granvae.__path__), key=Path.is_dir)
EXPLORER = "granvae-explorer.html"  # beside the demo model: its page, which an example opens
_DEMO = "granvae-consort.ts"  # in the Max package's media
_FOLDER = "granvae"  # in the host's folder
RECEIPT = "granvae-installed.json"  # what was put there, so that nothing else is ever removed


class Installed(NamedTuple):
    """What was put where."""

    folder: Path
    replaced: str | None  # the version that was there before
    libtorch: str | None  # why it did not come along; None where it did
    size: int  # of everything, in bytes


class Finding(NamedTuple):
    """One line of a check: what is there, or what is missing and what to do."""

    present: bool
    text: str


class _Receipt(NamedTuple):  # of what an earlier call put there
    version: str
    files: frozenset[str]


def install(host: Host, source: Path, to: Path | None = None, libtorch: bool = True) -> Installed:
    """Copy what belongs to the host; a second call replaces the first one's files.

    The new folder is made beside the old one and takes its place in the end, so that a failure
    leaves the old one as it was. Files that somebody else put into it are kept.

    Args:
        host: `granvae.cli.install.host_folders.MAX` or `PD`.
        source: a build folder, or the host's folder in `EXTERNALS`.
        to: the folder that gets ours; where the host looks, if not given.
        libtorch: whether it comes along where it is installed, for models of others.

    Raises:
        InstallationError: something is missing, or the folder there is not ours.
        FileError: the folder cannot be written.
    """
    parts = _parts(host, source)
    libraries, without = _libtorch(parts[0]) if libtorch else ((), "--no-torch leaves it out")
    target = _target(host, to)
    before = _receipt(target)
    if target.exists() and before is None:
        raise InstallationError(
            f"{target} was not made by granvae install; move it away or name another folder with "
            "--to."
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".granvae-", dir=target.parent) as workshop:
            made = Path(workshop) / _FOLDER
            _gather(made, host, parts, libraries)
            if before is not None:
                _keep_foreign(target, made, before.files)
            _swap(made, target, Path(workshop) / "before")
    except OSError as problem:
        raise FileError(
            f"{problem.filename or target.parent} cannot be written ({problem.strerror}); quit "
            f"{host.name}, check the folder's permissions, or name another with --to."
        ) from problem
    size = sum(file.stat().st_size for file in target.rglob("*") if file.is_file())
    return Installed(target, before.version if before else None, without, size)


def uninstall(host: Host, to: Path | None = None) -> Path:
    """Remove what `install` put into the host's folder, and nothing else.

    Returns:
        The folder, which remains where files of somebody else are in it.

    Raises:
        InstallationError: nothing was installed there.
    """
    target = _target(host, to)
    receipt = _receipt(target)
    if receipt is None:
        raise InstallationError(
            f"{target} holds nothing that granvae install put there; name its folder with --to."
        )
    for name in (*receipt.files, RECEIPT):
        (target / name).unlink(missing_ok=True)
    for folder, *_ in os.walk(target, topdown=False):
        with suppress(OSError):  # not empty
            os.rmdir(folder)
    return target


def check(externals: Path = EXTERNALS) -> list[Finding]:
    """What is present for each host; what is missing, and what to do that can succeed here."""
    try:
        found = f"{len(torch_libraries())} libraries found"
        findings = [Finding(True, f"libtorch, for models of others: {found}")]
    except GranvaeError as problem:
        findings = [Finding(False, f"libtorch, for models of others: {problem}")]
    return findings + [_check_host(host, externals / host.key) for host in HOSTS.values()]


def _check_host(host: Host, source: Path) -> Finding:
    try:
        target = _target(host, None)
    except GranvaeError as problem:
        return Finding(False, str(problem))
    receipt = _receipt(target)
    lost = sorted(name for name in receipt.files if not (target / name).exists()) if receipt else []
    if receipt is None:
        state = f"not installed in {target}"
    elif lost:
        state = f"{target} lacks {lost[0]}" + (f" and {len(lost) - 1} more" if lost[1:] else "")
    elif receipt.version != granvae.__version__:
        state = f"{target} holds version {receipt.version} and this is {granvae.__version__}"
    else:
        return Finding(True, f"{host.name}: version {receipt.version} is installed in {target}")
    try:
        _parts(host, source)
        advice = f"run `{as_called('granvae')} install {host.key}`."
    except GranvaeError as problem:
        advice = str(problem)
    return Finding(False, f"{host.name}: {state}; {advice}")


def _target(host: Host, to: Path | None) -> Path:
    return (to or place_of(host)).expanduser().absolute() / _FOLDER


def _parts(host: Host, source: Path) -> tuple[Path, Path]:
    """The external, and the folder whose other files go with it."""
    places = (source, source / host.key, source / host.external)
    external = next((p / host.file() for p in places if (p / host.file()).exists()), None)
    if external is None:
        cmake = as_called("cmake")
        raise InstallationError(
            f"{source} holds no {host.file()}; in granvae's sources, build it with "
            f"`{cmake} -B build -D{host.cmake_option}=ON && {cmake} --build build "
            f"--config Release`, which needs {host.build_needs}, then run "
            f"`{as_called('granvae')} install {host.key} --from build`."
        )
    if host.key == "pd":
        return external, external.parent
    packages = (source, source / "max-package", source.absolute().parent / "max-package")
    package = next((p for p in packages if (p / "package-info.json").exists()), None)
    if package is None:
        raise InstallationError(
            f"there is no max-package folder in or beside {source}; give --from a build folder "
            "that lies in granvae's sources."
        )
    return external, package


def _libtorch(external: Path) -> tuple[tuple[Path, ...], str | None]:
    """What plays models of others: our library that opens libtorch, and its libraries.

    Or nothing, and why.
    """
    name = back_end_file()
    folders = (external.parent, *(Path(each) / "engine" for each in granvae.__path__))
    back_end = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if back_end is None:
        return (), f"this granvae was built without {name}"
    try:
        return (back_end, *torch_libraries()), None
    except InstallationError as problem:
        return (), str(problem).rstrip(".")


def _gather(made: Path, host: Host, parts: tuple[Path, Path], libraries: tuple[Path, ...]) -> None:
    external, rest = parts
    if host.key == "max":
        unwanted = shutil.ignore_patterns(host.libraries, host.external, ".*")
        shutil.copytree(rest, made, ignore=unwanted)
        if (made / "media" / _DEMO).exists():
            from granvae.play.explorer.page import write_page  # loads the engine, unlike a check

            write_page(made / "media" / _DEMO, made / "media" / EXPLORER)
    else:
        made.mkdir()
        # The last one is for Pd of double precision.
        for pattern in ("*.pd", "*.ts", "granvae~.*-64.*"):
            for file in sorted(rest.glob(pattern)):
                shutil.copy2(file, made)
    for folder in (host.external, *((host.back_end, host.libraries) if libraries else ())):
        (made / folder).mkdir(exist_ok=True)
    copy = partial(shutil.copytree, symlinks=True) if external.is_dir() else shutil.copy2
    copy(external, made / host.external / external.name)
    for library in libraries:
        place = host.back_end if library.name == back_end_file() else host.libraries
        shutil.copy2(library, made / place)
    files = sorted(f.relative_to(made).as_posix() for f in made.rglob("*") if not f.is_dir())
    receipt = {"version": granvae.__version__, "files": files}
    (made / RECEIPT).write_text(json.dumps(receipt, indent=1), encoding="utf-8")


def _receipt(folder: Path) -> _Receipt | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        found = json.loads((folder / RECEIPT).read_text(encoding="utf-8"))
        return _Receipt(str(found["version"]), frozenset(map(str, found["files"])))
    return None


def _keep_foreign(old: Path, new: Path, ours: frozenset[str]) -> None:
    """Copy what we did not put there, as somebody's own models."""
    known = {*ours, RECEIPT}
    for file in sorted(old.rglob("*")):
        name = file.relative_to(old)
        if not file.is_dir() and name.as_posix() not in known and not (new / name).exists():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, new / name)


def _swap(made: Path, target: Path, aside: Path) -> None:
    """Put the new folder into the place of the old one, or leave that where it was."""
    if target.exists():
        os.replace(target, aside)
    try:
        os.replace(made, target)
    except OSError:
        if aside.exists():
            os.replace(aside, target)
        raise
