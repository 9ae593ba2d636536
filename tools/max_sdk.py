"""``python -m tools.max_sdk FOLDER``: compares the Max headers of the test host with those of a
copy of Cycling '74's max-sdk-base: types of functions, layouts and constants.

One small program prints what a compiler makes of either, and must print the same.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

OURS = Path(__file__).parents[1] / "tests" / "hosts" / "max" / "include"
HEADERS = (
    "ext.h",
    "ext_obex.h",
    "ext_atomarray.h",
    "ext_dictionary.h",
    "ext_buffer.h",
    "ext_path.h",
    "ext_strings.h",
    "jpatcher_api.h",
    "z_dsp.h",
)
# The SDK lets every external define one of its own; takes any arguments.
_LOOSE = {"ext_main", "object_method"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what differs, and returns 1 if anything does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sdk", type=Path, help="a copy of max-sdk-base")
    support = parser.parse_args(arguments).sdk / "c74support"
    ours = facts(OURS)
    theirs = facts(support / "max-includes", support / "msp-includes")
    changed = list(difflib.unified_diff(theirs, ours, "the SDK", "ours", lineterm="", n=0))
    print("\n".join(changed) if changed else f"{len(ours)} facts agree.")
    return 1 if changed else 0


def facts(*folders: Path) -> list[str]:
    """A line for each function, layout and constant of our headers, as these folders declare it."""
    with tempfile.TemporaryDirectory() as folder:
        source, program = Path(folder) / "facts.cpp", Path(folder) / "facts"
        source.write_text(_program())
        includes = [option for path in folders for option in ("-isystem", path)]
        compiler = os.environ.get("CXX", "g++")
        subprocess.run([compiler, "-std=c++20", *includes, source, "-o", program], check=True)
        return subprocess.check_output([program], text=True).splitlines()


def _program() -> str:
    text = "\n".join((OURS / header).read_text(encoding="utf-8") for header in HEADERS)
    code = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    functions = set(re.findall(r"^[\w* ]+?\b(\w+)\(", code, flags=re.MULTILINE)) - _LOOSE
    structs = re.findall(r"^typedef struct \w+ {\n(.*?)} (\w+);", code, re.DOTALL | re.MULTILINE)
    enums = " ".join(re.findall(r"^enum {(.*?)};", code, flags=re.DOTALL | re.MULTILINE))
    constants = [*re.findall(r"\b[A-Z]\w+", enums), *re.findall(r"#define (\w+) \d+", code)]
    lines = [f'type("{name}", typeid(decltype(&{name})));' for name in sorted(functions)]
    for fields, struct in structs:
        lines.append(f'number("sizeof({struct})", sizeof({struct}));')
        for field in re.findall(r"(\w+);", fields):
            lines.append(f'number("{struct}.{field}", offsetof({struct}, {field}));')
    lines += [f'number("{name}", {name});' for name in constants]
    return "\n".join(
        [
            "#include <cstddef>\n#include <cstdio>\n#include <typeinfo>",
            *(f'#include "{header}"' for header in HEADERS),
            "void type(const char* name, const std::type_info& type) {",
            '  std::printf("%s: %s\\n", name, type.name());\n}',
            "void number(const char* name, long long value) {",
            '  std::printf("%s: %lld\\n", name, value);\n}',
            "int main() {",
            *lines,
            "}\n",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
