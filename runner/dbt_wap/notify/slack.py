"""Slack, by the incoming webhook whose address is in the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dbt_wap.notify.notice import Notice
from dbt_wap.notify.slack_message import payload
from dbt_wap.notify.web import post_json


@dataclass(frozen=True)
class Slack:
    """A channel of Slack; the address of its webhook is a secret."""

    url: str = field(repr=False)
    name: str = "Slack"

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Slack | None:
        """The channel of WAP_SLACK_WEBHOOK_URL, where that is set."""
        url = environment.get("WAP_SLACK_WEBHOOK_URL")
        return cls(url) if url else None

    def send(self, notice: Notice) -> str | None:
        """The message is there; or one sentence says why not."""
        return post_json(self.url, payload(notice))
