"""A notice of an event in a run, and the channels that send it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from dbt_wap.report.report import Report
from dbt_wap.report.steps import Standing

EVENTS = {
    "waiting": ("Needs approval", "Requested by"),
    "audit_failed": ("Audit failed, nothing published", "Requested by"),
    "published": ("Published", "Published by"),
    "rejected": ("Rejected, nothing published", "Rejected by"),
    "rolled_back": ("Rolled back", "Rolled back by"),
    "interrupted": ("Interrupted, check prod", "Started by"),
}
"""The headline of each event, and the label of its actor."""

_STATUSES = {name: name for name in ("published", "rejected", "rolled_back")}
_STATUSES["interrupted"] = "publish_interrupted"
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


@dataclass(frozen=True)
class Notice:
    """An event of a run; its report has no row values."""

    event: str
    report: Report
    actor: str
    reasons: tuple[str, ...] = ()
    failed_tests: tuple[str, ...] = ()
    report_url: str | None = None
    next_command: str | None = None

    def __post_init__(self) -> None:
        """Drop all row values from the report; raise ValueError for an unknown event."""
        if self.event not in EVENTS:
            raise ValueError(f"unknown event {self.event!r}, expected one of {', '.join(EVENTS)}")
        object.__setattr__(self, "report", self.report.without_values)

    @property
    def headline(self) -> str:
        """Return the event in words."""
        return EVENTS[self.event][0]

    @property
    def actor_label(self) -> str:
        """Return the label of the actor, such as `Requested by`."""
        return EVENTS[self.event][1]

    @property
    def expires_at(self) -> str | None:
        """Return when a candidate that needs approval expires."""
        return self.report.expires_at if self.event == "waiting" else None

    @property
    def can_roll_back(self) -> bool:
        """Return whether the run can be rolled back, now or after publishing."""
        if self.event == "published":
            return "rollback" in str(self.report.next)
        return self.report.keeps_archive

    @property
    def commands(self) -> list[str]:
        """Return the commands to run next, safe to paste even if the run id is not."""
        is_safe = bool(_SAFE.fullmatch(self.report.run_id))
        run = self.report.run_id if is_safe else "RUN_ID"
        following = f"wap rollback {run}" if self.can_roll_back else "wap run"
        if self.event == "interrupted":
            following = self.next_command if is_safe and self.next_command else "wap status"
        standing = Standing(
            run_id=run,
            verdict="blocked" if self.event == "audit_failed" else "needs_approval",
            status=_STATUSES.get(self.event),
            next=following,
            overridable=tuple(g for g in self.report.overridable or () if _SAFE.fullmatch(g)),
            keeps_archive=self.can_roll_back,
        )
        return [f"wap report {run}", *dict.fromkeys(command for _, command in standing.steps)]


class Channel(Protocol):
    """A place to send notices to."""

    @property
    def name(self) -> str:
        """Return its display name."""

    def send(self, notice: Notice) -> str | None:
        """Send the notice; return None, or one sentence without secrets on why it failed."""
