"""The lines of the audit log: all on one line, as text and as JSON."""

from __future__ import annotations

import io
import json

from dbt_wap.cli.console import Console
from dbt_wap.model import Person
from dbt_wap.serve.security import audit_log


def written(log_format: str) -> str:
    err = io.StringIO()
    console = Console(quiet=True, log_format=log_format, out=io.StringIO(), err=err)
    ana = Person('ana\naudit: what="publish" who=ben', "page", "password")
    with audit_log.sent_to(console.audit):
        of_run = {"run_id": "20261126_200000_ab12", "target": "prod", "reason": "as planned"}
        audit_log.record("approve", "approved", person=ana, **of_run)
    audit_log.record("approve", "after the server stopped")
    return err.getvalue()


def test_a_name_cannot_write_a_line_of_its_own() -> None:
    [line] = written("text").splitlines()
    assert line.startswith("audit: what=approve outcome=approved who=")
    assert line.endswith(
        'door=page identity=password run_id=20261126_200000_ab12 target=prod reason="as planned"'
    )


def test_each_line_is_json_when_asked_for() -> None:
    said = json.loads(written("json"))
    assert said["info"]["name"] == "Audit"
    assert said["data"] == {
        "run_id": "20261126_200000_ab12",
        "what": "approve",
        "outcome": "approved",
        "who": 'ana\\naudit: what="publish" who=ben',
        "door": "page",
        "identity": "password",
        "address": None,
        "target": "prod",
        "reason": "as planned",
    }
