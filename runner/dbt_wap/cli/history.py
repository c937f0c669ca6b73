"""The runs of a target as a list: in at most 100 columns for people, as JSON for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dbt_wap.model import Run
from dbt_wap.report.values import middle, visible, width
from dbt_wap.words import status_words

ROOM = 100
_HEAD = ("run", "updated (UTC)", "status", "verdict", "target", "requester", "approver")
_MAY_CUT = (4, 5, 6)


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
    rows = [_HEAD, *map(_cells, runs)]
    sizes = [max(width(row[at]) for row in rows) for at in range(len(_HEAD))]
    while sum(sizes) + 2 * len(sizes) - 2 > ROOM and max(sizes[at] for at in _MAY_CUT) > 4:
        sizes[max(_MAY_CUT, key=lambda at: sizes[at])] -= 1
    reasons = [None, *(run.reason for run in runs)]
    return "\n".join(
        line
        for row, reason in zip(rows, reasons, strict=True)
        for line in _lines(row, sizes, reason)
    )


def _cells(run: Run) -> tuple[str, ...]:
    since = run.changed_at[:16].replace("T", " ")
    who = (run.target, run.requested_by, _approvers(run) or "-")
    status, verdict = status_words(run.status.value), status_words(run.verdict or "-")
    told = (run.run_id, since, status, verdict, *who)
    return tuple(visible(cell) for cell in told)


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
