"""Types for the records of a run and the answers of the macros."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any, TypedDict

from dbt_wap.report.document import Pair, Report, Tests


class Status(str, Enum):
    """The statuses of a run."""

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
    """How schemas are named: for prod, for a candidate, or for views rebuilt before a publish.

    VIEWS is prod's naming, except that the views in the var dbt_wap_views are in audit schemas.
    STATE is prod's naming in a project without nodes, which is enough for the records of runs.
    """

    PROD = "prod"
    AUDIT = "audit"
    VIEWS = "views"
    STATE = "state"


class RunEvent(TypedDict):
    """An event of a run."""

    at: str
    event: str
    status: str
    actor: str
    detail: Mapping[str, Any]


class RunOptions(TypedDict, total=False):
    """How a run was built: dbt's flags, and the selected nodes, or None for all."""

    built_with: list[str]
    selected: list[str] | None


MESSAGES = ("notified", "not_notified")
"""The events that record whether a message about a run was delivered."""


@dataclass(frozen=True)
class Run:
    """A run as recorded in the state schema."""

    run_id: str
    status: Status
    created_at: str
    requested_by: str
    git_sha: str | None
    target: str
    env: str | None
    vars: str | Mapping[str, Any]
    schemas: tuple[Pair, ...]
    options: RunOptions
    events: tuple[RunEvent, ...]
    verdict: str | None
    reason: str | None
    expires_at: str | None
    prod: str
    next: str
    may: tuple[str, ...]
    approvals: tuple[Approval, ...]

    @property
    def changes(self) -> tuple[RunEvent, ...]:
        """Return the events that changed the run: all but those about messages."""
        return tuple(each for each in self.events if each["event"] not in MESSAGES)

    @property
    def changed_at(self) -> str:
        """Return when the run last changed."""
        return self.changes[-1]["at"] if self.changes else self.created_at

    @property
    def undelivered(self) -> str | None:
        """Return why no message about the last audit was delivered, or None."""
        told: list[RunEvent] = []
        for event in self.events:
            if event["event"] in ("audited", "blocked"):
                told = []
            elif event["event"] in MESSAGES:
                told.append(event)
        if any(event["event"] == "notified" for event in told):
            return None
        details = [event["detail"] for event in told if isinstance(event["detail"], Mapping)]
        reasons = ([detail.get("channel"), detail.get("reason")] for detail in details)
        return "; ".join(": ".join(str(word) for word in pair if word) for pair in reasons) or None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Run:
        """Return the run from the JSON of a macro."""
        values = {field.name: row[field.name] for field in fields(cls)}
        values["status"] = Status(row["status"])
        for name in ("schemas", "events", "may", "approvals"):
            values[name] = tuple(row[name])
        return cls(**values)


class Approvals(TypedDict):
    """The approvals that a run has, how many it needs, and the rule in words."""

    given: list[Approval]
    needed: int
    rule: str


class RunStatus(TypedDict):
    """The status of a run, as `wap status --json` prints it.

    `not_notified` says why no message about the last audit was delivered, or is None.
    """

    run_id: str
    status: str
    verdict: str | None
    reason: str | None
    created_at: str
    expires_at: str | None
    requested_by: str
    git_sha: str | None
    env: str | None
    schemas: list[Pair]
    tests: Tests
    approvals: Approvals
    not_notified: str | None
    report: str
    report_html: str
    next: str


class Node(TypedDict):
    """A node, as listed by dbt."""

    unique_id: str
    resource_type: str
    fqn: list[str]


class Result(TypedDict):
    """The result of a node, from dbt's run_results.json."""

    unique_id: str
    status: str
    message: str | None
    compiled_code: str | None


class Lock(TypedDict):
    """The answer of take_lock: the environment, how long the lock lasts, what it took over."""

    env: str
    taken_over: str | None
    lasts: float | None
    publishes_to: str | None


class Opened(TypedDict):
    """The answer of clone_schema: the run, and how many relations it cloned from prod."""

    run_id: str
    schemas: list[Pair]
    taken: int


class BuildPlan(TypedDict):
    """The answer of plan_build: which selected nodes an audit build builds, and where."""

    build: list[str]
    whole: bool
    places: Mapping[str, Any]
    also_selected: list[str]
    hooks: list[str]


class ViewPlan(TypedDict):
    """The answer of plan_views: the views that dbt can rebuild before the swap."""

    ready: bool
    views: list[str]
    also_selected: list[str]


