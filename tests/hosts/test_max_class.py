"""The class granvae~ in Max: its attributes, what the inspector shows of them, and its methods."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from granvae import Synth, parameters
from hosts.max_host import Host
from tools.max_package import contract
from tools.max_package.attributes import declared
from tools.max_package.objects import ports

ATTRIBUTES = [parameter for parameter in parameters() if not parameter.signal]
# What Max itself sends; nobody types these.
UNSEEN = {"dsp64", "assist", "fileusage", "filechanged", "multichanneloutputs"}
UNSEEN |= {"acceptsdrag_locked", "acceptsdrag_unlocked"}


def test_attributes_are_those_of_the_engine_with_what_the_inspector_needs(host: Host) -> None:
    attributes = host.attributes()
    engine = [parameter.name for parameter in ATTRIBUTES]
    assert list(attributes) == [*engine, "autoread", "offline", "latents", "mc"]
    orders = [properties["order"][0] for properties in attributes.values()]
    assert orders == sorted(set(orders))
    for properties in attributes.values():
        assert properties["save"] == [1]
        assert str(properties["label"][0])[0].isupper()
        assert properties["category"][0] in ("Grains", "Loop", "Cloud", "Table", "Model", "Live")
    for parameter in ATTRIBUTES:
        properties = attributes[parameter.name]
        assert properties["category"] == [parameter.group.capitalize()]
        if parameter.choices == ("off", "on"):
            assert (properties["type"], properties["style"]) == (["long"], ["onoff"])
        elif parameter.choices:
            assert (properties["type"], properties["style"]) == (["symbol"], ["enum"])
            assert properties["enumvals"] == list(parameter.choices)
        else:
            number = int if parameter.whole else float
            assert properties["type"] == ["long" if parameter.whole else "float64"]
            assert {type(properties[key][0]) for key in ("min", "max", "default")} == {number}
            assert properties["min"] == [parameter.minimum]
            assert properties["max"] == [parameter.maximum]


def test_the_package_declares_exactly_the_methods_and_attributes_that_are_registered(
    host: Host,
) -> None:
    documented = {method.name for method in (*contract.NUMBERS, *contract.METHODS)}
    assert documented - {"signal"} == set(host.methods()) - UNSEEN  # signals come by dsp64
    registered = host.attributes()
    assert [attribute.name for attribute in declared()] == list(registered)
    for attribute in declared():
        properties = registered[attribute.name]
        assert properties["type"] == [attribute.kind]
        assert properties["category"] == [attribute.category]
        assert properties["label"] == [attribute.label]


def test_patchers_draw_the_box_with_the_ports_that_it_has(host: Host) -> None:
    for text in (contract.OBJECT, f"{contract.OBJECT} 2 @mode cloud"):
        outlets, inlets = host.new(text).ports()
        assert ports(text) == (inlets, tuple(outlets))
    assert [port.outlet_type for port in contract.OUTLETS] == host.new(contract.OBJECT).ports()[0]


def test_attributes_begin_at_their_defaults_and_keep_what_they_are_given(host: Host) -> None:
    box = host.new("granvae~")
    for name, properties in host.attributes().items():
        assert box.get(name) == properties["default"][0]
    for message, expected in [
        *(("mode cloud", "cloud"), ("law equal-power", "equal-power"), ("law 1", "linear")),
        *(("law power", "equal-power"), ("length 300", 300.0), ("latch 0", 0), ("latch on", 1)),
        *(("grains 8000", 8000), ("seed 7", 7), ("spray 0.5", 0.5), ("sync phasor", "phasor")),
        *(("swap 12.5", 12.5), ("join 100", 100.0), ("autoread 1", 1), ("autoread 0", 0)),
        *(("live 1", 1), ("latency 256", 256), ("offline 1", 1), ("offline 0", 0)),
    ]:
        box.send(message)
        assert box.get(message.split()[0]) == expected
    assert box.finish() == []


def test_attributes_can_be_typed_into_the_box(host: Host, model: Path) -> None:
    box = host.new(f'granvae~ "{model}" @law linear @length 200 @latch 0 @autoread 1 @mode cloud')
    typed = {"law": "linear", "length": 200.0, "latch": 0, "autoread": 1, "mode": "cloud"}
    assert {name: box.get(name) for name in typed} == typed
    assert box.finish() == [("loaded", (str(model), 16, 512, 44100.0))]


@pytest.mark.parametrize(
    ("typed", "message", "sentence"),
    [
        ("@law round", "", "law takes cosine, linear or equal-power, not 'round'."),
        ("@latents 65", "", "0 to 64 latents, not 65"),
        ("@latents 2", "latents 3", "where the object is made"),
    ],
)
def test_what_cannot_be_typed_is_refused_in_one_sentence(
    host: Host, typed: str, message: str, sentence: str
) -> None:
    box = host.new(f"granvae~ {typed}")
    if message:
        box.send(message)
    ((name, (error,)),) = box.finish()
    assert name == "error"
    assert sentence in str(error)
    assert box.ports()[1] == 4 + box.get("latents")


def test_autoread_reads_the_model_again_when_its_file_changes(
    host: Host, model: Path, other_model: Path, tmp_path: Path
) -> None:
    file = tmp_path / "changing.ts"
    shutil.copy(model, file)
    box = host.new("granvae~ changing.ts")
    box.finish()
    shutil.copy(other_model, file)
    for autoread, reports in ((0, []), (1, ["loaded"]), (0, [])):
        box.send(f"autoread {autoread}")
        box.finish()
        host.file_changed(file)
        assert [name for name, _ in box.finish()] == reports
    np.testing.assert_array_equal(box.play(512)[0], Synth(other_model).process(samples=512))
