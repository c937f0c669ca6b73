"""The emulated Slack as tests use it: its address and tokens, faults, sockets, deliveries."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml

from .methods import Methods
from .people import Delivery, Person
from .server import Fault, Server, started
from .websocket import WebSocket
from .workspace import Channel, Hook, Json, Message, View, Workspace

SCOPES = ("chat:write", "files:write", "commands")
ACK_SECONDS = 3.0


class SlackEmulator:
    """A workspace with one app installed, on a free port of this machine.

    `manifest` is the app manifest that the scopes, the slash commands and Socket Mode come from.
    `seconds` is how long Slack waits for an ack, and how long a trigger_id lives.
    """

    def __init__(self, manifest: Path | None = None, seconds: float = ACK_SECONDS) -> None:
        declared = yaml.safe_load(manifest.read_text()) if manifest else {}
        self.workspace = Workspace("T0HOME", "jaffle")
        self.app_id = "A0WAP"
        self.bot_token, self.app_token = "xoxb-1-bot", f"xapp-1-{self.app_id}-2-app"
        self.signing_secret = "8f742231b10e8888abcd99yyyzzz85a5"
        self.webhook_secret = f"{self.workspace.team}/B0HOOK/verysecretpart"
        self.methods = Methods(self.workspace, self.app_id, self.bot_token, self.app_token)
        self.methods.scopes = frozenset(_scopes(declared))
        self.methods.trigger_seconds = seconds
        self.seconds = seconds
        self.commands = _commands(declared)
        self.socket_mode = declared.get("settings", {}).get("socket_mode_enabled", True)
        self.calls: list[tuple[str, Json, Json]] = []
        self.app_url = ""
        self.greeted = 0
        self._faults: list[Fault] = []
        self._sockets: list[WebSocket] = []
        self._acks: dict[str, Json] = {}
        self.channel = self.add_channel("data")

    def __enter__(self) -> SlackEmulator:
        self._server = Server(self, 0)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.methods.base = self.url
        self._thread = started(self._server)
        return self

    def __exit__(self, *_: object) -> None:
        for socket in list(self._sockets):
            socket.cut()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def env(self) -> dict[str, str]:
        """Return the environment of wap for posting messages to the channel as the app."""
        return {
            "WAP_SLACK_API_URL": f"{self.url}/api/",
            "WAP_SLACK_BOT_TOKEN": self.bot_token,
            "WAP_SLACK_CHANNEL": self.channel.id,
        }

    @property
    def webhook_url(self) -> str:
        """Return the URL of an incoming webhook that posts to the channel."""
        return f"{self.url}/services/{self.webhook_secret}"

    # -- people and places -------------------------------------------------------------------------

    def add_channel(self, name: str, has_bot: bool = True) -> Channel:
        """Return a new channel with all people in it, and the bot unless told."""
        members = {*self.workspace.users} | ({self.workspace.bot_user} if has_bot else set())
        channel = Channel(self.workspace.new_id("C"), name, members)
        self.workspace.channels[channel.id] = channel
        return channel

    def person(self, name: str, team: str | None = None) -> Person:
        """Return a new person, a member of every channel; `team` is another workspace's id."""
        user = self.workspace.new_id("U")
        self.workspace.users[user] = name
        for channel in self.workspace.channels.values():
            channel.members.add(user)
        return Person(self, user, name, team or self.workspace.team)

    @property
    def messages(self) -> list[Message]:
        """Return the messages of the channel that everyone sees, threads included."""
        return [message for message in self.channel.messages if message.only_for is None]

    def thread(self, message: Message) -> list[Message]:
        """Return the replies to a message."""
        return [reply for reply in self.messages if reply.thread_ts == message.ts]

    def until(self, holds: Callable[[], Any], seconds: float = 30.0) -> Any:
        """Wait until something holds, and return it."""
        return self.workspace.until(holds, seconds)

    # -- faults ------------------------------------------------------------------------------------

    def fail(self, method: str, **how: Any) -> None:
        """Let calls of a method (or "webhook") fail: `error`, or `status`, `delay`, `times`."""
        self._faults.append(Fault(method, **how))

    def heal(self) -> None:
        """Drop all faults."""
        self._faults.clear()

    def fault(self, method: str) -> Fault | None:
        """Return the fault of a call that comes in now, and count it."""
        with self.workspace.changed:
            fault = next((f for f in self._faults if f.method == method and f.times != 0), None)
            if fault and fault.times is not None:
                fault.times -= 1
            return fault

    def called(self, method: str, given: Json, answer: Json) -> None:
        """Record a call with its arguments and its answer."""
        with self.workspace.changed:
            self.calls.append((method, given, answer))
            self.workspace.changed.notify_all()

    def answers(self, method: str) -> list[Json]:
        """Return the answers to all calls of a method."""
        return [answer for called, _, answer in self.calls if called == method]

    # -- Socket Mode -------------------------------------------------------------------------------

    @property
    def connections(self) -> int:
        """Return how many sockets are open."""
        return len(self._sockets)

    def connected(self, socket: WebSocket) -> None:
        """Greet a new socket."""
        with self.workspace.changed:
            self._sockets.append(socket)
            self.greeted += 1
            hello = {
                "type": "hello",
                "num_connections": len(self._sockets),
                "debug_info": {"host": "applink", "approximate_connection_time": 18060},
                "connection_info": {"app_id": self.app_id},
            }
            socket.send(json.dumps(hello))
            self.workspace.changed.notify_all()

    def disconnected(self, socket: WebSocket) -> None:
        """Forget a socket that is closed."""
        with self.workspace.changed:
            self._sockets.remove(socket)
            self.workspace.changed.notify_all()

    def acknowledged(self, ack: Json) -> None:
        """Record the ack of an envelope."""
        with self.workspace.changed:
            self._acks[ack["envelope_id"]] = ack
            self.workspace.changed.notify_all()

    def refresh(self) -> None:
        """Ask every client to connect again, as Slack does every few hours."""
        goodbye = {"type": "disconnect", "reason": "refresh_requested", "debug_info": {}}
        for socket in list(self._sockets):
            socket.send(json.dumps(goodbye))

    def cut(self) -> None:
        """Cut every socket without a word."""
        for socket in list(self._sockets):
            socket.cut()

    # -- deliveries --------------------------------------------------------------------------------

    def deliver(self, kind: str, payload: Json, via: str | None = None) -> Delivery:
        """Deliver a payload ("interactive" or "slash_commands") by socket or by signed HTTP."""
        via = via or ("socket" if self.socket_mode and not self.app_url else "http")
        if via == "socket":
            return self.envelope(kind, payload)
        path = "/slack/commands" if kind == "slash_commands" else "/slack/interactions"
        form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        body = urlencode(form)
        return self.post(path, body, self.signed(body))

    def envelope(self, kind: str, payload: Json, **more: Any) -> Delivery:
        """Send an envelope to a socket and wait for its ack."""
        assert self._sockets, "no app is connected by Socket Mode"
        named = more.pop("envelope_id", str(uuid.uuid4()))
        answers = kind == "slash_commands" or payload.get("type") == "view_submission"
        envelope = {"type": kind, "envelope_id": named, "payload": payload, **more}
        envelope["accepts_response_payload"] = answers
        self._acks.pop(named, None)
        begun = time.monotonic()
        self._sockets[-1].send(json.dumps(envelope))
        with self.workspace.changed:
            self.workspace.changed.wait_for(lambda: named in self._acks, self.seconds)
            ack = self._acks.get(named)
        took = time.monotonic() - begun
        delivery = Delivery(kind, payload, ack is not None, (ack or {}).get("payload"), took)
        assert answers or not delivery.answer, "this envelope does not accept a response payload"
        delivery.envelope = envelope
        return delivery

    def signed(
        self, body: str, at: float | None = None, secret: str | None = None
    ) -> dict[str, str]:
        """Return the headers that prove a request: v0, HMAC-SHA256 of time and body."""
        stamp = str(int(time.time() if at is None else at))
        key = (secret or self.signing_secret).encode()
        digest = hmac.new(key, f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

    def post(self, path: str, body: str, headers: Mapping[str, str]) -> Delivery:
        """Post a body to the app at `app_url` as Slack's servers do."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        agent = {"User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        request = urllib.request.Request(
            self.app_url + path, body.encode(), {**kind, **agent, **headers}, method="POST"
        )
        begun = time.monotonic()
        try:
            with urllib.request.urlopen(request, timeout=self.seconds) as answer:
                status, text = answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                status, text = error.code, error.read().decode()
        except OSError:
            status, text = 0, ""
        took = time.monotonic() - begun
        delivery = Delivery("http", {}, status == 200, _json(text), took, status)
        delivery.body, delivery.headers = body, dict(headers)
        return delivery

    def respond(self, hook: Hook, given: Json) -> None:
        """Do what a response to a response_url or a slash command asks for."""
        channel = self.workspace.channels[hook.channel]
        text, blocks = given.get("text", ""), given.get("blocks") or []
        if given.get("delete_original") and hook.message:
            channel.messages.remove(hook.message)
        elif given.get("replace_original") and hook.message:
            hook.message.versions.append((hook.message.text, hook.message.blocks))
            hook.message.text, hook.message.blocks = text, self.workspace.named(blocks)
        else:
            alone = given.get("response_type", "ephemeral") == "ephemeral"
            only_for = hook.user if alone else None
            self.workspace.post(channel, text, blocks, only_for=only_for)

    def view_of(self, user: str) -> View | None:
        """Return the modal that a person has open."""
        views = (v for v in reversed(self.workspace.views.values()) if not v.closed)
        return next((view for view in views if view.user == user), None)


def _scopes(declared: Mapping[str, Any]) -> list[str]:
    return list(declared["oauth_config"]["scopes"]["bot"]) if declared else list(SCOPES)


def _commands(declared: Mapping[str, Any]) -> set[str]:
    if not declared:
        return {"/wap"}
    return {each["command"] for each in declared["features"].get("slash_commands", ())}


def _json(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return {"text": text}
