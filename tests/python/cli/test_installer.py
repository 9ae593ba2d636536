"""``granvae install``: what goes where, in temporary folders and a home of our own."""

import json
import os
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import granvae
from granvae.cli.install import host_folders
from granvae.cli.install.host_folders import MAX, PD, place_of
from granvae.cli.install.installer import EXPLORER, Finding, check, install, uninstall
from granvae.errors import GranvaeError
from support import tiny_models

LIBRARIES = ["libtorch.so", "libtorch_cpu.so", "libc10.so", "libgomp.so.1"]
BACK_END = "granvae_torch.so"
DOUBLE = "granvae~.linux-amd64-64.so"
PD_FOLDER = ".local/lib/pd/extra"

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the fake torch has the names of Linux"
)


def put(file: Path, text: str = "x") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def below(folder: Path) -> dict[str, str]:
    """The files of a folder with what is in them, without the receipt."""
    files = (file for file in folder.rglob("*") if file.is_file())
    found = {
        file.relative_to(folder).as_posix(): file.read_text(errors="replace") for file in files
    }
    return {name: text for name, text in found.items() if "granvae-installed" not in name}


@pytest.fixture
def torch(tmp_path: Path) -> Path:
    for name in (*LIBRARIES, "libtorch_python.so"):  # the last one is not for patches
        put(tmp_path / "torch" / "lib" / name, name)
    return tmp_path / "torch" / "lib"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, torch: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "home" / "OneDrive" / "Documents"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "home" / "AppData" / "Roaming"))
    monkeypatch.setattr(host_folders, "torch_folder", lambda: torch)
    return tmp_path / "home"


@pytest.fixture
def externals(tmp_path: Path) -> Path:
    """Externals as a wheel holds them."""
    put(tmp_path / "externals" / "pd" / PD.file(), "the external")
    put(tmp_path / "externals" / "pd" / BACK_END, "the back end")
    put(tmp_path / "externals" / "max" / "externals" / BACK_END, "the back end")
    put(tmp_path / "externals" / "pd" / "granvae~-help.pd", "the help")
    put(tmp_path / "externals" / "pd" / DOUBLE, "the external of 64 bits")
    for name in ("package-info.json", f"externals/{MAX.file()}", "help/granvae~.maxhelp"):
        put(tmp_path / "externals" / "max" / name)
    return tmp_path / "externals"


@pytest.fixture
def installed(externals: Path) -> Path:
    return install(PD, externals / "pd").folder


def test_pd_gets_the_external_its_help_and_the_libraries(home: Path, externals: Path):
    done = install(PD, externals / "pd")
    assert done.folder == home / PD_FOLDER / "granvae"
    assert done.replaced is None
    assert done.libtorch is None
    assert set(below(done.folder)) == {
        PD.file(),
        DOUBLE,
        BACK_END,
        "granvae~-help.pd",
        *(f"lib/{name}" for name in LIBRARIES),
    }
    assert done.size == sum(f.stat().st_size for f in done.folder.rglob("*") if f.is_file())


def test_max_gets_the_package_and_a_page_of_its_demo_with_the_libraries_in_support(
    tmp_path: Path, externals: Path
):
    model = tiny_models.linear_model(tmp_path / "granvae-consort.ts")
    (externals / "max" / "media").mkdir()
    model.rename(externals / "max" / "media" / "granvae-consort.ts")
    done = install(MAX, externals / "max", tmp_path / "Packages")
    assert done.folder == tmp_path / "Packages" / "granvae"
    page = (done.folder / "media" / EXPLORER).read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert '"file": "granvae-consort.ts"' in page
    (done.folder / "media" / "granvae-consort.ts").unlink()  # which is no text
    assert set(below(done.folder)) == {
        "package-info.json",
        f"externals/{MAX.file()}",
        "help/granvae~.maxhelp",
        f"media/{EXPLORER}",
        f"support/{BACK_END}",
        *(f"support/{name}" for name in LIBRARIES),
    }


def test_a_build_folder_and_the_package_beside_it_serve_as_well(tmp_path: Path):
    build = tmp_path / "sources" / "build"
    put(build / "max" / MAX.file(), "built")
    put(build / "pd" / PD.file(), "built")
    put(tmp_path / "sources" / "max-package" / "package-info.json")
    for_max = below(install(MAX, build, tmp_path / "to").folder)
    assert for_max[f"externals/{MAX.file()}"] == "built"
    assert "package-info.json" in for_max
    assert below(install(PD, build, tmp_path / "to-pd").folder)[PD.file()] == "built"


def test_a_bundle_is_copied_whole(tmp_path: Path, externals: Path):
    mac = replace(MAX, endings={"linux": ".mxo"})
    code = "externals/granvae~.mxo/Contents/MacOS/granvae~"
    put(externals / "max" / code, "code")
    assert below(install(mac, externals / "max", tmp_path).folder)[code] == "code"


def test_a_second_time_replaces_the_first_but_not_what_somebody_else_put_there(
    installed: Path, externals: Path
):
    put(installed / "models" / "mine.ts", "my model")
    put(externals / "pd" / PD.file(), "a newer external")
    (externals / "pd" / "granvae~-help.pd").unlink()
    for _ in range(2):
        assert install(PD, externals / "pd").replaced == granvae.__version__
        files = below(installed)
        assert files[PD.file()] == "a newer external"
        assert files["models/mine.ts"] == "my model"
        assert "granvae~-help.pd" not in files
        assert [path.name for path in installed.parent.iterdir()] == ["granvae"]


