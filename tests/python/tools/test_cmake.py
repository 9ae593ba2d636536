"""What CMake would build on other systems and with other generators, without building it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
HOSTS = ("-DGRANVAE_PD=ON", "-DGRANVAE_MAX=ON", "-DGRANVAE_MAX_TEST_HOST=ON", "-DGRANVAE_TORCH=OFF")
# A compiler that is never called plays that of a Mac.
MACOS = (
    "-DCMAKE_SYSTEM_NAME=Darwin",
    "-DCMAKE_SYSTEM_PROCESSOR=arm64",
    "-DCMAKE_OSX_ARCHITECTURES=arm64",
    "-DCMAKE_CXX_COMPILER_FORCED=ON",
    "-DCMAKE_CXX_COMPILER_ID=AppleClang",
    "-DCMAKE_CXX_COMPILER_VERSION=17",
    "-DCMAKE_CXX_STANDARD_COMPUTED_DEFAULT=17",
    "-DCMAKE_HAVE_LIBC_PTHREAD=ON",
    "-DCMAKE_INSTALL_NAME_TOOL=/bin/true",
    "-DCODESIGN=/usr/bin/codesign",
    "-DPD_INCLUDE_DIR=/usr/include/pd",
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="plays other systems on Linux")


def program(name: str) -> str:
    """Of the environment, or of the system."""
    return shutil.which(name, path=Path(sys.executable).parent) or shutil.which(name) or name


def configure(build: Path, *options: str, generator: str = "Ninja") -> tuple[int, str]:
    ninja = f"-DCMAKE_MAKE_PROGRAM={program('ninja')}"
    done = subprocess.run(
        [program("cmake"), "-S", ROOT, "-B", build, "-G", generator, ninja, *HOSTS, *options],
        capture_output=True, text=True,
    )  # fmt: skip
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def rule(build: Path, file: str) -> str:
    """How ninja makes a file: its sources and variables."""
    text = (build / "build.ninja").read_text()
    return text.partition(f"\nbuild {file}: ")[2].partition("\n\n")[0]


def test_on_macos_externals_are_signed_bundles_for_version_11(tmp_path: Path) -> None:
    status, said = configure(tmp_path, *MACOS)
    assert status == 0, said
    flags = re.findall(r"^  FLAGS = .*", (tmp_path / "build.ninja").read_text(), re.MULTILINE)
    assert flags
    assert all("-arch arm64 -mmacosx-version-min=11.0 " in each for each in flags)
    for file, signed in (
        ("pd/granvae~.pd_darwin", "pd/granvae~.pd_darwin"),
        ("pd/granvae~.darwin-arm64-64.so", "pd/granvae~.darwin-arm64-64.so"),
        ("max/granvae~.mxo/Contents/MacOS/granvae~", "max/granvae~.mxo"),
    ):
        made = rule(tmp_path, file)
        assert "LINK_FLAGS = -bundle " in made
        (after,) = re.findall(r"POST_BUILD = (.*)", made)
        # The last of all, since what comes into a bundle later breaks its seal.
        assert after.endswith(f"/usr/bin/codesign --force --sign - {tmp_path}/{signed}")
    assert "/PkgInfo" in rule(tmp_path, "max/granvae~.mxo/Contents/MacOS/granvae~")


def test_externals_lie_in_the_same_folder_in_every_configuration(tmp_path: Path) -> None:
    status, said = configure(tmp_path, generator="Ninja Multi-Config")
    assert status == 0, said
    for configuration in ("Debug", "Release"):
        text = (tmp_path / "CMakeFiles" / f"impl-{configuration}.ninja").read_text()
        assert "\nbuild pd/granvae~.pd_linux: " in text
        assert "\nbuild max/granvae~.so: " in text


@pytest.mark.parametrize("wheel", [False, True])
def test_without_pds_header_a_wheel_goes_without_and_a_build_says_what_to_install(
    wheel: bool, tmp_path: Path
) -> None:
    hidden = "-DCMAKE_IGNORE_PATH=/usr/include/pd;/usr/local/include/pd;/usr/include"
    pd_alone = ("-DGRANVAE_MAX=OFF", "-DGRANVAE_MAX_TEST_HOST=OFF")
    status, said = configure(tmp_path, *pd_alone, hidden, *(["-DSKBUILD=2"] if wheel else []))
    assert "There is no m_pd.h, the header of Pure Data. On Debian, install puredata-dev" in said
    assert (status == 0) is wheel
    assert ("This wheel goes without granvae~ for Pure Data." in said) is wheel
