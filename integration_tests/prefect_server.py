"""A real Prefect server on loopback, and flow runs as processes of their own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
from engines import PATIENCE
from shop import Project, wait_until

PREFECT = str(Path(sys.executable).with_name("prefect"))
NONE: Mapping[str, str] = {}
FINAL = ("COMPLETED", "FAILED", "CANCELLED", "CRASHED")

RUN = """
import json, sys
from dbt_wap.prefect import wap_flow
name, given = sys.argv[1], json.loads(sys.argv[2])
state = wap_flow.with_options(flow_run_name=name)(**given, return_state=True)
if state.is_completed():
    print(json.dumps(state.result()))
"""


class PrefectServer:
    """A server with a home of its own. It answers when it was made or started again."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}/api"
        self._home = home
        self.client = httpx.Client(base_url=self.url, timeout=PATIENCE)
        self._process: subprocess.Popen[bytes] | None = None
        self._processes: list[subprocess.Popen[str]] = []
        self.start()

    @property
    def env(self) -> dict[str, str]:
        """The variables of a process that talks to the server."""
        return {"PREFECT_API_URL": self.url, **self.own_env}

    @property
    def own_env(self) -> dict[str, str]:
        """The variables of a process of Prefect; nothing is sent elsewhere."""
        return {
            "PREFECT_HOME": str(self._home),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            "PREFECT_LOGGING_TO_API_BATCH_INTERVAL": "0.2",
        }

    def start(self) -> None:
        """The server answers."""
        command = [PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(self._port)]
        with (self._home / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--no-ui"],
                env={**os.environ, **self.own_env},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until(self._answers, "an answer of the Prefect server")

    def stop(self) -> None:
        """The server and what it started have ended."""
        assert self._process
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def close(self) -> None:
        """The server and every process that talks to it have ended."""
        self.client.close()
        for process in self._processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if process.stdout:
                process.stdout.close()
        self.stop()

    def _answers(self) -> bool:
        try:
            return self.client.get("/health").status_code == 200
        except httpx.TransportError:
            return False

    def get(self, path: str) -> Any:
        return self.client.get(path).raise_for_status().json()

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        answers: list[httpx.Response] = []

        def answered() -> bool:  # 503: SQLite is busy for a moment
            answers.append(self.client.post(path, json=body))
            return answers[-1].status_code != 503

        wait_until(answered, f"an answer to {path}")
        return answers[-1].raise_for_status().json()

    def run(self, project: Project, **given: Any) -> FlowRun:
        """A process runs the flow with these parameters."""
        name = f"flow-{uuid.uuid4().hex[:12]}"
        command = [sys.executable, "-c", RUN, name, json.dumps(given)]
        return FlowRun(self, name=name, process=self._process_of(project, command))

    def command(self, project: Project, *command: str, **variables: str) -> str:
        """A command has run in the folder PWD with these variables; return what it said."""
        process = self._process_of(project, command, variables)
        said, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said
        return said

    def _process_of(
        self, project: Project, command: Sequence[str], variables: Mapping[str, str] = NONE
    ) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command,
            cwd=variables.get("PWD", project.root),
            env={**project.variables(), **self.env, **variables},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._processes.append(process)
        return process


class FlowRun:
    """A flow run of `wap_flow`: of a deployment, or with a process of its own."""

    def __init__(
        self,
        server: PrefectServer,
        flow_run_id: str = "",
        name: str = "",
        process: subprocess.Popen[str] | None = None,
    ) -> None:
        self.server = server
        self.id = flow_run_id
        self.name = name
        self.process = process

    def state(self) -> dict[str, Any]:
        """The state of the flow run on the server."""
        if not self.id:
            named = {"flow_runs": {"name": {"any_": [self.name]}}}
            found = self.server.post("/flow_runs/filter", named)
            self.id = found[0]["id"] if found else ""
        state = self.server.get(f"/flow_runs/{self.id}")["state"] if self.id else None
        return state or {"type": "", "name": "", "message": ""}

    def waits(self, number: int = 1) -> dict[str, Any]:
        """It is paused for this time; return the form's schema and description."""

        def paused() -> bool:
            state = self.state()
            keys = state.get("state_details", {}).get("run_input_keyset") or {}
            return state["type"] == "PAUSED" and f"-wap-{number}-" in keys.get("schema", "")

        wait_until(paused, f"pause {number} of the flow", self.process)
        keys = self.state()["state_details"]["run_input_keyset"]
        return {part: self._input(keys[part]) for part in ("schema", "description")}

    def _input(self, key: str) -> Any:
        def there() -> bool:
            return self.server.client.get(f"/flow_runs/{self.id}/input/{key}").status_code == 200

        wait_until(there, f"the input {key}")
        return json.loads(self.server.client.get(f"/flow_runs/{self.id}/input/{key}").text)

    def answer(self, **answer: str) -> str:
        """The form was answered; return what Prefect made of it."""
        path = f"/flow_runs/{self.id}/resume"
        return str(self.server.post(path, {"run_input": answer})["status"])

    def ends(self) -> tuple[dict[str, Any], str]:
        """Its process has ended; return the final state, and what it printed."""
        assert self.process
        said, _ = self.process.communicate(timeout=PATIENCE)
        state = self.state()
        assert state["type"] in FINAL, said
        return state, said

    def events(self) -> list[dict[str, Any]]:
        """The events of dbt's nodes that belong to the flow run."""
        body = {
            "filter": {
                "event": {"prefix": ["dbt-wap."]},
                "related": {"id": [f"prefect.flow-run.{self.id}"]},
            },
            "limit": 50,
        }
        found: list[dict[str, Any]] = self.server.post("/events/filter", body)["events"]
        return found

    def tasks(self) -> dict[str, str]:
        """The state of each of its tasks by name."""
        body = {"flow_runs": {"id": {"any_": [self.id]}}, "sort": "EXPECTED_START_TIME_ASC"}
        found = self.server.post("/task_runs/filter", body)
        return {each["name"].rpartition("-")[0]: each["state_name"] for each in found}

    def logs(self) -> list[tuple[int, str]]:
        """The level and the text of each line of its log."""
        body = {"logs": {"flow_run_id": {"any_": [self.id]}}, "limit": 200}
        return [(each["level"], each["message"]) for each in self.server.post("/logs/filter", body)]

    def artifacts(self) -> dict[str, str]:
        """The data of its artifacts: the report, and the link to its page."""
        body = {"flow_runs": {"id": {"any_": [self.id]}}}
        found = self.server.post("/artifacts/filter", body)
        parts = {each["key"]: each["data"] for each in found if each["key"]}
        return {"page" if key.endswith("-page") else "report": parts[key] for key in parts}
