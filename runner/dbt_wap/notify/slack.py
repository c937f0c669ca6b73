"""The Slack channel: an app, or an incoming webhook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dbt_wap.notify.notice import FOR_PEOPLE, Channel, Delivery, Notice
from dbt_wap.notify.slack_app import SlackApp
from dbt_wap.notify.slack_message import payload
from dbt_wap.notify.web import DEADLINE, post_json


@dataclass(frozen=True)
class SlackWebhook:
    """An incoming webhook; its URL is a secret."""

    url: str = field(repr=False)
    name: str = "Slack"
    events: frozenset[str] = FOR_PEOPLE
    has_threads: bool = False
    deadline: float = DEADLINE

    def send(self, notice: Notice) -> Delivery:
        """Send the message; return what became of it."""
        return Delivery.of(post_json(self.url, payload(notice), deadline=self.deadline))


@dataclass(frozen=True)
class AppOrWebhook:
    """An app, and a webhook for the messages that the app cannot send."""

    app: SlackApp
    webhook: SlackWebhook
    name: str = "Slack"
    has_threads: bool = True

    @property
    def events(self) -> frozenset[str]:
        """Return the events that the app is notified of."""
        return self.app.events

    def send(self, notice: Notice) -> Delivery:
        """Send the message by the app, or else by the webhook."""
        by_app = self.app.send(notice)
        if by_app.arrived or notice.event not in self.webhook.events:
            return by_app
        instead = self.webhook.send(notice)
        if instead.arrived:
            return Delivery(True, (f"only by the webhook: {' '.join(by_app.problems)}",))
        return Delivery(False, (*by_app.problems, *instead.problems))


def slack(environment: Mapping[str, str]) -> Channel | None:
    """Return the app of WAP_SLACK_BOT_TOKEN, the webhook of WAP_SLACK_WEBHOOK_URL, or both.

    Both together take as long as one.
    """
    token, url = environment.get("WAP_SLACK_BOT_TOKEN"), environment.get("WAP_SLACK_WEBHOOK_URL")
    if not token:
        return SlackWebhook(url) if url else None
    app = SlackApp(
        token,
        environment.get("WAP_SLACK_CHANNEL") or "",
        environment.get("WAP_SLACK_API_URL") or None,
        deadline=DEADLINE / 2 if url else DEADLINE,
    )
    return AppOrWebhook(app, SlackWebhook(url, deadline=DEADLINE / 2)) if url else app
