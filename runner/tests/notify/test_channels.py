"""A channel is one class and one line in CHANNELS; a channel that fails is only a warning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from dbt_wap.model import RunEvent
from dbt_wap.notify import channels
from dbt_wap.notify.notice import FOR_PEOPLE, Delivery, Notice, Thread
from dbt_wap.notify.slack import AppOrWebhook, SlackWebhook
from dbt_wap.notify.slack_app import SlackApp
from dbt_wap.notify.teams import Teams
from dbt_wap.notify.threads import thread_of
from dbt_wap.notify.webhook import Webhook
from dbt_wap.report.report import read_report

SECRET = "https://hooks.example/secret"
REPORT = {"run_id": "r1", "project": "shop", "target": "prod", "verdict": "needs_approval"}
NOTICE = Notice("waiting", read_report(REPORT), "ada")


@dataclass(frozen=True)
class Logbook:
    """A line in a file for each notice: all that a new channel is."""

    path: Path
    name: str = "the logbook"
    events: frozenset[str] = FOR_PEOPLE
    has_threads: bool = False

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Logbook | None:
        path = environment.get("WAP_LOGBOOK")
        return cls(Path(path)) if path else None

    def send(self, notice: Notice) -> Delivery:
        if not self.path.parent.is_dir():
            return Delivery.of("no such folder.")
        with self.path.open("a") as file:
            file.write(f"{notice.report.run_id}: {notice.headline}; {notice.commands[1]}\n")
        return Delivery.of(None)


class Broken:
    """A channel that raises, with a secret in what it says."""

    name = "the pager"
    events = FOR_PEOPLE
    has_threads = False

    def send(self, notice: Notice) -> Delivery:
        raise RuntimeError(SECRET)


def test_a_new_channel_takes_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "CHANNELS", (*channels.CHANNELS, Logbook.of))
    environment = {"WAP_LOGBOOK": str(tmp_path / "log")}
    assert channels.configured(environment | {"WAP_SLACK_WEBHOOK_URL": SECRET}) == [
        SlackWebhook(SECRET),
        Logbook(tmp_path / "log"),
    ]
    told = channels.notify(channels.configured(environment), NOTICE)
    assert channels.warnings("r1", told) == []
    said = (tmp_path / "log").read_text()
    assert said == "r1: Needs approval; wap approve r1 --publish\n"


def test_there_is_no_channel_unless_the_environment_configures_one() -> None:
    names = ("WAP_SLACK_WEBHOOK_URL", "WAP_SLACK_BOT_TOKEN", "WAP_TEAMS_WEBHOOK_URL")
    empty = dict.fromkeys((*names, "WAP_WEBHOOK_URL"), "")
    assert channels.configured({}) == channels.configured(empty) == []
    assert channels.configured({"WAP_SLACK_CHANNEL": "C1", "WAP_WEBHOOK_SECRET": "s"}) == []


def test_a_channel_that_fails_is_a_warning_and_the_others_are_notified(
    tmp_path: Path,
) -> None:
    heard = Logbook(tmp_path / "log")
    told = channels.notify([Broken(), Logbook(tmp_path / "none" / "log"), heard], NOTICE)
    assert channels.warnings("r1", told) == [
        "could not notify the pager of run r1: RuntimeError.",
        "could not notify the logbook of run r1: no such folder.",
    ]
    assert heard.path.is_file()


def test_no_secret_is_in_the_text_of_a_channel() -> None:
    made = (SlackWebhook(SECRET), SlackApp("xoxb-secret", "C1"), Teams(SECRET))
    for channel in (*made, AppOrWebhook(made[1], made[0]), Webhook(SECRET, "secret")):
        assert "secret" not in repr(channel)


def test_slack_uses_the_app_and_keeps_the_webhook_for_what_it_cannot_send() -> None:
    token = {"WAP_SLACK_BOT_TOKEN": "xoxb-1", "WAP_SLACK_CHANNEL": "C1"}
    (app,) = channels.configured(token)
    assert isinstance(app, SlackApp)
    (both,) = channels.configured(token | {"WAP_SLACK_WEBHOOK_URL": SECRET})
    assert isinstance(both, AppOrWebhook)
    assert both.app.deadline + both.webhook.deadline == app.deadline == 20


def test_an_approval_that_is_not_the_last_goes_only_to_channels_that_take_all_events() -> None:
    every = {
        "WAP_SLACK_WEBHOOK_URL": SECRET,
        "WAP_TEAMS_WEBHOOK_URL": SECRET,
        "WAP_WEBHOOK_URL": SECRET,
    }
    told = {each.name: "partly_approved" in each.events for each in channels.configured(every)}
    assert told == {"Slack": False, "Microsoft Teams": False, "the webhook": True}


def test_a_message_that_arrived_in_part_is_a_warning_that_says_so() -> None:
    told = [(Teams(SECRET), Delivery(True, ("without the report: Slack answered 500.",)))]
    assert channels.warnings("r1", told) == [
        "Microsoft Teams was notified of run r1, but without the report: Slack answered 500."
    ]


def event(name: str, **detail: str) -> RunEvent:
    """An event of a run."""
    return RunEvent(at="", event=name, status="awaiting_approval", actor="ada", detail=detail)


def test_the_thread_of_a_run_is_the_newest_message_that_was_recorded() -> None:
    first = event("notified", channel="Slack", channel_id="C1", ts="1.1")
    second = event("notified", channel="Slack", channel_id="C2", ts="2.2")
    others = [event("audited"), event("notified", channel="Microsoft Teams")]
    assert thread_of([]) is None
    assert thread_of(others) is None
    assert thread_of([first, second, *others]) == Thread("C2", "2.2")
