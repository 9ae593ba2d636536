"""The notebooks of examples/ run from beginning to end."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

EXAMPLES = Path(__file__).parents[3] / "examples"
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs_runs_and_can_be_heard(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in cells)
    place = {"metadata": {"path": EXAMPLES}}
    NotebookClient(notebook, timeout=600, kernel_name="python3", resources=place).execute()
    for cell in cells:
        if "Audio(" in cell.source:
            (output,) = cell.outputs
            assert "<audio" in output.data["text/html"]
