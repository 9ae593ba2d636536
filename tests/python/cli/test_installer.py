"""``granvae install``: what goes where, in temporary folders and a home of our own."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

import granvae
from granvae.cli import main
from granvae.cli.install import host_folders, installer
from granvae.cli.install.host_folders import MAX, PD, place_of
from granvae.cli.install.installer import EXPLORER, check, install
from granvae.errors import GranvaeError
from support import tiny_models

LIBRARIES = ["libtorch.so", "libtorch_cpu.so", "libc10.so", "libgomp.so.1"]

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the fake torch has the names of Linux"
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without anything, a small torch, and an installation without externals."""
    folder = tmp_path / "home"
    folder.mkdir()
    torch = tmp_path / "torch" / "lib"
    torch.mkdir(parents=True)
    for name in LIBRARIES:
        (torch / name).write_bytes(name.encode())
    (torch / "libtorch_python.so").write_bytes(b"not for patches")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("ONEDRIVE", raising=False)
    monkeypatch.setattr(host_folders, "torch_folder", lambda: torch)
    monkeypatch.setattr(installer, "_PARTS", tmp_path / "wheel")
    return folder


def put(file: Path, text: str = "x") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """Externals as a wheel holds them."""
    parts = tmp_path / "wheel"
    put(parts / "pd" / PD.file(), "the external")
    put(parts / "pd" / "granvae~-help.pd", "the help")
    put(parts / "max" / "package-info.json", "{}")
    put(parts / "max" / "externals" / MAX.file(), "the external")
    put(parts / "max" / "help" / "granvae~.maxhelp", "{}")
    return parts


def below(folder: Path) -> set[str]:
    return {f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()}


def test_pd_gets_the_external_its_help_and_the_libraries(home: Path, wheel: Path):
    done = install(PD)
    assert done.folder == home / ".local/lib/pd/extra/granvae"
    assert done.replaced is None
    assert done.libraries == len(LIBRARIES)
    wanted = {PD.file(), "granvae~-help.pd", *(f"lib/{name}" for name in LIBRARIES)}
    assert below(done.folder) - {"granvae-installed.json"} == wanted
    assert done.size == sum(f.stat().st_size for f in done.folder.rglob("*") if f.is_file())


def test_max_gets_the_package_with_the_libraries_in_support(tmp_path: Path, wheel: Path):
    done = install(MAX, to=tmp_path / "Packages")
    assert done.folder == tmp_path / "Packages" / "granvae"
    assert below(done.folder) - {"granvae-installed.json"} == {
        "package-info.json",
        f"externals/{MAX.file()}",
        "help/granvae~.maxhelp",
        *(f"support/{name}" for name in LIBRARIES),
    }


def test_max_gets_the_explorer_page_of_the_demo_model(tmp_path: Path, wheel: Path):
    model = tiny_models.linear_model(tmp_path / "granvae-demo.ts")
    (wheel / "max" / "media").mkdir()
    model.rename(wheel / "max" / "media" / "granvae-demo.ts")
    done = install(MAX, to=tmp_path)
    page = (done.folder / "media" / EXPLORER).read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert '"file": "granvae-demo.ts"' in page


def test_a_build_folder_and_the_package_beside_it_serve_as_well(tmp_path: Path):
    build = tmp_path / "sources" / "build"
    put(build / "max" / MAX.file(), "built")
    put(build / "pd" / PD.file(), "built")
    put(tmp_path / "sources" / "max-package" / "package-info.json", "{}")
    done = install(MAX, to=tmp_path / "to", source=build)
    assert (done.folder / "externals" / MAX.file()).read_text() == "built"
    assert (done.folder / "package-info.json").exists()
    done = install(PD, to=tmp_path / "to-pd", source=build)
    assert (done.folder / PD.file()).read_text() == "built"


def test_a_bundle_is_copied_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wheel: Path):
    monkeypatch.setitem(host_folders._ENDINGS["max"], "linux", ".mxo")
    put(wheel / "max" / "externals" / "granvae~.mxo" / "Contents" / "MacOS" / "granvae~", "code")
    done = install(MAX, to=tmp_path)
    assert (done.folder / "externals/granvae~.mxo/Contents/MacOS/granvae~").read_text() == "code"


def test_a_second_time_replaces_the_first(home: Path, wheel: Path):
    first = install(PD)
    put(wheel / "pd" / PD.file(), "a newer external")
    (wheel / "pd" / "granvae~-help.pd").unlink()
    second = install(PD)
    assert second.replaced == granvae.__version__
    assert (first.folder / PD.file()).read_text() == "a newer external"
    assert not (first.folder / "granvae~-help.pd").exists()
    assert sorted(p.name for p in first.folder.parent.iterdir()) == ["granvae"]


def test_what_somebody_else_put_there_stays(home: Path, wheel: Path):
    folder = install(PD).folder
    put(folder / "models" / "mine.ts", "my model")
    install(PD)
    assert (folder / "models" / "mine.ts").read_text() == "my model"
    install(PD)
    assert (folder / "models" / "mine.ts").read_text() == "my model"


