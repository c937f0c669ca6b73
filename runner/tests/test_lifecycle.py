"""The tables of a run's life are whole, and the docs and the runner say the same as they do."""

from __future__ import annotations

import lifecycle
import pytest
from dbt_wap.cli.commands import wap
from dbt_wap.errors import BY_CODE
from dbt_wap.model import Status
from dbt_wap.words import status_words

STATUSES, EVENTS = lifecycle.returned("state/statuses"), lifecycle.returned("state/transitions")


def test_the_page_is_that_of_the_tables() -> None:
    assert lifecycle.PAGE.read_text() == lifecycle.page(), "make docs"


def test_macros_and_the_runner_have_the_same_words_for_a_status() -> None:
    for code in [*STATUSES, "pass", "needs_approval", "blocked"]:
        assert lifecycle.returned("sql/status_words", code) == status_words(code)


def test_the_runner_knows_the_same_statuses() -> None:
    assert {status.value for status in Status} == set(STATUSES)


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_leads_from_and_to_known_statuses(event: str) -> None:
    rule = EVENTS[event]
    assert set(rule["from"]) <= set(STATUSES)
    assert rule["to"] is None or rule["to"] in STATUSES


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_names_commands_that_there_are(status: str) -> None:
    rule = STATUSES[status]
    assert set(rule["may"]) <= set(wap.commands)
    words = rule["next"].split()
    assert words[0] == "wap"
    assert words[1] in wap.commands
    assert rule["code"] in BY_CODE


def test_only_an_approval_leads_to_a_publish() -> None:
    """From an audit, prod is reached through `approved` alone."""
    reached, left = {"audit_failed", "awaiting_approval", "stale"}, True
    while left:
        found = {
            rule["to"]
            for name, rule in EVENTS.items()
            if rule["to"] and reached & set(rule["from"]) and name not in ("approved", "renewed")
        }
        left = not found <= reached
        reached |= found
    assert not reached & {"approved", "publishing", "publish_interrupted", "published"}
    for event in ("approved", "renewed"):
        assert EVENTS[event]["carries"] == ["report", "fingerprints"]
