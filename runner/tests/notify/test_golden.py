"""The messages of every event and channel are those that were looked at."""

from __future__ import annotations

import json

import pytest
from dbt_wap.notify.notice import EVENTS
from golden import FOLDER, golden, written


def test_there_is_a_golden_file_for_each_event() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(EVENTS)


@pytest.mark.parametrize("event", EVENTS)
def test_the_messages_are_the_golden_ones(event: str) -> None:
    known = json.loads((FOLDER / f"{event}.json").read_text(encoding="utf-8"))
    assert golden(event) == known, "to accept: python runner/tests/notify/golden.py"
    assert written(event) == (FOLDER / f"{event}.json").read_text(encoding="utf-8")
