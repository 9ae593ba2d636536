"""docs/granvae~.maxref.xml: the reference page, from the declarations in `contract`."""

from __future__ import annotations

from xml.etree import ElementTree as Tree

from tools.max_package import contract
from tools.max_package.attributes import Attribute, declared
from tools.max_package.contract import Argument, Method, Port

_NO_LIMIT = 1e9
_SEE_ALSO = ("groove~", "wave~", "buffer~", "phasor~", "mc.wave~", "polybuffer~")


def build() -> str:
    root = Tree.Element(
        "c74object", name=contract.OBJECT, module="granvae", category="MSP Synthesis"
    )
    _texts(root, contract.DIGEST, contract.DESCRIPTION)
    facts = Tree.SubElement(root, "metadatalist")
    Tree.SubElement(facts, "metadata", name="author").text = "The granvae developers"
    for tag in ("MSP Synthesis", "granular", "machine learning"):
        Tree.SubElement(facts, "metadata", name="tag").text = tag
    _ports(root, "inlet", contract.INLETS)
    _ports(root, "outlet", contract.OUTLETS)
    arguments = Tree.SubElement(root, "objarglist")
    for argument in contract.ARGUMENTS:
        entry = Tree.SubElement(arguments, "objarg", _argument(argument))
        _texts(entry, argument.digest.partition(":")[0], f"{argument.digest}.")
    methods = Tree.SubElement(root, "methodlist")
    for method in (*contract.NUMBERS, *contract.METHODS):
        _method(methods, method)
    attributes = Tree.SubElement(root, "attributelist")
    for attribute in declared():
        _attribute(attributes, attribute)
    output = Tree.SubElement(root, "misc", name="Output")
    for name, meaning in contract.OUTPUT.items():
        entry = Tree.SubElement(output, "entry", name=name)
        Tree.SubElement(entry, "description").text = meaning
    related = Tree.SubElement(root, "seealsolist")
    for name in _SEE_ALSO:
        Tree.SubElement(related, "seealso", name=name)
    Tree.indent(root, "  ")
    head = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n'
    return head + Tree.tostring(root, encoding="unicode") + "\n"


def _texts(entry: Tree.Element, digest: str, description: str) -> None:
    Tree.SubElement(entry, "digest").text = digest
    Tree.SubElement(entry, "description").text = description


def _ports(root: Tree.Element, word: str, ports: tuple[Port, ...]) -> None:
    group = Tree.SubElement(root, f"{word}list")
    for number, port in enumerate(ports):
        entry = Tree.SubElement(group, word, id=str(number), type=port.kind)
        _texts(entry, port.digest, f"{port.digest}.")


def _argument(argument: Argument) -> dict[str, str]:
    optional = "1" if argument.optional else "0"
    return {"name": argument.name, "optional": optional, "type": argument.kind}


def _method(group: Tree.Element, method: Method) -> None:
    entry = Tree.SubElement(group, "method", name=method.name)
    if method.arguments:
        listed = Tree.SubElement(entry, "arglist")
        for argument in method.arguments:
            Tree.SubElement(listed, "arg", _argument(argument))
    described = " ".join(f"{a.name}: {a.digest}." for a in method.arguments)
    _texts(entry, method.digest, f"{method.description} {described}".strip())


def _attribute(group: Tree.Element, attribute: Attribute) -> None:
    entry = Tree.SubElement(
        group, "attribute", name=attribute.name, get="1", set="1", type=attribute.kind, size="1"
    )
    reach = ""
    if attribute.minimum is not None and attribute.maximum is not None:
        most = f"to {attribute.maximum:g}" if attribute.maximum < _NO_LIMIT else "up"
        reach = f" From {attribute.minimum:g} {most}, at first {attribute.initial}."
    _texts(entry, attribute.digest, attribute.description + reach)
    listed = Tree.SubElement(entry, "attributelist")
    facts = {"label": attribute.label, "category": attribute.category}
    facts |= {"default": attribute.initial, "save": "1"}
    if attribute.choices == ("off", "on"):
        facts["style"] = "onoff"
    elif attribute.kind == "symbol":
        facts["style"] = "enum"
    for name, value in facts.items():
        Tree.SubElement(
            listed, "attribute", name=name, get="1", set="1", type="symbol", size="1", value=value
        )
    if attribute.kind == "symbol":
        choices = Tree.SubElement(entry, "enumlist")
        for choice in attribute.choices:
            Tree.SubElement(choices, "enum", name=choice)
