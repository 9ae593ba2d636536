"""The inlets and outlets of the Max objects that our patchers use.

A patcher file states them for every box. An object that is not in this table is refused, so that a
misspelt name or a cord to an inlet that is not there fails here and not in a musician's hands.
"""

from __future__ import annotations

from itertools import takewhile

from tools.max_package.contract import INLETS, OBJECT, OUTLETS

_S, _MC = "signal", "multichannelsignal"

# number of inlets and types of outlets: the objects that have them
_OBJECTS: dict[tuple[int, tuple[str, ...]], str] = {
    (2, ("float",)): "* / -",
    (5, ("int", "", "", "int")): "counter",
    (1, ("bang",)): "loadbang button",
    (1, ("",)): "loadmess mtof prepend pcontrol udpreceive attrui bpatcher jweb",
    (2, ("bang",)): "metro",
    (2, ("int", "int", "int", "")): "poly",
    (1, ()): "print outlet s udpsend comment panel",
    (2, ("int",)): "random",
    (2, ("",)): "speedlim message",
    (2, ("", "")): "zl.rev",
    (0, ("",)): "inlet r",
    (1, ("", "bang")): "opendialog flonum number",
    (1, ("int",)): "midiin toggle",
    (1, ("", "", "", "int", "int", "int", "int", "")): "midiparse",
    (2, (_S, _S)): "plugout~",
    (2, (_S,)): "*~ +~ cycle~ phasor~",
    (1, ("bang", "bang")): "edge~",
    (2, (_S, "bang")): "line~",
    (2, (_MC,)): "mc.*~ mc.+~ mc.mixdown~",
    (5, (_MC, _MC, "", "", "")): "mc.adsr~",
    (2, (_MC, "", "")): "mc.line~",
    (1, (_MC,)): "mc.noise~ mc.rand~",
    (1, (_S, _S)): "mc.unpack~",
    (1, ("", "")): "dropfile live.text multislider",
    (2, ()): "ezdac~ scope~",
    (2, ("int", "int")): "kslider pictslider",
    (1, ("", "float")): "live.dial",
    (2, (_S, _S, "", "float", "list")): "live.gain~",
    (1, ("", "", "int")): "textbutton",
}
_FIXED = {name: ports for ports, names in _OBJECTS.items() for name in names.split()}
_TRIGGERS = {"b": "bang", "i": "int", "f": "float", "l": "", "s": ""}


def ports(text: str) -> tuple[int, tuple[str, ...]]:
    """The number of inlets and the types of the outlets of a box with this text."""
    name, *arguments = text.split()
    plain = list(takewhile(lambda word: not word.startswith("@"), arguments))
    match name:
        case "t":
            return 1, tuple(_TRIGGERS[word] for word in plain)
        case "route":
            return 1 + len(plain), ("",) * (len(plain) + 1)
        case "pack" | "pak":
            return len(plain), ("",)
        case "unpack":
            return 1, tuple(
                "" if word == "s" else "float" if "." in word else "int" for word in plain
            )
        case "p":
            return 0, ()
    if name.removeprefix("mc.").removeprefix("mcs.") == OBJECT:
        return _granvae(name, arguments, plain)
    if name not in _FIXED:
        raise KeyError(f"[{text}] is not in the table of objects; add its inlets and outlets.")
    return _FIXED[name]


def _granvae(name: str, arguments: list[str], plain: list[str]) -> tuple[int, tuple[str, ...]]:
    """Those of granvae~ with these arguments, and of its wrapper for many instances."""
    channels = int(plain[-1]) if plain and plain[-1].isdecimal() else 1
    latents = arguments[arguments.index("@latents") + 1] if "@latents" in arguments else "0"
    kinds = [_S] * (channels - 1) + [port.outlet_type for port in OUTLETS]
    if name.startswith("mcs.") or "@mc 1" in " ".join(arguments):
        kinds[:channels] = [_MC]
    if name.startswith(
        "mc."
    ):  # the event outlet is followed by one that says which instance sent the event
        kinds = [*(_MC if kind == _S else kind for kind in kinds), ""]
    return len(INLETS) + int(latents), tuple(kinds)
