"""The app keeps one message per run, with replies and the report in its thread."""

from __future__ import annotations

import logging
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from dbt_wap.notify.notice import EVENTS, Delivery, Notice, Thread
from dbt_wap.notify.slack import slack
from dbt_wap.notify.slack_app import SlackApp
from dbt_wap.notify.slack_client import SlackClient, SlackFault
from made_notices import HOSTILE, NOTICE, VALUE, hostile, notice, some_notice

from integration_tests.slack_emulator import Message, SlackEmulator

CREATED = "2026-03-01T10:11:30Z"
DECISIONS = {"wap_approve", "wap_reject"}


@pytest.fixture(scope="module")
def emulator() -> Iterator[SlackEmulator]:
    """A workspace for the tests of this module."""
    with SlackEmulator() as running:
        yield running


@pytest.fixture
def workspace(emulator: SlackEmulator) -> SlackEmulator:
    """The workspace without messages, calls and faults."""
    emulator.heal()
    emulator.calls.clear()
    emulator.channel.messages.clear()
    return emulator


def send(workspace: SlackEmulator, made: Notice, **environment: str) -> Delivery:
    """Send a notice by the channel that the environment configures."""
    channel = slack({**workspace.env, **environment})
    assert channel is not None
    return channel.send(made)


def first(workspace: SlackEmulator, made: Notice = NOTICE) -> tuple[Message, Thread]:
    """Send the first notice of a run; return its message, and the thread to be recorded."""
    delivery = send(workspace, made)
    assert delivery.arrived
    assert not delivery.problems
    assert delivery.thread
    return workspace.messages[0], delivery.thread


def test_the_first_message_has_the_buttons_and_the_report(workspace: SlackEmulator) -> None:
    made = notice(created_at=CREATED, page_url="https://wap.example/go/x")
    message, thread = first(workspace, made)
    assert (thread.channel_id, thread.ts) == (workspace.channel.id, message.ts)
    assert DECISIONS | {"open_run", "view_report"} == set(message.buttons)
    said = '{"run_id": "20260301_101112_ab12", "target": "prod", "seen": "2026-03-01T10:11:30Z"}'
    assert message.buttons["wap_approve"]["value"] == said
    assert message.buttons["open_run"]["url"] == "https://wap.example/go/x"
    (attached,) = workspace.thread(message)
    (file,) = attached.files
    assert file.filename == "20260301_101112_ab12.md"
    assert file.content is not None
    report = file.content.decode()
    assert "## Run 20260301_101112_ab12: needs approval" in report
    assert VALUE not in report


def test_a_channel_can_be_named(workspace: SlackEmulator) -> None:
    delivery = send(workspace, NOTICE, WAP_SLACK_CHANNEL="#data")
    assert not delivery.problems
    assert delivery.thread == Thread(workspace.channel.id, workspace.messages[0].ts)


@pytest.mark.parametrize("event", sorted(set(EVENTS) - {"waiting"}))
def test_a_later_event_edits_the_message_and_replies(workspace: SlackEmulator, event: str) -> None:
    message, thread = first(workspace)
    made = notice(event, next_command="wap status", actor="ben").in_thread(thread)
    delivery = send(workspace, made)
    assert delivery == Delivery(arrived=True)
    assert len(message.versions) == 1
    assert made.headline in message.words
    assert bool(DECISIONS & set(message.buttons)) == (event == "partly_approved")
    reply = workspace.thread(message)[-1]
    assert made.headline_in_thread in reply.words
    assert "`ben`" in reply.words
    assert len(workspace.messages) == 3, "the message, the report and the reply"
    (sent,) = [given for method, given, _ in workspace.calls[-1:] if method == "chat.postMessage"]
    assert bool(sent["reply_broadcast"]) == (event == "interrupted")


def test_a_second_audit_edits_the_message_and_tells_the_channel(workspace: SlackEmulator) -> None:
    message, thread = first(workspace, notice(created_at="2026-03-01T10:00:00Z"))
    made = notice(created_at=CREATED, reasons=("something else",)).in_thread(thread)
    assert send(workspace, made) == Delivery(arrived=True)
    assert "something else" in message.words
    assert CREATED in message.buttons["wap_approve"]["value"]
    _, again, attached = workspace.thread(message)
    assert "Audited again, needs approval" in again.words
    assert attached.files
    broadcasts = [given.get("reply_broadcast") for method, given, _ in workspace.calls if given]
    assert broadcasts.count(True) == 1


