"""Where the commands write: results to standard output, progress to standard error."""

import logging
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

console = Console(highlight=False)
if not console.is_terminal:
    console.width = 120  # the widest table, for a file or a pipe


class _OutputHandler(logging.Handler):
    """Writes plain lines to standard output, which a progress bar replaces to stand below them."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stdout.write(f"{self.format(record)}\n")
        sys.stdout.flush()


def show_log() -> None:
    """Show the user what the library logs as information or more."""
    logger = logging.getLogger("granvae")
    if not logger.handlers:
        logger.addHandler(_OutputHandler())
    logger.setLevel(logging.INFO)


@contextmanager
def reading_progress() -> Iterator[Callable[[int, int, str], None]]:
    """A bar on standard error while files are worked on; silent where that is no terminal."""
    errors = Console(stderr=True)
    with Progress(console=errors, transient=True, disable=not errors.is_terminal) as progress:
        task = progress.add_task("", total=None)

        def show(index: int, count: int, name: str) -> None:
            progress.update(task, completed=index, total=count, description=escape(name))

        yield show


def as_called(name: str) -> str:
    """A program of this environment, with its path where the environment is not activated."""
    here = Path.cwd()
    beside = shutil.which(name, path=str(Path(sys.executable).parent))
    if beside is None or shutil.which(name) == beside:
        return name
    return str(Path(beside).relative_to(here)) if Path(beside).is_relative_to(here) else beside
