"""Build and audit a candidate, ask in Airflow, then publish or reject it. Set-up: README.md."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

if TYPE_CHECKING:
    from dbt_wap import Event, Project

PROJECT_DIR = Path(os.environ.get("WAP_PROJECT_DIR", "."))
TARGET = os.environ.get("WAP_TARGET")
PUBLISH, REJECT = "Publish", "Reject"
ANSWER_WITHIN = timedelta(hours=24)
RETRIES = {"retries": 2, "retry_delay": timedelta(minutes=5)}


def show(event: Event) -> None:
    """Write what `wap` would show to the log of the task."""
    if event.kind in ("note", "warning", "result"):
        print(event.text)


@contextmanager
def project_as(name: str) -> Iterator[Project]:
    """Yield the dbt project, with this person as the actor.

    Airflow retries a task that failed because of dbt, the warehouse or a lock, and no other.
    """
    from dbt_wap import Project, Settings, WapError
    from dbt_wap.errors import ExitCode
    from dbt_wap.model import Person

    project = Project(Settings(PROJECT_DIR, target=TARGET), show)
    try:
        with project.acting_as(Person(name, door="airflow", identity="shell")):
            yield project
    except WapError as error:
        if error.exit_code in (ExitCode.FAILED, ExitCode.LOCKED):
            raise
        raise AirflowFailException(str(error)) from error
    finally:
        project.release()


@task(**RETRIES)
def write_and_audit() -> dict[str, str]:
    """Build and audit a candidate; fail if the audit blocks it."""
    from dbt_wap.report.markdown import markdown
    from dbt_wap.report.report import read_report

    requester = getattr(get_current_context()["dag_run"], "triggering_user_name", None)
    with project_as(requester or "airflow") as project:
        run = project.run(no_publish=True)
        report = project.report(run)
        return {
            "run": run,
            "status": project.status(run)["status"],
            "seen": report["created_at"],
            "report": markdown(read_report(report).without_values),
        }


@task.branch
def next_task(candidate: dict[str, str]) -> str | None:
    """Choose what follows the audit: nothing if nothing differs from prod."""
    follows = {"awaiting_approval": "decision", "approved": "publish_or_reject"}
    return follows.get(candidate["status"])


@task(trigger_rule="none_failed_min_one_success", **RETRIES)
def publish_or_reject(candidate: dict[str, str], answer: dict[str, Any] | None) -> None:
    """Publish or reject the candidate in the name of the person who answered.

    Without an answer, the audit found only differences that need no approval.
    """
    run = candidate["run"]
    if answer is None:
        with project_as("airflow") as project:
            project.publish(run)
        return
    person = answer["responded_by_user"]["name"]
    reason = answer["params_input"].get("reason") or "answered in Airflow"
    with project_as(person) as project:
        if answer["chosen_options"] == [PUBLISH]:
            project.approve(run, reason, seen=candidate["seen"], publish=True)
        else:
            project.reject(run, reason)
            raise AirflowFailException(f"{person} rejected run {run}: {reason}")


@dag(schedule=None, start_date=datetime(2026, 1, 1), catchup=False, max_active_runs=1)
def wap_publish() -> None:
    """Write, audit, decision, publish."""
    candidate = write_and_audit()
    decision = HITLOperator(
        task_id="decision",
        subject="Publish run {{ ti.xcom_pull('write_and_audit')['run'] }}?",
        body="{{ ti.xcom_pull('write_and_audit')['report'] }}",
        options=[PUBLISH, REJECT],
        params={"reason": Param("", type="string")},
        response_timeout=ANSWER_WITHIN,
        retries=0,
    )
    done = publish_or_reject(candidate, decision.output)
    next_task(candidate) >> [decision, done]


wap_publish()
