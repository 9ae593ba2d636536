"""``granvae install``: what goes where, in temporary folders and a home of our own."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import granvae
from granvae.cli.install import host_folders
from granvae.cli.install.host_folders import MAX, PD, Host, place_of
from granvae.cli.install.installer import EXPLORER, Finding, check, install, uninstall
from granvae.errors import GranvaeError
from support import tiny_models

LIBRARIES = ["libtorch.so", "libtorch_cpu.so", "libc10.so", "libgomp.so.1"]

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the fake torch has the names of Linux"
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without anything, and a small torch."""
    folder = tmp_path / "home"
    folder.mkdir()
    torch = tmp_path / "torch" / "lib"
    torch.mkdir(parents=True)
    for name in LIBRARIES:
        (torch / name).write_bytes(name.encode())
    (torch / "libtorch_python.so").write_bytes(b"not for patches")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setattr(host_folders, "torch_folder", lambda: torch)
    return folder


def put(file: Path, text: str = "x") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


@pytest.fixture
def externals(tmp_path: Path) -> Path:
    """Externals as a wheel holds them."""
    parts = tmp_path / "externals"
    put(parts / "pd" / PD.file(), "the external")
    put(parts / "pd" / "granvae~-help.pd", "the help")
    put(parts / "max" / "package-info.json", "{}")
    put(parts / "max" / "externals" / MAX.file(), "the external")
    put(parts / "max" / "help" / "granvae~.maxhelp", "{}")
    return parts


@pytest.fixture
def installed(externals: Path) -> Path:
    """The folder of an external that was installed for Pd."""
    return install(PD, externals / "pd").folder


def below(folder: Path) -> set[str]:
    return {f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()}


def test_pd_gets_the_external_its_help_and_the_libraries(home: Path, externals: Path):
    done = install(PD, externals / "pd")
    assert done.folder == home / ".local/lib/pd/extra/granvae"
    assert done.replaced is None
    assert done.libraries == len(LIBRARIES)
    wanted = {PD.file(), "granvae~-help.pd", *(f"lib/{name}" for name in LIBRARIES)}
    assert below(done.folder) - {"granvae-installed.json"} == wanted
    assert done.size == sum(f.stat().st_size for f in done.folder.rglob("*") if f.is_file())


def test_max_gets_the_package_with_the_libraries_in_support(tmp_path: Path, externals: Path):
    done = install(MAX, externals / "max", tmp_path / "Packages")
    assert done.folder == tmp_path / "Packages" / "granvae"
    assert below(done.folder) - {"granvae-installed.json"} == {
        "package-info.json",
        f"externals/{MAX.file()}",
        "help/granvae~.maxhelp",
        *(f"support/{name}" for name in LIBRARIES),
    }


def test_max_gets_the_explorer_page_of_the_demo_model(tmp_path: Path, externals: Path):
    model = tiny_models.linear_model(tmp_path / "granvae-demo.ts")
    (externals / "max" / "media").mkdir()
    model.rename(externals / "max" / "media" / "granvae-demo.ts")
    done = install(MAX, externals / "max", tmp_path)
    page = (done.folder / "media" / EXPLORER).read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert '"file": "granvae-demo.ts"' in page


def test_a_build_folder_and_the_package_beside_it_serve_as_well(tmp_path: Path):
    build = tmp_path / "sources" / "build"
    put(build / "max" / MAX.file(), "built")
    put(build / "pd" / PD.file(), "built")
    put(tmp_path / "sources" / "max-package" / "package-info.json", "{}")
    done = install(MAX, build, tmp_path / "to")
    assert (done.folder / "externals" / MAX.file()).read_text() == "built"
    assert (done.folder / "package-info.json").exists()
    done = install(PD, build, tmp_path / "to-pd")
    assert (done.folder / PD.file()).read_text() == "built"


def test_a_bundle_is_copied_whole(tmp_path: Path, externals: Path):
    mac = replace(MAX, endings={"linux": ".mxo"})
    code = "externals/granvae~.mxo/Contents/MacOS/granvae~"
    put(externals / "max" / code, "code")
    assert (install(mac, externals / "max", tmp_path).folder / code).read_text() == "code"


def test_a_second_time_replaces_the_first(installed: Path, externals: Path):
    put(externals / "pd" / PD.file(), "a newer external")
    (externals / "pd" / "granvae~-help.pd").unlink()
    second = install(PD, externals / "pd")
    assert second.replaced == granvae.__version__
    assert (installed / PD.file()).read_text() == "a newer external"
    assert not (installed / "granvae~-help.pd").exists()
    assert sorted(p.name for p in installed.parent.iterdir()) == ["granvae"]


def test_what_somebody_else_put_there_stays(installed: Path, externals: Path):
    mine = put(installed / "models" / "mine.ts", "my model")
    for _ in range(2):
        install(PD, externals / "pd")
        assert mine.read_text() == "my model"


def test_a_folder_that_is_not_ours_is_not_touched(tmp_path: Path, externals: Path):
    mine = put(tmp_path / "to" / "granvae" / "mine.pd", "mine")
    with pytest.raises(GranvaeError, match="was not made by granvae install; move it away"):
        install(PD, externals / "pd", tmp_path / "to")
    assert below(tmp_path / "to" / "granvae") == {"mine.pd"}
    assert mine.read_text() == "mine"


