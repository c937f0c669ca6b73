"""The Slack channel: an incoming webhook configured in the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dbt_wap.notify.notice import Notice
from dbt_wap.notify.slack_message import payload
from dbt_wap.notify.web import post_json


@dataclass(frozen=True)
class Slack:
    """A Slack incoming webhook; its URL is a secret."""

    url: str = field(repr=False)
    name: str = "Slack"

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Slack | None:
        """Return the channel of WAP_SLACK_WEBHOOK_URL, or None if it is not set."""
        url = environment.get("WAP_SLACK_WEBHOOK_URL")
        return cls(url) if url else None

    def send(self, notice: Notice) -> str | None:
        """Send the message; return None, or one sentence on why it failed."""
        return post_json(self.url, payload(notice))
