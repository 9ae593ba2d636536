"""A few minutes of what ``python -m tests.soak`` plays for eight hours."""

from __future__ import annotations

import soak


def test_minutes_of_playing_neither_grow_nor_drift() -> None:
    report = soak.run(hours=2 / 60)
    assert report.messages > 250
    assert report.refused == 0
    assert report.lost == 0
    assert report.steps > 1500
    assert report.misplaced == 0
    assert report.late == 0
    assert 0.05 < report.peak < 50.0
    assert report.growth < 8 * 2**20  # the table at the end, with its mipmap, may be the longer one
