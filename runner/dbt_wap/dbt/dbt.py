"""The only module that knows dbt: in process, or any dbt executable, behind one small interface."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import logging
import os
import re
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import md5
from pathlib import Path
from typing import Any, Protocol

from dbt_wap.config import Settings
from dbt_wap.dbt.batches import FAILURES, with_reasons
from dbt_wap.dbt.dbt_settings import in_environment, project_flags, variables
from dbt_wap.dbt.handing import fitted
from dbt_wap.dbt.progress import NODE_EVENTS, PARSING, Progress, Show
from dbt_wap.dbt.project_file import macro_folders, read_config
from dbt_wap.dbt.state_project import state_project
from dbt_wap.errors import BY_CODE, ConfigError, DbtFailed, Locked, WapError
from dbt_wap.model import Mode

MARKER = "WAP_JSON:"
_GOOD = {"success", "pass", "warn", "no-op", "skipped"}

_REFUSAL = re.compile(
    r"wap\.(?P<where>\w+): (?P<what>.*?)\n\s*prod: (?P<prod>[^\n]*)"
    r"\n\s*next: (?P<next>[^\n]*)\n\s*code: (?P<code>\w+)\n\s*nonce: (?P<nonce>\w+)",
    re.S,
)
_FILE_LOCK = re.compile(
    r"Could not set lock on file \"(?P<file>[^\"]*)\".*?\(PID (?P<pid>\d+)\)", re.S
)
_OF_THE_USER = {"build", "test", "parse", "ls"}
"""The commands of an audit build, which are as strict as the user's settings make them."""
_LOGGED = {"build", "test", "run", "parse"}
"""What dbt's log file tells; operations hand over rows, which are to be nowhere on disk."""
_SKIP_EVENTS = {"SkippingDetails", "LogSkipBecauseError"}
_ERROR_EVENTS = {
    "RunningOperationCaughtError",
    "RunningOperationUncaughtError",
    "MainEncounteredError",
}


@dataclass
class Event:
    """One event of dbt, the same from both ways of calling it."""

    name: str
    message: str
    data: Mapping[str, Any] = field(default_factory=dict)


OnEvent = Callable[[Event], None]


@dataclass
class Outcome:
    """How one dbt command ended."""

    exit_code: int
    events: list[Event]
    error: str | None = None
    interrupted: bool = False

    def error_text(self) -> str:
        """What dbt said of the failure, the most telling part of it."""
        for event in self.events:
            if event.name in _ERROR_EVENTS:
                return str(event.data.get("exc") or event.message)
        if self.error:
            return self.error
        told = {"error", "GenericExceptionOnRun"}
        lines = [e.message for e in self.events if e.name in told or "Error" in e.name]
        return "\n".join(lines[-5:]) or f"dbt ended with exit code {self.exit_code}"


Env = Mapping[str, str | None]
"""Variables of the environment of a dbt command; None for one that it must not see."""


class Backend(Protocol):
    """A way of running dbt commands."""

    by_command_line: bool
    """What it is told goes through a command line, which has room for so much."""

    def invoke(self, args: Sequence[str], mode: Mode, on_event: OnEvent, env: Env) -> Outcome:
        """One dbt command has run to its end, with these variables in its environment."""

    def run_alone(self, args: Sequence[str]) -> Outcome:
        """One dbt command that needs no parsed project has run to its end."""

    def release(self) -> None:
        """No connection of ours is open any more."""


