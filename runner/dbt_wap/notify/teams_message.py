"""Render a notice as an adaptive card for a Microsoft Teams workflow, within its limits. Pure.

All text is in text runs, which do not interpret markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from dbt_wap.notify.message import Line, Listing, Message, Piece, message, summary, words
from dbt_wap.notify.notice import Notice
from dbt_wap.notify.text import fit

BYTES = 28_000
"""The maximum size of a message; Teams refuses more than 28 KB."""

_LIMITS = ((400, 10), (200, 5), (80, 3), (40, 1))
"""Ever smaller limits: the width of a value and the number of lines of a list."""


def payload(notice: Notice) -> dict[str, Any]:
    """Return the message for a notice in the form that a Teams workflow expects."""
    known, text = message(notice), summary(notice)
    for limits in _LIMITS:
        made = _message(known, text, *limits)
        if len(json.dumps(made)) <= BYTES:
            break
    return made


def _message(known: Message, text: Line, width: int, lines: int) -> dict[str, Any]:
    """Return the message with values and lists cut to a width and a number of lines."""
    body = [_block(known.title, width, size="Large", weight="Bolder")]
    for label, line in known.facts:
        bold = _runs([words(f"{label}: ")], width, weight="Bolder")
        body.append(_rich([*bold, *_runs(line, width)], spacing="Small"))
    for listing in known.listings:
        body += _listing(listing, known, width, lines)
    body.append(_block([words("Next")], width, weight="Bolder"))
    for command in known.commands:
        body.append(_block([Piece(command, 400, is_code=True)], 400, spacing="Small"))
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "fallbackText": "".join(_text(piece, width) for piece in text),
        "msteams": {"width": "Full"},
        "body": body,
    }
    if known.links:
        opens = "Action.OpenUrl"
        card["actions"] = [{"type": opens, "title": e.label, "url": e.url} for e in known.links]
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "content": card}]}


def _listing(listing: Listing, known: Message, width: int, lines: int) -> list[dict[str, Any]]:
    """Return a title, the first lines, and a last line that counts the others."""
    shown = listing.lines[:lines]
    made = [_block([words(listing.title)], width, weight="Bolder")]
    made += [_block([words("• "), *line], width, spacing="Small") for line in shown]
    if rest := listing.rest(len(shown)):
        made.append(_block([words(f"… {rest}, see {known.commands[0]}")], width, spacing="Small"))
    return made


def _block(line: Iterable[Piece], width: int, *, spacing: str = "Medium", **how: str) -> Any:
    return _rich(_runs(line, width, **how), spacing)


def _rich(runs: Sequence[dict[str, Any]], spacing: str) -> dict[str, Any]:
    return {"type": "RichTextBlock", "spacing": spacing, "inlines": list(runs)}


def _runs(line: Iterable[Piece], width: int, **how: str) -> list[dict[str, Any]]:
    """Return a text run for the pieces of each style."""
    return [
        {
            "type": "TextRun",
            "text": "".join(_text(piece, width) for piece in pieces),
            **how,
            **({"fontType": "Monospace"} if is_code else {}),
        }
        for is_code, pieces in groupby(line, key=lambda piece: piece.is_code)
    ]


def _text(piece: Piece, width: int) -> str:
    """Return the text of a piece; braces of a value cannot start a date function of the card."""
    if not piece.limit:
        return piece.text
    return fit(piece.text, min(piece.limit, width)).replace("{{", "{\u200b{")
