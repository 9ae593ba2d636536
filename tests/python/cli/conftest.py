"""What the tests of the command line share."""

from collections.abc import Callable

import pytest

from granvae.cli.main import main


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs a command: its output, or the one sentence with which it fails."""

    def run(*arguments: object, status: int = 0) -> str:
        capsys.readouterr()
        assert main([str(each) for each in arguments]) == status
        printed = capsys.readouterr()
        if status == 0:
            return printed.out
        assert printed.err.startswith("granvae: ")
        assert printed.err.endswith(".\n")
        assert printed.err.count("\n") == 1
        return printed.err

    return run
