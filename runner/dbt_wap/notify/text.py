"""Clean and shorten text for messages. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from itertools import accumulate

from dbt_wap.links import is_web_page

URL_LIMIT = 3000
NAME_LIMIT = 200

_MENTION = re.compile(r"@(?=channel|here|everyone)", re.IGNORECASE)
_CUT_ROOM = 24


def fit(value: object, limit: int, escapes: Mapping[str, str] | None = None) -> str:
    """Return the value escaped on one line, at most `limit` wide; a cut is marked and counted."""
    text, swaps = clean(value), escapes or {}
    pieces = [swaps.get(char, char) for char in text[: limit + 1]]
    widths = list(accumulate(map(width, pieces)))
    if widths[-1] <= limit:
        return "".join(pieces)
    kept = sum(each <= limit - _CUT_ROOM for each in widths)
    return f"{''.join(pieces[:kept])}… ({len(text) - kept} characters cut)"


def clean(value: object) -> str:
    """Return one line without control characters, backticks and channel mentions."""
    text = str(value).replace("`", "'")
    if not (text.isascii() and text.isprintable()):
        kinds = ((char, unicodedata.category(char)) for char in text)
        swaps = {"Cc": " ", "Cf": "", "Cs": "\N{REPLACEMENT CHARACTER}"}
        text = "".join(char if char == "\u200d" else swaps.get(kind, char) for char, kind in kinds)
    return _MENTION.sub("@\u200b", " ".join(text.split())) or "-"


def width(text: str) -> int:
    """Return the length as Slack may count it: characters beyond the BMP count as two."""
    return len(text) + sum(char > "\uffff" for char in text)


def is_link(url: str | None) -> bool:
    """Return whether a button may open the URL: it is short, and has a host but no credentials."""
    return len(url or "") <= URL_LIMIT and is_web_page(url)
