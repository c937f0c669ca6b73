"""What Slack delivers is read, and nothing that it could deliver breaks the reader."""

from __future__ import annotations

import json
from typing import Any

import pytest
from dbt_wap.serve.slack.payload import Asked, read
from hypothesis import given, settings
from hypothesis import strategies as st

from integration_tests.slack_emulator import SlackEmulator

VALUE = json.dumps({"run_id": "r", "target": "prod", "seen": "s", "more": 1})
USER = {"id": "U1", "username": "ana", "name": "ana", "team_id": "T1"}
COMMON = {
    "team": {"id": "T1", "domain": "jaffle"},
    "user": USER,
    "api_app_id": "A1",
    "trigger_id": "1.2.x",
}
CLICK = {
    **COMMON,
    "type": "block_actions",
    "channel": {"id": "C1", "name": "data"},
    "response_url": "https://hooks.slack.com/actions/x",
    "actions": [{"action_id": "wap_approve", "value": VALUE}],
}
KEPT = {"decision": "reject", "run_id": "r", "target": "prod", "seen": "s", "channel": "C1"}
SUBMISSION = {
    **COMMON,
    "type": "view_submission",
    "view": {
        "callback_id": "wap_decide",
        "private_metadata": json.dumps(KEPT),
        "state": {"values": {"reason": {"reason": {"value": " late "}}}},
    },
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def test_a_click_and_a_dialog_name_the_run_and_what_was_seen() -> None:
    clicked, submitted = read(CLICK), read(SUBMISSION)
    assert clicked
    assert submitted
    assert clicked.asked == Asked("approve", "r", "prod", "s")
    assert submitted.asked == Asked("reject", "r", "prod", "s")
    assert (submitted.reason, submitted.override, submitted.publish) == ("late", (), False)
    assert clicked.sender == submitted.sender
    assert clicked.sender.user_team == "T1"


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"type": "view_closed"},
        {"command": "/other"},
        {**CLICK, "actions": [{"action_id": "open_run"}]},
        {**CLICK, "actions": [{"action_id": "wap_approve", "value": "no json"}]},
        {**CLICK, "actions": [{"action_id": "wap_approve", "value": '{"run_id": 1}'}]},
        {**CLICK, "team": None},
        {**CLICK, "trigger_id": ""},
        {**SUBMISSION, "view": {"callback_id": "other"}},
    ],
)
def test_what_is_not_for_us_is_ignored(payload: dict[str, Any]) -> None:
    assert read(payload) is None


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([CLICK, SUBMISSION]), st.data())
def test_odd_payloads_never_raise(payload: dict[str, Any], data: st.DataObject) -> None:
    copy = json.loads(json.dumps(payload))
    at = copy
    while True:
        key = data.draw(st.sampled_from(sorted(at)))
        if isinstance(at[key], dict) and at[key] and data.draw(st.booleans()):
            at = at[key]
            continue
        at[key] = data.draw(JSON)
        break
    read(copy)


def test_the_emulator_sends_all_that_is_read() -> None:
    with SlackEmulator() as slack:
        ana = slack.person("ana")
        button = {
            "type": "button",
            "action_id": "wap_reject",
            "text": {"type": "plain_text", "text": "x"},
            "value": VALUE,
        }
        block = {"type": "actions", "elements": [button]}
        message = slack.workspace.post(slack.channel, "x", [block])
        payload = ana.clicked(message, "wap_reject")
    found = read(payload)
    assert found
    assert found.channel == slack.channel.id
    assert found.response_url.startswith(slack.url)
