"""The reference of the commands is that of the program."""

from __future__ import annotations

from tools import commands


def test_the_reference_of_the_commands_is_up_to_date():
    assert commands.DOCUMENT.read_text(encoding="utf-8") == commands.page(), (
        "write it again: python -m tools.commands"
    )
