"""The notification channels. A channel that fails is only a warning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from dbt_wap.notify.notice import Channel, Notice
from dbt_wap.notify.slack import Slack

CHANNELS: tuple[Callable[[Mapping[str, str]], Channel | None], ...] = (Slack.of,)
"""Functions that make a channel from the environment, or return None if it is not configured."""


def configured(environment: Mapping[str, str]) -> list[Channel]:
    """Return the channels configured in the environment."""
    return [channel for make in CHANNELS if (channel := make(environment))]


def notify(channels: Iterable[Channel], notice: Notice) -> Iterator[str]:
    """Send the notice to each channel; yield a warning for each that fails."""
    for channel in channels:
        try:
            problem = channel.send(notice)
        except Exception as error:  # its text may hold a secret
            problem = f"{type(error).__name__}."
        if problem:
            yield f"could not notify {channel.name} of run {notice.report.run_id}: {problem}"
