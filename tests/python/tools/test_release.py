"""What a release is made of, without building one: notes, names, hashes and signatures."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import granvae
from granvae.cli.install.host_folders import MAX, PD
from tools.release import gather, notes, platforms
from tools.release.assets import collect
from tools.release.pack import deken_name, pack

ROOT = Path(__file__).resolve().parents[3]
# From deken's page on the names of its files.
DEKEN = re.compile(r"(.*/)?([^\[\]\(\)]+)(\[v[^\[\]\(\)]+\])?((\([^\[\]\(\)]+\))*)\.(dek)")


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(
        "# Changelog\n\n## Unreleased\n\n- Next.\n\n"
        "## 1.2.0\n\n### Added\n\n- A thing.\n\n## 1.1.0\n"
    )
    return tmp_path


def test_the_notes_of_a_tag_are_its_section_of_the_changelog(sources: Path) -> None:
    assert notes.of_tag("v1.2.0", sources) == "### Added\n\n- A thing."


def test_a_tag_of_another_version_is_refused(sources: Path) -> None:
    with pytest.raises(SystemExit, match=r"The tag v1\.3\.0 is not v1\.2\.0, the version that"):
        notes.of_tag("v1.3.0", sources)


@pytest.mark.parametrize("spoil", ["## 1.2", "### Added\n\n- A thing."])
def test_a_version_of_which_the_changelog_says_nothing_is_refused(
    sources: Path, spoil: str
) -> None:
    changelog = sources / "CHANGELOG.md"
    changelog.write_text(changelog.read_text().replace(spoil, "\n"))
    with pytest.raises(SystemExit, match=r"CHANGELOG\.md says nothing of v1\.2\.0; write"):
        notes.of_tag("v1.2.0", sources)


def test_notes_and_assets_need_no_installed_granvae(tmp_path: Path) -> None:
    (tmp_path / "artifacts").mkdir()
    for arguments in (["notes", f"v{notes.version()}"], ["assets", "artifacts", "assets"]):
        command = [sys.executable, "-I", "-S", "-c", RUN, str(ROOT), *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "assets" / "SHA256SUMS").exists()


RUN = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module('tools.release')"
RUN = RUN.replace("('tools.release')", "('tools.release', run_name='__main__')")


def gathered(folder: Path) -> Path:
    for name in (PD.file(), "granvae~.linux-amd64-64.so", "licences/granvae.txt"):
        file = folder / "pd" / "granvae" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    library = folder / ("pd" + gather.LIBTORCH) / "granvae" / "lib" / "libc10.so"
    library.parent.mkdir(parents=True)
    library.write_text("library")
    return folder


def test_packages_for_deken_have_its_names_and_one_folder(tmp_path: Path) -> None:
    folders = gathered(tmp_path / "folders")
    name = deken_name(folders / "pd" / "granvae")
    found = DEKEN.fullmatch(name)
    assert found is not None
    assert (found[2], found[3]) == ("granvae", f"[v{notes.version()}]")
    assert found[4] == f"({platforms.deken(32)})({platforms.deken(64)})"
    pack(folders, tmp_path / "out")
    package = tmp_path / "out" / name
    with zipfile.ZipFile(package) as packed:
        assert {each.split("/")[0] for each in packed.namelist()} == {"granvae"}
        assert packed.read(f"granvae/{PD.file()}").decode() == PD.file()
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    assert (tmp_path / "out" / f"{name}.sha256").read_text().strip() == digest
    assert (tmp_path / "out" / f"{name}.txt").read_text().startswith("granvae~\t")


def test_libtorch_is_a_download_of_its_own(tmp_path: Path) -> None:
    pack(gathered(tmp_path / "folders"), tmp_path / "out")
    name = f"granvae-{notes.version()}-pd-libtorch-{platforms.name()}.zip"
    with zipfile.ZipFile(tmp_path / "out" / name) as packed:
        assert "granvae/lib/libc10.so" in packed.namelist()


def test_deken_names_the_processor_as_debian_does(monkeypatch: pytest.MonkeyPatch) -> None:
    for system, machine, expected in (
        ("Linux", "x86_64", "Linux-amd64-32"),
        ("Linux", "aarch64", "Linux-arm64-32"),
        ("Darwin", "arm64", "Darwin-arm64-32"),
        ("Windows", "AMD64", "Windows-amd64-32"),
    ):
        monkeypatch.setattr("platform.system", lambda name=system: name)
        monkeypatch.setattr("platform.machine", lambda name=machine: name)
        assert platforms.deken(32) == expected


def test_assets_are_listed_with_their_hashes_and_names_that_github_keeps(tmp_path: Path) -> None:
    for name in ("linux/a.whl", "linux/granvae[v1](Linux-amd64-32).dek", "mac/b"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    collect(tmp_path, tmp_path / "out")
    names = {file.name for file in (tmp_path / "out").iterdir()}
    assert names == {"a.whl", "b", f"granvae-{notes.version()}-pd.zip", "SHA256SUMS"}
    assert all(re.fullmatch(r"[\w.-]+", name) for name in names)
    for line in (tmp_path / "out" / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == digest


def test_two_jobs_that_make_the_same_file_are_refused(tmp_path: Path) -> None:
    for job in ("one", "two"):
        (tmp_path / job).mkdir()
        (tmp_path / job / "same.whl").touch()
    with pytest.raises(SystemExit, match=r"Two jobs made a same\.whl"):
        collect(tmp_path, tmp_path / "out")


def test_a_max_package_has_the_licences_of_what_is_in_it_and_names_its_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    externals = tmp_path / "externals"
    shutil.copytree(ROOT / "max-package", externals / "max", ignore=shutil.ignore_patterns("*.ts"))
    (externals / "max" / "externals").mkdir()
    (externals / "max" / "externals" / MAX.file()).touch()
    (tmp_path / "licences").mkdir()
    (tmp_path / "licences" / "max-sdk-base.txt").write_text("Max's")
    monkeypatch.setattr(gather, "EXTERNALS", externals)
    monkeypatch.setattr(gather, "_libtorch", lambda host, folders: None)
    monkeypatch.setattr(granvae, "__path__", [str(tmp_path)])
    monkeypatch.setattr(platforms, "max_package", lambda: {"macintosh": {"platform": ["aarch64"]}})
    gather.gather(tmp_path / "out")
    package = tmp_path / "out" / "max" / "granvae"
    assert (package / "licences" / "granvae.txt").read_text().startswith("MIT License")
    assert (package / "licences" / "max-sdk-base.txt").read_text() == "Max's"
    info = json.loads((package / "package-info.json").read_text())
    assert info["os"] == {"macintosh": {"min_version": "11.0", "platform": ["aarch64"]}}


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_on_macos_bundles_are_signed_whole_notarised_and_stapled(tmp_path: Path) -> None:
    folders = tmp_path / "folders"
    for name in ("max/granvae/externals/granvae~.mxo/Contents/MacOS/granvae~",
                 "max/granvae/externals/granvae~.mxo/Contents/MacOS/inner.dylib",
                 "pd/granvae/granvae~.pd_darwin", "pd/granvae/granvae~-help.pd",
                 "pd-libtorch/granvae/lib/libc10.dylib"):  # fmt: skip
        (folders / name).parent.mkdir(parents=True, exist_ok=True)
        (folders / name).touch()
    tools, log = tmp_path / "tools", tmp_path / "log"
    tools.mkdir()
    for name in ("codesign", "ditto", "security", "xcrun"):
        (tools / name).write_text(f'#!/bin/sh\necho "{name} $*" >> {log}\n')
        (tools / name).chmod(0o755)
    names = ("SIGNING_IDENTITY", "SIGNING_CERTIFICATE", "SIGNING_PASSWORD", "NOTARY_APPLE_ID",
             "NOTARY_TEAM_ID", "NOTARY_PASSWORD")  # fmt: skip
    environment = {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        **dict.fromkeys(names, "c2VjcmV0"),
    }
    script = ROOT / "tools" / "release" / "notarise.sh"
    subprocess.run([script, folders], env=environment, check=True)
    lines = log.read_text().splitlines()
    signed = {line.split()[-1] for line in lines if line.startswith("codesign")}
    assert {Path(each).name for each in signed} == {
        "granvae~.mxo", "granvae~.pd_darwin", "libc10.dylib",
    }  # fmt: skip
    submitted = next(k for k, line in enumerate(lines) if "notarytool submit" in line)
    assert all(k < submitted for k, line in enumerate(lines) if line.startswith("codesign"))
    assert [line for line in lines[submitted:] if "staple" in line] == [
        f"xcrun stapler staple {folders}/max/granvae/externals/granvae~.mxo"
    ]
