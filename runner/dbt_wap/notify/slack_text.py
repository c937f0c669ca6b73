"""Names and sentences of others in a message of Slack: harmless, and within a limit. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from itertools import accumulate
from typing import Any
from urllib.parse import urlsplit

URL_LIMIT = 3000
NAME_LIMIT = 200

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
PLAIN_ESCAPES = {"<": "\u2039", ">": "\u203a"}
_MENTION = re.compile(r"@(?=channel|here|everyone)", re.IGNORECASE)
_CUT_ROOM = 24


def plain(text: str) -> dict[str, Any]:
    """A text object Slack shows as it is."""
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> dict[str, Any]:
    """A text object in Slack's markup, in which no plain word becomes a link or a mention."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def code(value: object, limit: int = NAME_LIMIT) -> str:
    """The value as a code span no content can leave, at most `limit` wide."""
    return f"`{fit(value, limit - 2)}`"


def fit(value: object, limit: int, escapes: Mapping[str, str] = _ESCAPES) -> str:
    """The value on one line, harmless, at most `limit` wide; a cut is marked and measured."""
    pieces = [escapes.get(char, char) for char in clean(value)]
    widths = list(accumulate(width(piece) for piece in pieces))
    if widths[-1] <= limit:
        return "".join(pieces)
    kept = sum(each <= limit - _CUT_ROOM for each in widths)
    return f"{''.join(pieces[:kept])}… ({len(pieces) - kept} characters cut)"


def clean(value: object) -> str:
    """One line of visible text: no control characters, backticks or mentions of a whole channel."""
    kinds = ((char, unicodedata.category(char)) for char in str(value).replace("`", "'"))
    swaps = {"Cc": " ", "Cf": "", "Cs": "\N{REPLACEMENT CHARACTER}"}
    text = "".join(char if char == "\u200d" else swaps.get(kind, char) for char, kind in kinds)
    return _MENTION.sub("@\u200b", " ".join(text.split())) or "-"


def width(text: str) -> int:
    """How long Slack may take the text to be, counting a character beyond the BMP as two."""
    return len(text) + sum(char > "\uffff" for char in text)


def is_link(url: str | None) -> bool:
    """Whether a button may open the URL: http or https, a host, no credentials, short enough."""
    if not url or len(url) > URL_LIMIT or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
