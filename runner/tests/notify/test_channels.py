"""A channel is one class and one line in CHANNELS; a channel that fails is only a warning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from dbt_wap.notify import channels
from dbt_wap.notify.notice import Notice
from dbt_wap.notify.slack import Slack
from dbt_wap.report.report import read_report

SECRET = "https://hooks.example/secret"
REPORT = {"run_id": "r1", "project": "shop", "target": "prod", "verdict": "needs_approval"}
NOTICE = Notice("waiting", read_report(REPORT), "ada")


@dataclass(frozen=True)
class Logbook:
    """A line in a file for each notice: all that a new channel is."""

    path: Path
    name: str = "the logbook"

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Logbook | None:
        path = environment.get("WAP_LOGBOOK")
        return cls(Path(path)) if path else None

    def send(self, notice: Notice) -> str | None:
        if not self.path.parent.is_dir():
            return "no such folder."
        with self.path.open("a") as file:
            file.write(f"{notice.report.run_id}: {notice.headline}; {notice.commands[1]}\n")
        return None


class Broken:
    """A channel that raises, with a secret in what it says."""

    name = "the pager"

    def send(self, notice: Notice) -> str | None:
        raise RuntimeError(SECRET)


def test_a_new_channel_takes_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "CHANNELS", (*channels.CHANNELS, Logbook.of))
    environment = {"WAP_LOGBOOK": str(tmp_path / "log")}
    assert channels.configured(environment | {"WAP_SLACK_WEBHOOK_URL": SECRET}) == [
        Slack(SECRET),
        Logbook(tmp_path / "log"),
    ]
    assert list(channels.notify(channels.configured(environment), NOTICE)) == []
    said = (tmp_path / "log").read_text()
    assert said == "r1: Needs approval; wap approve r1 --publish\n"


def test_there_is_no_channel_unless_the_environment_configures_one() -> None:
    assert channels.configured({}) == channels.configured({"WAP_SLACK_WEBHOOK_URL": ""}) == []


def test_a_channel_that_fails_is_a_warning_and_the_others_are_notified(
    tmp_path: Path,
) -> None:
    heard = Logbook(tmp_path / "log")
    told = channels.notify([Broken(), Logbook(tmp_path / "none" / "log"), heard], NOTICE)
    assert list(told) == [
        "could not notify the pager of run r1: RuntimeError.",
        "could not notify the logbook of run r1: no such folder.",
    ]
    assert heard.path.is_file()


def test_the_webhook_is_not_in_the_text_of_the_channel() -> None:
    assert "secret" not in repr(Slack(SECRET))
