"""The DAG of examples/airflow, run by Airflow's scheduler and answered through its REST API."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from conftest import REPOSITORY, Shop

EXAMPLE = REPOSITORY / "examples/airflow/wap_publish.py"
AIRFLOW = str(Path(sys.executable).with_name("airflow"))
ENDED = {"success", "failed"}
PATIENCE = 300.0


def until(what: str, found: Callable[[], Any]) -> Any:
    """Return what is found as soon as it is; fail after PATIENCE."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if value := found():
            return value
        time.sleep(0.2)
    raise AssertionError(f"still no {what} after {PATIENCE:.0f} s")


def run_id(path: str) -> str:
    """Return the id of a DAG run, as Airflow logs it."""
    return path.rpartition("/")[2]


@dataclass
class Airflow:
    """A scheduler and an API server on loopback, with SQLite, and a person who is logged in."""

    home: Path
    url: str
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.session.trust_env = False  # no proxy

    def is_up(self) -> bool:
        try:
            return self.session.get(f"{self.url}/api/v2/version", timeout=5).ok
        except requests.RequestException:
            return False

    def call(self, method: str, path: str, **body: Any) -> Any:
        answer = self.session.request(method, self.url + path, json=body or None, timeout=120)
        assert answer.ok, answer.text
        return answer.json()

    def log_in(self, person: str) -> None:
        token = self.call("POST", "/auth/token", username=person, password="secret")
        self.session.headers["Authorization"] = f"Bearer {token['access_token']}"

    def start(self, dag: str = "wap_publish") -> str:
        """Trigger the DAG; return the path of its run."""
        runs = f"/api/v2/dags/{dag}/dagRuns"
        made = self.call("POST", runs, logical_date=None, conf={})
        return f"{runs}/{made['dag_run_id']}"

    def tasks(self, run: str) -> dict[str, str]:
        listed = self.call("GET", f"{run}/taskInstances")["task_instances"]
        return {task["task_id"]: task["state"] for task in listed}

    def form(self, run: str) -> Any:
        """Return the form of the decision, once no process works for the run.

        Airflow 3.3.2 fails a task that is answered before the scheduler knows that its process
        has ended.
        """
        ended = f"event with state success .*task_id='decision', run_id='{re.escape(run_id(run))}'"
        until("form", lambda: re.search(ended, (self.home / "servers.log").read_text()))
        assert self.tasks(run)["decision"] == "awaiting_input"
        return self.call("GET", f"{run}/taskInstances/decision/-1/hitlDetails")

    def answer(self, run: str, option: str, reason: str) -> None:
        path = f"{run}/taskInstances/decision/-1/hitlDetails"
        self.call("PATCH", path, chosen_options=[option], params_input={"reason": reason})

    def end(self, run: str) -> tuple[str, dict[str, str]]:
        """Return the states of the DAG run and of its tasks."""
        state = until("end", lambda: next(iter({self.call("GET", run)["state"]} & ENDED), None))
        return state, self.tasks(run)

    def log(self, run: str, task: str) -> str:
        lines = self.call("GET", f"{run}/taskInstances/{task}/logs/1?full_content=true")["content"]
        return json.dumps(lines)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a server and all that it started."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=20)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, here: Path) -> Iterator[Airflow]:
    """Start Airflow with the example, and with a copy that waits 8 seconds for the answer."""
    home = tmp_path_factory.mktemp("airflow")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    text = EXAMPLE.read_text()
    hasty = text.replace("timedelta(hours=24)", "timedelta(seconds=8)")
    hasty = hasty.replace("def wap_publish()", "def hasty()").replace(
        "\nwap_publish()", "\nhasty()"
    )
    (home / "dags").mkdir()
    (home / "dags/wap_publish.py").write_text(text)
    (home / "dags/hasty.py").write_text(hasty)
    (home / "passwords.json").write_text(json.dumps({"ana": "secret", "bo": "secret"}))
    settings = {
        "API__BASE_URL": f"http://127.0.0.1:{port}",
        "API__PORT": port,
        "API__HOST": "127.0.0.1",
        "API__WORKERS": 1,
        "API_AUTH__JWT_SECRET": "only for this test, and long enough for HS512: " + "x" * 64,
        "CORE__DAGS_ARE_PAUSED_AT_CREATION": False,
        "CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
        "CORE__LOAD_EXAMPLES": False,
        "CORE__PARALLELISM": 2,
        "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": home / "passwords.json",
        "CORE__SIMPLE_AUTH_MANAGER_USERS": "ana:admin,bo:admin",
        "SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": 0.2,
        "SCHEDULER__TRIGGER_TIMEOUT_CHECK_INTERVAL": 1,
        "WORKERS__MIN_HEARTBEAT_INTERVAL": 1,
    }
    env = {n: v for n, v in os.environ.items() if not n.startswith("AIRFLOW")}
    env |= {f"AIRFLOW__{name}": str(value) for name, value in settings.items()}
    env |= {"AIRFLOW_HOME": str(home), "no_proxy": "127.0.0.1"}
    for command in (["db", "migrate"], ["dags", "reserialize"]):
        subprocess.run([AIRFLOW, *command], env=env, check=True, capture_output=True)
    with (home / "servers.log").open("wb") as out:

        def start(*command: str) -> subprocess.Popen[bytes]:
            call = [AIRFLOW, *command]
            return subprocess.Popen(call, env=env, stdout=out, stderr=out, start_new_session=True)

        started = [start("api-server"), start("scheduler", "--skip-serve-logs")]
        try:
            yield Airflow(home, f"http://127.0.0.1:{port}")
        finally:
            for process in started:
                stop(process)


