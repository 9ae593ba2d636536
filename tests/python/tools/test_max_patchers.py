"""The Max package's patchers: what a musician opens is what the object understands."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from py2max import Patcher

from support.max_package import (
    PACKAGE,
    PATCHERS,
    Box,
    atoms,
    boxes,
    cords,
    every_box,
    load,
    pages,
)  # fmt: skip
from tools.max_package import contract
from tools.max_package.attributes import declared
from tools.max_package.objects import ports


def object_of(box: Box) -> str:
    """A kind of user interface object, or what is typed into an object box."""
    return str(box["text"] if box["maxclass"] == "newobj" else box["maxclass"])


@pytest.mark.parametrize("name", PATCHERS)
def test_cords_connect_inlets_and_outlets_that_exist(name: str):
    for page in pages(load(name)):
        assert len({box["id"] for box in boxes(page)}) == len(page["boxes"])
    for source, outlet, target, inlet in cords(name):
        assert 0 <= outlet < source["numoutlets"], source.get("text")
        assert 0 <= inlet < target["numinlets"], target.get("text")


def test_boxes_have_the_ports_of_their_objects():
    for box in every_box():
        inlets, outlets = ports(object_of(box))
        assert box["numinlets"] == inlets
        assert box["numoutlets"] == len(outlets)
        assert box.get("outlettype", []) == list(outlets)


@pytest.mark.parametrize("name", PATCHERS)
def test_signals_go_where_signals_are_understood(name: str):
    for source, outlet, target, _ in cords(name):
        kind = source.get("outlettype", [])[outlet]
        takes = object_of(target).split()[0]
        if kind == "signal":
            assert takes.endswith("~")
            assert not takes.startswith("mc.")
        if kind == "multichannelsignal":
            assert takes.startswith("mc.")
        if takes in {"live.gain~", "ezdac~", "scope~"}:
            assert kind == "signal"


@pytest.mark.parametrize("name", PATCHERS)
@pytest.mark.parametrize("view", ["patching_rect", "presentation_rect"])
def test_boxes_lie_inside_the_window_and_not_on_each_other(name: str, view: str):
    for page in pages(load(name)):
        shown = [box for box in boxes(page) if view in box]
        width, height = page["rect"][2:]
        for box in shown:
            x, y, w, h = box[view]
            assert min(w, h) > 0
            assert min(x, y) >= 0
            assert x + w <= width, (name, box.get("text", box["maxclass"]))
            assert y + h <= height, (name, box.get("text", box["maxclass"]))
        solid = [b for b in shown if not b.get("background") and b["maxclass"] != "bpatcher"]
        for first, second in combinations(solid, 2):
            a, b = first[view], second[view]
            apart = any(
                one[axis] + one[axis + 2] <= other[axis]
                for axis in (0, 1)
                for one, other in ((a, b), (b, a))
            )
            names = [box.get("text", box["maxclass"]) for box in (first, second)]
            assert apart, f"{name}: {names} overlap at {a} and {b}"


def test_max_itself_knows_every_other_object():
    for name in PATCHERS:
        if name.endswith(".amxd"):
            continue
        for finding in Patcher.from_file(PACKAGE / name).lint():
            ours = "granvae~" in finding.message
            # A tab is a subpatcher, and a message box may hold any message.
            assert ours or finding.severity != "error", f"{name}: {finding}"


def test_the_object_has_four_inlets_and_those_of_latents_and_outlets_for_sound_phase_and_onset():
    found = [box for box in every_box() if atoms(box)[:1] == ["granvae~"]]
    assert {box["outlettype"].count("signal") for box in found} == {3, 4}
    for box in found:
        channels = 2 if " 2 " in box["text"] else 1
        latents = 2 if "@latents 2" in box["text"] else 0
        assert box["numinlets"] == 4 + latents
        assert box["outlettype"] == ["signal"] * (channels + 2) + [""]


def test_messages_and_attributes_in_the_patchers_are_those_of_the_object():
    known = {method.name for method in contract.METHODS}
    known |= {attribute.name for attribute in declared()}
    for name in PATCHERS:
        for source, _, target, _ in cords(name):
            if atoms(target)[:1] == ["granvae~"] and source["maxclass"] == "message":
                assert atoms(source)[0] in known, source["text"]
            if source["maxclass"] == "attrui":
                assert source["attr"] in known
    for box in every_box():
        if atoms(box)[:1] in (["granvae~"], ["mc.granvae~"]):
            given = set(re.findall(r"@(\w+)", box["text"])) - {"chans"}
            assert given <= known


def test_numbers_of_latents_in_messages_fit_the_demo_model():
    for box in every_box():
        text = atoms(box)
        for selector, others in (("latent", 0), ("line", 1), ("path", 0)):
            if box["maxclass"] == "message" and selector in text and text[-1] != "$1":
                count = len(text) - text.index(selector) - 1 - others
                assert count % contract.LATENTS == 0
                assert count > 0


def test_help_has_a_tab_for_everything_a_musician_asks():
    tabs = [box["text"] for box in boxes(load("help/granvae~.maxhelp")) if "patcher" in box]
    assert [tab.removeprefix("p ") for tab in tabs] == [
        "basics", "audio-rate", "clouds", "latents", "trajectories", "sounds", "mc.", "live",
        "your-model", "attributes", "table-attributes", "cloud-attributes",
    ]  # fmt: skip


def test_help_shows_every_attribute():
    shown = {box["attr"] for box in every_box() if box["maxclass"] == "attrui"}
    assert shown == {attribute.name for attribute in declared()}


def test_examples_that_are_opened_and_embedded_exist():
    for box in every_box():
        if box["maxclass"] == "bpatcher":
            assert (PACKAGE / "patchers" / box["name"]).exists()
        if box["maxclass"] == "message" and atoms(box)[:1] == ["load"]:
            assert (PACKAGE / "examples" / atoms(box)[1]).exists()
