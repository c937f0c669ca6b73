"""Slack hears of each decision, never sees a row, and cannot change an outcome."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from dbt_wap.errors import WaitingApproval
from dbt_wap.model import Person
from shop import FOURTH, ONCE, ORDERS, Project, Publish
from test_approval_rule import api, declare
from test_failures_interrupted import FRAGILE_VIEW
from test_gates import with_options

from integration_tests.slack_emulator import SlackEmulator

pytestmark = ONCE
SECRET = "T0000/B0000/verysecretpart"


class Webhook(ThreadingHTTPServer):
    """An incoming webhook on loopback that keeps what it is sent."""

    status = 200
    look = ""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.seen: list[str] = []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/services/{SECRET}"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Webhook)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append(json.loads(body))
        if self.server.look:
            look = [sys.executable, "-c", self.server.look]
            done = subprocess.run(look, capture_output=True, text=True, check=False)
            self.server.seen.append(done.stdout.strip() + done.stderr[-200:])
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    server = Webhook()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def slack() -> Iterator[SlackEmulator]:
    with SlackEmulator() as running:
        yield running


LOOK = """
import duckdb
sql = "select table_name from duckdb_tables() where table_name like 'lock%'"
print(duckdb.connect('{}').sql(sql).fetchall())
"""


def test_one_message_an_event_and_no_row_values(published: Project, webhook: Webhook) -> None:
    published.env = {
        "WAP_SLACK_WEBHOOK_URL": webhook.url,
        "WAP_REPORT_URL": "https://ci.example/runs/{run_id}",
    }
    published.sql("insert into raw.orders values (4, 's', 987654, date '2024-01-04')")
    webhook.look = LOOK.format(published.root / "shop.duckdb")

    assert published.wap("write").code == 0
    assert published.wap("audit").code == 0
    assert published.wap("reject", "--reason", "not <final>").code == 0
    assert published.wap("run").code == 4
    assert published.wap("approve", "--publish").code == 0
    assert published.wap("publish").code == 0
    assert published.wap("rollback").code == 0
    published.sql("insert into raw.orders values (5, 's', null, date '2024-01-05')")
    assert published.wap("run").code == 3

    heads = [message["blocks"][0]["text"]["text"] for message in webhook.received]
    assert len(heads) == 6, heads
    assert webhook.seen == ["[]"] * 6, "the file is free, and so is the lock"
    assert len(set(heads)) == 5, heads
    expires = published.sql("select detail from dbt_wap.events where event = 'audited'")[-1][0]
    assert json.loads(expires)["expires_at"] in json.dumps(webhook.received[2])
    everything = json.dumps(webhook.received)
    assert "987654" not in everything
    assert "not &lt;final&gt;" in everything
    assert "https://ci.example/runs/2" in everything


def test_gates_and_overrides_are_reported(publish_first: Publish, webhook: Webhook) -> None:
    project = publish_first(with_options(max_removed=0, max_growth={"warn": 0}), ORDERS)
    server = {"WAP_SERVE_URL": "https://wap.example", "WAP_SERVE_SECRET": "s" * 32}
    project.env = {"WAP_SLACK_WEBHOOK_URL": webhook.url, **server}
    project.sql(FOURTH)
    assert project.wap("run").code == 4
    project.sql("delete from raw.orders where id in (1, 2)")
    assert project.wap("run", "--supersede").code == 3
    reason = "orders 1 and 2 were tests"
    assert project.wap("approve", "--override", "max_removed", "--reason", reason).code == 0
    assert project.wap("publish").code == 0

    warned, blocked, approved, published = (json.dumps(each) for each in webhook.received)
    assert "max_growth" in warned
    assert "max_removed" in blocked
    assert ["https://wap.example/go/" in each for each in (warned, blocked)] == [True, True]
    assert ["*Expires*" in each for each in (blocked, approved)] == [True, False]
    assert reason in approved
    assert reason in published


def test_a_publish_that_breaks_off_is_reported(published: Project, webhook: Webhook) -> None:
    published.write(FRAGILE_VIEW).sql(FOURTH)
    assert published.wap("run").code == 4
    published.env = {"WAP_SLACK_WEBHOOK_URL": webhook.url, "BREAK": "1"}

    assert published.wap("approve", "--publish").code == 8

    (told,) = webhook.received
    run_id = published.events()[-1][0]
    said = json.dumps(told, ensure_ascii=False)
    assert "Interrupted, check prod" in said
    assert f"wap publish {run_id}" in said
    assert "broken on purpose" not in said, "what the warehouse says may hold a value"
    published.env["BREAK"] = ""
    assert published.wap("publish").code == 0
    assert "Published" in json.dumps(webhook.received[-1])


def test_a_webhook_that_fails_changes_nothing(published: Project, webhook: Webhook) -> None:
    server = {"WAP_SERVE_URL": "https://wap.example", "WAP_SERVE_SECRET": "too short"}
    published.env = {"WAP_SLACK_WEBHOOK_URL": webhook.url, **server}
    webhook.status = 404
    published.sql(FOURTH)

    result = published.wap("run", "--auto-approve", "--vars", "wap_keep: 0")

    assert result.code == 0
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]
    assert len(webhook.received) == 1
    found = published.wap("status", "--json")
    offered = (result.out, result.err, json.dumps(webhook.received), found.out)
    offered += tuple(published.wap("report", "--format", form).out for form in ("text", "html"))
    assert not any("wap rollback" in each for each in offered), "there is no archive to go back to"
    assert not any("wap approve" in each for each in offered), "nor is there anything to approve"
    assert found.json["next"] == "wap run"
    assert published.wap("rollback").code == 6
    assert "warning" in result.err
    assert "verysecretpart" not in result.err + result.out
    assert result.err.count("WAP_SERVE_SECRET must have at least 32 characters") == 1
    assert "links in messages are not signed" in result.err


def test_the_app_keeps_everything_of_a_run_in_one_thread(
    published: Project, slack: SlackEmulator
) -> None:
    published.env = {**slack.env, "WAP_SERVE_URL": "https://wap.example"}
    published.sql("insert into raw.orders values (4, 's', 987654, date '2024-01-04')")
    assert published.wap("run", "--no-publish").code == 0
    (message,) = [each for each in slack.messages if not each.thread_ts]
    assert {"wap_approve", "wap_reject", "open_run"} == set(message.buttons)
    (run_id,) = {run for run, event, _ in published.events() if event == "notified"}
    report = json.loads((published.root / f"target/wap/runs/{run_id}/report.json").read_text())
    seen = json.loads(message.buttons["wap_approve"]["value"])
    expected = {name: report[name] for name in ("run_id", "target")}
    assert seen == {**expected, "seen": report["created_at"]}
    (file,) = slack.thread(message)[0].files
    assert file.content is not None
    assert b"987654" not in file.content

    assert published.wap("audit").code == 0
    assert published.wap("approve", "--reason", "checked").code == 0
    assert not message.buttons.keys() & {"wap_approve", "wap_reject"}
    assert published.wap("publish").code == 0

    assert [each for each in slack.messages if not each.thread_ts] == [message]
    assert "Published: " in message.words
    told = [each.words.splitlines()[1] for each in slack.thread(message) if each.blocks]
    assert told == [
        "*Audited again, needs approval*",
        "*Approved, not yet published*",
        "*Published*",
    ]
    assert "checked" in slack.thread(message)[-2].words
    assert "987654" not in json.dumps([each.words for each in slack.messages])
    told = published.sql("select detail from dbt_wap.events where event = 'notified'")
    (detail,) = [json.loads(detail) for (detail,) in told]
    assert detail["channel"] == "Slack"
    assert (detail["channel_id"], detail["ts"]) == (slack.channel.id, message.ts)
    assert not published.locks()


def test_only_the_last_approval_is_a_message_of_its_own(
    published: Project, slack: SlackEmulator, webhook: Webhook
) -> None:
    published.env = {**slack.env, "WAP_TEAMS_WEBHOOK_URL": webhook.url}
    published.sql(FOURTH)
    rule = {"wap_approvers": ["ana", "ben"], "wap_min_approvals": 2}
    with api(declare(published, **rule)) as wap:
        with pytest.raises(WaitingApproval):
            wap.run()
        (message,) = [each for each in slack.messages if not each.thread_ts]
        assert "0 given; needs 2 approvals by ana or ben" in message.words
        with wap.acting_as(Person("ana", "page", "password")):
            wap.approve(reason="looks right")
        assert "1 given; needs 2 approvals by ana or ben" in message.words
        assert {"wap_approve", "wap_reject"} <= message.buttons.keys()
        assert "Approved: 1 of 2 approvals*\nApproved by `ana`" in slack.thread(message)[-1].words
        assert "*Comment*\n• looks right" in slack.thread(message)[-1].words
        with wap.acting_as(Person("ben", "slack", "slack")):
            wap.approve()
    assert not message.buttons
    assert "Approved, not yet published*\nApproved by `ben`" in slack.thread(message)[-1].words
    told = [json.dumps(each) for each in webhook.received]
    assert ["Needs approval" in each for each in told] == [True, False]
    assert "Approved, not yet published" in told[1]


def test_a_run_that_reaches_no_one_says_so(published: Project, slack: SlackEmulator) -> None:
    published.env = {**slack.env, "WAP_TEAMS_WEBHOOK_URL": "not a URL"}
    slack.fail("chat.postMessage", error="not_in_channel")
    published.sql(FOURTH)

    result = published.wap("run")

    assert result.code == 4, "the outcome is the same"
    assert "warning: could not notify Slack of run" in result.err
    why = published.wap("status", "--json").json["not_notified"]
    assert why.startswith("Slack and Microsoft Teams: Slack answered not_in_channel (invite")
    assert not published.locks()
    assert published.wap("audit").code == 0
    assert len(slack.messages) == 2
    assert published.wap("status", "--json").json["not_notified"] is None
    assert published.wap("discard").code == 0
    message, _, reply = slack.messages
    assert "Discarded, nothing published" in message.words
    assert "Discarded, nothing published" in reply.words
    assert not message.buttons
