"""The Microsoft Teams channel: the webhook of a workflow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dbt_wap.notify.notice import FOR_PEOPLE, Delivery, Notice
from dbt_wap.notify.teams_message import payload
from dbt_wap.notify.web import post_json


@dataclass(frozen=True)
class Teams:
    """The webhook of a Teams workflow; its URL is a secret."""

    url: str = field(repr=False)
    name: str = "Microsoft Teams"
    events: frozenset[str] = FOR_PEOPLE
    has_threads: bool = False

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Teams | None:
        """Return the channel of WAP_TEAMS_WEBHOOK_URL, or None if it is not set."""
        url = environment.get("WAP_TEAMS_WEBHOOK_URL")
        return cls(url) if url else None

    def send(self, notice: Notice) -> Delivery:
        """Send the card; return what became of it."""
        return Delivery.of(post_json(self.url, payload(notice)))
