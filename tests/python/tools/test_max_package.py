"""The Max package around its patchers: reference, package-info, icon, device and model."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from py2max.m4l import read_amxd

import granvae
from support.max_package import GENERATED, PACKAGE, PATCHERS, boxes, load
from tools.max_package import contract
from tools.max_package.__main__ import check_model
from tools.max_package.files import files

EXAMPLES = ("explorer", "player", "cloud", "drone", "rhythm", "freeze", "play")


@pytest.mark.parametrize("name", sorted(GENERATED))
def test_a_generated_file_is_the_committed_one(name: str):
    committed = (PACKAGE / name).read_bytes()
    assert committed == GENERATED[name], f"run python -m tools.max_package; {name} differs"


def test_generating_twice_gives_the_same_bytes():
    assert files() == GENERATED


def test_the_package_has_help_examples_sliders_an_overview_and_a_device():
    assert set(PATCHERS) == {
        "help/granvae~.maxhelp",
        "patchers/granvae.latents.maxpat",
        "extras/granvae.maxpat",
        *(f"examples/granvae.{name}.maxpat" for name in EXAMPLES),
        "devices/granvae.amxd",
    }


@pytest.fixture(scope="module")
def reference() -> ElementTree.Element:
    return ElementTree.parse(PACKAGE / "docs" / "granvae~.maxref.xml").getroot()


def test_the_reference_has_exactly_the_declared_methods(reference: ElementTree.Element):
    found = [method.attrib["name"] for method in reference.findall("methodlist/method")]
    assert found == [method.name for method in (*contract.NUMBERS, *contract.METHODS)]
    engine = [message.name for message in granvae.messages()]
    assert [method.name for method in contract.METHODS] == ["bang", "dump", "list", *engine]


def test_the_reference_has_the_engines_parameters_and_the_hosts_own_and_describes_all(
    reference: ElementTree.Element,
):
    found = {entry.attrib["name"] for entry in reference.findall("attributelist/attribute")}
    engine = {p.name: p.documentation for p in granvae.parameters() if not p.signal}
    assert found == engine.keys() | {"autoread", "offline", "latents", "mc"}
    for name, documentation in engine.items():
        entry = reference.find(f"attributelist/attribute[@name='{name}']")
        assert entry is not None
        assert documentation in str(entry.findtext("description"))
    for entry in reference.iter():
        if entry.find("digest") is not None:
            assert len(entry.findtext("digest", "")) > 3
            assert len(entry.findtext("description", "")) > 3


def test_package_info_is_complete_for_maxs_package_manager():
    facts = json.loads((PACKAGE / "package-info.json").read_text())
    assert facts["name"] == "granvae"
    assert facts["version"] == granvae.__version__
    assert facts["os"]["macintosh"]["platform"] == ["aarch64", "x64"]
    assert facts["os"]["windows"]["platform"] == ["x64"]
    assert facts["max_version_min"].startswith("8")
    assert (PACKAGE / "extras" / facts["homepatcher"]).exists()
    assert set(facts) == {
        "name", "displayname", "version", "author", "authors", "description", "tags", "website",
        "extensible", "extends", "max_version_min", "max_version_max", "os", "homepatcher",
        "package_extra",
    }  # fmt: skip


def test_the_icon_has_the_size_that_max_shows():
    head = (PACKAGE / "icon.png").read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(head[i : i + 4], "big") for i in (16, 20)] == [500, 500]


def test_the_devices_parameters_are_named_ranged_and_distinct():
    found = [box for box in boxes(load("devices/granvae.amxd")) if box.get("parameter_enable")]
    names = [box["saved_attribute_attributes"]["valueof"]["parameter_longname"] for box in found]
    assert len(set(names)) == len(names)
    assert [f"Latent {number}" for number in range(1, 9)] == [n for n in names if "Latent" in n]
    for box in found:
        known = box["saved_attribute_attributes"]["valueof"]
        assert box["presentation"] == 1
        if box["maxclass"] == "live.dial":
            low, high = known["parameter_mmin"], known["parameter_mmax"]
            assert low < high
            assert low <= known["parameter_initial"][0] <= high


def test_the_device_is_an_instrument_that_fits_lives_strip():
    patcher, kind = read_amxd(PACKAGE / "devices" / "granvae.amxd")
    assert kind == "instrument"
    assert patcher["patcher"]["openinpresentation"] == 1
    for box in boxes(patcher["patcher"]):
        if box.get("presentation"):
            x, y, w, h = box["presentation_rect"]
            assert x + w <= patcher["patcher"]["devicewidth"]
            assert y + h <= 169


def test_the_demo_model_fits_the_patchers():
    check_model(PACKAGE / "media" / contract.MODEL)
