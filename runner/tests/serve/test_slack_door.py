"""The door to Slack: who gets in, what Slack sees at once, and what goes on behind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from dbt_wap.errors import ConfigError, Stale, WapError
from dbt_wap.model import Person
from dbt_wap.serve.model import Job
from dbt_wap.serve.slack import settings
from dbt_wap.serve.slack import socket as line
from slack_standin import Door, audit_lines, open_door
from standin import PUBLISHED, SEEN, WAITS

from integration_tests.slack_emulator import SlackEmulator

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@pytest.fixture
def slack() -> Iterator[SlackEmulator]:
    with SlackEmulator(seconds=15) as emulator:
        yield emulator


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Door]]:
    """A door for each way in, for all tests of this module."""
    secret = {"WAP_SLACK_SIGNING_SECRET": SECRET}
    with ExitStack() as stack:
        doors = {}
        for how, env in (("socket", {}), ("http", secret)):
            emulator = stack.enter_context(SlackEmulator(seconds=15))
            folder = tmp_path_factory.mktemp(how)
            doors[how] = stack.enter_context(open_door(emulator, folder, **env))
        yield doors


@pytest.fixture(params=["socket", "http"])
def door(request: pytest.FixtureRequest, opened: dict[str, Door]) -> Door:
    return opened[request.param].fresh()


@pytest.fixture
def by_http(opened: dict[str, Door]) -> Door:
    return opened["http"].fresh()


@pytest.fixture
def by_socket(opened: dict[str, Door]) -> Door:
    return opened["socket"].fresh()


def question(slack: SlackEmulator, person: Any, text: str) -> Any:
    """Wait for a dialog with this text."""
    try:
        return slack.until(lambda: (v := slack.view_of(person.id)) and text in v.words and v, 10)
    except AssertionError:
        raise AssertionError(f"{text!r} not in: {person.modal.words}") from None


def test_an_approval_is_acknowledged_before_the_work_is_done(door: Door) -> None:
    ben, message = door.linked(), door.ask()
    door.service.hold.clear()

    clicked = ben.click(message, "wap_approve")

    assert clicked.acked
    assert clicked.seconds < 3
    assert f"Reading run `{WAITS}`" in question(door.slack, ben, "Reading").words
    door.service.hold.set()
    asked = question(door.slack, ben, "marts.orders")
    for word in ("prod", "needs approval", "0 of 1 approval", "needs 1 approval by anyone"):
        assert word in asked.words
    assert list(asked.inputs) == ["reason", "publish"]
    door.service.hold.clear()
    submitted = ben.submit(reason="Checked", publish=["yes"])
    assert submitted.acked
    assert asked.closed
    assert door.service.done == []
    door.service.hold.set()
    (decision,) = door.decided()
    assert decision[:3] == ("approve", WAITS, "ben")
    assert decision[3]["reason"] == "Checked"
    assert decision[3]["publish"] is True


def test_a_rejection_needs_a_reason(door: Door) -> None:
    ben, message = door.linked(), door.ask()
    ben.click(message, "wap_reject")
    asked = question(door.slack, ben, "Reason")
    assert list(asked.inputs) == ["reason"]
    ben.submit(reason="   ")
    assert asked.errors == {"reason": "Give a reason."}
    ben.submit(reason="Orders are missing")
    given = {"reason": "Orders are missing", "seen": SEEN}
    assert door.decided() == [("reject", WAITS, "ben", given)]
    assert ben.note("Reject started")


def test_gates_are_overridden_by_name_with_a_reason(by_socket: Door) -> None:
    ben, message = by_socket.linked(), by_socket.ask()
    by_socket.service.gates = ["max_removed", "max_growth"]
    ben.click(message, "wap_approve")
    asked = question(by_socket.slack, ben, "Override")
    ben.submit(override=["max_removed"])
    assert asked.errors == {"reason": "An override needs a reason."}
    ben.submit(override=["max_removed"], reason="They were tests")
    assert by_socket.decided()[0][3]["override"] == ("max_removed",)


@pytest.mark.parametrize("action", ["wap_approve", "wap_reject"])
def test_whoever_is_not_linked_gets_a_hint(door: Door, action: str) -> None:
    eve, message = door.slack.person("eve"), door.ask()
    with audit_lines() as lines:
        eve.click(message, action)
        assert eve.note("/wap link")
    assert "refused: not linked" in lines[0]
    assert door.slack.view_of(eve.id) is None


def test_a_user_who_was_removed_or_unlinked_cannot_decide(by_socket: Door) -> None:
    by_socket.home.add_user("ben", "a long enough password")
    ben, message = by_socket.linked(), by_socket.ask()
    ben.click(message, "wap_approve")
    question(by_socket.slack, ben, "Approvals")
    assert by_socket.home.remove_user("ben")
    ben.submit(reason="Checked")
    assert ben.note("/wap link")
    assert by_socket.service.done == []


def test_a_person_who_may_not_approve_is_told_why(by_socket: Door) -> None:
    ana = by_socket.linked("ana")
    ana.click(by_socket.ask(), "wap_approve")
    assert not question(by_socket.slack, ana, "ben may approve").can_submit


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"seen": "2026-11-20T00:00:00Z"}, "audited again"),
        ({"target": "dev"}, "belongs to the target `prod`"),
        ({"run_id": PUBLISHED}, "can no longer be approved. Its status is published"),
        ({"run_id": "20200101_000000_none"}, "there is no run"),
    ],
)
def test_an_old_or_forged_button_decides_nothing(
    by_socket: Door, how: dict[str, str], words: str
) -> None:
    ben = by_socket.linked()
    ben.click(by_socket.ask(**how), "wap_approve")
    assert not question(by_socket.slack, ben, words).can_submit


def test_a_refusal_reaches_only_the_person_who_clicked(by_socket: Door) -> None:
    ben, message = by_socket.linked(), by_socket.ask()
    ben.click(message, "wap_approve")
    question(by_socket.slack, ben, "Approvals")
    by_socket.service.fails = WapError("approve", "a secret value", next_command="wap status")
    ben.submit(reason="Checked")
    note = ben.note(f"Could not approve run `{WAITS}`", "prod: unchanged", "`wap status`")
    assert "secret" not in note.words, "the warehouse may quote rows"
    assert message.versions == []


def test_a_dialog_that_was_open_during_a_second_audit_rejects_nothing(by_socket: Door) -> None:
    ben, message = by_socket.linked(), by_socket.ask()
    ben.click(message, "wap_reject")
    question(by_socket.slack, ben, "Reason")
    payload = ben.filled(reason="Orders are missing")
    view = payload["view"]
    view["private_metadata"] = view["private_metadata"].replace(SEEN, "2026-11-20T00:00:00Z")
    assert ben.submit(reason="x", changed={"view": view}).acked
    assert ben.note(f"Could not reject run `{WAITS}`", "audited again")
    assert by_socket.service.done == []


def test_a_publish_that_fails_is_explained_to_the_person(by_socket: Door) -> None:
    ben, message = by_socket.linked(), by_socket.ask()
    job = Job("publish", WAITS, "prod", Person("ben"))
    job.error = Stale("publish", f"prod changed since run {WAITS} was audited")
    by_socket.service.publishing = job
    ben.click(message, "wap_approve")
    question(by_socket.slack, ben, "Approvals")
    ben.submit(publish=["yes"])
    told = ben.note(f"Could not publish run `{WAITS}`", "prod changed since", "next: `wap run`")
    assert "approve" not in told.words


def test_the_second_person_is_told_that_there_is_nothing_to_do(by_socket: Door) -> None:
    ben, message = by_socket.linked(), by_socket.ask()
    ben.click(message, "wap_approve")
    question(by_socket.slack, ben, "Approvals")
    by_socket.service.outcome = f"run {WAITS} is already approved by <ana>, nothing to do"
    ben.submit(reason="Checked")
    assert ben.note(f"Run {WAITS} is already approved by &lt;ana&gt;, nothing to do")
    assert message.versions == []


def test_a_second_click_and_a_delivery_again_have_no_effect(door: Door) -> None:
    ben, message = door.linked(), door.ask()
    via = "http" if door.slack.app_url else "socket"
    clicked = ben.click(message, "wap_approve")
    question(door.slack, ben, "Approvals")
    with audit_lines() as lines:
        again = door.slack.deliver("interactive", clicked.payload, via)
        assert again.acked
    assert "ignored: delivered before" in lines[0]
    submitted = ben.submit(reason="Checked")
    assert door.decided()
    assert door.slack.deliver("interactive", submitted.payload, via).acked
    assert len(door.service.done) == 1
    assert len(door.slack.answers("views.open")) == 1


def test_a_retry_by_socket_is_acknowledged_and_done_once(by_socket: Door) -> None:
    ben, message = by_socket.linked(), by_socket.ask()
    clicked = ben.click(message, "wap_approve")
    question(by_socket.slack, ben, "Approvals")
    again = by_socket.slack.envelope(
        "interactive",
        clicked.payload,
        envelope_id=clicked.envelope["envelope_id"],
        retry_attempt=1,
        retry_reason="timeout",
    )
    assert again.acked
    assert len(by_socket.slack.answers("views.open")) == 1


def test_requests_without_a_good_signature_are_refused(by_http: Door) -> None:
    slack, ben, message = by_http.slack, by_http.linked(), by_http.ask()
    clicked = ben.click(message, "wap_approve")
    question(slack, ben, "Approvals")
    body, path = clicked.body + "+", "/slack/interactions"
    good = slack.signed(body)
    stamp, signature = "X-Slack-Request-Timestamp", "X-Slack-Signature"
    for headers in (
        {},
        {stamp: good[stamp]},
        {**good, signature: "v0=" + "0" * 64},
        {**good, stamp: "now"},
        {**good, stamp: "9" * 400},
        {**good, stamp: "-1"},
        {**good, stamp: str(int(good[stamp]) + 1)},
        slack.signed(body, at=time.time() - 301),
        slack.signed(body, at=time.time() + 302),
        slack.signed(body, secret="another secret"),
        slack.signed(body + "x"),
    ):
        assert slack.post(path, body, headers).status == 401
    replayed = slack.post(path, clicked.body, clicked.headers)
    assert (replayed.status, replayed.answer) == (200, None)
    retried = {**slack.signed(clicked.body), "X-Slack-Retry-Num": "1"}
    assert slack.post(path, clicked.body, retried).status == 200
    odd = "payload=%7B%22type%22%3A%22block_actions%22%7D"
    assert slack.post(path, odd, slack.signed(odd)).status == 200
    assert slack.post(path, "payload=1", slack.signed("payload=1")).status == 200
    assert len(slack.answers("views.open")) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"team": {"id": "T0OTHER", "domain": "other"}},
        {"user": {"id": "U1", "username": "ben", "team_id": "T0OTHER"}},
        {"team": None, "is_enterprise_install": True},
        {"api_app_id": "A0OTHER"},
    ],
)
def test_other_workspaces_and_apps_decide_nothing(by_socket: Door, changed: dict[str, Any]) -> None:
    ben, message = by_socket.linked(), by_socket.ask()
    by_socket.home.link_slack("T0OTHER", ben.id, "ben")
    by_socket.home.link_slack("T0OTHER", "U1", "ben")
    assert ben.click(message, "wap_approve", **changed).acked
    ben.click(message, "wap_approve")
    question(by_socket.slack, ben, "Approvals")
    assert by_socket.slack.answers("views.open") == by_socket.slack.answers("views.open")[:1]
    assert ben.submit(reason="x", changed=changed).acked
    assert ben.command("/wap status").acked
    assert ben.note(WAITS)
    assert by_socket.service.done == []


def test_the_command(door: Door) -> None:
    slack, ben, outside = door.slack, door.slack.person("ben"), door.slack.person("x", "T0OTHER")
    secret = slack.add_channel("secret", has_bot=False)
    ben.command("/wap", secret)
    assert ben.note("/wap unlink")
    ben.command("/wap status", secret)
    assert ben.note("not linked")
    ben.command("/wap unlink")
    assert ben.note("nothing to do")
    ben.command("/wap LINK ")
    assert "https://wap.example/slack/link/" in ben.note("ten minutes").words
    door.home.link_slack(ben.team, ben.id, "ben")
    ben.command("/wap status", secret)
    assert "published" not in ben.note(WAITS, "(prod): Needs approval; requested by ada").words
    ben.command("/wap unlink")
    assert ben.note("no longer linked")
    assert door.home.slack_name(ben.team, ben.id) is None
    outside.command("/wap link")
    assert outside.note("Only members of the workspace")


def test_it_connects_when_slack_is_back_and_stops_at_once(
    slack: SlackEmulator,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(line, "PING", 1.0)
    monkeypatch.setattr(line, "WATCH", 0.2)
    slack.fail("auth.test", status=500, times=None)
    with open_door(slack, tmp_path, wait=False) as door:
        slack.until(lambda: slack.answers("auth.test"))
        slack.heal()
        slack.until(lambda: slack.connections)
        seen = slack.greeted
        slack.refresh()
        slack.until(lambda: slack.greeted > seen and slack.connections == 1, 90)
        slack.fail("apps.connections.open", error="internal_error", times=None)
        slack.cut()
        slack.until(lambda: "the connection to Slack is lost" in caplog.text, 90)
        slack.heal()
        slack.until(lambda: "Slack is connected again" in caplog.text, 90)
        ben = door.linked()
        ben.click(door.ask(), "wap_approve")
        assert question(slack, ben, "Approvals")
        begun = time.monotonic()
    assert time.monotonic() - begun < 10
    slack.until(lambda: slack.connections == 0)
    assert "xapp" not in caplog.text
    assert "ticket" not in caplog.text


def test_http_waits_for_the_workspace_to_be_known(slack: SlackEmulator, tmp_path: Path) -> None:
    slack.fail("auth.test", error="invalid_auth", times=None)
    with open_door(slack, tmp_path, False, WAP_SLACK_SIGNING_SECRET=SECRET) as door:
        assert door.linked().click(door.ask(), "wap_approve").status == 503


@pytest.mark.parametrize("missing", ["BOT_TOKEN", "CHANNEL", "APP_TOKEN"])
def test_missing_settings_are_named(missing: str) -> None:
    given = {f"WAP_SLACK_{n}": "x" for n in ("BOT_TOKEN", "CHANNEL", "APP_TOKEN")}
    del given[f"WAP_SLACK_{missing}"]
    with pytest.raises(ConfigError, match=f"WAP_SLACK_{missing}"):
        settings.read(given)


def test_tokens_are_not_shown() -> None:
    names = ("BOT_TOKEN", "CHANNEL", "APP_TOKEN", "SIGNING_SECRET")
    known = settings.read({f"WAP_SLACK_{name}": "xapp-1-A0-2-secret" for name in names})
    assert "secret" not in repr(known)
    assert known.app_id == "A0"
