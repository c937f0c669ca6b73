"""Runs operations and builds of a dbt project, and turns failures into errors."""

from __future__ import annotations

import json
import os
import re
import secrets
import sys
import time
from collections.abc import Mapping, Sequence
from copy import copy
from functools import cached_property
from hashlib import md5
from pathlib import Path
from typing import Any

from dbt_wap.config import Settings, actor
from dbt_wap.dbt.backends import Backend, Env, Executable, InProcess, OnEvent, Outcome
from dbt_wap.dbt.backends import Event as DbtEvent
from dbt_wap.dbt.batches import FAILURES, with_reasons
from dbt_wap.dbt.dbt_settings import project_flags, variables
from dbt_wap.dbt.progress import Progress, Show, node_change
from dbt_wap.dbt.state_project import state_project
from dbt_wap.dbt.wire import answer_in, as_yaml, fitted, last_asked, refusal_in
from dbt_wap.errors import ConfigError, DbtFailed, Locked, WapError
from dbt_wap.given_vars import ENV_VAR
from dbt_wap.model import Event, Hear, Mode, Node, Result
from dbt_wap.project_file import macro_folders, read_config

NONE: Mapping[str, str] = {}
_GOOD = {"success", "pass", "warn", "no-op", "skipped"}
_FILE_LOCK = re.compile(
    r"Could not set lock on file \"(?P<file>[^\"]*)\".*?\(PID (?P<pid>\d+)\)", re.S
)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_OF_THE_USER = {"build", "test", "parse", "ls"}
"""The commands of an audit build; the user's settings decide how strict they are."""
_BUILDS = {"build", "test", "run"}
"""The commands whose nodes and log lines are reported; operations return rows in theirs."""
_LOGGED = {*_BUILDS, "parse"}
"""The commands that write to dbt's log file; operations return rows, which must not be on disk."""


