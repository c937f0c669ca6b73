"""What the events of a run say about its messages. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dbt_wap.model import RunEvent
from dbt_wap.notify.notice import Thread


def flow_run_of(events: Sequence[RunEvent]) -> str | None:
    """Return the newest Prefect flow run that waits for a decision about a run."""
    details = [event["detail"] for event in events if event["event"] == "notified"]
    found = [detail["flow_run_id"] for detail in details if detail.get("flow_run_id")]
    return str(found[-1]) if found else None


def thread_of(events: Sequence[RunEvent]) -> Thread | None:
    """Return the newest message that Slack has about a run."""
    details = [event["detail"] for event in events if event["event"] == "notified"]
    found = [detail for detail in details if detail.get("ts") and detail.get("channel_id")]
    return Thread(found[-1]["channel_id"], found[-1]["ts"]) if found else None
