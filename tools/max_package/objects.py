"""The inlets and outlets of the Max objects that our patchers use.

A patcher file states them for every box. An object that is not in this table is refused, so that a
misspelt name or a cord to an inlet that is not there fails here and not in a musician's hands.
"""

from __future__ import annotations

from itertools import takewhile

from tools.max_package.contract import INLETS, OBJECT, OUTLETS

_S, _MC = "signal", "multichannelsignal"

# name: number of inlets, types of outlets
_FIXED: dict[str, tuple[int, tuple[str, ...]]] = {
    # numbers and lists
    "*": (2, ("float",)),
    "/": (2, ("float",)),
    "+": (2, ("float",)),
    "-": (2, ("float",)),
    "b": (1, ("bang",)),
    "change": (1, ("", "int", "int")),
    "counter": (5, ("int", "", "", "int")),
    "delay": (2, ("bang",)),
    "f": (2, ("float",)),
    "i": (2, ("int",)),
    "gate": (2, ("",)),
    "loadbang": (1, ("bang",)),
    "loadmess": (1, ("",)),
    "metro": (2, ("bang",)),
    "mtof": (1, ("",)),
    "poly": (2, ("int", "int", "int", "")),
    "prepend": (1, ("",)),
    "print": (1, ()),
    "random": (2, ("int",)),
    "scale": (6, ("",)),
    "speedlim": (2, ("",)),
    "stripnote": (2, ("int", "int")),
    "zl.group": (2, ("", "")),
    "zl.len": (2, ("", "")),
    "zl.rev": (2, ("", "")),
    "uzi": (2, ("bang", "bang", "int")),
    # patching
    "inlet": (0, ("",)),
    "outlet": (1, ()),
    "opendialog": (1, ("", "bang")),
    "pcontrol": (1, ("",)),
    "r": (0, ("",)),
    "s": (1, ()),
    "live.thisdevice": (1, ("bang", "int", "int")),
    "midiin": (1, ("int",)),
    "midiparse": (1, ("", "", "", "int", "int", "int", "int", "")),
    "plugout~": (2, (_S, _S)),
    # the network
    "udpreceive": (1, ("",)),
    "udpsend": (1, ()),
    # signals
    "*~": (2, (_S,)),
    "+~": (2, (_S,)),
    "cycle~": (2, (_S,)),
    "edge~": (1, ("bang", "bang")),
    "line~": (2, (_S, "bang")),
    "noise~": (1, (_S,)),
    "phasor~": (2, (_S,)),
    "rand~": (1, (_S,)),
    "sah~": (2, (_S,)),
    "scale~": (6, (_S,)),
    "sig~": (1, (_S,)),
    "slide~": (3, (_S,)),
    # the same, many times
    "mc.*~": (2, (_MC,)),
    "mc.+~": (2, (_MC,)),
    "mc.adsr~": (5, (_MC, _MC, "", "", "")),
    "mc.line~": (2, (_MC, "", "")),
    "mc.mixdown~": (2, (_MC,)),
    "mc.noise~": (1, (_MC,)),
    "mc.rand~": (1, (_MC,)),
    "mc.sah~": (2, (_MC,)),
    "mc.sig~": (1, (_MC,)),
    "mc.target": (2, ("setvalue", "int")),
    "mc.unpack~": (1, (_S, _S)),
    # things to see and touch
    "attrui": (1, ("",)),
    "bpatcher": (1, ("",)),
    "button": (1, ("bang",)),
    "comment": (1, ()),
    "dropfile": (1, ("", "")),
    "ezdac~": (2, ()),
    "flonum": (1, ("", "bang")),
    "jweb": (1, ("",)),
    "kslider": (2, ("int", "int")),
    "live.dial": (1, ("", "float")),
    "live.gain~": (2, (_S, _S, "", "float", "list")),
    "live.text": (1, ("", "")),
    "message": (2, ("",)),
    "multislider": (1, ("", "")),
    "number": (1, ("", "bang")),
    "panel": (1, ()),
    "pictslider": (2, ("int", "int")),
    "scope~": (2, ()),
    "textbutton": (1, ("", "", "int")),
    "toggle": (1, ("int",)),
}
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
            return 1, tuple("" if word == "s" else _number(word) for word in plain)
        case "p":
            return 0, ()
    if name.removeprefix("mc.") == OBJECT:
        inlets, outlets = _granvae(plain, name.startswith("mc."))
        latents = arguments.index("@latents") if "@latents" in arguments else None
        return inlets + (int(arguments[latents + 1]) if latents is not None else 0), outlets
    if name not in _FIXED:
        raise KeyError(f"[{text}] is not in the table of objects; add its inlets and outlets.")
    return _FIXED[name]


def _granvae(arguments: list[str], many: bool) -> tuple[int, tuple[str, ...]]:
    """Those of granvae~ with these arguments, and of its wrapper for many instances."""
    channels = int(arguments[-1]) if arguments and arguments[-1].isdecimal() else 1
    kinds = [_S] * (channels - 1) + [port.outlet_type for port in OUTLETS]
    if not many:
        return len(INLETS), tuple(kinds)
    # A wrapper's event outlets are followed by one that says which instance sent the event.
    return len(INLETS), (*(_MC if kind == _S else kind for kind in kinds), "")


def _number(word: str) -> str:
    return "float" if "." in word else "int"