class Dbt:
    """A dbt project, in each of its naming modes."""

    def __init__(
        self,
        settings: Settings,
        show: Show = lambda text: None,
        live: Show = lambda text: None,
        hear: Hear = lambda event: None,
    ) -> None:
        self.settings = settings
        self.env = settings.env or ""
        self._progress = Progress(show, live)
        self._hear = hear
        self._apart = False
        self.token = secrets.choice("ghjkmnpqrstuvwxyz") + secrets.token_hex(4)[1:]
        self.patience = 0.0
        os.environ.setdefault("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")
        self._backend: Backend = (
            Executable([settings.dbt_executable], settings.project_dir)
            if settings.dbt_executable
            else InProcess()
        )

    def with_settings(self, settings: Settings) -> Dbt:
        """Return the same project and dbt with other settings."""
        other = copy(self)
        other.settings = settings
        return other

    def beside(self) -> Dbt:
        """Return the same project and lock with a separate dbt process, while this one is busy."""
        other = copy(self)
        command = [sys.executable, "-c", "from dbt.cli.main import cli; cli()"]
        if self.settings.dbt_executable:
            command = [self.settings.dbt_executable]
        other._backend = Executable(command, self.settings.project_dir)
        other._progress, other._apart, other.patience = Progress(), True, 0
        return other

    def release(self) -> None:
        """Close connections, so that other processes can use the warehouse."""
        self._backend.release()

    def install(self) -> None:
        """Install the packages of the project with `dbt deps`."""
        outcome = self._backend.run_alone(["deps", *self._project_flags()])
        if outcome.exit_code:
            raise _error_of(outcome, "deps")

    def has_state_project(self) -> bool:
        """Return whether the records of runs can be read without parsing the user's project."""
        if self.settings.dbt_executable or self._state_project is None:
            return False
        try:
            self.parse(Mode.STATE)
        except WapError:
            return False
        return True

    @cached_property
    def _state_project(self) -> Path | None:
        return state_project(self.settings)

    def parse(self, mode: Mode) -> None:
        """Parse the project in this naming mode, or raise ConfigError."""
        in_process = ["ls", "--quiet", "--resource-type", "source"]
        self._checked(["parse"] if self.settings.dbt_executable else in_process, mode)

    def operation(self, macro: str, args: Mapping[str, Any], mode: Mode = Mode.PROD) -> Any:
        """Run a macro of the package and return its answer, of a type in `model`."""
        nonce = secrets.token_hex(8)
        small, env = self._fitted(args)
        given = ["--args", as_yaml(small), "--no-write-json", "--print"]
        call = ["run-operation", f"dbt_wap.{macro}", *given]
        outcome = self._invoke(call, mode, {**env, "WAP_NONCE": nonce})
        if outcome.exit_code:
            raise _error_of(outcome, macro, nonce)
        return answer_in((event.message for event in outcome.events), macro, nonce)

    def list_nodes(self, flags: Sequence[str], mode: Mode) -> dict[str, Node]:
        """Return the nodes that dbt build would build, by unique id."""
        every = ("model", "seed", "snapshot", "test", "unit_test")
        kinds = [part for kind in every for part in ("--resource-type", kind)]
        keys = ["--output", "json", "--output-keys", "unique_id", "resource_type", "fqn"]
        outcome = self._checked(["ls", "--no-write-json", *keys, *kinds, *flags], mode)
        lines = (event.message for event in outcome.events)
        nodes = (json.loads(line) for line in lines if line.startswith('{"'))
        return {node["unique_id"]: node for node in nodes}

    def build(self, command: str, flags: Sequence[str], mode: Mode) -> list[Result]:
        """Build or test the selected nodes and return the results, failures included."""
        path = self._target_path(mode) / "run_results.json"
        path.unlink(missing_ok=True)
        nonce = secrets.token_hex(8)
        outcome = self._invoke([command, *flags], mode, {"WAP_NONCE": nonce})
        self._progress.end()
        if not path.exists() or outcome.exit_code > 1 or outcome.exit_code < 0:
            raise _error_of(outcome, command, nonce)
        failures = [event.data for event in outcome.events if event.name in FAILURES]
        results = json.loads(path.read_text(encoding="utf-8"))["results"]
        results = with_reasons(results, failures)
        for result in results:
            ours = result["unique_id"].startswith("operation.dbt_wap.")
            refusal = refusal_in(str(result.get("message") or ""), nonce) if ours else None
            if refusal:
                raise refusal
        if outcome.exit_code and all(r["status"] in _GOOD for r in results):
            raise _error_of(outcome, command, nonce)
        return results

    def compiled(self, flags: Sequence[str], mode: Mode) -> dict[str, str]:
        """Return a hash of the compiled code of each selected node that compiles, by unique id."""
        return {
            result["unique_id"]: md5(code.strip().encode()).hexdigest()
            for result in self.build("compile", flags, mode)
            if (code := result.get("compiled_code")) and result["status"] == "success"
        }

    def _checked(self, args: Sequence[str], mode: Mode) -> Outcome:
        outcome = self._invoke(args, mode)
        if outcome.exit_code:
            raise _error_of(outcome, args[0])
        return outcome

    def _invoke(self, args: Sequence[str], mode: Mode, env: Mapping[str, str] = NONE) -> Outcome:
        naming = {"dbt_wap_audit": mode is Mode.AUDIT, ENV_VAR: self.env}
        ours, own_env = self._fitted({**self.settings.own_vars, **naming})
        given = ["--vars", self.settings.vars.with_ours(ours)]
        silent = [] if args[0] in _LOGGED else ["--log-level-file", "none"]
        command, common = [*args, *silent], [*self._flags(mode), *given]
        own = mode is not Mode.AUDIT or args[0] not in _OF_THE_USER
        known = variables(self._project_settings, own=own)
        known |= {"WAP_LOCK_TOKEN": self.token, "WAP_CALLER": json.dumps(actor())}
        all_env: Env = {**known, **own_env, **env}
        hear = self._listener(args[0])
        deadline = time.monotonic() + self.patience
        while True:
            outcome = self._backend.invoke(command, common, mode, hear, all_env)
            held = outcome.exit_code and _FILE_LOCK.search(outcome.error_text())
            if not held or time.monotonic() > deadline:
                return outcome
            time.sleep(0.5)

    def _flags(self, mode: Mode) -> list[str]:
        settings = self.settings
        flags = [*self._project_flags(mode), "--target-path", str(self._target_path(mode))]
        safe = mode is Mode.STATE or self._partial_parse_is_safe
        flags += [] if safe else ["--no-partial-parse"]
        target = (settings.audit_target if mode is Mode.AUDIT else None) or settings.target
        return flags + (["--target", target] if target else [])

    def _fitted(self, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        return fitted(values) if self._backend.by_command_line else (dict(values), {})

    @cached_property
    def _project_settings(self) -> Mapping[str, Any]:
        return project_flags(self.settings)

    @cached_property
    def _partial_parse_is_safe(self) -> bool:
        """False if dbt might reuse stale schema names: partial parsing does not notice an
        env_var() in a naming macro or a new default target in profiles.yml."""
        root = self.settings.project_dir
        naming = re.compile(r"macro\s+(\w+__)?generate_\w+_name\b.*env_var", re.S)
        files = (f for each in macro_folders(root, read_config(root)) for f in each.rglob("*.sql"))
        if any(naming.search(f.read_text(encoding="utf-8", errors="replace")) for f in files):
            return False
        profiles = self.settings.profiles_file()
        cache = self._target_path(Mode.PROD) / "partial_parse.msgpack"
        return not (
            cache.exists() and profiles and profiles.stat().st_mtime >= cache.stat().st_mtime
        )

    def _project_flags(self, mode: Mode = Mode.PROD) -> list[str]:
        flags = ["--project-dir", str(self.settings.project_dir)]
        if mode is Mode.STATE:
            logs = os.environ.get("DBT_LOG_PATH") or str(self.settings.project_dir / "logs")
            flags = ["--project-dir", str(self._state_project), "--log-path", logs]
        if self.settings.profiles_dir:
            flags += ["--profiles-dir", str(self.settings.profiles_dir)]
        return flags + (["--profile", self.settings.profile] if self.settings.profile else [])

    def _target_path(self, mode: Mode) -> Path:
        return self.settings.work_dir / (f"beside_{mode.value}" if self._apart else mode.value)

    def _listener(self, command: str) -> OnEvent:
        """Return what reports the events of a dbt command: progress, nodes and log lines."""

        def hear(event: DbtEvent) -> None:
            self._progress.event(event.name, event.message, event.data)
            if command not in _BUILDS or self._apart:
                return
            text = _COLOUR.sub("", event.message)
            if node := node_change(event.name, text, event.data):
                self._hear(Event("node", text, node=node))
            if event.level != "debug" and text.strip():
                self._hear(Event("log", text, level=event.level))

        return hear


def _error_of(outcome: Outcome, where: str, nonce: str | None = None) -> WapError:
    """Return the error for an outcome: of a macro, a lock, an invalid project, or a failure."""
    text = outcome.error_text()
    refusal = refusal_in(text, nonce)
    if refusal:
        return refusal
    held = _FILE_LOCK.search(text)
    if held:
        return Locked(
            where,
            f"the DuckDB file {held['file']} is open in process {held['pid']}",
            next_command="wap status, after that process has ended",
        )
    where = where.replace("-", "_")
    if outcome.exit_code == 2:
        missing = "dbt_wap" in text and ("macro" in text or "undefined" in text)
        hint = "wap init, then dbt deps" if missing else "wap doctor"
        if "dbt deps" in text:
            hint = "dbt deps"
        return ConfigError("project", text.strip(), next_command=hint)
    asked, text = last_asked(event.message for event in outcome.events), text.strip()
    return DbtFailed(where, f"could not compare {asked}: {text}" if asked else text, asked=asked)
