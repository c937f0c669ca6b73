"""Render a notice as a Block Kit message that is safe and within Slack's limits."""

from __future__ import annotations

import json
from typing import Any

from dbt_wap.notify.message import Link, Listing, Message, message, summary
from dbt_wap.notify.notice import Notice
from dbt_wap.notify.slack_text import PLAIN_ESCAPES, marked, mrkdwn, plain
from dbt_wap.notify.text import fit, width

SECTION_LIMIT = 3000
VALUE_LIMIT = 2000

_NOTE_ROOM = 250
_WITH_REASONS = ("waiting", "audit_failed", "rejected", "interrupted")
"""The events that a reply gives reasons for; after others, the message already has them."""


def payload(notice: Notice, *, decides: bool = False) -> dict[str, Any]:
    """Return the message for a notice: a fallback text and blocks, within all limits.

    With `decides`, a run that needs approval gets the buttons Approve and Reject.
    """
    known = message(notice)
    fields = [mrkdwn(f"*{label}*\n{marked(line)}") for label, line in known.facts]
    blocks = [_header(known), {"type": "section", "fields": fields}]
    blocks += [_list(listing, known) for listing in known.listings]
    blocks.append(_commands(known))
    buttons = (_decisions(notice) if decides else []) + [_button(link) for link in known.links]
    if buttons:
        blocks.append({"type": "actions", "elements": buttons})
    return {"text": marked(summary(notice)), "blocks": blocks}


def reply(notice: Notice) -> dict[str, Any]:
    """Return a short message for the thread of a run: what happened, who did it, and why."""
    known = message(notice)
    headline, who = notice.headline_in_thread, dict(known.facts)[notice.actor_label]
    text = f"*{headline}*\n{notice.actor_label} {marked(who)}"
    blocks: list[dict[str, Any]] = [{"type": "section", "text": mrkdwn(text)}]
    new = ("comment", "reason") if notice.event in _WITH_REASONS else ("comment",)
    blocks += [_list(listing, known) for listing in known.listings if listing.noun in new]
    blocks.append(_commands(known))
    return {"text": marked(summary(notice, headline)), "blocks": blocks}


def _header(known: Message) -> dict[str, Any]:
    """Return the title as plain text, which fits a header."""
    pieces = (fit(p.text, p.limit, PLAIN_ESCAPES) if p.limit else p.text for p in known.title)
    return {"type": "header", "text": plain("".join(pieces))}


def _commands(known: Message) -> dict[str, Any]:
    """Return a section with the commands to run next."""
    commands = "\n".join(known.commands)
    return {"type": "section", "text": mrkdwn(f"*Next*\n```\n{commands}\n```")}


def _button(link: Link) -> dict[str, Any]:
    """Return a button that opens a page."""
    button = {"type": "button", "action_id": link.action_id, "text": plain(link.label)}
    return {**button, "url": link.url}


def _decisions(notice: Notice) -> list[dict[str, Any]]:
    """Return the buttons of a run that can be approved; the value names what was shown."""
    report = notice.report
    known = {"run_id": report.run_id, "target": report.target, "seen": report.created_at}
    value = json.dumps(known)
    if not notice.is_open or not notice.is_safe or len(value) > VALUE_LIMIT:
        return []
    return [
        {"type": "button", "action_id": action, "text": plain(label), "value": value, "style": look}
        for action, label, look in (
            ("wap_approve", "Approve", "primary"),
            ("wap_reject", "Reject", "danger"),
        )
    ]


def _list(listing: Listing, known: Message) -> dict[str, Any]:
    """Return a section with the lines that fit, and a last line that counts the others."""
    text, shown = f"*{listing.title}*", 0
    for line in listing.lines:
        item = f"• {marked(line)}"
        if width(text) + 1 + width(item) > SECTION_LIMIT - _NOTE_ROOM:
            break
        text, shown = f"{text}\n{item}", shown + 1
    if rest := listing.rest(shown):
        text += f"\n… {rest}, see `{known.commands[0]}`"
    return {"type": "section", "text": mrkdwn(text)}