def test_an_event_without_a_message_starts_one(workspace: SlackEmulator) -> None:
    message, thread = first(workspace, notice("audit_failed"))
    assert thread.ts == message.ts
    assert "Audit failed, nothing published" in message.words
    assert not message.buttons.keys() & DECISIONS
    assert not workspace.thread(message), "only a run that needs approval gets its report"


def test_a_deleted_message_is_replaced_by_a_new_one(workspace: SlackEmulator) -> None:
    lost = NOTICE.in_thread(Thread(workspace.channel.id, "1.000001"))
    delivery = send(workspace, lost)
    assert delivery.arrived
    assert delivery.thread == Thread(workspace.channel.id, workspace.messages[0].ts)
    assert workspace.messages[0].buttons.keys() >= DECISIONS


@pytest.mark.parametrize(
    ("error", "hint"),
    [
        ("not_in_channel", "invite the app to the channel"),
        ("channel_not_found", "check WAP_SLACK_CHANNEL, and invite the app to a private channel"),
        ("invalid_auth", "check WAP_SLACK_BOT_TOKEN"),
        ("fatal_error", ""),
    ],
)
def test_a_refusal_is_a_sentence_with_a_hint(
    workspace: SlackEmulator, error: str, hint: str
) -> None:
    workspace.fail("chat.postMessage", error=error)
    delivery = send(workspace, NOTICE)
    expected = f"Slack answered {error} ({hint})." if hint else f"Slack answered {error}."
    assert delivery == Delivery(arrived=False, problems=(expected,))
    assert len(workspace.calls) == 1, "a refusal is final"


def test_a_token_of_another_app_is_refused_and_not_quoted(workspace: SlackEmulator) -> None:
    delivery = send(workspace, NOTICE, WAP_SLACK_BOT_TOKEN="xoxb-secret")
    assert delivery.problems == ("Slack answered invalid_auth (check WAP_SLACK_BOT_TOKEN).",)


def test_a_missing_scope_is_named(workspace: SlackEmulator) -> None:
    scopes, workspace.methods.scopes = workspace.methods.scopes, frozenset({"chat:write"})
    try:
        delivery = send(workspace, NOTICE)
    finally:
        workspace.methods.scopes = scopes
    assert delivery.arrived
    assert delivery.thread
    assert delivery.problems == (
        "without the report: Slack answered missing_scope (add the scope files:write to the app).",
    )


def test_the_app_waits_as_long_as_slack_asks(workspace: SlackEmulator) -> None:
    workspace.fail("chat.postMessage", status=429, retry_after=1)
    begun = time.monotonic()
    assert send(workspace, NOTICE).arrived
    assert time.monotonic() - begun >= 1


@pytest.mark.parametrize("asked", [30, 3600])
def test_the_app_does_not_wait_past_the_deadline(workspace: SlackEmulator, asked: int) -> None:
    workspace.fail("chat.postMessage", status=429, retry_after=asked)
    assert send(workspace, NOTICE).problems == ("Slack answered 429, after 1 attempt.",)


def test_an_error_of_the_server_is_retried(workspace: SlackEmulator) -> None:
    workspace.fail("chat.postMessage", status=503)
    assert send(workspace, NOTICE).arrived
    assert len(workspace.messages) == 2


def client(workspace: SlackEmulator, deadline: float = 20.0, **how: Any) -> SlackClient:
    """A client of the emulated workspace."""
    return SlackClient(workspace.bot_token, workspace.env["WAP_SLACK_API_URL"], deadline, **how)


def test_errors_of_the_server_end_after_four_attempts(workspace: SlackEmulator) -> None:
    workspace.fail("chat.postMessage", status=500, times=None)
    waits: list[float] = []
    with pytest.raises(SlackFault, match=r"^Slack answered 500, after 4 attempts\.$"):
        client(workspace, sleep=waits.append).call("chat_postMessage", channel="C1", text="x")
    assert waits == [1.0, 2.0, 4.0]


