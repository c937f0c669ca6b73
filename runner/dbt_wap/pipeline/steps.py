"""The state that the steps of one command share."""

from __future__ import annotations

from dbt_wap.config import Settings
from dbt_wap.dbt.dbt import Dbt
from dbt_wap.errors import WapError
from dbt_wap.model import Event, Hear, Run
from dbt_wap.pipeline.store import Store


class Steps:
    """dbt, the records of runs, the listener, and how far this command is."""

    def __init__(self, settings: Settings, hear: Hear) -> None:
        self.settings = settings
        self.hear = hear
        self.dbt = Dbt(
            settings,
            lambda text: hear(Event("progress", text)),
            lambda text: hear(Event("live", text)),
            hear,
        )
        self.store = Store(self.dbt, self.error)
        self.run_id: str | None = None
        self.before: Run | None = None
        self.changing: str | None = None
        self.hooks: list[str] = []
        self._place: str | None = None

    def note(self, text: str) -> None:
        """Send a note."""
        self.hear(Event("note", text))

    def error(self, text: str) -> None:
        """Send a warning, which is shown even with --quiet."""
        self.hear(Event("warning", text))

    def tell_place(self, text: str) -> None:
        """Send a note about where this run publishes to, once."""
        if text and self._place != text:
            self._place = text
            self.note(text)

    def mark(self, run_id: str, event: str, reason: str) -> None:
        """Record an event of a run, or warn if that fails."""
        try:
            self.store.call("mark_run", run=run_id, event=event, reason=reason)
        except WapError as error:
            self.error(f"could not record {event} of run {run_id} ({reason}): {error.what}")
