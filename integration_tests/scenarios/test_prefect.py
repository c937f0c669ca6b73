"""A project runs as a Prefect flow: a person decides in Prefect, and the record is the truth."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from prefect_server import PREFECT, FlowRun, PrefectServer
from shop import LATE, ONCE, REPOSITORY, Project, wait_until
from test_notifications import Webhook, webhook

__all__ = ["webhook"]

pytestmark = ONCE

BEFORE, AFTER = [(3, 60)], [(4, 101)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    """A Prefect server for all scenarios of this module."""
    made = PrefectServer(tmp_path_factory.mktemp("prefect"))
    yield made
    made.close()


@pytest.fixture
def changed(published: Project) -> Project:
    """The shop after its first publish; a late order has come since."""
    published.sql(*LATE.split(";"))
    return published


def in_prod(project: Project) -> list[tuple[Any, ...]]:
    """The number of orders that consumers see, and their sum."""
    return project.sql("select count(*), sum(amount) from main_marts.orders")


def test_an_approval_in_prefect_publishes_the_candidate(
    server: PrefectServer, changed: Project, webhook: Webhook
) -> None:
    changed.env = {"WAP_SLACK_WEBHOOK_URL": webhook.url}
    flow = server.run(changed, project_dir=str(changed.root), watch=0)
    form = flow.waits()
    links = buttons(webhook.received[0])
    assert links["Open the flow run"].endswith(f"/runs/flow-run/{flow.id}")
    assert "/artifacts/artifact/" in links["Open the report in Prefect"]
    assert in_prod(changed) == BEFORE
    assert form["schema"]["required"] == ["decision", "who"]
    assert "main_marts.orders" in form["description"]
    assert flow.answer(decision="yes") == "REJECT", "the form needs a name"
    assert flow.answer(decision="yes", who="alice", reason="as expected") == "ACCEPT"

    state, said = flow.ends()

    assert (state["type"], in_prod(changed)) == ("COMPLETED", AFTER), said
    status = changed.wap("status", "--json").json
    assert returned(said) == status
    (approval,) = status["approvals"]["given"]
    told = {name: approval[name] for name in ("by", "door", "identity", "reason")}
    assert told == {
        "by": "alice",
        "door": "prefect",
        "identity": "shell",
        "reason": "as expected",
    }
    artifacts = flow.artifacts()
    assert "main_marts.orders" in artifacts["report"]
    assert f"(file://{status['report_html']})" in artifacts["page"]
    changes = {
        (e["resource"]["prefect.resource.name"], e["payload"]["status"]) for e in flow.events()
    }
    assert {("orders", "started"), ("orders", "success"), ("unique_orders_id", "pass")} <= changes
    assert any(level == 20 and "OK created sql table model" in text for level, text in flow.logs())


def buttons(message: dict[str, Any]) -> dict[str, str]:
    """The pages that a message of Slack links to, by their label."""
    (actions,) = (block for block in message["blocks"] if block["type"] == "actions")
    return {each["text"]["text"]: each["url"] for each in actions["elements"]}


def returned(said: str) -> Any:
    """What the flow returned; DuckDB may complain after it when Python ends."""
    return json.loads([line for line in said.splitlines() if line.startswith("{")][-1])


def test_a_rejection_in_prefect_cancels_the_flow_run(
    server: PrefectServer, changed: Project
) -> None:
    changed.write({"dbt_project.yml": changed_rule(changed)})
    flow = server.run(changed, project_dir=str(changed.root), watch=0)
    flow.waits()
    flow.answer(decision="yes", who="mallory")
    again = flow.waits(2)
    assert "mallory" in again["description"]
    assert in_prod(changed) == BEFORE
    flow.answer(decision="no", who="alice")
    assert "reason" in flow.waits(3)["description"]
    flow.answer(decision="no", who="alice", reason="wrong day")

    state, said = flow.ends()

    assert state["type"] == "CANCELLED", said
    assert "rejected by alice (prefect)" in state["message"]
    assert "wrong day" in state["message"]
    assert in_prod(changed) == BEFORE
    assert changed.wap("status", "--json").json["status"] == "rejected"


def changed_rule(project: Project) -> str:
    """The project file, with a rule by which only alice may approve."""
    return (project.root / "dbt_project.yml").read_text() + "\nvars: {wap_approvers: [alice]}\n"


def test_a_blocked_run_fails_the_flow_run(server: PrefectServer, changed: Project) -> None:
    changed.sql("insert into raw.orders values (4, 's', 40, date '2024-01-04')")
    flow = server.run(changed, project_dir=str(changed.root))

    state, said = flow.ends()

    assert state["type"] == "FAILED", said
    assert "is blocked" in state["message"]
    assert in_prod(changed) == BEFORE
    assert "unique_orders_id" in flow.artifacts()["report"].replace("\\", "")
    assert any(level == 40 and "unique_orders_id" in text for level, text in flow.logs())


def test_an_approval_in_the_terminal_lets_a_paused_flow_go_on(
    server: PrefectServer, changed: Project
) -> None:
    flow = server.run(changed, project_dir=str(changed.root), watch=0)
    flow.waits()
    changed.env = server.env
    assert changed.wap("approve", "--publish").code == 0

    state, said = flow.ends()

    assert (state["type"], in_prod(changed)) == ("COMPLETED", AFTER), said
    assert "(cli)" in state["message"]


RESET = """
{% macro duckdb__ask_all(questions) %}
    {% if run_query("select 1 from information_schema.tables where table_name = 'flaky'").rows %}
        {% do exceptions.raise_compiler_error("Connection reset by peer") %}
    {% endif %}
    {% do return(dbt_wap.duckdb__ask_all(questions)) %}
{% endmacro %}
"""
"""An audit that fails as long as there is a table `flaky`."""


def test_what_may_pass_is_retried_from_the_step_that_failed(
    server: PrefectServer, changed: Project
) -> None:
    changed.write({"macros/reset.sql": RESET}).sql("create table main.flaky (x integer)")
    changed.hold_lock(600)
    flow = server.run(changed, project_dir=str(changed.root), watch=1, retry_delay=1, retries=60)
    said_so(flow, "the lock is held")
    changed.expire_locks()
    said_so(flow, "Connection reset by peer")
    changed.sql("drop table main.flaky")
    flow.waits()
    # PREFECT_API_URL is not set here
    wait_until(lambda: changed.wap("reject", "--reason", "no").code == 0, "the rejection")

    state, said = flow.ends()

    assert state["type"] == "CANCELLED", said
    assert flow.tasks() == {"install": "Completed", "build": "Completed"}
    assert in_prod(changed) == BEFORE
    run_id = changed.wap("status", "--json").json["run_id"]
    events = [event for found, event, _ in changed.events() if found == run_id]
    assert events.count("cloned") == 1, events
    assert "audit_died" in events
    written = [text for _, text in flow.logs() if "OK created sql table model" in text]
    assert len(written) == 1, written


def said_so(flow: FlowRun, words: str) -> None:
    """The log of the flow run has these words."""
    wait_until(lambda: flow.state()["type"] == "RUNNING", "the flow", flow.process)
    wait_until(lambda: any(words in text for _, text in flow.logs()), words, flow.process)


def test_an_answer_after_the_decision_changes_nothing(
    server: PrefectServer, changed: Project
) -> None:
    flow = server.run(changed, project_dir=str(changed.root), watch=0)
    flow.waits()
    assert changed.wap("reject", "--reason", "too late").code == 0
    flow.answer(decision="yes", who="alice")

    state, said = flow.ends()

    assert state["type"] == "CANCELLED", said
    assert "too late" in state["message"]
    assert any('the answer "yes" of alice changed nothing' in text for _, text in flow.logs())
    assert in_prod(changed) == BEFORE


def test_a_wait_that_is_too_long_fails_and_keeps_the_candidate(
    server: PrefectServer, changed: Project
) -> None:
    given = {"project_dir": ".", "repository": repository_of(server, changed), "branch": "main"}
    changed.env = {"DBT_PROFILES_DIR": ""}  # the one in the repository
    flow = server.run(changed, **given, env="pr_7", timeout=2)

    state, said = flow.ends()

    assert state["type"] == "FAILED", said
    changed.env = {"WAP_ENV": "pr_7"}
    status = changed.wap("status", "--json").json
    assert status["status"] == "awaiting_approval"
    assert {each["audit"] for each in status["schemas"]} >= {"audit_pr_7_main_marts"}
    assert f"next: wap approve {status['run_id']} --publish" in state["message"]
    assert changed.wap("approve", "--publish").code == 0
    assert in_prod(changed) == AFTER


def repository_of(server: PrefectServer, project: Project) -> str:
    """The URL of a Git repository with the project, whose connection is a variable of Prefect."""
    root, folder = project.root, project.root.with_name("repository")
    shutil.copytree(
        root, folder, ignore=shutil.ignore_patterns("*.duckdb", "target", "dbt_packages")
    )
    profiles = (root / "profiles.yml").read_text()
    told = profiles.replace("path: shop.duckdb", 'path: "{{ prefect.variables.shop }}"')
    assert told != profiles
    (folder / "profiles.yml").write_text(told)
    server.post("/variables/", {"name": "shop", "value": str(root / "shop.duckdb")})
    who = ("-c", "user.name=ana", "-c", "user.email=ana@example.com")
    for command in (("init", "-q", "-b", "main"), ("add", "."), (*who, "commit", "-qm", "First")):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return f"file://{folder}"


def test_the_example_suspends_and_survives_a_restart_of_server_and_worker(
    server: PrefectServer, changed: Project
) -> None:
    output = {"type": "duckdb", "path": str(changed.root / "shop.duckdb"), "schema": "main"}
    given = {"DBT_PROFILE": "shop", "DBT_TARGET": "prod", "DBT_OUTPUT": json.dumps(output)}
    place = {"PWD": str(REPOSITORY / "examples" / "prefect"), "WAP_SERVE_URL": ""}
    changed.remove("profiles.yml")
    server.command(changed, sys.executable, "blocks.py", **given, **place)
    server.command(changed, PREFECT, "work-pool", "create", "--type", "process", "dbt")
    deploy = (PREFECT, "--no-prompt", "deploy", "--all")
    server.command(changed, *deploy, DBT_PROJECT_DIR=str(changed.root), **place)
    nightly = server.get("/deployments/name/nightly-dbt/nightly")
    assert [each["schedule"]["cron"] for each in nightly["schedules"]] == ["0 4 * * *"]
    made = server.post(f"/deployments/{nightly['id']}/create_flow_run", {})
    flow = FlowRun(server, made["id"])
    worker = (PREFECT, "worker", "start", "--pool", "dbt", "--run-once")

    said = server.command(changed, *worker)
    assert flow.state()["name"] == "Suspended", said
    flow.waits()
    assert in_prod(changed) == BEFORE
    server.stop()
    server.start()
    assert flow.answer(decision="yes", who="alice") == "ACCEPT"
    said = server.command(changed, *worker)

    assert flow.state()["type"] == "COMPLETED", said
    assert in_prod(changed) == AFTER
    published = changed.sql("select actor from dbt_wap.events where event = 'published'")
    assert published[-1] == ("alice",)
