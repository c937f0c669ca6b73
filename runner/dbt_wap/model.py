"""What the warehouse knows of a run, as values that do not change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Status(str, Enum):
    """The closed set of statuses of a run."""

    WRITING = "writing"
    AUDIT_FAILED = "audit_failed"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    REJECTED = "rejected"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    PUBLISH_INTERRUPTED = "publish_interrupted"
    ROLLED_BACK = "rolled_back"
    DISCARDED = "discarded"
    FAILED = "failed"
    STALE = "stale"


class Mode(str, Enum):
    """The namings of one project: where prod lives, where a candidate is built, and views between.

    VIEWS is prod's naming but for the views of the var dbt_wap_views, which are in audit schemas.
    STATE is prod's, of a project that has no nodes: enough for the records of runs.
    """

    PROD = "prod"
    AUDIT = "audit"
    VIEWS = "views"
    STATE = "state"


@dataclass(frozen=True)
class Lock:
    """Who holds the lock of a project."""

    token: str
    holder: str
    host: str
    pid: str
    since: str
    expired: bool


@dataclass(frozen=True)
class Run:
    """One run as the state schema has it."""

    run_id: str
    status: Status
    created_at: str
    requested_by: str
    git_sha: str | None
    target: str
    vars: object
    schemas: tuple[Mapping[str, Any], ...]
    options: Mapping[str, Any]
    events: tuple[Mapping[str, Any], ...]
    verdict: str | None
    reason: str | None
    expires_at: str | None
    rolling_back: bool
    damage: str | None
    prod: str
    next: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Run:
        """The run that a macro has handed over as JSON."""
        return cls(
            run_id=row["run_id"],
            status=Status(row["status"]),
            created_at=row["created_at"],
            requested_by=row["requested_by"],
            git_sha=row["git_sha"],
            target=row["target"],
            vars=row["vars"],
            schemas=tuple(row["schemas"]),
            options=row["options"],
            events=tuple(row["events"]),
            verdict=row["verdict"],
            reason=row["reason"],
            expires_at=row["expires_at"],
            rolling_back=bool(row.get("rolling_back")),
            damage=row.get("damage"),
            prod=str(row.get("prod", "")),
            next=str(row.get("next", "")),
        )


@dataclass(frozen=True)
class State:
    """The runs of a project, newest first, and its lock."""

    runs: tuple[Run, ...]
    lock: Lock | None

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> State:
        """The state that a macro has handed over as JSON."""
        lock = data["lock"]
        return cls(
            runs=tuple(Run.of(row) for row in data["runs"]),
            lock=lock
            and Lock(
                lock["token"],
                lock["holder"],
                lock["host"],
                lock["pid"],
                lock["since"],
                lock["expired"],
            ),
        )


@dataclass(frozen=True)
class Selection:
    """What of the project dbt is to build, in dbt's own flags."""

    select: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    selector: str | None = None
    indirect_selection: str | None = None
    full_refresh: bool = False
    fail_fast: bool = False
    threads: int | None = None
    empty: bool = False
    sample: str | None = None
    event_time_start: str | None = None
    event_time_end: str | None = None

    def choosing(self) -> list[str]:
        """The flags that choose nodes."""
        flags: list[str] = []
        if self.select:
            flags += ["--select", *self.select]
        if self.exclude:
            flags += ["--exclude", *self.exclude]
        if self.selector:
            flags += ["--selector", self.selector]
        if self.indirect_selection:
            flags += ["--indirect-selection", self.indirect_selection]
        return flags

    def making(self) -> list[str]:
        """The flags that say what is made of it: other rows, or an incremental model anew."""
        flags = ["--full-refresh"] if self.full_refresh else []
        flags += ["--empty"] if self.empty else []
        for name in ("sample", "event_time_start", "event_time_end"):
            if value := getattr(self, name):
                flags += ["--" + name.replace("_", "-"), value]
        return flags

    def running(self) -> list[str]:
        """The flags that say how to build what was chosen."""
        flags = self.making() + (["--fail-fast"] if self.fail_fast else [])
        return flags + (["--threads", str(self.threads)] if self.threads else [])
