"""Two ways to call dbt behind one interface: in process, or through a dbt executable."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import logging
import os
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dbt_wap.dbt.batches import FAILURES
from dbt_wap.dbt.bytecode import keep_compiled
from dbt_wap.dbt.dbt_settings import in_environment
from dbt_wap.dbt.progress import NODE_CHANGES
from dbt_wap.dbt.wire import PARSING
from dbt_wap.errors import ConfigError
from dbt_wap.model import Mode

_ERROR_EVENTS = {
    "RunningOperationCaughtError",
    "RunningOperationUncaughtError",
    "MainEncounteredError",
}


@dataclass
class Event:
    """An event of dbt, the same for both ways to call it."""

    name: str
    message: str
    data: Mapping[str, Any] = field(default_factory=dict)
    level: str = "info"


OnEvent = Callable[[Event], None]
Args = Sequence[str]


@dataclass
class Outcome:
    """How one dbt command ended."""

    exit_code: int
    events: list[Event]
    error: str | None = None

    def error_text(self) -> str:
        """Return the most useful part of what dbt said about a failure."""
        for event in self.events:
            if event.name in _ERROR_EVENTS:
                return str(event.data.get("exc") or event.message)
        if self.error:
            return self.error
        told = {"error", "GenericExceptionOnRun"}
        lines = [e.message for e in self.events if e.name in told or "Error" in e.name]
        return "\n".join(lines[-5:]) or f"dbt ended with exit code {self.exit_code}"


Env = Mapping[str, str | None]
"""Environment variables of a dbt command; None removes a variable."""


class InProcess:
    """dbt-core 1.x in this process: parses once per naming mode and reuses the manifest."""

    by_command_line = False
    """Arguments pass through a command line, which limits their size."""

    def __init__(self) -> None:
        self._manifests: dict[tuple[Mode, str], Any] = {}

    def invoke(self, args: Args, common: Args, mode: Mode, hear: OnEvent, env: Env) -> Outcome:
        """Run a dbt command with these variables in its environment.

        `common` are the flags that parsing depends on, with the vars last.
        """
        key = (mode, common[-1])
        with in_environment(env):
            if key not in self._manifests:
                with _said_when_long(hear):
                    parsed = self._run(None, ["parse", "--no-write-json", *common], _unheard)
                if parsed.exit_code:
                    return parsed
                self._manifests[key] = parsed.events.pop().data["manifest"]
            with _without_hooks(self._manifests[key], args, mode):
                return self._run(self._manifests[key], [*args, *common], hear)

    def run_alone(self, args: Args) -> Outcome:
        """Run a dbt command that needs no parsed project."""
        return self._run(None, args, _unheard)

    def _run(self, manifest: Any, args: Args, hear: OnEvent) -> Outcome:
        from dbt.cli.main import dbtRunner
        from google.protobuf.json_format import MessageToDict

        keep_compiled()
        events: list[Event] = []

        def collect(raw: Any) -> None:
            name = str(raw.info.name)
            if raw.info.level == "debug" and name not in FAILURES:
                return
            data: dict[str, Any] = {}
            if name in NODE_CHANGES | _ERROR_EVENTS | FAILURES:
                data = MessageToDict(raw.data, preserving_proto_field_name=True)
            message = str(getattr(raw.data, "msg", "") or raw.info.msg)
            kind = "error" if not data and raw.info.level == "error" else name
            event = Event(kind, message, data, raw.info.level)
            if not _is_passing(event):
                events.append(event)
            hear(event)

        with contextlib.redirect_stdout(io.StringIO()):
            done = dbtRunner(manifest=manifest, callbacks=[collect]).invoke(
                ["--log-level", "none", *args]
            )
        for handler in logging.getLogger("file_log").handlers:
            handler.close()
        if done.exception and not isinstance(done.exception, Exception):  # a signal
            raise done.exception
        code = 0 if done.success else (2 if done.exception else 1)
        if done.success and args[0] == "parse":
            events.append(Event("manifest", "", {"manifest": done.result}))
        return Outcome(code, events, str(done.exception) if done.exception else None)

    def release(self) -> None:
        """Close all connections."""
        from dbt.adapters.factory import FACTORY

        for adapter in list(FACTORY.adapters.values()):
            some = adapter.cleanup_connections
            getattr(adapter.connections, "close_all_connections", some)()


class Executable:
    """A dbt executable, called as a subprocess: from another venv or of another major version."""

    by_command_line = True

    def __init__(self, command: Sequence[str], project_dir: Path) -> None:
        self._command = list(command)
        self._cwd = project_dir

    def invoke(self, args: Args, common: Args, mode: Mode, hear: OnEvent, env: Env) -> Outcome:
        """Run a dbt command with these variables in its environment."""
        whole = {**os.environ, "PYTHONIOENCODING": "utf-8", **env}
        command = [*self._command, "--log-format", "json", "--no-use-colors", *args, *common]
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
            what, way_on = f"could not start {self._command[0]}: {error}", "--dbt-executable PATH"
            if error.errno == errno.E2BIG:
                what += " (too many selected nodes for a command line here: `ulimit -s`)"
                way_on = "without --dbt-executable"
            raise ConfigError("dbt", what, next_command=f"wap run {way_on}") from error
        events: list[Event] = []
        assert process.stdout is not None
        try:
            with process.stdout as lines:
                for event in _events_of(lines):
                    if not _is_passing(event):
                        events.append(event)
                    hear(event)
            code = process.wait()
        except KeyboardInterrupt:
            _stop(process)
            raise
        return Outcome(code, events)

    def run_alone(self, args: Args) -> Outcome:
        """Run a dbt command that needs no parsed project."""
        return self.invoke(args, [], Mode.PROD, _unheard, {})

    def release(self) -> None:
        """Do nothing: no connection stays open between commands."""


@contextlib.contextmanager
def _said_when_long(hear: OnEvent) -> Iterator[None]:
    """Announce a parse that takes longer than three seconds."""
    timer = threading.Timer(3.0, hear, [Event("text", PARSING)])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextlib.contextmanager
def _without_hooks(manifest: Any, args: Args, mode: Mode) -> Iterator[None]:
    """Leave out the project's on-run hooks when views are rebuilt: they belong to the build."""
    names = [] if mode is Mode.AUDIT or args[0] != "run" else list(manifest.nodes)
    hooks = {n: manifest.nodes.pop(n) for n in names if n.startswith("operation.")}
    try:
        yield
    finally:
        manifest.nodes.update(hooks)


def _events_of(lines: Iterable[str]) -> Iterator[Event]:
    for line in lines:
        try:
            raw = json.loads(line)
            info, data, name = raw["info"], raw["data"], raw["info"]["name"]
            unnamed = info["level"] == "error" and name not in _ERROR_EVENTS | FAILURES
            name = "error" if unnamed else name
            yield Event(name, str(data.get("msg") or info["msg"]), data, info["level"])
        except (ValueError, KeyError, TypeError):
            yield Event("text", line.rstrip())


def _stop(process: subprocess.Popen[str]) -> None:
    """Wait for a process to end, then terminate it, then kill it."""
    asks: list[Callable[[], None]] = [lambda: None, process.terminate, process.kill]
    for ask in asks:
        ask()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
            return


def _is_passing(event: Event) -> bool:
    """Return whether an event need not be kept: a large build has thousands of a node's status."""
    return event.name in NODE_CHANGES and "Error" not in event.name


def _unheard(event: Event) -> None:
    """Ignore an event."""


Backend = InProcess | Executable
"""The ways of running dbt commands."""
