"""What happened to a run, as whoever hears of it has to know it, and who hears. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from dbt_wap.report.report import Report
from dbt_wap.report.steps import Standing

EVENTS = {
    "waiting": ("Waiting for approval", "Requested by"),
    "audit_failed": ("Audit failed, prod unchanged", "Requested by"),
    "published": ("Published", "Published by"),
    "rejected": ("Rejected, prod unchanged", "Rejected by"),
    "rolled_back": ("Rolled back", "Rolled back by"),
    "interrupted": ("Interrupted, look at prod", "Begun by"),
}
"""What can happen, in words, and what the actor has done then."""

_STATUSES = {name: name for name in ("published", "rejected", "rolled_back")}
_STATUSES["interrupted"] = "publish_interrupted"
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


@dataclass(frozen=True)
class Notice:
    """One thing that happened to a run; its report holds no value of a row."""

    event: str
    report: Report
    actor: str
    reasons: tuple[str, ...] = ()
    failed_tests: tuple[str, ...] = ()
    report_url: str | None = None
    next_command: str | None = None

    def __post_init__(self) -> None:
        """The report has lost its values; the event is one of EVENTS, or ValueError was raised."""
        if self.event not in EVENTS:
            raise ValueError(f"unknown event {self.event!r}, expected one of {', '.join(EVENTS)}")
        object.__setattr__(self, "report", self.report.without_values)

    @property
    def headline(self) -> str:
        """What happened, in words."""
        return EVENTS[self.event][0]

    @property
    def acted(self) -> str:
        """What the actor has done: `Requested by`."""
        return EVENTS[self.event][1]

    @property
    def expires_at(self) -> str | None:
        """When a candidate that waits is too old."""
        return self.report.expires_at if self.event == "waiting" else None

    @property
    def has_way_back(self) -> bool:
        """Whether the archive is there, or will be; once it is published, the warehouse says so."""
        if self.event == "published":
            return "rollback" in str(self.report.next)
        return self.report.keeps_archive

    @property
    def commands(self) -> list[str]:
        """What to type next, safe to paste whatever the run is called."""
        is_safe = bool(_SAFE.fullmatch(self.report.run_id))
        run = self.report.run_id if is_safe else "RUN_ID"
        following = f"wap rollback {run}" if self.has_way_back else "wap run"
        if self.event == "interrupted":
            following = self.next_command if is_safe and self.next_command else "wap status"
        standing = Standing(
            run_id=run,
            verdict="blocked" if self.event == "audit_failed" else "needs_approval",
            status=_STATUSES.get(self.event),
            next=following,
            overridable=tuple(g for g in self.report.overridable or () if _SAFE.fullmatch(g)),
            keeps_archive=self.has_way_back,
        )
        return [f"wap report {run}", *dict.fromkeys(command for _, command in standing.steps)]


class Channel(Protocol):
    """Where people hear of runs."""

    @property
    def name(self) -> str:
        """What people call it."""

    def send(self, notice: Notice) -> str | None:
        """The notice is told; or one sentence says why not, without a secret."""
