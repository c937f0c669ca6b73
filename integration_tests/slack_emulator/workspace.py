"""What a Slack workspace holds: people, channels, messages, files, open modals, triggers."""

from __future__ import annotations

import itertools
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
HOOKS_OF_A_RESPONSE_URL = 5
SECONDS_OF_A_RESPONSE_URL = 30 * 60


@dataclass
class File:
    """A file, and where it is shared."""

    id: str
    filename: str
    length: int
    upload: str
    title: str = ""
    content: bytes | None = None
    shared: bool = False


@dataclass
class Message:
    """A message as it reads now; `versions` has what it said before each edit."""

    channel: str
    ts: str
    text: str
    blocks: list[Json]
    thread_ts: str | None = None
    only_for: str | None = None
    files: list[File] = field(default_factory=list)
    versions: list[tuple[str, list[Json]]] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Return all that the message says: its texts, in order, one a line."""
        return "\n".join([self.text, *texts_of(self.blocks)])

    @property
    def buttons(self) -> dict[str, Json]:
        """Return the buttons by action id, with the id of their block."""
        found = {}
        for block in self.blocks:
            for element in [*block.get("elements", ()), block.get("accessory") or {}]:
                if element.get("type") == "button":
                    found[element["action_id"]] = {**element, "block_id": block["block_id"]}
        return found


@dataclass
class Channel:
    """A channel with its members, the bot's user among them, and its messages in order."""

    id: str
    name: str
    members: set[str]
    messages: list[Message] = field(default_factory=list)


@dataclass
class View:
    """A modal that is open at a person's screen."""

    id: str
    user: str
    view: Json
    hash: str
    errors: dict[str, str] = field(default_factory=dict)
    closed: bool = False

    @property
    def title(self) -> str:
        return str(self.view["title"]["text"])

    @property
    def can_submit(self) -> bool:
        return "submit" in self.view

    @property
    def words(self) -> str:
        """Return all that the modal says, one text a line."""
        return "\n".join([self.title, *texts_of(self.view["blocks"])])

    @property
    def inputs(self) -> dict[str, Json]:
        """Return the input blocks by the action id of their element."""
        blocks = [block for block in self.view["blocks"] if block["type"] == "input"]
        return {block["element"]["action_id"]: block for block in blocks}


@dataclass
class Hook:
    """A response_url: where it leads, for whom, how often it may still be used, until when."""

    channel: str
    user: str
    message: Message | None
    uses: int = HOOKS_OF_A_RESPONSE_URL
    until: float = field(default_factory=lambda: time.monotonic() + SECONDS_OF_A_RESPONSE_URL)


@dataclass
class Trigger:
    """A trigger_id: good for one modal within three seconds."""

    user: str
    made: float = field(default_factory=time.monotonic)
    used: bool = False


class Workspace:
    """The state that the server, the methods and the people share, under one lock."""

    def __init__(self, team: str, domain: str) -> None:
        self.team, self.domain = team, domain
        self.bot_user, self.bot_id = "U0WAPBOT", "B0WAPBOT"
        self.changed = threading.Condition(threading.RLock())
        self.channels: dict[str, Channel] = {}
        self.users: dict[str, str] = {}
        self.files: dict[str, File] = {}
        self.views: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.hooks: dict[str, Hook] = {}
        self._count = itertools.count(1)

    def new_id(self, kind: str) -> str:
        """Return an id such as C00000001 that no other thing has."""
        return f"{kind}{next(self._count):08d}"

    def new_ts(self) -> str:
        """Return the timestamp of a message, the name that it has in its channel."""
        return f"{int(time.time())}.{next(self._count):06d}"

    def trigger(self, user: str) -> str:
        """Return a new trigger_id for the person."""
        name = f"{next(self._count)}.{next(self._count)}.{secrets.token_hex(16)}"
        self.triggers[name] = Trigger(user)
        return name

    def hook(self, channel: str, user: str, message: Message | None = None) -> str:
        """Return the secret part of a new response_url."""
        name = f"{self.team}/{next(self._count)}/{secrets.token_urlsafe(12)}"
        self.hooks[name] = Hook(channel, user, message)
        return name

    def channel(self, name: str) -> Channel | None:
        """Return the channel of this id or name."""
        named = name.removeprefix("#")
        found = (c for c in self.channels.values() if named in (c.id, c.name))
        return next(found, None)

    def direct(self, user: str) -> Channel:
        """Return the conversation of the bot with a person."""
        name = f"dm-{user}"
        channel = self.channel(name)
        if channel is None:
            channel = Channel(self.new_id("D"), name, {user, self.bot_user})
            self.channels[channel.id] = channel
        return channel

    def message(self, channel: Channel, ts: str) -> Message | None:
        """Return the message of this timestamp that is not ephemeral."""
        posted = (m for m in channel.messages if m.ts == ts and m.only_for is None)
        return next(posted, None)

    def post(self, channel: Channel, text: str, blocks: list[Json], **more: Any) -> Message:
        """Add a message to the channel; blocks without an id get one, as Slack does."""
        with self.changed:
            message = Message(channel.id, self.new_ts(), text, self.named(blocks), **more)
            channel.messages.append(message)
            self.changed.notify_all()
        return message

    def named(self, blocks: list[Json]) -> list[Json]:
        """Return the blocks, each with a block_id."""
        return [{"block_id": secrets.token_hex(3), **block} for block in blocks]

    def until(self, holds: Callable[[], Any], seconds: float = 30.0) -> Any:
        """Wait for something to hold and return it; raise AssertionError after `seconds`.

        It may depend on more than this workspace, so look again now and then.
        """
        end = time.monotonic() + seconds
        with self.changed:
            while not (found := holds()):
                assert time.monotonic() < end, f"did not happen in Slack within {seconds:g} s"
                self.changed.wait(0.05)
            return found

    def is_late(self, trigger: Trigger, seconds: float) -> bool:
        """Return whether the trigger is older than `seconds`."""
        return time.monotonic() - trigger.made > seconds


def texts_of(value: Any) -> list[str]:
    """Return every `text` string in blocks, in order."""
    if isinstance(value, list):
        return [text for each in value for text in texts_of(each)]
    if not isinstance(value, dict):
        return []
    own = [value["text"]] if isinstance(value.get("text"), str) else []
    rest = (each for key, each in value.items() if isinstance(each, dict | list))
    return own + [text for each in rest for text in texts_of(each)]
