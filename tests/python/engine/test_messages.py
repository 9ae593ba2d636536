"""The table of messages, and what is made from it."""

from __future__ import annotations

from granvae import messages
from tools.messages import DOCUMENT, with_table


def test_every_message_says_what_it_is_and_its_example_is_one() -> None:
    names = [message.name for message in messages()]
    assert len(set(names)) == len(names)
    for message in messages():
        assert message.digest
        assert message.documentation.endswith(".")
        assert message.example.split()[0] == message.name
        assert all(argument.documentation for argument in message.arguments)


def test_the_documentation_has_the_table_of_messages() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text == with_table(text)
