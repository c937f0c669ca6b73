"""A notice of an event in a run, and the channels that send it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from dbt_wap.model import Approval
from dbt_wap.report.relation import Relation
from dbt_wap.report.report import Report
from dbt_wap.report.rule import ANYONE
from dbt_wap.report.steps import Standing
from dbt_wap.words import counted

EVENTS = {
    "waiting": ("Needs approval", "Requested by"),
    "partly_approved": ("Approved, needs another approval", "Approved by"),
    "approved": ("Approved, not yet published", "Approved by"),
    "audit_failed": ("Audit failed, nothing published", "Requested by"),
    "published": ("Published", "Published by"),
    "rejected": ("Rejected, nothing published", "Rejected by"),
    "rolled_back": ("Rolled back", "Rolled back by"),
    "interrupted": ("Interrupted, check prod", "Started by"),
    "discarded": ("Discarded, nothing published", "Discarded by"),
}
"""The headline of each event, and the label of its actor."""

IN_THREADS = frozenset(EVENTS)
"""The events for a channel that edits its message: all of them."""

FOR_MACHINES = IN_THREADS - {"discarded"}
FOR_PEOPLE = FOR_MACHINES - {"partly_approved"}
"""The events for channels that people read: an approval only when it is the last one needed."""

_SAME = ("approved", "published", "rejected", "rolled_back", "discarded")
_STATUSES = {name: name for name in _SAME}
_STATUSES["interrupted"] = "publish_interrupted"
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


@dataclass(frozen=True)
class Thread:
    """The first message about a run in a channel of Slack."""

    channel_id: str
    ts: str


@dataclass(frozen=True)
class Notice:
    """An event of a run; its report has no row values.

    `approvals` are those that the run has now, `comment` is that of the last one. `links` are
    more pages about the run, each a label and a URL. `thread` is the message that Slack already
    has about the run, `flow_run` the id of the Prefect flow run that waits for it.
    """

    event: str
    report: Report
    actor: str
    reasons: tuple[str, ...] = ()
    failed_tests: tuple[str, ...] = ()
    report_url: str | None = None
    next_command: str | None = None
    page_url: str | None = None
    approvals: Sequence[Approval] = ()
    comment: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    thread: Thread | None = None
    flow_run: str | None = None

    def __post_init__(self) -> None:
        """Drop all row values from the report; raise ValueError for an unknown event."""
        if self.event not in EVENTS:
            raise ValueError(f"unknown event {self.event!r}, expected one of {', '.join(EVENTS)}")
        object.__setattr__(self, "report", self.report.without_values)

    def in_thread(self, thread: Thread | None, flow_run: str | None = None) -> Notice:
        """Return the notice with the earlier message and the flow run that are about the run."""
        return replace(self, thread=thread, flow_run=flow_run)

    @property
    def headline(self) -> str:
        """Return the event in words."""
        return EVENTS[self.event][0]

    @property
    def headline_in_thread(self) -> str:
        """Return the event in words for the thread of the run."""
        if self.event == "waiting":
            return "Audited again, needs approval"
        if self.event == "partly_approved":
            given, needed = len(self.approvals), counted(self.needed, "approval")
            return f"Approved: {given} of {needed}"
        if self.event == "audit_failed":
            return "Audited again: audit failed, nothing published"
        return self.headline

    @property
    def actor_label(self) -> str:
        """Return the label of the actor, such as `Requested by`."""
        return EVENTS[self.event][1]

    @property
    def is_open(self) -> bool:
        """Return whether the run can be approved, if need be by overriding gates."""
        if self.event == "audit_failed":
            return bool(self.report.overridable)
        return self.event in ("waiting", "partly_approved")

    @property
    def is_safe(self) -> bool:
        """Return whether the run id can be pasted into a command."""
        return bool(_SAFE.fullmatch(self.report.run_id))

    @property
    def needed(self) -> int:
        """Return how many approvals the run needs."""
        return (self.report.approval or ANYONE).min_approvals

    @property
    def expires_at(self) -> str | None:
        """Return when a candidate that can be approved expires."""
        return self.report.expires_at if self.is_open else None

    @cached_property
    def changed(self) -> list[Relation]:
        """Return the relations that differ from prod, worst first."""
        return [relation for relation in self.report.listed if relation.differs]

    @cached_property
    def blocking_gates(self) -> list[str]:
        """Return the gates that block the run."""
        if self.event != "audit_failed":
            return []
        results = (result for entry in self.report.relations for result in entry.gates)
        return list(dict.fromkeys(each.gate for each in results if each.outcome == "block"))

    @property
    def can_roll_back(self) -> bool:
        """Return whether the run can be rolled back, now or after publishing."""
        if self.event == "published":
            return str(self.report.next).startswith("wap rollback ")
        return self.report.keeps_archive

    @property
    def commands(self) -> list[str]:
        """Return the commands to run next, safe to paste even if the run id is not."""
        run = self.report.run_id if self.is_safe else "RUN_ID"
        following = f"wap rollback {run}" if self.can_roll_back else "wap run"
        if self.event == "interrupted":
            following = self.next_command if self.is_safe and self.next_command else "wap status"
        standing = Standing(
            run_id=run,
            env=self.report.env,
            verdict="blocked" if self.event == "audit_failed" else "needs_approval",
            status=_STATUSES.get(self.event),
            next=following,
            overridable=tuple(g for g in self.report.overridable or () if _SAFE.fullmatch(g)),
            keeps_archive=self.can_roll_back,
        )
        return [f"wap report {run}", *dict.fromkeys(command for _, command in standing.steps)]


@dataclass(frozen=True)
class Delivery:
    """What became of a message: whether it arrived, and each problem.

    A problem is a sentence, or, if the message arrived, the end of one. It contains no secrets.
    `thread` is a message that Slack did not have before.
    """

    arrived: bool
    problems: tuple[str, ...] = ()
    thread: Thread | None = None

    @classmethod
    def of(cls, problem: str | None) -> Delivery:
        """Return the delivery of a message that arrived, or that failed for a reason."""
        return cls(arrived=problem is None, problems=(problem,) if problem else ())


class Channel(Protocol):
    """A place to send notices to."""

    @property
    def name(self) -> str:
        """Return its display name."""

    @property
    def events(self) -> frozenset[str]:
        """Return the events that it is notified of."""

    @property
    def has_threads(self) -> bool:
        """Return whether it replies to earlier messages about a run."""

    def send(self, notice: Notice) -> Delivery:
        """Send the notice; return what became of it."""
