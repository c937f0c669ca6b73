"""Runs and environments as lists: in at most 100 columns for people, as JSON for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dbt_wap.model import Environment, Run
from dbt_wap.report.values import middle, visible, width
from dbt_wap.words import status_words

ROOM = 100


def history_entry(run: Run) -> dict[str, Any]:
    """Return the entry of a run in `wap history --json`."""
    return {
        "run_id": run.run_id,
        "status": run.status.value,
        "verdict": run.verdict,
        "target": run.target,
        "env": run.env,
        "created_at": run.created_at,
        "changed_at": run.changed_at,
        "expires_at": run.expires_at,
        "requested_by": run.requested_by,
        "approved_by": _approver(run),
        "approvals": list(run.approvals),
        "git_sha": run.git_sha,
        "reason": run.reason,
    }


def history_table(runs: Sequence[Run]) -> str:
    """Return a table with a header and one line per run; a reason goes on the line below."""
    heads = ("run", "updated (UTC)", "status", "verdict", "target", "env", "requester", "approver")
    rows = [heads, *map(_cells, runs)]
    if not any(run.env for run in runs):
        rows = [row[:5] + row[6:] for row in rows]
    return _table(rows, [run.reason for run in runs], range(4, len(rows[0])))


def environment_entry(found: Environment) -> dict[str, Any]:
    """Return the entry of an environment in `wap env list --json`."""
    return {**vars(found), "status": found.status.value, "schemas": list(found.schemas)}


def environment_table(found: Sequence[Environment]) -> str:
    """Return a table with a header and one line per environment; a reason is on the line below."""
    heads = ("environment", "run", "status", "created (UTC)", "expires (UTC)", "schemas")
    rows: list[tuple[str, ...]] = [heads]
    for each in found:
        times = [_minute(at) if at else "-" for at in (each.created_at, each.expires_at)]
        told = (each.name, each.run_id, status_words(each.status.value), *times)
        rows.append((*told, visible(", ".join(each.schemas))))
    return _table(rows, [each.reason for each in found], (0, 5))


def _table(
    rows: Sequence[tuple[str, ...]], reasons: Sequence[str | None], may_cut: Sequence[int]
) -> str:
    """Return the rows, the first of which is the header, in columns that fit the terminal."""
    sizes = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
    while sum(sizes) + 2 * len(sizes) - 2 > ROOM and max(sizes[at] for at in may_cut) > 4:
        sizes[max(may_cut, key=lambda at: sizes[at])] -= 1
    return "\n".join(
        line
        for row, reason in zip(rows, [None, *reasons], strict=True)
        for line in _lines(row, sizes, reason)
    )


def _cells(run: Run) -> tuple[str, ...]:
    who = (run.target, run.env or "-", run.requested_by, _approvers(run) or "-")
    status, verdict = status_words(run.status.value), status_words(run.verdict or "-")
    told = (run.run_id, _minute(run.changed_at), status, verdict, *who)
    return tuple(visible(cell) for cell in told)


def _minute(time: str) -> str:
    return time[:16].replace("T", " ")


def _lines(row: Sequence[str], sizes: Sequence[int], reason: str | None) -> Iterator[str]:
    cut = [middle(cell, size) for cell, size in zip(row, sizes, strict=True)]
    gaps = [" " * (size - width(cell)) for cell, size in zip(cut, sizes, strict=True)]
    yield "  ".join(cell + gap for cell, gap in zip(cut, gaps, strict=True)).rstrip()
    if reason:
        yield "    " + middle(visible(reason), ROOM - 4)


def _approvers(run: Run) -> str | None:
    """Return everyone whose approval counts, or who approved the run last."""
    return ", ".join(each["by"] for each in run.approvals) or _approver(run)


def _approver(run: Run) -> str | None:
    """Return who approved the run last."""
    said = [event["actor"] for event in run.events if event["event"] == "approved"]
    return str(said[-1]) if said else None