def test_a_failure_leaves_the_old_one_as_it_was(
    installed: Path, externals: Path, monkeypatch: pytest.MonkeyPatch
):
    before = below(installed.parent)
    put(externals / "pd" / PD.file(), "a newer external")
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:
        if Path(target) == installed and Path(source).name == "granvae":
            raise PermissionError(13, "Permission denied", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(GranvaeError, match=r"cannot be written.*quit Pure Data"):
        install(PD, externals / "pd")
    assert below(installed.parent) == before


@pytest.mark.parametrize(
    ("host", "spoil", "sentence"),
    [
        ("pd", "to/granvae/mine.pd", "/to/granvae was not made by granvae install; move it away"),
        ("pd", "to", r"/to.* cannot be written .*--to\.$"),
        ("pd", "-externals/pd/" + PD.file(), f"externals/pd holds no {PD.file()}; .*=ON && "),
        ("max", "-externals/max/externals/" + MAX.file(), "-DGRANVAE_MAX=ON .* max --from build`"),
        ("max", "-externals/max/package-info.json", "there is no max-package folder in or beside"),
    ],
)
def test_what_cannot_be_installed_is_refused_and_nothing_is_touched(
    tmp_path: Path, externals: Path, host: str, spoil: str, sentence: str
):
    if spoil.startswith("-"):
        (tmp_path / spoil[1:]).unlink()
    else:
        put(tmp_path / spoil)
    before = below(tmp_path)
    with pytest.raises(GranvaeError, match=sentence):
        install(host_folders.HOSTS[host], externals / host, tmp_path / "to")
    assert below(tmp_path) == before


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        ("-torch/lib/libc10.so", r"torch has no libc10\.so in"),
        ("torch/lib/libtorch_cuda.so", "built for CUDA.*install the CPU build"),
        ("-externals/pd/" + BACK_END, "built without granvae_torch"),
    ],
)
def test_without_libtorch_the_external_is_installed_alone_and_says_so(
    tmp_path: Path, externals: Path, monkeypatch: pytest.MonkeyPatch, cli, spoil: str, why: str
):
    monkeypatch.setattr(granvae, "__path__", [str(tmp_path)])  # no engine
    if spoil.startswith("-"):
        (tmp_path / spoil[1:]).unlink()
    else:
        put(tmp_path / spoil)
    done = install(PD, externals / "pd", tmp_path / "to")
    assert re.search(why, done.libtorch or "")
    alone = {PD.file(), DOUBLE, "granvae~-help.pd"}
    assert set(below(done.folder)) == alone
    assert "Models of others will not play" in cli("install", "pd", "--from", externals)
    without = install(PD, externals / "pd", tmp_path / "without", libtorch=False)
    assert set(below(without.folder)) == alone


def test_max_is_not_looked_for_where_it_does_not_run(externals: Path):
    with pytest.raises(GranvaeError, match="Max runs on macOS and Windows, not here"):
        install(MAX, externals / "max")


def test_pd_is_looked_for_where_each_platform_has_it(home: Path):
    assert place_of(PD, "linux") == home / PD_FOLDER
    assert place_of(PD, "darwin") == home / "Library/Pd"
    assert place_of(PD, "win32") == home / "AppData/Roaming/Pd"


def test_max_is_looked_for_in_its_newest_version_among_the_documents(home: Path):
    documents = home / "OneDrive" / "Documents"
    for version, found in (("", "Max 9"), ("Max 8", "Max 8"), ("Max 9", "Max 9")):
        (documents / version).mkdir(parents=True)
        assert place_of(MAX, "darwin") == place_of(MAX, "win32") == documents / found / "Packages"


def check_pd(externals: Path) -> Finding:
    libtorch, _, found = check(externals)
    assert libtorch.present
    return found


def test_check_advises_to_install_what_is_there_and_to_build_what_is_not(
    home: Path, externals: Path, torch: Path
):
    found = check_pd(externals)
    assert not found.present
    assert f"not installed in {home}/{PD_FOLDER}/granvae; run `" in found.text
    assert found.text.endswith("granvae install pd`.")
    (externals / "pd" / PD.file()).unlink()
    assert "cmake -B build -DGRANVAE_PD=ON" in check_pd(externals).text
    (torch / "libc10.so").unlink()
    libtorch, *_ = check(externals)
    assert not libtorch.present
    assert "torch has no libc10.so" in libtorch.text


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
    assert set(below(installed)) == {"models/mine.ts"}
    with pytest.raises(GranvaeError, match="holds nothing that granvae install put there"):
        uninstall(PD)
    install(PD, externals / "pd", home)
    uninstall(PD, home)
    assert not (home / "granvae").exists()


def test_the_command_says_what_went_where_checks_and_asks_for_a_program(externals, home, cli):
    printed = cli("install", "pd", "--from", externals)
    assert str(home / PD_FOLDER / "granvae") in printed
    assert "[declare -path granvae]" in printed
    again = cli("install", "pd", "--from", externals)
    assert f"in place of version {granvae.__version__}" in again
    assert "Removed granvae~ from" in cli("install", "pd", "--uninstall")
    assert "missing" in cli("install", "--check")
    assert "say for which program" in cli("install", status=1)
