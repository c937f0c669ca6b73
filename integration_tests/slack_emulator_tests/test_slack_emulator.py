"""The emulated Slack answers the real slack_sdk as Slack does, and refuses what Slack refuses."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from integration_tests.slack_emulator import SlackEmulator

BUTTON = {
    "type": "button",
    "action_id": "go",
    "text": {"type": "plain_text", "text": "Go"},
    "value": "1",
}
ACTIONS = {"type": "actions", "elements": [BUTTON]}
MODAL = {
    "type": "modal",
    "callback_id": "asked",
    "title": {"type": "plain_text", "text": "Sure?"},
    "submit": {"type": "plain_text", "text": "Yes"},
    "private_metadata": "kept",
    "blocks": [
        {
            "type": "input",
            "block_id": "why",
            "label": {"type": "plain_text", "text": "Why"},
            "element": {"type": "plain_text_input", "action_id": "reason"},
        }
    ],
}


@pytest.fixture
def slack() -> Iterator[SlackEmulator]:
    with SlackEmulator() as emulator:
        yield emulator


@pytest.fixture
def bot(slack: SlackEmulator) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.env["WAP_SLACK_API_URL"])


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def test_messages_threads_edits_and_files_are_kept(slack: SlackEmulator, bot: WebClient) -> None:
    ana = slack.person("ana")
    assert bot.auth_test()["team_id"] == slack.workspace.team

    posted = bot.chat_postMessage(channel="#data", text="hello", blocks=[section("*hello*")])
    channel, ts = posted["channel"], posted["ts"]
    bot.chat_postMessage(channel=channel, text="reply", thread_ts=ts)
    bot.chat_update(channel=channel, ts=ts, text="done", blocks=[section("*done*")])
    bot.chat_postEphemeral(channel=channel, user=ana.id, text="only you")
    bot.chat_postMessage(channel=ana.id, text="directly")
    report = {"filename": "report.md", "content": "# Report", "title": "Report"}
    bot.files_upload_v2(channel=channel, thread_ts=ts, **report)

    first, reply, file = slack.messages
    assert (first.text, first.versions[0][0]) == ("done", "hello")
    assert slack.thread(first) == [reply, file]
    assert (file.files[0].title, file.files[0].content) == ("Report", b"# Report")
    assert [note.text for note in ana.notes] == ["only you", "directly"]


@pytest.mark.parametrize(
    ("error", "how"),
    [
        ("channel_not_found", {"channel": "C404", "text": "x"}),
        ("not_in_channel", {"channel": "#private", "text": "x"}),
        ("no_text", {"channel": "#data"}),
        ("thread_not_found", {"channel": "#data", "text": "x", "thread_ts": "1.2"}),
        ("msg_too_long", {"channel": "#data", "text": "x" * 40_001}),
        ("invalid_blocks", {"channel": "#data", "blocks": [section("x" * 3001)]}),
        ("invalid_blocks", {"channel": "#data", "blocks": [section("x")] * 51}),
        ("invalid_blocks", {"channel": "#data", "blocks": [{**section("x"), "odd": 1}]}),
        ("invalid_blocks", {"channel": "#data", "blocks": [{**ACTIONS, "elements": []}]}),
        (
            "invalid_blocks",
            {
                "channel": "#data",
                "blocks": [{"type": "actions", "elements": [{**BUTTON, "value": "x" * 2001}]}],
            },
        ),
    ],
)
def test_bad_messages_are_refused(
    slack: SlackEmulator, bot: WebClient, error: str, how: dict[str, Any]
) -> None:
    slack.add_channel("private", has_bot=False)
    with pytest.raises(SlackApiError) as refused:
        bot.api_call("chat.postMessage", json=how)
    assert refused.value.response["error"] == error
    assert slack.messages == []


def test_tokens_and_scopes_are_checked(slack: SlackEmulator, bot: WebClient) -> None:
    slack.methods.scopes = frozenset({"commands"})
    base = slack.env["WAP_SLACK_API_URL"]
    refused = []
    for client in (bot, WebClient("xoxb-odd", base_url=base), WebClient("", base_url=base)):
        with pytest.raises(SlackApiError) as error:
            client.chat_postMessage(channel="#data", text="x")
        refused.append(error.value.response["error"])
    assert refused == ["missing_scope", "invalid_auth", "not_authed"]
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        bot.apps_connections_open(app_token=slack.bot_token)
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        WebClient(slack.app_token, base_url=base).auth_test()
    with pytest.raises(SlackApiError, match="unknown_method"):
        bot.users_list()


def test_a_trigger_opens_one_modal_and_expires(bot: WebClient, slack: SlackEmulator) -> None:
    ana = slack.person("ana")
    trigger = slack.workspace.trigger(ana.id)
    bot.views_open(trigger_id=trigger, view=MODAL)
    for error, given, view in (
        ("exchanged_trigger_id", trigger, MODAL),
        ("invalid_arguments", "1.2.3", MODAL),
        ("invalid_arguments", slack.workspace.trigger(ana.id), {**MODAL, "title": {}}),
        (
            "invalid_arguments",
            slack.workspace.trigger(ana.id),
            {**MODAL, "private_metadata": "x" * 3001},
        ),
    ):
        with pytest.raises(SlackApiError, match=error):
            bot.views_open(trigger_id=given, view=view)
    slack.methods.trigger_seconds = 0
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        bot.views_open(trigger_id=slack.workspace.trigger(ana.id), view=MODAL)


def test_it_fails_when_told(slack: SlackEmulator, bot: WebClient) -> None:
    slack.fail("chat.postMessage", error="channel_not_found")
    slack.fail("chat.postMessage", status=429, retry_after=7)
    for word in ("channel_not_found", "ratelimited"):
        with pytest.raises(SlackApiError, match=word) as error:
            bot.chat_postMessage(channel="#data", text="x")
    assert error.value.response.headers["Retry-After"] == "7"
    assert bot.chat_postMessage(channel="#data", text="x")["ok"]
    assert len(slack.messages) == 1


def test_a_click_a_modal_and_a_command_by_socket(slack: SlackEmulator, bot: WebClient) -> None:
    ana = slack.person("ana")
    heard: list[SocketModeRequest] = []
    client = SocketModeClient(slack.app_token, web_client=bot)

    def hear(client: Any, request: SocketModeRequest) -> None:
        heard.append(request)
        ack: dict[str, Any] = {"envelope_id": request.envelope_id}
        if request.type == "slash_commands":
            ack["payload"] = {"text": "you asked"}
        elif request.payload.get("type") == "view_submission" and len(heard) == 2:
            ack["payload"] = {"response_action": "errors", "errors": {"why": "Say more"}}
        client.send_socket_mode_response(ack)
        if request.payload.get("type") == "block_actions":
            bot.views_open(trigger_id=request.payload["trigger_id"], view=MODAL)

    client.socket_mode_request_listeners.append(hear)
    try:
        client.connect()
        slack.until(lambda: slack.connections)
        bot.chat_postMessage(channel="#data", text="x", blocks=[ACTIONS])
        clicked = ana.click(slack.messages[0], "go")
        assert clicked.acked
        assert clicked.payload["actions"][0]["value"] == "1"
        assert ana.modal.title == "Sure?"
        with pytest.raises(AssertionError, match="required"):
            ana.submit()
        ana.submit(reason="no")
        assert ana.modal.errors == {"why": "Say more"}
        ana.submit(reason="because")
        assert slack.view_of(ana.id) is None
        ana.command("/wap help")
        assert ana.note("you asked")
        before = client.current_session
        slack.refresh()
        slack.until(lambda: slack.greeted == 2 and slack.connections == 1)
        slack.until(lambda: client.current_session is not before)  # or close() closes the old one
    finally:
        client.close()
    view = heard[2].payload["view"]
    assert view["state"]["values"]["why"]["reason"]["value"] == "because"
    assert view["private_metadata"] == "kept"
    assert heard[3].payload["command"] == "/wap"
    slack.until(lambda: slack.connections == 0)


def test_http_requests_are_signed_and_a_response_url_works_five_times(slack: SlackEmulator) -> None:
    verifier = SignatureVerifier(slack.signing_secret)
    body = urlencode({"payload": json.dumps({"type": "block_actions"})})
    assert verifier.is_valid_request(body, slack.signed(body))
    assert not verifier.is_valid_request(body, slack.signed(body, at=1))
    assert not verifier.is_valid_request(body, slack.signed(body, secret="other"))

    ana = slack.person("ana")
    url = f"{slack.url}/actions/{slack.workspace.hook(slack.channel.id, ana.id)}"
    done = []
    for _ in range(6):
        request = urllib.request.Request(url, json.dumps({"text": "late"}).encode())
        try:
            with urllib.request.urlopen(request) as answer:
                done.append(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                done.append(error.code)
    assert done == [200] * 5 + [404]
    assert len(ana.notes) == 5
