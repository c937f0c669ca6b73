"""Runs the workflow files of GitHub Actions, as far as the ones in `examples/github/` need it.

Jobs run in the order of `needs`; a step that uses this repository's action runs the shell steps of
`action.yml` as they are. Steps of other actions, and those whose id is in `skipped`, do nothing.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

REPOSITORY = Path(__file__).resolve().parents[1]
OURS = re.compile(r"dbt-wap/dbt-wap@v[\d.]+$")
EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
TOKEN = re.compile(r"'(?:[^']|'')*'|[\w.-]+\(\)|[A-Za-z_][\w.-]*|&&|\|\||[!=]=|[!()]|\s+")
OPERATORS = {"&&": " and ", "||": " or ", "!": " not "}


@dataclass
class Ran:
    """What became of a job."""

    result: str = "success"
    outputs: dict[str, str] = field(default_factory=dict)
    log: str = ""
    summary: str = ""
    path: str = ""


@dataclass
class Actions:
    """What GitHub knows when it runs a workflow."""

    home: Path  # the runner's folder, with `bin` on the PATH and the state of `gh`
    workspace: Path
    secrets: Mapping[str, str] = field(default_factory=dict)
    skipped: tuple[str, ...] = ("install",)
    python: str = sys.executable
    number: int = 0

    def run(
        self,
        workflow: str,
        name: str,
        event: Mapping[str, Any],
        *,
        inputs: Mapping[str, str] | None = None,
        given: Mapping[str, str] | None = None,
        review: Callable[[str], bool] = lambda environment: True,
        again: Mapping[str, Ran] | None = None,
    ) -> dict[str, Ran]:
        """Run a workflow for an event. `review` answers for a protected environment; `given` are
        inputs of the action besides those of the workflow.

        With the jobs of an attempt in `again`, do what "Re-run failed jobs" does.
        """
        self.number += not again
        (self.home / "event.json").write_text(json.dumps(event))
        known: dict[str, Any] = {
            "github": {"event": event, "event_name": name, "token": "ghs_token"},
            "secrets": self.secrets,
            "inputs": inputs or {},
            "given": given or {},
        }
        ran: dict[str, Ran] = {}
        file = REPOSITORY / "examples/github/workflows" / workflow
        for job_id, job in yaml.safe_load(file.read_text())["jobs"].items():
            needed = job.get("needs", [])
            needed = [needed] if isinstance(needed, str) else needed
            needs = {each: vars(ran[each]) for each in needed}
            kept = (again or {}).get(job_id)
            if kept and kept.result == "success":
                ran[job_id] = kept
            else:
                ran[job_id] = self._job(job, {**known, "needs": needs}, name, review)
        return ran

    def _job(
        self, job: dict[str, Any], known: dict[str, Any], name: str, review: Callable[[str], bool]
    ) -> Ran:
        if not holds(job.get("if", "success()"), known):
            return Ran("skipped")
        if "environment" in job and not review(job["environment"]):
            return Ran("failure")
        ran, steps = Ran(), {}
        for step in job["steps"]:
            if OURS.match(step["uses"]) and ran.result == "success":
                outputs = self._action(step, known, ran, name)
                steps[step.get("id", "")] = {"outputs": outputs}
        given = {**known, "steps": steps}
        ran.outputs = {k: filled(v, given) for k, v in job.get("outputs", {}).items()}
        return ran

    def _action(
        self, use: dict[str, Any], known: dict[str, Any], ran: Ran, name: str
    ) -> dict[str, str]:
        """Run the shell steps of action.yml; return its outputs."""
        action = yaml.safe_load((REPOSITORY / "action.yml").read_text())
        given = {k: filled(v, known) for k, v in {**use["with"], **known["given"]}.items()}
        assert set(given) <= set(action["inputs"])
        own = {k: filled(v.get("default", ""), known) for k, v in action["inputs"].items()}
        steps: dict[str, Any] = {}
        inside = {**known, "inputs": {**own, **given}, "steps": steps}
        outer = {k: filled(v, known) for k, v in use.get("env", {}).items()}
        for step in action["runs"]["steps"]:
            outputs = {"python-path": self.python} if "uses" in step else {}
            if "run" in step and step["id"] not in self.skipped and ran.result == "success":
                env = {k: filled(v, inside) for k, v in step.get("env", {}).items()}
                outputs = self._shell(step["run"], {**outer, **env}, ran, name)
            steps[step["id"]] = {"outputs": outputs}
        return {k: filled(v["value"], inside) for k, v in action["outputs"].items()}

    def _shell(self, run: str, env: Mapping[str, str], ran: Ran, name: str) -> dict[str, str]:
        assert "${{" not in run, "text of others could become code"
        files = {n: self.home / n.lower() for n in ("OUTPUT", "STEP_SUMMARY", "PATH", "ENV")}
        for file in files.values():
            file.write_text("")
        script = self.home / "script.sh"
        script.write_text(run)
        process = subprocess.Popen(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace,
            env={
                "PATH": f"{ran.path}{self.home / 'bin'}:{os.environ['PATH']}",
                "HOME": str(self.home),
                "LANG": "C.UTF-8",
                "RUNNER_TEMP": str(self.home),
                "GH_STATE": str(self.home),
                "GITHUB_ACTION_PATH": str(REPOSITORY),
                "GITHUB_WORKSPACE": str(self.workspace),
                "GITHUB_REPOSITORY": "acme/shop",
                "GITHUB_SERVER_URL": "https://github.com",
                "GITHUB_RUN_ID": str(self.number),
                "GITHUB_EVENT_NAME": name,
                "GITHUB_EVENT_PATH": str(self.home / "event.json"),
                "GITHUB_ACTOR": "octocat",
                "GITHUB_TRIGGERING_ACTOR": "octocat",
                **{f"GITHUB_{n}": str(file) for n, file in files.items()},
                **env,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        (self.home / "pid").write_text(str(process.pid))
        ran.log += process.communicate(timeout=300)[0]
        ran.summary += files["STEP_SUMMARY"].read_text()
        ran.path += "".join(f"{line}:" for line in files["PATH"].read_text().splitlines())
        ran.result = "failure" if process.returncode else "success"
        lines = files["OUTPUT"].read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)


def filled(text: object, known: Mapping[str, Any]) -> str:
    """Return text with its expressions replaced by what they are."""

    def shown(value: object) -> str:
        return str(value).lower() if isinstance(value, bool) else str(value)

    return EXPRESSION.sub(lambda found: shown(evaluated(found[1], known)), str(text))


def holds(condition: str, known: Mapping[str, Any]) -> bool:
    """Return whether a job runs: without a status function, only after success."""
    inner = EXPRESSION.fullmatch(condition.strip())
    text = inner[1] if inner else condition
    if not re.search(r"\b(success|failure|cancelled|always)\(\)", text):
        text = f"success() && ({text})"
    return bool(evaluated(text, known))


def evaluated(text: str, known: Mapping[str, Any]) -> Any:
    """Return the value of an expression: contexts, strings, comparisons and status functions."""
    results = [each["result"] for each in known.get("needs", {}).values()]
    status = {
        "success()": all(each == "success" for each in results),
        "failure()": "failure" in results,
        "cancelled()": False,
        "always()": True,
    }

    def code(token: str) -> str:
        if token in OPERATORS or token in ("==", "!=", "(", ")") or token.isspace():
            return OPERATORS.get(token, token)
        if token.startswith("'"):
            return repr(token[1:-1].replace("''", "'"))
        return repr(status[token] if token in status else looked_up(token, known))

    assert "".join(TOKEN.findall(text)) == text, text
    return eval("".join(map(code, TOKEN.findall(text))).strip(), {"__builtins__": {}})


def looked_up(name: str, known: Mapping[str, Any]) -> Any:
    """Return what a context has under a dotted name; what is missing is empty."""
    found: Any = known
    for part in name.split("."):
        found = found.get(part, "") if isinstance(found, Mapping) else ""
    return found
