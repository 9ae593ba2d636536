"""``python -m tools.commands``: writes docs/commands.md anew, from the help of the commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from granvae.cli.main import make_app
from tools.generated import write

DOCUMENT = Path(__file__).parents[1] / "docs" / "commands.md"
BEGINNING = """\
# Commands

`granvae --help` lists the commands, and `granvae COMMAND --help` shows what stands here.
`granvae --install-completion` lets the shell complete them. A command ends with status 0, with 1
where something failed, with 2 where it was misused, and with 130 after Ctrl-C. What went wrong is
one sentence on standard error.

`python -m tools.commands` writes this page.
"""


def files() -> dict[Path, str]:
    """The page: for each command what it does, an example, and its arguments and options."""
    group = typer.main.get_group(make_app())
    return {DOCUMENT: BEGINNING + "".join(map(_section, group.commands.values()))}


def _section(command: Any) -> str:
    example = command.epilog.removeprefix("Example:\n\n")
    rows = "\n".join(map(_row, command.params))
    arguments = (each for each in command.params if each.param_type_name == "argument")
    usage = " ".join(map(_usage, arguments))
    return f"""
## `granvae {command.name}`

{command.help}

Usage: `granvae {command.name} {usage} [OPTIONS]`

```console
{example}
```

| argument or option | sets | default |
|---|---|---|
{rows}
"""


def _usage(parameter: Any) -> str:
    name = parameter.metavar if parameter.nargs == 1 else f"{parameter.metavar} …"
    return name if parameter.required else f"[{name}]"


def _row(parameter: Any) -> str:
    names = parameter.opts if parameter.param_type_name == "option" else []
    if parameter.required:
        default = "required"
    elif isinstance(parameter.show_default, str):
        default = parameter.show_default
    else:
        silent = parameter.default is None or parameter.default is False
        default = "" if silent else f"`{parameter.default}`"
    name = " ".join([*names, parameter.metavar]).strip()
    cells = (f"`{name}`", parameter.help, default)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    write(files())