def test_a_slow_answer_holds_the_run_until_the_deadline_only(workspace: SlackEmulator) -> None:
    workspace.fail("chat.postMessage", delay=2)
    begun = time.monotonic()
    with pytest.raises(SlackFault, match=r"^Slack did not answer within 0\.3 seconds\.$"):
        client(workspace, 0.3).call("chat_postMessage", channel="C1", text="x")
    assert time.monotonic() - begun < 1.5


def test_a_server_that_does_not_listen_is_a_sentence() -> None:
    waits: list[float] = []
    faulty = SlackClient("xoxb-secret", "http://127.0.0.1:9/api/", 20.0, sleep=waits.append)
    with pytest.raises(SlackFault) as caught:
        faulty.call("chat_postMessage", channel="C1", text="x")
    assert caught.value.sentence == "The connection to Slack failed, after 4 attempts."
    assert waits == [1.0, 2.0, 4.0]


def test_no_secret_reaches_the_log(
    workspace: SlackEmulator, caplog: pytest.LogCaptureFixture
) -> None:
    workspace.fail("chat.postMessage", status=500)
    with caplog.at_level(logging.DEBUG):
        assert send(workspace, NOTICE).arrived
        assert not send(workspace, NOTICE, WAP_SLACK_BOT_TOKEN="xoxb-secret").arrived
    assert "xoxb" not in caplog.text
    assert "slack" not in caplog.text.casefold()


def test_without_a_channel_nothing_is_sent(workspace: SlackEmulator) -> None:
    delivery = send(workspace, NOTICE, WAP_SLACK_CHANNEL="")
    assert delivery == Delivery(arrived=False, problems=("WAP_SLACK_CHANNEL is not set.",))
    assert not workspace.calls


def test_without_the_library_the_sentence_names_the_extra(
    workspace: SlackEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "slack_sdk", None)
    sentence = "slack_sdk is not installed: pip install 'dbt-wap[slack]'."
    assert send(workspace, NOTICE).problems == (sentence,)
    instead = send(workspace, NOTICE, WAP_SLACK_WEBHOOK_URL=workspace.webhook_url)
    assert instead.arrived
    assert instead.problems == (f"only by the webhook: {sentence}",)


def test_what_the_app_cannot_send_goes_to_the_webhook(workspace: SlackEmulator) -> None:
    webhook = {"WAP_SLACK_WEBHOOK_URL": workspace.webhook_url}
    workspace.fail("chat.postMessage", error="not_in_channel", times=None)
    delivery = send(workspace, NOTICE, **webhook)
    assert delivery.arrived
    assert delivery.thread is None
    assert delivery.problems == (
        "only by the webhook: Slack answered not_in_channel (invite the app to the channel).",
    )
    (message,) = workspace.messages
    assert not message.buttons.keys() & DECISIONS, "a webhook cannot take an answer"
    workspace.fail("webhook", status=404, error="no_service")
    assert not send(workspace, NOTICE, **webhook).arrived
    partly = send(workspace, notice("partly_approved"), **webhook)
    assert not partly.arrived
    assert len(partly.problems) == 1, "the webhook is for what everyone should read"


def test_a_message_that_arrives_by_the_app_is_not_sent_twice(workspace: SlackEmulator) -> None:
    assert send(workspace, NOTICE, WAP_SLACK_WEBHOOK_URL=workspace.webhook_url).arrived
    assert [method for method, _, _ in workspace.calls].count("webhook") == 0


def test_every_message_is_one_that_slack_accepts(workspace: SlackEmulator) -> None:
    app = SlackApp(workspace.bot_token, workspace.channel.id, workspace.env["WAP_SLACK_API_URL"])
    made = [some_notice(random.Random(seed)) for seed in range(6)]
    made += [each for name in HOSTILE[::4] for each in hostile(name)[:4]]
    for each in made:
        told = app.send(each)
        assert told.arrived, told
        assert not told.problems
        follow = replace(each, event="published", thread=told.thread)
        assert app.send(follow) == Delivery(arrived=True)
