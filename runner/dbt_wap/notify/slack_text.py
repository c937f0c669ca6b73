"""Text objects and escapes of Slack. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dbt_wap.notify.message import Piece
from dbt_wap.notify.text import fit

PLAIN_ESCAPES = {"<": "\u2039", ">": "\u203a"}
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def plain(text: str) -> dict[str, Any]:
    """Return a text object without markup."""
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> dict[str, Any]:
    """Return a text object with Slack's markup, in which no word becomes a link or mention."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def marked(line: Iterable[Piece]) -> str:
    """Return a line in Slack's markup; a value cannot break out of its code span."""
    return "".join(map(_marked, line))


def _marked(piece: Piece) -> str:
    if piece.is_code:
        return f"`{fit(piece.text, piece.limit - 2, _ESCAPES)}`"
    return fit(piece.text, piece.limit, _ESCAPES) if piece.limit else piece.text
