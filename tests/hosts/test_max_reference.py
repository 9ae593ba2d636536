"""The package's reference beside what the external registers in the test host."""

from __future__ import annotations

from hosts.max_host import Host
from tools.max_package import contract
from tools.max_package.attributes import declared
from tools.max_package.objects import ports

# What Max itself sends; nobody types these.
UNSEEN = {
    "dsp64",
    "assist",
    "fileusage",
    "filechanged",
    "acceptsdrag_locked",
    "acceptsdrag_unlocked",
}


def test_the_reference_has_exactly_the_methods_that_are_registered(host: Host) -> None:
    documented = {method.name for method in (*contract.NUMBERS, *contract.METHODS)}
    assert documented - {"signal"} == set(host.methods()) - UNSEEN  # signals come by dsp64


def test_the_reference_has_exactly_the_attributes_that_are_registered(host: Host) -> None:
    registered = host.attributes()
    assert [attribute.name for attribute in declared()] == list(registered)
    for attribute in declared():
        assert registered[attribute.name]["type"] == [attribute.kind]
        assert registered[attribute.name]["category"] == [attribute.category]
        assert registered[attribute.name]["label"] == [attribute.label]


def test_patchers_draw_the_box_with_the_ports_that_it_has(host: Host) -> None:
    for text in (contract.OBJECT, f"{contract.OBJECT} 2 @mode cloud"):
        outlets, inlets = host.new(text).ports()
        assert ports(text) == (inlets, tuple(outlets))
    assert [port.outlet_type for port in contract.OUTLETS] == host.new(contract.OBJECT).ports()[0]
