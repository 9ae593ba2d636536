"""All messages of the performer, and the page that documents them.

``python -m granvae.play.commands.table`` prints docs/osc.md.
"""

from __future__ import annotations

from granvae.play.commands import notes, parameters, paths, presets, sequence, steps
from granvae.play.message import Message

_CHAPTERS = (
    ("Where in the latent space", paths.MESSAGES),
    ("How it is played", parameters.MESSAGES),
    ("Notes", notes.MESSAGES),
    ("Presets", presets.MESSAGES),
    ("The latent sequencer", sequence.MESSAGES + steps.MESSAGES),
)

# Every message, by its address.
MESSAGES = {message.address: message for _, chapter in _CHAPTERS for message in chapter}

_HEAD = """\
# OSC messages

`granvae play model.ts` takes these by UDP, on port 9001 unless `--osc-port` says otherwise, from
this machine alone unless `--bind` does. The explorer page sends the same by WebSocket, as JSON
`["/latent", 0.5, …]`.

- Latents are in standard deviations (σ) of the training grains; -2 to 2 is usual.
- Arguments may be int32, int64, float or double; `[name]` may be left out, `name…` stands for any
  number of values.
- A message that cannot be carried out is answered by `/error sentence` and changes nothing.
- A bundle with a time tag is carried out at its sample. One that comes late is carried out at once,
  and counted (`/info late_bundles`). Messages without a time tag take effect with the next block;
  `/clock` and `/note`, which have a rhythm to keep, exactly a block after they came.
- A packet that is no OSC is answered by `/error` and counted (`/info malformed`).

This page is printed by `python -m granvae.play.commands.table`.
"""


def messages_page() -> str:
    """docs/osc.md."""
    parts = [_HEAD]
    for title, chapter in _CHAPTERS:
        rows = "\n".join(_row(message) for message in chapter)
        parts.append(
            f"## {title}\n\n| message | arguments | what it does | answer |\n"
            f"|---|---|---|---|\n{rows}\n"
        )
    return "\n".join(parts)


def _row(message: Message) -> str:
    usage = " ".join(argument.usage for argument in message.arguments)
    usage = f"`{usage}`".replace("|", "\\|") if usage else ""
    # A number's range and unit; a symbol needs none.
    numbers = (each for each in message.arguments if each.kind in ("number", "whole"))
    ranges = "; ".join(each.range for each in numbers)
    given = f"{usage}: {ranges}" if ranges else usage
    answer = f"`{message.reply}`" if message.reply else ""
    return f"| `{message.address}` | {given} | {message.text} | {answer} |"


if __name__ == "__main__":
    print(messages_page(), end="")
