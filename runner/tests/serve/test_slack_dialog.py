"""The dialogs stay within the limits of Block Kit, whatever a run is called."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from dbt_wap.errors import DbtFailed, Stale
from dbt_wap.model import Person
from dbt_wap.serve.model import Job, RunView
from dbt_wap.serve.slack import dialog, texts
from dbt_wap.serve.slack.payload import Asked
from made_reports import HOSTILE, entry
from slack_sdk.models.views import View
from standin import PUBLISHED, SEEN, WAITS, StandIn

from integration_tests.slack_emulator.limits import faults_of_view

BEN = Person("ben", "slack", "slack")


def asked(decision: str = "approve", seen: str = SEEN) -> Asked:
    return Asked(decision, WAITS, "prod", seen)


def view(*relations: dict[str, Any], **can: Any) -> RunView:
    made = asyncio.run(StandIn().run(WAITS, BEN))
    assert made.report is not None
    assert made.can_approve is not None
    made.report["relations"] = list(relations)  # type: ignore[typeddict-item]
    made.can_approve.update(can)  # type: ignore[typeddict-item]
    return made


def well_formed(shown: dict[str, Any]) -> str:
    """Check the dialog against Slack's limits and the library's own; return its texts."""
    assert faults_of_view(shown) == []
    View(**shown).to_dict()
    return str(shown["blocks"])


@pytest.mark.parametrize("decision", ["approve", "reject"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_fit_and_cannot_mark_up(decision: str, name: str) -> None:
    wide = {"removed": [name] * 20, "added": [name] * 20, "retyped": [], "changed": {}}
    gates: Any = {"name": "gates", "holds": False, "text": name}
    made = view(
        *(entry(schema=name, name=f"{name}{n}", columns=wide) for n in range(9)),
        overridable=[f"gate_{n}" for n in range(12)],
        approvals=[{"by": name}] * 30,
        rule={"approvers": [{"name": name}] * 50, "min_approvals": 9},
        needed=9,
    )
    assert made.can_approve
    made.can_approve["conditions"].append(gates)
    shown = well_formed(dialog.question(asked(decision), made, "C1"))
    assert "<script>" not in shown
    made.can_approve["conditions"] += [{"name": "identity", "holds": False, "text": name}] * 20
    refused = dialog.question(asked(), made, "C1")
    well_formed(refused)
    assert "submit" not in refused
    well_formed(dialog.loading(asked(decision)))
    error = Stale("approve", name * 9, prod=name * 9, next_command=name)
    well_formed(dialog.refusal(asked(decision), error))


def test_the_dialog_shows_three_changes_the_rule_and_the_approvals() -> None:
    names = ("one", "two", "three", "four")
    made = view(
        *(entry(name=name) for name in names),
        approvals=[{"by": "ana"}],
        needed=2,
        rule={"approvers": [{"name": "ana"}, {"group": "leads"}], "min_approvals": 2},
    )
    shown = well_formed(dialog.question(asked(), made, "C1"))
    assert sum(f"marts.{name}`" in shown for name in names) == 3
    assert "4 changed relations" in shown
    assert "1 of 2 approvals (by ana); needs 2 approvals by ana or group leads" in shown
    assert "Publish when approved" in shown
    made = view(needed=3)
    assert "Publish when approved" not in well_formed(dialog.question(asked(), made, "C1"))


def test_a_run_that_is_being_published_cannot_be_decided() -> None:
    made = view()
    made = RunView(**{**vars(made), "job": Job("publish", WAITS, "prod", Person("ana"))})
    shown = dialog.question(asked("reject"), made, "C1")
    assert "ana already started the publish" in well_formed(shown)


@pytest.mark.parametrize("decision", ["approve", "reject"])
@pytest.mark.parametrize("report_was_read", [True, False])
def test_while_another_run_is_published_the_dialog_says_so(
    decision: str, report_was_read: bool
) -> None:
    """What is known then is from the last read, which may be without the report."""
    job = Job("publish", PUBLISHED, "prod", Person("ana"))
    last = {**vars(view()), "can_approve": None, "working": job}
    made = RunView(**(last if report_was_read else {**last, "report": None}))
    shown = dialog.question(asked(decision), made, "C1")
    text = f"A publish of run `{PUBLISHED}` is running. Click again when it has ended."
    assert text in well_formed(shown)
    assert "submit" not in shown


def test_errors_that_may_quote_rows_are_not_quoted() -> None:
    failed = DbtFailed("publish", "could not convert 'secret'", prod="unchanged")
    assert "secret" not in texts.refused_text("approve", WAITS, failed)
    stale = Stale("approve", "run x was audited again")
    assert "run x was audited again\nprod: unchanged" in texts.refused_text("approve", WAITS, stale)
