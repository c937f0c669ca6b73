"""The messages of every event and channel, and the dialogs, are those that were looked at."""

from __future__ import annotations

import json

import pytest
from golden import DIALOGS, FOLDER, NAMES, golden, written

from integration_tests.slack_emulator.limits import faults_of_view


def test_there_is_a_golden_file_for_each_event_and_dialog() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_messages_are_the_golden_ones(name: str) -> None:
    known = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert golden(name) == known, "to accept: python runner/tests/notify/golden.py"
    assert written(name) == (FOLDER / f"{name}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DIALOGS)
def test_the_golden_dialogs_are_ones_that_slack_takes_and_that_decide(name: str) -> None:
    made = golden(name)
    assert faults_of_view(made) == []
    assert "submit" in made
    inputs = [block["block_id"] for block in made["blocks"] if block["type"] == "input"]
    assert (
        inputs
        == {
            "dialog_approve": ["reason", "publish"],
            "dialog_override": ["override", "reason", "publish"],
            "dialog_reject": ["reason"],
        }[name]
    )
