"""The door to Slack on a stand-in service, with an emulated Slack in front of it."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from dbt_wap.model import Person
from dbt_wap.serve.home import Home
from dbt_wap.serve.model import Job, Outcome, RunView
from dbt_wap.serve.slack.door import SlackDoor
from made_reports import entry
from standin import SEEN, WAITS, StandIn
from starlette.applications import Starlette

from integration_tests.slack_emulator import Message, SlackEmulator
from integration_tests.slack_emulator import Person as SlackPerson


class SlowService(StandIn):
    """Waits at `hold` before it answers, and can have gates to override."""

    def __init__(self) -> None:
        super().__init__()
        self.hold = threading.Event()
        self.hold.set()
        self.gates: list[str] = []
        self.publishing: Job | None = None
        self.outcome = ""

    async def run(self, run_id: str, person: Person | None) -> RunView:
        await asyncio.to_thread(self.hold.wait, 30)
        view = await super().run(run_id, person)
        if view.report:
            names = ("orders", "customers", "items", "prices")
            view.report["relations"] = [entry(name=name) for name in names]  # type: ignore[misc]
        if self.gates and view.can_approve:
            gates: Any = {"name": "gates", "holds": False, "text": "the audit blocks the run"}
            view.can_approve["conditions"].append(gates)
            view.can_approve["overridable"] = self.gates
        return view

    async def approve(self, run_id: str, person: Person, **given: Any) -> Outcome:
        override = given.pop("override")
        outcome = await super().approve(run_id, person, **given)
        self.done[-1][3]["override"] = override
        return Outcome(self.outcome or outcome.text, self.publishing)


@dataclass
class Door:
    """A door that is open, on a stand-in service and a real home."""

    slack: SlackEmulator
    service: SlowService
    home: Home
    door: SlackDoor

    def fresh(self) -> Door:
        """Forget what earlier tests did, and use a channel of its own."""
        self.service.__init__()  # type: ignore[misc]
        self.slack.channel = self.slack.add_channel(f"data-{len(self.slack.workspace.channels)}")
        self.slack.calls.clear()
        return self

    def ask(self, seen: str = SEEN, target: str = "prod", run_id: str = WAITS) -> Message:
        """Post a message with the buttons."""
        value = f'{{"run_id": "{run_id}", "target": "{target}", "seen": "{seen}"}}'
        buttons = [
            {
                "type": "button",
                "action_id": action,
                "text": {"type": "plain_text", "text": action},
                "value": value,
            }
            for action in ("wap_approve", "wap_reject", "open_run")
        ]
        blocks = [{"type": "actions", "elements": buttons}]
        return self.slack.workspace.post(self.slack.channel, "Needs approval", blocks)

    def linked(self, name: str = "ben") -> SlackPerson:
        """Return a person in Slack who is linked to the user of this name."""
        person = self.slack.person(name)
        self.home.link_slack(person.team, person.id, name)
        return person

    def decided(self) -> list[tuple[Any, ...]]:
        """Wait for a decision and return all."""
        self.slack.until(lambda: self.service.done)
        return self.service.done


@contextmanager
def open_door(slack: SlackEmulator, folder: Path, wait: bool = True, **env: str) -> Iterator[Door]:
    """Serve the door; without secrets in `env`, by Socket Mode. Wait until it is connected."""
    service, home = SlowService(), Home(folder / "home", folder / "project")
    given = env or {"WAP_SLACK_APP_TOKEN": slack.app_token}
    door = SlackDoor(service, home, "https://wap.example", {**slack.env, **given})  # type: ignore[arg-type]

    app = Starlette(routes=door.routes, lifespan=door.lifespan)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
    thread.start()
    try:
        if "WAP_SLACK_SIGNING_SECRET" in given:
            slack.app_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        opened = Door(slack, service, home, door)
        if wait:
            slack.until(lambda: door.handler.team and (slack.app_url or slack.connections))
        yield opened
    finally:
        service.hold.set()
        server.should_exit = True
        thread.join(20)
        listener.close()
        slack.app_url = ""
    assert not thread.is_alive()


@contextmanager
def audit_lines() -> Iterator[list[str]]:
    """Collect the lines of the audit log."""
    lines: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    handler, log = Collector(), logging.getLogger("dbt_wap.audit")
    log.addHandler(handler)
    try:
        yield lines
    finally:
        log.removeHandler(handler)
