"""Find the message of a run in its events. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from dbt_wap.model import RunEvent
from dbt_wap.notify.notice import Thread


def thread_of(events: Iterable[RunEvent]) -> Thread | None:
    """Return the newest message that Slack has about a run."""
    details = [event["detail"] for event in events if event["event"] == "notified"]
    found = [detail for detail in details if detail.get("ts") and detail.get("channel_id")]
    return Thread(found[-1]["channel_id"], found[-1]["ts"]) if found else None
