"""Which tests are slow: `make check` leaves them out, `make test` runs them all."""

from __future__ import annotations

import pytest

# Trainings, whole commands, processes of their own and pages in a browser, by measured time.
SLOW = (
    "tests/python/data/test_prepare.py",
    "tests/python/engine/test_decoder.py::test_batches_of_any_size",
    "tests/python/engine/test_urgency.py",
    "tests/python/evaluation/test_evaluate.py",
    "tests/python/examples/",
    "tests/python/models/test_attribute_regularisation.py",
    "tests/python/models/test_presets.py::test_a_model_can_memorise",
    "tests/python/models/test_presets.py::test_the_original_recipe",
    "tests/python/models/test_spectral.py::test_a_model_can_memorise",
    "tests/python/play/explorer/",
    "tests/python/play/test_soak.py",
    "tests/python/tools/test_cmake.py",
    "tests/python/tools/test_release_steps.py",
    "tests/python/training/test_checkpoint",
    "tests/python/training/test_distributed.py::test_a_training_in_bfloat16",
    "tests/python/training/test_resume.py",
    "tests/python/training/test_schedule.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(SLOW):
            item.add_marker(pytest.mark.slow)
