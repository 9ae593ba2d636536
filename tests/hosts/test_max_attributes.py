"""The attributes of granvae~ in Max, and what the inspector shows of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from granvae import Synth, parameters
from hosts.max_host import Host

ATTRIBUTES = [parameter for parameter in parameters() if not parameter.signal]


def test_attributes_are_those_of_the_engine_with_what_the_inspector_needs(host: Host) -> None:
    attributes = host.attributes()
    engine = [parameter.name for parameter in ATTRIBUTES]
    assert list(attributes) == [*engine, "autoread", "offline", "latents"]
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


def test_attributes_begin_at_their_defaults_and_keep_what_they_are_given(host: Host) -> None:
    box = host.new("granvae~")
    for name, properties in host.attributes().items():
        assert box.get(name) == properties["default"][0]
    for message, expected in [
        *(
            ("mode cloud", "cloud"),
            ("law equal-power", "equal-power"),
            ("law power", "equal-power"),
        ),
        *(("law 1", "linear"), ("length 300", 300.0), ("latch 0", 0), ("latch on", 1)),
        *(("grains 8000", 8000), ("seed 7", 7), ("spray 0.5", 0.5), ("sync phasor", "phasor")),
        *(("swap 12.5", 12.5), ("join 100", 100.0), ("autoread 1", 1), ("autoread 0", 0)),
        *(("live 1", 1), ("latency 256", 256), ("offline 1", 1), ("offline 0", 0)),
    ]:
        box.send(message)
        assert box.get(message.split()[0]) == expected
    assert box.finish() == []


def test_attributes_can_be_typed_into_the_box(host: Host, model: Path) -> None:
    box = host.new(f'granvae~ "{model}" @law linear @length 200 @latch 0 @autoread 1')
    assert [box.get(name) for name in ("law", "length", "latch", "autoread")] == [
        *("linear", 200.0, 0, 1)
    ]
    assert ("loaded", (str(model), 16, 512, 44100.0)) in box.finish()


def test_autoread_reads_the_model_again_when_its_file_changes(
    host: Host, model: Path, other_model: Path, tmp_path: Path
) -> None:
    file = tmp_path / "changing.ts"
    shutil.copy(model, file)
    box = host.new("granvae~ changing.ts")
    box.finish()
    shutil.copy(other_model, file)
    host.file_changed(file)
    assert box.finish() == []
    box.send("autoread 1")
    box.finish()
    host.file_changed(file)
    assert [name for name, _ in box.finish()] == ["loaded"]
    np.testing.assert_array_equal(box.play(512)[0], Synth(other_model).process(samples=512))
    box.send("autoread 0")
    box.finish()
    host.file_changed(file)
    assert box.finish() == []
