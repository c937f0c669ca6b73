"""Progress of a long step: nodes as they finish, and the number of passed tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dbt_wap.dbt.wire import progress_in
from dbt_wap.words import counted

Show = Callable[[str], None]
NODE_EVENTS = {"LogModelResult", "LogTestResult", "LogSeedResult", "LogSnapshotResult"}


class Progress:
    """Shows events of dbt; `live` gets lines that are soon overwritten."""

    def __init__(self, show: Show = lambda text: None, live: Show = lambda text: None) -> None:
        self.show = show
        self.live = live
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
            self.show(told)

    def end(self) -> None:
        """Show how many tests passed in the step that ends."""
        if self._passed:
            self.show(f"{counted(len(self._passed), 'test')} passed")
            self._passed.clear()