class InProcess:
    """dbt-core 1.x in this process: one parse a naming mode, its manifest for all commands."""

    by_command_line = False

    def __init__(self) -> None:
        self._manifests: dict[tuple[Mode, str], Any] = {}

    def invoke(self, args: Sequence[str], mode: Mode, on_event: OnEvent, env: Env) -> Outcome:
        with in_environment(env):
            return self._invoke(args, mode, on_event)

    def _invoke(self, args: Sequence[str], mode: Mode, on_event: OnEvent) -> Outcome:
        key = (mode, _flag(args, "--vars"))
        if key not in self._manifests:
            with _said_when_long(on_event):
                given = ["--no-write-json", *_common(args)]
                parsed = self._run(None, ["parse", *given], lambda event: None)
            if parsed.exit_code:
                return parsed
            self._manifests[key] = parsed.events.pop().data["manifest"]
        with _without_hooks(self._manifests[key], args, mode):
            return self._run(self._manifests[key], args, on_event)

    def run_alone(self, args: Sequence[str]) -> Outcome:
        return self._run(None, args, lambda event: None)

    def _run(self, manifest: Any, args: Sequence[str], on_event: OnEvent) -> Outcome:
        from dbt.cli.main import dbtRunner
        from google.protobuf.json_format import MessageToDict

        events: list[Event] = []

        def collect(raw: Any) -> None:
            name = str(raw.info.name)
            if raw.info.level == "debug" and name not in _SKIP_EVENTS | FAILURES:
                return
            data: dict[str, Any] = {}
            if name in NODE_EVENTS | _SKIP_EVENTS | _ERROR_EVENTS | FAILURES:
                data = MessageToDict(raw.data, preserving_proto_field_name=True)
            message = str(getattr(raw.data, "msg", "") or raw.info.msg)
            event = Event(
                "error" if not data and raw.info.level == "error" else name, message, data
            )
            events.append(event)
            on_event(event)

        with contextlib.redirect_stdout(io.StringIO()):
            done = dbtRunner(manifest=manifest, callbacks=[collect]).invoke(
                ["--log-level", "none", *args]
            )
        for handler in logging.getLogger("file_log").handlers:
            handler.close()
        interrupted = isinstance(done.exception, KeyboardInterrupt)
        code = 0 if done.success else (2 if done.exception else 1)
        if done.success and args[0] == "parse":
            events.append(Event("manifest", "", {"manifest": done.result}))
        return Outcome(code, events, str(done.exception) if done.exception else None, interrupted)

    def release(self) -> None:
        from dbt.adapters.factory import FACTORY

        for adapter in list(FACTORY.adapters.values()):
            close_all = getattr(adapter.connections, "close_all_connections", None)
            if close_all:
                close_all()
            else:
                adapter.cleanup_connections()


class Executable:
    """Any dbt command, called as a subprocess: another venv, another major version."""

    by_command_line = True

    def __init__(self, command: Sequence[str], project_dir: Path) -> None:
        self._command = list(command)
        self._cwd = project_dir

    def invoke(self, args: Sequence[str], mode: Mode, on_event: OnEvent, env: Env) -> Outcome:
        whole = {**os.environ, "PYTHONIOENCODING": "utf-8", **env}
        command = [*self._command, "--log-format", "json", "--no-use-colors", *args]
        try:
            process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                cwd=self._cwd,
                env={name: value for name, value in whole.items() if value is not None},
            )
        except OSError as error:
            what, way_on = f"cannot start {self._command[0]}: {error}", "--dbt-executable PATH"
            if error.errno == errno.E2BIG:
                what += " (more names than this machine takes on a command line: `ulimit -s`)"
                way_on = "without --dbt-executable"
            raise ConfigError("dbt", what, next_command=f"wap run {way_on}") from error
        events: list[Event] = []
        assert process.stdout is not None
        try:
            with process.stdout as lines:
                for event in _events_of(lines):
                    events.append(event)
                    on_event(event)
            code = process.wait()
        except KeyboardInterrupt:
            return Outcome(_stop(process), events, "interrupted", interrupted=True)
        return Outcome(code, events)

    def run_alone(self, args: Sequence[str]) -> Outcome:
        return self.invoke(args, Mode.PROD, lambda event: None, {})

    def release(self) -> None:
        """Nothing is held between two commands."""


@contextlib.contextmanager
def _said_when_long(on_event: OnEvent) -> Iterator[None]:
    """A parse that takes longer than people wait without a word is announced."""
    timer = threading.Timer(3.0, on_event, [Event("text", PARSING)])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextlib.contextmanager
def _without_hooks(manifest: Any, args: Sequence[str], mode: Mode) -> Iterator[None]:
    """The project's on-run hooks belong to the build: they do not run when views are made again."""
    names = [] if mode is Mode.AUDIT or args[0] != "run" else list(manifest.nodes)
    hooks = {n: manifest.nodes.pop(n) for n in names if n.startswith("operation.")}
    try:
        yield
    finally:
        manifest.nodes.update(hooks)