@pytest.fixture
def airflow(servers: Airflow, shop: Shop) -> Airflow:
    """Airflow with a project for this test, and ana logged in."""
    until("API server", servers.is_up)
    servers.log_in("ana")
    return servers


def test_a_yes_publishes_in_the_name_of_the_person_who_answered(
    airflow: Airflow, shop: Shop
) -> None:
    shop.sells(2)
    run = airflow.start()
    form = airflow.form(run)
    assert "marts.orders" in form["body"]
    assert shop.orders() == 1
    airflow.log_in("bo")
    airflow.answer(run, "Publish", "as agreed")
    assert airflow.end(run)[0] == "success"
    assert shop.orders() == 2
    found = shop.find()
    assert form["subject"] == f"Publish run {found.run_id}?"
    assert (found.status.value, found.requested_by) == ("published", "ana")
    assert [(a["by"], a["door"], a["identity"], a["reason"]) for a in found.approvals] == [
        ("bo", "airflow", "shell", "as agreed")
    ]


def test_a_no_rejects_the_run_and_fails_the_dag_run(airflow: Airflow, shop: Shop) -> None:
    shop.sells(2)
    run = airflow.start()
    airflow.form(run)
    airflow.answer(run, "Reject", "wrong exchange rate")
    state, tasks = airflow.end(run)
    assert (state, tasks["publish_or_reject"]) == ("failed", "failed")
    assert "ana rejected run" in airflow.log(run, "publish_or_reject")
    assert shop.orders() == 1
    found = shop.find()
    assert (found.status.value, found.reason) == ("rejected", "wrong exchange rate")
    rejected = found.changes[-1]
    assert (rejected["actor"], rejected["detail"]["door"]) == ("ana", "airflow")


def test_a_blocked_audit_fails_the_dag_run_and_asks_nobody(airflow: Airflow, shop: Shop) -> None:
    shop.sells(None)
    run = airflow.start()
    state, tasks = airflow.end(run)
    assert (state, tasks["write_and_audit"], tasks["decision"]) == (
        "failed",
        "failed",
        "upstream_failed",
    )
    assert "is blocked" in airflow.log(run, "write_and_audit")
    assert shop.orders() == 1
    assert shop.find().status.value == "audit_failed"


def test_without_an_answer_the_dag_run_fails_and_the_candidate_is_kept(
    airflow: Airflow, shop: Shop
) -> None:
    shop.sells(2)
    run = airflow.start("hasty")
    state, tasks = airflow.end(run)
    assert (state, tasks["decision"], tasks["publish_or_reject"]) == (
        "failed",
        "failed",
        "upstream_failed",
    )
    assert "HITLTimeoutError" in airflow.log(run, "decision")
    assert shop.find().status.value == "awaiting_approval"
    with shop.project() as project:
        project.approve(publish=True)
    assert shop.orders() == 2


def test_nothing_to_publish_skips_the_decision(airflow: Airflow, shop: Shop) -> None:
    run = airflow.start()
    state, tasks = airflow.end(run)
    assert (state, tasks["decision"], tasks["publish_or_reject"]) == (
        "success",
        "skipped",
        "skipped",
    )
    assert shop.find().status.value == "discarded"


def test_a_task_that_dbt_failed_is_retried(airflow: Airflow, shop: Shop) -> None:
    shop.sql("drop table raw.orders")
    run = airflow.start()
    until("retry", lambda: airflow.tasks(run)["write_and_audit"] == "up_for_retry")
    airflow.call("PATCH", run, state="failed")
    assert shop.find().status.value == "failed"