@dataclass(frozen=True)
class Person:
    """Who acts, through which door, and how the door knows the name.

    `identity` is shell (a name that anyone can set), token, password, proxy or slack. `groups` are
    those that the door knows of.
    """

    name: str
    door: str = "cli"
    identity: str = "shell"
    groups: tuple[str, ...] = ()


class ApprovalRule(TypedDict):
    """Who may approve a run, as recorded by its audit; without approvers, anyone."""

    approvers: list[Mapping[str, Any]]
    min_approvals: int
    forbid_self_approval: bool


class Approval(TypedDict):
    """One approval of the last audit of a run."""

    by: str
    at: str
    door: str
    identity: str
    reason: str | None
    override: list[str]


class Condition(TypedDict):
    """A condition of an approval, and whether it holds, in words."""

    name: str
    holds: bool
    text: str


class CanApprove(TypedDict):
    """Whether a person may approve a run, with each condition and the approvals so far."""

    run_id: str
    allowed: bool
    conditions: list[Condition]
    approvals: list[Approval]
    needed: int
    rule: ApprovalRule
    overridable: list[str]


class Decision(TypedDict):
    """What an approval or a rejection did, in words, and whether it recorded a decision.

    `missing` is the number of approvals that the run still needs.
    """

    run_id: str
    outcome: str
    acted: bool
    missing: int
    next: str | None


class Step(TypedDict, total=False):
    """The answer of begin_publish, exchange and finish_publish: what is left for dbt to do.

    After the last step, `undo` is the command that rolls the run back, or None.
    """

    run_id: str
    done: bool
    was_done: bool
    views: list[str]
    also_selected: list[str]
    flags: list[str]
    compile: list[str]
    hooks: list[str]
    prepare: list[list[str]]
    target: str
    undo: str | None


class Destination(TypedDict):
    """Where a run publishes to, and the environments with a candidate that expired."""

    text: str
    expired: list[str]


class Statements(TypedDict, total=False):
    """The answer of a dry run: the statements, and the state that prod would have."""

    run_id: str
    statements: list[str]
    back: str


@dataclass(frozen=True)
class NodeChange:
    """A new status of a node while dbt builds: started, then success, pass, fail, error, skipped.

    `seconds` is how long it took, `message` is dbt's line about it.
    """

    unique_id: str
    name: str
    resource_type: str
    status: str
    seconds: float | None
    message: str


@dataclass(frozen=True)
class Environment:
    """An environment that has a candidate: its run, and the audit schemas."""

    name: str
    run_id: str
    status: Status
    reason: str | None
    created_at: str
    expires_at: str | None
    schemas: tuple[str, ...]

    @classmethod
    def of(cls, run: Run) -> Environment:
        """Return the environment of a run."""
        told = {f.name: getattr(run, f.name) for f in fields(cls) if f.name in vars(run)}
        return cls(**{**told, "name": run.env, "schemas": tuple(p["audit"] for p in run.schemas)})


OVER = (Status.PUBLISHED, Status.ROLLED_BACK, Status.DISCARDED)
"""The statuses of a run that has no candidate any more."""


@dataclass(frozen=True)
class Event:
    """Something that happened while a command runs.

    `kind` is note, warning or result (a sentence), progress or live (how far a step is), report
    (`text` is the path of the HTML page), node (`node` is what changed), or log (a line of dbt's
    log while it builds, with dbt's `level`: info, warn or error).
    """

    kind: str
    text: str = ""
    report: Report | None = None
    node: NodeChange | None = None
    level: str = "info"


Hear = Callable[[Event], None]


@dataclass(frozen=True)
class Selection:
    """What dbt builds, as options of `dbt build`.

    `supersede` discards an earlier candidate that needs approval or is approved; `drop_removed`
    drops relations that are no longer in the project.
    """

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
    supersede: bool = False
    drop_removed: bool = False

    def choosing(self) -> list[str]:
        """Return the flags that select nodes."""
        return self._flags("select", "exclude", "selector", "indirect_selection")

    def making(self) -> list[str]:
        """Return the flags that change what is built from the selected nodes."""
        windows = ("sample", "event_time_start", "event_time_end")
        return self._flags("full_refresh", "empty", *windows)

    def running(self) -> list[str]:
        """Return all flags except those that select nodes."""
        return self.making() + self._flags("fail_fast", "threads")

    def _flags(self, *names: str) -> list[str]:
        flags: list[str] = []
        for name in names:
            if value := getattr(self, name):
                values = value if isinstance(value, tuple) else () if value is True else (value,)
                flags += ["--" + name.replace("_", "-"), *map(str, values)]
        return flags
