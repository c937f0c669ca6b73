"""The channels that there are. One that fails is a warning and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from dbt_wap.notify.notice import Channel, Notice
from dbt_wap.notify.slack import Slack

CHANNELS: tuple[Callable[[Mapping[str, str]], Channel | None], ...] = (Slack.of,)
"""What makes each channel of the environment, or none where that does not ask for it."""


def listening(environment: Mapping[str, str]) -> list[Channel]:
    """The channels that the environment asks for."""
    return [channel for make in CHANNELS if (channel := make(environment))]


def tell(channels: Iterable[Channel], notice: Notice) -> Iterator[str]:
    """Each channel has the notice, or a warning says which has not, and why."""
    for channel in channels:
        try:
            problem = channel.send(notice)
        except Exception as error:  # its text may hold a secret
            problem = f"it failed ({type(error).__name__})."
        if problem:
            yield f"{channel.name} was not told of run {notice.report.run_id}: {problem}"