def test_a_failure_leaves_the_old_one_as_it_was(
    installed: Path, externals: Path, monkeypatch: pytest.MonkeyPatch
):
    before = {name: (installed / name).read_bytes() for name in below(installed)}
    put(externals / "pd" / PD.file(), "a newer external")
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:
        if Path(target) == installed and Path(source).name == "granvae":
            raise PermissionError(13, "Permission denied", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(GranvaeError, match=r"cannot be written.*quit Pure Data"):
        install(PD, externals / "pd")
    assert {name: (installed / name).read_bytes() for name in below(installed)} == before
    assert below(installed.parent) == {f"granvae/{name}" for name in before}


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path, externals: Path):
    blocked = put(tmp_path / "a-file")
    with pytest.raises(GranvaeError, match=r"a-file.* cannot be written .*--to\.$"):
        install(PD, externals / "pd", blocked / "below")


@pytest.mark.parametrize("host", [PD, MAX], ids=["pd", "max"])
def test_without_an_external_it_names_the_commands_that_build_and_install_one(
    tmp_path: Path, host: Host
):
    with pytest.raises(GranvaeError) as caught:
        install(host, tmp_path, tmp_path)
    text = str(caught.value)
    assert text.startswith(f"{tmp_path} holds no {host.file()}; ")
    assert f"cmake -B build -DGRANVAE_{host.key.upper()}=ON && " in text
    assert text.endswith(f"granvae install {host.key} --from build`.")


def test_max_runs_on_macos_and_windows(externals: Path):
    with pytest.raises(GranvaeError, match="Max runs on macOS and Windows, not here"):
        install(MAX, externals / "max")


def test_an_incomplete_torch_is_named(home: Path, externals: Path):
    (host_folders.torch_folder() / "libc10.so").unlink()
    with pytest.raises(GranvaeError, match=r"torch has no libc10\.so in"):
        install(PD, externals / "pd")
    assert not (home / ".local").exists()


def test_a_torch_for_cuda_is_refused(externals: Path):
    put(host_folders.torch_folder() / "libtorch_cuda.so")
    with pytest.raises(GranvaeError, match=r"built for CUDA.*install the CPU build"):
        install(PD, externals / "pd")


def test_pd_is_looked_for_where_each_platform_has_it(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("APPDATA", str(home / "AppData" / "Roaming"))
    assert place_of(PD, "linux") == home / ".local/lib/pd/extra"
    assert place_of(PD, "darwin") == home / "Library/Pd"
    assert place_of(PD, "win32") == home / "AppData/Roaming/Pd"


def test_max_is_looked_for_in_its_newest_version_among_the_documents(
    home: Path, monkeypatch: pytest.MonkeyPatch
):
    documents = home / "OneDrive" / "Documents"
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(documents))
    assert place_of(MAX, "darwin") == documents / "Max 9/Packages"
    (documents / "Max 8").mkdir(parents=True)
    assert place_of(MAX, "darwin") == documents / "Max 8/Packages"
    (documents / "Max 9").mkdir()
    assert place_of(MAX, "win32") == documents / "Max 9/Packages"


def check_pd(externals: Path) -> Finding:
    libtorch, _, found = check(externals)
    assert libtorch.present
    return found


def test_check_advises_to_install_what_is_there_and_to_build_what_is_not(
    home: Path, externals: Path
):
    found = check_pd(externals)
    assert not found.present
    assert f"not installed in {home}/.local/lib/pd/extra/granvae; run `" in found.text
    assert found.text.endswith("granvae install pd`.")
    (externals / "pd" / PD.file()).unlink()
    assert "cmake -B build -DGRANVAE_PD=ON" in check_pd(externals).text
    (host_folders.torch_folder() / "libc10.so").unlink()
    torch, *_, found = check(externals)
    assert not torch.present
    assert torch.text in found.text


def test_check_notices_what_is_installed_lost_or_old(installed: Path, externals: Path):
    found = check_pd(externals)
    assert found.present
    assert f"Pure Data: version {granvae.__version__} is installed in" in found.text
    (installed / "lib" / "libc10.so").unlink()
    assert "lacks lib/libc10.so; run `" in check_pd(externals).text
    install(PD, externals / "pd")
    receipt = installed / "granvae-installed.json"
    receipt.write_text(json.dumps({**json.loads(receipt.read_text()), "version": "0.0.1"}))
    assert "holds version 0.0.1" in check_pd(externals).text


def test_uninstalling_removes_what_was_installed_and_nothing_else(
    installed: Path, home: Path, externals: Path
):
    put(installed / "models" / "mine.ts")
    assert uninstall(PD) == installed
    assert below(installed) == {"models/mine.ts"}
    with pytest.raises(GranvaeError, match="holds nothing that granvae install put there"):
        uninstall(PD)
    install(PD, externals / "pd", home)
    uninstall(PD, home)
    assert not (home / "granvae").exists()


def test_the_command_says_what_went_where(externals: Path, home: Path, cli):
    printed = cli("install", "pd", "--from", externals)
    assert str(home / ".local/lib/pd/extra/granvae") in printed
    assert "[declare -path granvae]" in printed
    again = cli("install", "pd", "--from", externals)
    assert f"in place of version {granvae.__version__}" in again
    assert "Removed granvae~ from" in cli("install", "pd", "--uninstall")


def test_the_command_checks_and_asks_for_a_program(cli):
    assert "missing" in cli("install", "--check")
    assert "say for which program" in cli("install", status=1)
