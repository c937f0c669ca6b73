"""What the API takes and answers; its OpenAPI document and its checks are made from these types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypedDict

from dbt_wap.model import Approval, CanApprove, RunEvent, Status
from dbt_wap.report.document import Pair, Tests

_NO_NUL = {"pattern": r"^[^\x00]+$"}
_NOT_BLANK = {"pattern": r"^[^\x00]*[^\s\x00][^\x00]*$"}


def _about(text: str, **keywords: Any) -> dict[str, Any]:
    return {"description": text, **keywords}


RunId = Annotated[
    str, _about("The full run id.", pattern=r"^[0-9]{8}_[0-9]{6}_[g-z][0-9a-z]{3}$", maxLength=20)
]
Reason = Annotated[str, _about("Recorded with the decision.", maxLength=2000, **_NOT_BLANK)]
Seen = Annotated[
    str,
    _about(
        "The `report_created_at` that you read. If the run was audited again since then, the "
        "answer is 409 and nothing happens.",
        maxLength=64,
        **_NO_NUL,
    ),
]
Gate = Annotated[str, {"maxLength": 200, **_NO_NUL}]
Gates = Annotated[
    list[Gate],
    _about("Gates to override, from `can_approve.overridable`.", minItems=1, maxItems=100),
]
Time = Annotated[str, {"format": "date-time"}]


class RunsQuery(TypedDict, total=False):
    """The query of the list of runs."""

    limit: Annotated[int, _about("At most this many runs.", minimum=1, maximum=200, default=50)]
    target: Annotated[str, _about("Only runs of this target.", maxLength=200, **_NO_NUL)]
    status: Annotated[Status, _about("Only runs with this status.")]
    env: Annotated[
        str, _about("Only runs of this environment; `-`: of none.", maxLength=200, **_NO_NUL)
    ]


class _Seen(TypedDict):
    seen: Seen


class Approve(_Seen, total=False):
    """An approval. `override` requires `reason`."""

    reason: Reason
    override: Gates


class _Reason(TypedDict):
    reason: Reason


class Reject(_Reason, total=False):
    """A rejection."""

    seen: Seen


class Publish(TypedDict, total=False):
    """A publish or a rollback."""

    reason: Reason
    seen: Seen


class Problem(TypedDict):
    """An error, with the fields that `wap --json` prints."""

    code: Annotated[int, _about("The exit code that `wap` would have.")]
    where: Annotated[str, _about("The step that failed.")]
    what: Annotated[str, _about("What went wrong.")]
    prod: Annotated[str, _about("What happened to prod.")]
    next: Annotated[str, _about("What to do next.")]


class Error(TypedDict):
    """The answer to a request that failed."""

    error: Problem


class Health(TypedDict):
    """The server runs. It says nothing about the warehouse."""

    status: Literal["ok"]
    version: Annotated[str, _about("The version of dbt-wap.")]


class JobView(TypedDict):
    """A publish or a rollback that is running."""

    run_id: str
    target: str
    action: Literal["publish", "rollback"]
    by: str
    started_at: Time
    lines: Annotated[list[str], _about("Its progress so far.")]


class RunEntry(TypedDict):
    """A run in the list of runs."""

    run_id: RunId
    target: Annotated[str, _about("The dbt target that the run publishes to.")]
    env: Annotated[str | None, _about("The environment of the run. Null: none.")]
    status: Annotated[Status, _about("The status now.")]
    verdict: Annotated[
        Literal["pass", "needs_approval", "blocked"] | None,
        _about("The result of the audit. Null before it."),
    ]
    reason: Annotated[str | None, _about("Why the run failed, was blocked or was rejected.")]
    created_at: Annotated[str, _about("When the run began.", format="date-time")]
    expires_at: Annotated[str | None, _about("When the candidate expires.")]
    requested_by: Annotated[str, _about("Who started the run.")]
    git_sha: Annotated[str | None, _about("The commit of the project, if it is known.")]
    prod: Annotated[str, _about("What the run did to prod.")]
    next: Annotated[str, _about("The next command of `wap`.")]
    may: Annotated[list[str], _about("What the status of the run allows now.")]
    approvals: Annotated[list[Approval], _about("The approvals since the last audit.")]


class RunAnswer(RunEntry):
    """A run."""

    schemas: Annotated[
        list[Pair], _about("Each schema in prod, of the candidate, and of the archive.")
    ]
    tests: Annotated[Tests | None, _about("Tests by outcome. Null before the audit.")]
    report_created_at: Annotated[
        str | None, _about("When the audit made the report. Pass it as `seen` in a decision.")
    ]
    events: Annotated[list[RunEvent], _about("What happened to the run, oldest first.")]
    can_approve: Annotated[
        CanApprove | None,
        _about(
            "Whether you may approve the run, and which conditions hold. Null while a publish or "
            "rollback is running."
        ),
    ]
    job: Annotated[JobView | None, _about("The publish or rollback that is running.")]


class DecidedRun(RunAnswer):
    """A run after a decision."""

    outcome: Annotated[str, _about("What happened.")]


class Runs(TypedDict):
    """The newest runs of all targets, newest first."""

    runs: list[RunEntry]
    faults: Annotated[
        Mapping[str, Problem], _about("The targets that could not be read, with the reason.")
    ]
    read_at: Annotated[Time, _about("When the runs were read from the warehouse.")]
    working: Annotated[
        JobView | None, _about("The publish or rollback that is running, of any run.")
    ]