def _events_of(lines: Iterator[str] | io.TextIOBase | Any) -> Iterator[Event]:
    for line in lines:
        try:
            raw = json.loads(line)
            yield Event(
                "error"
                if raw["info"]["level"] == "error"
                and raw["info"]["name"] not in _ERROR_EVENTS | FAILURES
                else raw["info"]["name"],
                str(raw["data"].get("msg") or raw["info"]["msg"]),
                raw["data"],
            )
        except (ValueError, KeyError, TypeError):
            yield Event("text", line.rstrip())


def _stop(process: subprocess.Popen[str]) -> int:
    """The process has ended: it was asked, asked again, then made to."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        return process.wait(timeout=10)
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        return process.wait(timeout=10)
    process.kill()
    return process.wait()


def _flag(args: Sequence[str], name: str) -> str:
    return args[args.index(name) + 1] if name in args else ""


def _common(args: Sequence[str]) -> list[str]:
    """The flags of a command that parsing depends on."""
    names = ["--project-dir", "--profiles-dir", "--profile", "--target", "--vars", "--target-path"]
    names += ["--log-path"]
    valued = [part for name in names if name in args for part in (name, _flag(args, name))]
    return valued + [name for name in ("--no-partial-parse",) if name in args]


class Dbt:
    """The dbt project at hand, in its two naming modes."""

    def __init__(
        self, settings: Settings, on_progress: Show = lambda text: None, live: Show = lambda _: None
    ) -> None:
        self.settings = settings
        self._progress = Progress(on_progress, live)
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
        """The same project through the same dbt, with other settings."""
        other = Dbt(settings, self._progress.show, self._progress.live)
        other._backend = self._backend
        other.token = self.token
        other.patience = self.patience
        return other

    def beside(self) -> Dbt:
        """The same project and lock through a dbt process of its own, while this one is busy."""
        other = Dbt(self.settings)
        command = [sys.executable, "-c", "from dbt.cli.main import cli; cli()"]
        if self.settings.dbt_executable:
            command = [self.settings.dbt_executable]
        other._backend = Executable(command, self.settings.project_dir)
        other._apart = True
        other.token = self.token
        return other

    def release(self) -> None:
        """The warehouse is free for others while the runner waits."""
        self._backend.release()

    def install(self) -> None:
        """`dbt deps` has run: the packages of the project are there."""
        outcome = self._backend.run_alone(["deps", *self._project_flags()])
        if outcome.exit_code:
            raise _error_of(outcome, "deps")

    def has_state_project(self) -> bool:
        """True when the records of runs can be read without a parse of the user's project."""
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
        """The project parses in this naming mode, or ConfigError says why not."""
        if self.settings.dbt_executable:
            self._checked(["parse"], mode)
        else:
            self._checked(["ls", "--quiet", "--resource-type", "source"], mode)

    def operation(
        self, macro: str, args: Mapping[str, Any], mode: Mode = Mode.PROD
    ) -> dict[str, Any]:
        """A macro of the package has run; what it answers. A refusal is raised as its own error."""
        nonce = secrets.token_hex(8)
        small, env = self._fitted(args)
        given = ["--args", json.dumps(small), "--no-write-json", "--print"]
        outcome = self._invoke(
            ["run-operation", f"dbt_wap.{macro}", *given],
            mode,
            {**env, "WAP_NONCE": nonce},
        )
        if outcome.exit_code:
            raise _error_of(outcome, macro, nonce)
        head = f"{MARKER}{nonce}:"
        answers = [e.message.partition(head)[2] for e in outcome.events if head in e.message]
        if len(answers) != 1:
            raise DbtFailed(macro, f"dbt ran {macro} and gave {len(answers) or 'no'} answer(s)")
        answer, _ = json.JSONDecoder().raw_decode(answers[0])
        assert isinstance(answer, dict)
        return answer

    def list_nodes(self, flags: Sequence[str], mode: Mode) -> dict[str, dict[str, Any]]:
        """The nodes that dbt build would take, by unique id, each with resource_type and fqn."""
        kinds: list[str] = []
        for kind in ("model", "seed", "snapshot", "test", "unit_test"):
            kinds += ["--resource-type", kind]
        keys = ["--output", "json", "--output-keys", "unique_id", "resource_type", "fqn"]
        outcome = self._checked(["ls", "--no-write-json", *keys, *kinds, *flags], mode)
        found = {}
        for event in outcome.events:
            if event.message.startswith('{"'):
                node = json.loads(event.message)
                found[node["unique_id"]] = node
        return found

    def build(self, command: str, flags: Sequence[str], mode: Mode) -> list[dict[str, Any]]:
        """dbt has built or tested what the flags choose; failures are in the results."""
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
            refusal = _refusal_of(str(result.get("message") or ""), nonce) if ours else None
            if refusal:
                raise refusal
        if outcome.exit_code and all(r["status"] in _GOOD for r in results):
            raise _error_of(outcome, command, nonce)
        return results

    def compiled(self, flags: Sequence[str], mode: Mode) -> dict[str, str]:
        """A hash of what dbt compiles each chosen node to, by unique id; what fails has none."""
        return {
            result["unique_id"]: md5(result["compiled_code"].strip().encode()).hexdigest()
            for result in self.build("compile", flags, mode)
            if result.get("compiled_code") and result["status"] == "success"
        }

    def _checked(self, args: Sequence[str], mode: Mode) -> Outcome:
        outcome = self._invoke(args, mode)
        if outcome.exit_code:
            raise _error_of(outcome, args[0])
        return outcome

    def _invoke(
        self,
        args: Sequence[str],
        mode: Mode,
        env: Mapping[str, str] | None = None,
    ) -> Outcome:
        ours, own_env = self._fitted({**self.settings.own_vars, **_mode_vars(mode)})
        given = ["--vars", self.settings.vars.with_ours(ours)]
        silent = [] if args[0] in _LOGGED else ["--log-level-file", "none"]
        command = [*args, *silent, *self._flags(mode), *given]
        own = mode is not Mode.AUDIT or args[0] not in _OF_THE_USER
        known = variables(self._project_settings, own=own)
        all_env: Env = {**known, "WAP_LOCK_TOKEN": self.token, **own_env, **(env or {})}
        deadline = time.monotonic() + self.patience
        while True:
            outcome = self._backend.invoke(command, mode, self._report, all_env)
            if outcome.interrupted:
                raise KeyboardInterrupt
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
        """False where dbt would keep stale schema names: it notices neither an env_var() in a
        naming macro nor another default target in profiles.yml."""
        root = self.settings.project_dir
        naming = re.compile(r"macro\s+(\w+__)?generate_\w+_name\b.*env_var", re.S)
        for folder in macro_folders(root, read_config(root)):
            for path in folder.rglob("*.sql"):
                if naming.search(path.read_text(encoding="utf-8", errors="replace")):
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

    def _report(self, event: Event) -> None:
        self._progress.event(event.name, event.message, event.data)


