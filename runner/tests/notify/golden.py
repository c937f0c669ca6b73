"""Make the golden messages: one file for each event, with the message of each channel.

A run of an environment and each dialog of Slack have a file too.

To write them again after a change: `python runner/tests/notify/golden.py`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dbt_wap.model import Run
from dbt_wap.notify import slack_message, teams_message, webhook_message
from dbt_wap.notify.notice import EVENTS, Notice
from dbt_wap.serve.model import RunView
from dbt_wap.serve.slack import dialog
from dbt_wap.serve.slack.payload import Asked
from made_notices import notice, relation, report

FOLDER = Path(__file__).parent / "golden"
DIALOGS = ("dialog_approve", "dialog_override", "dialog_reject")
IN_ENVIRONMENT = "waiting_in_environment"
NAMES = (*EVENTS, IN_ENVIRONMENT, *DIALOGS)
SEEN = "2026-03-01T10:11:30Z"
RUN = "20260301_101112_ab12"
RULE = {
    "approvers": [{"name": "ana"}, {"name": "ben", "identity": ["password", "slack"]}],
    "min_approvals": 2,
    "forbid_self_approval": True,
}
APPROVALS = [
    {
        "by": name,
        "at": f"2026-03-01T1{hour}:00:00Z",
        "door": door,
        "identity": door,
        "reason": None,
        "override": [],
    }
    for name, hour, door in (("ana", 1, "page"), ("ben", 2, "slack"))
]
ACTORS = {"waiting": "ada", "audit_failed": "ada", "partly_approved": "ana"}


def changed_relations() -> list[dict[str, Any]]:
    """Return the relations of a run in which several things changed."""
    relations = [
        relation(removed=2, added=10, changed=None),
        relation("customers", changed=41),
        relation("payments", "added", before=None, added=9000),
        relation("refunds", "removed", after=None),
        relation("same", "identical"),
    ]
    relations[1]["columns"]["removed"] = ["email"]
    relations[1]["columns"]["retyped"] = [{"name": "age", "before": "INTEGER", "after": "TEXT"}]
    return relations


def lineage() -> dict[str, Any]:
    """Return the fields of a report about what its changes reach."""
    nodes = [
        {"id": "model.shop.orders", "kind": "model", "label": "shop.orders", "state": "changed"},
        {"id": "exposure.shop.kpi", "kind": "exposure", "label": "Weekly KPI", "state": None},
    ]
    reaches = {"models": 3, "exposures": ["exposure.shop.kpi"], "metrics": [], "saved_queries": []}
    return {"lineage": {"nodes": nodes, "edges": []}, "reaches": reaches}


def golden_notice(event: str, env: str | None = None) -> Notice:
    """Return a notice of the event, of a run in which several things changed."""
    relations = changed_relations()
    given: dict[str, Any] = {"reasons": ("shop.customers: column email dropped",)}
    if event == "audit_failed":
        results = [
            {"gate": name, "outcome": "block", "message": "2 rows removed, 0 allowed"}
            for name in ("max_removed", "allow_dropped_columns")
        ]
        relations[0]["gate"] = {"verdict": "block", "results": results}
        given = {
            "reasons": ("shop.orders: 2 rows removed, 0 allowed",),
            "failed_tests": ("unique_orders_id: 3 rows",),
            "verdict": "blocked",
            "overridable": ["max_removed"],
        }
    return notice(
        event,
        env=env,
        relations=relations,
        created_at=SEEN,
        requested_by="ada",
        actor=ACTORS.get(event, "ben"),
        next_command=f"wap publish {RUN}" if event == "interrupted" else None,
        next=f"wap rollback {RUN}",
        page_url=f"https://wap.example/runs/{RUN}",
        approval=RULE,
        approvals=APPROVALS[
            : {"waiting": 0, "audit_failed": 0, "partly_approved": 1}.get(event, 2)
        ],
        **lineage(),
        comment="agreed with finance" if event in ("approved", "partly_approved") else None,
        **given,
    )


def golden_dialog(decision: str) -> dict[str, Any]:
    """Return a dialog for ben, after ana has approved; `override` is one about gates."""
    is_blocked = decision == "override"
    verdict = "blocked" if is_blocked else "needs_approval"
    given = {name: None for name in Run.__dataclass_fields__} | {
        "run_id": RUN,
        "status": "audit_failed" if is_blocked else "awaiting_approval",
        "requested_by": "ada",
        "target": "prod",
        "schemas": (),
        "events": (),
        "verdict": verdict,
        "may": ("approve", "reject"),
        "approvals": APPROVALS[:1],
    }
    can: Any = {
        "conditions": [{"name": "gates", "holds": not is_blocked, "text": "gates block the run"}],
        "approvals": APPROVALS[:1],
        "needed": 2,
        "rule": RULE,
        "overridable": ["max_removed", "allow_dropped_columns"] if is_blocked else [],
    }
    made: Any = report(relations=changed_relations(), created_at=SEEN, verdict=verdict)
    asked = Asked("approve" if is_blocked else decision, RUN, "prod", SEEN)
    return dialog.question(asked, RunView("prod", Run.of(given), can, made), "C0DATA")


def golden(name: str) -> dict[str, Any]:
    """Return the messages of all channels for an event, or a dialog."""
    if name in DIALOGS:
        return golden_dialog(name.removeprefix("dialog_"))
    made = golden_notice("waiting", "pr_123") if name == IN_ENVIRONMENT else golden_notice(name)
    return {
        "slack_webhook": slack_message.payload(made),
        "slack_app_message": slack_message.payload(made, decides=True),
        "slack_app_reply": slack_message.reply(made),
        "teams": teams_message.payload(made),
        "webhook": webhook_message.payload(made),
    }


def written(name: str) -> str:
    """Return the golden file of an event or a dialog."""
    return json.dumps(golden(name), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for each in NAMES:
        FOLDER.joinpath(f"{each}.json").write_text(written(each), encoding="utf-8")
