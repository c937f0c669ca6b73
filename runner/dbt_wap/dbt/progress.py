"""Progress of a long step: nodes as they change, dbt's log, and the number of passed tests."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from dbt_wap.dbt.wire import progress_in
from dbt_wap.model import NodeChange
from dbt_wap.words import counted

Show = Callable[[str], None]
Clock = Callable[[], float]
PACE = 5.0
"""The seconds between two lines of an audit in a log; a terminal shows each."""
NODE_EVENTS = {"LogModelResult", "LogTestResult", "LogSeedResult", "LogSnapshotResult"}
_SKIPS = {"SkippingDetails", "LogSkipBecauseError"}
NODE_CHANGES = NODE_EVENTS | _SKIPS | {"LogStartLine", "LogNodeResult", "LogNodeNoOpResult"}
"""The events of dbt that say which node has a new status."""


class Progress:
    """Shows events of dbt; `live` gets lines that are soon overwritten."""

    def __init__(
        self,
        show: Show = lambda text: None,
        live: Show = lambda text: None,
        clock: Clock = time.monotonic,
    ) -> None:
        self.show = show
        self.live = live
        self._clock = clock
        self._shown_at = -PACE
        self._passed: list[str] = []  # appended to by dbt's threads

    def event(self, name: str, message: str, data: Mapping[str, Any]) -> None:
        """Show an event if it says how far a step is."""
        if name in NODE_EVENTS:
            node = data.get("node_info", {}).get("node_name") or data.get("description")
            place = f"{data.get('index')} of {data.get('total') or data.get('num_models')}"
            status = str(data.get("status", "")).split(" ")[0].lower()
            if name == "LogTestResult" and status == "pass":
                self._passed.append(str(node))
                self.live(f"{place} {counted(len(self._passed), 'test')} passed")
            else:
                self.show(f"{place} {node}: {status}")
        elif told := progress_in(message):
            self._pace(told)

    def _pace(self, text: str) -> None:
        """Show one line every few seconds, and those between live."""
        now = self._clock()
        if now - self._shown_at < PACE:
            self.live(text)
        else:
            self._shown_at = now
            self.show(text)

    def end(self) -> None:
        """Show how many tests passed in the step that ends."""
        if self._passed:
            self.show(f"{counted(len(self._passed), 'test')} passed")
            self._passed.clear()


def node_change(name: str, message: str, data: Mapping[str, Any]) -> NodeChange | None:
    """Return the new status of a node that an event of dbt reports, or None."""
    node = data.get("node_info") or {}
    if name not in NODE_CHANGES or not node.get("unique_id"):
        return None
    seconds = data.get("execution_time")
    return NodeChange(
        unique_id=str(node["unique_id"]),
        name=str(node.get("node_name") or node["unique_id"]),
        resource_type=str(node.get("resource_type") or ""),
        status="skipped" if name in _SKIPS else str(node.get("node_status") or ""),
        seconds=None if seconds is None else float(seconds),
        message=message,
    )
