"""The Web API methods that the emulator knows: tokens, scopes, arguments, errors, effects."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from .limits import faults_of_message, faults_of_view
from .workspace import Channel, File, Json, View, Workspace

TEXT_LIMIT = 40_000
TRIGGER_SECONDS = 3.0


class Refused(Exception):
    """An error as Slack gives it: a word, and messages for some of them."""

    def __init__(self, error: str, *messages: str, **more: Any) -> None:
        super().__init__(error)
        self.answer: Json = {"ok": False, "error": error, **more}
        if messages:
            self.answer["response_metadata"] = {"messages": list(messages)}


class Methods:
    """The methods on a workspace, for an app with these tokens and scopes."""

    def __init__(self, workspace: Workspace, app_id: str, bot_token: str, app_token: str) -> None:
        self.workspace = workspace
        self.app_id, self.bot_token, self.app_token = app_id, bot_token, app_token
        self.scopes: frozenset[str] = frozenset()
        self.base = ""
        self.tickets: set[str] = set()
        self.trigger_seconds = TRIGGER_SECONDS
        self.known: dict[str, tuple[Callable[[Json], Json], str]] = {
            "auth.test": (self._auth_test, ""),
            "chat.postMessage": (self._post_message, "chat:write"),
            "chat.postEphemeral": (self._post_ephemeral, "chat:write"),
            "chat.update": (self._update, "chat:write"),
            "views.open": (self._open, ""),
            "views.update": (self._update_view, ""),
            "files.getUploadURLExternal": (self._upload_url, "files:write"),
            "files.completeUploadExternal": (self._complete_upload, "files:write"),
        }

    def call(self, method: str, token: str | None, given: Json) -> Json:
        """Return the answer to a call; `given` has the arguments without the token."""
        try:
            if not token:
                raise Refused("not_authed")
            if method == "apps.connections.open":
                return self._connect(token)
            if method not in self.known:
                raise Refused("unknown_method", req_method=method)
            run, scope = self.known[method]
            self._check(token, scope)
            with self.workspace.changed:
                answer = run({k: _decoded(k, v) for k, v in given.items() if v is not None})
                self.workspace.changed.notify_all()
        except Refused as refused:
            return refused.answer
        return {"ok": True, **answer}

    def _check(self, token: str, scope: str) -> None:
        if token == self.app_token:
            raise Refused("not_allowed_token_type")
        if token != self.bot_token:
            raise Refused("invalid_auth")
        if scope and scope not in self.scopes:
            provided = ",".join(sorted(self.scopes))
            raise Refused("missing_scope", needed=scope, provided=provided)

    def _connect(self, token: str) -> Json:
        if token == self.bot_token:
            raise Refused("not_allowed_token_type")
        if token != self.app_token:
            raise Refused("invalid_auth")
        ticket = secrets.token_urlsafe(16)
        self.tickets.add(ticket)
        host = self.base.removeprefix("http://")
        return {"ok": True, "url": f"ws://{host}/link/?ticket={ticket}&app_id={self.app_id}"}

    def _auth_test(self, given: Json) -> Json:
        at = self.workspace
        return {
            "url": f"https://{at.domain}.slack.com/",
            "team": at.domain,
            "user": "wap",
            "team_id": at.team,
            "user_id": at.bot_user,
            "bot_id": at.bot_id,
            "is_enterprise_install": False,
        }

    def _post_message(self, given: Json) -> Json:
        channel = self._channel(given, people=True)
        if self.workspace.bot_user not in channel.members:
            raise Refused("not_in_channel")
        text, blocks = self._content(given)
        thread = given.get("thread_ts")
        if thread and not self.workspace.message(channel, thread):
            raise Refused("thread_not_found")
        message = self.workspace.post(channel, text, blocks, thread_ts=thread)
        return {"channel": channel.id, "ts": message.ts, "message": self.shown(message)}

    def _post_ephemeral(self, given: Json) -> Json:
        channel = self._channel(given)
        user = _required(given, "user")
        text, blocks = self._content(given)
        if user not in channel.members:
            raise Refused("user_not_in_channel")
        if self.workspace.bot_user not in channel.members:
            raise Refused("not_in_channel")
        thread = given.get("thread_ts")
        message = self.workspace.post(channel, text, blocks, thread_ts=thread, only_for=user)
        return {"message_ts": message.ts}

    def _update(self, given: Json) -> Json:
        channel = self.workspace.channels.get(_required(given, "channel"))
        if channel is None:
            raise Refused("channel_not_found")
        message = self.workspace.message(channel, _required(given, "ts"))
        if message is None:
            raise Refused("message_not_found")
        text, blocks = self._content(given)
        message.versions.append((message.text, message.blocks))
        message.text = text
        message.blocks = self.workspace.named(blocks) if "blocks" in given else message.blocks
        return {"channel": channel.id, "ts": message.ts, "text": text}

    def _open(self, given: Json) -> Json:
        view = _required(given, "view")
        trigger = self.workspace.triggers.get(_required(given, "trigger_id"))
        if trigger is None:
            raise Refused("invalid_arguments", "invalid `trigger_id`")
        if self.workspace.is_late(trigger, self.trigger_seconds):
            raise Refused("expired_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        self._well_formed(view)
        trigger.used = True
        opened = View(self.workspace.new_id("V"), trigger.user, self._named(view), _hash())
        self.workspace.views[opened.id] = opened
        return {"view": self.shown_view(opened)}

    def _update_view(self, given: Json) -> Json:
        view = _required(given, "view")
        opened = self.workspace.views.get(_required(given, "view_id"))
        if opened is None or opened.closed:
            raise Refused("not_found")
        if given.get("hash") not in (None, opened.hash):
            raise Refused("hash_conflict")
        self._well_formed(view)
        opened.view, opened.hash, opened.errors = self._named(view), _hash(), {}
        return {"view": self.shown_view(opened)}

    def _upload_url(self, given: Json) -> Json:
        length = _required(given, "length")
        if not str(length).isdigit() or not int(length):
            raise Refused("invalid_arguments", "[ERROR] must be positive [json-pointer:/length]")
        upload = secrets.token_urlsafe(12)
        file = File(
            self.workspace.new_id("F"), str(_required(given, "filename")), int(length), upload
        )
        self.workspace.files[file.id] = file
        return {"upload_url": f"{self.base}/upload/v1/{upload}", "file_id": file.id}

    def _complete_upload(self, given: Json) -> Json:
        files = []
        for each in _required(given, "files"):
            file = self.workspace.files.get(each.get("id"))
            if file is None or file.content is None or file.shared:
                raise Refused("file_not_found")
            file.title = each.get("title") or file.filename
            files.append(file)
        if target := given.get("channel_id"):
            channel = self.workspace.channels.get(target)
            if channel is None:
                raise Refused("channel_not_found")
            if self.workspace.bot_user not in channel.members:
                raise Refused("not_in_channel")
            thread, comment = given.get("thread_ts"), given.get("initial_comment", "")
            self.workspace.post(channel, comment, [], thread_ts=thread, files=files)
        for file in files:
            file.shared = True
        return {"files": [{"id": file.id, "title": file.title} for file in files]}

    def _channel(self, given: Json, people: bool = False) -> Channel:
        name = str(_required(given, "channel"))
        if people and name in self.workspace.users:
            return self.workspace.direct(name)
        channel = self.workspace.channel(name)
        if channel is None:
            raise Refused("channel_not_found")
        return channel

    def _content(self, given: Json) -> tuple[str, list[Json]]:
        text, blocks = given.get("text") or "", given.get("blocks") or []
        if len(text) > TEXT_LIMIT:
            raise Refused("msg_too_long")
        if not text and not blocks:
            raise Refused("no_text")
        if blocks and (faults := faults_of_message(blocks)):
            raise Refused("invalid_blocks", *faults)
        return text, blocks

    def _well_formed(self, view: Any) -> None:
        if faults := faults_of_view(view):
            raise Refused("invalid_arguments", *faults)

    def _named(self, view: Json) -> Json:
        return {**view, "blocks": self.workspace.named(view["blocks"])}

    def shown(self, message: Any) -> Json:
        """Return a message as payloads and answers have it."""
        thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
        return {
            "type": "message",
            "user": self.workspace.bot_user,
            "bot_id": self.workspace.bot_id,
            "app_id": self.app_id,
            "team": self.workspace.team,
            "ts": message.ts,
            "text": message.text,
            "blocks": message.blocks,
            **thread,
        }

    def shown_view(self, opened: View) -> Json:
        """Return a modal as payloads and answers have it."""
        view = opened.view
        return {
            "id": opened.id,
            "team_id": self.workspace.team,
            "type": "modal",
            "blocks": view["blocks"],
            "private_metadata": view.get("private_metadata", ""),
            "callback_id": view.get("callback_id", ""),
            "state": {"values": {}},
            "hash": opened.hash,
            "title": view["title"],
            "close": view.get("close"),
            "submit": view.get("submit"),
            "clear_on_close": False,
            "notify_on_close": False,
            "previous_view_id": None,
            "root_view_id": opened.id,
            "app_id": self.app_id,
            "external_id": "",
            "app_installed_team_id": self.workspace.team,
            "bot_id": self.workspace.bot_id,
        }


def _required(given: Mapping[str, Any], name: str) -> Any:
    value = given.get(name)
    if value in (None, ""):
        if name in ("channel", "text", "user", "ts"):
            raise Refused("channel_not_found" if name == "channel" else "invalid_arguments")
        where = f"[ERROR] missing required field: {name}"
        raise Refused("invalid_arguments", where)
    return value


def _decoded(name: str, value: Any) -> Any:
    """Return an argument; in forms, structures are JSON in a string."""
    if name in ("blocks", "view", "files", "attachments") and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            raise Refused("invalid_blocks_format" if name == "blocks" else "invalid_json") from None
    return value


def _hash() -> str:
    return secrets.token_hex(6)
