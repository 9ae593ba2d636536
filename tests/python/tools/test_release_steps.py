"""The steps of packages.yml, run one after the other as far as they go on Linux."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from granvae.cli.install.host_folders import PD
from hosts.pd import patch_with, play
from support import preset_files
from tools.release.notes import version

yaml = pytest.importorskip("yaml")
tomllib = pytest.importorskip("tomllib")

ROOT = Path(__file__).resolve().parents[3]
SITE = Path(np.__file__).parents[1]
RUNNER = "ubuntu-24.04"
# What needs other machines, a network or an account, and what does its work here.
STAND_INS = {
    "Build the wheels and try each": f"""
        "{sys.executable}" -m pip wheel "{ROOT}" --no-deps --no-build-isolation -w artifacts -q \\
          -C build-dir=build/wheel-test -C cmake.define.GRANVAE_WERROR=ON""",
    "Install one of them, and libtorch for models of others": f"""
        "{sys.executable}" -m pip --python environment install -q --no-deps artifacts/*.whl""",
    # In a clean checkout: the build looks at every file there is, and an environment has many.
    "Pack the sources": f"""
        mkdir checkout
        git -C "{ROOT}" ls-files -z | tar -C "{ROOT}" --null -T - -c | tar -C checkout -x
        cd checkout && "{sys.executable}" -c \\
          "import scikit_build_core.build as b; b.build_sdist('../artifacts')"
        """,
    "Sign and notarise them": ":",
}

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("pd") is None, reason="plays in Pure Data on Linux"
)


@dataclass
class Machine:
    """A folder to work in, with an environment that has what granvae needs, and no granvae."""

    folder: Path

    def __post_init__(self) -> None:
        venv.create(self.folder / "environment", symlinks=True)
        (self.site / "requirements.pth").write_text(f"{SITE}\n")
        self.program("gh", f'printf "%s\\n" "$@" > {self.folder}/published')

    @property
    def site(self) -> Path:
        (found,) = (self.folder / "environment" / "lib").glob("python*/site-packages")
        return found

    def program(self, name: str, does: str) -> None:
        file = self.folder / "environment" / "bin" / name
        file.write_text(f"#!/bin/sh\n{does}\n")
        file.chmod(0o755)

    def run(self, command: str) -> str:
        environment = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
        path = (
            self.folder / "environment" / "bin",
            Path(sys.executable).parent,
            os.environ["PATH"],
        )
        environment |= {
            "PATH": os.pathsep.join(map(str, path)),
            "PYTHONPATH": str(ROOT),
            "GITHUB_REF_NAME": f"v{version()}",
            "CXX": "c++",  # as in the tests' own build, so that ccache compiles once for both
        }
        command = command.replace("${{ matrix.torch }}", "")
        assert "${{" not in command
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", command],
            cwd=self.folder, env=environment, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return done.stdout


def steps(job: str) -> list[tuple[str, str]]:
    """The names and commands of a job's steps."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "packages.yml").read_text())
    return [(each["name"], each["run"]) for each in workflow["jobs"][job]["steps"] if "run" in each]


def small_torch(folder: Path) -> None:
    """Files named as torch's: the true ones take half a minute to pack."""
    lists = folder / "torch-2.13.0.dist-info"
    names = ["torch/__init__.py", "torch/lib/libtorch.so", "torch/lib/libtorch_cpu.so",
             "torch/lib/libc10.so", "torch/lib/libgomp.so.1", f"{lists.name}/METADATA",
             f"{lists.name}/licenses/LICENSE",
             f"{lists.name}/licenses/third_party/fmt/LICENSE"]  # fmt: skip
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("Metadata-Version: 2.1\nName: torch\nVersion: 2.13.0\n")
    (lists / "RECORD").write_text("".join(f"{name},,\n" for name in names))


def names_in(archive: Path) -> set[str]:
    with zipfile.ZipFile(archive) as packed:
        return set(packed.namelist())


