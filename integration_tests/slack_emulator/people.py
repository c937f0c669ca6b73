"""People in the emulated Slack: they click buttons, fill in modals and type slash commands."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .workspace import Channel, Json, Message, View

if TYPE_CHECKING:
    from .emulator import SlackEmulator


@dataclass
class Delivery:
    """A payload that was delivered, and what the app answered within the time that Slack waits."""

    kind: str
    payload: Json
    acked: bool
    answer: Any
    seconds: float
    status: int | None = None
    envelope: Json = field(default_factory=dict)
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class Person:
    """A person in Slack, of this workspace or of another one in a shared channel."""

    def __init__(self, slack: SlackEmulator, id: str, name: str, team: str) -> None:
        self.slack, self.id, self.name, self.team = slack, id, name, team

    def click(
        self, message: Message, action: str, via: str | None = None, **changed: Any
    ) -> Delivery:
        """Click a button of a message; `changed` replaces fields of the payload."""
        return self.deliver("interactive", {**self.clicked(message, action), **changed}, via)

    def submit(
        self, via: str | None = None, changed: Json | None = None, **values: Any
    ) -> Delivery:
        """Fill in the open modal by action id and submit it; wait for the modal first."""
        opened = self.modal
        payload = {**self.filled(**values), **(changed or {})}
        delivery = self.deliver("interactive", payload, via)
        with self.slack.workspace.changed:
            self._take(opened, delivery)
            self.slack.workspace.changed.notify_all()
        return delivery

    def filled(self, **values: Any) -> Json:
        """Return the payload of the open modal, filled in by action id, as `submit` delivers it."""
        opened = self.modal
        assert opened.can_submit, f"the modal has no submit button: {opened.words}"
        return self._submitted(opened, values)

    def clicked(self, message: Message, action: str) -> Json:
        """Return the payload of a click, as `click` delivers it."""
        return self._clicked(message, message.buttons[action])

    def command(
        self, text: str, channel: Channel | None = None, via: str | None = None
    ) -> Delivery:
        """Type a slash command, such as `/wap link`; the answer appears in the channel."""
        name, _, rest = text.partition(" ")
        assert name in self.slack.commands, f"the app has no command {name}"
        at = channel or self.slack.channel
        hook = self.slack.workspace.hook(at.id, self.id)
        payload = {
            "token": "deprecated",
            "team_id": self.team,
            "team_domain": self.slack.workspace.domain,
            "channel_id": at.id,
            "channel_name": at.name,
            "user_id": self.id,
            "user_name": self.name,
            "command": name,
            "text": rest,
            "api_app_id": self.slack.app_id,
            "is_enterprise_install": "false",
            "response_url": f"{self.slack.url}/actions/{hook}",
            "trigger_id": self.slack.workspace.trigger(self.id),
        }
        delivery = self.deliver("slash_commands", payload, via)
        if isinstance(delivery.answer, dict) and delivery.answer.get("text"):
            self.slack.respond(self.slack.workspace.hooks[hook], delivery.answer)
        return delivery

    def deliver(self, kind: str, payload: Json, via: str | None = None) -> Delivery:
        """Deliver a payload; it must be acknowledged in time."""
        delivery = self.slack.deliver(kind, payload, via)
        delivery.kind, delivery.payload = kind, payload
        return delivery

    @property
    def modal(self) -> View:
        """Return the modal that is open for this person, once it is."""
        view = self.slack.until(lambda: self.slack.view_of(self.id))
        assert isinstance(view, View)
        return view

    @property
    def notes(self) -> list[Message]:
        """Return what only this person sees: ephemeral and direct messages, in order."""
        found = []
        for channel in self.slack.workspace.channels.values():
            is_direct = channel.name == f"dm-{self.id}"
            found += [m for m in channel.messages if is_direct or m.only_for == self.id]
        return sorted(found, key=lambda message: float(message.ts))

    def note(self, *words: str) -> Message:
        """Wait for a message that only this person sees and that has all the words."""
        found = self.slack.until(
            lambda: [m for m in self.notes if all(word in m.words for word in words)]
        )
        return Message(**vars(found[-1]))

    def _user(self) -> Json:
        return {"id": self.id, "username": self.name, "name": self.name, "team_id": self.team}

    def _common(self, kind: str) -> Json:
        return {
            "type": kind,
            "team": {"id": self.slack.workspace.team, "domain": self.slack.workspace.domain},
            "user": self._user(),
            "api_app_id": self.slack.app_id,
            "token": "deprecated",
            "trigger_id": self.slack.workspace.trigger(self.id),
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _clicked(self, message: Message, button: Json) -> Json:
        channel = self.slack.workspace.channels[message.channel]
        hook = self.slack.workspace.hook(channel.id, self.id, message)
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.only_for is not None,
        }
        shown = ("action_id", "block_id", "text", "value", "style", "type")
        action = {key: button[key] for key in shown if key in button}
        return {
            **self._common("block_actions"),
            "container": container,
            "channel": {"id": channel.id, "name": channel.name},
            "message": self.slack.methods.shown(message),
            "state": {"values": {}},
            "response_url": f"{self.slack.url}/actions/{hook}",
            "actions": [{**action, "action_ts": f"{time.time():.6f}"}],
        }

    def _submitted(self, opened: View, values: Json) -> Json:
        """Return the payload; refuse what Slack's client would not send."""
        inputs = opened.inputs
        unknown = set(values) - set(inputs)
        assert not unknown, f"the modal has no field {unknown}, only {list(inputs)}"
        state: Json = {}
        for name, block in inputs.items():
            element = block["element"]
            given = values.get(name)
            if element["type"] == "checkboxes":
                chosen = [o for o in element["options"] if o["value"] in (given or ())]
                assert len(chosen) == len(given or ()), f"{name} has no option among {given}"
                filled: Json = {"type": "checkboxes", "selected_options": chosen}
            else:
                chosen = given or element.get("initial_value")
                assert len(chosen or "") <= element.get("max_length", 3000), f"{name} is too long"
                filled = {"type": "plain_text_input", "value": chosen}
            assert chosen or block.get("optional"), f"{name} is required"
            state.setdefault(block["block_id"], {})[name] = filled
        view = {**self.slack.methods.shown_view(opened), "state": {"values": state}}
        return {**self._common("view_submission"), "view": view, "response_urls": []}

    def _take(self, opened: View, delivery: Delivery) -> None:
        """Do to the modal what the answer says."""
        answer = delivery.answer or {}
        action = answer.get("response_action")
        if not delivery.acked:
            return
        if action == "errors":
            blocks = {block["block_id"] for block in opened.inputs.values()}
            assert set(answer["errors"]) <= blocks, "errors name blocks without an input"
            opened.errors = answer["errors"]
        elif action == "update":
            opened.view = answer["view"]
        else:
            assert action in (None, "clear"), f"unknown response_action {action}"
            opened.closed = True
