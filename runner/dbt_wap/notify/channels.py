"""The notification channels. A channel that fails is only a warning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from dbt_wap.notify.notice import Channel, Delivery, Notice
from dbt_wap.notify.prefect import Prefect
from dbt_wap.notify.slack import slack
from dbt_wap.notify.teams import Teams
from dbt_wap.notify.webhook import Webhook

CHANNELS: tuple[Callable[[Mapping[str, str]], Channel | None], ...] = (
    *(slack, Teams.of, Webhook.of, Prefect.of),
)
"""Functions that make a channel from the environment, or return None if it is not configured."""


def configured(environment: Mapping[str, str]) -> list[Channel]:
    """Return the channels configured in the environment."""
    return [channel for make in CHANNELS if (channel := make(environment))]


def notify(channels: Iterable[Channel], notice: Notice) -> list[tuple[Channel, Delivery]]:
    """Send the notice to each channel at the same time; return what became of each message."""
    asked = [channel for channel in channels if notice.event in channel.events]
    with ThreadPoolExecutor(max(len(asked), 1)) as pool:
        return list(zip(asked, pool.map(lambda each: _sent(each, notice), asked), strict=True))


def warnings(run_id: str, deliveries: Iterable[tuple[Channel, Delivery]]) -> list[str]:
    """Return a sentence for each problem of a delivery."""
    return [
        f"{channel.name} was notified of run {run_id}, but {problem}"
        if delivery.arrived
        else f"could not notify {channel.name} of run {run_id}: {problem}"
        for channel, delivery in deliveries
        for problem in delivery.problems
    ]


def _sent(channel: Channel, notice: Notice) -> Delivery:
    try:
        return channel.send(notice)
    except Exception as error:  # its text may hold a secret
        return Delivery.of(f"{type(error).__name__}.")