def needs_without_extras(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as packed:
        (metadata,) = (name for name in packed.namelist() if name.endswith("/METADATA"))
        lines = packed.read(metadata).decode().splitlines()
    needs = [line.partition(": ")[2] for line in lines if line.startswith("Requires-Dist")]
    return {re.split(r"\W", each)[0] for each in needs if "extra ==" not in each}


def test_a_tag_makes_a_release_that_installs_and_plays(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    for name, command in steps("notes"):
        machine.run(STAND_INS.get(name, command))
    assert (tmp_path / "notes.md").read_text().startswith("### ")

    (build, *_), (put, *_) = (each for each in steps("packages")[:2])
    machine.run(STAND_INS[build])
    machine.run(STAND_INS[put])
    (wheel,) = (tmp_path / "artifacts").glob("*.whl")
    assert not any("libtorch" in name or "libc10" in name for name in names_in(wheel))
    assert "granvae/licences/pybind11.txt" in names_in(wheel)
    needs = needs_without_extras(wheel)
    assert "numpy" in needs
    assert "torch" not in needs
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for command in project["tool"]["cibuildwheel"]["test-command"]:
        machine.run(command.replace("{project}", str(ROOT)))
    assert (tmp_path / "tried.wav").stat().st_size > 44100
    plays(tmp_path / "tried" / "granvae", tmp_path, "granvae-consort.ts", "native")
    foreign = preset_files.file_of("grain", tmp_path, None)
    plays(tmp_path / "tried" / "granvae", tmp_path, str(foreign), "libtorch")

    small_torch(machine.site)
    for name, command in steps("packages")[2:]:
        machine.run(STAND_INS.get(name, command))
    for name, command in (*steps("sources"), *steps("release")):
        machine.run(STAND_INS.get(name, command))

    action, kind, tag, *published = (tmp_path / "published").read_text().splitlines()
    assert (action, kind, tag) == ("release", "create", f"v{version()}")
    published = [name.removeprefix("assets/") for name in published if name.startswith("assets/")]
    pd = f"granvae-{version()}-pd.zip"
    libtorch = f"granvae-{version()}-pd-libtorch-linux-x86_64.zip"
    assert set(published) == {
        wheel.name, f"granvae-{version()}.tar.gz", libtorch, pd, "SHA256SUMS",
    }  # fmt: skip
    machine.run("cd assets && sha256sum --check SHA256SUMS && ls ../index")

    with zipfile.ZipFile(tmp_path / "assets" / pd) as packed:
        packed.extractall(tmp_path / "deken")
    (package,) = (tmp_path / "deken").glob("*.dek")
    assert package.name == f"granvae[v{version()}](Linux-amd64-32)(Linux-amd64-64).dek"
    with zipfile.ZipFile(package) as packed:
        packed.extractall(tmp_path / "extra")
    plays(tmp_path / "extra" / "granvae", tmp_path, "granvae-consort.ts", "native")
    assert names_in(package) >= {"granvae/licences/granvae.txt", f"granvae/{PD.file()}"}
    assert not any("torch" in name for name in names_in(package))
    assert names_in(tmp_path / "assets" / libtorch) >= {
        "granvae/granvae_torch.so", "granvae/lib/libtorch_cpu.so", "granvae/licences/granvae.txt",
        "granvae/licences/libtorch/LICENSE", "granvae/licences/libtorch/third_party/fmt/LICENSE",
        "granvae/licences/libgomp.txt", "granvae/licences/GPL-3.0.txt",
    }  # fmt: skip


def plays(package: Path, folder: Path, model: str, decoder: str) -> None:
    patch, granvae = patch_with(Path(model))
    patch.send(0, "random 7", granvae)
    patch.send(0, "170", granvae)
    patch.send(80, "info", granvae)
    got = play(patch, granvae, folder, milliseconds=120, external=package)
    assert f"info: info decoder {decoder}" in got.console, got.console
    assert np.max(np.abs(got.audio)) > 1e-3


def test_the_stand_ins_are_for_steps_that_there_are() -> None:
    jobs = ("notes", "packages", "sources", "release")
    assert set(STAND_INS) <= {name for job in jobs for name, _ in steps(job)}
