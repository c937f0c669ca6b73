"""What the first page shows: what needs attention, and the history. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dbt_wap.errors import WapError
from dbt_wap.model import Run, Status
from dbt_wap.serve.deciding import is_going_back
from dbt_wap.serve.model import Board
from dbt_wap.serve.picture import kind, moved, spent
from dbt_wap.serve.timeline import approved_by, duration
from dbt_wap.words import status_words


@dataclass(frozen=True)
class Attention:
    """Something that a person has to decide or to fix."""

    urgency: int
    tone: str
    title: str
    target: str
    facts: tuple[str, ...]
    todo: str
    run: Run | None = None
    fault: WapError | None = None


def attention(board: Board) -> list[Attention]:
    """Return what needs a person, most urgent first, in all targets."""
    found = [_unread(target, fault) for target, fault in board.faults.items()]
    found += [item for run in board.runs for item in _of_run(run)]
    return sorted(found, key=lambda item: item.urgency)


def _unread(target: str, fault: WapError) -> Attention:
    facts = (fault.what.splitlines()[0] if fault.what else "unknown reason",)
    title = f"Target {target} could not be read"
    return Attention(1, "bad", title, target, facts, "Try again", fault=fault)


def _of_run(run: Run) -> Iterator[Attention]:
    status, by = run.status, ", ".join(approved_by(run))
    until: tuple[str, ...] = (f"expires {_time(run.expires_at)}",) if run.expires_at else ()
    if lost := run.undelivered:
        until = (*until, f"no message was delivered: {lost}")
    if status is Status.PUBLISH_INTERRUPTED:
        back = is_going_back(run)
        title = "Rollback interrupted" if back else "Publish interrupted"
        todo = "Finish the rollback" if back else "Finish or roll back"
        yield _item(run, 0, "bad", title, (f"prod: {run.prod}",), todo)
    elif status is Status.AWAITING_APPROVAL:
        facts = (f"approved by {by}, more approvals needed", *until) if by else until
        yield _item(run, 2, "open", "Needs approval", facts, "Review")
    elif status is Status.APPROVED:
        facts = (f"approved by {by}" if by else "approved", *until)
        yield _item(run, 3, "open", "Approved, not published", facts, "Publish")
    elif status is Status.AUDIT_FAILED and (gates := overridable(run)):
        facts = (f"blocked only by {', '.join(gates)}",)
        yield _item(run, 4, "warn", "Blocked by gates that you can override", facts, "Review")


def _item(
    run: Run, urgency: int, tone: str, title: str, facts: tuple[str, ...], todo: str
) -> Attention:
    facts = (f"requested by {run.requested_by} {_time(run.created_at)}", *facts)
    return Attention(urgency, tone, title, run.target, facts, todo, run=run)


def overridable(run: Run) -> tuple[str, ...]:
    """Return the gates that block a run and can be overridden, as its last audit recorded them."""
    audits = [event for event in run.events if event["event"] in ("audited", "blocked", "passed")]
    detail = audits[-1]["detail"] if audits else None
    return tuple(map(str, (detail or {}).get("overridable") or ()))


@dataclass(frozen=True)
class Entry:
    """A run in the table of the history."""

    run: Run
    kind: str
    changed_at: str
    approved_by: str
    took: str
    moved: int | None


def entries(runs: Sequence[Run]) -> list[Entry]:
    """Return the rows of the history."""
    return [
        Entry(
            run=run,
            kind=kind(run),
            changed_at=run.changed_at,
            approved_by=", ".join(approved_by(run)),
            took=spent(duration(run)),
            moved=moved(run),
        )
        for run in runs
    ]


NO_ENV = "-"
"""Instead of the name of an environment: the runs without one."""


def matching(runs: Sequence[Run], q: str, status: str, target: str, env: str) -> list[Run]:
    """Return the runs with this status, target and environment that have every word of `q`."""
    words = q.casefold().split()
    return [
        run
        for run in runs
        if (not status or run.status.value == status)
        and (not target or run.target == target)
        and (not env or (run.env or NO_ENV) == env)
        and all(word in _record(run) for word in words)
    ]


def _record(run: Run) -> str:
    """Return the text in which a search looks."""
    told = [run.run_id, run.requested_by, run.target, run.env, run.git_sha, run.reason]
    told.append(run.status.value)
    told += [status_words(run.status.value), status_words(run.verdict or "")]
    for event in run.events:
        told += [event["actor"], str((event["detail"] or {}).get("reason") or "")]
    return "\n".join(str(each) for each in told if each).casefold()


def _time(at: str) -> str:
    return f"{at[:10]} {at[11:16]} UTC"
