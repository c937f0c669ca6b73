"""Read what Slack delivers: a click, a submitted dialog, or a slash command. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

DECISIONS = {"wap_approve": "approve", "wap_reject": "reject"}
"""The decision of each button, by the action id that `notify` gives it."""

DIALOG = "wap_decide"
"""The callback_id of the dialog."""

COMMAND = "/wap"
NAME_LIMIT = 80

Json = dict[str, Any]
Kind = Literal["click", "submission", "command"]


@dataclass(frozen=True)
class Sender:
    """The sender, according to Slack: app, workspace, user, and the workspace of the user."""

    app: str
    team: str
    domain: str
    user: str
    user_team: str
    name: str


@dataclass(frozen=True)
class Asked:
    """The decision that a button or a dialog is about; `seen` is the created_at of the report."""

    decision: str
    run_id: str
    target: str
    seen: str


@dataclass(frozen=True)
class Incoming:
    """One interaction. Retries have the same `trigger`."""

    kind: Kind
    trigger: str
    sender: Sender
    channel: str = ""
    response_url: str = ""
    asked: Asked | None = None
    text: str = ""
    reason: str = ""
    override: tuple[str, ...] = ()
    publish: bool = False


def read(payload: Mapping[str, Any]) -> Incoming | None:
    """Return the interaction, or None if it is malformed or needs no answer, as a link button."""
    try:
        if payload.get("type") == "block_actions":
            return _click(payload)
        if payload.get("type") == "view_submission":
            return _submission(payload)
        return _command(payload) if payload.get("command") == COMMAND else None
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return None


def _click(payload: Mapping[str, Any]) -> Incoming | None:
    action = payload["actions"][0]
    decision = DECISIONS.get(action["action_id"])
    if decision is None:
        return None
    return Incoming(
        kind="click",
        trigger=_text(payload["trigger_id"]),
        sender=_sender(payload),
        channel=_text(payload["channel"]["id"]),
        response_url=_text(payload.get("response_url") or "", empty=True),
        asked=_asked(decision, json.loads(action["value"])),
    )


def _submission(payload: Mapping[str, Any]) -> Incoming | None:
    view = payload["view"]
    if view["callback_id"] != DIALOG:
        return None
    kept, values = json.loads(view["private_metadata"]), view["state"]["values"]
    filled = {name: value for block in values.values() for name, value in block.items()}
    return Incoming(
        kind="submission",
        trigger=_text(payload["trigger_id"]),
        sender=_sender(payload),
        channel=_text(kept["channel"]),
        asked=_asked(kept["decision"], kept),
        reason=str(filled.get("reason", {}).get("value") or "").strip(),
        override=_chosen(filled.get("override")),
        publish=bool(_chosen(filled.get("publish"))),
    )


def _command(payload: Mapping[str, Any]) -> Incoming:
    team = _text(payload["team_id"])
    sender = Sender(
        app=_text(payload["api_app_id"]),
        team=team,
        domain=_text(payload.get("team_domain") or "?"),
        user=_text(payload["user_id"]),
        user_team=team,
        name=_text(payload.get("user_name") or payload["user_id"])[:NAME_LIMIT],
    )
    return Incoming(
        kind="command",
        trigger=_text(payload["trigger_id"]),
        sender=sender,
        channel=_text(payload["channel_id"]),
        response_url=_text(payload["response_url"]),
        text=_text(payload.get("text", ""), empty=True).strip().lower(),
    )


def _sender(payload: Mapping[str, Any]) -> Sender:
    """Return the sender; a payload of an app for a whole organization has no team."""
    team, user = payload["team"], payload["user"]
    return Sender(
        app=_text(payload["api_app_id"]),
        team=_text(team["id"]),
        domain=_text(team.get("domain") or "?"),
        user=_text(user["id"]),
        user_team=_text(user.get("team_id") or team["id"]),
        name=_text(user.get("username") or user.get("name") or user["id"])[:NAME_LIMIT],
    )


def _asked(decision: str, known: Mapping[str, Any]) -> Asked:
    if decision not in DECISIONS.values():
        raise ValueError(decision)
    values = (_text(known[name]) for name in ("run_id", "target", "seen"))
    return Asked(decision, *values)


def _chosen(filled: Mapping[str, Any] | None) -> tuple[str, ...]:
    options = (filled or {}).get("selected_options") or ()
    return tuple(_text(option["value"]) for option in options)


def _text(value: object, empty: bool = False) -> str:
    if not isinstance(value, str) or not (value or empty):
        raise ValueError(f"expected a string, got {type(value).__name__}")
    return value
