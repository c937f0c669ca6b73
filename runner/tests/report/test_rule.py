"""The approval rule in words, as every format of the report shows it."""

from __future__ import annotations

from typing import Any

import pytest
from dbt_wap.report.report import read_report
from dbt_wap.report.rule import ANYONE
from made_reports import html, markdown, report, text

RULE: dict[str, Any] = {"approvers": [], "min_approvals": 1, "forbid_self_approval": False}
ANA = {"name": "ana", "identity": None}
BEN = {"name": "ben", "identity": ["password", "slack"]}
LEADS = {"group": "data-leads", "identity": ["proxy"]}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "1 approval by anyone"),
        ({"min_approvals": 2}, "2 approvals by anyone"),
        ({"approvers": [ANA]}, "1 approval by ana"),
        (
            {"approvers": [ANA, BEN, LEADS], "min_approvals": 2, "forbid_self_approval": True},
            "2 approvals by ana, ben (by password or slack) or group data-leads (by proxy);"
            " not by the requester",
        ),
    ],
)
def test_a_rule_in_words(changes: dict[str, Any], words: str) -> None:
    approval = read_report(report(approval={**RULE, **changes})).approval
    assert approval is not None
    assert approval.words == words
    assert (approval == ANYONE) is (not changes)


@pytest.mark.parametrize("approval", [None, RULE])
def test_a_report_is_silent_about_a_rule_that_no_one_declared(approval: object) -> None:
    made = report(approval=approval)
    for page in (text(made), markdown(made), html(made)):
        assert "approval by" not in page


def test_a_name_in_a_rule_stays_a_name() -> None:
    made = report(approval={**RULE, "approvers": [{"name": "<b>|`ana`", "identity": None}]})
    assert "Approval: 1 approval by <b>|`ana`" in text(made)
    assert "<bdi>1 approval by &lt;b&gt;|`ana`</bdi>" in html(made)
    assert "needs 1 approval by <b>" not in markdown(made)
