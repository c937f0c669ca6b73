"""Make the golden messages: one file for each event, with the message of each channel.

To write them again after a change: `python runner/tests/notify/golden.py`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dbt_wap.notify import slack_message, teams_message, webhook_message
from dbt_wap.notify.notice import EVENTS, Notice
from made_notices import notice, relation

FOLDER = Path(__file__).parent / "golden"
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


def golden_notice(event: str) -> Notice:
    """Return a notice of the event, of a run in which several things changed."""
    relations = [
        relation(removed=2, added=10, changed=None),
        relation("customers", changed=41),
        relation("payments", "added", before=None, added=9000),
        relation("refunds", "removed", after=None),
        relation("same", "identical"),
    ]
    relations[1]["columns"]["removed"] = ["email"]
    relations[1]["columns"]["retyped"] = [{"name": "age", "before": "INTEGER", "after": "TEXT"}]
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
        relations=relations,
        created_at="2026-03-01T10:11:30Z",
        requested_by="ada",
        actor=ACTORS.get(event, "ben"),
        next_command=f"wap publish {RUN}" if event == "interrupted" else None,
        next=f"wap rollback {RUN}",
        page_url=f"https://wap.example/runs/{RUN}",
        approval=RULE,
        approvals=APPROVALS[
            : {"waiting": 0, "audit_failed": 0, "partly_approved": 1}.get(event, 2)
        ],
        comment="agreed with finance" if event in ("approved", "partly_approved") else None,
        **given,
    )


def golden(event: str) -> dict[str, Any]:
    """Return the messages of all channels for the event."""
    made = golden_notice(event)
    return {
        "slack_webhook": slack_message.payload(made),
        "slack_app_message": slack_message.payload(made, decides=True),
        "slack_app_reply": slack_message.reply(made),
        "teams": teams_message.payload(made),
        "webhook": webhook_message.payload(made),
    }


def written(event: str) -> str:
    """Return the golden file of the event."""
    return json.dumps(golden(event), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for each in EVENTS:
        FOLDER.joinpath(f"{each}.json").write_text(written(each), encoding="utf-8")
