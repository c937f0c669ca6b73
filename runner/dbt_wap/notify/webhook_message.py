"""Render a notice as the JSON document of the generic webhook. Pure."""

from __future__ import annotations

from typing import Any

from dbt_wap.notify.message import WORST_RELATIONS, message
from dbt_wap.notify.notice import Notice
from dbt_wap.report.relation import Relation

MOST = 100


def payload(notice: Notice) -> dict[str, Any]:
    """Return the document; docs/webhook.schema.json describes it."""
    report, links = notice.report, {each.action_id: each.url for each in message(notice).links}
    return {
        "version": 1,
        "event": notice.event,
        "run": {
            "run_id": report.run_id,
            "created_at": report.created_at,
            "requested_by": report.requested_by,
            "git_sha": report.git_sha,
            "expires_at": notice.expires_at,
        },
        "project": report.project,
        "target": report.target,
        "env": report.env,
        "verdict": report.verdict,
        "actor": notice.actor,
        "reasons": list(notice.reasons[:MOST]),
        "failed_tests": list(notice.failed_tests[:MOST]),
        "gates": {"blocking": notice.blocking_gates, "overridable": list(report.overridable or ())},
        "approval": _approval(notice),
        "tests": dict(report.tests),
        "rows": {
            "added": report.totals.added,
            "removed": report.totals.removed,
            "changed": report.totals.changed,
            "relations_not_fully_counted": report.totals.uncounted,
        },
        "relations": {
            "total": len(report.relations),
            "changed": len(notice.changed),
            "worst": [_relation(each) for each in notice.changed[:WORST_RELATIONS]],
        },
        "reaches": _reaches(notice),
        "links": {"run": links.get("open_run"), "report": links.get("view_report")},
        "next": list(notice.commands),
    }


def _approval(notice: Notice) -> dict[str, Any] | None:
    """Return the approval rule, the approvals so far and how many are needed."""
    if notice.report.approval is None:
        return None
    shown = ("by", "at", "door", "identity", "reason")
    return {
        "rule": notice.report.approval.words,
        "needed": notice.needed,
        "given": [{key: each.get(key) for key in shown} for each in notice.approvals],
    }


def _reaches(notice: Notice) -> dict[str, Any] | None:
    """Return what is downstream of the changes, or None if it is not known."""
    if not notice.report.reaches:
        return None
    models, (exposures, metrics, queries) = notice.report.reaches.models, notice.report.reached
    named = {"exposures": exposures, "metrics": metrics, "saved_queries": queries}
    return {"models": models, **{what: names[:MOST] for what, names in named.items()}}


def _relation(relation: Relation) -> dict[str, Any]:
    """Return a relation with its numbers."""
    rows, columns = relation.rows, relation.columns
    return {
        "database": relation.database,
        "schema": relation.schema,
        "name": relation.name,
        "kind": relation.kind,
        "status": relation.status,
        "rows": {"before": rows.before, "after": rows.after, **rows.moved},
        "columns": {
            "added": list(columns.added),
            "removed": list(columns.removed),
            "retyped": [column.name for column in columns.retyped],
        },
    }