def test_a_folder_that_is_not_ours_is_not_touched(tmp_path: Path, wheel: Path):
    mine = put(tmp_path / "to" / "granvae" / "mine.pd", "mine")
    with pytest.raises(GranvaeError, match="was not made by granvae install; move it away"):
        install(PD, to=tmp_path / "to")
    assert below(tmp_path / "to" / "granvae") == {"mine.pd"}
    assert mine.read_text() == "mine"


def test_a_failure_leaves_the_old_one_as_it_was(
    home: Path, wheel: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = install(PD).folder
    before = {name: (folder / name).read_bytes() for name in below(folder)}
    put(wheel / "pd" / PD.file(), "a newer external")
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:
        if Path(target) == folder and Path(source).name == "granvae":
            raise PermissionError(13, "Permission denied", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(GranvaeError, match=r"cannot be written.*quit Pure Data"):
        install(PD)
    assert {name: (folder / name).read_bytes() for name in below(folder)} == before
    assert sorted(p.name for p in folder.parent.iterdir()) == ["granvae"]


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path, wheel: Path):
    blocked = put(tmp_path / "a-file")
    with pytest.raises(GranvaeError, match=r"a-file.* cannot be written .*--to\.$"):
        install(PD, to=blocked / "below")


def test_without_an_external_it_says_how_to_build_one():
    with pytest.raises(GranvaeError) as caught:
        install(PD)
    text = str(caught.value)
    assert "This installation holds no granvae~" in text
    assert "cmake -B build -DGRANVAE_PD=ON" in text
    assert "granvae install pd --from build" in text


def test_an_empty_build_folder_is_named(tmp_path: Path):
    with pytest.raises(GranvaeError, match=rf"{tmp_path} holds no granvae~.*GRANVAE_MAX=ON"):
        install(MAX, source=tmp_path)


def test_max_on_linux_needs_a_folder(wheel: Path):
    with pytest.raises(GranvaeError, match="Max runs on macOS and Windows, not here"):
        install(MAX)


def test_an_incomplete_torch_is_named(home: Path, wheel: Path):
    (host_folders.torch_folder() / "libc10.so").unlink()
    with pytest.raises(GranvaeError, match=r"torch has no libc10\.so in"):
        install(PD)
    assert not (home / ".local").exists()


def test_a_torch_for_cuda_is_refused(wheel: Path):
    put(host_folders.torch_folder() / "libtorch_cuda.so")
    with pytest.raises(GranvaeError, match=r"built for CUDA.*install the CPU build"):
        install(PD)


def test_pd_is_looked_for_where_each_platform_has_it(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("APPDATA", str(home / "AppData" / "Roaming"))
    assert place_of(PD, "linux") == home / ".local/lib/pd/extra"
    assert place_of(PD, "darwin") == home / "Library/Pd"
    assert place_of(PD, "win32") == home / "AppData/Roaming/Pd"


def test_max_is_looked_for_in_its_newest_version(home: Path):
    assert place_of(MAX, "darwin") == home / "Documents/Max 9/Packages"
    (home / "Documents" / "Max 8").mkdir(parents=True)
    assert place_of(MAX, "darwin") == home / "Documents/Max 8/Packages"
    (home / "Documents" / "Max 9").mkdir()
    assert place_of(MAX, "win32") == home / "Documents/Max 9/Packages"


def test_max_is_found_in_onedrive(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ONEDRIVE", str(home / "OneDrive"))
    (home / "OneDrive" / "Documents" / "Max 9").mkdir(parents=True)
    assert place_of(MAX, "win32") == home / "OneDrive/Documents/Max 9/Packages"


def test_check_tells_what_is_missing_in_a_sentence_each():
    found = check()
    assert [finding.present for finding in found] == [True, False, False, False, False]
    for finding in found[1:]:
        assert finding.text.endswith(".")


def test_check_tells_what_is_there(home: Path, wheel: Path):
    install(PD)
    told = [finding.text for finding in check() if finding.present]
    assert f"Pure Data: version {granvae.__version__} is installed in" in told[-1]


def test_check_notices_a_lost_library_and_an_old_version(home: Path, wheel: Path):
    folder = install(PD).folder
    (folder / "lib" / "libc10.so").unlink()
    assert "lacks lib/libc10.so; run `granvae install pd` again." in check()[-1].text
    install(PD)
    receipt = folder / "granvae-installed.json"
    receipt.write_text(json.dumps({**json.loads(receipt.read_text()), "version": "0.0.1"}))
    assert "holds version 0.0.1" in check()[-1].text


def test_the_command_says_what_went_where(wheel: Path, home: Path, capsys):
    assert main.main(["install", "pd"]) == 0
    told = capsys.readouterr().out
    assert str(home / ".local/lib/pd/extra/granvae") in told
    assert "[declare -path granvae]" in told
    assert main.main(["install", "pd"]) == 0
    assert f"in place of version {granvae.__version__}" in capsys.readouterr().out


def test_the_command_checks_and_asks_for_a_program(capsys):
    assert main.main(["install", "--check"]) == 0
    assert "missing" in capsys.readouterr().out
    assert main.main(["install"]) == 1
    assert "say for which program" in capsys.readouterr().err