def _mode_vars(mode: Mode) -> dict[str, bool]:
    return {"dbt_wap_audit": mode is Mode.AUDIT}


def _refusal_of(text: str, nonce: str | None) -> WapError | None:
    """The refusal of a macro of ours: exactly one, and with the nonce of this call."""
    every = [at for at in _REFUSAL.finditer(text) if at["nonce"] == nonce]
    if len({at.group() for at in every}) != 1:
        return None
    found = every[0]
    what = "\n".join(line.strip() for line in found["what"].splitlines())
    return BY_CODE.get(found["code"], DbtFailed)(
        found["where"], what, prod=found["prod"], next_command=found["next"]
    )


def _error_of(outcome: Outcome, where: str, nonce: str | None = None) -> WapError:
    """What the outcome means: a refusal of ours, a lock, a bad project, or a failure."""
    text = outcome.error_text()
    refusal = _refusal_of(text, nonce)
    if refusal:
        return refusal
    held = _FILE_LOCK.search(text)
    if held:
        return Locked(
            where,
            f"the DuckDB file {held['file']} is open in the process {held['pid']}",
            next_command="wap status, when that process has ended",
        )
    where = where.replace("-", "_")
    if outcome.exit_code == 2:
        missing = "dbt_wap" in text and ("macro" in text or "undefined" in text)
        hint = "wap init, then dbt deps" if missing else "wap doctor"
        if "dbt deps" in text:
            hint = "dbt deps"
        return ConfigError("project", text.strip(), next_command=hint)
    at = [e.message for e in outcome.events if e.message.startswith("wap: comparing ")]
    if at:
        text = f"could not compare {at[-1].split(' ')[-1]}: {text.strip()}"
    return DbtFailed(where, text.strip())
