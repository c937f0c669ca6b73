"""What the warehouse knows of a run, and what the macros answer, as typed values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any, TypedDict

from dbt_wap.report.document import Pair, Report, Tests


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


class RunEvent(TypedDict):
    """What has happened to a run."""

    at: str
    event: str
    status: str
    actor: str
    detail: Mapping[str, Any]


class RunOptions(TypedDict, total=False):
    """How a run was built: dbt's flags, and the nodes where it is a part of the project."""

    built_with: list[str]
    selected: list[str] | None


@dataclass(frozen=True)
class Run:
    """One run as the state schema has it."""

    run_id: str
    status: Status
    created_at: str
    requested_by: str
    git_sha: str | None
    target: str
    vars: str | Mapping[str, Any]
    schemas: tuple[Pair, ...]
    options: RunOptions
    events: tuple[RunEvent, ...]
    verdict: str | None
    reason: str | None
    expires_at: str | None
    prod: str
    next: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Run:
        """The run that a macro has handed over as JSON."""
        values = {field.name: row[field.name] for field in fields(cls)}
        values["status"] = Status(row["status"])
        return cls(**{**values, "schemas": tuple(row["schemas"]), "events": tuple(row["events"])})


class RunStatus(TypedDict):
    """Where a run is: what `wap status --json` prints."""

    run_id: str
    status: str
    verdict: str | None
    reason: str | None
    created_at: str
    expires_at: str | None
    requested_by: str
    git_sha: str | None
    schemas: list[Pair]
    tests: Tests
    report: str
    report_html: str
    next: str


class Node(TypedDict):
    """What dbt lists of a node."""

    unique_id: str
    resource_type: str
    fqn: list[str]


class Result(TypedDict):
    """How dbt says that a node ended."""

    unique_id: str
    status: str
    message: str | None
    compiled_code: str | None


class Lock(TypedDict):
    """What take_lock answers: how long the lock lasts, and what was taken over with it."""

    taken_over: str | None
    lasts: float | None
    publishes_to: str | None


class Opened(TypedDict):
    """What clone_schema answers: the run, and how many relations it took from prod."""

    run_id: str
    schemas: list[Pair]
    taken: int


class BuildPlan(TypedDict):
    """What plan_build answers: what of the selected nodes an audit build takes, and where."""

    build: list[str]
    whole: bool
    places: Mapping[str, Any]
    also_selected: list[str]
    hooks: list[str]


class ViewPlan(TypedDict):
    """What plan_views answers: the views that dbt can make before the swap."""

    ready: bool
    views: list[str]
    also_selected: list[str]


class Step(TypedDict, total=False):
    """What prepare_publish, exchange and finish_publish answer: what is left for dbt to do."""

    run_id: str
    done: bool
    was_done: bool
    views: list[str]
    also_selected: list[str]
    flags: list[str]
    compile: list[str]
    hooks: list[str]
    prepare: list[list[str]]
    archives_dropped: list[str]


class Statements(TypedDict, total=False):
    """What a dry run answers: the statements, and what prod would be."""

    run_id: str
    statements: list[str]
    back: str


@dataclass(frozen=True)
class Event:
    """What a caller hears while a command runs.

    `kind` is note, warning or result (a sentence), progress or live (how far a step is), or report,
    whose text is where the page of the report is.
    """

    kind: str
    text: str = ""
    report: Report | None = None


Hear = Callable[[Event], None]


@dataclass(frozen=True)
class Selection:
    """What of the project dbt is to build, in dbt's own flags, and what may go for it: with
    `supersede` a candidate that waits, with `drop_removed` what the project no longer has."""

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
        """The flags that choose nodes."""
        return self._flags("select", "exclude", "selector", "indirect_selection")

    def making(self) -> list[str]:
        """The flags that say what is made of it: other rows, or an incremental model anew."""
        windows = ("sample", "event_time_start", "event_time_end")
        return self._flags("full_refresh", "empty", *windows)

    def running(self) -> list[str]:
        """The flags that say how to build what was chosen."""
        return self.making() + self._flags("fail_fast", "threads")

    def _flags(self, *names: str) -> list[str]:
        flags: list[str] = []
        for name in names:
            if value := getattr(self, name):
                values = value if isinstance(value, tuple) else () if value is True else (value,)
                flags += ["--" + name.replace("_", "-"), *map(str, values)]
        return flags
